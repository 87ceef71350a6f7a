"""The layers of the flow picture: stubs, bands, picked ribbons, bars, labels, column headers."""

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt
import pandas as pd

from lib.charts import pixels
from lib.charts.pixels import Options
from lib.charts.sankey_words import Voice
from lib.charts.theme import Tokens
from lib.model import figures

#: Pixels: the lane of the column headers, a bar's width, and the column gap that is too tight for two lines.
HEAD, BAR, TIGHT = 46, 10, 125
#: The average width of a character of a label, in pixels.
LETTER = 6.5
#: Under this share of a band the picked customers are not drawn.
LEAST_THROUGH = 0.004


@dataclass(frozen=True, slots=True)
class Sheet:
    """What all layers of one picture share."""

    voice: Voice
    columns: int
    margin: int
    picked: bool

    @property
    def tokens(self) -> Tokens:
        return self.voice.tokens

    @property
    def room(self) -> str:
        """The pixels between the first and the last column, left edge to left edge."""
        return f"(width-{BAR + self.margin})"

    @property
    def gap(self) -> str:
        return f"({self.room}/{max(self.columns - 1, 1)})"

    @property
    def lit(self) -> str:
        """Whether a shape is in focus: everything, until the pointer is on something."""
        return "true" if self.picked else "(!hover.k || indexof(datum.rel, ';' + hover.k[0] + ';') >= 0)"

    @property
    def lit_bar(self) -> str:
        """The same for what belongs to a bar: with a pick, the bars that the picked customers pass."""
        return "datum.on" if self.picked else self.lit


def _high(share: str) -> str:
    """The pixel height of a share of the picture, below the lane of headers."""
    return f"({HEAD}+({share})*(height-{HEAD}))"


def _ribbon(sheet: Sheet, top: str, thick: str) -> str:
    """The SVG path of a band: two bezier edges, level at both ends.

    `top` is an expression of how far below the band's own top the ribbon begins, `thick` its width.
    """
    left, right = f"(datum.x0*{sheet.room}+{BAR})", f"(datum.x1*{sheet.room})"
    middle = f"((datum.x0+datum.x1)/2*{sheet.room}+{BAR / 2})"
    a0, b0 = _high(f"datum.sy+{top}"), _high(f"datum.ty+{top}")
    a1, b1 = _high(f"datum.sy+{top}+{thick}"), _high(f"datum.ty+{top}+{thick}")
    return (
        f"'M'+{left}+','+{a0}+'C'+{middle}+','+{a0}+','+{middle}+','+{b0}+','+{right}+','+{b0}"
        f"+'V'+{b1}+'C'+{middle}+','+{b1}+','+{middle}+','+{a1}+','+{left}+','+{a1}+'Z'"
    )


def bands(band: alt.Chart, sheet: Sheet) -> list[alt.Chart]:
    pick = alt.selection_point(name="pick", on="click", fields=["id"], empty=False, toggle=False)
    base = pixels.outlined(band, _ribbon(sheet, "0", "datum.w"), cursor="pointer")
    base = _edged(base, sheet).encode(tooltip=_band_tips(sheet))
    base = _described(base, sheet, "datum.start+' to '+datum.end").add_params(pick)
    if sheet.picked:
        grey = base.encode(color=alt.value(sheet.tokens.ghost), opacity=alt.value(0.45))
        return [grey, _through(band, sheet)]
    hover = alt.selection_point(name="hover", on="pointerover", clear="pointerout", fields=["k"], empty=False)
    lit = alt.when(sheet.lit).then(alt.value(sheet.tokens.band)).otherwise(alt.value(0.1))
    return [_coloured(base, sheet).encode(opacity=lit).add_params(hover)]


def _through(band: alt.Chart, sheet: Sheet) -> alt.Chart:
    """The picked customers, as a ribbon in the middle of each band as wide as their share of it."""
    live = band.transform_filter(f"datum.through > {LEAST_THROUGH}")
    path = _ribbon(sheet, "(1-datum.through)/2*datum.w", "datum.w*datum.through")
    tips = [*_band_tips(sheet), alt.Tooltip("through_customers:Q", title="Of the picked", format=",d")]
    ribbon = pixels.outlined(live, path, cursor="pointer", aria=False, opacity=0.95, strokeWidth=0)
    return _coloured(ribbon, sheet).encode(tooltip=tips)


