"""What the wide and the narrow journey map share: stops, stages, the curve's scale, and wrapped texts."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from lib.charts import theme
from lib.charts.theme import SatisfactionScale, Tokens, spoken
from lib.model import figures
from lib.model.map_lanes import EVIDENCE, MapLook
from lib.model.metrics import ENOUGH, TOO_FEW

#: The touchpoint of the cells that belong to a stage or to the whole.
ALL = "(all)"


@dataclass(frozen=True, slots=True)
class Look:
    """What is shown, and in which colours."""

    tokens: Tokens
    map: MapLook

    @property
    def scale(self) -> SatisfactionScale:
        return theme.satisfaction_scale(self.tokens, self.map.target, *self.map.ends, self.map.unit)


def stops(cells: pd.DataFrame, look: Look) -> pd.DataFrame:
    """One row per touchpoint in its order: id, name, stage, place, its satisfaction, and every lane as words.

    value, low, high, other (of a second map, None without one), run (neighbours with a value share one),
    known, faint (10 to 29 answers), label, beneath (what stands at the foot of the curve), `said_<lane>`.
    """
    satisfied = cells[(cells["lane"] == "satisfaction") & (cells["touchpoint"] != ALL)]
    found = satisfied.sort_values("place").reset_index(drop=True)
    known = found["value"].notna()
    frame = pd.DataFrame(
        {
            "id": found["touchpoint"],
            "name": found["touchpoint"].map(spoken),
            "stage": found["stage"].fillna("other"),
            "place": range(len(found)),
            "value": found["value"].astype(float),
            "low": found["low"].astype(float),
            "high": found["high"].astype(float),
            "known": known,
            "faint": known & (found["n"].fillna(0) < ENOUGH),
            "run": (known != known.shift()).cumsum(),
            "label": [look.scale.say(value) if value == value else "" for value in found["value"]],
            "beneath": [_beneath(n) for n in found["n"]],
        }
    )
    frame["other"] = found["other_value"].astype(float) if "other_value" in found else float("nan")
    said = cells[cells["touchpoint"] != ALL].set_index(["touchpoint", "lane"])["said"]
    for lane in said.index.unique("lane"):
        texts = frame["id"].map(said.xs(lane, level="lane"))
        known = [one if isinstance(one, str) else "" for one in texts]
        frame[f"said_{lane}"] = pd.Series(known, frame.index, dtype=object)
    return frame


def stages(cells: pd.DataFrame, shown: pd.DataFrame, look: Look) -> pd.DataFrame:
    """One row per stage on the map: stage, name, first and last place, value, label."""
    told = cells[cells["touchpoint"] == ALL].set_index("stage")["value"]
    frame = shown.groupby("stage", sort=False)["place"].agg(first="min", last="max").reset_index()
    frame["name"] = frame["stage"].map(spoken)
    frame["value"] = [float(told.get(stage, float("nan"))) for stage in frame["stage"]]
    frame["label"] = [look.scale.say(value) if value == value else "" for value in frame["value"]]
    return frame


def reach(shown: pd.DataFrame, look: Look) -> tuple[float, float]:
    """The ends of the curve's axis: all limits, the target, and a little air."""
    values = pd.concat([shown["low"], shown["high"], shown["other"], pd.Series([look.map.target])]).dropna()
    low, high = float(values.min()), float(values.max())
    air = (high - low) * 0.12 or abs(look.map.ends[1] - look.map.ends[0]) * 0.1
    return low - air, high + air


def wrapped(text: object, width: int, most: int) -> list[str]:
    """A text in at most `most` lines of `width` characters; what is cut ends in an ellipsis.

    >>> wrapped("After site search: 33% satisfied", 12, 2)
    ['After site', 'search: 33%…']
    """
    if not isinstance(text, str) or not text:
        return []
    # A word that is longer than the line is cut by the mark's own limit, which knows the true width.
    lines = textwrap.wrap(text, max(width, 4), break_long_words=False)
    if len(lines) <= most:
        return lines
    last = lines[most - 1]
    return [*lines[: most - 1], f"{last[: max(width, 4) - 1].rstrip()}…"]


def marked(evidence: str) -> str:
    """How a cell is known, as a sign and a word.

    >>> marked("measured")
    '● measured'
    """
    return f"{EVIDENCE[evidence][0]} {evidence}"  # type: ignore[index]


def evidence_of(cells: pd.DataFrame, lane: str, ids: Sequence[str]) -> list[str]:
    """The kind of evidence of one lane's cells, in the order of the touchpoints."""
    kinds = cells[cells["lane"] == lane].set_index("touchpoint")["evidence"]
    return [str(kinds.get(one, "no data")) for one in ids]


def _beneath(n: float) -> str:
    """What stands at the foot of the curve: how many answers, or that there are none.

    >>> _beneath(8394), _beneath(7), _beneath(float("nan"))
    ('n 8.4k', 'n under 10', 'not asked')
    """
    if n != n or n == 0:
        return "not asked"
    return f"n {figures.short(n)}" if n >= TOO_FEW else f"n under {TOO_FEW}"
