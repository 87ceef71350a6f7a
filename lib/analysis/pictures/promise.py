"""Promise against reality as a picture: columns by gap, what came in time to compare with, and a finding."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from lib.analysis.lateness_hurts import compared
from lib.analysis.pictures.marks import Unit
from lib.analysis.pictures.satisfaction import NAMES, UNITS, value_said
from lib.analysis.promise import AFTERWARDS, answered
from lib.analysis.terms.promises import BEFORE, Facts, facts, scored, shared
from lib.model.errors import DataError, QuestionError
from lib.model.figures import share
from lib.model.filters import Filters
from lib.model.metrics import TOO_FEW
from lib.model.promises import ALL, BUCKETS, EDGES, REPLY_HOURS, Pair, Rule
from lib.stats.intervals import Interval
from lib.stats.lateness import difference
from lib.store.store import Store

#: What can be shown above the bars.
SHOWN: tuple[str, ...] = ("satisfaction", "tickets", "returns", "repurchase")
MEASURES = {
    "tickets": "Orders with a ticket",
    "returns": "Orders returned",
    "repurchase": "Ordered again within 90 days",
}
_SIDES = ("in time", "late")


@dataclass(frozen=True, slots=True)
class Compared:
    """What came in time and what came late: value, limits and number of each, and their difference."""

    in_time: tuple[float, float, float, int]
    late: tuple[float, float, float, int]
    gap: tuple[float, float, float]

    @property
    def told_apart(self) -> bool:
        """Whether both rest on enough and the interval of the difference excludes zero."""
        enough = min(self.in_time[3], self.late[3]) >= TOO_FEW
        return enough and (self.gap[1] > 0 or self.gap[2] < 0)


@dataclass(frozen=True)
class PromisePicture:
    """`table` has the rows of `promise`, `columns` those of `lib.charts.gaps`; `hurts` those of
    `lateness_hurts` (None where there are too few answers), of the value that is shown.

    `onset` is the whole day from which on it hurts, `bucket` the column of that day.
    """

    table: pd.DataFrame
    columns: pd.DataFrame
    hurts: pd.DataFrame | None
    sides: Compared
    pair: Pair
    rule: Rule
    shown: str
    metric: str | None
    scale: tuple[float, float]

    @property
    def unit(self) -> Unit:
        if self.shown != "satisfaction" or self.metric is None:
            return "share"
        return "share" if UNITS[self.metric] == "share" else "score"

    @property
    def ends(self) -> tuple[float, float]:
        return (0.0, 1.0) if self.unit == "share" else self.scale

    @property
    def measure(self) -> str:
        """What the values are called."""
        if self.shown != "satisfaction":
            return MEASURES[self.shown]
        if self.metric is None:
            return "Satisfaction"
        return f"Top answers ({NAMES[self.metric]})" if self.unit == "share" else self._mean

    @property
    def _mean(self) -> str:
        return f"Mean score ({NAMES[str(self.metric)]})"

    @property
    def bound(self) -> dict[str, object]:
        """What the statements behind it bind besides filters and settings."""
        ends = {"scale_min": self.scale[0], "scale_max": self.scale[1]}
        return {"metric": self.metric, **ends, **BEFORE}

    @property
    def better(self) -> str:
        return "down" if self.shown in ("tickets", "returns") else "up"

    @property
    def in_time(self) -> float | None:
        """What came in time, to compare with; None where too few answers say it."""
        value, _, _, n = self.sides.in_time
        return value if n >= TOO_FEW else None

    @property
    def onset(self) -> int | None:
        if self.hurts is None or not self.hurts["hurts"].any():
            return None
        return int(self.hurts.loc[self.hurts["hurts"], "gap_days"].iloc[0])

    @property
    def bucket(self) -> str | None:
        if self.onset is None or self.shown != "satisfaction":
            return None
        return BUCKETS[self.rule][int(np.searchsorted(EDGES, self.onset))]

    @property
    def whole(self) -> pd.Series:
        """The row of all."""
        return self.table[self.table["bucket"] == ALL].iloc[0]

    def say(self, value: float | None) -> str:
        """A value as it stands in a sentence."""
        if self.unit == "share" or self.metric is None:
            return share(value, 0)
        return value_said("ces", value)


def picture(
    store: Store,
    filters: Filters,
    *,
    pair: str = "delivery",
    by: str = "day",
    metric: str | None = None,
    shown: str = "satisfaction",
    reply_hours: float = REPLY_HOURS,
) -> PromisePicture:
    """Gather the picture; `shown` is satisfaction, tickets, returns or repurchase."""
    if shown not in SHOWN:
        raise QuestionError.unknown("thing to show", shown, SHOWN)
    found = facts(store, filters, pair=pair, by=by, metric=metric, reply_hours=reply_hours)
    table = answered(found)
    mean = found.metric is not None and UNITS[found.metric] != "share"
    return PromisePicture(
        table=table,
        columns=_columns(table, shown, mean),
        hurts=_hurts(found, "mean" if mean else "top_two") if shown == "satisfaction" else None,
        sides=_sides(found, shown, mean),
        pair=found.pair,
        rule=found.rule,
        shown=shown,
        metric=found.metric,
        scale=found.scale,
    )


def _columns(table: pd.DataFrame, shown: str, mean: bool) -> pd.DataFrame:
    """The columns that are drawn: from the first to the last bucket with orders, then one-sided ones."""
    if shown == "satisfaction":
        value, low, high = ("mean", "low", "high") if mean else ("top_two", "top_low", "top_high")
        n = "n"
    else:
        value, low, high, n = (f"{shown}_{part}" for part in ("share", "low", "high", "n"))
    frame = pd.DataFrame(
        {
            "id": table["bucket"],
            "name": table["bucket"].str.strip("()"),
            "orders": table["orders"],
            "n": table[n],
            "value": table[value],
            "low": table[low],
            "high": table[high],
        }
    )
    alone = table["bucket"].str.startswith("(")
    there = table.index[(table["orders"] > 0) & ~alone]
    inner = (table.index >= there.min()) & (table.index <= there.max()) if len(there) else alone & False
    return frame[inner | (alone & (table["orders"] > 0) & (table["bucket"] != ALL))].reset_index(drop=True)


def _hurts(found: Facts, measure: str) -> pd.DataFrame | None:
    try:
        return compared(found, measure)
    except DataError:
        return None


def _sides(found: Facts, shown: str, mean: bool) -> Compared:
    """What came in time against what came late."""
    rows = found.rows[found.rows["both"]]
    rows = rows.assign(side=np.where(rows["late"], "late", "in time"))
    if shown == "satisfaction":
        sums, means, tops = scored(found, rows, "side", _SIDES)
        value = means if mean else tops
    else:
        known, yes = {name: columns for name, *columns in AFTERWARDS}[shown]
        sums, value = shared(rows, "side", known, yes, list(_SIDES))
    n = np.asarray(sums.x)
    one, two = (Interval(*(np.asarray(part)[place] for part in value)) for place in (0, 1))
    return Compared((*one.floats(), int(n[0])), (*two.floats(), int(n[1])), difference(two, one).floats())
