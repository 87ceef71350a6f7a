"""Which column of a sheet is which, by its name alone."""

import re

from lib.intake.recognise import plain
from lib.intake.recognisers.words import NEEDED, PRIVATE, VISITOR, WORDS
from lib.model.sheets import Sheet

#: What stands before `name` where the name is a person's.
PEOPLE = frozenset(
    ("billing", "shipping", "customer", "buyer", "first", "last", "full", "contact", "recipient", "user")
)


def matched(sheet: Sheet, kind: str) -> dict[str, str]:
    """Canonical column -> column of the sheet, each used once; earlier synonyms are better ones."""
    names = by_name(sheet)
    found: dict[str, str] = {}
    for canonical, words in sorted(WORDS[kind].items(), key=lambda one: _urgency(kind, one[0])):
        free = (names[w] for w in (canonical, *words) if w in names and names[w] not in found.values())
        if (column := next(free, None)) is not None:
            found[canonical] = column
    return found


def visitor_of(sheet: Sheet) -> str | None:
    """The column with the id of a visitor whom nobody knows yet."""
    names = by_name(sheet)
    return next((names[word] for word in VISITOR if word in names), None)


def by_name(sheet: Sheet) -> dict[str, str]:
    """Plain name -> column; of several alike the first. What stands in brackets may be left out.

    `Grand Total (Base)` is also found as `grand_total`, where no column is called that alone.
    """
    short = {plain(re.sub(r"\(.*?\)", "", column)): column for column in reversed(sheet.columns)}
    return {name: column for name, column in short.items() if name} | {
        plain(column): column for column in reversed(sheet.columns)
    }


def _urgency(kind: str, canonical: str) -> int:
    """Needed columns choose first, then those in the order of the table."""
    needed = [name for group in NEEDED[kind] for name in group]
    return needed.index(canonical) if canonical in needed else 100 + list(WORDS[kind]).index(canonical)


def is_private(name: str) -> bool:
    """Whether a column by this (plain) name says who somebody is or how to reach them.

    >>> is_private("billing_phone"), is_private("product_name"), is_private("billing_name")
    (True, False, True)
    """
    words = name.split("_")
    if words[-1] == "name" and len(words) > 1 and words[0] in PEOPLE:
        return True
    return any(name == private or name.endswith(f"_{private}") for private in PRIVATE)
