"""Things that are counted, as bars from the most to the fewest: length is a share, colour is satisfaction.

The whisker at the end of a bar is its interval; a dashed bar has too few answers for a colour. A click
returns the bar's id as `pick`.
"""

from dataclasses import dataclass
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from lib.charts import axes, theme
from lib.charts.pixels import Options
from lib.charts.theme import SatisfactionScale, Tokens, Unit, spoken
from lib.model import figures

#: Pixels: height of a row, of its bar, and how far a phone's bar stands below its name.
_ROW, _ROW_NARROW, _BAR, _BELOW = 30, 42, 16, 9
#: Pixels right of the longest whisker for its words; average width of a character of a name.
_WORDS, _WORDS_NARROW, _LETTER = 128, 84, 6.9
_FOOT = 26


@dataclass(frozen=True, slots=True)
class _Places:
    """What all layers share: the order of the rows, the lane of their names and the length of a share."""

    tokens: Tokens
    rows: tuple[str, ...]
    longest: float
    lane: int
    narrow: bool

    @property
    def height(self) -> int:
        return len(self.rows) * (_ROW_NARROW if self.narrow else _ROW) + _FOOT

    def x(self, field: str, *, axis: bool = False) -> alt.X:
        side = _WORDS_NARROW if self.narrow else _WORDS
        ends: list[Any] = [self.lane, alt.ExprRef(f"width-{side}")]
        scale = alt.Scale(domain=[0, self.longest], range=ends, nice=False)
        if not axis:
            return alt.X(f"{field}:Q", title=None, scale=scale)
        marks = axes.ticks(0.0, self.longest)
        texts = axes.tick_texts(marks, "share", "")
        said = f"{texts!r}[round((datum.value - ({marks[0]})) / {marks[1] - marks[0]})]"
        written = alt.Axis(title=None, values=list(marks), labelExpr=said, grid=True)
        return alt.X(f"{field}:Q", title=None, scale=scale, axis=written)

    @property
    def y(self) -> alt.Y:
        scale = alt.Scale(domain=list(self.rows), range=[0, self.height - _FOOT], padding=0)
        return alt.Y("id:N", scale=scale, axis=None)

    @property
    def drop(self) -> int:
        """How far the bar stands below the middle of its row."""
        return _BELOW if self.narrow else 0


def bars(
    frame: pd.DataFrame,
    *,
    tokens: Tokens,
    title: str,
    subtitle: str,
    target: float,
    length: str = "Share of texts",
    measure: str = "CSAT",
    counted: str = "texts",
    unit: Unit = "share",
    scale_min: float = 0.0,
    scale_max: float = 1.0,
    narrow: bool = False,
) -> alt.LayerChart:
    """The bars.

    `frame`, one bar a row in the order of reading: id, share, low, high, n (what the share counts), value
    (the satisfaction that colours it; missing where there are too few answers), value_low, value_high,
    answers. `length` names the share, `counted` what n counts, `measure` the satisfaction. Hovering tells
    all of it.
    """
    scale = theme.satisfaction_scale(tokens, target, scale_min, scale_max, unit)
    said = _said(frame, scale, counted, narrow)
    lane = 0 if narrow else int(min(max(len(one) for one in frame["id"]) * _LETTER + 14, 260))
    places = _Places(tokens, tuple(frame["id"]), _longest(frame), lane, narrow)
    tips = _tips(length, measure)
    base = alt.Chart(said)
    layers = [*_bars(base, places, scale, tips, measure), *_whiskers(base, places), *_words(base, places)]
    room: theme.Room = "narrow" if narrow else "wide"
    return alt.LayerChart(layer=layers).properties(
        width=358 if narrow else 1180, height=places.height, title=theme.title(title, subtitle, room)
    )


def _longest(frame: pd.DataFrame) -> float:
    ends = pd.concat([frame["share"], frame["high"]]).dropna()
    return float(ends.max()) if len(ends) and ends.max() > 0 else 1.0


