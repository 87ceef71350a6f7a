"""The settings of a flow that are seldom changed; all of them are in the address."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from lib.model.flow_view import ROWS
from lib.model.touchpoint_lists import joined

_WHICH = {"The usual one": None, "The first": "first", "The last": "last", "Every one": "every"}
_VISITS = {"The whole journey": None, "One visit (30 minutes)": 30, "One visit (2 hours)": 120}
_WINDOWS = {"Any time": None, "1 day": 24, "7 days": 168, "30 days": 720, "90 days": 2160}
_FRONTS = {"None": None, "Channel": "channel", "Stage": "stage"}


def draw(
    level: str, touchpoints: Sequence[str], start: str | None, end: str | None, steps: int
) -> dict[str, Any]:
    """Draw the settings, as those of `FlowView`; what cannot hold beside the anchors is not offered."""
    rows = st.slider("Rows in each step", *ROWS, 8, key="flow_rows", bind="query-params")
    collapse = st.toggle(
        "Join repeats",
        True,
        key="flow_join",
        bind="query-params",
        help="The same touchpoint several times in a row is one step.",
    )
    set_: dict[str, Any] = {"rows": rows, "collapse": collapse, **_spans(start or end)}
    if start and not end:
        set_["before"] = st.slider("Steps before it", 0, steps - 1, 0, key="flow_before", bind="query-params")
    if not set_.get("before") and not (end and not start):
        set_["front"] = _one("Column in front", _FRONTS, "flow_front")
    return set_ | (_left_out(touchpoints) if level == "touchpoint" else {})


def least() -> float:
    """The share of all from which a ribbon is drawn."""
    percent = st.number_input(
        "Draw ribbons from, % of all", 0.0, 20.0, 0.4, step=0.1, format="%.1f", key="flow_least",
        bind="query-params", help="Thinner ribbons are left out of the picture; the table has all moves.",
    )  # fmt: skip
    return float(percent) / 100


def _spans(anchor: str | None) -> dict[str, Any]:
    """Which of several anchors counts, and how far a path reaches."""
    set_ = {"pause": _one("A path stays in", _VISITS, "flow_visit")}
    if anchor:
        set_ |= {
            "occurrence": _one(f"Of several {anchor}", _WHICH, "flow_which"),
            "within": _one("Within", _WINDOWS, "flow_within"),
        }
    return set_


def _left_out(touchpoints: Sequence[str]) -> dict[str, str]:
    """Touchpoints that are left out, kept alone, or grouped under one name."""
    hide = st.multiselect("Leave out", touchpoints, key="flow_hide", bind="query-params")
    only = st.multiselect("Only these", touchpoints, key="flow_only", bind="query-params")
    group = st.text_input(
        "Group",
        key="flow_group",
        bind="query-params",
        placeholder="support = help* | chat",
        help="A name, =, and touchpoints; `*` stands for any text, `|` for or, `;` begins another group.",
    )
    return {"hide": joined(hide), "only": joined(only), "group": group}


def _one(label: str, choices: dict[str, Any], key: str) -> Any:
    return choices[st.selectbox(label, list(choices), key=key, bind="query-params")]