def _edged(base: alt.Chart, sheet: Sheet) -> alt.Chart:
    """Dashes round moves back, a thin line round bands that would fade into the background."""
    tokens = sheet.tokens
    return base.encode(
        stroke=alt.when("datum.back").then(alt.value(tokens.ink)).otherwise(alt.value(tokens.outline)),
        strokeWidth=alt.when("datum.back")
        .then(alt.value(1))
        .when("datum.faint")
        .then(alt.value(0.6))
        .otherwise(alt.value(0)),
        strokeDash=alt.when("datum.back").then(alt.value([4, 3])).otherwise(alt.value([1, 0])),
    )


def _coloured(base: alt.Chart, sheet: Sheet) -> alt.Chart:
    """Satisfaction as colour; what is not known stays grey."""
    ghost, scale = alt.value(sheet.tokens.ghost), sheet.voice.scale
    if scale is None:
        return base.encode(color=ghost)
    usual = f"{sheet.voice.measure} of the step reached, target {scale.say(scale.domain[2])}; grey: not known"
    words = sheet.voice.legend or usual
    known = alt.Color("shade:Q", scale=scale.scale(), legend=scale.legend(words))
    return base.encode(color=alt.when("datum.known").then(known).otherwise(ghost))


def bar_places(sheet: Sheet) -> dict[str, str]:
    return {
        "px": f"datum.x*{sheet.room}",
        "px2": f"datum.x*{sheet.room}+{BAR}",
        "py": _high("datum.y0"),
        "py2": f"max({_high('datum.y1')}, {_high('datum.y0')}+1.5)",
        "tx": f"datum.x*{sheet.room}+{BAR + 5}",
        "ty": f"{_high('(datum.y0+datum.y1)/2')}-(datum.second ? 7 : 0)",
        "ty2": f"{_high('(datum.y0+datum.y1)/2')}+8",
    }


def bars(bar: alt.Chart, sheet: Sheet) -> alt.Chart:
    lit = alt.when(sheet.lit).then(alt.value(1)).otherwise(alt.value(0.25))
    seen = bar.mark_rect(cursor="pointer", cornerRadius=1.5).encode(
        x=pixels.across("px"),
        x2="px2:Q",
        y=pixels.down("py"),
        y2="py2:Q",
        opacity=lit,
        tooltip=_bar_tips(sheet),
    )
    seen = _described(seen, sheet, "datum.name+' at step '+datum.step")
    if not sheet.picked:
        return _coloured(seen, sheet)
    ghost = alt.value(sheet.tokens.ghost)
    return seen.encode(fill=alt.when("datum.on").then(alt.value(sheet.tokens.muted)).otherwise(ghost))


def stubs(bar: alt.Chart, sheet: Sheet) -> alt.Chart:
    """Who left: a ribbon from the bar's foot that bends down and fades out."""
    a, b = _high("datum.y1-datum.stub"), f"max({_high('datum.y1')}, {_high('datum.y1-datum.stub')}+0.8)"
    path = (
        f"'M'+datum.px2+','+{a}+'c14,0,16,9,30,9V'+({b}+9)+'C'+(datum.px2+16)+','+({b}+9)+','"
        f"+(datum.px2+14)+','+{b}+','+datum.px2+','+{b}+'Z'"
    )
    muted, strength = sheet.tokens.muted, "60" if sheet.tokens.dark else "90"
    fade = {
        "gradient": "linear",
        "stops": [{"offset": 0, "color": f"{muted}{strength}"}, {"offset": 1, "color": f"{muted}00"}],
        **{"x1": 0, "x2": 1, "y1": 0, "y2": 0},
    }
    tips = [
        alt.Tooltip("name:N", title="Left after"),
        alt.Tooltip("gone:N", title="Share of its customers"),
    ]
    lit = alt.when(sheet.lit_bar).then(alt.value(1)).otherwise(alt.value(0.2))
    drawn = pixels.outlined(bar.transform_filter("datum.stub > 0"), path, strokeWidth=0, aria=False)
    return drawn.encode(fill=alt.value(fade), opacity=lit, tooltip=tips)


