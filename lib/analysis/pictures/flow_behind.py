"""What is said of one element of a flow: who they are, what followed, and the funnel that counts them."""

from dataclasses import dataclass

import pandas as pd

from lib.analysis.element import followed
from lib.analysis.members import behind
from lib.model.filters import Filters
from lib.model.flow_funnel import Exact, funnel_of
from lib.model.flow_view import FlowView, Pick
from lib.store.store import Store


@dataclass(frozen=True)
class Behind:
    """The frames of `behind` and `followed`, and the funnel or the sentence why there is none."""

    customers: pd.DataFrame
    facts: pd.DataFrame
    funnel: Exact | str


def picked(store: Store, filters: Filters, *, view: FlowView, pick: Pick, metric: str | None) -> Behind:
    """Gather what a reader wants to know of an element that was picked."""
    return Behind(
        behind(store, filters, view, pick),
        followed(store, filters, view=view, pick=pick, metric=metric),
        funnel_of(view, pick, filters),
    )
