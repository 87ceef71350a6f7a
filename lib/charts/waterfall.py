"""From benefits over costs to what is left: bars that start where the last one ended."""

import altair as alt
import pandas as pd

from lib.charts import theme
from lib.charts.pixels import Options
from lib.charts.theme import Room, Tokens
from lib.model import figures

#: How much room above and below the bars the labels need, as a part of the whole span.
_AIR = 0.11


def waterfall(
    frame: pd.DataFrame,
    *,
    tokens: Tokens,
    title: str,
    subtitle: str,
    currency: str = "EUR",
    room: Room = "half",
    height: int = 260,
) -> alt.LayerChart:
    """The waterfall.

    `frame`, one bar per row in the order of reading: label, amount (costs negative), kind ('benefit',
    'cost' or 'net'). A net bar stands on zero. The axis starts at zero, as for all bars.
    """
    bars = _stacked(frame, currency)
    low, high = min(bars["below"].min(), 0.0), max(bars["above"].max(), 0.0)
    air = (high - low or 1.0) * _AIR
    ends = [low - air if low < 0 else 0.0, high + air]
    x = _across(bars, room, tokens)
    layers = [_bars(bars, x, ends, tokens), _steps(bars, tokens), _ground(tokens), *_amounts(bars, x, tokens)]
    return alt.LayerChart(layer=layers).properties(
        width={"wide": 1180, "half": 580, "narrow": 358}[room],
        height=height,
        title=theme.title(title, subtitle, room),
    )


def _stacked(frame: pd.DataFrame, currency: str) -> pd.DataFrame:
    """Each bar's start and end; a net bar runs from zero."""
    net = frame["kind"] == "net"
    total = frame["amount"].where(~net, 0.0).cumsum()
    end = total.where(~net, frame["amount"])
    start = (total - frame["amount"]).where(~net, 0.0)
    written = frame["amount"].map(lambda amount: figures.short_money(amount, currency))
    return frame.assign(
        start=start,
        end=end,
        above=pd.concat([start, end], axis=1).max(axis=1),
        below=pd.concat([start, end], axis=1).min(axis=1),
        words=written.where(net | (frame["amount"] < 0), "+" + written),
        under=frame["amount"] < 0,
        next=frame["label"].shift(-1),
    )


def _across(bars: pd.DataFrame, room: Room, tokens: Tokens) -> alt.X:
    order = bars["label"].tolist()
    lowered = order[1::2] if room == "narrow" else []  # every second name a line lower, or they touch
    words = f"(indexof({lowered!r}, datum.label) >= 0 ? ' ' : '') + datum.label"
    axis = alt.Axis(
        title=None,
        labelAngle=0,
        labelFontSize=10.5 if room == "narrow" else 11.5,
        labelColor=tokens.ink,
        labelExpr=f"split({words}, ' ')",
        labelOverlap=False,
    )
    scale = alt.Scale(paddingInner=0.28, paddingOuter=0.1)
    return alt.X("label:N", sort=order, axis=axis, scale=scale)


def _bars(bars: pd.DataFrame, x: alt.X, ends: list[float], tokens: Tokens) -> alt.Chart:
    colours = alt.Scale(domain=["benefit", "cost", "net"], range=[tokens.best, tokens.worst, tokens.ink])
    drawn: alt.Chart = alt.Chart(bars).mark_bar(cornerRadius=2)
    return drawn.transform_calculate(sentence="datum.label+': '+datum.words").encode(
        x=x,
        y=alt.Y("start:Q", axis=None, scale=alt.Scale(domain=ends, nice=False)),
        y2="end:Q",
        color=alt.Color("kind:N", scale=colours, legend=None),
        tooltip=[alt.Tooltip("label:N", title="Item"), alt.Tooltip("words:N", title="Amount")],
        description="sentence:N",
    )


def _steps(bars: pd.DataFrame, tokens: Tokens) -> alt.Chart:
    """Thin lines from where one bar ends to the next."""
    order = bars["label"].tolist()
    rule: alt.Chart = alt.Chart(bars.dropna(subset=["next"])).mark_rule(color=tokens.muted, aria=False)
    return rule.encode(
        x=alt.X("label:N", sort=order, bandPosition=1),
        x2=alt.X2("next:N", bandPosition=0),
        y=alt.Y("end:Q", axis=None),
    )


def _ground(tokens: Tokens) -> alt.Chart:
    zero: alt.Chart = alt.Chart(pd.DataFrame({"end": [0.0]})).mark_rule(color=tokens.ghost, aria=False)
    return zero.encode(y=alt.Y("end:Q", axis=None))


def _amounts(bars: pd.DataFrame, x: alt.X, tokens: Tokens) -> list[alt.Chart]:
    """Gains above their bar, losses below: there the connecting lines do not run."""
    style: Options = {"fontWeight": 600, "fontSize": 12, "color": tokens.ink, "aria": False}
    base = alt.Chart(bars[["label", "above", "below", "words", "under"]])
    above = base.transform_filter("!datum.under").mark_text(dy=-9, **style)
    below = base.transform_filter("datum.under").mark_text(dy=10, **style)
    return [
        above.encode(x=x, y=alt.Y("above:Q", axis=None), text="words:N"),
        below.encode(x=x, y=alt.Y("below:Q", axis=None), text="words:N"),
    ]
