"""What followed for the customers behind one element of a flow?"""

from pathlib import Path
from typing import Unpack

import pandas as pd

from lib.analysis.terms.paths import bound, check_shown
from lib.model.filters import Filters
from lib.model.flow_view import END, LEFT, FlowView, Pick, Settings
from lib.model.metrics import TOO_FEW
from lib.stats.intervals import PairSums, clustered_share, wilson
from lib.store.store import Store

SQL = Path(__file__).with_suffix(".sql")


def element(
    store: Store,
    filters: Filters,
    *,
    step: int = 1,
    source: str = "",
    target: str | None = None,
    metric: str = "csat",
    **settings: Unpack[Settings],
) -> pd.DataFrame:
    """Say how long those at `source` in `step` took to go on, and what they bought and answered later.

    One row: customers (as many as the flow counts there), median_seconds and p90_seconds to the next step,
    buyers (with a counted order from then on), conversion, conversion_low, conversion_high (Wilson), orders,
    revenue and margin from then on (order currency, totals), n (answers to `metric` from then on), value,
    low, high (share in the top boxes, clustered by customer; missing below the least n). See `FlowView`.
    """
    view = FlowView(**settings)
    check_shown(store, view, source, "look at")
    if target not in (None, LEFT, END):
        check_shown(store, view, str(target), "follow them to")
    pick = Pick(step, (source,), None if target is None else (target,))
    return followed(store, filters, view=view, pick=pick, metric=metric)


def followed(
    store: Store, filters: Filters, *, view: FlowView, pick: Pick, metric: str | None = None
) -> pd.DataFrame:
    """The same for an element that stands for several labels (`(other)`)."""
    values = {**bound(store, filters, view), **pick.values(), "metric": metric}
    sums = store.query(SQL, **values)
    bought = wilson(sums["buyers"], sums["customers"])
    said = clustered_share(
        PairSums(*(sums[one].fillna(0) for one in ("units", "sx", "sy", "sxx", "syy", "sxy")))
    )
    enough = sums["sx"].fillna(0) >= TOO_FEW
    return pd.DataFrame(
        {
            "customers": sums["customers"],
            "median_seconds": sums["median_us"] / 1e6,
            "p90_seconds": sums["p90_us"] / 1e6,
            "buyers": sums["buyers"],
            "conversion": bought.value,
            "conversion_low": bought.low,
            "conversion_high": bought.high,
            **{one: sums[f"later_{one}"].astype(float).fillna(0) for one in ("orders", "revenue", "margin")},
            "n": sums["sx"].fillna(0).astype(int),
            "value": pd.Series(said.value).where(enough),
            "low": pd.Series(said.low).where(enough),
            "high": pd.Series(said.high).where(enough),
        }
    )
