"""Totals rows: a label where the key should be, and numbers that are the sum of the other rows."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lib.intake.cells import kind
from lib.intake.dialect import Record
from lib.intake.scan import TOTAL_WORDS

_LABEL = re.compile(rf"(?:{'|'.join(map(re.escape, TOTAL_WORDS))})(?:\b.{{0,30}})?", re.IGNORECASE)
_DIGITS = re.compile(r"[-+]?[\d.,'\s\u00a0\u202f]*\d")
_INITIALS = {word[0] for word in TOTAL_WORDS}
#: More rows than this with a totals word are a category, not totals.
MOST_TOTALS = 200


def is_label(cells: list[str]) -> bool:
    """Whether the first or second written cell is a totals word (before any number but a running one).

    >>> is_label(["", "Grand total:", "30"]), is_label(["7", "Totaal", "1414"]), is_label(["Ann", "3"])
    (True, True, False)
    """
    seen = 0
    for cell in cells:
        word = cell.strip()
        seen += bool(word)
        if word[:1].lower() in _INITIALS and _LABEL.fullmatch(word):
            return True
        if seen == 2:
            break
    return False


def number(cell: str, comma: bool) -> tuple[float, float] | None:
    """The value of a cell and the worth of its last digit; `comma` says that it marks the decimals.

    >>> number("(1.234,5 €)", comma=True), number("x", comma=False)
    ((-1234.5, 0.1), None)
    """
    found = _DIGITS.search(cell)
    if found is None or kind(cell) not in ("number", "code"):
        return None
    digits = re.sub(r"[\s'\u00a0\u202f]", "", found[0])
    digits = digits.replace(".", "").replace(",", ".") if comma else digits.replace(",", "")
    try:
        value = float(digits)
    except ValueError:
        return None
    negative = "(" in cell or cell.strip().endswith("-") or "-" in cell[: found.start()]
    return (-value if negative else value), 10.0 ** -len(digits.partition(".")[2])


@dataclass(slots=True)
class _Sum:
    """What the other rows of one column add up to."""

    total: float = 0.0
    rows: int = 0
    low: float = float("inf")
    high: float = float("-inf")

    def add(self, value: float) -> None:
        self.total += value
        self.rows += 1
        self.low, self.high = min(self.low, value), max(self.high, value)

    def gives(self, value: float, unit: float) -> bool:
        """Equal within the rounding of the shown values."""
        return self.rows > 0 and abs(self.total - value) <= unit * (0.5 + 0.5 * self.rows**0.5) + 1e-9 * abs(
            value
        )

    def averages(self, value: float) -> bool:
        return self.rows > 0 and self.low <= value <= self.high


@dataclass(slots=True)
class _Tally:
    """Running sums of the columns, over the whole file and since the last totals row."""

    whole: dict[int, _Sum] = field(default_factory=dict)
    part: dict[int, _Sum] = field(default_factory=dict)


def proven(rows: Iterable[Record], candidates: dict[int, list[str]]) -> set[int]:
    """The lines of those candidates whose numbers are the sum of the other rows, or of their section.

    At least one number must be such a sum; the others may be, or lie within their column as averages do.
    """
    proof: set[int] = set()
    columns = _columns(candidates)
    tallies = {comma: _Tally() for comma in (False, True)}
    for row in rows:
        cells = candidates.get(row.line)
        for comma, tally in tallies.items():
            if cells is None:
                _add(tally, row.cells, columns, comma)
            elif _matches(cells, tally.part, comma) or _matches(cells, tally.whole, comma):
                proof.add(row.line)
        if cells is not None:
            for tally in tallies.values():
                tally.part = {}
    return proof | _grand(candidates, tallies)


def _grand(candidates: dict[int, list[str]], tallies: dict[bool, _Tally]) -> set[int]:
    """Totals that stand above or between the rows which they add up."""
    return {
        line
        for line, cells in candidates.items()
        if any(_matches(cells, tally.whole, comma) for comma, tally in tallies.items())
    }


def _columns(candidates: dict[int, list[str]]) -> list[int]:
    return sorted(
        {at for cells in candidates.values() for at, cell in enumerate(cells) if any(map(str.isdigit, cell))}
    )


def _add(tally: _Tally, cells: list[str], columns: list[int], comma: bool) -> None:
    for at in columns:
        found = number(cells[at], comma) if at < len(cells) else None
        if found is not None:
            tally.whole.setdefault(at, _Sum()).add(found[0])
            tally.part.setdefault(at, _Sum()).add(found[0])


def _matches(cells: list[str], sums: dict[int, _Sum], comma: bool) -> bool:
    checked = list(_checks(cells, sums, comma))
    return "sum" in checked and "no" not in checked


def _checks(cells: list[str], sums: dict[int, _Sum], comma: bool) -> Iterator[str]:
    """For each number after the label: the sum of its column, within it as an average is, or neither."""
    label = next((at for at, cell in enumerate(cells) if _LABEL.fullmatch(cell.strip())), -1)
    for at, cell in enumerate(cells):
        found = number(cell, comma) if at > label else None
        own = sums.get(at)
        if found is None or own is None:
            continue
        if own.gives(*found) and (label >= 0 or own.rows > 1):
            yield "sum" if found[0] else "zero"
        else:
            yield "average" if own.averages(found[0]) else "no"
