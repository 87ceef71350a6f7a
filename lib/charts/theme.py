"""The look of all charts: colours, type, titles, the satisfaction scale, and the one outer edge.

Chart functions return unconfigured charts, because a configured one cannot be layered; whoever shows
or exports a chart calls `finish` once.
"""

import re
import textwrap
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Literal, TypeVar

import altair as alt

from lib.charts.colour import oklch, shade
from lib.model import figures
from lib.model.errors import QuestionError

#: Ends with a generic family: without it an exporter that lacks Inter draws no text at all.
FONT = "Inter, sans-serif"
#: How wide a chart will be shown: the whole page, half of it, or a phone.
Room = Literal["wide", "half", "narrow"]
Unit = Literal["share", "nps", "score", "points"]
Picture = TypeVar("Picture", alt.Chart, alt.LayerChart)

#: Characters that fit on one line of title and subtitle in each room.
_LINE: dict[Room, tuple[int, int]] = {"wide": (90, 116), "half": (50, 72), "narrow": (37, 52)}
#: How far the scale reaches below and above the target, as parts of the metric's range. Less above:
#: a scale with a sensible target has little room there.
_BELOW, _ABOVE = 0.30, 0.20


@dataclass(frozen=True, slots=True)
class Tokens:
    """The colours of one appearance. `diverging` runs from worst over target to best."""

    dark: bool
    background: str
    panel: str
    ink: str
    muted: str
    rule: str
    ghost: str
    outline: str
    accent: str
    diverging: tuple[str, str, str, str, str]
    #: Opacity of flow bands: dark needs more, or the inner colours turn to mud.
    band: float

    @property
    def worst(self) -> str:
        return self.diverging[0]

    @property
    def best(self) -> str:
        return self.diverging[-1]


@cache
def tokens(dark: bool) -> Tokens:
    """The colours for the light or the dark appearance.

    >>> tokens(False).worst, tokens(True).best
    ('#bf4306', '#52b5f4')
    """
    if dark:
        return Tokens(
            dark=True,
            background="#0e1117",
            panel="#1a202b",
            ink="#f3f4f6",
            muted="#9aa3b0",
            rule="#2b313c",
            ghost="#3a414d",
            outline="#6f7887",
            accent="#4ea1ff",
            diverging=_diverging(
                (0.70, 0.17, 45), (0.62, 0.11, 50), (0.46, 0.012, 80), (0.62, 0.09, 245), (0.74, 0.13, 240)
            ),
            band=0.85,
        )
    return Tokens(
        dark=False,
        background="#ffffff",
        panel="#f2f4f7",
        ink="#1b1f27",
        muted="#667085",
        rule="#e6e8ec",
        ghost="#d0d5dd",
        outline="#8b94a3",
        accent="#1f5fd0",
        diverging=_diverging(
            (0.55, 0.17, 40), (0.72, 0.12, 50), (0.89, 0.012, 85), (0.70, 0.09, 245), (0.48, 0.13, 250)
        ),
        band=0.66,
    )


def title(text: str, subtitle: str = "", room: Room = "wide") -> alt.Title:
    """A finding and its small print, both wrapped to the room that the chart has.

    >>> title("Checkout loses one customer in five, and delivery lets down", room="narrow").text
    ['Checkout loses one customer in five,', 'and delivery lets down']
    """
    wide, small = _LINE[room]
    return alt.Title(text=_lines(text, wide), subtitle=_lines(subtitle, small))


def finish(chart: Picture, tokens: Tokens, *, export: bool = False) -> Picture:
    """The chart as it is shown: sized to its container, drawn as SVG, in our type and colours.

    Call it once, at the outer edge. `export` adds the paper's margin, which a page has already. The
    family is named at every part, because Streamlit fills in its own where a part names none.
    """
    side = 16 if export else 0
    done: Picture = chart.properties(
        autosize=alt.AutoSizeParams(type="fit-x", contains="padding"),
        padding={"left": side, "right": side, "top": side or 4, "bottom": side or 4},
        background=tokens.background,
        usermeta={"embedOptions": {"renderer": "svg"}},
    ).configure(
        font=FONT,
        view=alt.ViewConfig(stroke=None),
        text=alt.MarkConfig(color=tokens.ink, font=FONT),
        title=_title_config(tokens),
        axis=_axis_config(tokens),
        legend=_legend_config(tokens),
    )
    return done


