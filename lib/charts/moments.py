"""Named moments in a line chart: a rule each, the names on top without touching one another."""

from collections.abc import Sequence

import altair as alt
import pandas as pd

from lib.charts import pixels
from lib.charts.plot import Plot, days_of

#: Pixels: one line of names, and the average width of a character.
LINE, _LETTER = 17, 6.2
#: From this share of the width on a name stands left of its rule.
_LATE = 0.6


def placed(markers: pd.DataFrame | None, first: pd.Timestamp, last: pd.Timestamp, width: int) -> pd.DataFrame:
    """The markers (day, name) between two days: `level` is the line of the name, `late` turns it left.

    `width` is the least width in pixels for which the names must not touch.
    """
    if markers is None or markers.empty:
        return pd.DataFrame({"day": [], "name": [], "level": [], "late": []})
    found = days_of(markers, "day")
    found = found[(found["day"] >= first) & (found["day"] <= last)]
    shares = ((found["day"] - first) / max(last - first, pd.Timedelta(days=1))).tolist()
    level = levels(shares, found["name"].str.len().tolist(), width)
    return found.assign(level=level, late=[share > _LATE for share in shares])[
        ["day", "name", "level", "late"]
    ]


def levels(shares: Sequence[float], letters: Sequence[int], width: int) -> list[int]:
    """The first free line for names of so many `letters` at these shares of the width.

    >>> levels([0.1, 0.15, 0.5], [20, 20, 20], 800)
    [0, 1, 0]
    """
    lines: list[list[tuple[float, float]]] = []
    found = []
    for share, count in zip(shares, letters, strict=True):
        long = (count * _LETTER + 14) / width
        left, right = (share - long, share) if share > _LATE else (share, share + long)
        free = (i for i, line in enumerate(lines) if all(right <= a or left >= b for a, b in line))
        level = next(free, len(lines))
        lines += [[]] if level == len(lines) else []
        lines[level].append((left, right))
        found.append(level)
    return found


def lane(events: pd.DataFrame) -> int:
    """The pixels that the names need above the plot."""
    return 6 if events.empty else int(events["level"].max() + 1) * LINE + 8


def drawn(events: pd.DataFrame, plot: Plot) -> list[alt.Chart]:
    """The rules and names of `placed` markers."""
    if events.empty:
        return []
    tokens = plot.tokens
    top = alt.value(alt.ExprRef(f"datum.level*{LINE}"))
    base = alt.Chart(events)
    rules = base.mark_rule(color=tokens.muted, strokeDash=[2, 3], aria=False).encode(
        x=plot.x("day"), y=top, y2=alt.value(plot.height)
    )
    names: list[alt.Chart] = []
    for late in (False, True):
        style = {"align": "right", "dx": -5} if late else {"align": "left", "dx": 5}
        at = base.transform_filter(f"datum.late == {str(late).lower()}").encode(x=plot.x("day"), y=top)
        names += pixels.lettering(at, tokens, "name", tokens.ink, fontSize=11, dy=6, **style)
    return [rules, *names]
