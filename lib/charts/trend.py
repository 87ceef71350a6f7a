"""One KPI over time: its interval, what happened, the target, the period before, and where it stands.

The axis of values may be cut, as for every line. The running period is dashed and open, because it
will still change.
"""

import altair as alt
import pandas as pd

from lib.charts import axes, moments, pixels, theme
from lib.charts.pixels import Options
from lib.charts.plot import Plot, days_of, known, side_for
from lib.charts.theme import Tokens
from lib.model import figures

#: One value, or a band from low to high.
Target = float | tuple[float, float]
_SO_FAR = " so far"


def trend(
    frame: pd.DataFrame,
    *,
    tokens: Tokens,
    title: str,
    subtitle: str,
    unit: str,
    currency: str = "EUR",
    markers: pd.DataFrame | None = None,
    previous: pd.DataFrame | None = None,
    target: Target | None = None,
    measure: str = "Value",
    narrow: bool = False,
    height: int = 240,
) -> alt.LayerChart:
    """The trend.

    `frame`, one period per row: period (its first day), value (or missing), low, high, open (the
    period still runs). `previous`: period (moved onto the days of `frame`), value. `markers`: day,
    name. `unit` is one of `lib.model.metrics.Unit`. Hovering shows the nearest period.
    """
    rows = days_of(frame, "period")
    before = None if previous is None else days_of(previous, "period")
    marked = moments.placed(markers, rows["period"].min(), rows["period"].max(), 290 if narrow else 760)
    plot = Plot(
        tokens=tokens,
        unit=unit,
        currency=currency,
        values=_span(rows, before, target),
        days=(rows["period"].min().date(), rows["period"].max().date()),
        lane=moments.lane(marked),
        side=_side(rows, unit, currency),
        height=height + moments.lane(marked),
        narrow=narrow,
    )
    layers = [
        *_target(target, plot),
        *moments.drawn(marked, plot),
        _interval(rows, plot),
        *([] if before is None else _previous(rows, before, plot)),
        *_line(rows, plot),
        *_last(rows, plot),
        _nearest(rows, before, plot, measure),
    ]
    room: theme.Room = "narrow" if narrow else "wide"
    return alt.LayerChart(layer=layers).properties(
        width=358 if narrow else 1180, height=plot.height, title=theme.title(title, subtitle, room)
    )


def _span(rows: pd.DataFrame, before: pd.DataFrame | None, target: Target | None) -> tuple[float, float]:
    past = [] if before is None else [before["value"]]
    return axes.span(known(rows["value"], rows["low"], rows["high"], *past) + _ends(target))


def _side(rows: pd.DataFrame, unit: str, currency: str) -> int:
    last = rows.dropna(subset=["value"]).tail(1)
    said = [figures.figure(value, unit, currency) for value in last["value"]]
    return side_for([f"{one}{_SO_FAR}" for one in said], 11) if last["open"].any() else side_for(said)


def _ends(target: Target | None) -> list[float]:
    if target is None:
        return []
    return list(target) if isinstance(target, tuple) else [target]


def _target(target: Target | None, plot: Plot) -> list[alt.Chart]:
    """A line, or a band with its words inside."""
    ends = _ends(target)
    if not ends:
        return []
    words = f"target {' to '.join(plot.say(one) for one in ends)}"
    base = alt.Chart(pd.DataFrame({"low": [ends[0]], "high": [ends[-1]], "words": [words]}))
    colour, full = plot.tokens.best, {"x": alt.value(0), "x2": alt.value(alt.ExprRef(plot.right))}
    place: Options = {"align": "left", "dx": 4, "fontSize": 11}
    if len(ends) == 1:
        line = base.mark_rule(color=colour, strokeDash=[6, 4], aria=False).encode(y=plot.y("high"), **full)
        at = base.encode(x=alt.value(0), y=plot.y("high"))
        return [line, *pixels.lettering(at, plot.tokens, "words", colour, baseline="bottom", dy=-3, **place)]
    band = base.mark_rect(color=colour, opacity=0.12, aria=False)
    text = base.mark_text(baseline="top", dy=5, color=colour, aria=False, **place)
    return [
        band.encode(y=plot.y("low"), y2="high:Q", **full),
        text.encode(x=alt.value(0), y=plot.y("high"), text="words:N"),
    ]


def _interval(rows: pd.DataFrame, plot: Plot) -> alt.Chart:
    strength = 0.16 if plot.tokens.dark else 0.11
    base = alt.Chart(rows[["period", "low", "high"]])
    band: alt.Chart = base.mark_area(color=plot.tokens.accent, opacity=strength, aria=False)
    return band.encode(x=plot.x(), y=plot.y("low"), y2="high:Q")


