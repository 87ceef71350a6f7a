"""How far off the promise, across; above, what customers say or do at each gap; below, how many there are.

Values are dots with their interval, bars are counts; both have the colour of the value, better or worse than
what came in time. A dashed line marks from where on it hurts. A click on a column returns its `id` as `pick`.
"""

from dataclasses import dataclass

import altair as alt
import pandas as pd

from lib.charts import axes, pixels, theme
from lib.charts.pixels import Options
from lib.charts.theme import Tokens, Unit
from lib.model import figures
from lib.model.metrics import ENOUGH, TOO_FEW

#: Pixels from the top: where values begin and end, where bars begin and end; then come the names.
_TOP, _LOW, _BARS, _FOOT = 48, 206, 250, 330
_NAMES, _NAMES_NARROW, _LANE = 40, 58, 40


@dataclass(frozen=True, slots=True)
class _Plot:
    """What all layers share."""

    tokens: Tokens
    unit: Unit
    order: tuple[str, ...]
    ends: tuple[float, float]
    narrow: bool

    @property
    def x(self) -> alt.X:
        """The middle of the column in `id`."""
        return alt.X("id:N", scale=self._across, axis=None)

    @property
    def _across(self) -> alt.Scale:
        return alt.Scale(
            domain=list(self.order), range=[_LANE, alt.ExprRef("width")], paddingInner=0.24, paddingOuter=0.12
        )

    def edge(self, part: float) -> alt.X:
        """The column's left edge (0) or right edge (1)."""
        return alt.X("id:N", scale=self._across, axis=None, bandPosition=part)

    def down(self, value: float) -> float:
        """The pixel of a value."""
        low, high = self.ends
        return _LOW - (value - low) / (high - low) * (_LOW - _TOP)

    def say(self, value: float | None) -> str:
        return theme.say(value, self.unit)


def gaps(
    frame: pd.DataFrame,
    *,
    tokens: Tokens,
    title: str,
    subtitle: str,
    unit: Unit,
    target: float | None,
    scale_min: float = 0.0,
    scale_max: float = 1.0,
    better: str = "up",
    measure: str = "CSAT",
    counted: str = "orders",
    kept: str = "in time",
    hurts: str | None = None,
    narrow: bool = False,
) -> alt.LayerChart:
    """The picture.

    `frame`, one column per row in the order of gaps: id, name, orders, n (what the value rests on), value,
    low, high. `target` is the value of what was `kept` (None: not known), `hurts` the id from which on it
    hurts. `better` is up, or down where a small value is good.
    """
    plot = _plot(frame, tokens, unit, target, narrow)
    said = _said(frame, plot, (scale_min, scale_max), target, better, counted)
    layers = [
        *_grid(plot, measure, counted),
        *_in_time(plot, target, said, kept),
        *_bars(said, plot),
        *_values(said, plot),
        *_names(said, plot),
        *_onset(hurts, plot),
        _columns(said, plot, measure, counted),
    ]
    room: theme.Room = "narrow" if narrow else "wide"
    return alt.LayerChart(layer=layers).properties(
        width=358 if narrow else 1180,
        height=_FOOT + (_NAMES_NARROW if narrow else _NAMES),
        title=theme.title(title, subtitle, room),
    )


def _plot(frame: pd.DataFrame, tokens: Tokens, unit: Unit, target: float | None, narrow: bool) -> _Plot:
    shown = frame[frame["n"] >= TOO_FEW]
    ends = [float(one) for name in ("low", "high") for one in shown[name].dropna()]
    if target is not None:
        ends.append(target)
    return _Plot(tokens, unit, tuple(frame["id"]), axes.span(ends), narrow)


def _said(
    frame: pd.DataFrame,
    plot: _Plot,
    ends: tuple[float, float],
    target: float | None,
    better: str,
    counted: str,
) -> pd.DataFrame:
    """Adds colours, pixels and words of every column."""
    few = (frame["n"] < TOO_FEW) | frame["value"].isna()
    value = frame["value"].where(~few)
    rows = frame.assign(
        few=few,
        faint=(frame["n"] < ENOUGH) & ~few,
        fill=[_colour(one, plot, ends, target, better) for one in value],
        text=[plot.say(one) if one == one else "" for one in value],
        y=[plot.down(one) if one == one else None for one in value],
        top=[plot.down(one) if one == one else None for one in frame["high"].where(~few)],
        low_at=[plot.down(one) if one == one else None for one in frame["low"].where(~few)],
        count=frame["orders"].map(figures.short if plot.narrow else figures.count),
        answers=frame["n"].map(figures.count),
        people=frame["orders"].map(figures.count) + f" {counted}",
        lines=frame["name"].map(lambda name: "\n".join(_wrapped(name, plot.narrow))),
    )
    rows["between"] = theme.ranges(frame["low"].where(~few), frame["high"].where(~few), plot.say)
    rows.loc[few, "between"] = "too few answers"
    rows["spoken"] = rows["text"].where(~few, figures.MISSING)
    most = max(float(rows["orders"].max()), 1.0)
    rows["bar"] = _FOOT - (rows["orders"] / most * (_FOOT - _BARS - 14)).clip(lower=1.5)
    return rows


