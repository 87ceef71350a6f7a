"""What did customers do right before they were let down?"""

from pathlib import Path

import pandas as pd

from lib.analysis.satisfaction import question
from lib.analysis.terms.answers import against_rest
from lib.model.errors import DataError, QuestionError
from lib.model.filters import Filters
from lib.model.metrics import ENOUGH
from lib.model.route_view import ARROW
from lib.stats.intervals import benjamini_hochberg
from lib.store.store import Store

SQL = Path(__file__).with_suffix(".sql")
#: The share of marked runs that may be chance.
LEVEL = 0.05
#: Runs that overlap in two touchpoints and hold about as many answers are one and the same way.
ALIKE = 0.8
_LABELS = ["first_label", "second_label", "third_label"]


def lead_ups(
    store: Store, filters: Filters, *, metric: str | None = None, hours: int = 24, most: int = 20
) -> pd.DataFrame:
    """Rank the runs of three touchpoints that are followed by the lowest answers, the surest first.

    One row is a run and the touchpoint asked about: about, run (labels joined by ` > `), route (the run with
    those that overlap it and hold about as many answers, joined into one way), n (answers about `about` given
    within `hours` after the run began), customers, value, low, high (csat and rating: share of top answers,
    nps: -100 to 100, ces: mean score; 95 %, clustered by customer), other_n, other_value (answers about the
    same touchpoint without that run before them), difference, difference_low, difference_high, p (adjusted
    for all runs compared, Benjamini and Hochberg 1995), differs, compared (their number). Repeats of one
    touchpoint are one step. Runs under 30 answers are left out. `most` rows. An association: who takes a way
    may differ in what is not recorded.
    """
    if not 1 <= hours <= 24 * 90:
        raise QuestionError(f"A window of {hours} hours is not possible.", "Choose 1 to 2160 hours.")
    said = question(store, metric)
    values = {**filters.values(store.zone), **said, "window_us": hours * 3_600_000_000, "least": ENOUGH}
    found = store.query(SQL, **values)
    if found.empty:
        raise DataError(
            f"No question has {ENOUGH} answers inside these filters.",
            "Widen the dates, or ask another question.",
        )
    scale = {name: said[name] for name in ("scale_min", "scale_max")}
    runs = _judged(found.assign(**scale), str(said["metric"]))
    runs["route"] = _routes(runs)
    return runs.drop(columns=_LABELS).head(most).reset_index(drop=True)


def _judged(found: pd.DataFrame, metric: str) -> pd.DataFrame:
    """Each run against the other answers about the same touchpoint, the lowest of those told apart first."""
    runs = found[found["first_label"].notna()].reset_index(drop=True)
    whole = found[found["first_label"].isna()].set_index("about").loc[runs["about"]]
    named = [ARROW.join(row) for row in runs[_LABELS].itertuples(index=False)]
    frame = against_rest(runs, whole, metric).assign(**{name: runs[name] for name in _LABELS})
    frame.insert(0, "about", runs["about"])
    frame.insert(1, "run", named)
    frame["p"] = benjamini_hochberg(frame["p"])
    frame["differs"] = frame["p"] < LEVEL
    frame["compared"] = int(frame["p"].notna().sum())
    low_first = frame.assign(worse=frame["differs"] & (frame["difference"] < 0))
    order = ["worse", "difference_high", "n", "run", "about"]
    ranked = low_first.sort_values(order, ascending=[False, True, False, True, True])
    return ranked.drop(columns="worse").reset_index(drop=True)


def _routes(runs: pd.DataFrame) -> list[str]:
    """The way that each run is part of: those about the same touchpoint that overlap it, as well filled."""
    return [ARROW.join(_grown(runs[runs["about"] == row.about], row)) for row in runs.itertuples()]


def _grown(runs: pd.DataFrame, row: object) -> list[str]:
    n, way = row.n, [getattr(row, name) for name in _LABELS]  # type: ignore[attr-defined]
    alike = runs[runs["differs"] & (runs["n"] >= ALIKE * n) & (runs["n"] <= n / ALIKE)]
    known = {tuple(one) for one in alike[_LABELS].itertuples(index=False)} if row.differs else set()  # type: ignore[attr-defined]
    for _ in range(len(known)):
        before = next((one for one in sorted(known) if list(one[1:]) == way[:2] and one[0] not in way), None)
        after = next((one for one in sorted(known) if list(one[:2]) == way[-2:] and one[2] not in way), None)
        way = [*([before[0]] if before else []), *way, *([after[2]] if after else [])]
    return way
