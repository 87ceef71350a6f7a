"""Of those who came to a touchpoint, how many told what they think of it?"""

from pathlib import Path

import pandas as pd

from lib.analysis.satisfaction import ALL
from lib.model.errors import DataError, QuestionError
from lib.model.filters import Filters
from lib.model.heatmap_view import ROWS
from lib.model.stages import SURVEY_ANSWERED
from lib.stats.intervals import wilson
from lib.store.store import Store

SQL = Path(__file__).with_suffix(".sql")
_PARTS = {1: "reached", 2: "answered", 3: "beside", 4: "strangers"}


def response(store: Store, filters: Filters, *, rows: str = "touchpoint") -> pd.DataFrame:
    """Count who answered about each touchpoint or stage, of the customers who came to it.

    One row is a touchpoint or stage, `(all)` first (customers who came to any that was ever asked about),
    then the most reached: row, reached (unique customers with an event there inside the filters), answered
    (of them, those with an answer about it on the day they came or later), share, low, high (95 %, Wilson;
    nan where nobody came), beside (customers who answered about it inside the filters and have no event
    there), strangers (answers of nobody known). A row that nobody answers about stays, with 0. Raises
    DataError where nobody came anywhere and nobody answered.
    """
    if rows not in ROWS:
        raise QuestionError.unknown("kind of rows", rows, ROWS)
    parts = store.query(
        SQL, rows=rows, zone=store.zone, answering=SURVEY_ANSWERED, **filters.values(store.zone)
    )
    if not parts["found"].any():
        raise DataError("Nobody is left inside these filters.", "Widen the dates, or remove a filter.")
    counts = parts.pivot_table(index="label", columns="part", values="found", fill_value=0, aggfunc="sum")
    counts = counts.reindex(columns=list(_PARTS), fill_value=0).astype(int).rename(columns=_PARTS)
    frame = counts.rename_axis(index="row", columns=None).reset_index()
    found = wilson(frame["answered"], frame["reached"])
    frame = frame.assign(share=found.value, low=found.low, high=found.high, first=frame["row"].ne(ALL))
    frame = frame.sort_values(["first", "reached", "row"], ascending=[True, False, True], ignore_index=True)
    return frame[["row", "reached", "answered", "share", "low", "high", "beside", "strangers"]]
