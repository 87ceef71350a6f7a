"""On which channel, device or in which country do customers get through a funnel?"""

import numpy as np
import pandas as pd

from lib.analysis.funnel import converted, on_the_way, view_of, ways
from lib.model.errors import QuestionError
from lib.model.filters import COLUMNS, UNKNOWN, Filters
from lib.model.funnel_view import FunnelView
from lib.model.metrics import TOO_FEW
from lib.stats.intervals import wilson
from lib.store.store import Store

TOUCHES = ("first", "last")
ALL = "(all)"


def funnel_breakdown(
    store: Store,
    filters: Filters,
    *,
    by: str = "channel",
    touch: str = "first",
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
    """Split those who entered by channel, device or country.

    One row is a value, the most entered first, `(all)` on top: by, value (`(unknown)` where it is missing),
    touch, n (entered), customers (reached the last step), rate, low, high (95 %), said (`too few answers`
    below ten who entered: then there is no rate). `touch` first reads the entry; last reads the last event
    before the one that completed the funnel, or before the window's end where it was not completed. The other
    options are those of `funnel`.
    """
    window = (window_days, window_hours, window_minutes)
    view = view_of(store, steps, order, window, never, hold, entry, level)
    return breakdown(store, ways(store, filters, view), view, by, touch)


def breakdown(
    store: Store, found: pd.DataFrame, view: FunnelView, by: str = "channel", touch: str = "first"
) -> pd.DataFrame:
    """The same from the rows of `ways`."""
    if by not in COLUMNS:
        raise QuestionError.unknown("breakdown", by, COLUMNS)
    if touch not in TOUCHES:
        raise QuestionError.unknown("touch", touch, TOUCHES)
    values = found[by] if touch == "first" else _last(store, found, view)[by]
    rows = pd.DataFrame({"value": values.astype(object).where(values.notna(), UNKNOWN)})
    rows["done"] = converted(found, view)
    grouped = rows.groupby("value", as_index=False).agg(n=("done", "size"), customers=("done", "sum"))
    grouped = grouped.sort_values(["n", "value"], ascending=[False, True])
    whole = pd.DataFrame({"value": [ALL], "n": [len(rows)], "customers": [int(rows["done"].sum())]})
    return _rated(pd.concat([whole, grouped], ignore_index=True)).assign(by=by, touch=touch)[
        ["by", "value", "touch", "n", "customers", "rate", "low", "high", "said"]
    ]


def _rated(frame: pd.DataFrame) -> pd.DataFrame:
    """Rates with their limits where enough entered."""
    few = frame["n"] < TOO_FEW
    rate = wilson(frame["customers"], frame["n"])
    numbers = {"rate": rate.value, "low": rate.low, "high": rate.high}
    shown = {name: np.where(few, np.nan, one) for name, one in numbers.items()}
    return frame.assign(**shown, said=np.where(few, "too few answers", ""))


def _last(store: Store, found: pd.DataFrame, view: FunnelView) -> pd.DataFrame:
    """The last event of each customer on the way, the entry included, in the order of `found`."""
    touched = on_the_way(store, found, view, with_entry=True)
    last = touched.drop_duplicates("customer_id", keep="last").set_index("customer_id")
    return last.reindex(found["customer_id"]).reset_index().set_index(found.index)
