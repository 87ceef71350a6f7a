"""The journey map: touchpoints in the order of the journey, lanes of what is known of each, on one canvas.

The dots of the curve are the data, the line between them a reading aid; it breaks where nothing is known.
Colour is satisfaction; what hurts stands on a card; every lane says how it is known. A click returns the
touchpoint as `pick`, by its `id`. On a phone the map runs downward (`journey_map_phone`).
"""

import altair as alt
import pandas as pd

from lib.charts import theme
from lib.charts.journey_map_cells import (
    ALL,
    Look,
    evidence_of,
    marked,
    reach,
    stages,
    stops,
    wrapped,
)
from lib.charts.journey_map_phone import phone
from lib.charts.pixels import Options, across, down
from lib.charts.theme import Room, Tokens
from lib.model.map_lanes import EVIDENCE, NONE_FOUND, MapLook

#: Pixels: the lane of titles at the left, heights of the lanes on top.
_LEFT, _STAGE, _NAME, _CURVE, _BAR = 112, 34, 50, 196, 66
#: Pixels of a line of text, and the air around the text of a lane.
_TEXT, _AIR = 13.5, 18
#: The room that texts are wrapped for, and the average width of a character.
_ROOM, _LETTER = 860, 5.7
#: The most lines of a text lane.
_MOST_LINES = {
    "pain": 6,
    "words": 7,
    "channels": 3,
    "money": 4,
    "moment": 3,
    "owner": 2,
    "status": 2,
    "action": 4,
    "note": 4,
}
#: Lanes whose texts stand on cards.
_CARDS = ("pain",)
#: Lanes drawn as bars.
_BARS = ("customers",)


class _Canvas:
    """Where everything lies: the columns by expressions of `width`, the lanes by pixels."""

    def __init__(self, look: Look, shown: pd.DataFrame) -> None:
        self.look = look
        self.count = len(shown)
        self.characters = int((_ROOM - _LEFT) / self.count / _LETTER) - 1
        self.low, self.high = reach(shown, look)
        self.curve = (_STAGE + _NAME + 22.0, _STAGE + _NAME + _CURVE - 34.0)
        self.texts = {lane: self._texts(shown, lane) for lane, _ in look.map.lanes}
        self.tops: dict[str, float] = {}
        top = float(_STAGE + _NAME + _CURVE)
        for lane, _ in look.map.lanes:
            self.tops[lane] = top
            top += self.tall(lane)
        self.height = top

    def _texts(self, shown: pd.DataFrame, lane: str) -> list[list[str]]:
        if f"said_{lane}" not in shown:
            return [[] for _ in range(len(shown))]
        most = _MOST_LINES.get(lane, 2)
        return [wrapped(text, self.characters, most) for text in shown[f"said_{lane}"]]

    def tall(self, lane: str) -> float:
        """The height of a lane: its bars, or its longest text."""
        if lane in _BARS:
            return _BAR
        lines = max([len(text) for text in self.texts[lane]] + [2])
        return lines * _TEXT + _AIR + (6 if lane in _CARDS else 0)

    def middle(self, lane: str) -> float:
        return self.tops[lane] + self.tall(lane) / 2

    def at(self, place: str) -> str:
        """The pixel of a place along the journey: the middle of column 0 is at 0.5."""
        return f"({_LEFT}+({place})*(width-{_LEFT})/{self.count})"

    def up(self, field: str) -> str:
        """The pixel of a satisfaction value."""
        top, foot = self.curve
        return f"({foot}-(datum.{field}-({self.low}))/({self.high - self.low})*{foot - top})"


def journey_map(
    cells: pd.DataFrame, look: MapLook, *, tokens: Tokens, title: str, subtitle: str, room: Room = "wide"
) -> alt.LayerChart:
    """The map.

    `cells`, one per touchpoint and lane: stage, touchpoint (`(all)` for the value of a stage), place, lane,
    evidence, value, low, high, n, said (the finished text); `other_value` where a second map is drawn into
    the same curve. `look` says which lanes are drawn and what the question's values mean.
    """
    return _drawn(cells, Look(tokens, look), title, subtitle, narrow=room == "narrow")


