"""Who are the customers that reached a step of a funnel, or dropped out after it?"""

from pathlib import Path

import pandas as pd

from lib.analysis.funnel import check_step, dropped_after, reached, view_of, ways
from lib.model.filters import Filters
from lib.model.funnel_view import FunnelView
from lib.store.store import Store

SQL = Path(__file__).with_suffix(".sql")


def funnel_members(
    store: Store,
    filters: Filters,
    *,
    step: int = 1,
    dropped: bool = False,
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
    """List the customers who reached `step` (with `dropped`: and not the next mandatory step).

    One row is a customer: customer_id, first_seen, last_seen, events, orders, spent, channel, device,
    country. As many rows as the funnel counts there; its options are those of `funnel`.
    """
    window = (window_days, window_hours, window_minutes)
    view = view_of(store, steps, order, window, never, hold, entry, level)
    return members(store, filters, view=view, step=step, dropped=dropped)


def members(
    store: Store, filters: Filters, *, view: FunnelView, step: int, dropped: bool = False
) -> pd.DataFrame:
    """The same for a funnel that is at hand."""
    check_step(view, step)
    found = ways(store, filters, view)
    chosen = dropped_after(found, view, step) if dropped else reached(found, step)
    return store.query(SQL, customers=found.loc[chosen, "customer_id"].tolist())
