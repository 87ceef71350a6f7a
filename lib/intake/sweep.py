"""The record-by-record pass over a text file: what is no data row, and a copy without it where needed."""

from collections import deque
from dataclasses import dataclass, field
from itertools import takewhile
from pathlib import Path

from lib.intake.cells import Kind, column_kinds, filled, kind
from lib.intake.clean import read_records
from lib.intake.dialect import BLANKS, Dialect, Record
from lib.intake.header import Header, looks_like_header, named_width
from lib.intake.refusals import open_quote, two_tables
from lib.intake.totals import MOST_TOTALS, is_label, proven
from lib.model.errors import IntakeError
from lib.model.sheets import Aside

#: Footers and an unlabelled total are looked for among this many records at the end.
_TAIL = 40
_NOTE_STARTS = (
    "source",
    "note",
    "report",
    "generated",
    "created",
    "exported",
    "quelle",
    "fuente",
    "*",
    "(",
    "©",
)


@dataclass(slots=True)
class Swept:
    """What the pass found: data rows, lines to leave out, and the rows that are too short or too long."""

    rows: int = 0
    asides: list[Aside] = field(default_factory=list)
    blank: int = 0
    delimiters_only: int = 0
    short: int = 0
    long: int = 0
    #: Bare line feeds, bare carriage returns and pairs of them within cells.
    inner_ends: list[int] = field(default_factory=lambda: [0, 0, 0])
    notes: list[str] = field(default_factory=list)
    #: Whether each column beyond the named ones ever holds something.
    filled: set[int] = field(default_factory=set)

    @property
    def out(self) -> set[int]:
        return {one.line for one in self.asides}


def sweep(path: Path, dialect: Dialect, header: Header, name: str) -> Swept:
    """Read every record below the header once; a second time only where rows look like totals.

    Raises IntakeError when a further table begins, or when rows set apart by blanks differ in width.
    """
    found, watch = Swept(), _Watch(header, dialect, name)
    for row in read_records(path, dialect, name):
        if row.line <= header.first:
            continue
        watch.see(row, found)
    watch.end()
    _refuse_open_quote(path, watch, name, dialect)
    _set_aside_totals(found, watch, path, dialect, name)
    _set_aside_footers(found, watch)
    found.rows -= len(found.asides)
    return found


class _Watch:
    """Looks at each record as it passes and remembers the few that may be no data."""

    def __init__(self, header: Header, dialect: Dialect, name: str) -> None:
        self.header, self.dialect, self.name = header, dialect, name
        #: The first of the columns without a name at the end, which are left off if nothing fills them.
        self.dropped = named_width(header)
        self.totals: dict[int, list[str]] = {}
        self.tail: deque[tuple[Record, bool]] = deque(maxlen=_TAIL)
        self.first: list[list[str]] = []
        self.keyed = self.count = 0
        self.long_keys = 0
        self._gap = False
        self._after_gap: list[Record] = []
        self._header = [cell.strip() for cell in header.cells]

    def see(self, row: Record, found: Swept) -> None:
        if not any(map(str.strip, row.cells)):
            found.blank += 1
            found.delimiters_only += bool(row.cells)
            self.end()
            self._gap = True
            return
        found.rows += 1
        if row.lines > 1:
            _count_ends("".join(row.cells), found.inner_ends)
        self._widths(row, found)
        self._collect(row)
        if self._gap:
            self._after_gap.append(row)
            if len(self._after_gap) == 3:
                self.end()
        if self._header and row.cells[0].strip() == self._header[0] and _stripped(row) == self._header:
            found.asides.append(Aside(row.line, _text(row), "the header again"))

    def _widths(self, row: Record, found: Swept) -> None:
        width, own = self.header.width, len(row.cells)
        if self.dialect.delimiter == BLANKS and own != width:
            raise IntakeError(
                f"{self.name}: line {row.line} has {own} values, the lines before it have {width}"
                " (they are set apart by blanks). Nothing was stored.",
                "Export the file with a comma, semicolon or tab between the values and import that.",
            )
        found.short += own < width
        found.long += own > width
        if self.dropped < own <= width:
            found.filled.update(at for at in range(self.dropped, own) if row.cells[at].strip())

    def _collect(self, row: Record) -> None:
        self.count += 1
        key = row.cells[0].strip()
        self.keyed += bool(key)
        self.long_keys += key.count(" ") >= 2
        if len(self.first) < 200:
            self.first.append(row.cells)
        if len(self.totals) <= MOST_TOTALS and is_label(row.cells):
            self.totals[row.line] = row.cells
        self.tail.append((row, self._gap and not self._after_gap))

    def kinds(self) -> list[Kind]:
        return column_kinds(self.first, self.header.width)

    def end(self) -> None:
        """Judge the records after a blank line: do they begin a further table?"""
        rows, self._after_gap, self._gap = self._after_gap, [], False
        if len(rows) < 2 or self.count - len(rows) < 1:
            return
        widths, top = {len(row.cells) for row in rows}, _stripped(rows[0])
        if len(widths) > 1 or top == self._header or any(filled(row.cells) < 2 for row in rows):
            return
        words = not any(kind(cell) in ("number", "time") for cell in top)
        other = widths != {self.header.width} and min(widths) > 1
        typed = any(kind(cell) in ("number", "time") for cell in rows[1].cells)
        if other and words and (typed or len(rows) > 2):
            raise two_tables(self.name, rows[0].line, self.header.width, min(widths))
        if not other and looks_like_header(top, rows[1].cells, self.kinds()):
            raise two_tables(self.name, rows[0].line, self.header.width, min(widths))


