"""The settings of the KPI page, all of them in the address, and the table beside its trend."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from lib.model.figures import figure
from lib.ui.cards import Card

_GRAINS = {"Day": "day", "Week": "week", "Month": "month"}


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which KPI, cut into which periods, with the stretch before or not."""

    title: str
    grain: str
    compare: bool


Places = tuple[DeltaGenerator, DeltaGenerator]


def place() -> tuple[Places, str]:
    """Draw the row of controls with the choice of periods in it; `draw` puts the others there."""
    row = st.container(horizontal=True, vertical_alignment="bottom")
    with row:
        first = st.container(width="content")
        grain = st.segmented_control(
            "Per", list(_GRAINS), default="Week", required=True, key="kpis_grain", bind="query-params"
        )
        last = st.container(width="content")
    return (first, last), _GRAINS[grain]


def draw(place: Places, titles: Sequence[str], grain: str) -> Chosen:
    """Draw the choice of KPI and of the comparison; `titles` are the KPIs that can be shown."""
    with place[0]:
        title = st.selectbox("KPI", titles, width=220, key="kpis_metric", bind="query-params")
    with place[1]:
        compare = st.toggle(
            "Compare with the period before", True, key="kpis_compare", bind="query-params",
            help="The equally long stretch just before, drawn dashed.",
        )  # fmt: skip
    return Chosen(title, grain, compare)


def definition(card: Card) -> str:
    """What the KPI counts, in which unit, when, and which way is good."""
    units = {"share": "a share in %", "money": "money", "count": "a count", "nps": "points from -100 to 100"}
    unit = units.get(card.metric.unit, "a ratio")
    good = "More is better" if card.metric.better == "up" else "Less is better"
    return (
        f"**{card.metric.title}:** {card.metric.definition} It is {unit}; the period is that of the "
        f"{card.metric.anchor}. {good}."
    )


def table(card: Card, currency: str, *, compare: bool) -> None:
    """The periods of the trend as rows: what the picture shows, for reading and for the keyboard."""
    said = card.trend.assign(state=card.trend["open"].map({True: "still running", False: "complete"}))
    names = {"period": "From", "value": card.metric.title, "low": "Low (95%)", "high": "High (95%)"}
    names["n"] = f"n ({card.counted})"
    if compare and not card.earlier.empty:
        said = said.merge(card.earlier.rename(columns={"value": "before"}), on="period", how="left")
        said["was"] = said["was"].dt.date
        names |= {"before": "Period before", "was": "From (before)"}
    for name in {"value", "low", "high", "before"} & set(said):
        said[name] = [figure(value, card.metric.unit, currency) for value in said[name]]
    st.dataframe(
        said.assign(period=said["period"].dt.date)[[*names, "state"]].rename(
            columns={**names, "state": "State"}
        ),
        hide_index=True,
        height=260,
        key="kpis_table",
        column_config={
            names["n"]: st.column_config.NumberColumn(format="localized"),
            **{name: st.column_config.DateColumn(format="D MMM YYYY") for name in ("From", "From (before)")},
        },
        alt=f"{card.metric.title} with interval and n in {len(said)} periods",
    )
