"""What is said of one element of a flow: who they are, what followed, and the funnel that counts them."""

from dataclasses import dataclass

import pandas as pd

from lib.analysis.element import followed
from lib.analysis.members import behind
from lib.model.filters import Filters
from lib.model.flow_funnel import Exact, funnel_of
from lib.model.flow_view import LEFT, FlowView, Pick
from lib.model.kept_segments import Definition
from lib.store.store import Store


@dataclass(frozen=True)
class Behind:
    """The frames of `behind` and `followed`, the funnel or why there is none, and who they are."""

    customers: pd.DataFrame
    facts: pd.DataFrame
    funnel: Exact | str
    who: Definition


def picked(store: Store, filters: Filters, *, view: FlowView, pick: Pick, metric: str | None) -> Behind:
    """Gather what a reader wants to know of an element that was picked."""
    return Behind(
        behind(store, filters, view, pick),
        followed(store, filters, view=view, pick=pick, metric=metric),
        funnel_of(view, pick, filters),
        asked_again(view, pick, filters),
    )


def asked_again(view: FlowView, pick: Pick, filters: Filters) -> Definition:
    """The question that lists the customers of an element, as `members` is asked it.

    >>> asked_again(FlowView(start="cart"), Pick(2, ("blog",), (LEFT,)), Filters()).words()
    'Flow from the first cart: step 2 at blog, then left'
    """
    source = " | ".join(pick.sources)
    target = None if pick.targets is None else " | ".join(pick.targets)
    then = f", then {target}" if target else ""
    if pick.targets == (LEFT,):
        then = ", then left"
    said = f"Flow {view.words()}: step {pick.step} at {source}{then}"
    return Definition.of(
        "members", filters, said, step=pick.step, source=source, target=target, **view.settings
    )
