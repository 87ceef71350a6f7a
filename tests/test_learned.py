"""A mapping made by hand is offered when a file of the same shape returns, and can be forgotten."""

import pytest

from lib.cli import main
from lib.intake.importing import import_files
from lib.intake.learned import forget, learned, recall, shape
from lib.intake.mapping_file import from_toml
from lib.intake.propose import propose
from lib.intake.read import read
from lib.model.errors import IntakeError
from lib.store import catalog
from tests.shops import files_of, one, written

#: Columns that nothing recognises.
ODD = """
    who,when it was,did,where
    ann,05/03/2026,spin,web
    bob,06/03/2026,turn,app
"""
GUIDED = """
[sheets."odd.csv".formats]
"when it was" = "%d/%m/%Y"

[[sheets."odd.csv".tables]]
table = "events"
columns = {customer_id = "who", ts = "when it was", touchpoint = "did"}
"""
#: The same columns in another order and spelling, of another day.
AGAIN = """
    Where;WHO;Did;When_it_was
    web;cid;spin;07/03/2026
"""


def sheet_of(folder, **file):
    [path] = written(folder, **file)
    [sheet] = read(path, folder)
    return sheet


def guided(folder, **options):
    return import_files(written(folder, odd=ODD), "shop", mapping=from_toml(GUIDED), **options)


def test_a_guided_mapping_is_offered_for_the_same_columns_in_any_order_and_spelling(tmp_path):
    assert propose([sheet_of(tmp_path, other=AGAIN)]).sheets["other.csv"].outputs == ()
    guided(tmp_path)
    found = import_files(written(tmp_path, other=AGAIN), "next")
    file = files_of(found)["other.csv"]
    assert file["rows"] == {"read": 1, "accepted": 1, "merged": 0, "rejected": 0}
    assert file["recognised"].endswith("as you mapped it before")
    assert any("the 4 columns of odd.csv, which you mapped on" in note for note in file["notes"])
    assert any("mappings --forget" in note for note in file["notes"])
    said = one(
        "SELECT customer_id || ' ' || touchpoint || ' ' || strftime(ts, '%Y-%m-%d') FROM events", "next"
    )
    assert said == "cid spin 2026-03-07"


def test_what_this_import_says_stands_over_what_was_remembered(tmp_path):
    guided(tmp_path)
    given = from_toml(GUIDED.replace('touchpoint = "did"', 'touchpoint = "where"'))
    import_files(written(tmp_path, odd=ODD), "next", mapping=given)
    assert one("SELECT string_agg(touchpoint, ',' ORDER BY touchpoint) FROM events", "next") == "app,web"


def test_other_columns_are_another_shape(tmp_path):
    guided(tmp_path)
    more = sheet_of(tmp_path, more=ODD.replace("where", "where,note"))
    assert recall(more) is None
    assert shape(more) != shape(sheet_of(tmp_path, odd=ODD))


def test_an_answer_about_a_recognised_file_is_remembered_as_well(tmp_path):
    events = "customer_id,timestamp,event\nann,03/04/2026,home\nbob,05/04/2026,cart"
    answer = '[sheets."e.csv".formats]\ntimestamp = "%d/%m/%Y"'
    import_files(written(tmp_path, e=events), "shop", mapping=from_toml(answer))
    import_files(written(tmp_path, later=events.replace("03/04", "02/05")), "next")
    assert one("SELECT strftime(max(ts), '%Y-%m-%d') FROM events", "next") == "2026-05-02"


@pytest.mark.parametrize("failing", [{}, {"sample": True}])
def test_nothing_is_remembered_of_files_recognised_by_themselves_or_of_the_sample(tmp_path, failing):
    events = "customer_id,timestamp,event\nann,2026-03-01 10:00:00,home"
    import_files(written(tmp_path, events=events), "shop", **failing)
    if failing:
        guided(tmp_path, **failing)
    assert learned() == []


def test_formats_found_in_the_values_of_one_file_are_not_taken_for_the_analyst_s(tmp_path):
    events = "customer_id,timestamp,event\nann,13/04/2026 10:00,home"
    first = import_files(written(tmp_path, events=events), "shop")
    # the page offers the dataset's own mapping again, with all that was found in the values
    import_files(written(tmp_path, events=events), "shop", mapping=from_toml(first.mapping))
    assert learned() == []


def test_a_mapping_can_be_forgotten(tmp_path, capsys):
    guided(tmp_path)
    [kept] = learned()
    assert (kept.file, kept.columns, kept.mapping.kind) == ("odd.csv", 4, "events")
    with pytest.raises(IntakeError, match=kept.shape):
        forget("no such shape")
    assert main(["mappings"]) == 0
    assert f"{kept.shape}  " in capsys.readouterr().out
    assert main(["mappings", "--forget", kept.shape]) == 0
    assert "no mapping was remembered" in capsys.readouterr().out
    assert recall(sheet_of(tmp_path, other=AGAIN)) is None


def test_what_cannot_be_read_any_more_is_as_if_forgotten(tmp_path):
    guided(tmp_path)
    [file] = (catalog.home() / "mappings").glob("*.toml")
    file.write_text("about = 1")
    assert learned() == []
    assert recall(sheet_of(tmp_path, odd=ODD)) is None
