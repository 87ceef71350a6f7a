"""The settings of the journey map, all in the address."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from lib.model.map_lanes import FIELDS, LANES, MOST, USUAL
from lib.ui.picks import Picks

PICKS = Picks("map")


@dataclass(frozen=True, slots=True)
class Chosen:
    """The question, the touchpoints (none: the most telling), and the lanes below the curve."""

    metric: str | None
    touchpoints: tuple[str, ...]
    lanes: tuple[str, ...]

    @property
    def options(self) -> dict[str, str | int | None]:
        """What the analyses of the map are asked with."""
        return {"metric": self.metric, "most": USUAL, "show": ",".join(self.touchpoints) or None}


def draw(titles: Mapping[str, str], labels: Sequence[str], lanes: Sequence[str]) -> Chosen:
    """Draw the controls; `titles` are the questions, `labels` what happens, `lanes` those usually shown."""
    metric = None
    if titles:
        question = st.selectbox("Question", list(titles), width=140, key="map_question", bind="query-params")
        metric = titles[question]
    names = {_lane(lane): lane for lane in lanes}
    with st.popover("Touchpoints and lanes", icon=":material/view_column:", key="map_what"):
        touchpoints = st.multiselect(
            "Touchpoints", labels, key="map_touchpoints", bind="query-params", max_selections=MOST,
            placeholder=f"The {USUAL} that tell most",
            help="By default those that hurt, those asked about, and of every stage the most met.",
        )  # fmt: skip
        shown = st.multiselect(
            "Lanes", list(names), default=list(names), key="map_lanes", bind="query-params"
        )
    return Chosen(metric, tuple(touchpoints), tuple(names[name] for name in shown))


def _lane(lane: str) -> str:
    return LANES[lane].title if lane in LANES else FIELDS[lane]
