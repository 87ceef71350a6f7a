"""Who gave the answers of one cell of the heatmap, and what did they do before?"""

from pathlib import Path

import pandas as pd

from lib.analysis.satisfaction import ALL, check
from lib.model.filters import Filters
from lib.model.heatmap_view import bound
from lib.model.route_view import ARROW
from lib.model.stages import SURVEY_ANSWERED
from lib.store.store import Store

SQL = Path(__file__).with_suffix(".sql")
_BACK = ["before_5", "before_4", "before_3", "before_2", "before_1"]


def satisfaction_members(
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
    """List the customers behind one cell of `satisfaction` with what led to their answer.

    One row is a customer: customer_id, answers (in this cell), answered_at (the last of them), led_here (up
    to five touchpoints before that answer, joined by ` > `), first_seen, last_seen, events, orders, spent,
    channel, device, country. Answers of nobody known have no row. As many rows as the cell has known
    customers.
    """
    check(metric, rows, columns)
    values = {**filters.values(store.zone), "metric": metric, "row": row, "column": column, "rows": rows}
    found = store.query(SQL, scale_max=scale_max, answering=SURVEY_ANSWERED, **bound(columns), **values)
    steps = found[_BACK].to_numpy(dtype=object)
    led = [ARROW.join(str(step) for step in one if isinstance(step, str)) for one in steps]
    first = ["customer_id", "answers", "answered_at", "led_here"]
    found = found.drop(columns=_BACK).assign(led_here=led)
    return found[[*first, *(name for name in found if name not in first)]]
