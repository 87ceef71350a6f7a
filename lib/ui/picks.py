"""One pick on a page, made in a chart, in a table, or by its words; the customers behind it.

One bound widget holds the pick, so that it is in the address; chart and table copy theirs into it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from lib.model import figures
from lib.model.kept_segments import Definition
from lib.store.store import Store
from lib.ui import customers
from lib.ui.words import escaped


@dataclass(frozen=True, slots=True)
class Picks:
    """The pick of the page `stem`; `parameter` is the selection of its charts."""

    stem: str
    parameter: str = "pick"

    @property
    def name(self) -> str:
        """The key of the widget that holds the pick."""
        return f"{self.stem}_pick"

    def key(self, part: str) -> str:
        """The key of a chart or table whose selection must not outlive the pick it made."""
        return f"{self.stem}_{part}_{st.session_state.get(f'{self.stem}_round', 0)}"

    def choose(self, words: Sequence[str], hint: str, label: str = "Customers behind") -> str | None:
        """Draw the pick itself: the keyboard's way to every choice, and what clears it."""
        with st.container(horizontal=True, vertical_alignment="bottom"):
            chosen: str | None = st.selectbox(
                label, words, index=None, placeholder=hint, key=self.name, bind="query-params",
                on_change=self._redraw, width=420,
            )  # fmt: skip
            st.button(
                "Clear selection", on_click=self.clear, disabled=chosen is None, icon=":material/close:",
                key=f"{self.stem}_clear",
            )  # fmt: skip
        return chosen

    def clear(self) -> None:
        """Pick nothing."""
        st.session_state[self.name] = None
        self._redraw()

    def clicks(self, chart: str) -> dict[str, Any]:
        """What makes the chart of that key clickable: its points carry the words as `id`."""

        def keep() -> None:
            st.session_state[self.name] = picked(st.session_state.get(chart), self.parameter)

        return {"on_select": keep, "pick": self.parameter}

    def rows(self, table: str, words: Sequence[str | None]) -> dict[str, Any]:
        """What makes the rows of the table of that key pick; None for rows with nobody to list."""

        def keep() -> None:
            chosen = (st.session_state.get(table) or {}).get("selection", {}).get("rows", [])
            st.session_state[self.name] = words[chosen[0]] if chosen else None

        return {"key": table, "on_select": keep, "selection_mode": "single-row"}

    def members(self, behind: pd.DataFrame, store: Store, what: str, who: Definition | None = None) -> None:
        """The customers behind the pick, the earliest first, as many as were counted; `who` lists them."""
        title = f"{figures.count(len(behind))} customers: {escaped(what)}"
        customers.listed(behind, store.currency, key=self.stem, title=title, who=who)

    def _redraw(self) -> None:
        name = f"{self.stem}_round"
        st.session_state[name] = st.session_state.get(name, 0) + 1


def picked(event: Any, parameter: str) -> str | None:
    """The id of a chart's selection; `[]` and `[{}]` both mean nothing is picked."""
    points = [point for point in ((event or {}).get("selection") or {}).get(parameter, []) if point]
    return str(points[0]["id"]) if points else None
