"""Answers as sums over customers: which sums carry a question's value, and how a part differs."""

import numpy as np
import pandas as pd

from lib.analysis.satisfaction import interval
from lib.model.metrics import ENOUGH
from lib.stats.intervals import Interval
from lib.stats.standardised import gap

#: The sums that carry the value of each question: scores, top answers, promoters less detractors.
MEASURES = {"csat": "t", "rating": "t", "ces": "s", "nps": "p"}
#: The sums of one group of answers, as `satisfaction.sql` names them.
SUMS = ["units", "x", "xx", *(name for of in "stp" for name in (of, of * 2, f"x{of}"))]


def against_rest(parts: pd.DataFrame, whole: pd.DataFrame, metric: str) -> pd.DataFrame:
    """Compare groups of answers with all other answers of the whole that each is part of, row by row.

    Both frames have `SUMS`, scale_min and scale_max, and as many rows; `less_` and the name of a sum is what
    the sum of the whole loses without the part. Columns: n, customers, value, low, high (95 %), other_n,
    other_value, difference, difference_low, difference_high, p (not adjusted; missing where either side has
    under 30 answers). The two sides are taken as independent, also where a customer answered on both.
    """
    rest, parts = whole.reset_index(drop=True), parts.reset_index(drop=True)
    for name in SUMS:
        rest[name] = rest[name] + parts[f"less_{name}"]
    enough = ((rest["x"] >= ENOUGH) & (parts["x"] >= ENOUGH)).to_numpy()
    here, there = interval(parts, MEASURES[metric]), interval(rest, MEASURES[metric])
    gaps = [gap(one, other) for one, other in zip(each(here), each(there), strict=True)]
    return pd.DataFrame(
        {
            "n": parts["x"].astype(int),
            "customers": parts["units"].astype(int),
            "value": here.value,
            "low": here.low,
            "high": here.high,
            "other_n": rest["x"].astype(int),
            "other_value": there.value,
            "difference": [one.value for one in gaps],
            "difference_low": [one.low for one in gaps],
            "difference_high": [one.high for one in gaps],
            "p": np.where(enough, [one.p for one in gaps], np.nan),
        }
    )


def each(found: Interval) -> list[Interval]:
    """An interval of arrays as a list of single ones."""
    return [Interval(*one) for one in zip(*(np.atleast_1d(part) for part in found), strict=True)]
