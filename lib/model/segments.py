"""Segments as people write them: `device=mobile`, `country=DE;country=AT`."""

from dataclasses import replace

from lib.model.errors import QuestionError
from lib.model.filters import COLUMNS, UNKNOWN, Filters

#: Written where there is no control segment on purpose.
NOBODY = "none"


def segment(text: str) -> Filters:
    """The filters that a segment stands for; conditions are separated by `;`.

    >>> segment("device=mobile;device=tablet").device
    ('mobile', 'tablet')
    """
    conditions = [part for part in text.split(";") if part.strip()]
    if not conditions:
        raise QuestionError(
            "The segment is empty.", f"Write column=value with a column of: {', '.join(COLUMNS)}."
        )
    found = Filters.where(conditions)
    if found.segment:
        raise QuestionError(
            "A kept segment cannot be part of such a segment.", f"Use a column of: {', '.join(COLUMNS)}."
        )
    return found


def within(filters: Filters, text: str) -> Filters:
    """The shared filters narrowed to a segment; its own columns win, the period is left open."""
    inner = segment(text)
    chosen = {column: getattr(inner, column) for column in COLUMNS if getattr(inner, column)}
    return replace(filters, since=None, until=None, **chosen)


def rest(text: str, choices: dict[str, list[str]]) -> str | None:
    """Everybody else on the first column of a segment: the natural control; None if nobody is left.

    >>> rest("device=mobile", {"device": ["mobile", "desktop", "tablet", "(unknown)"]})
    'device=desktop;device=tablet'
    """
    inner = segment(text)
    column = next(name for name in COLUMNS if getattr(inner, name))
    others = [one for one in choices.get(column, []) if one not in getattr(inner, column) and one != UNKNOWN]
    return ";".join(f"{column}={one}" for one in others) or None
