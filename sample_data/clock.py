"""Instants and days: UTC seconds inside, the shop's local days and clock outside."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from sample_data.plan import LAST_DAY, ZONE, Plan
from sample_data.rows import NEVER, Array

DAY = 86_400
HOUR = 3_600
#: Days kept on both sides of the period: deliveries and answers lie after the last order.
MARGIN = 200


class Clock:
    """Local days of the shop, numbered from the first day of the period.

    >>> Clock(Plan(days=548)).day(np.array([1_735_513_200])).tolist()  # 2024-12-30 00:00 in Berlin
    [0]
    """

    def __init__(self, plan: Plan) -> None:
        first = plan.first_day - timedelta(days=MARGIN)
        dates = [first + timedelta(days=one) for one in range(plan.days + 2 * MARGIN)]
        self._midnights = np.array([_midnight(one) for one in dates])
        self._naive = np.array([_naive(one) for one in dates])
        self._first_weekday = plan.first_day.weekday()
        self.begin = int(self.midnight(np.array([0]))[0])
        self.end = _midnight(LAST_DAY + timedelta(days=1))

    def midnight(self, day: Array) -> Array:
        """The instant at which a local day begins."""
        begins: Array = self._midnights[day + MARGIN]
        return begins

    def day(self, instant: Array) -> Array:
        """The local day of an instant."""
        return np.searchsorted(self._midnights, instant, side="right") - 1 - MARGIN

    def weekday(self, day: Array) -> Array:
        """0 for Monday to 6 for Sunday."""
        return (day + self._first_weekday) % 7

    def offset(self, instant: Array) -> Array:
        """Seconds that local time is ahead of UTC; clocks change at 01:00 UTC."""
        place = self.day(instant) + MARGIN
        ahead = self._naive - self._midnights
        changed = instant >= self._naive[place] + HOUR
        ahead_then: Array = np.where(changed, ahead[np.minimum(place + 1, len(ahead) - 1)], ahead[place])
        return ahead_then

    def utc_text(self, instant: Array, pattern: str = "{}T{}Z") -> Array:
        """Instants as text in UTC; '' for what has not happened."""
        return _text(instant, instant, pattern)

    def local_text(self, instant: Array, colon: bool = False) -> Array:
        """Instants as local text with their offset: `... +0100`, or ISO `...+01:00`; '' for never."""
        ahead = self.offset(np.maximum(instant, self.begin))
        summer = _text(instant, instant + ahead, "{}T{}+02:00" if colon else "{} {} +0200")
        winter = _text(instant, instant + ahead, "{}T{}+01:00" if colon else "{} {} +0100")
        return np.where(ahead == HOUR, winter, summer)

    def date_text(self, day: Array) -> Array:
        """Local days as ISO dates."""
        dates: Array = np.datetime_as_string(self._naive[day + MARGIN].astype("M8[s]").astype("M8[D]"))
        return dates


def _text(instant: Array, shown: Array, pattern: str) -> Array:
    stamps = np.datetime_as_string(shown.astype("M8[s]"))
    before, between, after = pattern.split("{}")
    if between != "T":
        stamps = np.char.replace(stamps, "T", between)
    return np.where(instant == NEVER, "", np.char.add(np.char.add(before, stamps), after))


def _midnight(day: date) -> int:
    return int(datetime.combine(day, time.min, ZoneInfo(ZONE)).timestamp())


def _naive(day: date) -> int:
    return int(datetime.combine(day, time.min, UTC).timestamp())
