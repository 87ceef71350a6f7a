"""When a project has earned its cost back: cumulative cash with its band, break-even and its range."""

import math

import altair as alt
import pandas as pd

from lib.charts import axes, pixels, theme
from lib.charts.pixels import Options
from lib.charts.plot import known
from lib.charts.theme import Room, Tokens
from lib.model import figures


def payback(
    frame: pd.DataFrame,
    *,
    tokens: Tokens,
    title: str,
    subtitle: str,
    currency: str = "EUR",
    room: Room = "half",
    height: int = 260,
) -> alt.LayerChart:
    """The payback picture.

    `frame`, one month per row: month (0 is the start), value (cumulative cash), low, high (80 %).
    Months are rounded up everywhere: an amount is back when the whole of it is.
    """
    rows = frame.sort_values("month", ignore_index=True)
    span = axes.span([*known(rows["value"], rows["low"], rows["high"]), 0.0])
    base = alt.Chart(_said(rows, currency))
    x = _months(rows, room)
    y = alt.Y(
        "value:Q",
        scale=alt.Scale(domain=list(span), zero=False, nice=False),
        axis=axes.value_axis(axes.ticks(*span), "money", currency),
    )
    layers = [
        *_band(base, x, y, tokens),
        _zero(tokens),
        base.mark_line(color=tokens.accent, strokeWidth=2.4, aria=False).encode(x=x, y=y),
        _dots(base, x, y, tokens),
        *_break_even(rows, tokens),
    ]
    return alt.LayerChart(layer=layers).properties(
        width={"wide": 1180, "half": 580, "narrow": 358}[room],
        height=height,
        title=theme.title(title, subtitle, room),
    )


def break_even(months: pd.Series, values: pd.Series) -> float | None:
    """The month at which a course reaches zero for good, between months by a straight line.

    >>> break_even(pd.Series([0, 1, 2]), pd.Series([-10.0, -5.0, 5.0]))
    1.5
    >>> break_even(pd.Series([0, 1]), pd.Series([-10.0, -5.0])) is None
    True
    """
    course = [(float(month), float(value)) for month, value in zip(months, values, strict=True)]
    if not course or course[-1][1] < 0:
        return None
    below = [i for i, (_, value) in enumerate(course) if value < 0]
    if not below:
        return course[0][0]
    (before, under), (after, over) = course[below[-1]], course[below[-1] + 1]
    return before + (after - before) * -under / (over - under)


def _said(rows: pd.DataFrame, currency: str) -> pd.DataFrame:
    def short(value: float) -> str:
        return figures.short_money(value, currency)

    return rows.assign(words=rows["value"].map(short), between=theme.ranges(rows["low"], rows["high"], short))


def _months(rows: pd.DataFrame, room: Room) -> alt.X:
    last = int(rows["month"].max())
    every = next(n for n in (1, 2, 3, 6, 12, 24, 60, 120) if last / n <= (6 if room == "narrow" else 10))
    axis = alt.Axis(
        title="months after the start",
        titleAnchor="end",
        grid=False,
        values=list(range(0, last + 1, every)),
        format="d",
    )
    right = alt.ExprRef("width-12")
    return alt.X("month:Q", scale=alt.Scale(domain=[0, last], range=[0, right], nice=False), axis=axis)


def _band(base: alt.Chart, x: alt.X, y: alt.Y, tokens: Tokens) -> list[alt.Chart]:
    area = base.mark_area(color=tokens.ghost, opacity=0.6, aria=False)
    return [area.encode(x=x, y=alt.Y("low:Q", title=None), y2="high:Q")]


def _zero(tokens: Tokens) -> alt.Chart:
    rule: alt.Chart = alt.Chart(pd.DataFrame({"zero": [0.0]})).mark_rule(color=tokens.ink, aria=False)
    return rule.encode(y=alt.Y("zero:Q", title=None))


def _dots(base: alt.Chart, x: alt.X, y: alt.Y, tokens: Tokens) -> alt.Chart:
    """Invisible dots that carry the tooltips and the sentences for screen readers."""
    tips = [
        alt.Tooltip("month:Q", title="Month"),
        alt.Tooltip("words:N", title="Cash so far"),
        alt.Tooltip("between:N", title="80% range"),
    ]
    told = base.transform_calculate(sentence="'Month '+datum.month+': '+datum.words+', '+datum.between")
    dots: alt.Chart = told.mark_point(size=120, opacity=0, filled=True)
    return dots.encode(x=x, y=y, tooltip=tips, description="sentence:N")


def _break_even(rows: pd.DataFrame, tokens: Tokens) -> list[alt.Chart]:
    """The dot where the cost is back, its range along the zero line, and both in words."""
    when = break_even(rows["month"], rows["value"])
    early, late = (break_even(rows["month"], rows[end]) for end in ("high", "low"))
    last = float(rows["month"].max())
    spot = pd.DataFrame(
        {
            "month": [last if when is None else when],
            "from": [last if early is None else early],
            "to": [last if late is None else late],
            "zero": [0.0],
            "head": [_when(when, last)],
            "below": [_range(early, late, last)],
        }
    )
    base = alt.Chart(spot)
    y, x = alt.Y("zero:Q", title=None), alt.X("month:Q")
    bar: Options = {
        "color": tokens.accent,
        "strokeWidth": 7,
        "opacity": 0.4,
        "strokeCap": "round",
        "aria": False,
    }
    right = spot["month"].iloc[0] < last / 2
    text: Options = {"align": "left", "dx": 4} if right else {"align": "right", "dx": -4}
    shift = 1 if right else -1
    layers = [] if early is None else [base.mark_rule(**bar).encode(x="from:Q", x2="to:Q", y=y)]
    if when is not None:
        dot = base.mark_circle(
            size=150, color=tokens.accent, opacity=1, stroke=tokens.background, strokeWidth=2
        )
        layers.append(dot.encode(x=x, y=y, description="head:N"))
    at = base.encode(x=x, y=y)
    upper = pixels.lettering(
        at, tokens, "head", tokens.ink, fontSize=13, fontWeight=600, dy=26 * shift - 4, **text
    )
    lower = pixels.lettering(at, tokens, "below", tokens.muted, fontSize=11, dy=26 * shift + 12, **text)
    return [*layers, *upper, *lower]


def _when(month: float | None, last: float) -> str:
    return (
        f"Not paid back within {last:.0f} months"
        if month is None
        else f"Paid back in month {math.ceil(month)}"
    )


def _range(early: float | None, late: float | None, last: float) -> str:
    """The range in words, rounded as the month itself.

    >>> _range(7.2, 14.4, 24), _range(7.2, None, 24), _range(None, None, 24)
    ('80% range 8 to 15', '80% range 8 to more than 24', '80% range: more than 24')
    """
    if early is None:
        return f"80% range: more than {last:.0f}"
    end = f"more than {last:.0f}" if late is None else str(math.ceil(late))
    return f"80% range {math.ceil(early)} to {end}"
