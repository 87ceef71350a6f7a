"""What separates those who get through a funnel from those who do not?"""

import numpy as np
import pandas as pd

from lib.analysis.funnel import converted, on_the_way, view_of, ways
from lib.model.filters import COLUMNS, UNKNOWN, Filters
from lib.model.funnel_view import FunnelView
from lib.model.metrics import TOO_FEW
from lib.stats.comparisons import two_shares_p
from lib.stats.intervals import benjamini_hochberg, newcombe
from lib.store.store import Store

#: Compared groups may be called different where at most this part of such claims is false.
FALSE_CLAIMS = 0.05


def funnel_drivers(
    store: Store,
    filters: Filters,
    *,
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
    """Compare how many convert with and without each property: an association, never a cause.

    One row is a property of a customer: property (channel, device or country of the entry, or touched: an
    event between entering and completing the funnel, or the window's end), value, n_with, customers_with
    (who converted), rate_with, n_without, customers_without, rate_without, difference (of the two rates),
    low, high (95 %), p (two-sided, adjusted for the number of rows after Benjamini and Hochberg), said
    (converts more often, converts less often, not told apart, too few answers). What fewer than ten have, or
    fewer than ten have not, gets no numbers. Who needs longer has more time to touch things. The options are
    those of `funnel`.
    """
    window = (window_days, window_hours, window_minutes)
    view = view_of(store, steps, order, window, never, hold, entry, level)
    return drivers(store, ways(store, filters, view), view)


def drivers(store: Store, found: pd.DataFrame, view: FunnelView) -> pd.DataFrame:
    """The same from the rows of `ways`; the surest first."""
    done = converted(found, view)
    parts = [_with(name, found[name].astype(object).fillna(UNKNOWN), done) for name in COLUMNS]
    touched = on_the_way(store, found, view)[["customer_id", "label"]].drop_duplicates()
    touched = touched[~touched["label"].isin(view.names)]
    made = touched["customer_id"].isin(found.loc[done, "customer_id"])
    parts.append(_with("touched", touched["label"], made))
    frame = pd.concat(parts, ignore_index=True)
    frame["n_without"] = len(found) - frame["n_with"]
    frame["customers_without"] = int(done.sum()) - frame["customers_with"]
    return _compared(frame[frame["n_without"] > 0])


def _with(name: str, values: pd.Series, done: pd.Series) -> pd.DataFrame:
    rows = pd.DataFrame({"value": values.to_numpy(object), "done": done.to_numpy(bool)})
    grouped = rows.groupby("value", as_index=False)
    found = grouped.agg(n_with=("done", "size"), customers_with=("done", "sum"))
    return found.assign(property=name)


def _compared(frame: pd.DataFrame) -> pd.DataFrame:
    names = ("customers_with", "n_with", "customers_without", "n_without")
    sums = [frame[name].to_numpy(float) for name in names]
    few = np.minimum(sums[1], sums[3]) < TOO_FEW
    gap = newcombe(*sums)
    p = benjamini_hochberg(np.where(few, np.nan, two_shares_p(*sums)))
    sure, up = p <= FALSE_CLAIMS, gap.value > 0
    said = np.select(
        [few, sure & up, sure],
        ["too few answers", "converts more often", "converts less often"],
        "not told apart",
    )
    numbers = {"rate_with": sums[0] / sums[1], "rate_without": sums[2] / sums[3]}
    numbers |= {"difference": gap.value, "low": gap.low, "high": gap.high, "p": p}
    shown = {name: np.where(few, np.nan, one) for name, one in numbers.items()}
    compared = frame.assign(**shown, said=said, size=-np.abs(shown["difference"]))
    order = ["p", "size", "property", "value"]
    columns = ["property", "value", "n_with", "customers_with", "rate_with", "n_without", "customers_without"]
    columns += ["rate_without", "difference", "low", "high", "p", "said"]
    return compared.sort_values(order, ignore_index=True)[columns]
