"""Which customers of a funnel a reader picks: in the picture or by their words.

One bound widget holds the picked group, so that it is in the address; the picture copies its clicks into it.
"""

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from lib.model.filters import Filters
from lib.model.funnel_view import FunnelView
from lib.model.kept_segments import Definition

PICK = "funnel_pick"
#: Part of the key of the picture: a new one draws it again with nothing selected.
_ROUND = "funnel_round"


def key(stem: str) -> str:
    """The key of a picture whose selection must not outlive the pick it made."""
    return f"{stem}_{st.session_state.get(_ROUND, 0)}"


def choose(known: Mapping[str, tuple[int, bool]]) -> str | None:
    """Draw the pick itself: the keyboard's way to every group, and what clears it."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen: str | None = st.selectbox(
            "Customers who", list(known), index=None, placeholder="Click a bar, or choose here", key=PICK,
            bind="query-params", on_change=_redraw, width=420,
        )  # fmt: skip
        st.button("Clear selection", on_click=clear, disabled=chosen is None, icon=":material/close:")
    return chosen


def who(view: FunnelView, filters: Filters, words: str | None, step: int, dropped: bool) -> Definition:
    """The question that lists a group of the funnel, as `funnel_members` is asked it."""
    return Definition.of(
        "funnel_members", filters, f"Funnel {view.text}: {words}", step=step, dropped=dropped,
        steps=view.text, order=view.order, window_minutes=view.window, never=" | ".join(view.never) or None,
        hold=view.hold, entry=view.entry, level=view.level,
    )  # fmt: skip


def clear() -> None:
    """Pick nothing."""
    st.session_state[PICK] = None
    _redraw()


def clicks(
    known: Mapping[str, tuple[int, bool]], before: Callable[[int], int]
) -> Callable[[str], dict[str, Any]]:
    """What makes a funnel clickable; `before` gives the mandatory step before a step."""

    def of(chart: str) -> dict[str, Any]:
        def keep() -> None:
            st.session_state[PICK] = picked(st.session_state.get(chart), known, before)

        return {"on_select": keep, "pick": "pick"}

    return of


def picked(event: Any, known: Mapping[str, tuple[int, bool]], before: Callable[[int], int]) -> str | None:
    """The words of the group in a chart's selection; `[]` and `[{}]` both mean nothing is picked."""
    points = [point for point in ((event or {}).get("selection") or {}).get("pick", []) if point]
    if not points:
        return None
    step, gone = int(points[0]["step"]), points[0]["part"] == "dropped"
    group = (before(step), True) if gone else (step, False)
    return next((words for words, one in known.items() if one == group), None)


def _redraw() -> None:
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1
