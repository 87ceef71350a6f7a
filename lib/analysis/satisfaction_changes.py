"""Where did satisfaction change since the period before?"""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pandas as pd

from lib.analysis.pictures import marks
from lib.analysis.satisfaction import asked, pairs_of, sums
from lib.model.errors import DataError, QuestionError
from lib.model.filters import Filters
from lib.model.heatmap_view import check
from lib.model.metrics import TOO_FEW
from lib.store.store import Store

_KEYS = ["metric", "scale_min", "scale_max", "row_label", "column_label"]


def satisfaction_changes(
    store: Store,
    filters: Filters,
    *,
    metric: str | None = None,
    rows: str = "touchpoint",
    columns: str = "channel",
) -> pd.DataFrame:
    """Compare every cell of `satisfaction` with the period of the same length before.

    One row is a cell on one scale: metric, row, column, n, before_n (answers), value, before (share of top
    answers for csat and rating, NPS for nps, the mean otherwise), difference, low, high (95 %, clustered by
    customer; Newcombe for shares), p_adjusted (Benjamini-Hochberg over the cells with 30 answers in both
    periods, nan for others), mark (`better`, `worse` or empty), scale_min, scale_max. Under 10 answers there
    is no value. Customers who answered in both periods are taken as two: their intervals are rather too
    wide. Raises QuestionError where the period has no beginning, DataError where nobody answered in it.
    """
    check(metric, rows, columns)
    name = metric or _most_asked(store, filters)
    now, then = periods(store, filters)
    ours, theirs = (sums(store, one, name, rows, columns).set_index(_KEYS) for one in (now, then))
    if ours.empty:
        raise DataError("Nobody answered inside these filters.", "Widen the dates, or import survey answers.")
    theirs = theirs.reindex(ours.index).fillna(0.0)
    return _compared(ours.reset_index(), theirs.reset_index(), marks.UNITS[name])


def periods(store: Store, filters: Filters) -> tuple[Filters, Filters]:
    """The period, up to the last day of the data where it has no end, and as many days before."""
    last = filters.until or (date.fromisoformat(end[:10]) if (end := store.manifest.period[1]) else None)
    if filters.since is None or last is None or last < filters.since:
        raise QuestionError(
            "Without a first day there is no period before.", "Choose a period that begins inside the data."
        )
    begin = filters.since - timedelta(days=(last - filters.since).days + 1)
    return replace(filters, until=last), replace(
        filters, since=begin, until=filters.since - timedelta(days=1)
    )


def _most_asked(store: Store, filters: Filters) -> str:
    known = asked(store, filters)
    if known.empty:
        raise DataError("Nobody answered inside these filters.", "Widen the dates, or import survey answers.")
    return str(known.iloc[0]["metric"])


def _compared(ours: pd.DataFrame, theirs: pd.DataFrame, unit: marks.Unit) -> pd.DataFrame:
    found = marks.changed(ours, theirs, unit)
    adjusted = marks.adjusted(found.p, ours["x"], theirs["x"])
    few = (ours["x"] < TOO_FEW) | (theirs["x"] < TOO_FEW)
    marked = np.where(adjusted <= marks.RATE, np.where(found.value > 0, "better", "worse"), "")
    frame = ours[["metric", "row_label", "column_label"]].rename(
        columns={"row_label": "row", "column_label": "column"}
    )
    frame = frame.assign(
        n=ours["x"].astype(int),
        before_n=theirs["x"].astype(int),
        value=_value(ours, unit),
        before=_value(theirs, unit),
        difference=np.where(few, np.nan, found.value),
        low=np.where(few, np.nan, found.low),
        high=np.where(few, np.nan, found.high),
        p_adjusted=adjusted,
        mark=marked,
        scale_min=ours["scale_min"],
        scale_max=ours["scale_max"],
    )
    return frame.sort_values(["metric", "scale_max", "row", "column"], ignore_index=True)


def _value(cells: pd.DataFrame, unit: marks.Unit) -> np.ndarray:
    """The value in its unit, where there are enough answers."""
    pairs = pairs_of(cells, marks.SUMS[unit])
    enough = np.asarray(pairs.x) >= TOO_FEW
    share = np.divide(pairs.y, pairs.x, out=np.full(len(cells), np.nan), where=enough)
    return np.asarray(100 * share if unit == "nps" else share)
