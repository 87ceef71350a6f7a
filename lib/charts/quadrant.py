"""Importance against performance: what matters stands high, what pleases stands right.

Dots carry their intervals as a cross; two lines part four fields, named in their corners. The colour is the
performance. What may be chance is hollow.
"""

from dataclasses import dataclass

import altair as alt
import pandas as pd

from lib.charts import axes, pixels, theme
from lib.charts.pixels import Options
from lib.charts.theme import Tokens, spoken
from lib.model import figures

_LANE, _TOP, _FOOT, _BELOW, _SIDE = 44, 30, 330, 40, 14
#: Names of the fields: at the left above and below, at the right above and below.
FIELDS = ("Fix first", "Watch", "Keep up", "Leave as it is")
#: Pixels between two labels, and the width of a character.
_LINE, _LETTER = 15, 6.6


@dataclass(frozen=True, slots=True)
class _Plot:
    """The scales that the layers share."""

    tokens: Tokens
    x: tuple[float, float]
    y: tuple[float, float]
    split: tuple[float, float]
    narrow: bool

    def across(self, value: float) -> float:
        """The part of the width at which a performance lies."""
        return (value - self.x[0]) / (self.x[1] - self.x[0])

    def down(self, value: float) -> float:
        """The pixel of an importance."""
        return _FOOT - (value - self.y[0]) / (self.y[1] - self.y[0]) * (_FOOT - _TOP)


def _pixel(part: str) -> str:
    return f"{_LANE}+({part})*(width-{_LANE + _SIDE})"


def quadrant(
    frame: pd.DataFrame,
    *,
    tokens: Tokens,
    title: str,
    subtitle: str,
    split: tuple[float, float],
    performance: str = "Top answers (CSAT)",
    importance: str = "Share of R²",
    narrow: bool = False,
) -> alt.LayerChart:
    """The picture.

    `frame`, one dot per row: driver, performance, performance_low, performance_high, importance, low, high
    (all fractions), greyed (it may be chance), customers. `split` is where the fields part: performance,
    importance.
    """
    plot = _plot(frame, tokens, split, narrow)
    said = _said(frame, plot)
    layers = [
        *_ground(plot, performance, importance),
        *_crosses(said, tokens),
        _dots(said, plot, performance, importance),
        *_labels(said, plot),
    ]
    room: theme.Room = "narrow" if narrow else "wide"
    return alt.LayerChart(layer=layers).properties(
        width=358 if narrow else 860, height=_FOOT + _BELOW, title=theme.title(title, subtitle, room)
    )


def _plot(frame: pd.DataFrame, tokens: Tokens, split: tuple[float, float], narrow: bool) -> _Plot:
    across = [*frame["performance_low"], *frame["performance_high"], split[0]]
    up = [*frame["high"], split[1]]
    low, high = axes.span(across)
    return _Plot(tokens, (max(low, 0.0), min(high, 1.0)), axes.span(up, zero=True), split, narrow)


def _said(frame: pd.DataFrame, plot: _Plot) -> pd.DataFrame:
    """Adds places, colours and words."""
    middle = min(max(plot.split[0], 0.001), 0.999)
    scale = theme.satisfaction_scale(plot.tokens, middle)
    rows = frame.sort_values("importance", ascending=False).reset_index(drop=True)
    rows = rows.assign(
        name=rows["driver"].map(spoken),
        fill=[scale.colour(one) for one in rows["performance"]],
        performs=rows["performance"].map(figures.share),
        performs_between=theme.ranges(rows["performance_low"], rows["performance_high"], figures.share),
        matters=rows["importance"].map(figures.share),
        matters_between=theme.ranges(rows["low"], rows["high"], figures.share),
        sure=rows["greyed"].map({True: "may be chance", False: "beyond chance"}),
        people=rows["customers"].map(figures.count),
        greyed=rows["greyed"].astype(bool),
    )
    for name in ("performance", "performance_low", "performance_high"):
        rows[f"{name}_at"] = rows[name].map(plot.across)
    for name in ("importance", "low", "high"):
        rows[f"{name}_at"] = rows[name].map(plot.down)
    rows["label_at"] = _apart(rows["importance_at"].tolist())
    return rows.assign(left=rows["performance_at"] > 0.6)


def _apart(places: list[float]) -> list[float]:
    """Places from top to bottom, moved down where two would touch, and up again where the ground is met."""
    moved: list[float] = []
    for place in places:
        moved.append(max(place, moved[-1] + _LINE) if moved else place)
    limit = float(_FOOT - 4)
    for one in range(len(moved) - 1, -1, -1):
        moved[one] = min(moved[one], limit)
        limit = moved[one] - _LINE
    return moved


def _ground(plot: _Plot, performance: str, importance: str) -> list[alt.Chart]:
    """Numbers along both sides, the two lines that part the fields, and the names of these."""
    muted: Options = {"color": plot.tokens.muted, "aria": False, "fontSize": 11}
    xs, ys = axes.ticks(*plot.x), axes.ticks(*plot.y)
    if plot.narrow:
        xs = xs[:: 2 if len(xs) > 3 else 1]
    beside = pd.DataFrame({"y": [plot.down(one) for one in ys], "text": axes.tick_texts(ys, "share", "")})
    below = pd.DataFrame({"at": [plot.across(one) for one in xs]})
    below["text"] = [figures.share(one, 0) for one in xs]
    lines = alt.Chart(beside).mark_rule(color=plot.tokens.rule, aria=False)
    number = alt.Chart(beside).mark_text(align="right", baseline="middle", **muted)
    foot = alt.Chart(below).transform_calculate(x=_pixel("datum.at"))
    heads = pd.DataFrame({"text": [importance]})
    head = alt.Chart(heads).mark_text(align="left", baseline="middle", fontWeight=600, **muted)
    tail = alt.Chart(pd.DataFrame({"text": [performance]})).mark_text(
        align="right", baseline="middle", fontWeight=600, **muted
    )
    return [
        lines.encode(x=alt.value(_LANE), x2=alt.value("width"), y=pixels.down("y")),
        number.encode(x=alt.value(_LANE - 8), y=pixels.down("y"), text="text:N"),
        foot.mark_text(baseline="top", **muted).encode(
            x=pixels.across("x"), y=alt.value(_FOOT + 7), text="text:N"
        ),
        head.encode(x=alt.value(0), y=alt.value(8), text="text:N"),
        tail.encode(x=alt.value("width"), y=alt.value(_FOOT + 32), text="text:N"),
        *_splits(plot),
    ]


