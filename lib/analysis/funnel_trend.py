"""Do more or fewer of those who enter a funnel reach its end, week by week?"""

import pandas as pd

from lib.analysis.funnel import converted, view_of, ways
from lib.model.errors import QuestionError
from lib.model.filters import Filters
from lib.model.funnel_view import FunnelView
from lib.stats.intervals import wilson
from lib.store.store import Store

GRAINS = {"week": "W-SUN", "month": "M"}


def funnel_trend(
    store: Store,
    filters: Filters,
    *,
    grain: str = "week",
    steps: str = "",
    order: str = "ordered",
    window_days: int | None = None,
    window_hours: int | None = None,
    window_minutes: int | None = None,
    never: str = "",
    hold: str | None = None,
    entry: str = "first",
    level: str = "touchpoint",
) -> pd.DataFrame:
    """Follow the rate by the week (from Monday) or month in which customers entered, in business time.

    One row is a period in which somebody entered: period (its first day), entered, customers (who reached the
    last step), rate, low, high (95 %), open (some of them are still inside their window: the rate may grow).
    The options are those of `funnel`, and grain: week or month.
    """
    window = (window_days, window_hours, window_minutes)
    view = view_of(store, steps, order, window, never, hold, entry, level)
    return trend(store, ways(store, filters, view), view, grain)


def trend(store: Store, found: pd.DataFrame, view: FunnelView, grain: str = "week") -> pd.DataFrame:
    """The same from the rows of `ways`."""
    if grain not in GRAINS:
        raise QuestionError.unknown("grain", grain, GRAINS)
    local = pd.to_datetime(found["at_1"].astype("int64"), unit="us", utc=True).dt.tz_convert(store.zone)
    period = local.dt.tz_localize(None).dt.to_period(GRAINS[grain]).dt.start_time.dt.date
    rows = pd.DataFrame(
        {"period": period, "done": converted(found, view), "open": waiting(store, found, view)}
    )
    grouped = rows.groupby("period", as_index=False)
    frame = grouped.agg(entered=("done", "size"), customers=("done", "sum"), open=("open", "any"))
    rate = wilson(frame["customers"], frame["entered"])
    frame = frame.assign(rate=rate.value, low=rate.low, high=rate.high)
    return frame[["period", "entered", "customers", "rate", "low", "high", "open"]]


def waiting(store: Store, found: pd.DataFrame, view: FunnelView) -> pd.Series:
    """Whether each customer has not converted and may still do so: the data end inside the window."""
    _, last = store.manifest.period
    if last is None:
        return pd.Series(False, found.index)
    moment = (
        pd.Timestamp(last) if len(last) > len("2026-01-01") else pd.Timestamp(last) + pd.Timedelta(days=1)
    )
    ends = moment.tz_localize(None).value // 1_000
    return (found["at_1"] + view.window * 60_000_000 > ends) & ~converted(found, view)
