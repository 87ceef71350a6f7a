"""Where are promises broken most: in which country, with which carrier, in which month?"""

import numpy as np
import pandas as pd

from lib.analysis.terms.promises import STATEMENTS as STATEMENTS
from lib.analysis.terms.promises import Facts, facts, shared, with_all
from lib.model.errors import QuestionError
from lib.model.filters import Filters
from lib.model.metrics import ENOUGH
from lib.model.promises import ALL, NO_PROMISE, NOT_FULFILLED, NOT_YET_DUE, REPLY_HOURS, pair_of
from lib.stats.comparisons import two_shares_p
from lib.stats.intervals import benjamini_hochberg
from lib.store.store import Store

_SIDES = {"no_promise": NO_PROMISE, "not_fulfilled": NOT_FULFILLED, "not_yet_due": NOT_YET_DUE}
#: The rate of false marks among all marks.
RATE = 0.05


def promise_gaps(
    store: Store,
    filters: Filters,
    *,
    pair: str = "delivery",
    by: str = "day",
    by_column: str = "country",
    reply_hours: float = REPLY_HOURS,
) -> pd.DataFrame:
    """Break the kept and broken promises down, the worst first.

    One row is a country, region, channel, device, carrier, topic (of tickets) or month, then `(all)`: pair,
    by_column, label, orders, customers, due, late, late_due_share (of those due; past due and not fulfilled
    is late), low, high (95 %, clustered by customer), delivered, late_share (of those delivered alone),
    late_low, late_high, median_gap, p90_gap (days; below zero is early; of amounts shares of what was
    promised; a tenth is worse than the second), median_difference (of amounts alone, in money or units),
    no_promise, not_fulfilled, not_yet_due (counts), p (adjusted over the `tested` rows with 30 due or more,
    against all others), tested, marked (at or below 5 %). Rows with fewer than 30 due come last; months stay
    in their order.
    """
    known = pair_of(pair).columns
    if by_column not in known:
        raise QuestionError.unknown("column", by_column, known)
    return broken_down(facts(store, filters, pair=pair, by=by, reply_hours=reply_hours), by_column)


def broken_down(found: Facts, by_column: str) -> pd.DataFrame:
    """The same from facts that are at hand."""
    names = ["unit", "bucket", "both", "due", "late", "gap", by_column]
    names += ["difference"] if found.pair.amounts else []
    rows = with_all(found.rows[names].rename(columns={by_column: "label"}), "label")
    groups = rows.groupby("label")
    order = sorted(groups.groups)
    delivered, late = shared(rows, "label", "both", "late", order)
    due, late_due = shared(rows, "label", "due", "late", order)
    gaps = rows[rows["both"]].groupby("label")["gap"]
    frame = pd.DataFrame(
        {
            "pair": found.pair.id,
            "by_column": by_column,
            "label": order,
            "orders": groups.size().reindex(order).to_numpy(),
            "customers": groups["unit"].nunique().reindex(order).to_numpy(),
            "due": np.asarray(due.x, dtype=int),
            "late": np.asarray(due.y, dtype=int),
            "late_due_share": late_due.value,
            "low": np.where(due.x, late_due.low, np.nan),
            "high": np.where(due.x, late_due.high, np.nan),
            "delivered": np.asarray(delivered.x, dtype=int),
            "late_share": late.value,
            "late_low": np.where(delivered.x, late.low, np.nan),
            "late_high": np.where(delivered.x, late.high, np.nan),
            "median_gap": gaps.median().reindex(order).to_numpy(),
            "p90_gap": gaps.quantile(0.9 if found.pair.worse > 0 else 0.1).reindex(order).to_numpy(),
        }
    )
    if found.pair.amounts:
        middle = rows[rows["both"]].groupby("label")["difference"].median()
        frame["median_difference"] = middle.reindex(order).to_numpy()
    for name, side in _SIDES.items():
        frame[name] = (rows["bucket"] == side).groupby(rows["label"]).sum().reindex(order).to_numpy()
    return _placed(_marked(frame), by_column)


def _marked(frame: pd.DataFrame) -> pd.DataFrame:
    """Adds p, tested and marked: each row against all others."""
    whole = frame[frame["label"] == ALL].iloc[0]
    p = two_shares_p(frame["late"], frame["due"], whole["late"] - frame["late"], whole["due"] - frame["due"])
    tested = (frame["due"] >= ENOUGH) & (whole["due"] - frame["due"] >= ENOUGH) & (frame["label"] != ALL)
    adjusted = benjamini_hochberg(np.where(tested, p, np.nan))
    return frame.assign(p=adjusted, tested=tested, marked=adjusted <= RATE)


def _placed(frame: pd.DataFrame, by_column: str) -> pd.DataFrame:
    """The worst first, few orders after them, all together last; months in time."""
    keys = pd.DataFrame({"all": frame["label"] == ALL, "few": frame["due"] < ENOUGH})
    keys["share"] = -frame["late_due_share"].fillna(-1)
    by = ["all", "label"] if by_column == "month" else ["all", "few", "share", "label"]
    order = keys.assign(label=frame["label"]).sort_values(by).index
    return frame.loc[order].reset_index(drop=True)