def labels(bar: alt.Chart, sheet: Sheet) -> list[alt.Chart]:
    """Name and customers, then satisfaction and who left; where columns are close, the name alone."""
    narrow, ink = sheet.voice.narrow, sheet.tokens.ink
    wide = f"({sheet.gap} > {TIGHT} || datum.x > 0.999)"
    limit = alt.ExprRef(f"datum.x > 0.999 ? {sheet.margin} : max(0, {sheet.gap}-{BAR + 8})")
    second = "datum.second" if narrow else f"{wide} ? datum.second : ''"
    fits = f"(datum.x > 0.999 || length(datum.first)*{LETTER} < {sheet.gap}-{BAR + 8})"
    texts = bar.transform_calculate(one=f"{fits} ? datum.first : datum.short", two=second)
    shown = texts.transform_filter("datum.lines > 0").encode(x=pixels.across("tx"), y=pixels.down("ty"))
    below = texts.transform_filter("datum.lines > 1").encode(x=pixels.across("tx"), y=pixels.down("ty2"))
    size = 10.5 if narrow else 11.5
    place = {"align": "left", "baseline": "middle", "limit": limit}
    upper = pixels.lettering(shown, sheet.tokens, "one", ink, fontSize=size, fontWeight=600, **place)
    lower = pixels.lettering(
        below,
        sheet.tokens,
        "two",
        ink,
        fontSize=10.5 if narrow else 11,
        fontWeight=600 if narrow else 400,
        **place,
    )
    lit = alt.when(sheet.lit_bar).then(alt.value(1)).otherwise(alt.value(0.4))
    return [upper[0], upper[1].encode(opacity=lit), lower[0], lower[1].encode(opacity=lit)]


def headers(nodes: pd.DataFrame, names: Sequence[str], sheet: Sheet) -> list[alt.Chart]:
    reached = nodes.groupby("step")["customers"].sum().sort_index()
    words = [*names, *(f"Step {step}" for step in reached.index[len(names) :])]
    most = max(reached.max(), 1)
    frame = pd.DataFrame(
        {
            "x": [i / max(len(reached) - 1, 1) for i in range(len(reached))],
            "head": words[: len(reached)],
            "below": [f"{figures.short(n)} · {figures.share(n / most, 0)}" for n in reached],
        }
    )
    base = alt.Chart(frame).transform_calculate(px=f"datum.x*{sheet.room}").encode(x=pixels.across("px"))
    place: Options = {"align": "left", "baseline": "top", "aria": False}
    ink, muted = sheet.tokens.ink, sheet.tokens.muted
    return [
        base.mark_text(fontSize=11.5, fontWeight=600, color=ink, **place).encode(
            y=alt.value(0), text="head:N"
        ),
        base.mark_text(fontSize=11, color=muted, **place).encode(y=alt.value(16), text="below:N"),
    ]


def _described(base: alt.Chart, sheet: Sheet, subject: str) -> alt.Chart:
    """One sentence per shape for screen readers."""
    value = f"+', {sheet.voice.measure} '+datum.said" if sheet.voice.scale else ""
    part = "+(datum.part ? ', '+datum.part : '')+(datum.back ? ', a move back' : '')"
    sentence = f"{subject}+': '+datum.people+' customers'{part}{value}"
    return base.transform_calculate(sentence=sentence).encode(description="sentence:N")


def _band_tips(sheet: Sheet) -> list[alt.Tooltip]:
    return [
        alt.Tooltip("start:N", title="From"),
        alt.Tooltip("end:N", title="To"),
        alt.Tooltip("people:N", title="Customers"),
        alt.Tooltip("part:N", title="Share of step"),
        *_value_tips(sheet),
    ]


def _bar_tips(sheet: Sheet) -> list[alt.Tooltip]:
    return [
        alt.Tooltip("name:N", title="Touchpoint"),
        alt.Tooltip("step:O", title="Step"),
        alt.Tooltip("people:N", title="Customers"),
        alt.Tooltip("gone:N", title="Left here"),
        *([] if sheet.voice.bands_only else _value_tips(sheet)),
    ]


def _value_tips(sheet: Sheet) -> list[alt.Tooltip]:
    if sheet.voice.scale is None:
        return []
    return [
        alt.Tooltip("said:N", title=sheet.voice.measure),
        alt.Tooltip("between:N", title="95% interval"),
        alt.Tooltip("answers:N", title=sheet.voice.counted),
    ]
