"""Was the promise kept, and what do customers say and do afterwards, by how late it was?"""

import numpy as np
import pandas as pd

from lib.analysis.terms.promises import STATEMENTS as STATEMENTS
from lib.analysis.terms.promises import Facts, facts, scored, shared, with_all
from lib.model.filters import Filters
from lib.model.promises import ALL, REPLY_HOURS
from lib.store.store import Store

#: What is measured after a promise: name, the column of what it is known of, the column of what happened.
AFTERWARDS: tuple[tuple[str, str, str], ...] = (
    ("tickets", "help_known", "helped"),
    ("returns", "returns_known", "returned"),
    ("repurchase", "again_known", "again"),
)


def promise(
    store: Store,
    filters: Filters,
    *,
    pair: str = "delivery",
    by: str = "day",
    metric: str | None = None,
    reply_hours: float = REPLY_HOURS,
) -> pd.DataFrame:
    """Compare what was promised with what happened, by the gap between them.

    One row is a gap bucket, the earliest (of amounts the least) first, then what is one-sided and `(all)`:
    pair, bucket, orders (tickets, refunds, prices or stocks where those are compared), customers, late_share
    (of those with promise and delivery; of amounts those that are worse than promised),
    late_low, late_high, delivered (what it is divided by), late_due_share (promises past due and not
    fulfilled are late too), late_due_low, late_due_high, due, metric, n (answers about them), mean (score),
    low, high, top_two, top_low, top_high; then for tickets (opened until 30 days after the promised moment),
    returns (so far) and repurchase (another counted order within 90 days after the delivery, or the promise
    where nothing came): ..._share, ..._low, ..._high, ..._n (orders for which the time is over). All limits
    are of 95 %, clustered by customer. `by` day compares days of the business time zone, instant the moments.
    `pair` is delivery, reply (tickets, promised within `reply_hours`), refund, or of amounts price (more is
    worse) or stock (less is worse). The answers are those of `metric`, by default the one asked most about
    orders, on its most answered scale. Orders count that were placed (tickets opened, promises made) in the
    period. Raises DataError where nothing was promised.
    """
    return answered(facts(store, filters, pair=pair, by=by, metric=metric, reply_hours=reply_hours))


def answered(found: Facts) -> pd.DataFrame:
    """The same from facts that are at hand."""
    rows, order = with_all(found.rows), [*found.buckets, ALL]
    groups = rows.groupby("bucket")
    means, mean, tops = scored(found, rows, "bucket", order)
    delivered, late = shared(rows, "bucket", "both", "late", order)
    due, late_due = shared(rows, "bucket", "due", "late", order)
    asked = np.asarray(means.x) > 0
    frame = pd.DataFrame(
        {
            "pair": found.pair.id,
            "bucket": order,
            "orders": groups.size().reindex(order).fillna(0).astype(int).to_numpy(),
            "customers": groups["unit"].nunique().reindex(order).fillna(0).astype(int).to_numpy(),
            "late_share": late.value,
            "late_low": np.where(delivered.x, late.low, np.nan),
            "late_high": np.where(delivered.x, late.high, np.nan),
            "delivered": np.asarray(delivered.x, dtype=int),
            "late_due_share": late_due.value,
            "late_due_low": np.where(due.x, late_due.low, np.nan),
            "late_due_high": np.where(due.x, late_due.high, np.nan),
            "due": np.asarray(due.x, dtype=int),
            "metric": found.metric,
            "n": np.asarray(means.x, dtype=int),
            "mean": mean.value,
            "low": np.where(asked, mean.low, np.nan),
            "high": np.where(asked, mean.high, np.nan),
            "top_two": tops.value,
            "top_low": np.where(asked, tops.low, np.nan),
            "top_high": np.where(asked, tops.high, np.nan),
        }
    )
    for name, known, yes in AFTERWARDS:
        base, share = shared(rows, "bucket", known, yes, order)
        there = np.asarray(base.x) > 0
        frame[f"{name}_share"] = share.value
        frame[f"{name}_low"] = np.where(there, share.low, np.nan)
        frame[f"{name}_high"] = np.where(there, share.high, np.nan)
        frame[f"{name}_n"] = np.asarray(base.x, dtype=int)
    return frame
