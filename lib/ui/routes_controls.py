"""The settings and tables of the routes page, all settings in the address."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from lib.model import figures
from lib.model.flow_view import OTHER
from lib.model.route_view import RouteView
from lib.model.stages import CHECKOUT, ORDER_PLACED, stage_of
from lib.ui.picks import Picks

PICKS = Picks("routes")
BEGIN = "The journey's start"
_LEVELS = {"Touchpoints": "touchpoint", "Stages": "stage"}
SORTS = {
    "Most customers": "customers",
    "Worst afterwards": "worst",
    "Best afterwards": "best",
    "Slowest": "time",
    "Highest value": "value",
}


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which routes, and the question whose answers are looked at afterwards (None: nobody asked)."""

    view: RouteView
    metric: str | None

    @property
    def ways(self) -> dict[str, object]:
        """Which routes: what the list and the customers behind one of them are asked with."""
        return {name: getattr(self.view, name) for name in ("start", "end", "level", "collapse")}

    @property
    def options(self) -> dict[str, object]:
        """What the list is asked with."""
        return {**self.ways, "most": self.view.most, "sort": self.view.sort, "metric": self.metric}

    @property
    def said(self) -> dict[str, object]:
        """The values of the statement, as far as they are set here."""
        return {**self.options, **self.view.values()}


def draw(labels: Callable[[str], Sequence[str]], titles: Mapping[str, str]) -> Chosen:
    """Draw the controls; `labels` lists what happens at a level, `titles` are the questions asked."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        shown = st.segmented_control(
            "A step is one of", list(_LEVELS), default="Touchpoints", required=True, key="routes_level",
            bind="query-params",
        )  # fmt: skip
        level = _LEVELS[shown]
        start, end = _ends(level, list(labels(level)))
        sort = st.selectbox("Rank by", list(SORTS), width=170, key="routes_sort", bind="query-params")
        metric = None
        if titles:
            metric = titles[
                st.selectbox(
                    "Asked afterwards", list(titles), width=150, key="routes_question", bind="query-params"
                )
            ]
        with st.popover("More", icon=":material/tune:"):
            most, collapse = _more()
    return Chosen(RouteView(start, end, level, collapse, most, SORTS[sort]), metric)


def _ends(level: str, known: list[str]) -> tuple[str | None, str]:
    """Draw where routes begin and end; a checkout that leads to an order is what is shown first."""
    begins = [BEGIN, *known]
    usual = ORDER_PLACED if level == "touchpoint" else str(stage_of(ORDER_PLACED))
    start = st.selectbox(
        "From", begins, index=begins.index(CHECKOUT) if CHECKOUT in known else 0, width=200,
        key=f"routes_start_{level}", bind="query-params",
        help="A route begins at the last one of these before the end.",
    )  # fmt: skip
    end = st.selectbox(
        "To", known, index=known.index(usual) if usual in known else 0, width=180, key=f"routes_end_{level}",
        bind="query-params",
    )  # fmt: skip
    return (None if start == BEGIN else start), end


def _more() -> tuple[int, bool]:
    """What is seldom changed: how many routes, and whether repeats are one step."""
    most = st.slider("Routes", 5, 100, 20, step=5, key="routes_most", bind="query-params")
    collapse = st.toggle(
        "Join repeats", True, key="routes_join", bind="query-params",
        help="The same touchpoint several times in a row is one step.",
    )  # fmt: skip
    return most, collapse


def listed(found: pd.DataFrame, currency: str, measure: str, say: Callable[[float], str]) -> None:
    """The routes; a selected row is picked. `say` writes a value of the question."""
    shown = found[["rank", "route", "customers"]].assign(part=found["share"] * 100)
    if measure:
        shown["value"] = [_said(one.n, one.value, say) for one in found.itertuples()]
        shown["between"] = [_between(one.low, one.high, say) for one in found.itertuples()]
        shown["n"] = found["n"]
    shown["median"] = found["median_seconds"].map(figures.duration)
    shown["p90"] = found["p90_seconds"].map(figures.duration)
    shown["revenue"] = found["revenue"]
    number = st.column_config.NumberColumn
    st.dataframe(
        shown,
        hide_index=True,
        height=560,
        row_height=62,  # from four ems on, text wraps
        placeholder=figures.MISSING,
        **PICKS.rows(PICKS.key("list"), [None if one == OTHER else one for one in found["route"]]),
        column_config={
            "rank": number("#", width=40),
            "route": st.column_config.TextColumn("Route", width=280),
            "customers": number("Customers", format="localized"),
            "part": number("Of all", format="%.1f%%"),
            "value": f"{measure} afterwards",
            "between": "95%",
            "n": number("Answers", format="localized"),
            "median": "Median time",
            "p90": "p90 time",
            "revenue": number(f"Revenue per customer ({currency})", format="%.2f"),
        },
        alt=f"{figures.count(len(found))} routes with customers, time, revenue and satisfaction afterwards",
    )


def _said(n: int, value: float, say: Callable[[float], str]) -> str:
    return say(value) if value == value else ("too few" if n else "none")


def _between(low: float, high: float, say: Callable[[float], str]) -> str:
    return f"{say(low)} to {say(high)}" if low == low else figures.MISSING


def next_steps(found: pd.DataFrame) -> None:
    """Every move with its likelihood: the twin of the matrix."""
    number = st.column_config.NumberColumn
    names = ["source", "target", "share", "low", "high", "moves", "from_source", "customers"]
    st.dataframe(
        found[names].assign(**{name: found[name] * 100 for name in ("share", "low", "high")}),
        hide_index=True,
        height=320,
        key="routes_moves",
        column_config={
            "source": "From",
            "target": "Next",
            "share": number("Likelihood", format="%.1f%%"),
            "low": number("Low (95%)", format="%.1f%%"),
            "high": number("High (95%)", format="%.1f%%"),
            "moves": number("Moves", format="localized"),
            "from_source": number("Moves from there", format="localized"),
            "customers": number("Customers", format="localized"),
        },
        alt=f"{figures.count(len(found))} moves with their likelihood",
    )
