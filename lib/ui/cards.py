"""KPIs as a wall of cards: value, difference in words and colour, course, and the small print."""

from collections.abc import Mapping, Sequence
from typing import Protocol

import pandas as pd
import streamlit as st

from lib.charts.spark import spark
from lib.charts.theme import Tokens
from lib.model.figures import change, count, figure
from lib.model.metrics import TOO_FEW, Metric
from lib.ui import page

#: Pixels below which a card does not shrink.
_LEAST = 160
_COLOURS = {True: "green", False: "red", None: "gray"}


class Card(Protocol):
    """One KPI of a period, as `lib.analysis.pictures.kpis` gathers it."""

    @property
    def metric(self) -> Metric: ...
    @property
    def value(self) -> float | None: ...
    @property
    def low(self) -> float | None: ...
    @property
    def high(self) -> float | None: ...
    @property
    def n(self) -> int: ...
    @property
    def counted(self) -> str: ...
    @property
    def gap(self) -> tuple[float, float, float] | None: ...
    @property
    def delta(self) -> float | None: ...
    @property
    def better(self) -> bool | None: ...
    @property
    def verdict(self) -> str: ...
    @property
    def trend(self) -> pd.DataFrame: ...
    @property
    def earlier(self) -> pd.DataFrame: ...
    def said(self, currency: str) -> str: ...
    def delta_said(self, currency: str) -> str | None: ...


def wall(
    cards: Sequence[Card], goals: Mapping[str, float], currency: str, *of: object, key: str, across: int = 4
) -> None:
    """Draw the cards; `goals` are targets by metric id, `of` is everything the cards were counted from."""
    with st.grid(across, min_column_width=_LEAST, key=f"{key}_wall"):
        for card in cards:
            with st.container(border=True, height="stretch", gap="xsmall"):
                draw(card, goals.get(card.metric.id), currency, *of, key=f"{key}_{card.metric.id}")


def draw(card: Card, goal: float | None, currency: str, *of: object, key: str) -> None:
    """Draw one card."""
    st.metric(
        card.metric.title,
        card.said(currency),
        card.delta_said(currency),
        delta_color=_COLOURS[card.better],  # type: ignore[arg-type]
        delta_arrow="off" if not card.delta else "up" if card.delta > 0 else "down",
        delta_description=None,
        help=f"{card.metric.definition} Counted at: {card.metric.anchor}.",
    )
    st.caption(card.verdict.capitalize())
    if card.trend["value"].notna().any():
        page.show_kept(
            lambda tokens: _spark(card, goal, currency, tokens),
            *("spark", card.metric.id, goal, *of),
            key=f"{key}_spark",
            alt=_course(card, currency),
        )
    st.caption("  \n".join(small_print(card, goal, currency)))


def small_print(card: Card, goal: float | None, currency: str) -> list[str]:
    """What the number stands on, how sure it is, and where it stands against the shop's target."""
    unit = card.metric.unit
    lines = [f"n = {count(card.n)} {card.counted}"]
    if card.value is None or card.low is None or card.high is None:
        return [*lines, f"A number is shown from {TOO_FEW} on."]
    lines.append(f"95% interval {figure(card.low, unit, currency)} to {figure(card.high, unit, currency)}")
    if card.gap is not None:
        between = " to ".join(change(one, unit, currency) for one in card.gap[1:])
        lines.append(f"Difference {between}")
    if goal is not None:
        lines.append(f"Target {figure(goal, unit, currency)}: {against(card, goal)}")
    return lines


def against(card: Card, goal: float) -> str:
    """Whether a target is reached, as far as the interval tells."""
    if card.value is None or card.low is None or card.high is None:
        return "too few to tell"
    if card.low <= goal <= card.high:
        return "not told apart"
    return "reached" if (card.value > goal) == (card.metric.better == "up") else "missed"


def _spark(card: Card, goal: float | None, currency: str, tokens: Tokens) -> object:
    shown = goal if card.metric.unit != "count" and card.metric.denominator else None
    course = card.trend[~card.trend["open"]] if (~card.trend["open"]).any() else card.trend
    return spark(
        course,
        tokens=tokens,
        target=shown,
        unit=card.metric.unit,
        better=card.metric.better,
        currency=currency,
    )


def _course(card: Card, currency: str) -> str:
    there = card.trend.dropna(subset=["value"])
    first, last = (figure(there["value"].iloc[i], card.metric.unit, currency) for i in (0, -1))
    return f"{card.metric.title} by week, from {first} to {last}"