def _count_ends(text: str, ends: list[int]) -> None:
    pairs = text.count("\r\n")
    for at, times in enumerate((text.count("\n") - pairs, text.count("\r") - pairs, pairs)):
        ends[at] += times


def _refuse_open_quote(path: Path, watch: _Watch, name: str, dialect: Dialect) -> None:
    """A last record of several lines in a file that does not end with the closing quote."""
    if not watch.tail or not dialect.quote:
        return
    row = watch.tail[-1][0]
    if row.lines > 1 and "\n" in row.cells[-1].replace("\r", "\n") and not _ends_with(path, dialect.quote):
        raise open_quote(name, row.line, dialect.quote, row.lines - 1)


def _ends_with(path: Path, quote: str) -> bool:
    with path.open("rb") as file:
        file.seek(max(path.stat().st_size - 4096, 0))
        return file.read().rstrip().endswith(quote.encode())


def _stripped(row: Record) -> list[str]:
    return [cell.strip() for cell in row.cells]


def _text(row: Record) -> str:
    return " | ".join(cell.strip() for cell in row.cells if cell.strip())[:300]


def _set_aside_totals(found: Swept, watch: _Watch, path: Path, dialect: Dialect, name: str) -> None:
    named = dict(watch.totals) if len(watch.totals) <= MOST_TOTALS else {}
    candidates = named | _unlabelled(watch)
    if not candidates:
        return
    below = (row for row in read_records(path, dialect, name) if row.line > watch.header.first)
    out = found.out
    lines = proven((row for row in below if row.line not in out), candidates)
    for line in sorted(lines):
        text = " | ".join(cell.strip() for cell in candidates[line] if cell.strip())
        found.asides.append(Aside(line, text[:300], "totals row: its numbers are the sum of other rows"))
    kept = [line for line in named if line not in lines and any(map(_has_digit, named[line]))]
    if kept:
        found.notes.append(
            f"{len(kept)} rows are labelled as a total (the first is line {kept[0]}), but their numbers"
            " are not the sum of the others: kept as data"
        )


def _has_digit(cell: str) -> bool:
    return any(map(str.isdigit, cell))


def _unlabelled(watch: _Watch) -> dict[int, list[str]]:
    """Rows at the end of nothing but numbers, without a key, where (nearly) all other rows have one."""
    rows = (row for row, _ in watch.tail if not row.cells[0].strip() and len(row.cells) > 1)
    empty = {row.line: row.cells for row in rows if not _words(row.cells)}
    return empty if watch.count - watch.keyed <= max(2, watch.count // 50) else {}


def _words(cells: list[str]) -> bool:
    """Whether any written cell is no number: totals without a label hold numbers alone."""
    return any(cell.strip() and kind(cell) != "number" for cell in cells)


def _set_aside_footers(found: Swept, watch: _Watch) -> None:
    """From the last record upwards: words in the first cell and nothing else, worded as a note."""
    out, width = found.out, watch.header.width
    wordy = watch.long_keys * 4 > watch.count
    rows = [(row, gap) for row, gap in watch.tail if row.line not in out]
    end = list(takewhile(lambda one: _could_be_note(one[0].cells, width), reversed(rows)))
    below_gap = False
    for row, gap in reversed(end):
        below_gap = below_gap or gap
        if _is_note(row.cells, below_gap, wordy, width):
            found.short -= len(row.cells) < width
            found.asides.append(Aside(row.line, _text(row), "footer line below the table"))
    found.asides.sort(key=lambda one: one.line)


def _could_be_note(cells: list[str], width: int) -> bool:
    """Words in the first cell alone, or far fewer cells than a row of the table has."""
    if width < 2:
        return False
    return (filled(cells) == 1 and bool(cells[0].strip())) or (width >= 4 and len(cells) * 2 <= width)


def _is_note(cells: list[str], gap: bool, wordy: bool, width: int) -> bool:
    """A lone cell of a padded row of two columns may be a key without its value: only a colon tells."""
    word = cells[0].strip()
    roomy = width > 2 or len(cells) < width
    starts = word.lower().startswith(_NOTE_STARTS) and " " in word and (roomy or ":" in word)
    nothing = not any(map(str.isalnum, word))
    return starts or nothing or (gap and width > 2) or (roomy and len(word.split()) >= 3 and not wordy)
