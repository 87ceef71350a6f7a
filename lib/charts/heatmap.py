"""Satisfaction by touchpoint and channel: colour is the value, the tile's size is how sure we are.

A full tile stands on 100 answers or more; under the minimum there is a dashed outline and no value.
Every value is printed on its tile in pure black or white. A click returns row and column as `cell`.
"""

from dataclasses import dataclass

import altair as alt
import pandas as pd

from lib.charts import pixels, theme
from lib.charts.heatmap_words import SURE, abbreviated, ems, said_cells, two_lines
from lib.charts.pixels import Options
from lib.charts.theme import SatisfactionScale, Tokens, Unit, spoken
from lib.model.metrics import ENOUGH, TOO_FEW

#: Pixels: lane of the column names, height of a row, width of a printed value at least.
_HEAD, _ROW, _ROW_NARROW = 30, 38, 44
#: Added to the lane of the column names for a second line.
_LINE = 13
#: The part of its place that a tile of each class fills. On a phone less is taken away, and in no case
#: so much that a number would not fit.
_SIZES = {"full": 1.0, "middle": 0.76, "small": 0.56}
_SIZES_NARROW = {"full": 1.0, "middle": 0.86, "small": 0.74}
_LEAST, _LEAST_NARROW = 34, 20
#: Average width of a character of a label, in pixels.
_LETTER = 6.9


@dataclass(frozen=True, slots=True)
class _Grid:
    """What all layers share: the order of rows and columns, and the lane at the left."""

    tokens: Tokens
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    lane: int
    narrow: bool

    @property
    def head(self) -> int:
        """Names of several words may take two lines."""
        return _HEAD + (_LINE if any(" " in name for name in self.columns) else 0)

    @property
    def height(self) -> int:
        return self.head + len(self.rows) * (_ROW_NARROW if self.narrow else _ROW)

    @property
    def sizes(self) -> dict[str, float]:
        return _SIZES_NARROW if self.narrow else _SIZES

    @property
    def place(self) -> str:
        """The pixels of one column."""
        return f"((width-{self.lane})/{len(self.columns)})"

    @property
    def x(self) -> alt.X:
        right = alt.ExprRef("width")
        scale = alt.Scale(
            domain=list(self.columns), range=[self.lane, right], paddingInner=0.05, paddingOuter=0
        )
        return alt.X("column:N", scale=scale, axis=None)

    @property
    def y(self) -> alt.Y:
        lanes = [self.head, self.height]
        scale = alt.Scale(domain=list(self.rows), range=lanes, paddingInner=0.08, paddingOuter=0.04)
        return alt.Y("row:N", scale=scale, axis=None)

    def box(self, size: str) -> Options:
        """A tile of that class, wide enough for its number."""
        part, least = self.sizes[size], _LEAST_NARROW if self.narrow else _LEAST
        if size == "full":
            return {"cornerRadius": 4}
        across = alt.ExprRef(f"min({self.place}*0.95, max({least}, {self.place}*0.95*{part}))")
        return {"cornerRadius": 4, "width": across, "height": {"band": part}}


def heatmap(
    cells: pd.DataFrame,
    *,
    tokens: Tokens,
    title: str,
    subtitle: str,
    unit: Unit,
    target: float,
    scale_min: float = 0.0,
    scale_max: float = 1.0,
    measure: str = "CSAT",
    rows_title: str = "Touchpoint",
    columns_title: str = "Channel",
    marked: str = "the target",
    room: theme.Room = "wide",
) -> alt.LayerChart:
    """The heatmap in its room: on a phone `narrow`, `half` where something stands beside it.

    `cells`, one tile per row: row, column, row_group (stage), row_order, column_order, n (answers),
    value, low, high, differs (from what `marked` names: printed bold; empty where nothing is marked), and
    what else `said_cells` takes.
    `scale_min` and `scale_max` are the ends of the measure's own scale.
    """
    narrow = room == "narrow"
    scale = theme.satisfaction_scale(tokens, target, scale_min, scale_max, unit)
    grid = _grid(cells, tokens, narrow)
    said = said_cells(cells, scale, tokens, bare=narrow)
    tips = _tips(measure, rows_title, columns_title, marked, raw="raw" in cells)
    layers = [
        *_separators(cells, grid),
        *_tiles(alt.Chart(said), grid, scale, tips, measure, marked),
        *_values(alt.Chart(said), grid, tips),
        *_names(cells, grid),
        *_key(grid),
    ]
    return alt.LayerChart(layer=layers).properties(
        width=358 if narrow else 860,
        height=grid.height + _key_height(narrow),
        title=theme.title(title, subtitle, room),
    )


