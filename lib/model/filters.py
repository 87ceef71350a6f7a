"""The shared filters: whose journeys count. They choose who, never what (the whole journey is kept)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Self
from zoneinfo import ZoneInfo

from lib.model.errors import QuestionError

#: The columns that `where` may name; each is read off the anchor of an analysis.
COLUMNS: tuple[str, ...] = ("channel", "device", "country")
#: The condition that names a kept segment.
SEGMENT = "segment"
#: How a missing value is written in filters and answers.
UNKNOWN = "(unknown)"


@dataclass(frozen=True, slots=True)
class Filters:
    """Whose journeys count; empty means everybody. `until` is the last day included.

    `segment` is the name of a kept segment, for words and addresses: whoever reads it opens the store that
    holds these customers alone (`lib.analysis.segment.within`), so that no definition has to know it.

    >>> Filters(since=date(2026, 1, 1), channel=("web",)).values("UTC")["channels"]
    ['web']
    """

    since: date | None = None
    until: date | None = None
    channel: tuple[str, ...] = ()
    device: tuple[str, ...] = ()
    country: tuple[str, ...] = ()
    segment: str = ""

    def __post_init__(self) -> None:
        if self.since and self.until and self.since > self.until:
            raise QuestionError(
                f"The period begins on {self.since} and ends before that, on {self.until}.",
                "Choose an end on or after the beginning.",
            )

    @classmethod
    def where(cls, conditions: Iterable[str], since: date | None = None, until: date | None = None) -> Self:
        """Read `column=value` conditions: the same column means or, different columns mean and.

        >>> Filters.where(["channel=web", "channel=app"]).channel
        ('web', 'app')
        """
        chosen: dict[str, tuple[str, ...]] = {}
        known, segment = (*COLUMNS, SEGMENT), ""
        for condition in conditions:
            column, sign, value = condition.partition("=")
            if not sign:
                raise QuestionError(
                    f"The condition {condition!r} has no '='.",
                    f"Write column=value with a column of: {', '.join(known)}.",
                )
            if column.strip() not in known:
                raise QuestionError.unknown("filter column", column.strip(), known)
            if column.strip() == SEGMENT:
                segment = _only_one(segment, value.strip())
            else:
                chosen[column.strip()] = (*chosen.get(column.strip(), ()), value.strip())
        return cls(since=since, until=until, segment=segment, **chosen)

    def values(self, zone: str) -> dict[str, object]:
        """The values that every `.sql` file with filters binds: instants in UTC, lists or None.

        Keys: since, until (first instant after the last day), channels, devices, countries.
        """
        after = self.until + timedelta(days=1) if self.until else None
        return {
            "since": _instant(self.since, zone),
            "until": _instant(after, zone),
            "channels": list(self.channel) or None,
            "devices": list(self.device) or None,
            "countries": list(self.country) or None,
        }

    @property
    def is_empty(self) -> bool:
        """Whether everybody of the store counts; the store of a segment holds its customers alone."""
        return replace(self, segment="") == Filters()

    def words(self) -> str:
        """The filters as a reader would say them.

        >>> Filters(channel=("app", "web"), since=date(2026, 1, 5)).words()
        'since 5 Jan 2026, channel app or web'
        """
        parts = [f"segment {self.segment}"] if self.segment else []
        if self.since and self.until:
            parts.append(f"{_day(self.since)} to {_day(self.until)}")
        elif self.since:
            parts.append(f"since {_day(self.since)}")
        elif self.until:
            parts.append(f"until {_day(self.until)}")
        for column in COLUMNS:
            if chosen := getattr(self, column):
                parts.append(f"{column} {' or '.join(chosen)}")
        return ", ".join(parts) or "everybody"


def _only_one(before: str, name: str) -> str:
    """The segment named; QuestionError where two are, or none."""
    if before or not name:
        what = (
            f"Both {before!r} and {name!r} are named as segments." if before else "The segment has no name."
        )
        raise QuestionError(what, "Write segment=NAME once.")
    return name


def _day(day: date) -> str:
    return f"{day.day} {day:%b %Y}"


def _instant(day: date | None, zone: str) -> datetime | None:
    """The beginning of a day in business time, as a UTC timestamp without zone."""
    if day is None:
        return None
    local = datetime.combine(day, time.min, ZoneInfo(zone))
    return local.astimezone(UTC).replace(tzinfo=None)
