"""Who are the customers behind one element of a flow?"""

from pathlib import Path

import pandas as pd

from lib.analysis.flow import check_label, check_start
from lib.model.errors import QuestionError
from lib.model.filters import Filters
from lib.model.flow_view import LEFT, FlowView, Pick
from lib.store.store import Store

SQL = Path(__file__).with_suffix(".sql")
FAST = Path(__file__).with_suffix(".fast.sql")
#: How many steps a packed path holds.
PACKED_STEPS = 8


def members(
    store: Store,
    filters: Filters,
    *,
    step: int = 1,
    source: str = "",
    target: str | None = None,
    steps: int = 7,
    start: str | None = None,
    level: str = "touchpoint",
    collapse: bool = True,
) -> pd.DataFrame:
    """List the customers who stood at `source` in `step` (and went on to `target`, `(left)` for nowhere).

    One row is a customer: customer_id, first_seen, last_seen, events, orders, spent, channel, device,
    country. As many rows as the flow counts there.
    """
    view = FlowView(steps, 1, start, level, collapse)
    check_label(store, level, source, "list the customers of")
    if target not in (None, LEFT):
        check_label(store, level, str(target), "follow them to")
    return behind(store, filters, view, Pick(step, (source,), None if target is None else (target,)))


def behind(store: Store, filters: Filters, view: FlowView, pick: Pick) -> pd.DataFrame:
    """The same for an element that stands for several labels (`(other)`)."""
    if pick.step < 1:
        raise QuestionError(f"There is no step {pick.step}.", "Count steps from 1.")
    check_start(store, view)
    # a packed path knows eight steps: the eighth has no target in it
    reached = pick.step + (pick.targets is not None) <= PACKED_STEPS
    sql = FAST if store.manifest.packed and view.packed and reached else SQL
    return store.query(sql, **view.values(), **filters.values(store.zone), **pick.values())
