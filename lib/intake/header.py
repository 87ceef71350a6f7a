"""Where the table begins: titles above it, its header (one line or several), or no header at all."""

import re
from dataclasses import dataclass

from lib.intake.cells import Kind, column_kinds, filled, kind
from lib.intake.dialect import Record, modal_width
from lib.intake.names import unique
from lib.intake.refusals import narrow_header, no_rows, two_tables
from lib.model.sheets import Aside

#: The header is looked for among the first records; more lines of preamble are no table.
_HEAD = 60
_MOST_LABELS = 3
#: Columns of ids and times under which a second header line has nothing.
_KEYS = 4
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a table. `first` is the number of physical lines before the first data record."""

    names: tuple[str, ...]
    width: int
    first: int
    has_header: bool
    labels: tuple[str, ...] = ()
    asides: tuple[Aside, ...] = ()
    notes: tuple[str, ...] = ()
    #: The header's own cells, to know it again further down.
    cells: tuple[str, ...] = ()
    #: Whether a line before the data is part of a record of several lines.
    folded: bool = False


def find_header(found: list[Record], name: str) -> Header:
    """The header of the records of a file's beginning (blank ones included).

    Raises IntakeError when there is no data row, when two tables are stacked, or when the rows are wider
    than their header.
    """
    rows = [one for one in found if filled(one.cells)]
    if not rows:
        raise no_rows(name, "only blank lines")
    _refuse_stacked(rows, name)
    width = modal_width([one.cells for one in rows])
    start = _first_full(rows, width)
    body = [one.cells for one in rows[start + 1 :]]
    if not _marked(rows, start) and not _is_header(rows[start].cells, body, width):
        later = _later_header(rows, start, width)
        if later is None:
            return _without_header(rows, width)
        start = later
    return _with_header(rows, start, width, name)


def _first_full(rows: list[Record], width: int) -> int:
    """The first row that fills most of the columns that are in use: everything above it is a title."""
    body = [row.cells for row in rows if len(row.cells) >= width - 1]
    used = sum(any(at < len(cells) and cells[at].strip() for cells in body) for at in range(width))
    need = 1 if width == 1 else max(2, 0.6 * min(used, width))
    if width == 2 and not _leads_to_fuller(rows):
        need = 1
    for at, row in enumerate(rows[:_HEAD]):
        if len(row.cells) >= max(width - 1, 1) and filled(row.cells) >= need:
            return at
    return next((at for at, row in enumerate(rows[:_HEAD]) if len(row.cells) >= width - 1), 0)


def _leads_to_fuller(rows: list[Record]) -> bool:
    """Of two columns: whether the first row is a lone title above rows that fill both."""
    first = rows[0].cells
    return bool(first[0].strip()) and any(filled(row.cells) > 1 for row in rows[1:5])


def _is_header(cells: list[str], body: list[list[str]], width: int) -> bool:
    """Names rather than values: other kinds of cells than below, and none that comes again below."""
    agree, conflict = _compare(cells, body, width)
    if _years(cells) and not _years_below(cells, body):
        return True
    if conflict != agree:
        return conflict > agree
    if not body:
        return agree == 0 and all(kind(cell) in ("text", "missing", "code") for cell in cells)
    return not any(_comes_again(cell, at, body, cells) for at, cell in enumerate(cells))


def _compare(cells: list[str], body: list[list[str]], width: int) -> tuple[int, int]:
    """In how many typed columns the cell has the column's kind, and in how many it is words instead."""
    kinds = column_kinds(body[:200], width)
    agree = conflict = 0
    for cell, below in zip(cells, kinds, strict=False):
        own = kind(cell)
        if below in ("number", "time", "code") and own != "missing":
            agree += own == below
            conflict += (
                own == "text" or (own == "code" and below != "code") or (below, own) == ("number", "time")
            )
    return agree, conflict


def _years(cells: list[str]) -> bool:
    """A header such as `Product, 2024, 2025, 2026`: years that only rise or only fall."""
    years = [int(cell) for cell in map(str.strip, cells) if _YEAR.fullmatch(cell)]
    steps = {later > earlier for earlier, later in zip(years, years[1:], strict=False)}
    return (
        len(years) >= 2
        and len(years) >= filled(cells) - 1
        and len(steps) == 1
        and len(set(years)) == len(years)
    )