def _drawn(cells: pd.DataFrame, look: Look, title: str, subtitle: str, *, narrow: bool) -> alt.LayerChart:
    shown = stops(cells, look)
    if narrow:
        return phone(shown, look, title=title, subtitle=subtitle)
    canvas = _Canvas(look, shown)
    parts = stages(cells, shown, look)
    layers = [
        *_panels(canvas, parts),
        *_lane_names(canvas),
        *_columns(canvas, shown),
        *_heads(canvas, parts, shown),
        *_curve(canvas, shown),
        *[layer for lane, _ in look.map.lanes for layer in _lane(canvas, shown, cells, lane)],
    ]
    return alt.LayerChart(layer=layers).properties(
        width=_ROOM, height=canvas.height, title=theme.title(title, subtitle, "wide")
    )


def _edges(base: alt.Chart, canvas: _Canvas, first: str, last: str, air: float = 2) -> alt.Chart:
    return base.transform_calculate(
        x0=f"{canvas.at(first)}+{air}", x1=f"{canvas.at(last)}-{air}", cx="(datum.x0+datum.x1)/2"
    )


def _panels(canvas: _Canvas, parts: pd.DataFrame) -> list[alt.Chart]:
    """A panel behind each stage."""
    base = _edges(alt.Chart(parts), canvas, "datum.first", "datum.last+1")
    panel = base.mark_rect(color=canvas.look.tokens.panel, cornerRadius=6, aria=False, opacity=0.75)
    return [
        panel.encode(x=across("x0"), x2="x1:Q", y=alt.value(0), y2=alt.value(canvas.height)),
    ]


def _lane_names(canvas: _Canvas) -> list[alt.Chart]:
    """The title of each lane with how it is known, and a line above it."""
    look = canvas.look
    rows = [
        ("Touchpoint", "", _STAGE + _NAME / 2, float(_STAGE)),
        (look.map.measure, "surveyed", _STAGE + _NAME + 26, float(_STAGE + _NAME)),
    ]
    rows += [
        (title, kind, canvas.middle(lane), canvas.tops[lane])
        for (lane, title), kind in zip(look.map.lanes, look.map.evidence, strict=True)
    ]
    frame = pd.DataFrame(rows, columns=["name", "kind", "y", "rule"])
    frame["sign"] = [marked(kind) if kind in EVIDENCE else "" for kind in frame["kind"]]
    frame["shift"] = [7 if sign else 0 for sign in frame["sign"]]
    base = alt.Chart(frame).transform_calculate(up="datum.y-datum.shift", low="datum.y+datum.shift")
    name: Options = {"align": "left", "fontSize": 11.5, "fontWeight": 500, "color": look.tokens.ink}
    sign: Options = {"align": "left", "fontSize": 10.5, "color": look.tokens.muted, "aria": False}
    rule = base.mark_rule(color=look.tokens.rule, aria=False)
    return [
        rule.encode(y=down("rule"), x=alt.value(0), x2=alt.value("width")),
        base.mark_text(limit=_LEFT - 8, **name).encode(x=alt.value(0), y=down("up"), text="name:N"),
        base.mark_text(**sign).encode(x=alt.value(0), y=down("low"), text="sign:N"),
    ]


def _columns(canvas: _Canvas, shown: pd.DataFrame) -> list[alt.Chart]:
    """What is clicked: columns of the whole height, tinted when picked, with all they say as tooltip."""
    pick = alt.selection_point(name="pick", on="click", fields=["id"], empty=False, toggle=False)
    base = _edges(alt.Chart(shown), canvas, "datum.place", "datum.place+1")
    column = base.mark_rect(color=canvas.look.tokens.accent, cornerRadius=4, cursor="pointer", aria=False)
    tint = alt.when(pick).then(alt.value(0.14)).otherwise(alt.value(0))
    return [
        column.encode(
            x=across("x0"),
            x2="x1:Q",
            y=alt.value(_STAGE),
            y2=alt.value(canvas.height),
            opacity=tint,
            tooltip=_tips(canvas, shown),
        ).add_params(pick)
    ]


