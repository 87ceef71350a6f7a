"""Satisfaction with which stage or touchpoint goes with recommending, buying again, or staying away?"""

from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

import numpy as np
import pandas as pd

from lib.analysis.satisfaction import asked, check
from lib.analysis.terms.ends import ends
from lib.model.errors import DataError, QuestionError
from lib.model.filters import Filters
from lib.model.stages import PASSIVE, STAGES
from lib.model.tables import FEEDBACK_METRICS
from lib.stats.drivers import MOST
from lib.stats.drivers import drivers as shared
from lib.stats.intervals import PairSums, clustered_share
from lib.store.store import Store

SQL = Path(__file__).with_suffix(".sql")
SCORES, LATER = SQL.with_name("drivers_scores.sql"), SQL.with_name("drivers_later.sql")
REPURCHASE, CHURN = "repurchase", "churn"
OUTCOMES: tuple[str, ...] = (*FEEDBACK_METRICS, REPURCHASE, CHURN)
#: Days after the last answer in which a customer orders again, or is not seen any more.
DAYS = 90
#: So many customers must have answered about every driver.
COMPLETE = 100
#: A driver that nobody named may not cost more than two of three customers.
KEPT_SHARE = 1 / 3
BETWEEN = " > "


def drivers(
    store: Store,
    filters: Filters,
    *,
    outcome: str = "nps",
    by: str = "stage",
    metric: str | None = None,
    among: str | None = None,
) -> pd.DataFrame:
    """Share how far an outcome can be told from the satisfaction with stages or touchpoints among these.

    One row is a driver, the most important first, then those left out: driver, used, n (answers), customers
    (who gave them), performance (share of top answers), performance_low, performance_high, importance (its
    share of R squared: LMG, averaged over all orders in which drivers may enter), low, high (500 draws of
    customers), correlation (simple), sign (1 or -1), greyed (the lower limit is below what a driver without
    any tie is expected to share, one over the customers), otherwise (customers who would count without it, or
    with it where it is left out), r2, r2_low, r2_high, complete (customers that this rests on: those with a
    score for every driver used). All limits are of 95 %.

    `outcome` is a question (nps, csat, ces, rating: the customer's mean), repurchase (a counted order within
    90 days after the last answer) or churn (nothing done in these 90 days). Drivers are each customer's mean
    score in `metric` (by default the most answered question that is not the outcome), on its most answered
    scale. A driver that a customer never met has no score, which is not a middling one: only customers with
    all scores count. `among` names the drivers, written `purchase > retention`; by default, from the most
    answered on, those that leave at least 100 customers and a third of those who were left before. An
    association: nothing here says what a better score would do. Raises DataError where fewer than 100
    customers are left, naming what is missing.
    """
    question = _question(store, outcome, by, metric)
    scores = store.query(SQL, **question.bound, by=by, **filters.values(store.zone))
    if scores.empty:
        raise DataError(
            f"No {question.metric} answer inside these filters names its {by}.",
            "Widen the dates, or give the answers their touchpoint on the Data page.",
        )
    target = _outcome(store, filters, outcome, by, question)
    table = _table(scores, target)
    used = _chosen(table, scores, among, by)
    seed = crc32(f"{store.manifest.fingerprint} drivers {outcome} {by} {question} {used} {filters}".encode())
    return _answer(scores, table, used, target, seed)


@dataclass(frozen=True, slots=True)
class Question:
    """What the drivers were asked with: a question on one scale."""

    metric: str
    scale_min: float
    scale_max: float

    @property
    def bound(self) -> dict[str, object]:
        """The values that the statements bind."""
        return {"metric": self.metric, "scale_min": self.scale_min, "scale_max": self.scale_max}


def _question(store: Store, outcome: str, by: str, metric: str | None) -> Question:
    if outcome not in OUTCOMES:
        raise QuestionError.unknown("outcome", outcome, OUTCOMES)
    check(metric, by, "channel")
    found = _scale(store, metric) if metric else _scale(store, None, outcome)
    if found is None:
        raise DataError(
            "Nobody was asked about what drives this.",
            "Import answers to a question that is not the outcome itself.",
        )
    return found


def _scale(store: Store, metric: str | None, but: str | None = None) -> Question | None:
    """The most answered question on its scale, or the most answered scale of that question."""
    known = asked(store, Filters())
    known = known[known["metric"] == metric] if metric else known[known["metric"] != but]
    if known.empty:
        return None
    first = known.iloc[0]
    return Question(str(first["metric"]), float(first["scale_min"]), float(first["scale_max"]))


def _outcome(store: Store, filters: Filters, outcome: str, by: str, question: Question) -> pd.Series:
    """The outcome by customer, of those for whom it is known."""
    values = filters.values(store.zone)
    if outcome in FEEDBACK_METRICS:
        scale = _scale(store, outcome)
        if scale is None:
            raise DataError(
                f"Nobody was asked for {outcome}.", "Choose another outcome, or import the answers."
            )
        # the question of the drivers itself: only its answers about the whole
        found = store.query(SCORES, **scale.bound, whole=outcome == question.metric, **values)
        return found.set_index("customer_id")["mean_score"].astype(float)
    more = {"any_event": outcome == CHURN, "passive": sorted(PASSIVE), "by": by}
    found = store.query(LATER, **question.bound, **more, **values)
    window = pd.Timedelta(days=DAYS)
    found = found[found["last_at"] + window <= ends(store)[0]].set_index("customer_id")
    came = found["next_at"] <= found["last_at"] + window
    return (~came if outcome == CHURN else came).astype(float)


