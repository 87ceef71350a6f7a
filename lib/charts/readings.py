"""Several readings of one effect in one strip: a dot with its interval each, no effect as a line."""

import altair as alt
import pandas as pd

from lib.charts import axes, pixels, theme
from lib.charts.pixels import Options
from lib.charts.plot import known
from lib.charts.theme import Room, Tokens
from lib.model import figures

#: Pixels: one reading (on a phone its name stands above it), the numbers' lane, a character of a label.
_ROW, _ROW_NARROW, _SIDE, _LETTER = 46, 68, 128, 6.9


def readings(
    frame: pd.DataFrame,
    *,
    tokens: Tokens,
    title: str,
    subtitle: str,
    room: Room = "half",
) -> alt.LayerChart:
    """The strip.

    `frame`, one reading per row in the order of reading: method (a stable id), relative (the effect as
    a fraction of what was expected), low, high (95 %), label (the name shown), emphasised (the reading
    that counts), and optionally note ('misleading: counts the season as effect'), printed below the
    name. A reading without numbers (missing `relative`) prints only its note.
    """
    rows, narrow = _said(frame), room == "narrow"
    span = axes.span([*known(frame["relative"], frame["low"], frame["high"]), 0.0])
    row = _ROW_NARROW if narrow else _ROW
    x = _across(span, 8 if narrow else _lane(rows), 0 if narrow else _SIDE)
    y = _down(rows, row)
    base = alt.Chart(rows)
    layers = [
        _none(x, tokens),
        *_marks(base, x, y, tokens, 14 if narrow else 0),
        *_names(base, y, tokens, -18 if narrow else 0),
        *_numbers(base, y, tokens, narrow),
    ]
    return alt.LayerChart(layer=layers).properties(
        width={"wide": 1180, "half": 580, "narrow": 358}[room],
        height=len(rows) * row,
        title=theme.title(title, subtitle, room),
    )


def _lane(rows: pd.DataFrame) -> int:
    """The pixels that the longest name or note needs."""
    letters = max(rows["label"].str.len().max() * _LETTER, rows["note"].str.len().max() * 6.1)
    return int(min(letters + 16, 230))


def _said(frame: pd.DataFrame) -> pd.DataFrame:
    note = frame["note"] if "note" in frame else pd.Series("", frame.index)
    there = frame["relative"].notna()
    between = pd.Series(theme.ranges(frame["low"], frame["high"], _signed), frame.index)
    return frame.assign(
        note=note.fillna(""),
        place=range(len(frame)),
        said=frame["relative"].map(_signed).where(there, figures.MISSING),
        between=between.where(there, ""),
        strong=frame["emphasised"].astype(bool),
    )


def _signed(value: float | None) -> str:
    """A relative effect with its sign.

    >>> _signed(0.031), _signed(-0.004)
    ('+3.1%', '−0.4%')
    """
    said = figures.share(value)
    return f"+{said}" if value is not None and value > 0 else said


def _across(span: tuple[float, float], lane: int, side: int) -> alt.X:
    marks = axes.ticks(*span)
    texts = [_tick(mark, marks) for mark in marks]
    words = f"{texts!r}[round((datum.value - ({marks[0]})) / {marks[1] - marks[0]})]"
    scale = alt.Scale(domain=list(span), range=[lane, alt.ExprRef(f"width-{side + 12}")], nice=False)
    return alt.X("relative:Q", scale=scale, axis=alt.Axis(title=None, values=marks, labelExpr=words))


def _tick(mark: float, marks: list[float]) -> str:
    said = axes.tick_texts([mark, mark + marks[1] - marks[0]], "share", "")[0]
    return f"+{said}" if mark > 0 else said


def _down(rows: pd.DataFrame, row: int) -> alt.Y:
    ends, lanes = [-0.5, len(rows) - 0.5], [0, len(rows) * row]
    scale = alt.Scale(domain=ends, range=lanes, nice=False, zero=False)
    return alt.Y("place:Q", scale=scale, axis=None)


def _none(x: alt.X, tokens: Tokens) -> alt.Chart:
    """The line of no effect."""
    rule: alt.Chart = alt.Chart(pd.DataFrame({"relative": [0.0]})).mark_rule(color=tokens.ink, aria=False)
    return rule.encode(x=x)


def _marks(base: alt.Chart, x: alt.X, y: alt.Y, tokens: Tokens, lower: int) -> list[alt.Chart]:
    """Intervals as bars, estimates as dots; the reading that counts in accent, the others in grey."""
    colour = alt.when("datum.strong").then(alt.value(tokens.accent)).otherwise(alt.value(tokens.muted))
    tips = [
        alt.Tooltip("label:N", title="Reading"),
        alt.Tooltip("said:N", title="Effect"),
        alt.Tooltip("between:N", title="95% interval"),
        alt.Tooltip("note:N", title="Note"),
    ]
    told = base.transform_filter("isValid(datum.relative)").transform_calculate(
        sentence="datum.label+': '+datum.said+', '+datum.between+(datum.note ? ', '+datum.note : '')"
    )
    bars = told.mark_rule(strokeWidth=5, strokeCap="round", opacity=0.4, yOffset=lower, aria=False)
    dots = told.mark_circle(size=110, opacity=1, yOffset=lower)
    return [
        bars.encode(x=alt.X("low:Q", title=None), x2="high:Q", y=y, color=colour, tooltip=tips),
        dots.encode(x=x, y=y, color=colour, tooltip=tips, description="sentence:N"),
    ]


def _names(base: alt.Chart, y: alt.Y, tokens: Tokens, shift: int) -> list[alt.Chart]:
    """Each name, the one that counts in bold, and its note below."""
    at = base.encode(x=alt.value(0), y=y)
    layers: list[alt.Chart] = []
    for strong in (True, False):
        rows = at.transform_filter(f"datum.strong == {str(strong).lower()}")
        place: Options = {"align": "left", "dy": alt.ExprRef(f"(datum.note ? -7 : 0) + ({shift})")}
        style: Options = {"fontSize": 12, "fontWeight": 600 if strong else 400}
        layers += pixels.lettering(rows, tokens, "label", tokens.ink, **place, **style)
    note: Options = {"align": "left", "fontSize": 10.5, "dy": 8 + shift}
    return [*layers, *pixels.lettering(at, tokens, "note", tokens.muted, **note)]


def _numbers(base: alt.Chart, y: alt.Y, tokens: Tokens, narrow: bool) -> list[alt.Chart]:
    """The effect and its interval at the right, on a phone level with the name."""
    shift, right = (-18, "width") if narrow else (0, f"width-{_SIDE - 8}")
    align = "right" if narrow else "left"
    at = base.encode(x=alt.value(alt.ExprRef(right)), y=y)
    effect: Options = {"fontSize": 12.5, "fontWeight": 600, "dy": shift - 7, "align": align}
    between: Options = {"fontSize": 10.5, "dy": shift + 8, "align": align}
    return [
        *pixels.lettering(at, tokens, "said", tokens.ink, **effect),
        *pixels.lettering(at, tokens, "between", tokens.muted, **between),
    ]
