"""A flow beside that of other journeys: the choice is in the address, what differs stands in sentences."""

from collections.abc import Callable
from typing import Protocol

import pandas as pd
import streamlit as st

from lib.charts.flow_differences import flow_differences
from lib.charts.theme import Room, Tokens
from lib.model import figures
from lib.model.filters import Filters
from lib.model.rivals import Rival, said
from lib.store.store import Store
from lib.ui import answers, compare, page, rooms
from lib.ui.flow_controls import COLUMNS, Chosen
from lib.ui.words import escaped

#: As many real changes as a reader takes in as sentences; the table has all.
_SENTENCES = 6


class Differences(Protocol):
    """What `lib.analysis.pictures.flow_differences` gathers."""

    @property
    def changes(self) -> pd.DataFrame: ...
    @property
    def title(self) -> str: ...
    @property
    def unseen(self) -> int: ...
    def drawn(self, most: int) -> tuple[pd.DataFrame, pd.DataFrame, list[str]]: ...


def show(store: Store, filters: Filters, chosen: Chosen, ask: Callable[..., Differences]) -> None:
    """The choice of other journeys and, where one is made, what differs: a picture, sentences, a table."""
    against = compare.choose(store, filters, "flow", elsewhere=True)
    with page.explained():
        if against:
            rival = Rival.of(filters, against)
            there = answers.of_rival(store, filters, rival)
            other = {"other": there, "other_filters": rival.filters}
            found = page.answer(ask, store, filters, view=chosen.view, least=chosen.least, **other)
            picture(found, said(against), store, filters, chosen, there, rival)
            changes(found.changes, against)


def picture(found: Differences, other: str, *of: object) -> None:
    """The flow coloured by what differs, and how much of it no band shows."""

    def draw(tokens: Tokens, room: Room) -> object:
        narrow = room == "narrow"
        nodes, links, heads = found.drawn(COLUMNS["narrow" if narrow else "wide"])
        return flow_differences(
            nodes, links, tokens=tokens, title=found.title, other=other, narrow=narrow, headers=heads
        )

    rooms.show(draw, *of, key="flow_differences", alt=f"Flow coloured by difference. {found.title}.")
    if found.unseen:
        st.caption(
            f"{figures.count(found.unseen)} of the real differences are in no ribbon of the picture: "
            "who leaves, what is too thin, and moves that nobody makes here. The table has them."
        )


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
