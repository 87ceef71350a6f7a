"""Which exact routes lead to an order, and after which of them are customers let down?"""

from pathlib import Path

import numpy as np
import pandas as pd

from lib.analysis.satisfaction import interval, question
from lib.analysis.terms.answers import MEASURES
from lib.analysis.terms.paths import check_label
from lib.model.errors import DataError
from lib.model.filters import Filters
from lib.model.flow_view import OTHER
from lib.model.metrics import TOO_FEW
from lib.model.route_view import ARROW, LONGER, LONGEST, RouteView
from lib.model.stages import ORDER_PLACED
from lib.stats.intervals import Interval, PairSums, ratio
from lib.store.store import Store

SQL = Path(__file__).with_suffix(".sql")
#: The most travelled routes that are looked at; more are counted together as `(other)`.
FETCHED = 20_000
_STEPS = [f"s{step}" for step in range(1, LONGEST + 1)]
_SECOND = 1_000_000


def routes(
    store: Store,
    filters: Filters,
    *,
    start: str | None = None,
    end: str = ORDER_PLACED,
    level: str = "touchpoint",
    collapse: bool = True,
    metric: str | None = None,
    most: int = 20,
    sort: str = "customers",
) -> pd.DataFrame:
    """Rank the exact routes that customers took to `end`, with what they said and spent.

    One row is a route: rank, route (labels joined by ` > `), customers (unique: of each the first route
    counts), share (of all who reached the end), steps, median_seconds, p90_seconds (first step to last), n
    (answers given after the route's end and before the customer's next `end`), value, low, high (csat and
    rating: share of top answers, nps: -100 to 100, ces: mean score; 95 %, clustered by customer; None under
    10 answers), revenue (per customer, whole journey), revenue_low, revenue_high. A route begins at the
    journey's start, or at the last `start` before the end; it counts where its first step passes the
    filters. `sort`: customers, worst (lowest upper limit of value first, so that few answers never lead),
    best (highest lower limit), time (longest median) or value (revenue; both from 10 customers on). Of
    stages, `order placed` stands for its stage. The last rows, whatever the sort: `(other)` = routes beyond
    `most`, `(longer)` = routes of more than 20 steps. The customers of all rows are all who reached the
    end. Raises DataError where nobody did.
    """
    view = RouteView(start, end, level, collapse, most, sort)
    said = question(store, metric)
    found = _counted(store, filters, view, said)
    frame = _answer(found, said)
    exact = frame[frame["route"] != LONGER]
    ranked = exact.iloc[_ranking(exact, sort)]
    shown = [ranked.head(most), _rest(found, ranked.iloc[most:]), frame[frame["route"] == LONGER]]
    listed = pd.concat([part for part in shown if len(part)], ignore_index=True)
    listed.insert(0, "rank", range(1, len(listed) + 1))
    return listed


def _counted(store: Store, filters: Filters, view: RouteView, said: dict[str, object]) -> pd.DataFrame:
    """The sums of the routes; DataError where nobody arrives."""
    check_label(store, view.level, view.goal, "end at")
    if view.start is not None:
        check_label(store, view.level, view.start, "start from")
    found = store.query(SQL, **view.values(), **said, **filters.values(store.zone), fetched=FETCHED)
    if found.empty:
        begin = f"from {view.start}" if view.start else "from the journey's start"
        raise DataError(
            f"No customer inside these filters comes {begin} to {view.goal}.",
            "Choose another start or end, widen the dates, or take a filter off.",
        )
    return found


def _answer(found: pd.DataFrame, said: dict[str, object]) -> pd.DataFrame:
    sums = found.fillna({one: 0.0 for one in found.columns if one not in _STEPS})
    score = _value(sums, said)
    size, money, squares = (sums[one].astype(float) for one in ("customers", "turnover", "turnover_squares"))
    spent = ratio(PairSums(size, size, money, size, squares, money), possible=(0.0, np.inf))
    return pd.DataFrame(
        {
            "route": _written(found),
            "customers": found["customers"],
            "share": size / found["everybody"],
            "steps": found["steps"].where(found["s1"].notna()),
            "median_seconds": found["median_us"] / _SECOND,
            "p90_seconds": found["p90_us"] / _SECOND,
            "n": sums["x"].astype(int),
            "value": score.value,
            "low": score.low,
            "high": score.high,
            "revenue": spent.value,
            "revenue_low": spent.low,
            "revenue_high": spent.high,
        }
    )


def _value(sums: pd.DataFrame, said: dict[str, object]) -> Interval:
    """What was answered later, where there are enough answers to say it."""
    ends = {name: said[name] or 0.0 for name in ("scale_min", "scale_max")}
    found = interval(sums.assign(**ends), MEASURES[str(said["metric"] or "csat")])
    enough = (sums["x"] >= TOO_FEW).to_numpy()
    return Interval(*(np.where(enough, one, np.nan) for one in found))


def _written(found: pd.DataFrame) -> list[str]:
    """Each route as text."""
    rows = found[_STEPS].itertuples(index=False, name=None)
    return [ARROW.join(one for one in row if isinstance(one, str)) or LONGER for row in rows]


def _ranking(frame: pd.DataFrame, sort: str) -> list[int]:
    """The order of the rows: what cannot be ranked comes last, ties by customers, then by name."""
    few = frame["customers"] < TOO_FEW
    first: dict[str, pd.Series] = {
        "customers": -frame["customers"],
        "worst": frame["high"],
        "best": -frame["low"],
        "time": -frame["median_seconds"].mask(few),
        "value": -frame["revenue"].mask(few),
    }
    keys = pd.DataFrame({"first": first[sort], "customers": -frame["customers"], "route": frame["route"]})
    keys = keys.reset_index(drop=True).sort_values(["first", "customers", "route"], na_position="last")
    return list(keys.index)


def _rest(found: pd.DataFrame, beyond: pd.DataFrame) -> pd.DataFrame:
    """The routes that are not listed, as one row; empty where there are none."""
    everybody = int(found["everybody"].iloc[0])
    rest = everybody - int(found["customers"].sum()) + int(beyond["customers"].sum())
    if rest == 0:
        return beyond.head(0)
    row = {"route": OTHER, "customers": rest, "share": rest / everybody, "n": int(beyond["n"].sum())}
    return pd.DataFrame([row]).reindex(columns=beyond.columns)
