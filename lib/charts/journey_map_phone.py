"""The journey map on a phone: touchpoints downward, the curve beside them, values in a lane of their own."""

import altair as alt
import pandas as pd

from lib.charts import theme
from lib.charts.journey_map_cells import Look, reach, wrapped
from lib.charts.pixels import Options, across, down
from lib.charts.theme import spoken
from lib.model.map_lanes import NONE_FOUND

#: Pixels: the lane of names, that of the values at the right, a line of text, the air around a touchpoint.
_NAMES, _VALUES, _LINE, _AIR = 178, 46, 14, 15
_STAGE, _WIDTH = 34, 358
#: Characters on a line of small print under a name.
_LETTERS = 29


def phone(shown: pd.DataFrame, look: Look, *, title: str, subtitle: str) -> alt.LayerChart:
    """The map for a narrow room; `shown` as `journey_map_cells.stops` gives it."""
    rows = _placed(shown)
    height = float(rows["foot"].max()) + 4
    low, high = reach(shown, look)
    base = alt.Chart(rows.drop(columns=["pain", "small"])).transform_calculate(
        x=_at("value", low, high), xl=_at("low", low, high), xh=_at("high", low, high)
    )
    layers = [
        *_heads(rows, look),
        *_target(look, low, high, height),
        *_curve(base, look),
        *_names(rows, look),
    ]
    return alt.LayerChart(layer=layers).properties(
        width=_WIDTH, height=height, title=theme.title(title, subtitle, "narrow")
    )


def _placed(shown: pd.DataFrame) -> pd.DataFrame:
    """Each touchpoint with its pixels: y of its dot, and the lines under its name."""
    rows, top = shown.copy(), 0.0
    first = rows["stage"] != rows["stage"].shift()
    places = []
    for number, (new, row) in enumerate(zip(first, rows.itertuples(), strict=True)):
        top += _STAGE if new else 0
        pain = wrapped(_hurts(row), _LETTERS, 3)
        small = wrapped(_small(row), _LETTERS, 2)
        foot = top + _AIR + _LINE * (1 + len(pain) + len(small))
        places.append((number, new, top, top + _AIR, foot, pain, small))
        top = foot
    laid = pd.DataFrame(places, columns=["number", "new", "top", "y", "foot", "pain", "small"])
    return rows.reset_index(drop=True).join(laid)


def _hurts(row: object) -> str:
    said = getattr(row, "said_pain", "")
    return said if isinstance(said, str) and said not in ("", NONE_FOUND) else ""


def _small(row: object) -> str:
    parts = [getattr(row, f"said_{lane}", None) for lane in ("customers", "money", "owner")]
    people = f"{parts[0]} customers" if isinstance(parts[0], str) else ""
    return " · ".join(part for part in (people, *parts[1:]) if isinstance(part, str) and part)


def _at(field: str, low: float, high: float) -> str:
    place = f"(datum.{field}-({low}))/{high - low}"
    return f"({_NAMES}+{place}*(width-{_NAMES + _VALUES}))"


def _heads(rows: pd.DataFrame, look: Look) -> list[alt.Chart]:
    heads = rows.loc[rows["new"], ["stage", "top"]].assign(name=lambda frame: frame["stage"].map(spoken))
    base = alt.Chart(heads).transform_calculate(
        rule=f"datum.top-{_STAGE - 4}", y=f"datum.top-{_STAGE / 2 - 4}"
    )
    text: Options = {"align": "left", "fontSize": 12.5, "fontWeight": 600, "color": look.tokens.ink}
    return [
        base.mark_rule(color=look.tokens.rule, aria=False).encode(
            y=down("rule"), x=alt.value(0), x2=alt.value("width")
        ),
        base.mark_text(aria=False, **text).encode(x=alt.value(0), y=down("y"), text="name:N"),
    ]


def _target(look: Look, low: float, high: float, height: float) -> list[alt.Chart]:
    frame = pd.DataFrame({"value": [look.map.target], "label": [f"target {look.scale.say(look.map.target)}"]})
    base = alt.Chart(frame).transform_calculate(x=_at("value", low, high))
    style: Options = {"fontSize": 10.5, "color": look.tokens.muted, "aria": False}
    return [
        base.mark_rule(strokeDash=[4, 3], color=look.tokens.muted, aria=False).encode(
            x=across("x"), y=alt.value(24), y2=alt.value(height)
        ),
        base.mark_text(**style).encode(x=across("x"), y=alt.value(14), text="label:N"),
    ]


def _curve(base: alt.Chart, look: Look) -> list[alt.Chart]:
    tokens = look.tokens
    known = base.transform_filter("datum.known")
    sentence = known.transform_calculate(sentence="datum.name+', '+datum.stage+': '+datum.said_satisfaction")
    pick = alt.selection_point(name="pick", on="click", fields=["id"], empty=False, toggle=False)
    colour = alt.Color("value:Q", scale=look.scale.scale(), legend=None)
    value: Options = {"align": "right", "fontSize": 12, "fontWeight": 600, "aria": False}
    edge = alt.when(pick).then(alt.value(tokens.accent)).otherwise(alt.value(tokens.background))
    ink = alt.when("datum.faint").then(alt.value(tokens.muted)).otherwise(alt.value(tokens.ink))
    return [
        known.mark_rule(color=tokens.ghost, strokeWidth=7, strokeCap="round", aria=False).encode(
            y=down("y"), x=across("xl"), x2="xh:Q"
        ),
        known.mark_line(color=tokens.ink, strokeWidth=1.6, aria=False, opacity=0.75).encode(
            x=across("x"), y=down("y"), order="place:Q", detail="run:N"
        ),
        sentence.mark_circle(size=130, opacity=1, strokeWidth=2, cursor="pointer")
        .encode(x=across("x"), y=down("y"), color=colour, stroke=edge, description="sentence:N")
        .add_params(pick),
        known.mark_text(**value).encode(x=alt.value("width"), y=down("y"), text="label:N", color=ink),
        base.transform_filter("!datum.known")
        .mark_text(align="right", fontSize=10.5, color=tokens.muted, aria=False)
        .encode(x=alt.value("width"), y=down("y"), text="beneath:N"),
    ]


def _names(rows: pd.DataFrame, look: Look) -> list[alt.Chart]:
    """The name of each touchpoint, under it what hurts and the small print."""
    tokens = look.tokens
    base = alt.Chart(
        rows[["id", "name", "y"]].assign(
            below=rows["y"] + _LINE,
            lower=rows["y"] + _LINE * (1 + rows["pain"].str.len()),
            pain=rows["pain"].str.join("\n"),
            small=rows["small"].str.join("\n"),
        )
    )
    name: Options = {"align": "left", "fontSize": 12, "fontWeight": 500, "limit": _NAMES - 6, "aria": False}
    small: Options = {
        "align": "left",
        "fontSize": 10.5,
        "lineHeight": _LINE,
        "lineBreak": "\n",
        "baseline": "middle",
        "aria": False,
    }
    return [
        base.mark_text(color=tokens.ink, cursor="pointer", **name).encode(
            x=alt.value(0), y=down("y"), text="name:N"
        ),
        base.mark_text(color=tokens.worst, **small).encode(x=alt.value(0), y=down("below"), text="pain:N"),
        base.mark_text(color=tokens.muted, **small).encode(x=alt.value(0), y=down("lower"), text="small:N"),
    ]