def _wrapped(name: str, narrow: bool) -> list[str]:
    """A name on two lines, or a word a line on a phone; short words share one."""
    words = name.strip("()").split()
    if not narrow:
        return [" ".join(words)]
    lines = [words[0]]
    for word in words[1:]:
        if len(lines[-1]) + len(word) < 6:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _colour(value: float, plot: _Plot, ends: tuple[float, float], target: float | None, better: str) -> str:
    """Better or worse than in time; grey where there is no value to compare."""
    if value != value or target is None:
        return plot.tokens.ghost
    low, high = ends
    middle = min(max(target, low + 0.001 * (high - low)), high - 0.001 * (high - low))
    scale = theme.satisfaction_scale(plot.tokens, middle, low, high, plot.unit)
    seen = value if better == "up" else min(max(2 * middle - value, low), high)
    return scale.colour(seen)


def _grid(plot: _Plot, measure: str, counted: str) -> list[alt.Chart]:
    """Lines of round values with their numbers, the ground of the bars, and what both parts show."""
    marks = axes.ticks(*plot.ends)
    lines = pd.DataFrame({"y": [plot.down(one) for one in marks]})
    lines["text"] = axes.tick_texts(marks, "share" if plot.unit == "share" else "score", "EUR")
    heads = pd.DataFrame(
        {"y": [8, _BARS - 12], "text": [f"{measure}, 95% interval", f"{counted}".capitalize()]}
    )
    muted: Options = {"color": plot.tokens.muted, "aria": False}
    rule = alt.Chart(lines).mark_rule(color=plot.tokens.rule, aria=False)
    ground = alt.Chart(pd.DataFrame({"y": [float(_FOOT)]})).mark_rule(color=plot.tokens.ghost, aria=False)
    right, left = {"x": alt.value(_LANE), "x2": alt.value("width")}, alt.value(_LANE - 8)
    number = alt.Chart(lines).mark_text(align="right", baseline="middle", fontSize=11, **muted)
    head = alt.Chart(heads).mark_text(align="left", baseline="middle", fontSize=11, fontWeight=600, **muted)
    return [
        rule.encode(y=pixels.down("y"), **right),
        ground.encode(y=pixels.down("y"), **right),
        number.encode(x=left, y=pixels.down("y"), text="text:N"),
        head.encode(x=alt.value(0), y=pixels.down("y"), text="text:N"),
    ]


def _in_time(plot: _Plot, target: float | None, said: pd.DataFrame, kept: str) -> list[alt.Chart]:
    """The value of what came in time (was kept), as the line to compare with."""
    if target is None or said["few"].all():
        return []
    at = plot.down(target)
    frame = pd.DataFrame({"y": [at], "text": [f"{kept} {plot.say(target)}"]})
    colour = plot.tokens.muted
    rule = alt.Chart(frame).mark_rule(color=colour, strokeDash=[2, 3], aria=False)
    base = alt.Chart(frame).encode(x=alt.value("width"), y=pixels.down("y"))
    words: Options = {"align": "right", "baseline": "bottom", "dy": -3, "fontSize": 11}
    return [
        rule.encode(y=pixels.down("y"), x=alt.value(_LANE), x2=alt.value("width")),
        *pixels.lettering(base, plot.tokens, "text", colour, **words),
    ]


def _bars(said: pd.DataFrame, plot: _Plot) -> list[alt.Chart]:
    base = alt.Chart(said[["id", "bar", "fill", "count"]].assign(foot=float(_FOOT)))
    bar = base.mark_bar(cornerRadiusTopLeft=2, cornerRadiusTopRight=2, aria=False).encode(
        x=plot.x, y=pixels.down("bar"), y2="foot:Q", color=alt.Color("fill:N", scale=None, legend=None)
    )
    style: Options = {"baseline": "bottom", "dy": -3, "fontSize": 11 if plot.narrow else 12, "aria": False}
    text = base.mark_text(color=plot.tokens.ink, **style)
    return [bar, text.encode(x=plot.x, y=pixels.down("bar"), text="count:N")]


