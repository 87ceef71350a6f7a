"""A funnel from above: one bar a step, as long as the part that got there, and behind it who was lost.

Each step says customers, both rates by name, how long it took and what was lost. Where most are lost the lost
part is in the colour of the worst. A click returns `step` and `part` (reached or dropped) as `pick`.
"""

from typing import Any

import altair as alt
import pandas as pd

from lib.charts import pixels, theme
from lib.charts.pixels import Options
from lib.charts.theme import Room, Tokens, spoken
from lib.model import figures
from lib.model.metrics import TOO_FEW

#: Pixels of a step: its name, its bar, and one or (on a phone) two lines below.
_ROW, _ROW_NARROW, _BAR, _TOP = 76, 92, 20, 22


def funnel(
    frame: pd.DataFrame,
    *,
    tokens: Tokens,
    title: str,
    subtitle: str,
    currency: str = "EUR",
    room: Room = "wide",
) -> alt.LayerChart:
    """The funnel.

    `frame`, one step per row: step, label, optional, customers, rate_overall, rate_step, low, high, dropped,
    median_seconds, lost (missing where it is not known).
    """
    narrow = room == "narrow"
    row = _ROW_NARROW if narrow else _ROW
    steps = _said(frame, currency)
    layers = [*_bars(steps, tokens, row), *_names(steps, tokens, row), *_small(steps, tokens, row, narrow)]
    return alt.LayerChart(layer=layers).properties(
        width={"wide": 1180, "half": 580, "narrow": 358}[room],
        height=len(steps) * row,
        title=theme.title(title, subtitle, room),
    )


def _said(frame: pd.DataFrame, currency: str) -> pd.DataFrame:
    """Adds the texts of every step: name, people, rates, way, gone."""
    base = frame["customers"] + frame["dropped"]
    worst = frame["dropped"].eq(frame["dropped"].max()) & frame["dropped"].gt(0)
    rows = frame.assign(
        place=range(len(frame)),
        base=(base / max(int(frame["customers"].iloc[0]), 1)),
        against=frame["step"].where(~frame["optional"]).ffill().shift().fillna(1).astype(int),
        worst=worst & ~worst.duplicated(),
        people=frame["customers"].map(figures.count) + " customers",
    )
    marks = rows["optional"].map({True: " (optional)", False: ""})
    rows["name"] = rows["step"].astype(str) + ". " + rows["label"].map(spoken) + marks
    told = [_step(one, currency) for one in rows.itertuples()]
    return pd.concat([rows, pd.DataFrame(told, index=rows.index)], axis=1)


def _step(one: Any, currency: str) -> dict[str, str]:
    """What stands below the bar of one step."""
    if one.step == 1:
        return {
            "rates": "entered",
            "way": "",
            "gone": "",
            "between": figures.MISSING,
            "took": figures.MISSING,
        }
    base = one.customers + one.dropped
    few = base < TOO_FEW
    of_step = "too few" if few else figures.share(one.rate_step)
    rates = f"{figures.share(one.rate_overall)} of entered · {of_step} of step {one.against}"
    took = figures.duration(one.median_seconds)
    gone = "optional: who skips it is not lost"
    if not one.optional:
        gone = f"{figures.MINUS}{figures.count(one.dropped)} dropped out"
        if pd.notna(one.lost) and one.dropped:
            gone += f", about {figures.short_money(one.lost, currency)}"
    limits = theme.ranges([one.low], [one.high], figures.share)[0]
    return {
        "rates": rates,
        "way": "" if took == figures.MISSING else f"median {took} later",
        "gone": gone,
        "between": "too few answers" if few else limits,
        "took": took,
    }


def _down(row: int) -> str:
    """The upper edge of a step's bar."""
    return f"datum.place*{row}+{_TOP}"


