"""Other journeys to set beside those that are shown: the choice is in the address."""

import streamlit as st

from lib.analysis.choices import choices
from lib.model.filters import Filters
from lib.model.rivals import BEFORE, DATASET, OTHERS, SEGMENT
from lib.model.rivals import said as said
from lib.store import catalog, segments
from lib.store.store import Store
from lib.ui import page


def choose(store: Store, filters: Filters, stem: str, *, elsewhere: bool = False) -> str | None:
    """Draw the choice of other journeys for the page `stem`, as `Rival.of` reads it; None for nothing.

    With `elsewhere` other segments and datasets are offered too.
    """
    far = _elsewhere(store, filters) if elsewhere else []
    known = {said(one): one for one in (*_here(store, filters), *far)}
    chosen = st.selectbox(
        "Compare with",
        list(known),
        index=None,
        placeholder="Nothing",
        key=f"{stem}_against",
        bind="query-params",
        width=420,
        help="The period before is offered once a first and a last day are chosen.",
    )
    return known.get(chosen or "")


def _here(store: Store, filters: Filters) -> list[str]:
    """What there is to compare with among those who are counted."""
    found = page.answer(choices, store, Filters())
    before = [BEFORE] if filters.since and filters.until else []
    return [*before, *(f"{row.column_name}={row.choice}" for row in found.itertuples())]


def _elsewhere(store: Store, filters: Filters) -> list[str]:
    """What there is to compare with beside them."""
    name = store.manifest.name
    kept = [one for one in segments.segments(name) if one != filters.segment]
    return [
        *([OTHERS] if filters.segment else []),
        *(f"{SEGMENT}{one}" for one in kept),
        *(f"{DATASET}{one}" for one in catalog.names() if one != name),
    ]