def _values(said: pd.DataFrame, plot: _Plot) -> list[alt.Chart]:
    """Dots with their intervals, joined; an empty word where there are too few."""
    names = ["id", "y", "top", "low_at", "fill", "text", "faint"]
    rows = said.loc[~said["few"], names].astype({"y": float, "top": float, "low_at": float})
    rows["place"] = range(len(rows))
    base = alt.Chart(rows)
    seen = alt.when("datum.faint").then(alt.value(0.5)).otherwise(alt.value(1.0))
    line = base.mark_line(color=plot.tokens.outline, strokeWidth=1.5, opacity=0.6, aria=False)
    whisker = base.mark_rule(color=plot.tokens.outline, strokeWidth=2, aria=False)
    dot = base.mark_circle(size=150, stroke=plot.tokens.background, strokeWidth=1.5, aria=False)
    at = base.encode(x=plot.x, y=pixels.down("top"))
    style: Options = {"baseline": "bottom", "dy": -4, "fontWeight": 600, "fontSize": 12}
    empty = alt.Chart(
        said.loc[said["few"] & (said["orders"] > 0), ["id"]].assign(
            y=float(_LOW + 24 if plot.narrow else _LOW + 14)
        )
    )
    small: Options = {"fontSize": 10.5 if plot.narrow else 11, "aria": False, "lineBreak": "\n"}
    few = empty.mark_text(color=plot.tokens.muted, baseline="bottom", **small)
    words = alt.value("too\nfew" if plot.narrow else "too few")
    return [
        line.encode(x=plot.x, y=pixels.down("y"), order=alt.Order("place:Q")),
        whisker.encode(x=plot.x, y=pixels.down("top"), y2="low_at:Q", opacity=seen),
        dot.encode(
            x=plot.x, y=pixels.down("y"), color=alt.Color("fill:N", scale=None, legend=None), opacity=seen
        ),
        *pixels.lettering(at, plot.tokens, "text", plot.tokens.ink, **style),
        few.encode(x=plot.x, y=pixels.down("y"), text=words),
    ]


def _names(said: pd.DataFrame, plot: _Plot) -> list[alt.Chart]:
    style: Options = {"baseline": "top", "dy": 8, "lineBreak": "\n", "lineHeight": 13, "aria": False}
    size = 10.5 if plot.narrow else 12
    base = alt.Chart(said[["id", "lines"]]).mark_text(color=plot.tokens.ink, fontSize=size, **style)
    return [base.encode(x=plot.x, y=alt.value(_FOOT), text="lines:N")]


def _onset(hurts: str | None, plot: _Plot) -> list[alt.Chart]:
    """The line before the column from which on it hurts."""
    if hurts not in plot.order:
        return []
    right = plot.order.index(str(hurts)) >= len(plot.order) / 2
    frame = pd.DataFrame({"id": [hurts], "top": [float(_TOP - 14)], "foot": [float(_FOOT)]})
    frame["text"] = "hurts from here on"
    colour = plot.tokens.worst
    base = alt.Chart(frame)
    rule = base.mark_rule(color=colour, strokeDash=[5, 4], strokeWidth=1.5, xOffset=-6, aria=False)
    style: Options = {"align": "right" if right and plot.narrow else "left", "baseline": "middle"}
    style |= {"dx": -12 if right and plot.narrow else -1, "fontSize": 11.5, "fontWeight": 600}
    at = base.encode(x=plot.edge(0), y=alt.value(_TOP - 20))
    return [
        rule.encode(x=plot.edge(0), y=pixels.down("top"), y2="foot:Q"),
        *pixels.lettering(at, plot.tokens, "text", colour, **style),
    ]


def _columns(said: pd.DataFrame, plot: _Plot, measure: str, counted: str) -> alt.Chart:
    """What answers the pointer: the whole height of each column."""
    pick = alt.selection_point(name="pick", on="click", fields=["id"], empty=False, toggle=False)
    names = ["id", "name", "people", "answers", "spoken", "between"]
    base = alt.Chart(said[names].assign(head=float(_TOP - 8), foot=float(_FOOT))).transform_calculate(
        sentence=f"datum.name+': '+datum.people+', {measure} '+datum.spoken+', '+datum.between"
    )
    column: alt.Chart = base.mark_bar(fill="transparent", strokeWidth=2, cornerRadius=4, cursor="pointer")
    return column.encode(
        x=plot.x,
        y=pixels.down("head"),
        y2="foot:Q",
        stroke=alt.when(pick).then(alt.value(plot.tokens.ink)).otherwise(alt.value("transparent")),
        tooltip=[
            alt.Tooltip("name:N", title="Gap"),
            alt.Tooltip("people:N", title=counted.capitalize()),
            alt.Tooltip("spoken:N", title=measure),
            alt.Tooltip("between:N", title="95% interval"),
            alt.Tooltip("answers:N", title="Rests on"),
        ],
        description="sentence:N",
    ).add_params(pick)
