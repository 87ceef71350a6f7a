"""Other journeys to set beside those that are shown: the choice is in the address."""

import streamlit as st

from lib.analysis.choices import choices
from lib.model.filters import Filters
from lib.store.store import Store
from lib.ui import page

_BEFORE = "the period before"


def choose(store: Store, filters: Filters, stem: str) -> str | None:
    """Draw the choice of other journeys for the page `stem`; None where nothing is compared."""
    found = page.answer(choices, store, Filters())
    names = [f"{row.column_name}={row.choice}" for row in found.itertuples()]
    before = [_BEFORE] if filters.since and filters.until else []
    chosen: str | None = st.selectbox(
        "Compare with",
        [*before, *names],
        index=None,
        placeholder="Nothing",
        key=f"{stem}_against",
        bind="query-params",
        width=420,
        help="The period before is offered once a first and a last day are chosen.",
    )
    return "before" if chosen == _BEFORE else chosen


def said(against: str | None) -> str:
    """The other journeys as a sentence calls them, '' where there are none.

    >>> said("before"), said("device=desktop")
    ('the period before', 'device=desktop')
    """
    return "" if against is None else _BEFORE if against == "before" else against
