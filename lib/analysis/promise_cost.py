"""What do broken promises cost in orders that do not come again, in support and in refunds?"""

from dataclasses import dataclass
from typing import Self
from zlib import crc32

import numpy as np
import pandas as pd

from lib.analysis.terms.promises import STATEMENTS as STATEMENTS
from lib.analysis.terms.promises import Facts, facts
from lib.model.errors import DataError, QuestionError
from lib.model.filters import Filters
from lib.model.metrics import ENOUGH
from lib.model.promises import ALL
from lib.stats.blocks import dealt, summed, weights
from lib.store.store import Store

#: What part of a difference a shop may hope to get back; the reader sets it.
RECOVERABLE = 0.4
REPEAT, HELP, REFUNDS = "repeat orders", "support", "refunds"
#: Each part: of which orders it is known, and what is added up over them.
_PARTS = {
    REPEAT: ("again_known", "again"),
    HELP: ("help_known", "help_cost"),
    REFUNDS: ("returns_known", "refund"),
}
_COLUMNS = [
    "part", "customers", "orders", "rate_late", "rate_in_time", "worth", "basis", "value", "low", "high",
    "p50", "recoverable", "recoverable_value", "recoverable_low", "recoverable_high", "currency",
]  # fmt: skip


def promise_cost(
    store: Store,
    filters: Filters,
    *,
    pair: str = "delivery",
    by: str = "day",
    recoverable: float = RECOVERABLE,
) -> pd.DataFrame:
    """Put the difference between late and punctual orders into money.

    One row is a part, then `(all)`: part (repeat orders, support, refunds), customers (with a late order),
    orders (late), rate_late, rate_in_time (share who ordered again within 90 days; handling cost or refund an
    order), worth (of one more order: margin, or revenue where no margin is known; 1 for costs), basis
    (margin, revenue or cost), value (what it costs in the period), low, high (90 %), p50, recoverable (the
    share set), recoverable_value, recoverable_low, recoverable_high, currency. Punctual orders are weighed to
    the late ones' mix of country and first or repeat order. Repeat orders: late customers times the
    difference of the shares times the worth. Limits are the 5th and 95th percentile of 1,000 draws of
    customers, the same for the same data. An association: late orders may differ in what is not recorded. A
    part below zero costs nothing; it is shown as it is. Late means past due, delivered or not. Parts whose
    data are not there are left out. Raises DataError where fewer than 30 orders are late or punctual.
    """
    if not 0 <= recoverable <= 1:
        raise QuestionError(f"{recoverable} of a cost cannot be recovered.", "Name a share from 0 to 1.")
    if pair != "delivery":
        raise QuestionError(f"Nothing links the pair {pair!r} to later orders.", "Choose one of: delivery.")
    seed = crc32(f"{store.manifest.fingerprint} promise_cost {pair} {by} {filters}".encode())
    return costed(facts(store, filters, pair=pair, by=by), recoverable, seed, store.currency)


def costed(found: Facts, recoverable: float, seed: int, currency: str) -> pd.DataFrame:
    """The same from facts that are at hand."""
    # what is not due is neither late nor punctual, yet it says what a repeat order is worth
    known = {name: found.rows[name] & found.rows["due"] for name, _ in _PARTS.values()}
    rows = found.rows.assign(**known)
    late = int(rows["late"].sum())
    punctual = int(rows["due"].sum()) - late
    if min(late, punctual) < ENOUGH:
        raise DataError(
            f"{late} orders are late and {punctual} are not.",
            f"{ENOUGH} of each are needed: widen the dates or the filters.",
        )
    basis = "margin" if rows["margin"].notna().any() else "revenue"
    counts = _Counts.of(rows, basis, seed)
    once, often = np.ones((1, counts.blocks)), weights(counts.blocks, seed)
    parts = [part for part in _PARTS if _is_known(rows, part)]
    point, drawn = ({part: counts.worth_of(part, by) for part in parts} for by in (once, often))
    frame = pd.DataFrame(
        [_row(part, point[part], drawn[part].value) for part in parts] + [_total(point, drawn)]
    )
    return frame.assign(
        customers=int(rows.loc[rows["late"], "unit"].nunique()),
        orders=late,
        basis=[basis if part == REPEAT else "cost" for part in frame["part"]],
        recoverable=recoverable,
        recoverable_value=frame["value"] * recoverable,
        recoverable_low=frame["low"] * recoverable,
        recoverable_high=frame["high"] * recoverable,
        currency=currency,
    )[_COLUMNS]


