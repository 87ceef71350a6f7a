"""Do journeys keep the order of the stages, or do they skip and go back?"""

from pathlib import Path

import numpy as np
import pandas as pd

from lib.analysis.ideal import checked, nobody
from lib.model.filters import Filters
from lib.model.ideal import Ideal
from lib.stats.intervals import wilson
from lib.store.store import Store

SQL = Path(__file__).with_suffix(".sql")
ALL = "(all)"
#: What a move can be; the last is another view on the others: coming back to a step that was left before.
KINDS: tuple[str, ...] = ("next", "skip", "back", "rework")
_COLUMNS = [
    "kind", "source", "target", "customers", "moves", "share", "low", "high", "at_source", "rework",
    "rework_customers",
]  # fmt: skip


def order(store: Store, filters: Filters, *, ideal: str | None = None, level: str = "stage") -> pd.DataFrame:
    """Count the moves between the steps of an order, by whether they keep it.

    One row is a move, or all moves of one kind (source and target `(all)`): kind (next: to the step that
    follows; skip: to a later one, passing over what lies between; back: to an earlier one; rework, only in
    sum: a move of any kind to a step that was left before), source, target, customers (unique), moves,
    share (customers of those at the source; in sums of all customers), low, high (95 %), at_source (what
    share is divided by), rework (moves that come back to a step left before), rework_customers. Repeats of
    a step are one visit, what has no step is left out. `ideal` is the order, written
    `awareness > consideration > purchase` (None: all stages), of stages or touchpoints by `level`. Journeys
    count that begin in the period. Raises DataError where none does.
    """
    path = checked(store, ideal, level)
    parts = asked(store, filters, path)
    frame = pd.concat([_sums(parts), _moves(parts, path)], ignore_index=True)
    found = wilson(frame["customers"], frame["at_source"])
    return frame.assign(share=found.value, low=found.low, high=found.high)[_COLUMNS]


def reached(
    store: Store, filters: Filters, *, ideal: str | None = None, level: str = "stage"
) -> pd.DataFrame:
    """How many customers reached each step of the order: label, customers; in the order's own sequence."""
    path = checked(store, ideal, level)
    at = _at(asked(store, filters, path))
    at = at.reindex(range(1, len(path.labels) + 1)).fillna(0).astype(int)
    return pd.DataFrame({"label": path.labels, "customers": at.to_numpy()})


def asked(store: Store, filters: Filters, path: Ideal) -> pd.DataFrame:
    """The counts of `order.sql`; DataError where nobody meets the path."""
    parts = store.query(SQL, **path.values(), **filters.values(store.zone))
    if not (parts["part"] == 2).any():
        raise nobody(path)
    return parts


def _at(parts: pd.DataFrame) -> pd.Series:
    """Customers by step."""
    return parts[parts["part"] == 2].set_index("source")["customers"]


def _moves(parts: pd.DataFrame, path: Ideal) -> pd.DataFrame:
    moves = parts[parts["part"] == 1]
    gap = moves["target"] - moves["source"]
    code = np.select([gap == 1, gap > 1], [0, 1], 2)
    frame = moves.assign(
        code=code,
        kind=[KINDS[one] for one in code],
        source=[path.labels[step - 1] for step in moves["source"]],
        target=[path.labels[step - 1] for step in moves["target"]],
        at_source=_at(parts).reindex(moves["source"]).to_numpy(),
    )
    return frame.sort_values(["code", "customers", "source", "target"], ascending=[True, False, True, True])


def _sums(parts: pd.DataFrame) -> pd.DataFrame:
    """One row per kind, also where it never happened."""
    sums = parts[parts["part"] == 3].set_index("target").reindex(range(1, len(KINDS) + 1))
    sums = sums[["customers", "moves", "rework", "rework_customers"]].fillna(0).astype(int)
    everybody = int(parts.loc[parts["part"] == 4, "customers"].iloc[0])
    return sums.assign(kind=KINDS, source=ALL, target=ALL, at_source=everybody)
