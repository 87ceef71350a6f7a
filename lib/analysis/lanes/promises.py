"""Promises at the touchpoints where they are kept or broken: how many were late, and what that goes with."""

from collections.abc import Iterator
from typing import NamedTuple

import pandas as pd

from lib.analysis.lateness_hurts import compared
from lib.analysis.promise_cost import promise_cost
from lib.analysis.promise_gaps import broken_down
from lib.analysis.terms.promises import facts
from lib.model.errors import ThroughlineError
from lib.model.figures import count, score, share
from lib.model.filters import Filters
from lib.model.metrics import ENOUGH
from lib.store.store import Store

#: Where on the map each pair of promise and reality belongs.
PLACES: dict[str, str] = {"delivery": "delivered", "reply": "ticket opened"}
_COLUMNS = ["touchpoint", "value", "low", "high", "n"]


class Broken(NamedTuple):
    """One promise that hurts: where, what is said of it, the late share with interval and n, and why."""

    touchpoint: str
    says: str
    value: float
    low: float
    high: float
    n: int
    in_time: float
    basis: str


def late(store: Store, filters: Filters) -> pd.DataFrame:
    """The late share of all that was due, by business day: touchpoint, value, low, high, n."""
    rows = [(place, *found) for pair, place in PLACES.items() if (found := _late(store, filters, pair))]
    return pd.DataFrame(rows, columns=_COLUMNS)


def _late(store: Store, filters: Filters, pair: str) -> tuple[float, float, float, int] | None:
    try:
        gaps = broken_down(facts(store, filters, pair=pair, by="day"), "channel")
    except ThroughlineError:
        return None  # the data hold no such pair: nothing is known, and the cell says so
    whole = gaps[gaps["label"] == "(all)"].iloc[0]
    if whole["due"] < ENOUGH:
        return None
    return float(whole["late_due_share"]), float(whole["low"]), float(whole["high"]), int(whole["due"])


def broken(store: Store, filters: Filters, *, metric: str | None = None) -> Iterator[Broken]:
    """Promises whose breaking goes along with lower answers, from a day on that is told from chance."""
    for pair, place in PLACES.items():
        known = _late(store, filters, pair)
        try:
            days = compared(facts(store, filters, pair=pair, by="day", metric=metric))
        except ThroughlineError:
            continue
        hurts = days[days["hurts"]]
        if known is None or hurts.empty:
            continue
        first, punctual = hurts.iloc[0], days.iloc[0]
        n = int(days["n"].iloc[1:].sum())
        mean = float((days["mean"] * days["n"]).iloc[1:].sum() / n)
        says = f"{share(known[0])} late; mean score {score(mean)}, in time {score(punctual['mean'])}"
        basis = (
            f"{count(known[3])} due, late is a later business day than promised; it hurts from the first day "
            f"that is told from chance on, {first['label']} ({count(n)} answers about late ones, "
            f"{count(punctual['n'])} about those in time)"
        )
        yield Broken(place, says, *known, float(punctual["mean"]), basis)


def cost(store: Store, filters: Filters, years: float) -> pd.DataFrame:
    """What can be recovered of late deliveries, a year: touchpoint, value, low, high (90 %), n, text."""
    try:
        parts = promise_cost(store, filters)
    except ThroughlineError:
        return pd.DataFrame(columns=[*_COLUMNS, "text"])
    whole = parts[parts["part"] == "(all)"].iloc[0]
    ends = (whole[f"recoverable_{name}"] / years for name in ("value", "low", "high"))
    text = f"late orders, {whole['recoverable']:.0%} of the cost, a year"
    return pd.DataFrame(
        [(PLACES["delivery"], *ends, int(whole["orders"]), text)], columns=[*_COLUMNS, "text"]
    )
