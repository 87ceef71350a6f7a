"""Laws of the intake: nothing is lost silently, one customer stays one, adding later is adding now."""

import csv
import tempfile
from itertools import count
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from lib.intake.graph import Link, follow
from lib.intake.importing import import_files
from lib.intake.mapping_file import from_toml, to_toml
from lib.model.identity import MOST_SHARED
from lib.model.mapping import Mapping, Output, SheetMapping, Take
from lib.model.tables import TABLES
from tests.shops import one

HEADER = ("event_id", "visitor_id", "user_id", "timestamp", "event", "channel", "order_id", "value")
IDS = st.sampled_from(["", "a", "b", "c", "guest", "x@example.com", " a "])
ROW = st.tuples(
    st.sampled_from(["", *(f"e{n}" for n in range(8))]),
    IDS,
    IDS,
    st.sampled_from(["2026-03-01T10:00:00Z", "2026-03-01 10:00:00", "", "0000-00-00", "never", "2026-04-01"]),
    st.sampled_from(["view_item", "purchase", "-", "Wheel", 'say "x", y', "two\nlines"]),
    st.sampled_from(["web", "WEB ", "", "n/a"]),
    st.sampled_from(["", "#1", "#2"]),
    st.sampled_from(["", "9.50", "x", "1,000.00"]),
)
#: Plain rows that begin every file, so that there is something to publish.
GOOD = [(f"good{n}", "v", "", f"2026-03-02T10:0{n}:00Z", "view_item", "web", "", "") for n in range(3)]
NUMBER = count()
#: Every example publishes datasets, which takes most of a second each.
FEW = settings(max_examples=10)


def files(folder: str, *tables: list[tuple[str, ...]]) -> list[Path]:
    paths = []
    for rows in tables:
        path = Path(folder) / f"events_{next(NUMBER)}.csv"
        with path.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([HEADER, *GOOD, *rows])
        paths.append(path)
    return paths


@FEW
@given(st.lists(ROW, max_size=12))
def test_every_row_is_accepted_merged_or_rejected_with_a_reason(rows):
    name = f"shop{next(NUMBER)}"
    with tempfile.TemporaryDirectory() as folder:
        manifest = import_files(files(folder, rows), name)
    [file] = manifest.report["files"]
    assert file["rows"]["read"] == len(rows) + len(GOOD)
    assert sum(file["rows"][fate] for fate in ("accepted", "merged", "rejected")) == file["rows"]["read"]
    assert sum(reason["rows"] for reason in file["rejected_by"]) == file["rows"]["rejected"]
    assert one("SELECT count(*) FROM events WHERE origin = 'file'", name) == file["rows"]["accepted"]
    assert (
        one("SELECT count(*) FROM rejected WHERE reason <> '' AND cells <> ''", name)
        == file["rows"]["rejected"]
    )
    assert one("SELECT count(DISTINCT event_id) = count(*) FROM events", name)


@FEW
@given(st.lists(ROW, max_size=8), st.lists(ROW, max_size=8))
def test_adding_later_gives_what_importing_together_gives(first, second):
    name, other = f"shop{next(NUMBER)}", f"shop{next(NUMBER)}"
    with tempfile.TemporaryDirectory() as folder:
        paths = files(folder, first, [("extra", "w", "", *GOOD[0][3:]), *second])
        together = import_files(paths, name)
        import_files(paths[:1], other)
        later = import_files(paths[1:], other, append=True)
    assert later.tables == together.tables
    assert later.report["customers"] == together.report["customers"]
    assert later.period == together.period


LINKS = st.lists(st.tuples(st.sampled_from("abcdefgh"), st.sampled_from("abcdefgh")), max_size=14)


def led(links):
    """Where ids lead by links that a file gives outright, and the devices of many people."""
    found = follow([Link(one_, other, "link table") for one_, other in links], {"link table"})
    return found.ends, found.shared


@given(LINKS)
def test_an_id_that_leads_somewhere_leads_to_an_end(links):
    ends, shared = led(links)
    assert not set(ends) & set(ends.values())
    assert not shared & set(ends)
    assert led([*links, *links]) == (ends, shared)
    for one_ in shared:
        assert len({customer for anonymous, customer in links if anonymous == one_ != customer}) > MOST_SHARED


@given(LINKS)
def test_links_of_other_people_change_nobody(links):
    ends, _ = led(links)
    more, _ = led([*links, ("x", "y"), ("y", "z")])
    assert {one_: end for one_, end in more.items() if one_ not in "xy"} == ends


WORDS = st.text(min_size=1, max_size=12).filter(lambda text: text.strip() == text)
TAKES = st.builds(
    Take,
    st.sampled_from([column.name for column in TABLES["orders"].columns]),
    WORDS,
    format=st.sampled_from(["", "iso", "%d/%m/%Y|%d/%m/%Y %H:%M", "comma"]),
)
SHEETS = st.builds(
    SheetMapping,
    WORDS,
    st.lists(TAKES, min_size=1, max_size=5).map(lambda takes: (Output("orders", tuple(takes)),)),
    st.just(1.0),
)


@given(st.dictionaries(WORDS, SHEETS, max_size=3))
def test_a_mapping_survives_its_file(sheets):
    text = to_toml(Mapping(sheets=sheets))
    assert to_toml(from_toml(text)) == text
