"""What has changed on the journey map: against the period before, other journeys, or a kept version?"""

import numpy as np
import pandas as pd

from lib.analysis.flow_changes import BEFORE, rival
from lib.analysis.journey_map import ALL, journey_map, shown_in
from lib.model.filters import Filters
from lib.model.map_lanes import USUAL
from lib.stats.intervals import Interval, benjamini_hochberg
from lib.stats.standardised import gap
from lib.store.store import Store

#: The share of marked changes that may be chance.
LEVEL = 0.05
#: Lanes whose cells are compared: those that are estimates with an interval, and the counts beside them.
COMPARED = ("satisfaction", "bought", "answered", "promise", "customers", "time")
_COLUMNS = ["touchpoint", "lane", "value", "other_value", "n", "other_n", "difference", "low", "high", "p"]
_COLUMNS += ["real", "says"]


def map_changes(
    store: Store, filters: Filters, *, against: str = BEFORE, metric: str | None = None, most: int = USUAL
) -> pd.DataFrame:
    """Compare each cell of the journey map with the same cell of other journeys, the surest change first.

    `against` is `before`, the equally long period before the one asked for, conditions that take the place of
    those asked for (`device=desktop`), `segment:NAME`, `others` or `dataset:NAME`. Columns: touchpoint, lane,
    value, other_value, n, other_n, difference (this less that), low, high (95 %, from the intervals of both,
    Newcombe 1998), p (adjusted for the cells compared, Benjamini and Hochberg 1995), real (p below 5 %), says
    (rose, fell, not told apart, no data now, no data then, not compared: there is no interval). The journeys
    of both are taken as independent. The touchpoints are those of the map asked for.
    """
    now = journey_map(store, filters, metric=metric, most=most)
    names = now.loc[now["touchpoint"] != ALL, "touchpoint"].drop_duplicates()
    other, other_filters = rival(store, filters, against)
    then = journey_map(other, other_filters, metric=metric, most=most, show=shown_in(other, names))
    return compared(now, then)


def compared(now: pd.DataFrame, then: pd.DataFrame) -> pd.DataFrame:
    """The same for two maps, as `journey_map` gives them; touchpoints of either."""
    keys = ["touchpoint", "lane"]
    here, there = (_estimates(one).set_index(keys) for one in (now, then))
    both = here.join(there.add_prefix("other_"), how="outer").reset_index()
    gaps = [gap(*_pair(row)) if _has_interval(row) else None for row in both.itertuples()]
    for place, name in enumerate(("difference", "low_gap", "high_gap", "p")):
        both[name] = [np.nan if one is None else one[place] for one in gaps]
    both["difference"] = both["difference"].fillna(both["value"] - both["other_value"])
    both["p"] = benjamini_hochberg(both["p"])
    both["real"] = both["p"] < LEVEL
    both["says"] = [_says(row) for row in both.itertuples()]
    both = both.drop(columns=["low", "high"]).rename(columns={"low_gap": "low", "high_gap": "high"})
    lanes = {lane: place for place, lane in enumerate(COMPARED)}
    both["order"] = both["lane"].map(lanes)
    ranked = both.sort_values(["real", "p", "order", "touchpoint"], ascending=[False, True, True, True])
    return ranked[_COLUMNS].reset_index(drop=True)


def _estimates(cells: pd.DataFrame) -> pd.DataFrame:
    kept = cells[cells["lane"].isin(COMPARED) & (cells["touchpoint"] != ALL)]
    return kept[["touchpoint", "lane", "value", "low", "high", "n"]].astype(
        dict.fromkeys(("value", "low", "high", "n"), float)
    )


def _has_interval(row: object) -> bool:
    ends = (row.low, row.high, row.other_low, row.other_high)  # type: ignore[attr-defined]
    return all(one == one for one in ends)


def _pair(row: object) -> tuple[Interval, Interval]:
    here = (row.value, row.low, row.high)  # type: ignore[attr-defined]
    there = (row.other_value, row.other_low, row.other_high)  # type: ignore[attr-defined]
    return Interval(*map(np.asarray, here)), Interval(*map(np.asarray, there))


def _says(row: object) -> str:
    value, other = row.value, row.other_value  # type: ignore[attr-defined]
    if value != value or other != other:
        return (
            "no data"
            if value != value and other != other
            else "no data now"
            if value != value
            else "no data then"
        )
    if row.p != row.p:  # type: ignore[attr-defined]
        return "not compared"
    if not row.real:  # type: ignore[attr-defined]
        return "not told apart"
    return "rose" if row.difference > 0 else "fell"  # type: ignore[attr-defined]