def _tips(canvas: _Canvas, shown: pd.DataFrame) -> list[alt.Tooltip]:
    named = [("satisfaction", canvas.look.map.measure), *canvas.look.map.lanes]
    tips = [alt.Tooltip(f"said_{lane}:N", title=name) for lane, name in named if f"said_{lane}" in shown]
    return [alt.Tooltip("name:N", title="Touchpoint"), alt.Tooltip("stage:N", title="Stage"), *tips]


def _heads(canvas: _Canvas, parts: pd.DataFrame, shown: pd.DataFrame) -> list[alt.Chart]:
    """Stage names with their value, and the names of the touchpoints."""
    look = canvas.look
    wide = (parts["last"] - parts["first"] + 1) * (_ROOM - _LEFT) / canvas.count
    parts = parts.assign(
        both=wide > parts["name"].str.len() * 7.4 + 66, alone=parts["first"] == parts["last"]
    )
    base = _edges(alt.Chart(parts), canvas, "datum.first", "datum.last+1", 5)
    value = base.transform_filter("datum.both && isValid(datum.value)")
    dot = value.transform_calculate(dx="datum.x1-36").mark_circle(size=80, opacity=1, aria=False)
    title: Options = {"fontSize": 12.5, "fontWeight": 600, "color": look.tokens.ink, "aria": False}
    middle = _STAGE / 2
    fits = f"(datum.last+1-datum.first)*(width-{_LEFT})/{canvas.count}-(datum.both ? 58 : 8)"
    title["fontSize"] = alt.ExprRef("datum.alone ? 11 : 12.5")
    heads = [
        base.mark_text(align="left", limit=alt.ExprRef(fits), **title).encode(
            x=across("x0"), y=alt.value(middle), text="name:N"
        ),
        dot.encode(
            x=across("dx"),
            y=alt.value(middle),
            color=alt.Color("value:Q", scale=look.scale.scale(), legend=None),
        ),
        value.mark_text(align="right", **title).encode(x=across("x1"), y=alt.value(middle), text="label:N"),
    ]
    lines = shown[["id", "place", "name"]].assign(
        name=[wrapped(name, canvas.characters - 1, 3) for name in shown["name"]]
    )
    lines["shift"] = [-(len(name) - 1) * _TEXT / 2 for name in lines["name"]]
    lines["name"] = lines["name"].str.join("\n")
    named = _edges(alt.Chart(lines), canvas, "datum.place", "datum.place+1")
    named = named.transform_calculate(y=f"{_STAGE + _NAME / 2}+datum.shift")
    word: Options = {
        "fontSize": 11.5,
        "fontWeight": 500,
        "lineHeight": _TEXT,
        "baseline": "middle",
        "lineBreak": "\n",
    }
    word["limit"] = alt.ExprRef(f"(width-{_LEFT})/{canvas.count}-4")
    words = named.mark_text(color=look.tokens.ink, cursor="pointer", aria=False, **word)
    return [*heads, words.encode(x=across("cx"), y=down("y"), text="name:N")]


