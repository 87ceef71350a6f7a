"""Kept against broken promises: satisfaction with each, or what customers did, and their difference."""

from dataclasses import dataclass

import numpy as np

from lib.analysis.promise import AFTERWARDS
from lib.analysis.terms.promises import Facts, scored, shared
from lib.model.metrics import TOO_FEW
from lib.stats.intervals import Interval
from lib.stats.lateness import difference

_SIDES = ("in time", "late")


@dataclass(frozen=True, slots=True)
class Compared:
    """What came in time and what came late: value, limits and number of each, and their difference."""

    in_time: tuple[float, float, float, int]
    late: tuple[float, float, float, int]
    gap: tuple[float, float, float]

    @property
    def told_apart(self) -> bool:
        """Whether both rest on enough and the interval of the difference excludes zero."""
        enough = min(self.in_time[3], self.late[3]) >= TOO_FEW
        return enough and (self.gap[1] > 0 or self.gap[2] < 0)


def sides(found: Facts, shown: str, mean: bool) -> Compared:
    """What came in time (was kept) against what came late (was broken), of those with both sides."""
    rows = found.rows[found.rows["both"]]
    rows = rows.assign(side=np.where(rows["late"], "late", "in time"))
    if shown == "satisfaction":
        sums, means, tops = scored(found, rows, "side", _SIDES)
        value = means if mean else tops
    else:
        known, yes = {name: columns for name, *columns in AFTERWARDS}[shown]
        sums, value = shared(rows, "side", known, yes, list(_SIDES))
    n = np.asarray(sums.x)
    one, two = (Interval(*(np.asarray(part)[place] for part in value)) for place in (0, 1))
    return Compared((*one.floats(), int(n[0])), (*two.floats(), int(n[1])), difference(two, one).floats())
