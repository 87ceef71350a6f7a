"""A card's small trend: the course, the target's good side, and the last dot. The card prints the number."""

from typing import Literal

import altair as alt
import pandas as pd

from lib.charts import axes
from lib.charts.plot import days_of, known
from lib.charts.theme import Tokens
from lib.model import figures

_HEIGHT = 64


def spark(
    frame: pd.DataFrame,
    *,
    tokens: Tokens,
    target: float | tuple[float, float] | None = None,
    unit: str = "count",
    better: Literal["up", "down"] = "up",
    currency: str = "EUR",
) -> alt.LayerChart:
    """The small trend.

    `frame`, one period per row: period, value (or missing). With one target value the side that is
    `better` is shaded, with a band the band itself.
    """
    rows = days_of(frame, "period")[["period", "value"]]
    ends = [] if target is None else [*target] if isinstance(target, tuple) else [target]
    low, high = axes.span(known(rows["value"]) + ends)
    scale = alt.Scale(domain=[low, high], zero=False, nice=False)
    y = alt.Y("value:Q", axis=None, scale=scale)
    right = alt.ExprRef("width-8")
    x = alt.X("period:T", axis=None, scale=alt.Scale(range=[4, right], nice=False))
    said = rows.assign(
        words=rows["value"].map(lambda value: figures.figure(value, unit, currency)),
        day=rows["period"].map(lambda one: f"{one.day} {one:%b %Y}"),
    )
    tips = [alt.Tooltip("day:N", title="Period from"), alt.Tooltip("words:N", title="Value")]
    base = alt.Chart(said).encode(x=x, y=y)
    last = alt.Chart(said.dropna(subset=["value"]).tail(1)).encode(x=x, y=y, tooltip=tips)
    layers = [
        *_goal(ends, (low, high), better, scale, tokens),
        base.mark_line(color=tokens.muted, strokeWidth=1.8, aria=False),
        base.mark_point(size=220, filled=True, opacity=0, aria=False).encode(tooltip=tips),
        last.mark_circle(size=56, color=tokens.accent, opacity=1).encode(description="words:N"),
    ]
    return alt.LayerChart(layer=layers).properties(width=200, height=_HEIGHT)


def _goal(
    ends: list[float],
    span: tuple[float, float],
    better: Literal["up", "down"],
    scale: alt.Scale,
    tokens: Tokens,
) -> list[alt.Chart]:
    """The shaded good side, and a line at a single target."""
    if not ends:
        return []
    single = len(ends) == 1
    low, high = (ends[0], span[1]) if better == "up" else (span[0], ends[0])
    band = pd.DataFrame({"low": [low if single else ends[0]], "high": [high if single else ends[1]]})
    full = {"x": alt.value(0), "x2": alt.value("width")}
    y = alt.Y("low:Q", axis=None, scale=scale)
    shade = alt.Chart(band).mark_rect(color=tokens.best, opacity=0.12, aria=False)
    layers = [shade.encode(y=y, y2="high:Q", **full)]
    if single:
        line = alt.Chart(pd.DataFrame({"low": ends})).mark_rule(
            color=tokens.best, strokeDash=[4, 3], aria=False
        )
        layers.append(line.encode(y=y, **full))
    return layers