def _years_below(cells: list[str], body: list[list[str]]) -> bool:
    at = [at for at, cell in enumerate(cells) if _YEAR.fullmatch(cell.strip())]
    return any(_years([row[one] for one in at if one < len(row)]) for row in body[:3])


def _comes_again(cell: str, at: int, body: list[list[str]], cells: list[str]) -> bool:
    """Whether the cell is a value further down, the header's own repetitions (glued exports) not counted."""
    word = cell.strip().casefold()
    others = [row for row in body if row[: len(cells)] != cells]
    if len(others) * 2 < len(body):
        return bool(word)
    return bool(word) and any(at < len(row) and row[at].strip().casefold() == word for row in others)


def _later_header(rows: list[Record], start: int, width: int) -> int | None:
    """A row below the first full one that is surely the header (the rows above it are settings)."""
    for at in range(start + 1, min(start + 10, len(rows) - 1)):
        cells, body = rows[at].cells, [row.cells for row in rows[at + 1 :]]
        agree, conflict = _compare(cells, body, width)
        fuller = filled(cells) > max(filled(row.cells) for row in rows[:at])
        if fuller and agree == 0 and conflict * 2 >= width:
            return at
    return None


def _without_header(rows: list[Record], width: int) -> Header:
    """Every row is data, but for lone words above a table of three columns or more."""
    start = 0
    while (
        width >= 3
        and start < len(rows) - 1
        and filled(rows[start].cells) == 1
        and len(rows[start].cells) < width
    ):
        start += 1
    names = tuple(f"column{at}" for at in range(1, width + 1))
    note = "the first line looks like data, so the columns were numbered; name them in the mapping"
    folded = any(row.lines > 1 for row in rows[:start])
    titles = _titles(rows[:start])
    return Header(names, width, rows[start].line - 1, False, (), titles, (note,), (), folded)


def _titles(rows: list[Record]) -> tuple[Aside, ...]:
    return tuple(Aside(row.line, _text(row.cells), "title line above the table") for row in rows)


def _text(cells: list[str]) -> str:
    """A record as a reader would quote it."""
    return " | ".join(cell.strip() for cell in cells if cell.strip())[:300]


def _with_header(rows: list[Record], start: int, width: int, name: str) -> Header:
    body = rows[start + 1 :]
    if not body:
        raise no_rows(name, "a header only")
    block = rows[start : start + 1 + _label_rows(rows, start, width)]
    below = rows[start + len(block) :]
    if not below:
        raise no_rows(name, "header lines only")
    cells = _names_row(block, width)
    _refuse_narrow(cells, below, name)
    width = max(width, len(cells))
    names, notes = unique([*cells, *[""] * (width - len(cells))])
    others = [row for row in block if row.cells != cells]
    labels = tuple(_label(others, at) for at in range(width)) if len(block) > 1 else ()
    if labels:
        notes = (*notes, f"{len(block)} header lines were read as one; the further ones describe the columns")
    last = block[-1]
    folded = any(row.lines > 1 for row in rows[: start + len(block)])
    asides = _titles(rows[:start])
    return Header(names, width, last.line - 1 + last.lines, True, labels, asides, notes, tuple(cells), folded)


def _marked(rows: list[Record], start: int) -> int:
    """How many rows below the header lead to one of nothing but import ids, as Qualtrics writes them."""
    for count in range(1, min(_MOST_LABELS, len(rows) - start - 2) + 1):
        cells = [cell for cell in rows[start + count].cells if cell.strip()]
        if len(cells) > 1 and all(cell.startswith('{"ImportId"') for cell in cells):
            return count
    return 0


def _label_rows(rows: list[Record], start: int, width: int) -> int:
    """How many rows below the header still are header: units, labels, machine ids, second levels."""
    if marked := _marked(rows, start):
        return marked
    best, header = 0, rows[start].cells
    for count in range(1, min(_MOST_LABELS, len(rows) - start - 2) + 1):
        extra = [row.cells for row in rows[start + 1 : start + 1 + count]]
        body = [row.cells for row in rows[start + 1 + count :]]
        if all(_is_label(cells, header, body, width) for cells in extra):
            best = count
    return best