def _curve(canvas: _Canvas, shown: pd.DataFrame) -> list[alt.Chart]:
    """Satisfaction: target, band, line, dots with their values, and the number of answers at the foot."""
    look, tokens = canvas.look, canvas.look.tokens
    base = _edges(alt.Chart(shown), canvas, "datum.place", "datum.place+1").transform_calculate(
        y="isValid(datum.value) ? " + canvas.up("value") + " : 0",
        yl="isValid(datum.value) ? " + canvas.up("low") + " : 0",
        yh="isValid(datum.value) ? " + canvas.up("high") + " : 0",
    )
    known = base.transform_filter("datum.known")
    detail = alt.Detail("run:N")
    spoken_stop = "datum.name+', '+datum.stage+': '+datum.said_satisfaction"
    dots = known.transform_calculate(sentence=spoken_stop)
    colour = alt.Color("value:Q", scale=look.scale.scale(), legend=None)
    label = known.transform_calculate(yv="max(datum.yh, 0)-9")
    text: Options = {"fontSize": 12, "fontWeight": 600, "aria": False}
    halo: Options = {"stroke": tokens.background, "strokeWidth": 3.5, "strokeJoin": "round"}
    foot = _STAGE + _NAME + _CURVE - 12
    return [
        *_target(canvas),
        known.mark_area(interpolate="monotone", color=tokens.ghost, opacity=0.5, aria=False).encode(
            x=across("cx"), y=down("yl"), y2="yh:Q", detail=detail
        ),
        known.mark_rule(color=tokens.outline, strokeWidth=1.5, aria=False).encode(
            x=across("cx"), y=down("yl"), y2="yh:Q"
        ),
        *_bridges(canvas, shown),
        known.mark_line(interpolate="monotone", color=tokens.ink, strokeWidth=2, aria=False).encode(
            x=across("cx"), y=down("y"), detail=detail, order="place:Q"
        ),
        *_second(canvas, shown),
        dots.mark_circle(
            size=120, opacity=1, stroke=tokens.background, strokeWidth=2, cursor="pointer"
        ).encode(
            x=across("cx"), y=down("y"), color=colour, description="sentence:N", tooltip=_tips(canvas, shown)
        ),
        label.mark_text(fill=tokens.background, **halo, **text).encode(
            x=across("cx"), y=down("yv"), text="label:N"
        ),
        label.mark_text(**text).encode(
            x=across("cx"),
            y=down("yv"),
            text="label:N",
            color=alt.when("datum.faint").then(alt.value(tokens.muted)).otherwise(alt.value(tokens.ink)),
        ),
        base.mark_text(fontSize=10.5, color=tokens.muted, aria=False).encode(
            x=across("cx"), y=alt.value(foot), text="beneath:N"
        ),
    ]


def _bridges(canvas: _Canvas, shown: pd.DataFrame) -> list[alt.Chart]:
    """Dotted lines over touchpoints of which nothing is known."""
    known = shown[shown["known"]][["place", "value"]].reset_index(drop=True)
    after = known.shift(-1)
    gaps = known.assign(place2=after["place"], value2=after["value"])[after["place"] > known["place"] + 1]
    base = alt.Chart(gaps).transform_calculate(
        xa=canvas.at("datum.place+0.5"), xb=canvas.at("datum.place2+0.5"),
        ya=canvas.up("value"), yb=canvas.up("value2"),
    )  # fmt: skip
    rule = base.mark_rule(color=canvas.look.tokens.outline, strokeDash=[2, 3], aria=False)
    return [rule.encode(x=across("xa"), x2="xb:Q", y=down("ya"), y2="yb:Q")] if len(gaps) else []


def _target(canvas: _Canvas) -> list[alt.Chart]:
    look = canvas.look
    frame = pd.DataFrame({"value": [look.map.target], "label": [f"target {look.scale.say(look.map.target)}"]})
    base = alt.Chart(frame).transform_calculate(y=canvas.up("value"))
    style: Options = {"align": "right", "fontSize": 10.5, "color": look.tokens.muted, "aria": False}
    return [
        base.mark_rule(strokeDash=[4, 3], color=look.tokens.muted, aria=False).encode(
            y=down("y"), x=alt.value(_LEFT), x2=alt.value("width")
        ),
        base.mark_text(**style).encode(y=down("y"), x=alt.value(_LEFT - 8), text="label:N"),
    ]


def _second(canvas: _Canvas, shown: pd.DataFrame) -> list[alt.Chart]:
    """The curve of the other map: hollow dots and a dashed line."""
    if shown["other"].isna().all():
        return []
    tokens = canvas.look.tokens
    base = _edges(alt.Chart(shown), canvas, "datum.place", "datum.place+1")
    base = base.transform_filter("isValid(datum.other)").transform_calculate(y=canvas.up("other"))
    line = base.mark_line(interpolate="monotone", color=tokens.outline, strokeDash=[5, 3], aria=False)
    dot = base.mark_point(size=60, filled=True, fill=tokens.background, stroke=tokens.outline, aria=False)
    return [
        line.encode(x=across("cx"), y=down("y"), order="place:Q"),
        dot.encode(x=across("cx"), y=down("y")),
    ]


