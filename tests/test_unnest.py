"""Values deep in a cell: by the key in a list of keys, and one row for each element of a list."""

import json

import pytest

from lib.intake.importing import import_files
from lib.intake.mapping_file import from_toml, to_toml
from lib.intake.read import read
from lib.intake.unnest import widened
from lib.model.errors import IntakeError
from lib.model.mapping import Mapping, Unnest
from tests.shops import ask, one

VISITS = [
    {
        "visitor": "ann", "visit": "1", "start": "1767225600", "said": [{"key": "plan", "value": "gold"}],
        "hits": [
            {"n": 1, "ms": 0, "page": {"path": "/cart"}}, {"n": 2, "ms": 1500, "page": {"path": "/help"}},
        ],
    },
    {"visitor": "bob", "visit": "2", "start": "1767229200", "hits": [{"n": 1, "ms": 0, "page": {}}]},
    {"visitor": "cem", "visit": "3", "start": "1767232800", "hits": []},
]  # fmt: skip
READ = """
[sheets."visits.ndjson"]
unnest = { column = "hits", keys = ["n", "ms", "page.path"] }

[[sheets."visits.ndjson".tables]]
table = "events"

[sheets."visits.ndjson".tables.columns]
event_id = { column = "visitor", also = ["visit", "hits.n"] }
customer_id = "visitor"
ts = { column = "hits.ms", also = ["start"], format = "ms_since" }
touchpoint = "hits.page.path"
campaign = { column = "said", path = "$[key=plan]" }
"""


def test_each_element_of_a_list_is_a_row_and_the_rows_are_counted_after_that(tmp_path):
    path = tmp_path / "visits.ndjson"
    path.write_text("".join(json.dumps(visit) + "\n" for visit in VISITS), encoding="utf-8")
    manifest = import_files([path], "shop", mapping=from_toml(READ))
    # three visits, four rows: bob's page has no path, cem's visit no hits and so no time
    [file] = manifest.report["files"]
    assert file["rows"] == {"read": 4, "accepted": 2, "merged": 0, "rejected": 2}
    assert any(
        "3 rows of the file hold lists in 'hits'" in note and "4 in all" in note for note in file["notes"]
    )
    assert ask("SELECT event_id, ts::VARCHAR AS ts, touchpoint, campaign FROM events ORDER BY ts") == [
        {"event_id": "ann-1-1", "ts": "2026-01-01 00:00:00", "touchpoint": "cart", "campaign": "gold"},
        {"event_id": "ann-1-2", "ts": "2026-01-01 00:00:01.5", "touchpoint": "help page", "campaign": "gold"},
    ]


def test_columns_in_groups_are_a_list_as_well_and_the_sample_shows_it(tmp_path):
    path = tmp_path / "visits.csv"
    path.write_text("who,did_0,at_0,did_1\nann,view,10,cart\nbob,,,\n", encoding="utf-8")
    [sheet] = read(path, tmp_path)
    lists = Unnest("did", ("name", "at"), (("did_0", "at_0"), ("did_1", "")))
    wide = widened(sheet, lists)
    assert wide.columns == ("who", "did_0", "at_0", "did_1", "did.name", "did.at")
    assert [(row[0], *row[4:]) for row in wide.sample] == [
        ("ann", "view", "10"), ("ann", "cart", None), ("bob", None, None),
    ]  # fmt: skip


def test_the_mapping_of_lists_can_be_saved_and_given_again():
    saved = to_toml(from_toml(READ))
    assert to_toml(from_toml(saved)) == saved
    assert from_toml(saved).sheets["visits.ndjson"].unnest == Unnest("hits", ("n", "ms", "page.path"))


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ({"string_value": "mail", "int_value": None}, "mail"),
        ({"string_value": None, "int_value": "7", "double_value": None}, "7"),
        ({"double_value": 2.5}, "2.5"),
        ("plain", "plain"),
        (None, None),
    ],
)
def test_the_value_of_a_key_is_whichever_of_its_kinds_is_filled(tmp_path, value, said):
    row = {"who": "ann", "at": "2026-01-01 10:00:00", "did": "view"}
    row["params"] = [{"key": "other", "value": "no"}, {"key": "from", "value": value}]
    path = tmp_path / "visits.ndjson"
    path.write_text(
        f"{json.dumps(row)}\n{json.dumps({**row, 'at': '2026-01-01 11:00:00'})}\n", encoding="utf-8"
    )
    import_files([path], "shop", mapping=mapping_with("$[key=from]"))
    assert one("SELECT any_value(campaign) FROM events") == said


def test_a_path_that_is_none_is_refused_with_the_ways_to_write_one(tmp_path):
    path = tmp_path / "visits.ndjson"
    path.write_text('{"who": "ann", "at": "2026-01-01", "did": "view", "params": []}\n' * 2, encoding="utf-8")
    with pytest.raises(IntakeError, match=r"no path into JSON.*\$\[key=name\]"):
        import_files([path], "shop", mapping=mapping_with("$') OR true --"))


def mapping_with(path: str) -> Mapping:
    return from_toml(
        f"""
        [[sheets."visits.ndjson".tables]]
        table = "events"
        [sheets."visits.ndjson".tables.columns]
        customer_id = "who"
        ts = "at"
        touchpoint = "did"
        campaign = {{ column = "params", path = "{path}" }}
        """
    )
