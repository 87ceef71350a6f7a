"""Which cells of the heatmap may be marked: a value in its unit, against a target or against a period before.

Marks are adjusted for the number of cells tested (Benjamini-Hochberg at 5 %), those with 30 answers or more.
"""

from typing import Literal

import numpy as np
import pandas as pd

from lib.analysis.satisfaction import pairs_of
from lib.model.heatmap_view import INDEX
from lib.model.metrics import ENOUGH
from lib.stats import differences
from lib.stats.comparisons import nps_against_p, score_against_p, share_against_p
from lib.stats.intervals import Floats, benjamini_hochberg

Unit = Literal["share", "nps", "score"]
#: In which unit each question is shown: shares of top answers, the balance of promoters, or the mean.
UNITS: dict[str, Unit] = {"csat": "share", "rating": "share", "nps": "nps", "ces": "score", INDEX: "score"}
#: The sums of `satisfaction.sql` that carry each unit.
SUMS: dict[Unit, str] = {"share": "t", "nps": "p", "score": "s"}
#: Marks are made at this false discovery rate.
RATE = 0.05


def against(cells: pd.DataFrame, unit: Unit, target: float) -> Floats:
    """p of each cell being at the target, in the unit shown; `cells` are sums of `satisfaction.sql`."""
    pairs = pairs_of(cells, SUMS[unit])
    if unit == "share":
        return share_against_p(pairs, target)
    if unit == "nps":
        return nps_against_p(pairs, target)
    return score_against_p(pairs, target, cells["scale_min"], cells["scale_max"])


def changed(now: pd.DataFrame, before: pd.DataFrame, unit: Unit) -> differences.Difference:
    """What each cell differs from that of the period before; both frames hold the same cells in one order."""
    ours, theirs = (pairs_of(cells, SUMS[unit]) for cells in (now, before))
    if unit == "share":
        return differences.of_shares(ours, theirs)
    if unit == "nps":
        return differences.of_nps(ours, theirs)
    return differences.of_scores(ours, theirs, now["scale_min"], now["scale_max"])


def adjusted(p: Floats, *answers: pd.Series) -> Floats:
    """p adjusted over all cells with enough answers on every side; nan for those that were not tested."""
    enough = np.logical_and.reduce([np.asarray(n) >= ENOUGH for n in answers])
    return benjamini_hochberg(np.where(enough, p, np.nan))
