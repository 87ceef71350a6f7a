"""Which step of the ideal path do customers pass over most?"""

from pathlib import Path

import pandas as pd

from lib.analysis.terms.paths import check_label, labels_of
from lib.model.errors import DataError, QuestionError
from lib.model.filters import Filters
from lib.model.flow_view import LEVELS
from lib.model.ideal import ARROW, Ideal
from lib.model.stages import STAGES
from lib.stats.intervals import wilson
from lib.store.store import Store

SQL = Path(__file__).with_suffix(".sql")


def ideal(store: Store, filters: Filters, *, ideal: str | None = None, level: str = "stage") -> pd.DataFrame:
    """Count for each step of the ideal path who reached it, and who moved past it without it.

    One row is a step: step (from 1), label, customers (unique, reached it), passed_over (customers who at
    least once moved from an earlier step to a later one without it), never (of those, the ones who never
    reached it), share (passed_over of all who reached it or passed it over), low, high (95 %). Customers
    who ended before a step neither reached it nor passed it over. `ideal` is written
    `awareness > consideration > purchase` (None: all stages), of stages or touchpoints by
    `level`; what lies beside the path is left out. Journeys count that begin in the period. Raises
    DataError where none does.
    """
    path = checked(store, ideal, level)
    frame = store.query(SQL, **path.values(), **filters.values(store.zone))
    if frame["customers"].sum() == 0:
        raise nobody(path)
    found = wilson(frame["passed_over"], frame["customers"] + frame["never"])
    return frame.assign(
        label=[path.labels[step - 1] for step in frame["step"]],
        share=found.value, low=found.low, high=found.high,
    )[["step", "label", "customers", "passed_over", "never", "share", "low", "high"]]  # fmt: skip


def checked(store: Store, ideal: str | None, level: str) -> Ideal:
    """The path as it is asked for; QuestionError where a step of it never happens, naming those that do."""
    if ideal is None and level in LEVELS and level != "stage":
        known = labels_of(store, level)
        raise QuestionError(
            f"An ideal path of {level}s is not named.",
            f"Write at least two of them as first{ARROW}second: {', '.join(known[:40])}.",
        )
    path = Ideal.read(ideal, level)
    for label in path.labels:
        if not (level == "stage" and label in STAGES):
            check_label(store, level, label, "put into the ideal path")
    return path


def nobody(path: Ideal) -> DataError:
    """Nobody inside the filters meets the path."""
    return DataError(
        f"No journey inside these filters meets a {path.level} of the ideal path.",
        "Widen the dates, choose other steps, or give touchpoints a stage on the Data page.",
    )