def _lane(canvas: _Canvas, shown: pd.DataFrame, cells: pd.DataFrame, lane: str) -> list[alt.Chart]:
    if lane in _BARS:
        return _bars(canvas, cells, lane)
    return _words(canvas, shown, cells, lane)


def _bars(canvas: _Canvas, cells: pd.DataFrame, lane: str) -> list[alt.Chart]:
    """Counts as bars from the lane's foot, each with its number."""
    mine = cells[(cells["lane"] == lane) & (cells["touchpoint"] != ALL)].sort_values("place")
    frame = mine[["value", "said"]].reset_index(drop=True).assign(place=range(len(mine)))
    foot, most = canvas.tops[lane] + _BAR - 6, float(frame["value"].max() or 1)
    base = _edges(alt.Chart(frame), canvas, "datum.place", "datum.place+1", 12)
    base = base.transform_calculate(y=f"{foot}-{_BAR - 28}*datum.value/{most}")
    tokens = canvas.look.tokens
    bar = base.mark_rect(color=tokens.outline, opacity=0.55, cornerRadius=2, aria=False)
    number = base.mark_text(dy=-8, fontSize=10.5, color=tokens.ink, aria=False)
    return [
        bar.encode(x=across("x0"), x2="x1:Q", y=down("y"), y2=alt.value(foot)),
        number.encode(x=across("cx"), y=down("y"), text="said:N"),
    ]


def _words(canvas: _Canvas, shown: pd.DataFrame, cells: pd.DataFrame, lane: str) -> list[alt.Chart]:
    """Texts in the middle of their cell; a dash where nothing is known; those that hurt on a card."""
    tokens, texts = canvas.look.tokens, canvas.texts[lane]
    kinds = evidence_of(cells, lane, list(shown["id"]))
    frame = pd.DataFrame({"place": shown["place"], "known": [bool(text) for text in texts], "kind": kinds})
    frame["lines"] = [text or [EVIDENCE["no data"][0]] for text in texts]
    frame["shift"] = [-(len(text) - 1) * _TEXT / 2 for text in frame["lines"]]
    frame["lines"] = frame["lines"].str.join("\n")  # lists do not survive the way to the browser
    frame["card"] = frame["known"] & shown[f"said_{lane}"].ne(NONE_FOUND).to_numpy()
    base = _edges(alt.Chart(frame), canvas, "datum.place", "datum.place+1")
    base = base.transform_calculate(y=f"{canvas.middle(lane)}+datum.shift")
    style: Options = {
        "fontSize": 10.5,
        "lineHeight": _TEXT,
        "baseline": "middle",
        "lineBreak": "\n",
        "aria": False,
    }
    style["limit"] = alt.ExprRef(f"(width-{_LEFT})/{canvas.count}-6")
    ink = alt.when("datum.known").then(alt.value(tokens.ink)).otherwise(alt.value(tokens.muted))
    words = base.mark_text(fontStyle="italic" if lane == "words" else "normal", **style)
    drawn = [words.encode(x=across("cx"), y=down("y"), text="lines:N", color=ink)]
    if lane not in _CARDS:
        return drawn
    top, foot = canvas.tops[lane] + 5, canvas.tops[lane] + canvas.tall(lane) - 5
    card = base.transform_filter("datum.card").mark_rect(
        color=tokens.worst,
        fillOpacity=0.12,
        stroke=tokens.worst,
        strokeOpacity=0.55,
        cornerRadius=4,
        aria=False,
    )
    return [card.encode(x=across("x0"), x2="x1:Q", y=alt.value(top), y2=alt.value(foot)), *drawn]
