"""Moves between steps of an order: steps on a line, moves ahead above it, moves back below.

A bar between neighbours, an arc above (passes over what lies between) and an arc below with a dashed edge
(goes back): place and edge tell the kind, so that colour is free for satisfaction, at the edge of each step.
Bars and arcs have a scale each, which the subtitle states. On a phone the line runs downward: ahead on the
right, back on the left. A click returns a move as `move`, by its `id`.
"""

from dataclasses import dataclass

import altair as alt
import pandas as pd

from lib.charts import pixels, theme
from lib.charts.arcs_layout import Box, bulges, phone_labels, widths
from lib.charts.pixels import Options, across, down
from lib.charts.theme import SatisfactionScale, Tokens, Unit, spoken
from lib.model import figures

#: Pixels: half the height of a step, the gap between it and its arcs, a line of labels, an arrowhead.
_HALF, _GAP, _LINE, _HEAD = 31, 4, 22, 7
#: Pixels on a phone: from step to step, and half the width of a step.
_ROW, _SIDE = 104, 62


@dataclass(frozen=True, slots=True)
class _Line:
    """What all layers share: where the line lies and how its pixels are computed from `width`."""

    tokens: Tokens
    steps: int
    middle: float
    height: float
    narrow: bool

    @property
    def side(self) -> str:
        """Half the width of a step."""
        return str(_SIDE) if self.narrow else f"min(78,width/{self.steps}*0.33)"

    def at(self, field: str) -> str:
        """The middle of the step that a field names, along the line."""
        if self.narrow:
            return f"({self.middle}+datum.{field}*{_ROW})"
        return f"({self.side}+datum.{field}*(width-2*{self.side})/{max(self.steps - 1, 1)})"

    def point(self, along: str, beside: str) -> str:
        """A point `along` the line and `beside` it (up or right is negative), as part of a path."""
        return (
            f"(width/2-({beside}))+','+({along})"
            if self.narrow
            else f"({along})+','+({self.middle}+{beside})"
        )


def arcs(
    steps: pd.DataFrame,
    moves: pd.DataFrame,
    *,
    tokens: Tokens,
    title: str,
    subtitle: str,
    unit: Unit = "share",
    target: float | None = None,
    scale_min: float = 0.0,
    scale_max: float = 1.0,
    measure: str = "",
    narrow: bool = False,
) -> alt.LayerChart:
    """The map of an order.

    `steps`, one per step in the order: label, customers, n, value, low, high (satisfaction; value None
    where it is not known). `moves`: id, source, target (labels), kind (next, skip, back), customers, share
    (of those at the source), low, high. `target` None draws no satisfaction.
    """
    shown = _placed(steps, moves, narrow)
    up, below = (bulges(shown, kind) for kind in ("skip", "back"))
    ahead, behind = max([*up, 0]) + _LINE, max([*below, 0]) + _LINE
    shown["bulge"] = 0.0
    shown.loc[shown["kind"] == "skip", "bulge"] = up
    shown.loc[shown["kind"] == "back", "bulge"] = below
    middle = 34.0 if narrow else ahead + _HALF + _GAP + 14
    height = 2 * middle + _ROW * (len(steps) - 1) if narrow else middle + _HALF + _GAP + behind + 14
    line = _Line(tokens, len(steps), middle, height, narrow)
    scale = (
        theme.satisfaction_scale(tokens, target, scale_min, scale_max, unit) if target is not None else None
    )
    layers = [
        *_moves(shown, line),
        *_steps(steps, line, scale, measure),
        *_labels(shown, line),
        *_sides(line, shown),
    ]
    room: theme.Room = "narrow" if narrow else "wide"
    return alt.LayerChart(layer=layers).properties(
        width=358 if narrow else 1040, height=height, title=theme.title(title, subtitle, room)
    )


def _placed(steps: pd.DataFrame, moves: pd.DataFrame, narrow: bool) -> pd.DataFrame:
    """The moves with places, widths, words and the sentence that a screen reader says."""
    at = {label: place for place, label in enumerate(steps["label"])}
    shown = moves.assign(
        a=moves["source"].map(at), b=moves["target"].map(at), size=widths(moves, narrow), bulge=0.0
    ).sort_values("customers", ascending=False, ignore_index=True)
    written = figures.short if narrow else figures.count
    shown["label"] = [
        f"{written(one.customers)} · {figures.share(one.share, 0)}" for one in shown.itertuples()
    ]
    shown["between"] = theme.ranges(shown["low"], shown["high"], lambda value: figures.share(value, 0))
    shown["people"] = shown["customers"].map(figures.count)
    shown["part"] = shown["share"].map(figures.share)
    said = {"next": "to the next step", "skip": "skipped ahead", "back": "went back"}
    shown["how"] = shown["kind"].map(said)
    shown["sentence"] = [
        f"{one.source} to {one.target}, {one.how}: {one.people} customers, {one.part} of those there"
        for one in shown.itertuples()
    ]
    return shown.round(4)


