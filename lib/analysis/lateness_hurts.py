"""From which delay on does satisfaction fall?"""

import numpy as np
import pandas as pd

from lib.analysis.terms.promises import STATEMENTS as STATEMENTS
from lib.analysis.terms.promises import Facts, facts, scored
from lib.model.errors import DataError, QuestionError
from lib.model.filters import Filters
from lib.model.metrics import ENOUGH
from lib.model.promises import REPLY_HOURS, late_said, timed
from lib.stats.intervals import Interval
from lib.stats.lateness import difference, level_for, onset, pooled_days
from lib.store.store import Store

MEASURES: tuple[str, ...] = ("mean", "top_two")
IN_TIME_LABEL = "in time"
#: Days late that are looked at one by one.
MOST_DAYS = 7


def lateness_hurts(
    store: Store,
    filters: Filters,
    *,
    pair: str = "delivery",
    by: str = "day",
    metric: str | None = None,
    measure: str = "mean",
    reply_hours: float = REPLY_HOURS,
) -> pd.DataFrame:
    """Compare the answers about each day late with those about what came in time.

    One row is a delay in whole days; the first is all that came in time (gap_days 0), the last takes all
    later days together, so many that it has 30 answers: gap_days, label, orders, n (answers), customers (who
    answered), mean, top_two, difference (of the `measure`, mean or top_two, from what came in time), low,
    high, tested, hurts. Low and high hold for all days tested together (95 %, Bonferroni; clustered by
    customer). A day is tested from 30 answers on. `hurts` is true from the first day whose interval lies
    below zero, if every later difference lies below zero too. Association: late orders may differ otherwise.
    What never came is not in it. Raises DataError where fewer than 30 answers are about either side, and
    QuestionError for a `pair` of amounts, which have no days.
    """
    timed(pair)
    if measure not in MEASURES:
        raise QuestionError.unknown("measure", measure, MEASURES)
    return compared(facts(store, filters, pair=pair, by=by, metric=metric, reply_hours=reply_hours), measure)


def compared(found: Facts, measure: str = "mean") -> pd.DataFrame:
    """The same from facts that are at hand."""
    rows = found.rows[found.rows["both"]]
    days = rows["whole"].clip(lower=0)
    answers = rows["answers"].groupby(days).sum()
    _enough(found, answers)
    late = {int(day): int(n) for day, n in answers.items() if day > 0}
    last = pooled_days(late, MOST_DAYS, ENOUGH)
    rows = rows.assign(day=days.clip(upper=last).astype(int))
    order = list(range(last + 1))
    sums, means, tops = scored(found, rows, "day", order)
    n = np.asarray(sums.x, dtype=int)
    tested = (n >= ENOUGH) & (np.arange(len(order)) > 0)
    level = level_for(int(tested.sum()))
    gaps = _gaps(found, rows, order, level, measure, tested)
    start = onset(Interval(*(one[1:] for one in gaps)))
    return pd.DataFrame(
        {
            "gap_days": order,
            "label": [IN_TIME_LABEL, *(late_said(day, found.rule, day == last) for day in order[1:])],
            "orders": rows.groupby("day").size().reindex(order).fillna(0).astype(int).to_numpy(),
            "n": n,
            "customers": np.asarray(sums.units, dtype=int),
            "mean": means.value,
            "top_two": tops.value,
            "difference": gaps.value,
            "low": gaps.low,
            "high": gaps.high,
            "tested": tested,
            "hurts": [start is not None and day > start for day in order],
        }
    )


def _enough(found: Facts, answers: pd.Series) -> None:
    """Refuse where there is nothing to compare."""
    late, in_time = (int(answers[side].sum()) for side in (answers.index > 0, answers.index <= 0))
    if min(late, in_time) < ENOUGH:
        raise DataError(
            f"There are {in_time} answers about {found.pair.many} in time and {late} about late ones.",
            f"{ENOUGH} of each are needed: widen the dates, or import answers that name their order.",
        )


def _gaps(
    found: Facts, rows: pd.DataFrame, order: list[int], level: float, measure: str, tested: np.ndarray
) -> Interval:
    """The differences from the first group; nan where nothing is tested."""
    _, means, tops = scored(found, rows, "day", order, level)
    shown = means if measure == "mean" else tops
    gaps = difference(shown, Interval(*(np.asarray(part)[0] for part in shown)))
    return Interval(*(np.where(tested, part, np.nan) for part in gaps))