@dataclass(frozen=True, slots=True)
class _Part:
    """One part of the cost, an entry per draw."""

    late: np.ndarray
    in_time: np.ndarray
    worth: np.ndarray
    value: np.ndarray


@dataclass(frozen=True, slots=True)
class _Counts:
    """Sums per block of customers: `by_cell` of each column over late (first half) and punctual strata."""

    by_cell: dict[str, np.ndarray]
    customers: np.ndarray
    money: np.ndarray
    blocks: int

    @classmethod
    def of(cls, rows: pd.DataFrame, basis: str, seed: int) -> Self:
        block, blocks = dealt(pd.factorize(rows["unit"])[0], seed)
        mix = rows["country"].astype(str) + np.where(rows["place"] == 1, "|first", "|repeat")
        stratum, names = pd.factorize(mix)
        cells = 2 * len(names)
        cell = stratum + np.where(rows["late"], 0, len(names))
        by_cell = {}
        for known, what in _PARTS.values():
            by_cell[known] = summed(block, blocks, cell, cells, rows[known])
            by_cell[what] = summed(block, blocks, cell, cells, rows[what].fillna(0) * rows[known])
        once = rows["late"] & ~rows["unit"].where(rows["late"]).duplicated()
        again = (rows["place"] > 1) & rows[basis].notna()
        money = [summed(block, blocks, 0, 1, one) for one in (again, rows[basis].where(again, 0.0))]
        customers = summed(block, blocks, 0, 1, once)
        orders = summed(block, blocks, 0, 1, rows["late"])
        return cls(by_cell, np.hstack([customers, orders]), np.hstack(money), blocks)

    def worth_of(self, part: str, drawn: np.ndarray) -> _Part:
        """One part in each draw, the punctual weighed to the mix of the late."""
        known, what = (drawn @ self.by_cell[name] for name in _PARTS[part])
        half = known.shape[1] // 2
        here = (known[:, :half] > 0) & (known[:, half:] > 0)
        with np.errstate(invalid="ignore", divide="ignore"):
            mix = np.where(here, known[:, :half], 0.0)
            of_all = mix.sum(axis=1)
            late = np.where(here, what[:, :half], 0.0).sum(axis=1) / of_all
            in_time = np.where(here, mix * what[:, half:] / known[:, half:], 0.0).sum(axis=1) / of_all
            orders, money = (drawn @ self.money).T
            worth = money / orders if part == REPEAT else np.ones(len(drawn))
        customers, late_orders = (drawn @ self.customers).T
        value = customers * (in_time - late) * worth if part == REPEAT else late_orders * (late - in_time)
        return _Part(late, in_time, worth, value)


def _is_known(rows: pd.DataFrame, part: str) -> bool:
    """Whether the part can be told: known of late and punctual orders, and anything there to add up."""
    known, what = _PARTS[part]
    both = rows.loc[rows[known], "late"].nunique() == 2
    repeated = part != REPEAT or bool((rows["place"] > 1).any())
    return both and repeated and bool(rows[what].fillna(0).astype(float).abs().sum() > 0)


def _row(part: str, point: _Part, drawn: np.ndarray) -> dict[str, object]:
    low, middle, high = np.nanpercentile(drawn, [5, 50, 95])
    late, in_time, worth, value = (
        float(one[0]) for one in (point.late, point.in_time, point.worth, point.value)
    )
    return {
        "part": part, "rate_late": late, "rate_in_time": in_time, "worth": worth, "value": value,
        "low": low, "high": high, "p50": middle,
    }  # fmt: skip


def _total(point: dict[str, _Part], drawn: dict[str, _Part]) -> dict[str, object]:
    """All parts in one draw belong together, so that their sum has limits of its own."""
    empty = np.full(1, np.nan)
    if not point:
        return _row(ALL, _Part(empty, empty, empty, empty), np.zeros(1))
    whole = sum((one.value for one in point.values()), np.zeros(1))
    return _row(
        ALL, _Part(empty, empty, empty, whole), sum((one.value for one in drawn.values()), np.zeros(1))
    )
