"""The settings of the flow page, all of them in the address: what a step is, where it begins and ends."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from lib.model.errors import QuestionError
from lib.model.flow_view import STEPS, FlowView
from lib.model.touchpoint_lists import groups
from lib.ui import flow_rare
from lib.ui.controls import target

#: The questions that may colour a flow, by the name under which they are shown.
MEASURES = {"csat": "CSAT", "rating": "Star ratings", "ces": "CES"}
NO_COLOUR = "None"
_LEVELS = {"Touchpoints": "touchpoint", "Stages": "stage", "Channels": "channel"}
#: The most columns that fit a room.
COLUMNS = {"wide": 12, "narrow": 4}


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the reader set: the view, the metric that colours it (None: no colour) around its target, and the
    least share of all that is drawn.
    """

    view: FlowView
    metric: str | None
    target: float | None
    least: float = 0.004

    @property
    def measure(self) -> str:
        return MEASURES[self.metric] if self.metric else ""

    def look_in(self, room: str) -> dict[str, Any]:
        """What the picture is told besides its data and words."""
        colour = f"colour: {self.measure} of the step reached; " if self.metric else ""
        subtitle = f"Width: customers; {colour}dashed: back to an earlier stage; grey fade: left"
        narrow = room == "narrow"
        return {"subtitle": subtitle, "target": self.target, "measure": self.measure, "narrow": narrow}


def draw(
    starts: Callable[[str], Sequence[str]], touchpoints: Sequence[str], metrics: Iterable[str]
) -> Chosen:
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
        names = [*_groups(level, touchpoints), *starts(level)]
        start = _anchor("Begin at", names, "The journey's start", f"flow_start_{level}")
        end = _anchor("End at", names, "Wherever it ends", f"flow_end_{level}")
        steps = st.slider("Steps", 2, STEPS[1], 7, width=150, key="flow_steps", bind="query-params")
        metric = _colour(metrics)
        with st.popover("More", icon=":material/tune:"):
            rare = flow_rare.draw(level, touchpoints, start, end, steps)
            least = flow_rare.least()
            goal = target() if metric else None
    return Chosen(FlowView(steps=steps, start=start, level=level, end=end, **rare), metric, goal, least)


def _anchor(label: str, names: Sequence[str], nothing: str, key: str) -> str | None:
    """A label of the level, or none."""
    chosen: str | None = st.selectbox(
        label, names, index=None, placeholder=nothing, width=190, key=key, bind="query-params"
    )
    return chosen


def _groups(level: str, touchpoints: Sequence[str]) -> list[str]:
    """The names of the groups written further down: a path may begin or end at any of their members."""
    if level != "touchpoint":
        return []
    written = st.session_state.get("flow_group", st.query_params.get("flow_group", ""))
    try:
        return [name for name, _ in groups(written or "", touchpoints)]
    except QuestionError:
        return []  # the control below says what is wrong with it


def _colour(metrics: Iterable[str]) -> str | None:
    titles = {MEASURES[metric]: metric for metric in metrics if metric in MEASURES}
    if not titles:
        return None
    chosen = st.selectbox("Colour", [*titles, NO_COLOUR], width=130, key="flow_colour", bind="query-params")
    return titles.get(chosen)