def _table(scores: pd.DataFrame, target: pd.Series) -> pd.DataFrame:
    """One row a customer with a known outcome, one column a driver; who never answered about it has none."""
    known = scores[(scores["stranger"] == 0) & scores["unit"].isin(target.index)]
    means = known.assign(mean=known["scores"].astype(float) / known["answers"])
    return means.pivot_table(index="unit", columns="label", values="mean", aggfunc="first")


def _chosen(table: pd.DataFrame, scores: pd.DataFrame, among: str | None, by: str) -> list[str]:
    """The drivers that leave enough customers with all scores; DataError where there are none."""
    known = sorted(scores["label"].unique())
    if among is not None:
        named = list(dict.fromkeys(part.strip() for part in among.split(BETWEEN.strip())))
        for one in named:
            if one not in known:
                raise QuestionError.unknown(by, one, known)
        if len(named) > MOST:
            raise QuestionError(f"{len(named)} drivers are too many.", f"Name at most {MOST}.")
        _enough(table, named, by)
        return named
    used: list[str] = []
    counts, left = table.notna().sum(), 0
    for one in sorted(table.columns, key=lambda name: (-counts[name], name)):
        more = len(table[[*used, one]].dropna())
        if len(used) < MOST and more >= max(COMPLETE, KEPT_SHARE * left):
            used.append(one)
            left = more
    _enough(table, used, by)
    return used


def _enough(table: pd.DataFrame, used: list[str], by: str) -> None:
    left = len(table.reindex(columns=used).dropna()) if used else 0
    if left >= COMPLETE:
        return
    counts = table.notna().sum().sort_values(ascending=False)
    said = ", ".join(f"{name} {n:,}" for name, n in counts.items()) or "none"
    raise DataError(
        f"{left} customers with a known outcome have a score for every {by} ({said}).",
        f"{COMPLETE} are needed: name fewer of them, widen the dates, or choose another outcome.",
    )


def _answer(
    scores: pd.DataFrame, table: pd.DataFrame, used: list[str], target: pd.Series, seed: int
) -> pd.DataFrame:
    complete = table[used].dropna()
    found = shared(complete.to_numpy(), target.reindex(complete.index).to_numpy(), seed)
    model = pd.DataFrame(
        {
            "driver": list(complete.columns),
            "importance": found.shares.value,
            "low": found.shares.low,
            "high": found.shares.high,
            "correlation": found.correlations,
            "sign": np.where(found.correlations < 0, -1, 1),
            "greyed": found.faint,
        }
    )
    frame = _performance(scores).merge(model, how="left", on="driver")
    frame["otherwise"] = [_otherwise(table, used, one) for one in frame["driver"]]
    r2, r2_low, r2_high = found.r2.floats()
    frame = frame.assign(
        used=frame["importance"].notna(),
        greyed=frame["greyed"].eq(True),
        r2=r2,
        r2_low=r2_low,
        r2_high=r2_high,
        complete=len(complete),
    )
    keys = frame.assign(order=[_place(one) for one in frame["driver"]])
    order = keys.sort_values(["importance", "order", "driver"], ascending=[False, True, True]).index
    return frame.loc[order, _COLUMNS].reset_index(drop=True)


_COLUMNS = [
    "driver", "used", "n", "customers", "performance", "performance_low", "performance_high", "importance",
    "low", "high", "correlation", "sign", "greyed", "otherwise", "r2", "r2_low", "r2_high", "complete",
]  # fmt: skip


def _otherwise(table: pd.DataFrame, used: list[str], one: str) -> int:
    """How many customers would count without this driver, or with it where it is left out."""
    others = [other for other in used if other != one] if one in used else [*used, one]
    return len(table.reindex(columns=others).dropna(how="any" if others else "all"))


def _place(label: str) -> int:
    return STAGES.index(label) if label in STAGES else len(STAGES)


def _performance(scores: pd.DataFrame) -> pd.DataFrame:
    """How content all who answered are, also those without the other scores."""
    x, y = scores["answers"].astype(float), scores["tops"].astype(float)
    each = pd.DataFrame({"driver": scores["label"], "units": 1.0, "x": x, "y": y})
    each = each.assign(xx=x * x, yy=y * y, xy=x * y)
    sums = each.groupby("driver")[["units", "x", "y", "xx", "yy", "xy"]].sum()
    share = clustered_share(PairSums(*(sums[name].to_numpy() for name in sums)))
    return pd.DataFrame(
        {
            "driver": sums.index,
            "n": sums["x"].astype(int).to_numpy(),
            "customers": sums["units"].astype(int).to_numpy(),
            "performance": share.value,
            "performance_low": share.low,
            "performance_high": share.high,
        }
    )
