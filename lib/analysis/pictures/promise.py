"""Promise against reality as a picture: columns by gap, what came in time to compare with, and a finding."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from lib.analysis.lateness_hurts import compared
from lib.analysis.pictures.marks import Unit
from lib.analysis.pictures.satisfaction import NAMES, UNITS, value_said
from lib.analysis.promise import answered
from lib.analysis.terms.promise_sides import Compared, sides
from lib.analysis.terms.promises import BEFORE, Facts, facts
from lib.model.errors import DataError, QuestionError
from lib.model.figures import share
from lib.model.filters import Filters
from lib.model.metrics import TOO_FEW
from lib.model.promises import ALL, BUCKETS, EDGES, REPLY_HOURS, Pair, Rule
from lib.store.store import Store

#: What can be shown above the bars.
SHOWN: tuple[str, ...] = ("satisfaction", "tickets", "returns", "repurchase")
MEASURES = {
    "tickets": "{} with a ticket",
    "returns": "Orders returned",
    "repurchase": "Ordered again within 90 days",
}


@dataclass(frozen=True)
class PromisePicture:
    """`table` has the rows of `promise`, `columns` those of `lib.charts.gaps`; `hurts` those of
    `lateness_hurts` (None where there are too few answers), of the value that is shown.

    `typical` is the median gap of those that are broken and, of amounts, their median difference. `onset` is
    the whole day from which on it hurts, `bucket` the column of that day.
    """

    table: pd.DataFrame
    columns: pd.DataFrame
    hurts: pd.DataFrame | None
    sides: Compared
    typical: tuple[float, float]
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
            return MEASURES[self.shown].format(self.pair.many.capitalize())
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
        return {"metric": self.metric, **ends, **BEFORE, "pair": self.pair.id}

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
        sides=sides(found, shown, mean),
        typical=_typical(found),
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


def _typical(found: Facts) -> tuple[float, float]:
    """The median gap and, of amounts, the median difference of what was worse than promised."""
    rows = found.rows[found.rows["both"] & found.rows["late"]]
    differences = rows["difference"] if found.pair.amounts else rows["gap"]
    return float(rows["gap"].median()), float(differences.median())


def _hurts(found: Facts, measure: str) -> pd.DataFrame | None:
    if found.pair.amounts:
        return None
    try:
        return compared(found, measure)
    except DataError:
        return None
