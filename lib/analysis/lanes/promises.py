"""Promises at the touchpoints where they are kept or broken: how many were late, and what that goes with."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from lib.analysis.lateness_hurts import compared
from lib.analysis.promise_cost import promise_cost
from lib.analysis.promise_gaps import broken_down
from lib.analysis.terms.promise_sides import sides
from lib.analysis.terms.promises import Facts, facts, held
from lib.model.errors import ThroughlineError
from lib.model.figures import count, score, share
from lib.model.filters import Filters
from lib.model.metrics import ENOUGH
from lib.model.promises import PAIRS
from lib.store.store import Store

#: Where on the map each pair of promise and reality belongs.
PLACES: dict[str, str] = {
    "delivery": "delivered",
    "reply": "ticket opened",
    "refund": "returned",
    "price": "checkout",
    "stock": "order placed",
}
#: Where they belong instead, in a shop in which that happens.
BETTER: dict[str, str] = {"refund": "refund"}
SQL = Path(__file__).with_name("happened.sql")
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
    """The late or broken share of all that was due, by business day: touchpoint, value, low, high, n."""
    places = _places(store, filters)
    rows = [(place, *found) for pair, place in places.items() if (found := _late(store, filters, pair))]
    return pd.DataFrame(rows, columns=_COLUMNS)


def _places(store: Store, filters: Filters) -> dict[str, str]:
    """The touchpoint of each pair that the data hold."""
    pairs = held(store, filters)
    better = [touchpoint for pair, touchpoint in BETTER.items() if pair in pairs]
    here = set(store.query(SQL, touchpoints=better)["touchpoint"]) if better else set()
    return {pair: BETTER[pair] if BETTER.get(pair) in here else PLACES[pair] for pair in pairs}


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
    """Promises whose breaking goes along with lower answers, told from chance."""
    for pair, place in _places(store, filters).items():
        known = _late(store, filters, pair)
        if known is None:
            continue
        tell = _unequal if PAIRS[pair].amounts else _later
        try:
            told = tell(facts(store, filters, pair=pair, by="day", metric=metric), known[3])
        except ThroughlineError:
            continue
        if told:
            words, punctual, basis = told
            yield Broken(place, f"{share(known[0])} {words}", *known, punctual, basis)


def _later(found: Facts, due: int) -> tuple[str, float, str] | None:
    """Answers that are lower from a day on: what is said, the mean score of what came in time, and why."""
    days = compared(found)
    hurts = days[days["hurts"]]
    if hurts.empty:
        return None
    first, punctual = hurts.iloc[0], days.iloc[0]
    n = int(days["n"].iloc[1:].sum())
    mean = float((days["mean"] * days["n"]).iloc[1:].sum() / n)
    basis = (
        f"{count(due)} due, late is a later business day than promised; it hurts from the first day "
        f"that is told from chance on, {first['label']} ({count(n)} answers about late ones, "
        f"{count(punctual['n'])} about those in time)"
    )
    return _said("late", mean, "in time", punctual["mean"]), float(punctual["mean"]), basis


def _unequal(found: Facts, due: int) -> tuple[str, float, str] | None:
    """Answers that are lower with broken amounts: what is said, the mean score of those kept, and why."""
    both = sides(found, "satisfaction", mean=True)
    if min(both.in_time[3], both.late[3]) < ENOUGH or not both.gap[2] < 0:
        return None
    worse = "more" if found.pair.worse > 0 else "less"
    basis = (
        f"{count(due)} due, broken is {worse} than promised; the difference is told from chance "
        f"({count(both.late[3])} answers after broken ones, {count(both.in_time[3])} after those kept)"
    )
    return _said("broken", both.late[0], "kept", both.in_time[0]), both.in_time[0], basis


def _said(broken: str, mean: float, kept: str, other: float) -> str:
    return f"{broken}; mean score {score(mean)}, {kept} {score(other)}"


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