def _said(frame: pd.DataFrame, scale: SatisfactionScale, counted: str, narrow: bool) -> pd.DataFrame:
    """The rows with everything that is printed or read out."""
    known = frame["value"].notna()
    share = [_part(one) for one in frame["share"]]
    count = [figures.short(one) if narrow else f"{figures.count(one)} {counted}" for one in frame["n"]]
    value = frame["value"].map(scale.say).where(known, "too few answers")
    between = pd.Series(theme.ranges(frame["value_low"], frame["value_high"], scale.say), index=frame.index)
    return pd.DataFrame(
        {
            "id": frame["id"],
            "name": frame["id"].map(spoken),
            "share": frame["share"],
            "low": frame["low"],
            "high": frame["high"],
            "end": np.fmax(frame["share"], frame["high"].fillna(0)),
            "shade": frame["value"].where(known, scale.domain[2]).astype(float),
            "known": known,
            "words": [f"{one} · {number}" for one, number in zip(share, count, strict=True)],
            "part": share,
            "range": theme.ranges(frame["low"], frame["high"], lambda one: figures.share(one, 1)),
            "number": frame["n"].map(figures.count),
            "value": value,
            "between": between.where(known, figures.MISSING),
            "answers": frame["answers"].map(figures.count),
        }
    )


def _part(share: float) -> str:
    """A share where there is little room.

    >>> _part(0.424), _part(0.0981), _part(0.0002)
    ('42%', '9.8%', 'under 0.1%')
    """
    if 0 < share < 0.0005:
        return "under 0.1%"
    return figures.share(share, 1 if share < 0.0995 else 0)


def _tips(length: str, measure: str) -> list[alt.Tooltip]:
    titles = {
        "name": "About",
        "part": length,
        "range": "95% interval",
        "number": "Texts",
        "value": measure,
        "between": "95% interval of it",
        "answers": "Answers",
    }
    return [alt.Tooltip(f"{field}:N", title=title) for field, title in titles.items()]


def _bars(
    base: alt.Chart, places: _Places, scale: SatisfactionScale, tips: list[alt.Tooltip], measure: str
) -> list[alt.Chart]:
    """Coloured bars, and dashed outlines where the colour has too few answers."""
    tokens = places.tokens
    pick = alt.selection_point(name="pick", on="click", fields=["id"], empty=False, toggle=False)
    sentence = f"datum.name+': '+datum.words+', {measure} '+datum.value+', answers: '+datum.answers"
    base = base.transform_calculate(sentence=sentence)
    mark: Options = {"cursor": "pointer", "cornerRadiusEnd": 2, "height": _BAR, "yOffset": places.drop}
    legend = scale.legend(f"{measure}, target {scale.say(scale.domain[2])}", "bottom", 10)
    encoded: Options = {
        "x": places.x("share", axis=True),
        "x2": alt.X2(datum=0),
        "y": places.y,
        "stroke": alt.when(pick).then(alt.value(tokens.ink)).otherwise(alt.value(tokens.outline)),
        "strokeWidth": alt.when(pick).then(alt.value(2)).otherwise(alt.value(0.7)),
        "tooltip": tips,
        "description": "sentence:N",
    }
    coloured = base.transform_filter("datum.known").mark_bar(**mark)
    outlined = base.transform_filter("!datum.known").mark_bar(fill=tokens.panel, strokeDash=[3, 3], **mark)
    colour = alt.Color("shade:Q", scale=scale.scale(), legend=legend)
    return [coloured.encode(color=colour, **encoded).add_params(pick), outlined.encode(**encoded)]


def _whiskers(base: alt.Chart, places: _Places) -> list[alt.Chart]:
    """The interval of the share, light over dark, so that it is seen on any colour."""
    known = base.transform_filter("isValid(datum.low)")
    ends: Options = {"x": places.x("low"), "x2": "high:Q", "y": places.y}
    mark: Options = {"aria": False, "yOffset": places.drop}
    return [
        known.mark_rule(color=places.tokens.background, strokeWidth=3.5, **mark).encode(**ends),
        known.mark_rule(color=places.tokens.ink, strokeWidth=1.4, **mark).encode(**ends),
    ]


def _words(base: alt.Chart, places: _Places) -> list[alt.Chart]:
    """The name left of a bar, on a phone above it; share and number right of its whisker."""
    tokens = places.tokens
    style: Options = {"baseline": "middle", "aria": False, "align": "left"}
    number = base.mark_text(dx=7, dy=places.drop, fontSize=12, color=tokens.muted, **style)
    own: Options = {"dy": -8, "fontSize": 12.5} if places.narrow else {"fontSize": 12.5}
    name = base.mark_text(color=tokens.ink, limit=340 if places.narrow else places.lane - 8, **own, **style)
    return [
        number.encode(x=places.x("end"), y=places.y, text="words:N"),
        name.encode(x=alt.value(0), y=places.y, text="name:N"),
    ]
