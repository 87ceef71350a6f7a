"""Which cells are the least satisfied, and how sure is that list?"""

import hashlib

import pandas as pd

from lib.analysis.pictures import marks
from lib.analysis.satisfaction import ALL, asked, pairs_of, sums
from lib.model.errors import DataError, QuestionError
from lib.model.filters import UNKNOWN, Filters
from lib.model.heatmap_view import check
from lib.model.metrics import TOO_FEW
from lib.stats.intervals import clustered_share, share_weight
from lib.stats.shrinkage import beta_binomial, lowest, stability
from lib.store.store import Store


def satisfaction_worst(
    store: Store,
    filters: Filters,
    *,
    metric: str = "csat",
    rows: str = "touchpoint",
    columns: str = "channel",
    most: int = 5,
    shrink: bool = True,
) -> pd.DataFrame:
    """List the cells with the smallest share of top answers, and how stable their place is.

    One row is a cell of the most answered scale: rank, row, column, n, value (the raw share of top answers),
    low, high (95 %, clustered by customer), shrunk (empirical Bayes, beta-binomial over effective answers:
    what few answers say is drawn towards the whole; `shrink` ranks by it, otherwise by the raw share),
    stability (share of 500 bootstrap draws of the answers in which the cell stays in the list), cells (how
    many were ranked). Cells under 10 answers, sums and unknown ones are left out. Raises DataError where no
    cell has enough answers.
    """
    check(metric, rows, columns)
    if marks.UNITS[metric] != "share":
        known = [name for name, unit in marks.UNITS.items() if unit == "share"]
        raise QuestionError.unknown("satisfaction metric with a share of top answers", metric, known)
    if most < 1:
        raise QuestionError(f"{most} cells cannot be listed.", "Choose 1 or more.")
    cells = _inner(store, filters, metric, rows, columns)
    share, size, _ = share_weight(pairs_of(cells, "t"))
    shrunk = beta_binomial(share * size, size).value
    found = clustered_share(pairs_of(cells, "t"))
    seed = _seed(store, filters, metric, rows, columns)
    frame = pd.DataFrame(
        {
            "rank": lowest(shrunk if shrink else share, most),
            "row": cells["row_label"],
            "column": cells["column_label"],
            "n": cells["x"].astype(int),
            "value": share,
            "low": found.low,
            "high": found.high,
            "shrunk": shrunk,
            "stability": stability(share * size, size, most, shrink=shrink, seed=seed),
            "cells": len(cells),
        }
    )
    listed = frame[frame["rank"].notna()].sort_values("rank", ignore_index=True)
    return listed.astype({"rank": int})


def _inner(store: Store, filters: Filters, metric: str, rows: str, columns: str) -> pd.DataFrame:
    """The cells that are no sums, on the most answered scale, with answers enough to speak of."""
    cells = sums(store, filters, metric, rows, columns)
    known = asked(store, filters)
    known = known[known["metric"] == metric]
    if not known.empty:
        cells = cells[cells["scale_max"].eq(known.iloc[0]["scale_max"])]
        cells = cells[cells["scale_min"].eq(known.iloc[0]["scale_min"])]
    inner = ~cells["row_label"].isin([ALL, UNKNOWN]) & ~cells["column_label"].isin([ALL, UNKNOWN])
    cells = cells[inner & (cells["x"] >= TOO_FEW)].reset_index(drop=True)
    if cells.empty:
        raise DataError(
            f"No cell has {TOO_FEW} answers inside these filters.",
            "Widen the dates, or choose coarser columns.",
        )
    return cells


def _seed(store: Store, *options: object) -> int:
    """The same address draws the same."""
    told = repr((store.manifest.fingerprint, "satisfaction_worst", *options)).encode()
    return int.from_bytes(hashlib.sha256(told).digest()[:4], "big")
