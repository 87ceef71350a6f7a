"""What comes next: a row per source, a column per target, the darker the likelier; shares are printed.

Every row adds up to 1. A click returns `source` and `target` as `cell`.
"""

import textwrap

import altair as alt
import pandas as pd

from lib.charts import pixels, theme
from lib.charts.colour import ink_on, shade
from lib.charts.heatmap_words import abbreviated
from lib.charts.pixels import Options
from lib.charts.theme import Tokens, spoken
from lib.model import figures

#: Pixels: lane of the column names, height of a row, average width of a letter.
_HEAD, _ROW, _LETTER = 44, 34, 6.9
#: Shares below this are written as less than 1 %.
_NOTHING = 0.005


def matrix(
    moves: pd.DataFrame, *, tokens: Tokens, title: str, subtitle: str, narrow: bool = False
) -> alt.LayerChart:
    """The matrix.

    `moves`, one tile per row: source, target, customers, moves, share (of the moves from the source), low,
    high (customers and limits None for targets counted together), source_order, target_order.
    """
    rows = list(dict.fromkeys(moves.sort_values("source_order")["source"]))
    columns = list(dict.fromkeys(moves.sort_values("target_order")["target"]))
    lane = int(min(max(len(row) for row in rows) * (6.4 if narrow else _LETTER) + 22, 104 if narrow else 180))
    height = _HEAD + len(rows) * _ROW
    across = alt.Scale(domain=columns, range=[lane, alt.ExprRef("width")], paddingInner=0.04, paddingOuter=0)
    down = alt.Scale(domain=rows, range=[_HEAD, height], paddingInner=0.06, paddingOuter=0.03)
    x, y = alt.X("target:N", scale=across, axis=None), alt.Y("source:N", scale=down, axis=None)
    base = alt.Chart(_said(moves, tokens, narrow))
    layers = [
        _tiles(base, tokens, x, y),
        *_numbers(base, x, y, narrow),
        *_names(rows, columns, tokens, x, y, lane, narrow),
    ]
    room: theme.Room = "narrow" if narrow else "wide"
    return alt.LayerChart(layer=layers).properties(
        width=358 if narrow else 860, height=height, title=theme.title(title, subtitle, room)
    )


def _said(moves: pd.DataFrame, tokens: Tokens, narrow: bool) -> pd.DataFrame:
    """The tiles with colour, ink, and everything that is said of them."""
    most = max(float(moves["share"].max()), 1e-9)
    ends, colours = (0.0, most), (tokens.panel, tokens.accent)
    tones = [shade(value, ends, colours) for value in moves["share"]]
    number = moves["share"].map(lambda value: figures.share(value, 0))
    number = number.where(moves["share"] >= _NOTHING, "<1%")
    number = number.str.removesuffix("%") if narrow else number
    between = theme.ranges(moves["low"], moves["high"], lambda value: figures.share(value, 0))
    said = moves[["source", "target"]].assign(
        tone=tones,
        ink=[ink_on(tone) for tone in tones],
        text=number,
        part=moves["share"].map(figures.share),
        between=pd.Series(between, moves.index).where(moves["low"].notna(), figures.MISSING),
        people=moves["customers"].map(figures.count),
        times=moves["moves"].map(figures.count),
    )
    said["sentence"] = (
        said["source"] + " to " + said["target"] + ": " + said["part"] + ", moves: " + said["times"]
    )
    return said


def _tiles(base: alt.Chart, tokens: Tokens, x: alt.X, y: alt.Y) -> alt.Chart:
    pick = alt.selection_point(
        name="cell", on="click", fields=["source", "target"], empty=False, toggle=False
    )
    tips = [
        alt.Tooltip("source:N", title="From"),
        alt.Tooltip("target:N", title="Next"),
        alt.Tooltip("part:N", title="Likelihood"),
        alt.Tooltip("between:N", title="95% interval"),
        alt.Tooltip("times:N", title="Moves"),
        alt.Tooltip("people:N", title="Customers"),
    ]
    tile: alt.Chart = base.mark_rect(cornerRadius=4)
    return tile.encode(
        x=x, y=y, color=alt.Color("tone:N", scale=None, legend=None), tooltip=tips, description="sentence:N",
        stroke=alt.when(pick).then(alt.value(tokens.ink)).otherwise(alt.value(tokens.rule)),
        strokeWidth=alt.when(pick).then(alt.value(2.5)).otherwise(alt.value(0.6)),
    ).add_params(pick)  # fmt: skip


def _numbers(base: alt.Chart, x: alt.X, y: alt.Y, narrow: bool) -> list[alt.Chart]:
    """The printed shares; one layer has one ink."""
    layers = []
    for ink in ("#000000", "#ffffff"):
        style: Options = {"fontSize": 11 if narrow else 12, "color": ink, "aria": False}
        words = base.transform_filter(f"datum.ink == '{ink}'").mark_text(**style)
        layers.append(words.encode(x=x, y=y, text="text:N"))
    return layers


def _names(
    rows: list[str], columns: list[str], tokens: Tokens, x: alt.X, y: alt.Y, lane: int, narrow: bool
) -> list[alt.Chart]:
    full = [spoken(one) for one in columns]
    size = 10.5 if narrow else 11.5
    words = [[one] for one in abbreviated(full, 5)] if narrow else [_lines(name) for name in full]
    heads = pd.DataFrame(
        [
            (column, line, _HEAD - 8 - 14 * (len(lines) - 1 - place))
            for column, lines in zip(columns, words, strict=True)
            for place, line in enumerate(lines)
        ],
        columns=["target", "name", "at"],
    )
    style: Options = {"color": tokens.ink, "aria": False, "fontSize": size}
    above = alt.Chart(heads).mark_text(baseline="bottom", fontWeight=500, **style)
    named = pd.DataFrame({"source": rows, "name": [spoken(one) for one in rows]})
    beside = alt.Chart(named).mark_text(align="right", limit=lane - 10, **style)
    return [
        above.encode(x=x, y=pixels.down("at"), text="name:N"),
        beside.encode(x=alt.value(lane - 10), y=y, text="name:N"),
    ]


def _lines(name: str) -> list[str]:
    """A column's name on at most two lines.

    >>> _lines("Product reviews"), _lines("Cart"), _lines("Cart item removed by somebody")
    (['Product', 'reviews'], ['Cart'], ['Cart item', 'remove...'])
    """
    lines = textwrap.wrap(name, 10)
    return lines if len(lines) <= 2 else [lines[0], f"{lines[1][:6]}..."]
