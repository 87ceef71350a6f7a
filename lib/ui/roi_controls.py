"""The settings of the ROI page, all of them in the address: what is asked, and what is assumed."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from lib.model.filters import UNKNOWN
from lib.model.roi_view import TITLES, Assumptions, Question
from lib.model.segments import NOBODY
from lib.store.store import Store
from lib.ui import page, shell

EVERYBODY_ELSE = "everybody else"
NO_CONTROL = "no control"
_METRICS = {title: metric for metric, title in TITLES.items()}
_COSTS = ("roi_cost_once", "roi_cost_monthly")
#: What a file of changes holds.
TEMPLATE = pd.DataFrame(
    {
        "name": ["New checkout"],
        "live_at": ["2026-03-31 08:00"],
        "segment": ["device=mobile"],
        "cost_once": [18000],
        "cost_monthly": [450],
    }
)


def how_to_add() -> None:
    """Lead to where changes come in, with a file to begin from."""
    with st.container(horizontal=True, vertical_alignment="center"):
        page.download(TEMPLATE, "changes", "Example of such a file")
        st.page_link(shell.page_file("data"), label="Go to Data", icon=":material/database:")


def question(known: pd.DataFrame, choices: pd.DataFrame) -> Question:
    """Draw what is asked. `known` are the changes, `choices` what segments can name (column_name, choice)."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.selectbox(
            "Change", known["name"].tolist(), width=230, key="roi_change", bind="query-params",
            on_change=_costs_of_the_change, args=(known,),
        )  # fmt: skip
        metric = st.selectbox("Metric", list(_METRICS), width=190, key="roi_metric", bind="query-params")
        own = _row(known, name)["segment"]
        segments = _segments(own, choices)
        treated = st.selectbox(
            "Treated", segments, index=0 if isinstance(own, str) else None, placeholder="everybody",
            key="roi_treated", bind="query-params", help="Whom the change reached.", width=190,
        )  # fmt: skip
        control = st.selectbox(
            "Control", [EVERYBODY_ELSE, *segments, NO_CONTROL], key="roi_control", bind="query-params",
            help="Who lived through the same days without the change.", width=190,
        )  # fmt: skip
    weeks, ramp = _days()
    against = {EVERYBODY_ELSE: None, NO_CONTROL: NOBODY}.get(control, control)
    return Question(name, _METRICS[metric], treated, against, weeks, ramp)


def assumptions(store: Store, known: pd.DataFrame, name: str | None, *, typed_margin: bool) -> Assumptions:
    """Draw what the money rests on; the margin rate only where the orders do not carry their margin."""
    row = _row(known, name)
    with st.expander("Costs and assumptions", icon=":material/tune:", key="roi_assumptions"), st.grid(3):
        once, monthly = (
            _number(f"{title} ({store.currency})", 0.0, 1e9, float(row[column] or 0.0), 100.0, key)
            for title, column, key in zip(
                ("Cost once", "Cost a month"), ("cost_once", "cost_monthly"), _COSTS, strict=True
            )
        )
        half_life = _number("Half-life (months)", 1.0, 60.0, 12.0, 1.0, "roi_half_life")
        horizon = _number("Horizon (months)", 1.0, 60.0, 24.0, 1.0, "roi_horizon")
        discount = _number("Discount (% a year)", 0.0, 50.0, 10.0, 1.0, "roi_discount")
        rate = _number("Margin (% of revenue)", 1.0, 100.0, 30.0, 1.0, "roi_margin") if typed_margin else 30.0
    return Assumptions(once, monthly, half_life, int(horizon), discount / 100, rate / 100)


def _days() -> tuple[int, int]:
    with st.container(horizontal=True):
        weeks = st.slider(
            "Weeks before", 8, 26, 26, width=190, key="roi_weeks", bind="query-params",
            help="How many whole weeks before the change are looked at; more make the reading surer.",
        )  # fmt: skip
        ramp = st.slider(
            "Days left out after", 0, 28, 7, width=190, key="roi_ramp", bind="query-params",
            help="Days in which the change reaches people: neither before nor after.",
        )  # fmt: skip
    return weeks, ramp


def _number(title: str, low: float, high: float, usual: float, step: float, key: str) -> float:
    given: float = st.number_input(
        title, low, high, min(max(usual, low), high), step=step, format="%.0f", key=key, bind="query-params"
    )
    return given


def _segments(own: object, choices: pd.DataFrame) -> Sequence[str]:
    """The change's own segment first, then every value that the data hold."""
    there = choices[choices["choice"] != UNKNOWN]
    found = [f"{column}={value}" for column, value in zip(there["column_name"], there["choice"], strict=True)]
    first = [own] if isinstance(own, str) else []
    return [*first, *(one for one in found if one not in first)]


def _row(known: pd.DataFrame, name: str | None) -> pd.Series:
    found = known[known["name"] == name]
    return (found if len(found) else known).iloc[0]


def _costs_of_the_change(known: pd.DataFrame) -> None:
    """Another change brings its own costs and its own segment."""
    row = _row(known, st.session_state["roi_change"])
    for key, column in zip(_COSTS, ("cost_once", "cost_monthly"), strict=True):
        st.session_state[key] = float(row[column] or 0.0)
    st.session_state["roi_treated"] = row["segment"] if isinstance(row["segment"], str) else None
    st.session_state["roi_control"] = EVERYBODY_ELSE
