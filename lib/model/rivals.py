"""Whom journeys are set beside: another period, others by condition, a segment, everybody else, a dataset."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Self

from lib.model.errors import QuestionError
from lib.model.filters import COLUMNS, Filters

BEFORE = "before"
OTHERS = "others"
DATASET, SEGMENT = "dataset:", "segment:"


@dataclass(frozen=True, slots=True)
class Rival:
    """The other side: its filters, its dataset where it is another one, or all who are not in the segment."""

    filters: Filters
    dataset: str | None = None
    others: bool = False

    @classmethod
    def of(cls, filters: Filters, against: str) -> Self:
        """Read what is written: `before`, `others`, `segment:NAME`, `dataset:NAME`, or conditions.

        >>> Rival.of(Filters(device=("mobile",)), "segment:calm").filters.words()
        'segment calm, device mobile'
        """
        if against.startswith(DATASET):
            return cls(replace(filters, segment=""), dataset=against.removeprefix(DATASET))
        if against.startswith(SEGMENT):
            return cls(replace(filters, segment=against.removeprefix(SEGMENT)))
        if against != OTHERS:
            return cls(_before(filters) if against == BEFORE else _conditions(filters, against))
        if not filters.segment:
            raise QuestionError("Everybody counts: nobody else is left.", "Choose a segment first.")
        return cls(replace(filters, segment=""), others=True)


def said(against: str | None) -> str:
    """The other side as a sentence calls it, '' where there is none.

    >>> said("before"), said("others"), said("segment:calm"), said("device=desktop")
    ('the period before', 'everybody else', 'segment calm', 'device=desktop')
    """
    if against is None:
        return ""
    if against in (BEFORE, OTHERS):
        return {BEFORE: "the period before", OTHERS: "everybody else"}[against]
    kind, _, name = against.partition(":")
    return f"{kind} {name}" if against.startswith((DATASET, SEGMENT)) else against


def _before(filters: Filters) -> Filters:
    if filters.since is None or filters.until is None:
        raise QuestionError(
            "There is no period before one that is open.",
            f"Give a first and a last day, or compare with a condition: {', '.join(COLUMNS)}.",
        )
    length = filters.until - filters.since + timedelta(days=1)
    return replace(filters, since=filters.since - length, until=filters.until - length)


def _conditions(filters: Filters, against: str) -> Filters:
    other = Filters.where(against.split("&"), filters.since, filters.until)
    kept = {name: getattr(other, name) or getattr(filters, name) for name in (*COLUMNS, "segment")}
    return replace(filters, **kept)