def _previous(rows: pd.DataFrame, before: pd.DataFrame, plot: Plot) -> list[alt.Chart]:
    """The period before, dashed, named where the two lines lie furthest apart."""
    colour = plot.tokens.muted
    line = alt.Chart(before[["period", "value"]]).mark_line(
        color=colour, strokeDash=[4, 4], strokeWidth=1.5, opacity=0.8, aria=False
    )
    both = rows[["period", "value"]].merge(before[["period", "value"]], on="period", suffixes=("_now", ""))
    both = both.dropna().iloc[len(both) // 8 : max(len(both) * 3 // 4, 1)]
    layers = [line.encode(x=plot.x(), y=plot.y())]
    if both.empty:
        return layers
    apart = (both["value"] - both["value_now"]).astype(float)
    spot = both.loc[[apart.abs().idxmax()], ["period", "value"]].assign(words="previous period")
    above = apart[spot.index[0]] > 0
    at = alt.Chart(spot).encode(x=plot.x(), y=plot.y())
    return [
        *layers,
        *pixels.lettering(at, plot.tokens, "words", colour, fontSize=11, dy=-12 if above else 13),
    ]


def _line(rows: pd.DataFrame, plot: Plot) -> list[alt.Chart]:
    """The closed periods as a line; the way to the running one is dashed."""
    running = rows["open"].astype(bool)
    closed = rows[["period", "value"]].assign(value=rows["value"].where(~running))
    colour = plot.tokens.accent
    layers = [
        alt.Chart(closed)
        .mark_line(color=colour, strokeWidth=2.2, aria=False)
        .encode(x=plot.x(axis=True), y=plot.y(axis=True))
    ]
    if running.any():
        rest = rows.loc[max(int(running.idxmax()) - 1, 0) :, ["period", "value"]]
        dashed = alt.Chart(rest).mark_line(color=colour, strokeWidth=2.2, strokeDash=[3, 3], aria=False)
        layers.append(dashed.encode(x=plot.x(), y=plot.y()))
    return layers


def _last(rows: pd.DataFrame, plot: Plot) -> list[alt.Chart]:
    """The last closed value with its unit, and the running one as an open ring."""
    there = rows.dropna(subset=["value"])
    running = there["open"].astype(bool)
    closed, still = there[~running].tail(4), there[running].tail(1)
    if still.empty:
        return _end(closed.tail(1), plot, "", {"align": "left", "dx": 9})
    falls = closed["value"].tail(1).sum() < closed["value"].mean()
    aside: Options = {"align": "right", "dx": 4, "dy": 17 if falls else -15}
    open_ring: Options = {"align": "left", "dx": 9, "fontSize": 11, "fontWeight": 500}
    return [*_end(closed.tail(1), plot, "", aside), *_end(still, plot, _SO_FAR, open_ring)]


def _end(spot: pd.DataFrame, plot: Plot, suffix: str, style: Options) -> list[alt.Chart]:
    """A dot (a ring while the period runs) and the value beside it."""
    tokens = plot.tokens
    words = spot[["period", "value"]].assign(words=spot["value"].map(plot.say) + suffix)
    at = alt.Chart(words).encode(x=plot.x(), y=plot.y())
    fill = tokens.background if suffix else tokens.accent
    dot = at.mark_circle(size=64, fill=fill, stroke=tokens.accent, strokeWidth=2, opacity=1, aria=False)
    text: Options = {"fontSize": 12.5, "fontWeight": 600} | style
    return [dot, *pixels.lettering(at, tokens, "words", tokens.accent, **text)]


def _nearest(rows: pd.DataFrame, before: pd.DataFrame | None, plot: Plot, measure: str) -> alt.Chart:
    """The dots that hovering reveals, with what each period says."""
    said = rows[["period", "value"]].assign(
        words=rows["value"].map(plot.say),
        between=theme.ranges(rows["low"], rows["high"], plot.say),
        state=rows["open"].map({True: "still running", False: "complete"}),
        day=rows["period"].map(lambda one: f"{one.day} {one:%b %Y}"),
    )
    tips = [
        alt.Tooltip("day:N", title="Period from"),
        alt.Tooltip("words:N", title=measure),
        alt.Tooltip("between:N", title="95% interval"),
        alt.Tooltip("state:N", title="Period"),
    ]
    if before is not None:
        past = dict(zip(before["period"], before["value"].map(plot.say), strict=True))
        said["past"] = said["period"].map(past).fillna(figures.MISSING)
        tips.insert(3, alt.Tooltip("past:N", title="Previous period"))
    hover = alt.selection_point(
        name="hover", fields=["period"], nearest=True, on="pointerover", clear="pointerout", empty=False
    )
    shown = alt.when(hover).then(alt.value(1)).otherwise(alt.value(0))
    base = alt.Chart(said).transform_calculate(
        sentence=f"datum.day+': {measure} '+datum.words+', '+datum.between+', '+datum.state"
    )
    dots: alt.Chart = base.mark_point(size=60, filled=True, color=plot.tokens.accent)
    return dots.encode(
        x=plot.x(), y=plot.y(), opacity=shown, tooltip=tips, description="sentence:N"
    ).add_params(hover)