@dataclass(frozen=True, slots=True)
class SatisfactionScale:
    """Colours around a target: `domain` in the metric's unit, `low` and `high` the metric's own ends."""

    unit: Unit
    low: float
    high: float
    domain: tuple[float, float, float, float, float]
    colours: tuple[str, str, str, str, str]

    def colour(self, value: float) -> str:
        """The colour of a value, as the browser will draw it."""
        return shade(value, self.domain, self.colours)

    def say(self, value: float | None) -> str:
        """A value as it stands in a label: '61%', '−12' or '3.9'."""
        return say(value, self.unit)

    def scale(self) -> alt.Scale:
        """The same colours as a scale of the chart."""
        return alt.Scale(domain=list(self.domain), range=list(self.colours), clamp=True, interpolate="lab")

    def legend(self, text: str, orient: Literal["top", "bottom"] = "top", offset: int = 14) -> alt.Legend:
        """A gradient with both ends and the target named; an end that is clamped says so."""
        first, target, last = self.domain[0], self.domain[2], self.domain[-1]
        ends = f"datum.value <= {first} ? '{self._end(first)}' : datum.value >= {last} ? '{self._end(last)}'"
        return alt.Legend(
            title=text,
            orient=orient,
            offset=offset,
            direction="horizontal",
            titleOrient="top",
            titleAnchor="start",
            values=[first, target, last],
            labelExpr=f"{ends} : '{self.say(target)}'",
            gradientOpacity=1,
            gradientLength=220,
        )

    def _end(self, value: float) -> str:
        if value <= self.low or value >= self.high:
            return self.say(value)
        return f"{self.say(value)} or {'less' if value < self.domain[2] else 'more'}"


def satisfaction_scale(
    tokens: Tokens, target: float, low: float = 0.0, high: float = 1.0, unit: Unit = "share"
) -> SatisfactionScale:
    """Worst to best around `target` for a metric that runs from `low` to `high`.

    CSAT is a share (0 to 1), NPS runs from -100 to 100, a mean score over its scale. QuestionError
    where the target is not strictly inside.

    >>> scale = satisfaction_scale(tokens(False), 0.8)
    >>> [scale.say(end) for end in scale.domain]
    ['50%', '68%', '80%', '90%', '100%']
    """
    if not low < target < high:
        raise QuestionError(
            f"The target {target} lies outside the scale.", f"Choose a target between {low} and {high}."
        )
    span = high - low
    first, last = max(low, target - _BELOW * span), min(high, target + _ABOVE * span)
    domain = (first, first + 0.6 * (target - first), target, target + 0.5 * (last - target), last)
    return SatisfactionScale(unit, low, high, tuple(round(v, 4) for v in domain), tokens.diverging)  # type: ignore[arg-type]


def difference_scale(tokens: Tokens, most: float) -> SatisfactionScale:
    """Fewer to more around no difference, in fractions shown as points, the strongest `most` and beyond.

    >>> [difference_scale(tokens(False), 0.1).say(end) for end in (-0.1, 0, 0.1)]
    ['−10 pt', '0 pt', '+10 pt']
    """
    domain = (-most, -0.55 * most, 0.0, 0.55 * most, most)
    return SatisfactionScale("points", -1.0, 1.0, domain, tokens.diverging)


def say(value: float | None, unit: Unit) -> str:
    """A satisfaction value where there is little room.

    >>> say(0.614, "share"), say(-12.4, "nps"), say(3.94, "score")
    ('61%', '−12', '3.9')
    """
    if unit == "points":
        return figures.points(value, 0).replace("+0 pt", "0 pt")
    if unit == "share":
        return figures.share(value, 0)
    return figures.score(value, 0 if unit == "nps" else 1)


def ranges(low: Iterable[float], high: Iterable[float], written: Callable[[float], str]) -> list[str]:
    """Intervals in words.

    >>> ranges([0.52], [0.64], lambda value: say(value, "share"))
    ['52% to 64%']
    """
    return [f"{written(a)} to {written(b)}" for a, b in zip(low, high, strict=True)]


def spoken(label: str) -> str:
    """A touchpoint as it stands in a label.

    >>> spoken("product page"), spoken("(other)"), spoken("(unknown)")
    ('Product page', 'Other', 'Unknown')
    """
    bare = re.sub(r"^\((\w+)\)$", r"\1", label)
    return bare[:1].upper() + bare[1:]


def _lines(text: str, width: int) -> list[str]:
    return textwrap.wrap(text, width, break_long_words=False) or [""]


def _diverging(*stops: tuple[float, float, float]) -> tuple[str, str, str, str, str]:
    worst, worse, target, better, best = (oklch(*stop) for stop in stops)
    return worst, worse, target, better, best


def _title_config(tokens: Tokens) -> alt.TitleConfig:
    return alt.TitleConfig(
        anchor="start",
        frame="bounds",
        font=FONT,
        subtitleFont=FONT,
        fontSize=16,
        fontWeight=600,
        lineHeight=21,
        color=tokens.ink,
        subtitleColor=tokens.muted,
        subtitleFontSize=12.5,
        subtitleLineHeight=17,
        subtitlePadding=5,
        offset=14,
    )


def _axis_config(tokens: Tokens) -> alt.AxisConfig:
    return alt.AxisConfig(
        labelFont=FONT,
        titleFont=FONT,
        labelColor=tokens.muted,
        titleColor=tokens.muted,
        labelFontSize=11,
        titleFontSize=11,
        titleFontWeight=500,
        labelPadding=6,
        gridColor=tokens.rule,
        domain=False,
        ticks=False,
    )


def _legend_config(tokens: Tokens) -> alt.LegendConfig:
    return alt.LegendConfig(
        labelFont=FONT,
        titleFont=FONT,
        labelColor=tokens.muted,
        titleColor=tokens.muted,
        labelFontSize=11,
        titleFontSize=11,
        titleFontWeight=500,
        titleLimit=420,
        gradientThickness=9,
        gradientStrokeColor="transparent",
    )