_TIPS = [
    alt.Tooltip("source:N", title="From"),
    alt.Tooltip("target:N", title="To"),
    alt.Tooltip("how:N", title="Move"),
    alt.Tooltip("people:N", title="Customers"),
    alt.Tooltip("part:N", title="Of those at From"),
    alt.Tooltip("between:N", title="95% interval"),
]


def _moves(shown: pd.DataFrame, line: _Line) -> list[alt.Chart]:
    pick = alt.selection_point(name="move", on="click", fields=["id"], empty=False, toggle=False)
    tokens, layers = line.tokens, []
    for kind, path in (("next", _bar(line)), ("skip", _arc(line, -1)), ("back", _arc(line, 1))):
        base = alt.Chart(shown[shown["kind"] == kind])
        style: Options = {"cursor": "pointer", "opacity": 1, "strokeJoin": "round"}
        if kind == "back":
            style["strokeDash"] = [4, 3]
        mark = pixels.outlined(base, path, **style).encode(
            fill=alt.when(pick).then(alt.value(tokens.accent)).otherwise(alt.value(tokens.ghost)),
            stroke=alt.when(pick).then(alt.value(tokens.accent)).otherwise(alt.value(tokens.outline)),
            strokeWidth=alt.value({"next": 0.0, "skip": 0.8, "back": 1.2}[kind]),
            tooltip=_TIPS,
            description="sentence:N",
        )
        layers.append(mark.add_params(pick) if kind == "next" else mark)
    heads = alt.Chart(shown[shown["kind"] != "next"])
    layers.append(pixels.outlined(heads, _head(line), color=tokens.muted, opacity=1, aria=False))
    return layers


def _bar(line: _Line) -> str:
    """A bar with an arrowhead from a step to its neighbour."""
    half = str(_HALF) if line.narrow else line.side
    begin, end = f"{line.at('a')}+{half}+2", f"{line.at('b')}-{half}-2"
    neck, h = f"({end}-{_HEAD})", "datum.size/2"
    points = [
        (begin, f"(-{h})"), (neck, f"(-{h})"), (neck, f"(-{h}-4)"), (end, "0"),
        (neck, f"({h}+4)"), (neck, f"({h})"), (begin, f"({h})"),
    ]  # fmt: skip
    return "+'L'+".join(["'M'+" + line.point(*points[0]), *(line.point(*one) for one in points[1:])]) + "+'Z'"


def _ends(line: _Line) -> tuple[str, str]:
    """Where an arc leaves and where it arrives, along the line: always with the move's direction."""
    reach = "14" if line.narrow else f"({line.side}*0.34)"
    ahead = "(datum.b>datum.a?1:-1)"
    return f"({line.at('a')}+{ahead}*{reach})", f"({line.at('b')}-{ahead}*{reach})"


def _edge(line: _Line) -> float:
    return (_SIDE if line.narrow else _HALF) + _GAP


def _arc(line: _Line, side: int) -> str:
    """A band that swings out to one side (-1 ahead, 1 back) and ends before its arrowhead."""
    begin, end = _ends(line)
    edge, ahead, h = _edge(line), "(datum.b>datum.a?1:-1)", "datum.size/2"
    outer, inner = (f"{side}*({edge}+(datum.bulge{sign}{h})/0.75)" for sign in "+-")
    foot, last = f"{side}*{edge}", f"{side}*{edge + _HEAD - 1}"

    def p(at: str, shift: str, beside: str) -> str:
        return line.point(f"{at}{shift}{ahead}*{h}", beside)

    def swing(*points: str) -> str:
        return "'C'+" + "+' '+".join(points)

    out = swing(p(begin, "-", outer), p(end, "+", outer), p(end, "+", last))
    back = swing(p(end, "-", inner), p(begin, "+", inner), p(begin, "+", foot))
    return f"'M'+{p(begin, '-', foot)}+{out}+'L'+{p(end, '-', last)}+{back}+'Z'"


def _head(line: _Line) -> str:
    """The arrowhead of an arc, at the step where it arrives."""
    _, end = _ends(line)
    side, half = "(datum.b>datum.a?-1:1)", "(datum.size/2+3)"
    far, near = f"{side}*{_edge(line) + _HEAD}", f"{side}*{_edge(line)}"
    corners = [line.point(f"{end}-{half}", far), line.point(f"{end}+{half}", far), line.point(end, near)]
    return "'M'+" + "+'L'+".join(corners) + "+'Z'"


def _steps(
    steps: pd.DataFrame, line: _Line, scale: SatisfactionScale | None, measure: str
) -> list[alt.Chart]:
    """The steps: a tile with name and customers, and satisfaction as the colour of its edge and in words."""
    frame = steps.assign(place=range(len(steps)), name=steps["label"].map(spoken))
    frame["people"] = frame["customers"].map(figures.count)
    known = frame["value"].notna() if scale else pd.Series(data=False, index=frame.index)
    say = scale.say if scale else figures.share
    frame["said"] = [
        f"{measure} {say(one.value)}" if here else _unsaid(one.n, scale)
        for one, here in zip(frame.itertuples(), known, strict=True)
    ]
    frame["shade"] = frame["value"].where(known)
    frame["sentence"] = frame["name"] + ": " + frame["people"] + " customers, " + frame["said"]
    base = alt.Chart(frame.drop(columns=["low", "high"], errors="ignore").round(4))
    tile: Options = {"cornerRadius": 6, "color": line.tokens.panel, "stroke": line.tokens.rule}
    return [
        _tile(base, line, "1").mark_rect(**tile).encode(**_corners(), description="sentence:N"),
        *_colours(base, line, scale, measure),
        *_written(base, line),
    ]


