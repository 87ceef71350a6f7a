"""Axes of values and of time: few round ticks, written as the rest of the product writes numbers."""

import math
from collections.abc import Sequence
from datetime import date, timedelta

import altair as alt
import pandas as pd

from lib.model import figures

#: Grid lines at most. Fewer than five and a step of 2 could be too fine where 5 is too coarse.
_MOST = 5
#: A month axis is used from this many days on.
_MONTHS_FROM = 75
_MONTH_STEPS = (1, 2, 3, 6, 12, 24, 60, 120, 240, 1200)
#: From which size on the short forms of amounts and counts round to which grain.
_MONEY_GRAIN = ((999_500, 10_000), (10_000, 1000), (1000, 100), (0, 1))
_COUNT_GRAIN = ((999_950, 100_000), (999.5, 100), (0, 1))


def ticks(low: float, high: float) -> list[float]:
    """Two to five round values from `low` to `high`.

    >>> ticks(2.3, 3.1), ticks(0, 147_000), ticks(-120, 198)
    ([2.4, 2.6, 2.8, 3.0], [0.0, 50000.0, 100000.0], [-100.0, 0.0, 100.0])
    """
    size = 10.0 ** math.floor(math.log10((high - low) / _MOST))
    for step in (size * factor for factor in (1, 2, 5, 10, 20)):
        first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
        if last - first < _MOST:
            break
    return [round(i * step, 12) for i in range(first, last + 1)]


def span(values: Sequence[float], *, zero: bool = False) -> tuple[float, float]:
    """The ends of an axis that shows these values with a little air, from zero on if asked.

    >>> span([2, 4]), span([10, 110], zero=True), span([])
    ((1.84, 4.16), (0.0, 118.8), (0.0, 1.0))
    """
    if not values:
        return 0.0, 1.0
    low, high = (min(values), max(values)) if not zero else (min(*values, 0.0), max(*values, 0.0))
    air = (high - low) * 0.08 or abs(high) * 0.1 or 1.0
    return (low if zero and low == 0 else low - air), (high if zero and high == 0 else high + air)


def tick_texts(marks: Sequence[float], unit: str, currency: str) -> list[str]:
    """Evenly spaced ticks in the KPI's unit, with just the digits that tell them apart.

    >>> tick_texts([0.02, 0.025], "share", "EUR"), tick_texts([0, 50_000, 100_000], "money", "EUR")
    (['2.0%', '2.5%'], ['€0', '€50k', '€100k'])
    >>> tick_texts([10_000, 10_500], "money", "EUR")
    ['€10,000', '€10,500']
    """
    step, reach = marks[1] - marks[0], max(abs(mark) for mark in marks)
    if unit == "share":
        return [figures.share(mark, _digits(step * 100)) for mark in marks]
    if unit == "money" and _is_whole(step, _MONEY_GRAIN, reach):
        return [figures.short_money(mark, currency) for mark in marks]
    if unit == "money":
        return [figures.money(mark, currency, 0 if step >= 1 else max(2, _digits(step))) for mark in marks]
    if unit == "count" and step >= 1:
        written = figures.short if _is_whole(step, _COUNT_GRAIN, reach) else figures.count
        return [written(mark) for mark in marks]
    return [figures.score(mark, _digits(step)) for mark in marks]


def value_axis(marks: Sequence[float], unit: str, currency: str) -> alt.Axis:
    """A vertical axis that prints these evenly spaced values."""
    texts = tick_texts(marks, unit, currency)
    words = f"{texts!r}[round((datum.value - ({marks[0]})) / {marks[1] - marks[0]})]"
    return alt.Axis(title=None, values=list(marks), labelExpr=words)


def time_axis(first: date, last: date, most: int = 9) -> alt.Axis:
    """Months, or days where the span is short; the year stands under the first tick and each January."""
    days = time_ticks(first, last, most)
    monthly = (last - first).days >= _MONTHS_FROM
    word = "timeFormat(datum.value, '%b')" if monthly else "timeFormat(datum.value, '%-d %b')"
    turns = [one for i, one in enumerate(days) if i == 0 or one.year != days[i - 1].year]
    stamps = ",".join(f"+datetime({one.year},{one.month - 1},{one.day})" for one in turns)
    with_year = f"indexof([{stamps}], +datum.value) >= 0"
    return alt.Axis(
        title=None,
        grid=False,
        values=[moment(one) for one in days],
        labelExpr=f"{with_year} ? [{word}, timeFormat(datum.value, '%Y')] : {word}",
    )


def time_ticks(first: date, last: date, most: int = 9) -> list[date]:
    """First days of months, or evenly spaced days where the span is short, at most `most` of them.

    >>> time_ticks(date(2026, 11, 9), date(2027, 3, 1), 9)[:2]
    [datetime.date(2026, 12, 1), datetime.date(2027, 1, 1)]
    """
    span = (last - first).days
    if span < _MONTHS_FROM:
        every = next((n for n in (1, 2, 7, 14) if span // n < most), 28)
        return [first + timedelta(days=n) for n in range(0, span + 1, every)]
    months = pd.date_range(first, last, freq="MS").date.tolist()
    spaced = ([day for day in months if (day.year * 12 + day.month - 1) % n == 0] for n in _MONTH_STEPS)
    return next(days for days in spaced if len(days) <= most) or months[:1]


def moment(day: date) -> alt.DateTime:
    """The beginning of a day, read in the reader's own time zone as the data is."""
    return alt.DateTime(year=day.year, month=day.month, date=day.day)


def _is_whole(step: float, grains: Sequence[tuple[float, float]], reach: float) -> bool:
    """Whether the short form of numbers up to `reach` keeps steps of that size apart and true."""
    grain = next(grain for size, grain in grains if reach >= size)
    return step >= grain and step % grain == 0


def _digits(step: float) -> int:
    """Digits behind the point that tell ticks of this step apart."""
    return next(
        (digits for digits in range(4) if abs(step * 10**digits - round(step * 10**digits)) < 1e-6), 4
    )
