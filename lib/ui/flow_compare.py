"""A flow beside that of other journeys: the choice is in the address, what differs stands in sentences."""

from collections.abc import Callable

import pandas as pd
import streamlit as st

from lib.model import figures
from lib.model.filters import Filters
from lib.model.flow_view import FlowView
from lib.model.rivals import Rival, said
from lib.store.store import Store
from lib.ui import answers, compare, page
from lib.ui.words import escaped

#: As many real changes as a reader takes in as sentences; the table has all.
_SENTENCES = 6


def show(store: Store, filters: Filters, view: FlowView, compared: Callable[..., pd.DataFrame]) -> None:
    """The choice of other journeys and, where one is made, what differs."""
    against = compare.choose(store, filters, "flow", elsewhere=True)
    with page.explained():
        if against:
            rival = Rival.of(filters, against)
            other = {"other": answers.of_rival(store, filters, rival), "other_filters": rival.filters}
            changes(page.answer(compared, store, filters, view=view, **other), against)


def changes(found: pd.DataFrame, against: str) -> None:
    """What differs: the real changes as sentences, every move as a table."""
    real = found[found["real"]]
    other = said(against)
    many = figures.count(len(real)) if len(real) else "None"
    st.subheader(f"{many} of {figures.count(len(found))} moves differ from {escaped(other)} beyond chance")
    for says in real["says"].head(_SENTENCES):
        st.markdown(f"- {escaped(says)}")
    number = st.column_config.NumberColumn
    shares = {one: found[one] * 100 for one in ("share", "other_share", "difference", "low", "high")}
    st.dataframe(
        found.assign(**shares)[
            ["step", "source", "target", "share", "other_share", "difference", "low", "high", "p", "real"]
        ],
        hide_index=True,
        height=280,
        key="flow_changes",
        column_config={
            "step": number("Step", width=60),
            "source": "From",
            "target": "To",
            "share": number("Here", format="%.1f%%"),
            "other_share": number("There", format="%.1f%%"),
            "difference": number("Difference (pt)", format="%+.1f"),
            "low": number("Low (95%)", format="%+.1f"),
            "high": number("High (95%)", format="%+.1f"),
            "p": number("p, adjusted", format="%.3f"),
            "real": "Real",
        },
        alt=f"{figures.count(len(found))} moves beside those of {other}",
    )
    st.caption(
        "Shares of those at From. Real: p below 5%, adjusted for the number of moves. With too few at From"
        " there is no comparison. A customer in both groups counts in both."
    )
    page.download(found, "flow_changes")
