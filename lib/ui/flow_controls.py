"""The settings of the flow page, all of them in the address."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from lib.model.flow_view import FlowView
from lib.ui.controls import target

#: The questions that may colour a flow, by the name under which they are shown.
MEASURES = {"csat": "CSAT", "rating": "Star ratings", "ces": "CES"}
NO_COLOUR = "None"
_LEVELS = {"Touchpoints": "touchpoint", "Stages": "stage"}
#: The most columns that fit a room.
COLUMNS = {"wide": 12, "narrow": 4}


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the reader set: the view, and the metric that colours it (None: no colour) around its target."""

    view: FlowView
    metric: str | None
    target: float | None

    @property
    def measure(self) -> str:
        return MEASURES[self.metric] if self.metric else ""

    def columns_in(self, room: str) -> int:
        """As many columns as the room has place for."""
        return min(self.view.steps, COLUMNS[room])

    def look_in(self, room: str) -> dict[str, Any]:
        """What the picture is told besides its data and words."""
        colour = f"colour: {self.measure} of the step reached; " if self.metric else ""
        subtitle = f"Width: customers; {colour}dashed: back to an earlier stage; grey fade: left"
        narrow = room == "narrow"
        return {"subtitle": subtitle, "target": self.target, "measure": self.measure, "narrow": narrow}


def draw(starts: Callable[[str], Sequence[str]], metrics: Iterable[str]) -> Chosen:
    """Draw the controls. `starts` lists what happens at a level, `metrics` what was asked."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        shown = st.segmented_control(
            "A step is one of",
            list(_LEVELS),
            default="Touchpoints",
            required=True,
            key="flow_level",
            bind="query-params",
        )
        level = _LEVELS[shown]
        start = st.selectbox(
            "Begin at",
            starts(level),
            index=None,
            placeholder="The journey's start",
            width=200,
            key=f"flow_start_{level}",
            bind="query-params",
        )
        steps = st.slider("Steps", 2, 12, 7, width=150, key="flow_steps", bind="query-params")
        metric = _colour(metrics)
        with st.popover("More", icon=":material/tune:"):
            rows, collapse = _more()
            goal = target() if metric else None
    return Chosen(FlowView(steps, rows, start, level, collapse), metric, goal)


def _more() -> tuple[int, bool]:
    """What is seldom changed: rows in each step, and whether repeats are one step."""
    rows = st.slider("Rows in each step", 2, 15, 8, key="flow_rows", bind="query-params")
    collapse = st.toggle(
        "Join repeats",
        True,
        key="flow_join",
        bind="query-params",
        help="The same touchpoint several times in a row is one step.",
    )
    return rows, collapse


def _colour(metrics: Iterable[str]) -> str | None:
    titles = {MEASURES[metric]: metric for metric in metrics if metric in MEASURES}
    if not titles:
        return None
    chosen = st.selectbox("Colour", [*titles, NO_COLOUR], width=130, key="flow_colour", bind="query-params")
    return titles.get(chosen)
