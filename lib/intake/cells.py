"""What one text cell looks like: a number, a time, a code, nothing, or words.

Used to tell headers from data and to score dialects; the real typing of a column happens later, over
all of its values.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Literal

Kind = Literal["missing", "number", "time", "code", "text"]

_MONEY = r"(?:[$€£¥]|[A-Z]{3}(?=[\s\d]))?"
_NUMBER = re.compile(
    rf"[-+(]?\s?{_MONEY}\s?[-+]?(?:\d{{1,3}}(?:[ .,'\u00a0\u202f]\d{{3}})+|\d+|(?=[.,]\d))"
    r"(?:[.,]\d+)?(?:[eE][-+]?\d+)?\s?(?:%|[$€£¥]|[A-Z]{3})?\)?-?"
)
_CLOCK = r"\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?:\s?[aApP]\.?[mM]\.?)?"
_ZONE = r"(?:\s?(?:Z|UTC|GMT|[-+]\d{2}:?\d{2}))?"
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DAY = (
    r"(?:\d{4}[-/.]\d{1,2}(?:[-/.]\d{1,2})?|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?[-\s]{_MONTH}[-\s,]*\d{{2,4}}|{_MONTH}[-\s](?:\d{{1,2}},?\s)?\d{{2,4}})"
)
_TIME = re.compile(rf"(?:{_DAY}(?:[T\s,]\s?{_CLOCK})?|{_CLOCK}){_ZONE}", re.IGNORECASE)
_CODE = re.compile(r"[^\s@]+@[^\s@]+\.[a-z]+|https?://\S+|#?[\w./:-]*\d[\w./:-]*", re.IGNORECASE)
_MISSING = re.compile(r"[-–—.?*]*|n/?a|null|none|nan|\(not set\)|#n/?a", re.IGNORECASE)


@lru_cache(maxsize=1 << 14)
def kind(cell: str) -> Kind:
    """What `cell` looks like.

    >>> [kind(cell) for cell in ("", "N/A", "1.234,50 €", "03/04/2026 8:45", "C10045", "Galway and more")]
    ['missing', 'missing', 'number', 'time', 'code', 'text']
    """
    cell = cell.strip()
    if len(cell) > 60:
        return "text"
    if _MISSING.fullmatch(cell):
        return "missing"
    if _NUMBER.fullmatch(cell):
        return "number"
    if _TIME.fullmatch(cell):
        return "time"
    return "code" if _CODE.fullmatch(cell) else "text"


def filled(cells: Iterable[str]) -> int:
    """How many cells hold anything at all (a written `null` counts as something)."""
    return sum(1 for cell in cells if cell.strip())


def column_kinds(rows: Sequence[Sequence[str]], width: int, share: float = 0.8) -> list[Kind]:
    """The kind that at least `share` of the present cells of each column have, else `text`."""
    return [_most([kind(row[at]) for row in rows if at < len(row)], share) for at in range(width)]


def _most(kinds: list[Kind], share: float) -> Kind:
    present = Counter(one for one in kinds if one != "missing")
    if not present:
        return "missing"
    best, times = present.most_common(1)[0]
    return best if times >= share * present.total() else "text"
