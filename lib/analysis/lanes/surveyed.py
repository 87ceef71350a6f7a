"""What customers answered about each touchpoint, to one question on one scale."""

import pandas as pd

from lib.analysis.response import response
from lib.analysis.satisfaction import satisfaction
from lib.model.errors import DataError
from lib.model.filters import Filters
from lib.model.metrics import TOO_FEW
from lib.store.store import Store

#: The columns of `satisfaction` that carry the value and the limits of each question.
VALUES = {
    "csat": ("top_two", "top_low", "top_high"),
    "rating": ("top_two", "top_low", "top_high"),
    "nps": ("nps", "low", "high"),
    "ces": ("mean", "low", "high"),
}


def answered(store: Store, filters: Filters) -> pd.DataFrame:
    """The share of the customers at a touchpoint who answered about it: touchpoint, value, low, high, n.

    Only where anybody did: that nobody is asked is told by the curve.
    """
    found = response(store, filters)
    found = found[(found["answered"] > 0) & (found["reached"] >= TOO_FEW)]
    names = {"row": "touchpoint", "share": "value", "reached": "n"}
    return found.rename(columns=names)[["touchpoint", "value", "low", "high", "n"]].reset_index(drop=True)


def answers(store: Store, filters: Filters, rows: str, binding: dict[str, object]) -> pd.DataFrame:
    """The answers by touchpoint or stage (`rows`): touchpoint, value, low, high, n; `(all)` is the whole.

    Nothing but n under 10 answers; no row at all where nobody answered that question.
    """
    nobody = pd.DataFrame(columns=["touchpoint", "value", "low", "high", "n"])
    if binding["metric"] is None:
        return nobody
    metric = str(binding["metric"])
    try:
        cells = satisfaction(store, filters, metric=metric, rows=rows)
    except DataError:
        return nobody
    same = (cells["scale_min"] == binding["scale_min"]) & (cells["scale_max"] == binding["scale_max"])
    cells = cells[same & (cells["column"] == "(all)")]
    enough = cells["n"] >= TOO_FEW
    parts = {
        name: cells[of].where(enough)
        for name, of in zip(("value", "low", "high"), VALUES[metric], strict=True)
    }
    return pd.DataFrame({"touchpoint": cells["row"], **parts, "n": cells["n"]}).reset_index(drop=True)
