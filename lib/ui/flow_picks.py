"""What a reader picks in a flow: in the picture, in the table of moves, or by its words.

One bound widget holds the pick, so that it is in the address; picture and table copy theirs into it.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import pandas as pd
import streamlit as st

from lib.model import figures
from lib.model.flow_funnel import Exact
from lib.model.kept_segments import Definition
from lib.store.store import Store
from lib.ui import customers, page


class Behind(Protocol):
    """What is said of an element, as `lib.analysis.pictures.flow_behind` gathers it."""

    @property
    def customers(self) -> pd.DataFrame: ...
    @property
    def facts(self) -> pd.DataFrame: ...
    @property
    def funnel(self) -> Exact | str: ...
    @property
    def who(self) -> Definition: ...


PICK = "flow_pick"
#: Part of the keys of picture and table: a new one draws them again with nothing selected.
_ROUND = "flow_round"


def key(stem: str) -> str:
    """The key of a picture or table whose selection must not outlive the pick it made."""
    return f"{stem}_flow_{st.session_state.get(_ROUND, 0)}"


def choose(words: Sequence[str]) -> str | None:
    """Draw the pick itself: the keyboard's way to every element, and what clears it."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen: str | None = st.selectbox(
            "Customers behind",
            words,
            index=None,
            placeholder="Click the picture, or choose here",
            key=PICK,
            bind="query-params",
            on_change=_redraw,
            width=420,
        )
        st.button("Clear selection", on_click=clear, disabled=chosen is None, icon=":material/close:")
    return chosen


def clear() -> None:
    """Pick nothing."""
    st.session_state[PICK] = None
    _redraw()


def clicks(room: str, known: Mapping[str, str]) -> dict[str, Any]:
    """What makes a picture of ids clickable; `known` gives the id of each element's words."""
    said = {one: words for words, one in known.items()}

    def keep() -> None:
        point = picked(st.session_state.get(key(room)))
        st.session_state[PICK] = said.get(str(point["id"])) if point else None

    return {"on_select": keep, "pick": "pick"}


def picked(event: Any) -> Mapping[str, Any] | None:
    """The first real point of a chart's selection; `[]` and `[{}]` both mean nothing is picked."""
    points = [point for point in ((event or {}).get("selection") or {}).get("pick", []) if point]
    return points[0] if points else None


def moves(ribbons: pd.DataFrame, words: Sequence[str]) -> None:
    """Every move of the flow, the most travelled first; a selected row is picked."""
    table = key("moves")

    def keep() -> None:
        rows = (st.session_state.get(table) or {}).get("selection", {}).get("rows", [])
        st.session_state[PICK] = words[rows[0]] if rows else None

    st.subheader("Moves", help="Select a row to list the customers behind it.")
    number = st.column_config.NumberColumn
    st.dataframe(
        ribbons.assign(share=ribbons["share"] * 100),
        hide_index=True,
        height=320,
        key=table,
        on_select=keep,
        selection_mode="single-row",
        column_config={
            "step": number("Step", width=60),
            "source": "From",
            "target": "To",
            "customers": number("Customers", format="localized"),
            "share": number("Of those at From", format="%.1f%%"),
        },
        alt=f"{figures.count(len(ribbons))} moves of the flow with their customers",
    )


def members(picked: Behind, store: Store, measure: str) -> None:
    """The customers behind the pick, the earliest first, as many as the picture counts there."""
    behind = picked.customers
    st.subheader(f"{figures.count(len(behind))} customers")
    _facts(picked.facts.iloc[0], store, measure)
    customers.listed(behind, store.currency, key="flow", who=picked.who)
    _funnel(picked.funnel)


def _facts(found: pd.Series, store: Store, measure: str) -> None:
    """What followed for them, from when they stood there."""
    shares = [figures.share(found[one]) for one in ("conversion", "conversion_low", "conversion_high")]
    each = found["revenue"] / max(found["customers"], 1)
    said = [
        ("Time to the next step", figures.duration(found["median_seconds"]), "median"),
        ("90% went on within", figures.duration(found["p90_seconds"]), "of those who went on"),
        ("Ordered from then on", shares[0], f"{shares[1]} to {shares[2]} (95%)"),
        ("Revenue from then on", figures.money(found["revenue"], store.currency, 0), _each(each, store)),
    ]
    if measure:
        answers = f"{measure} from then on, {figures.count(found['n'])} answers"
        said.append((answers, *_answered(found)))
    with st.container(horizontal=True):
        for label, value, small in said:
            st.metric(label, value, small, delta_color="off", delta_arrow="off", width=195)


def _each(revenue: float, store: Store) -> str:
    return f"{figures.money(revenue, store.currency, 2)} per customer"


def _answered(found: pd.Series) -> tuple[str, str]:
    """The share in the top boxes with its interval, or that they are too few."""
    if pd.isna(found["value"]):
        return "Too few", "for a share with an interval"
    low, high = (figures.share(found[one], 0) for one in ("low", "high"))
    return figures.share(found["value"], 0), f"{low} to {high} (95%)"


def _funnel(found: Exact | str) -> None:
    """The way to the funnel that counts the same customers, or why there is none."""
    if isinstance(found, str):
        st.caption(found)
        return
    view, entries = found.view, {"first": "First entry", "last": "Last entry"}
    asked = {
        f"funnel_steps_{view.level}": view.text,
        "funnel_order": "Directly",
        "funnel_window": str(view.window // (24 * 60)),
        "funnel_entry": entries[view.entry],
        "funnel_level": f"{view.level.capitalize()}s",
    }
    where = f"those who go no further than step {found.step}" if found.dropped else f"step {found.step}"
    page.link("funnel", f"The funnel with the same count ({where})", asked)


def _redraw() -> None:
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1
