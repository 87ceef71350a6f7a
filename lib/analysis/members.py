"""Who are the customers behind one element of a flow?"""

from collections.abc import Sequence
from pathlib import Path
from typing import Unpack

import pandas as pd

from lib.analysis.terms.paths import bound, check_shown, labels, labels_of
from lib.model.errors import QuestionError
from lib.model.filters import Filters
from lib.model.flow_view import BEGAN, END, LEFT, PACKED_STEPS, FlowView, Pick, Settings
from lib.model.funnel_view import alternatives
from lib.store.store import Store

SQL = Path(__file__).with_suffix(".sql")
FAST = Path(__file__).with_suffix(".fast.sql")


def members(
    store: Store,
    filters: Filters,
    *,
    step: int = 1,
    source: str = "",
    target: str | None = None,
    **settings: Unpack[Settings],
) -> pd.DataFrame:
    """List the customers who stood at `source` in `step` (and went on to `target`, `(left)` for nowhere).

    Several labels are written `blog | help page`.

    One row is a customer: customer_id, first_seen, last_seen, events, orders, spent, channel, device,
    country. As many rows as the flow counts there. The settings are those of `FlowView`.
    """
    view = FlowView(**settings)
    known = [*labels(store, view), LEFT, END, BEGAN, *_fronts(store, view)]
    sources = _several(source, known)
    targets = None if target is None else _several(target, known)
    for names, purpose in ((sources, "list the customers of"), (targets or (), "follow them to")):
        for name in names:
            if name not in known:
                check_shown(store, view, name, purpose)
    return behind(store, filters, view, Pick(step, sources, targets))


def _several(text: str, known: Sequence[str]) -> tuple[str, ...]:
    """The labels of `a | b`; a label that is written with the sign itself stays one."""
    return (text,) if text in known else alternatives(text) or (text,)


def _fronts(store: Store, view: FlowView) -> list[str]:
    """What stands in a column ahead of the path."""
    return labels_of(store, view.front) if view.front else []


def behind(store: Store, filters: Filters, view: FlowView, pick: Pick) -> pd.DataFrame:
    """The same for an element that stands for several labels (`(other)`)."""
    if pick.step < 1:
        raise QuestionError(f"There is no step {pick.step}.", "Count steps from 1.")
    # a packed path knows eight steps: the eighth has no target in it
    reached = pick.step + (pick.targets is not None) <= PACKED_STEPS
    sql = FAST if store.manifest.packed and view.packed and reached else SQL
    return store.query(sql, **bound(store, filters, view), **pick.values())
