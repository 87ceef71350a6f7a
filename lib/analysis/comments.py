"""What did the customers behind one cell of the heatmap say?"""

from pathlib import Path

import pandas as pd

from lib.analysis.satisfaction import ALL, check
from lib.model.filters import Filters
from lib.model.heatmap_view import bound
from lib.store.store import Store

SQL = Path(__file__).with_suffix(".sql")


def comments(
    store: Store,
    filters: Filters,
    *,
    metric: str = "csat",
    row: str = ALL,
    column: str = ALL,
    rows: str = "touchpoint",
    columns: str = "channel",
    scale_max: float | None = None,
) -> pd.DataFrame:
    """List the answers of one cell of `satisfaction`, those with words first, then the latest.

    One row is an answer: given_at, metric, score, scale_max, touchpoint, channel, customer_id, order_id,
    question, comment. As many rows as the cell has answers; where a question was asked on several scales,
    `scale_max` names that of the cell.
    """
    check(metric, rows, columns)
    values = {**filters.values(store.zone), "metric": metric, "row": row, "column": column}
    return store.query(SQL, rows=rows, scale_max=scale_max, **bound(columns), **values)
