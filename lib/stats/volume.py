"""Days on which far more or far less happened than on the same weekdays before.

Method: a day is compared with the median of the same weekday in the eight weeks before (at least four of
them), on the scale of logarithms, where a doubling and a halving are equally far. The spread of these
differences is 1.4826 times their median absolute deviation over all days (Hampel's rule), which a few odd
days cannot move; it is never less than what chance alone gives to counts of that size (Poisson, 1/sqrt).
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

#: Weeks that a day is compared with, and how many of them there must be.
WEEKS, LEAST_WEEKS = 8, 4
#: From this many spreads away a day is called sudden. Of days that differ by chance one in 15,000 is.
SUDDEN = 4.0
#: Days on which fewer are expected say nothing.
LEAST_EXPECTED = 20.0
#: Turns a median absolute deviation into a standard deviation where deviations are normal.
_TO_SD = 1.4826


def expected(counts: ArrayLike) -> Floats:
    """What each day should have by its weekday: the median of that weekday in the weeks before.

    `counts` has one entry for each day without gaps (0 where nothing happened). nan where fewer than four
    such days lie before.

    >>> expected([7] * 28 + [14])[[0, 28]].tolist()
    [nan, 7.0]
    """
    days = np.asarray(counts, dtype=np.float64)
    found = np.full(days.shape, np.nan)
    for at in range(LEAST_WEEKS * 7, days.size):
        found[at] = np.median(days[at % 7 : at : 7][-WEEKS:])
    return found


def surprise(counts: ArrayLike) -> Floats:
    """How many robust spreads each day lies from what is expected of it; nan where nothing can be said.

    `counts` as for `expected`. The last day is judged like every other: leave it out while it is not over.
    """
    days, usual = np.asarray(counts, dtype=np.float64), expected(counts)
    with np.errstate(invalid="ignore"):
        away = np.where(usual >= LEAST_EXPECTED, np.log1p(days) - np.log1p(usual), np.nan)
    known = away[~np.isnan(away)]
    if not known.size:
        return away
    spread = _TO_SD * float(np.median(np.abs(known - np.median(known))))
    return away / np.maximum(spread, 1 / np.sqrt(usual + 1))
