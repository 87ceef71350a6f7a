"""Who are the customers behind one exact route?"""

from pathlib import Path

import pandas as pd

from lib.analysis.terms.paths import check_label
from lib.model.errors import QuestionError
from lib.model.filters import Filters
from lib.model.route_view import ARROW, LONGER, LONGEST, RouteView
from lib.model.stages import ORDER_PLACED
from lib.store.store import Store

SQL = Path(__file__).with_suffix(".sql")


def route_members(
    store: Store,
    filters: Filters,
    *,
    route: str = "",
    start: str | None = None,
    end: str = ORDER_PLACED,
    level: str = "touchpoint",
    collapse: bool = True,
) -> pd.DataFrame:
    """List the customers whose first route to `end` is exactly `route`, or `(longer)` than can be listed.

    One row is a customer: customer_id, first_seen, last_seen, events, orders, spent, channel, device,
    country. As many rows as `routes` counts for that route with the same start, end, level and collapse.
    """
    view = RouteView(start, end, level, collapse)
    labels = () if route == LONGER else tuple(route.split(ARROW))
    if len(labels) > LONGEST:
        raise QuestionError(f"The route has {len(labels)} steps.", f"Name at most {LONGEST}, or {LONGER}.")
    for label in labels:
        check_label(store, level, label, "follow a route through")
    named = dict(enumerate(labels, start=1))
    steps = {f"route_{place}": named.get(place) for place in range(1, LONGEST + 1)}
    return store.query(SQL, **view.values(), **steps, steps=len(labels) or None, **filters.values(store.zone))
