"""What happened against what would have happened: actual, expected with its band, and the area between."""

from typing import Literal

import altair as alt
import pandas as pd

from lib.charts import axes, moments, pixels, theme
from lib.charts.pixels import Options
from lib.charts.plot import Plot, days_of, known, side_for
from lib.charts.theme import Room, Tokens


def counterfactual(
    frame: pd.DataFrame,
    *,
    live_at: object,
    label: str,
    tokens: Tokens,
    title: str,
    subtitle: str,
    unit: str = "money",
    currency: str = "EUR",
    better: Literal["up", "down"] = "up",
    gain: str = "",
    room: Room = "half",
    height: int = 260,
) -> alt.LayerChart:
    """The picture of one change.

    `frame`, one day (or week) per row: day, actual, expected, low, high (the 95 % band of expected).
    `live_at` is when the change called `label` went live. `gain` is a finished text such as
    '+€159k (€90k to €228k)': an amount without its interval does not belong here. Area on the
    `better` side of expected is blue, the other vermilion.
    """
    rows = days_of(frame, "day")
    first, last = rows["day"].min(), rows["day"].max()
    live = pd.DataFrame({"day": [pd.Timestamp(str(live_at))], "name": [label]})
    marked = moments.placed(live, first, last, 300 if room == "narrow" else 460)
    plot = Plot(
        tokens=tokens,
        unit=unit,
        currency=currency,
        values=axes.span(known(rows["actual"], rows["low"], rows["high"], rows["expected"])),
        days=(first.date(), last.date()),
        lane=moments.lane(marked),
        side=side_for(["expected"], 11.5),
        height=height,
        narrow=room != "wide",
    )
    after = rows[rows["day"] >= live["day"].iloc[0]]
    layers = [
        *_expected(rows, plot),
        *_between(after, plot, better),
        *moments.drawn(marked, plot),
        *_lines(rows, plot),
        *_ends(rows, plot),
        *_gain(after, plot, gain, better),
    ]
    return alt.LayerChart(layer=layers).properties(
        width={"wide": 1180, "half": 580, "narrow": 358}[room],
        height=height,
        title=theme.title(title, subtitle, room),
    )


def _expected(rows: pd.DataFrame, plot: Plot) -> list[alt.Chart]:
    """The band, with its name below its end."""
    base = alt.Chart(rows[["day", "low", "high"]])
    band = base.mark_area(color=plot.tokens.ghost, opacity=0.6, aria=False)
    spot = alt.Chart(rows.iloc[[-1]][["day", "low"]].assign(words="95% band of expected"))
    style: Options = {"align": "right", "dx": -2, "dy": 12, "fontSize": 10.5}
    at = spot.encode(x=plot.x("day"), y=plot.y("low"))
    return [
        band.encode(x=plot.x("day"), y=plot.y("low"), y2="high:Q"),
        at.mark_text(color=plot.tokens.muted, aria=False, **style).encode(text="words:N"),
    ]


def _between(after: pd.DataFrame, plot: Plot, better: Literal["up", "down"]) -> list[alt.Chart]:
    """The area since the change, in one colour above and one below expected."""
    tokens = plot.tokens
    colours = (tokens.best, tokens.worst) if better == "up" else (tokens.worst, tokens.best)
    over = after["actual"].clip(lower=after["expected"])
    under = after["actual"].clip(upper=after["expected"])
    return [
        alt.Chart(after[["day", "expected"]].assign(edge=edge))
        .mark_area(color=colour, opacity=0.26, aria=False)
        .encode(x=plot.x("day"), y=plot.y("expected"), y2="edge:Q")
        for edge, colour in zip((over, under), colours, strict=True)
    ]


def _lines(rows: pd.DataFrame, plot: Plot) -> list[alt.Chart]:
    said = rows.assign(
        on=rows["day"].map(lambda one: f"{one.day} {one:%b %Y}"),
        was=rows["actual"].map(plot.say),
        would=rows["expected"].map(plot.say),
        between=theme.ranges(rows["low"], rows["high"], plot.say),
    )
    tips = [
        alt.Tooltip("on:N", title="From"),
        alt.Tooltip("was:N", title="Actual"),
        alt.Tooltip("would:N", title="Expected"),
        alt.Tooltip("between:N", title="95% band"),
    ]
    base = alt.Chart(said).transform_calculate(
        sentence="datum.on+': actual '+datum.was+', expected '+datum.would+', '+datum.between"
    )
    dashed = base.mark_line(color=plot.tokens.muted, strokeDash=[5, 4], strokeWidth=1.6, aria=False)
    solid = base.mark_line(color=plot.tokens.ink, strokeWidth=2, aria=False)
    dots = base.mark_point(size=120, opacity=0, filled=True)
    return [
        dashed.encode(x=plot.x("day"), y=plot.y("expected")),
        solid.encode(x=plot.x("day", axis=True), y=plot.y("actual", axis=True)),
        dots.encode(x=plot.x("day"), y=plot.y("actual"), tooltip=tips, description="sentence:N"),
    ]


def _ends(rows: pd.DataFrame, plot: Plot) -> list[alt.Chart]:
    """The lines' names at their ends, pushed apart where the lines meet."""
    last = rows.dropna(subset=["actual", "expected"]).tail(1)
    apart = plot.pixels_apart(float(last["expected"].iloc[0]), float(last["actual"].iloc[0]))
    push = max(0.0, 15 - abs(apart)) / 2 * (1 if apart >= 0 else -1)
    layers: list[alt.Chart] = []
    for column, weight, colour, shift in (
        ("actual", 600, plot.tokens.ink, -push),
        ("expected", 400, plot.tokens.muted, push),
    ):
        at = alt.Chart(last[["day", column]].assign(words=column)).encode(x=plot.x("day"), y=plot.y(column))
        style: Options = {"align": "left", "dx": 7, "dy": shift, "fontSize": 11.5, "fontWeight": weight}
        layers.append(at.mark_text(color=colour, aria=False, **style).encode(text="words:N"))
    return layers


def _gain(after: pd.DataFrame, plot: Plot, gain: str, better: Literal["up", "down"]) -> list[alt.Chart]:
    """The amount and its interval, above the highest point since the change and clear of the lines."""
    if not gain or after.empty:
        return []
    total = float((after["actual"] - after["expected"]).sum())
    good = (total >= 0) == (better == "up")
    top = float(after[["actual", "high"]].max().max())
    spot = pd.DataFrame({"day": [after["day"].max()], "value": [top], "words": [gain]})
    at = alt.Chart(spot).encode(x=plot.x("day"), y=plot.y("value"))
    colour = plot.tokens.best if good else plot.tokens.worst
    style: Options = {"align": "right", "dy": -9, "fontSize": 13, "fontWeight": 700}
    return [*pixels.lettering(at, plot.tokens, "words", colour, **style)]