def _splits(plot: _Plot) -> list[alt.Chart]:
    at, down = plot.across(plot.split[0]), plot.down(plot.split[1])
    base = alt.Chart(pd.DataFrame({"at": [at], "down": [down]})).transform_calculate(x=_pixel("datum.at"))
    rule: Options = {"color": plot.tokens.outline, "strokeDash": [4, 4], "aria": False}
    corners = pd.DataFrame(
        {
            "name": FIELDS,
            "right": [False, False, True, True],
            "y": [_TOP + 10.0, _FOOT - 8.0, _TOP + 10.0, _FOOT - 8.0],
        }
    )
    words: Options = {"color": plot.tokens.muted, "fontSize": 12, "fontWeight": 600, "aria": False}
    named = [
        alt.Chart(corners[corners["right"] == right])
        .mark_text(align="right" if right else "left", opacity=0.75, **words)
        .encode(
            x=alt.value(alt.ExprRef("width-6")) if right else alt.value(_LANE + 6),
            y=pixels.down("y"),
            text="name:N",
        )
        for right in (False, True)
    ]
    return [
        base.mark_rule(**rule).encode(x=pixels.across("x"), y=alt.value(_TOP), y2=alt.value(_FOOT)),
        base.mark_rule(**rule).encode(x=alt.value(_LANE), x2=alt.value("width"), y=pixels.down("down")),
        *named,
    ]


def _crosses(said: pd.DataFrame, tokens: Tokens) -> list[alt.Chart]:
    names = [
        "performance_at",
        "performance_low_at",
        "performance_high_at",
        "importance_at",
        "low_at",
        "high_at",
    ]
    base = alt.Chart(said[names]).transform_calculate(
        x=_pixel("datum.performance_at"),
        x0=_pixel("datum.performance_low_at"),
        x1=_pixel("datum.performance_high_at"),
    )
    line: Options = {"color": tokens.outline, "strokeWidth": 1.5, "opacity": 0.7, "aria": False}
    return [
        base.mark_rule(**line).encode(x=pixels.across("x"), y=pixels.down("low_at"), y2="high_at:Q"),
        base.mark_rule(**line).encode(x=pixels.across("x0"), x2="x1:Q", y=pixels.down("importance_at")),
    ]


def _dots(said: pd.DataFrame, plot: _Plot, performance: str, importance: str) -> alt.Chart:
    names = [
        "name", "performance_at", "importance_at", "fill", "greyed", "performs", "performs_between",
        "matters", "matters_between", "sure", "people",
    ]  # fmt: skip
    sentence = (
        f"datum.name+': {importance} '+datum.matters+', '+datum.matters_between+', '+datum.sure+'; "
        f"{performance} '+datum.performs+', '+datum.performs_between"
    )
    base = alt.Chart(said[names]).transform_calculate(x=_pixel("datum.performance_at"), sentence=sentence)
    dot: alt.Chart = base.mark_circle(size=190, strokeWidth=2, opacity=1)
    return dot.encode(
        x=pixels.across("x"),
        y=pixels.down("importance_at"),
        fill=alt.when("datum.greyed")
        .then(alt.value(plot.tokens.background))
        .otherwise(alt.Fill("fill:N", scale=None, legend=None)),
        stroke=alt.when("datum.greyed")
        .then(alt.value(plot.tokens.outline))
        .otherwise(alt.value(plot.tokens.background)),
        tooltip=[
            alt.Tooltip("name:N", title="Driver"),
            alt.Tooltip("matters:N", title=importance),
            alt.Tooltip("matters_between:N", title="95% interval"),
            alt.Tooltip("sure:N", title="Told apart"),
            alt.Tooltip("performs:N", title=performance),
            alt.Tooltip("performs_between:N", title="95% interval "),
            alt.Tooltip("people:N", title="Customers who answered"),
        ],
        description="sentence:N",
    )


def _labels(said: pd.DataFrame, plot: _Plot) -> list[alt.Chart]:
    """Names beside the dots, at the side where there is room."""
    layers: list[alt.Chart] = []
    for left in (False, True):
        rows = said.loc[said["left"] == left, ["name", "performance_at", "label_at"]]
        base = alt.Chart(rows).transform_calculate(x=_pixel("datum.performance_at"))
        at = base.encode(x=pixels.across("x"), y=pixels.down("label_at"))
        style: Options = {"align": "right" if left else "left", "dx": -12 if left else 12}
        style |= {
            "baseline": "bottom",
            "dy": -3,
            "fontSize": 11.5 if plot.narrow else 12.5,
            "fontWeight": 600,
        }
        layers += pixels.lettering(at, plot.tokens, "name", plot.tokens.ink, **style)
    return layers
