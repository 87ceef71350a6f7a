"""The settings of the journey map, all in the address."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from lib.model.filters import Filters
from lib.model.map_lanes import FIELDS, LANES, MOST, USUAL
from lib.store.store import Store
from lib.ui import compare
from lib.ui.picks import Picks

PICKS = Picks("map")


@dataclass(frozen=True, slots=True)
class Chosen:
    """The question, the touchpoints (none: the most telling), and the lanes below the curve."""

    metric: str | None
    touchpoints: tuple[str, ...]
    lanes: tuple[str, ...]
    both: bool
    against: str | None

    @property
    def options(self) -> dict[str, str | int | None]:
        """What the analyses of the map are asked with."""
        return {"metric": self.metric, "most": USUAL, "show": ",".join(self.touchpoints) or None}

    @property
    def about(self) -> dict[str, str | None]:
        """The question alone."""
        return {"metric": self.metric}


def draw(
    store: Store, filters: Filters, titles: Mapping[str, str], labels: Sequence[str], lanes: Sequence[str]
) -> Chosen:
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
        both = st.toggle(
            "Draw both maps", key="map_both", bind="query-params",
            help="Where another map is compared: the whole of it as well, below this one.",
        )  # fmt: skip
    against = compare.choose(store, filters, "map", elsewhere=True)
    return Chosen(metric, tuple(touchpoints), tuple(names[name] for name in shown), both, against)


def _lane(lane: str) -> str:
    return LANES[lane].title if lane in LANES else FIELDS[lane]