def _bars(steps: pd.DataFrame, tokens: Tokens, row: int) -> list[alt.Chart]:
    """The track, and on it who reached the step and who was lost before it: both can be picked."""
    pick = alt.selection_point(name="pick", on="click", fields=["step", "part"], empty=False, toggle=False)
    reached = steps.assign(part="reached", start=0.0, end=steps["rate_overall"])
    gone = steps.assign(part="dropped", start=steps["rate_overall"], end=steps["base"])
    rows = pd.concat([reached, gone[gone["dropped"] > 0]], ignore_index=True)
    rows["fill"] = [
        tokens.accent if part == "reached" else tokens.worst if worst else tokens.ghost
        for part, worst in zip(rows["part"], rows["worst"], strict=True)
    ]
    rows["who"] = rows["part"].map({"reached": "reached it", "dropped": "dropped out before it"})
    rows["number"] = rows["customers"].where(rows["part"] == "reached", rows["dropped"]).map(figures.count)
    drawn = rows[["place", "step", "part", "start", "end", "fill", "name", "who", "number"]].assign(
        rates=rows["rates"], between=rows["between"], took=rows["took"], faint=rows["optional"]
    )
    base = alt.Chart(drawn).transform_calculate(
        left="datum.start*width", right="datum.end*width", top=_down(row), low=f"{_down(row)}+{_BAR}",
        sentence="datum.name+': '+datum.number+' '+datum.who+', '+datum.rates",
    )  # fmt: skip
    edge = alt.when(pick).then(alt.value(tokens.ink)).otherwise(alt.value("transparent"))
    bars = base.mark_rect(cursor="pointer", strokeWidth=2, cornerRadius=2).encode(
        x=pixels.across("left"),
        x2="right:Q",
        y=pixels.down("top"),
        y2="low:Q",
        color=alt.Color("fill:N", scale=None, legend=None),
        opacity=alt.when("datum.faint").then(alt.value(0.55)).otherwise(alt.value(1.0)),
        stroke=edge,
        tooltip=_tips(),
        description="sentence:N",
    )
    track = alt.Chart(steps[["place"]]).transform_calculate(
        left="0", right="width", top=_down(row), low=f"{_down(row)}+{_BAR}"
    )
    ground = track.mark_rect(color=tokens.panel, aria=False).encode(
        x=pixels.across("left"), x2="right:Q", y=pixels.down("top"), y2="low:Q"
    )
    return [ground, bars.add_params(pick)]


def _tips() -> list[alt.Tooltip]:
    return [
        alt.Tooltip("name:N", title="Step"),
        alt.Tooltip("number:N", title="Customers"),
        alt.Tooltip("who:N", title="Who"),
        alt.Tooltip("rates:N", title="Rates"),
        alt.Tooltip("between:N", title="95% of the step's rate"),
        alt.Tooltip("took:N", title="Median time"),
    ]


def _names(steps: pd.DataFrame, tokens: Tokens, row: int) -> list[alt.Chart]:
    """Above each bar its name and how many got there."""
    at = alt.Chart(steps[["place", "name", "people"]]).transform_calculate(
        left="0", right="width", y=f"{_down(row)}-5"
    )
    style: Options = {"baseline": "bottom", "fontSize": 13, "fontWeight": 600}
    left = at.encode(x=pixels.across("left"), y=pixels.down("y"))
    right = at.encode(x=pixels.across("right"), y=pixels.down("y"))
    return [
        *pixels.lettering(left, tokens, "name", tokens.ink, align="left", **style),
        *pixels.lettering(right, tokens, "people", tokens.ink, align="right", **style),
    ]


def _small(steps: pd.DataFrame, tokens: Tokens, row: int, narrow: bool) -> list[alt.Chart]:
    """Below each bar both rates and the time at the left, what was lost at the right (or a line lower)."""
    told = steps[["place", "gone", "worst"]].assign(
        first=steps["rates"] if narrow else _joined(steps["rates"], steps["way"]),
        second=_joined(steps["gone"], steps["way"]) if narrow else steps["gone"],
    )
    at = alt.Chart(told).transform_calculate(
        left="0", right="width", y=f"{_down(row)}+{_BAR}+5", lower=f"{_down(row)}+{_BAR}+21"
    )
    style: Options = {"baseline": "top", "fontSize": 11.5}
    left = at.encode(x=pixels.across("left"), y=pixels.down("y"))
    layers = [*pixels.lettering(left, tokens, "first", tokens.muted, align="left", **style)]
    x, y = ("left", "lower") if narrow else ("right", "y")
    align = "left" if narrow else "right"
    for worst in (True, False):
        colour = tokens.ink if worst else tokens.muted
        rows = at.transform_filter(f"datum.worst == {str(worst).lower()}")
        spot = rows.encode(x=pixels.across(x), y=pixels.down(y))
        weight = 600 if worst else 400
        layers += pixels.lettering(spot, tokens, "second", colour, align=align, fontWeight=weight, **style)
    return layers


def _joined(first: pd.Series, second: pd.Series) -> pd.Series:
    """Two texts with a dot between them, where both are there."""
    pairs = zip(first, second, strict=True)
    return pd.Series([" · ".join(one for one in pair if one) for pair in pairs], first.index)
