"""Which orders lie behind one bar of promise against reality?"""

import pandas as pd

from lib.analysis.terms.promises import STATEMENTS as STATEMENTS
from lib.analysis.terms.promises import Facts, facts
from lib.model.errors import QuestionError
from lib.model.filters import Filters
from lib.model.promises import ALL, REPLY_HOURS
from lib.store.store import Store


def promise_members(
    store: Store,
    filters: Filters,
    *,
    bucket: str = ALL,
    pair: str = "delivery",
    by: str = "day",
    metric: str | None = None,
    reply_hours: float = REPLY_HOURS,
) -> pd.DataFrame:
    """List the orders (or tickets, refunds, prices, stocks) of one gap bucket, the worst first.

    One row is an order, as many as `promise` counts there: id, order_id (of refunds, prices and stocks),
    customer_id, began_at, promised_at and kept_at (of amounts promised and actual), gap (days, of amounts a
    share of what was promised; missing where one side is), difference (of amounts), mean (score of the
    answers about it), country, channel, carrier or topic, revenue.
    """
    found = facts(store, filters, pair=pair, by=by, metric=metric, reply_hours=reply_hours)
    return listed(found, bucket)


def listed(found: Facts, bucket: str) -> pd.DataFrame:
    """The same from facts that are at hand."""
    known = [*found.buckets, ALL]
    if bucket not in known:
        raise QuestionError.unknown("gap bucket", bucket, known)
    rows = found.rows if bucket == ALL else found.rows[found.rows["bucket"] == bucket]
    rows = rows.assign(mean=rows["scores"] / rows["answers"].where(rows["answers"] > 0))
    rows = rows.sort_values(["gap", "promised_at", "id"], ascending=[found.pair.worse < 0, True, True])
    sides = ("promised", "actual") if found.pair.amounts else ("promised_at", "kept_at")
    names = (
        "id", "order_id", "customer_id", "began_at", *sides, "gap", "difference", "mean", "country",
        "channel", "carrier", "topic", "revenue",
    )  # fmt: skip
    return rows[[name for name in names if name in rows]].reset_index(drop=True)
