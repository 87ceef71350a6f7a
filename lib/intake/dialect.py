"""How a text file separates its cells: delimiter, quote and escape, scored on a sample of its lines.

The score is the consistency measure of van den Burg, Nazabal and Sutton (2019), "Wrangling messy CSV
files by detecting row and type patterns": how regular the rows are, times the share of cells that look
like values.
"""

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice

from lib.intake.cells import kind

DELIMITERS = (",", ";", "\t", "|", "^", "~")
#: Stands for runs of blanks, which no CSV reader takes.
BLANKS = "blanks"
#: A sign that no text holds, for tables of one column: a comma there is a comma.
WHOLE_LINE = "\x1f"
_SCORED_RECORDS = 120
#: A cell may be as long as a chat log; one longer than this comes from a quote that is never closed.
LONGEST_CELL = 2_000_000
csv.field_size_limit(LONGEST_CELL)


@dataclass(frozen=True, slots=True)
class Dialect:
    """One way to cut lines into cells. `quote` is empty where nothing is quoted."""

    delimiter: str = ","
    quote: str = '"'
    escape: str = '"'
    skip_blanks: bool = False

    @property
    def plain(self) -> bool:
        """Whether any reader of CSV takes the file with just this delimiter."""
        return len(self.delimiter) == 1 and self.quote == self.escape == '"' and not self.skip_blanks


@dataclass(slots=True)
class Record:
    """One record of the file: the physical lines it takes and its cells."""

    line: int
    cells: list[str]
    lines: int = field(default=1)


def records(lines: Iterable[str], dialect: Dialect) -> Iterator[Record]:
    """The records in `lines`; a blank line is a record without cells.

    Raises csv.Error for a cell that never ends.
    """
    if dialect.delimiter == BLANKS:
        yield from (Record(at, line.split()) for at, line in enumerate(lines, 1))
        return
    reader = csv.reader(
        lines,
        delimiter=dialect.delimiter,
        quotechar=dialect.quote or None,
        quoting=csv.QUOTE_MINIMAL if dialect.quote else csv.QUOTE_NONE,
        doublequote=dialect.escape == dialect.quote,
        escapechar=dialect.escape if dialect.escape not in ("", dialect.quote) else None,
        skipinitialspace=dialect.skip_blanks,
    )
    before = 0
    for cells in reader:
        yield Record(before + 1, cells, reader.line_num - before)
        before = reader.line_num


def detect(blocks: list[str]) -> Dialect:
    """The dialect that explains the sample best. `blocks` are pieces of whole lines, the head first.

    >>> detect(["day;price\\n2026-09-08;1,5\\n2026-09-09;2,5\\n"]).delimiter
    ';'
    """
    told = re.match(r'"?sep=([^\w\s"\']|\t)"?\s*[\r\n]', blocks[0])
    if told:
        return Dialect(delimiter=told[1])
    scores = [(score(blocks, one), -rank, one) for rank, one in enumerate(_candidates("".join(blocks)))]
    best = max(scores)[2]
    if modal_width(_sample(blocks, best)) < 2:
        return _runs_of_blanks(blocks[0]) or Dialect(WHOLE_LINE)
    return best


def _candidates(text: str) -> Iterator[Dialect]:
    """Dialects whose signs occur in the text, the commoner first (it wins a tie)."""
    for delimiter in [one for one in DELIMITERS if one in text] or [","]:
        spaced = re.search(rf'(?m)(?:^|{re.escape(delimiter)}) +"', text) is not None
        for quote in _quotes(text, delimiter):
            plain = Dialect(delimiter, quote, quote)
            signs = re.escape(delimiter + quote)
            escaped = len(re.findall(rf"\\[{signs}]", text))
            if escaped and quote and f"\\{quote}" in text and quote * 2 not in text:
                yield replace(plain, escape="\\")
            yield plain
            if spaced and quote:
                yield replace(plain, skip_blanks=True)
            if escaped:
                yield replace(plain, escape="\\")


def _quotes(text: str, delimiter: str) -> list[str]:
    sign = re.escape(delimiter)
    single = re.search(rf"(?m)(?:^|{sign})'[^'\n]*'(?:{sign}|\r?$)", text) is not None
    double = '"' in text
    return ['"'] + ["'"] * single + [""] * (double or single)


def _sample(blocks: list[str], dialect: Dialect) -> list[list[str]]:
    """The records of all blocks that hold anything."""
    found: list[list[str]] = []
    for block in blocks:
        try:
            found += [
                one.cells for one in records(block.splitlines(keepends=True), dialect) if any(one.cells)
            ]
        except csv.Error:
            continue
    return found


def score(blocks: list[str], dialect: Dialect) -> float:
    """Regularity of the rows times share of cells that look like values; higher is better."""
    rows = _sample(blocks, dialect)
    widths = Counter(map(len, rows))
    pattern = sum(times * max(width - 1, 0.001) / width for width, times in widths.items()) / max(
        len(widths), 1
    )
    cells = [cell for row in islice(rows, _SCORED_RECORDS) for cell in row]
    return pattern * sum(map(_like_a_value, cells)) / max(len(cells), 1)


def _like_a_value(cell: str) -> float:
    if kind(cell) != "text":
        return 1.0
    return 0.3 if any(sign in cell for sign in ';\t|"') or cell.strip()[:1] == "'" else 0.9


def modal_width(rows: list[list[str]]) -> int:
    """The commonest number of cells; of equally common ones the largest, rows of one cell last."""
    widths = Counter(len(row) for row in rows if len(row) > 1)
    if not widths or (len(rows) > 4 and widths.total() * 5 < len(rows)):
        return 1
    return max(widths, key=lambda width: (widths[width], width))


def _runs_of_blanks(head: str) -> Dialect | None:
    """Columns set apart by runs of blanks: every line has the same number of words, and it shows."""
    rows = [line.split() for line in head.splitlines() if line.strip()]
    widths = {len(row) for row in rows}
    if len(rows) < 2 or len(widths) != 1 or (width := widths.pop()) < 2:
        return None
    wide_gaps = sum(1 for line in head.splitlines() if re.search(r"\S\s{2,}\S", line)) * 2 > len(rows)
    typed = any(all(kind(row[at]) in ("number", "time") for row in rows[1:]) for at in range(width))
    return Dialect(delimiter=BLANKS) if typed and (wide_gaps or width >= 3) else None
