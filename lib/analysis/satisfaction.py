"""Where are customers content, and where are they let down?"""

from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd

from lib.model.errors import DataError
from lib.model.filters import Filters
from lib.model.heatmap_view import BY as BY
from lib.model.heatmap_view import ROWS, bound
from lib.model.heatmap_view import check as check
from lib.stats.intervals import Interval, PairSums, clustered_mean_score, clustered_nps, clustered_share
from lib.store.store import Store

SQL = Path(__file__).with_suffix(".sql")
ALL = "(all)"
#: The upper end of the index.
FULL = 100.0


def satisfaction(
    store: Store,
    filters: Filters,
    *,
    metric: str | None = None,
    rows: str = "touchpoint",
    columns: str = "channel",
) -> pd.DataFrame:
    """Cross touchpoints or stages with channel, month, device, country, segment, product group or a trait.

    `segment` is what the customer was when answering (no order yet, first-time customer, repeat customer),
    `group` the categories of the answer's order (an answer counts in each of them), `trait:<attribute>` any
    attribute of customers. One row is a cell of one metric on one scale (never mixed): metric, row, column
    (`(all)` for the sums), n (answers), customers, mean, top_two (share in the top 40 % of the scale), nps
    (None unless the metric is nps), low, high (95 %, of nps for nps, of the mean otherwise), scale_min,
    scale_max, top_low, top_high (95 %, of top_two). Intervals are clustered by customer. The metric `index`
    mixes all questions, each answer mapped to 100 (score - scale_min) / (scale_max - scale_min): to colour,
    not to compare. Raises DataError where nobody answered.
    """
    cells = sums(store, filters, metric, rows, columns)
    if cells.empty:
        raise DataError("Nobody answered inside these filters.", "Widen the dates, or import survey answers.")
    return _answer(cells)


def sums(store: Store, filters: Filters, metric: str | None, rows: str, columns: str) -> pd.DataFrame:
    """The cells as `satisfaction.sql` sums them, those of `(all)` among them; see `interval`."""
    check(metric, rows, columns)
    values = {**filters.values(store.zone), "metric": metric, "full": FULL}
    parts = [
        store.query(SQL, rows=row, **bound(column), **values)
        for row, column in product((rows, "all"), (columns, "all"))
    ]
    return pd.concat(parts, ignore_index=True)


def asked(store: Store, filters: Filters) -> pd.DataFrame:
    """Which metrics were asked on which scales: metric, scale_min, scale_max, n; the most answered first."""
    values = {**filters.values(store.zone), **bound("all")}
    cells = store.query(SQL, rows="all", metric=None, full=FULL, **values)
    found = cells.rename(columns={"x": "n"})[["metric", "scale_min", "scale_max", "n"]]
    return found.sort_values(["n", "metric"], ascending=[False, True], ignore_index=True)


def question(store: Store, metric: str | None) -> dict[str, object]:
    """What binds one question on one scale: metric (None: the most answered), scale_min, scale_max.

    The scale is the most answered; all are None where nobody was asked.
    """
    check(metric, ROWS[0], BY[0])
    known = asked(store, Filters())
    known = known if metric is None else known[known["metric"] == metric]
    names = ("metric", "scale_min", "scale_max")
    if known.empty:
        return dict.fromkeys(names)
    return {"metric": str(known.iloc[0]["metric"])} | {one: float(known.iloc[0][one]) for one in names[1:]}


def _answer(cells: pd.DataFrame) -> pd.DataFrame:
    scores, tops, promoters = (interval(cells, of) for of in ("s", "t", "p"))
    is_nps = (cells["metric"] == "nps").to_numpy()
    frame = pd.DataFrame(
        {
            "metric": cells["metric"],
            "row": cells["row_label"],
            "column": cells["column_label"],
            "n": cells["x"].astype(int),
            "customers": cells["units"].astype(int),
            "mean": scores.value,
            "top_two": tops.value,
            "nps": np.where(is_nps, promoters.value, np.nan),
            "low": np.where(is_nps, promoters.low, scores.low),
            "high": np.where(is_nps, promoters.high, scores.high),
            "scale_min": cells["scale_min"],
            "scale_max": cells["scale_max"],
            "top_low": tops.low,
            "top_high": tops.high,
        }
    )
    return frame.sort_values(["metric", "scale_max", "row", "column"], ignore_index=True)


def interval(cells: pd.DataFrame, of: str) -> Interval:
    """An estimate with its interval from sums over customers: `of` is s (scores), t (top answers) or p (NPS).

    `cells` has units, x, xx and the sums of what is asked for; the ends of the scale for scores.
    """
    pairs = pairs_of(cells, of)
    if of == "s":
        return clustered_mean_score(pairs, cells["scale_min"], cells["scale_max"])
    return clustered_share(pairs) if of == "t" else clustered_nps(pairs)


def pairs_of(cells: pd.DataFrame, of: str) -> PairSums:
    """The sums of `of` over customers, as `lib.stats` takes them."""
    units, x, xx = (cells[name].to_numpy(float) for name in ("units", "x", "xx"))
    y, yy, xy = (cells[name].to_numpy(float) for name in (of, of * 2, f"x{of}"))
    return PairSums(units, x, y, xx, yy, xy)
