"""Do customers who keep the order of the stages buy more and answer better?"""

from pathlib import Path

import pandas as pd

from lib.analysis.ideal import checked, nobody
from lib.analysis.satisfaction import interval, question
from lib.model.filters import Filters
from lib.model.metrics import TOO_FEW
from lib.stats.intervals import PairSums, ratio, wilson
from lib.store.store import Store

SQL = Path(__file__).with_suffix(".sql")
ALL = "(all)"
#: By the code that the definition gives them.
CLASSES: dict[int, str] = {1: "conforming", 2: "skipped", 3: "went back", 4: "both", 0: "no move"}


def conformance(
    store: Store,
    filters: Filters,
    *,
    ideal: str | None = None,
    level: str = "stage",
    metric: str | None = None,
) -> pd.DataFrame:
    """Compare customers by whether their journey keeps an order: what they buy, and what they answer.

    One row is a class: class (conforming: only moves to the step that follows; skipped, went back, both; no
    move: at most one step of the order, nothing to judge; `(all)`), customers, share, low, high (95 %, of
    all customers), revenue (per customer, whole journey), revenue_low, revenue_high, margin (the same; None
    where an order's is unknown), margin_low, margin_high, orders, conversion (customers with an order),
    conversion_low, conversion_high, metric, n (answers), mean, mean_low, mean_high, top_two (share in the
    top 40 % of the scale), top_low, top_high (clustered by customer; None under 10 answers), followed
    (customers who came from the first step to the last in order, before anything else), followed_share,
    followed_low, followed_high. `ideal` is the order (None: all stages), of stages or touchpoints by
    `level`; `metric` None is the question answered most, on its most answered scale. Journeys count that
    begin in the period. Raises DataError where none does.
    """
    path, asked = checked(store, ideal, level), question(store, metric)
    sums = store.query(SQL, **path.values(), **asked, **filters.values(store.zone))
    if sums.empty:
        raise nobody(path)
    sums = sums.fillna(0)
    whole = sums.drop(columns="class").sum().to_frame().T
    frame = sums.set_index("class").reindex(list(CLASSES)).fillna(0)
    frame = pd.concat([frame.assign(name=list(CLASSES.values())), whole.assign(name=ALL)], ignore_index=True)
    return _bought(frame, int(sums["customers"].sum())).join(_said(frame, asked)).join(_followed(frame))


def _bought(frame: pd.DataFrame, everybody: int) -> pd.DataFrame:
    size, money, squares = (frame[one].astype(float) for one in ("customers", "turnover", "turnover_squares"))
    part = wilson(size, everybody)
    revenue = ratio(PairSums(size, size, money, size, squares, money), possible=(0.0, float("inf")))
    earned, squares = (frame[one].astype(float) for one in ("earnings", "earnings_squares"))
    known = frame["margins_unknown"] == 0
    margin = ratio(PairSums(size, size, earned.where(known), size, squares, earned))
    buyers = wilson(frame["buyers"].astype(float), size)
    return pd.DataFrame(
        {
            "class": frame["name"],
            "customers": size.astype(int),
            "share": part.value,
            "low": part.low,
            "high": part.high,
            "revenue": revenue.value,
            "revenue_low": revenue.low,
            "revenue_high": revenue.high,
            "margin": margin.value,
            "margin_low": margin.low,
            "margin_high": margin.high,
            "orders": frame["orders"].astype(int),
            "conversion": buyers.value,
            "conversion_low": buyers.low,
            "conversion_high": buyers.high,
        }
    )


def _said(frame: pd.DataFrame, asked: dict[str, object]) -> pd.DataFrame:
    """What the customers of each class answered; nothing under the minimum."""
    answers = frame.assign(**{name: asked[name] or 0.0 for name in ("scale_min", "scale_max")})
    mean, top = interval(answers, "s"), interval(answers, "t")
    enough = frame["x"] >= TOO_FEW
    said = pd.DataFrame(
        {
            "mean": mean.value,
            "mean_low": mean.low,
            "mean_high": mean.high,
            "top_two": top.value,
            "top_low": top.low,
            "top_high": top.high,
        }
    ).where(enough)
    said.insert(0, "n", frame["x"].astype(int))
    said.insert(0, "metric", asked["metric"])
    return said


def _followed(frame: pd.DataFrame) -> pd.DataFrame:
    found = wilson(frame["followed"].astype(float), frame["customers"].astype(float))
    return pd.DataFrame(
        {
            "followed": frame["followed"].astype(int),
            "followed_share": found.value,
            "followed_low": found.low,
            "followed_high": found.high,
        }
    )