def _is_label(cells: list[str], header: list[str], body: list[list[str]], width: int) -> bool:
    """A row unlike the typed columns below it: in two of them, or in units, or where the header is empty."""
    if (len(body) < 2 and width < 3) or any(kind(cell) == "time" for cell in cells):
        return False
    agree, conflict = _compare(cells, body, width)
    if not agree and _under_keys(cells, header, body):
        return True
    if agree or not conflict:
        return False
    typed = sum(one in ("number", "time") for one in column_kinds(body[:200], width, 0.9))
    words = [(at, cell.strip()) for at, cell in enumerate(cells) if cell.strip()]
    in_gaps = all(at >= len(header) or not header[at].strip() for at, _ in words)
    units = all(
        cell[0] in "([" or kind(body[0][at] if at < len(body[0]) else "") == "number" for at, cell in words
    )
    return in_gaps or (conflict >= 2 and conflict * 2 > typed) or (units and len(words) < len(header))


def _under_keys(cells: list[str], header: list[str], body: list[list[str]]) -> bool:
    """Words alone, and nothing under the first names, whose columns hold ids and times in every row below.

    So SurveyMonkey writes the options of its questions in a second line.
    """
    keys = next((at for at, cell in enumerate(cells) if cell.strip()), 0)
    if keys < _KEYS or len(body) < 2 or not all(map(str.strip, header[:_KEYS])):
        return False
    words = all(kind(cell) in ("text", "missing") for cell in cells)
    return words and all(
        len(row) > keys and all(kind(cell) in ("number", "time", "code") for cell in row[:_KEYS])
        for row in body[:200]
    )


def _names_row(block: list[Record], width: int) -> list[str]:
    """The row with the most distinct names, its gaps filled from the other header rows."""
    best = max(block, key=lambda row: (len({cell.strip() for cell in row.cells if cell.strip()}), -row.line))
    if len(block) == 1:
        return best.cells
    names = best.cells + [""] * (width - len(best.cells))
    for row in block:
        names = [own or (row.cells[at] if at < len(row.cells) else "") for at, own in enumerate(names)]
    return names


def _label(rows: list[Record], at: int) -> str:
    words = [row.cells[at].strip() for row in rows if at < len(row.cells)]
    return " / ".join(dict.fromkeys(word for word in words if word))


def _refuse_narrow(cells: list[str], below: list[Record], name: str) -> None:
    """All rows wider than the header: nobody can say which name belongs to which column."""
    wider = [row for row in below if len(row.cells) > len(cells)]
    if len(wider) * 2 >= len(below) and any(any(row.cells[len(cells) :]) for row in wider):
        raise narrow_header(name, wider[0].line, len(wider[0].cells), len(cells))


def _refuse_stacked(rows: list[Record], name: str) -> None:
    """Two tables of different widths in the head of one file: the rows of neither must vanish."""
    tables = [block for block in _blocks(rows) if _is_table([row.cells for row in block])]
    for first, second in zip(tables, tables[1:], strict=False):
        widths = len(first[0].cells), len(second[0].cells)
        if widths[0] != widths[1]:
            raise two_tables(name, second[0].line, *widths)


def _blocks(rows: list[Record]) -> list[list[Record]]:
    """Neighbouring rows of one width, without a blank line between them."""
    blocks: list[list[Record]] = []
    for row in rows:
        last = blocks[-1][-1] if blocks else None
        if last and last.line + last.lines == row.line and len(last.cells) == len(row.cells):
            blocks[-1].append(row)
        else:
            blocks.append([row])
    return blocks


def _is_table(block: list[list[str]]) -> bool:
    """A row of names above rows with a number in the same place; two columns could be mere settings."""
    width = len(block[0])
    if width < 2 or len(block) < (3 if width == 2 else 2):
        return False
    names = all(kind(cell) in ("text", "missing") for cell in block[0]) and filled(block[0]) > 1
    return names and any(all(kind(row[at]) == "number" for row in block[1:4]) for at in range(1, width))


def looks_like_header(cells: list[str], below: list[str], kinds: list[Kind]) -> bool:
    """Whether `cells` would be the header of a further table whose first row is `below`."""
    typed = [
        at for at, one in enumerate(kinds) if one in ("number", "time") and at < min(len(cells), len(below))
    ]
    full = len(cells) > 1 and all(cell.strip() for cell in cells) and len(set(cells)) == len(cells)
    words = [at for at in typed if kind(cells[at]) == "text"]
    return full and len(words) * 2 > len(typed) and all(kind(below[at]) != "text" for at in words)


def named_width(header: Header) -> int:
    """How many columns remain when those without a name at the end are left off."""
    if not header.has_header:
        return header.width
    names = [*header.cells, *[""] * (header.width - len(header.cells))]
    while len(names) > 1 and not names[-1].strip():
        names.pop()
    return len(names)
