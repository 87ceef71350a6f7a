"""Cells that repeat are looked at once: what comes of it is what looking at every row gives."""

import random

import pandas as pd
import pytest

from lib.intake.check import take_in
from lib.intake.propose import propose
from lib.intake.pseudonym import keys
from lib.intake.read import read
from lib.store import merging, staging, words
from lib.store.draft import Draft
from tests.shops import written

#: What makes columns awkward: words for nothing, blanks of every kind, addresses, numbers as ids, spellings.
CELLS = {
    "event_id": ["e{}", "e{}", "{}.0", "'{}", "1.5E+1{}", "-", " e{} ", "e{}\u00a0", "ann{}@x.com", "\u2014"],
    "timestamp": ["2026-03-0{}T10:00:00Z", "2026-03-0{} 10:00:00", "2{}/03/2026 10:00", "never", ""],
    "visitor_id": ["v{}", "V{}", "", "guest", "+49 170 123456{}", "ann{}@x.com", "10.0.0.{}", "Ann Lee"],
    "user_id": ["", "", "C{}", "C{}.0", "bob{}@x.com", "(not set)", "unknown", "00000000"],
    "session_id": ["s{}", "s{} ", "", "NULL", "-1"],
    "event": ["view_item", "View_Item", "purchase", "add to cart", " cart", "mail ann@x.com", "None", "Nine"],
    "channel": ["web", "Web", "APP", "app", "-", "n/a", "n", "\u00e4pp", "APP "],
    "device": ["mobile", "Mobile", "desktop", "(data deleted)", "<Other>", "tab\u2014"],
    "country": ["DE", "de", "NA", "--", "", "CH"],
    "source": ["google", "Google ", "(direct)", "nan", "x@y.org"],
    "campaign": ["", "spring", "**** ", "****", "Spring\u2003"],
    "order_number": ["", "", "O{}", "{}", "{}.0"],
    "value": ["", "", "{}.50", "1,{}", "1.234,5{}", "(12.00)", "NaN", "7 %"],
}  # fmt: skip


def awkward(seed: int, rows: int = 400) -> str:
    """A file of events with everything that a cell can hold."""
    chance = random.Random(seed)
    lines = [",".join(CELLS)]
    for _ in range(rows):
        cells = [chance.choice(ways).format(chance.randrange(1, 10)) for ways in CELLS.values()]
        lines.append(",".join(f'"{cell}"' for cell in cells))
    return "\n".join(lines) + "\n"


def taken_in(folder, text):
    """What a draft holds of a file, and all that is said of it."""
    [path] = written(folder, events=text)
    [sheet] = read(path, folder, name="events.csv")
    mapping = propose([sheet], None, None).sheets["events.csv"]
    with Draft() as draft:
        account = take_in(draft, sheet, mapping, 0, "Europe/Berlin", keys())
        tables = {
            table: draft.execute(f"SELECT * FROM {table} ORDER BY ALL")
            for table in ("events", "identities", "rejected")
        }
        assert not draft.words
    said = (account.notes, account.questions, account.rejected, account.merged, account.currency)
    return tables, said, account.mapping


@pytest.mark.parametrize("seed", range(8))
def test_what_words_say_is_what_every_row_says(tmp_path, monkeypatch, seed):
    text = awkward(seed)
    by_row = taken_in(tmp_path, text)
    assert by_row[0]["events"]
    assert by_row[0]["rejected"]
    for most in (0, 8, 1000):
        monkeypatch.setattr(words, "SMALL", 0)
        monkeypatch.setattr(words, "MOST", most)
        assert taken_in(tmp_path, text) == by_row


def test_hashes_that_repeat_are_found_as_grouping_finds_them(tmp_path):
    chance = random.Random(5)
    with Draft() as draft:
        for most in (1, 3, 50, 10**6):
            rows = pd.DataFrame({"id": [f"e{chance.randrange(most)}" for _ in range(500)]})
            draft.frame("ids", rows)
            hashes = "SELECT hash(id) AS h FROM ids"
            grouped = draft.execute(f"SELECT h FROM ({hashes}) GROUP BY h HAVING count(*) > 1 ORDER BY h")
            assert merging._repeated(draft.hashes(hashes)).tolist() == [h for (h,) in grouped]


def test_the_rows_that_are_looked_at_lie_evenly_in_the_file(tmp_path):
    [path] = written(tmp_path, events=awkward(1, rows=95))
    [sheet] = read(path, tmp_path, name="events.csv")
    with Draft() as draft:
        staged = staging.load(draft, sheet)
        for step in (1, 7, 95, 200):
            staging.spread(draft, staged.table, step)
            by_row = draft.execute(f"SELECT * FROM {staged.table} WHERE row_no % {step} = 0 ORDER BY row_no")
            assert draft.execute("SELECT * FROM spread ORDER BY row_no") == by_row