def _unsaid(n: int, scale: SatisfactionScale | None) -> str:
    """Why a step has no value."""
    if scale is None:
        return ""
    return "too few answers" if n else "no answers"


def _tile(base: alt.Chart, line: _Line, part: str) -> alt.Chart:
    """The four corners of a step, or of the first `part` pixels of it."""
    wide = f"2*({line.side})" if part == "1" else part
    x = f"width/2-{_SIDE}" if line.narrow else f"{line.at('place')}-{line.side}"
    y = f"{line.at('place')}-{_HALF}" if line.narrow else f"{line.middle - _HALF}+0*datum.place"
    return base.transform_calculate(x0=x, x1=f"({x})+{wide}", y0=y, y1=f"({y})+{2 * _HALF}")


def _corners() -> dict[str, object]:
    return {"x": across("x0"), "x2": "x1:Q", "y": down("y0"), "y2": "y1:Q"}


def _colours(base: alt.Chart, line: _Line, scale: SatisfactionScale | None, measure: str) -> list[alt.Chart]:
    if scale is None:
        return []
    legend = scale.legend(f"{measure} at the step, target {scale.say(scale.domain[2])}", "bottom", 8)
    colour = alt.Color("shade:Q", scale=scale.scale(), legend=legend)
    known = _tile(base.transform_filter("isValid(datum.shade)"), line, "6")
    return [known.mark_rect(cornerRadius=2, aria=False).encode(**_corners(), color=colour)]


def _written(base: alt.Chart, line: _Line) -> list[alt.Chart]:
    """Name, customers and satisfaction, below each other."""
    x = "width/2+2" if line.narrow else f"{line.at('place')}+2"
    y = line.at("place") if line.narrow else f"{line.middle}+0*datum.place"
    rows = (("name", -15, 13.0, 600, line.tokens.ink), ("people", 3, 11.5, 400, line.tokens.ink),
            ("said", 18, 11.0, 400, line.tokens.muted))  # fmt: skip
    layers: list[alt.Chart] = []
    for field, dy, size, weight, colour in rows:
        style: Options = {"fontSize": size, "fontWeight": weight, "color": colour, "dy": dy, "aria": False}
        limit = alt.ExprRef(f"2*({line.side})-12")
        mark = base.transform_calculate(lx=x, ly=y).mark_text(limit=limit, **style)
        layers.append(mark.encode(x=across("lx"), y=down("ly"), text=f"{field}:N"))
    return layers


def _labels(shown: pd.DataFrame, line: _Line) -> list[alt.Chart]:
    """Customers and share of each move, over a halo: at the top of its arc, above its bar."""
    if line.narrow:
        boxes = [
            Box(one.a, one.b, one.kind, one.bulge, one.size, len(one.label)) for one in shown.itertuples()
        ]
        spots = phone_labels(boxes, _ROW, line.middle, _edge(line))
        frame = shown.assign(dx=[x for x, _ in spots], ly=[y for _, y in spots])
        base = alt.Chart(frame).transform_calculate(lx="width/2+datum.dx")
    else:
        sign = shown["kind"].map({"next": -1, "skip": -1, "back": 1}).astype(float)
        edge = shown["kind"].map({"next": 0.0, "skip": _edge(line), "back": _edge(line)}).astype(float)
        frame = shown.assign(ly=line.middle + sign * (edge + shown["bulge"] + shown["size"] / 2 + 10))
        base = alt.Chart(frame).transform_calculate(lx=f"({line.at('a')}+{line.at('b')})/2")
    at = base.encode(x=across("lx"), y=down("ly"))
    size = 10.5 if line.narrow else 11.5
    style: Options = {"fontSize": size, "fontWeight": 500, "baseline": "middle"}
    return list(pixels.lettering(at, line.tokens, "label", line.tokens.ink, **style))


def _sides(line: _Line, shown: pd.DataFrame) -> list[alt.Chart]:
    """What the two sides of the line mean, in words."""
    there = set(shown["kind"])
    words = [("skip", "Skipped ahead"), ("back", "Went back")]
    layers = []
    for kind, word in words:
        if kind not in there:
            continue
        right = line.narrow and kind == "skip"
        x = alt.value(alt.ExprRef("width")) if right else alt.value(0)
        y = 8.0 if line.narrow or kind == "skip" else line.height - 8
        style: Options = {"align": "right" if right else "left", "fontSize": 11.5, "fontWeight": 600}
        text = alt.Chart(pd.DataFrame({"word": [word]})).mark_text(
            color=line.tokens.muted, baseline="middle", aria=False, **style
        )
        layers.append(text.encode(x=x, y=alt.value(y), text="word:N"))
    return layers
