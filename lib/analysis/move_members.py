"""Who are the customers behind one move between two stages?"""

from pathlib import Path

import pandas as pd

from lib.analysis.ideal import checked
from lib.model.errors import QuestionError
from lib.model.filters import Filters
from lib.store.store import Store

SQL = Path(__file__).with_suffix(".sql")


def move_members(
    store: Store,
    filters: Filters,
    *,
    source: str = "",
    target: str = "",
    ideal: str | None = None,
    level: str = "stage",
) -> pd.DataFrame:
    """List the customers who at least once moved from `source` to `target`, with no other step between.

    One row is a customer: customer_id, first_seen, last_seen, events, orders, spent, channel, device,
    country. As many rows as `order` counts customers of that move.
    """
    path = checked(store, ideal, level)
    for label in (source, target):
        if label not in path.labels:
            raise QuestionError.unknown("step of the order", label, path.labels)
    ends = {"source": path.labels.index(source) + 1, "target": path.labels.index(target) + 1}
    return store.query(SQL, **ends, **path.values(), **filters.values(store.zone))