def _grid(cells: pd.DataFrame, tokens: Tokens, narrow: bool) -> _Grid:
    rows, columns = _ordered(cells, "row"), _ordered(cells, "column")
    lane = max(len(row) for row in rows) * (6.2 if narrow else _LETTER) + 12
    if not narrow:
        lane += max(len(group) for group in cells["row_group"].fillna("")) * _LETTER + 18
    return _Grid(tokens, rows, columns, int(min(lane, 112 if narrow else 290)), narrow)


def _ordered(cells: pd.DataFrame, name: str) -> tuple[str, ...]:
    order = cells.sort_values([f"{name}_order", name])
    return tuple(dict.fromkeys(order[name]))


def _tips(measure: str, rows_title: str, columns_title: str, marked: str, raw: bool) -> list[alt.Tooltip]:
    made_of = [alt.Tooltip("raw:N", title="Questions")] if raw else []
    return [
        alt.Tooltip("row:N", title=rows_title),
        alt.Tooltip("column:N", title=columns_title),
        alt.Tooltip("text:N", title=measure),
        alt.Tooltip("between:N", title="95% interval"),
        alt.Tooltip("answers:N", title="Answers"),
        *([alt.Tooltip("against:N", title=f"Against {marked}")] if marked else []),
        *made_of,
    ]


def _tiles(
    base: alt.Chart,
    grid: _Grid,
    scale: SatisfactionScale,
    tips: list[alt.Tooltip],
    measure: str,
    marked: str,
) -> list[alt.Chart]:
    """One layer per size, and the dashed outlines of cells with too few answers."""
    pick = alt.selection_point(name="cell", on="click", fields=["row", "column"], empty=False, toggle=False)
    target = scale.say(scale.domain[2])
    named = f"{measure} in %" if grid.narrow and scale.unit == "share" else measure
    bold = f". Bold: differs from {marked}" if marked else ""
    legend = scale.legend(f"{named}, target {target}{bold}", "bottom", 10)
    value = f"{measure} '+datum.text+', '+datum.between"
    sentence = f"datum.row+', '+datum.column+': {value}+', answers: '+datum.answers"
    base = base.transform_calculate(sentence=sentence)
    tokens, tiles = grid.tokens, []
    for size in grid.sizes:
        tile = base.transform_filter(f"datum.size == '{size}'").mark_rect(cursor="pointer", **grid.box(size))
        tiles.append(
            tile.encode(
                x=grid.x,
                y=grid.y,
                color=alt.Color("shade:Q", scale=scale.scale(), legend=legend),
                stroke=alt.when(pick).then(alt.value(tokens.ink)).otherwise(alt.value(tokens.outline)),
                strokeWidth=alt.when(pick)
                .then(alt.value(2.5))
                .when("datum.faint")
                .then(alt.value(0.7))
                .otherwise(alt.value(0)),
                tooltip=tips,
                description="sentence:N",
            )
        )
    tiles[0] = tiles[0].add_params(pick)
    dashes: Options = {"filled": False, "strokeDash": [3, 3], **grid.box("small")}
    empty = base.transform_filter("datum.size == 'none'").mark_rect(**dashes)
    outline = empty.encode(
        x=grid.x, y=grid.y, stroke=alt.value(tokens.outline), tooltip=tips, description="sentence:N"
    )
    return [*tiles, outline]


def _values(base: alt.Chart, grid: _Grid, tips: list[alt.Tooltip]) -> list[alt.Chart]:
    """The printed numbers: one layer per ink and weight, since one layer has one colour."""
    layers = []
    for ink in ("#000000", "#ffffff", grid.tokens.muted):
        for bold in (True, False):
            words = base.transform_filter(f"datum.ink == '{ink}' && datum.bold == {str(bold).lower()}")
            style: Options = {"fontSize": 11.5 if grid.narrow else 12.5, "fontWeight": 700 if bold else 400}
            mark = words.mark_text(color=ink, aria=False, cursor="pointer", **style)
            layers.append(mark.encode(x=grid.x, y=grid.y, text="text:N", tooltip=tips))
    return layers


