"""What comes next after each touchpoint or stage?"""

from pathlib import Path

import pandas as pd

from lib.analysis.terms.paths import bound
from lib.model.errors import DataError
from lib.model.filters import Filters
from lib.model.flow_view import FlowView
from lib.stats.intervals import PairSums, clustered_share
from lib.store.store import Store

SQL = Path(__file__).with_suffix(".sql")


def transitions(
    store: Store, filters: Filters, *, level: str = "touchpoint", collapse: bool = True
) -> pd.DataFrame:
    """Count the moves between touchpoints, stages or channels, wherever in the journey they happen.

    One row is a move: source, target (`(left)` = nothing came after it), customers (unique), moves, share
    (of the moves from the source: how likely this is what comes next), low, high (95 %, clustered by
    customer), from_source (moves from the source, what share is divided by), at_source (customers at the
    source). `collapse` joins repeats to one visit; without it a touchpoint may follow itself. Shares of one
    source add up to 1. Whole journeys count that begin in the period. Raises DataError where none does.
    """
    view = FlowView(level=level, collapse=collapse)
    sums = store.query(SQL, **bound(store, filters, view))
    if sums.empty:
        raise DataError("No journey begins inside these filters.", "Widen the dates or take a filter off.")
    found = clustered_share(PairSums(*(sums[one] for one in ("units", "x", "y", "xx", "yy", "xy"))))
    return pd.DataFrame(
        {
            "source": sums["source"],
            "target": sums["target"],
            "customers": sums["customers"],
            "moves": sums["y"].astype(int),
            "share": found.value,
            "low": found.low,
            "high": found.high,
            "from_source": sums["x"].astype(int),
            "at_source": sums["units"],
        }
    )