def _names(cells: pd.DataFrame, grid: _Grid) -> list[alt.Chart]:
    """Column names above, row names left of the tiles, group names at the far left."""
    rows = cells.drop_duplicates("row").set_index("row").loc[list(grid.rows)].reset_index()
    rows = rows.assign(name=rows["row"].map(spoken), group=rows["row_group"].fillna("").map(spoken))
    rows["first"] = rows["group"] != rows["group"].shift()
    firsts = rows[rows["first"]]
    row: Options = {"color": grid.tokens.ink, "aria": False, "limit": grid.lane - 10}
    row |= (
        {"fontSize": 11.5, "align": "left", "dy": alt.ExprRef("datum.first ? 5 : 0")}
        if grid.narrow
        else {"fontSize": 12, "align": "right"}
    )
    group: Options = {"fontSize": 10.5, "fontWeight": 600, "color": grid.tokens.muted, "align": "left"}
    group |= {"aria": False, "dy": -13 if grid.narrow else 0}
    beside = alt.value(0 if grid.narrow else grid.lane - 10)
    return [
        *_column_names(grid),
        alt.Chart(rows[["row", "name", "first"]]).mark_text(**row).encode(x=beside, y=grid.y, text="name:N"),
        alt.Chart(firsts[["row", "group"]])
        .mark_text(**group)
        .encode(x=alt.value(0), y=grid.y, text="group:N"),
    ]


def _column_names(grid: _Grid) -> list[alt.Chart]:
    """The full names where they fit, in two lines where that does, short ones otherwise."""
    full = [spoken(one) for one in grid.columns]
    folded = [two_lines(one) for one in full]
    frame = pd.DataFrame(
        {
            "column": grid.columns,
            "full": full,
            "first": [first for first, _ in folded],
            "second": [second for _, second in folded],
            "short": abbreviated(full),
            "whole": [ems(one) for one in full],
            "folded": [max(map(ems, one)) for one in folded],
        }
    )
    size = 10.5 if grid.narrow else 12
    fits = f"datum.whole*{size} < {grid.place}-2"
    folds = f"datum.second && datum.folded*{size} < {grid.place}"
    words = alt.Chart(frame).transform_calculate(
        above=f"{fits} ? '' : {folds} ? datum.first : ''",
        name=f"{fits} ? datum.full : {folds} ? datum.second : datum.short",
    )
    style: Options = {"fontWeight": 500, "color": grid.tokens.ink, "baseline": "bottom", "aria": False}
    return [
        words.mark_text(fontSize=size, **style).encode(
            x=grid.x, y=alt.value(grid.head - 8 - up), text=f"{part}:N"
        )
        for part, up in (("name", 0), ("above", _LINE))
    ]


def _separators(cells: pd.DataFrame, grid: _Grid) -> list[alt.Chart]:
    """A line above the first row of every group but the first."""
    group = cells.drop_duplicates("row").set_index("row")["row_group"].fillna("")
    firsts = [b for a, b in zip(grid.rows, grid.rows[1:], strict=False) if group[a] != group[b]]
    rule = alt.Chart(pd.DataFrame({"row": firsts})).mark_rule(color=grid.tokens.ghost, aria=False)
    return [rule.encode(y=grid.y.bandPosition(0), x=alt.value(0), x2=alt.value("width"))] if firsts else []


def _key_height(narrow: bool) -> int:
    return 52 if narrow else 34


def _key(grid: _Grid) -> list[alt.Chart]:
    """What the tile sizes mean, below the tiles: four samples side by side, two on a phone."""
    beside = 2 if grid.narrow else 4
    words = [
        f"{SURE}+ answers",
        f"{ENOUGH} to {SURE - 1}",
        f"{TOO_FEW} to {ENOUGH - 1}",
        f"under {TOO_FEW}: no value",
    ]
    frame = pd.DataFrame(
        {
            "at": [i % beside / beside for i in range(4)],
            "y": [grid.height + 20 + 20 * (i // beside) for i in range(4)],
            "half": [9 * part for part in grid.sizes.values()] + [9 * grid.sizes["small"]],
            "name": words,
            "empty": [False, False, False, True],
        }
    )
    x = "(datum.at*width)"
    box = f"'M'+{x}+','+(datum.y-datum.half*0.8)+'h'+2*datum.half+'v'+1.6*datum.half+'h'+(-2*datum.half)+'Z'"
    tokens = grid.tokens
    sample = pixels.outlined(alt.Chart(frame), box, aria=False, opacity=1).encode(
        fill=alt.when("datum.empty").then(alt.value("transparent")).otherwise(alt.value(tokens.ghost)),
        stroke=alt.when("datum.empty").then(alt.value(tokens.outline)).otherwise(alt.value("transparent")),
        strokeDash=alt.value([2, 2]),
    )
    style: Options = {
        "align": "left",
        "baseline": "middle",
        "fontSize": 11,
        "color": tokens.muted,
        "aria": False,
    }
    shift: Options = {"dx": alt.ExprRef(f"{x}+24"), "dy": alt.ExprRef("datum.y")}
    text = alt.Chart(frame).mark_text(**style, **shift)
    return [sample, text.encode(x=alt.value(0), y=alt.value(0), text="name:N")]
