"""Shares made comparable: groups that differ in mix are weighed to one mix before they are compared."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr, ndtri

from lib.stats.intervals import Interval, apart

Floats = NDArray[np.float64]


class Gap(NamedTuple):
    """A difference with its 95 % limits and its two-sided p."""

    value: float
    low: float
    high: float
    p: float


def standardised_share(successes: ArrayLike, n: ArrayLike, weights: ArrayLike) -> Interval:
    """A share over strata, weighed to another group's mix (direct standardisation), with Wilson's limits.

    One entry a stratum; `weights` need not sum to one. The limits are those of a plain share of the same
    variance (effective n). Nan where a stratum with weight holds nobody.

    >>> [round(one, 3) for one in standardised_share([10, 30], [100, 100], [3, 1]).floats()]
    [0.15, 0.107, 0.206]
    """
    k, size, weight = (np.asarray(one, dtype=float) for one in (successes, n, weights))
    used = weight > 0
    if not used.any():
        return Interval(*np.full((3, 1), np.nan)[:, 0])
    with np.errstate(invalid="ignore", divide="ignore"):
        part = weight[used] / weight.sum()
        # Half a success and failure more: an empty cell is no proof that it can never happen.
        rate, safe = k[used] / size[used], (k[used] + 0.5) / (size[used] + 1)
        share, middle = part @ rate, part @ safe
        spread = part**2 @ (safe * (1 - safe) / size[used])
        return _wilson_of(share, np.divide(middle * (1 - middle), spread))


def gap(one: Interval, other: Interval, level: float = 0.95) -> Gap:
    """The difference of two independent estimates, from the limits of each (MOVER; Newcombe 1998, method 10).

    Limits at `level`; p from the normal distribution with the standard errors that the limits imply.

    >>> from lib.stats.intervals import wilson
    >>> [round(part, 4) for part in gap(wilson(56, 70), wilson(48, 80))]
    [0.2, 0.0524, 0.3339, 0.0079]
    """
    value, low, high = apart(one, other, -np.inf, np.inf).floats()
    # The limit towards zero is the one that decides whether zero lies inside.
    towards = value - low if value > 0 else high - value
    error = towards / ndtri(0.5 + level / 2)
    p = float(2 * ndtr(-abs(value) / error)) if error > 0 else float(value == 0)
    return Gap(value, low, high, p)


def _wilson_of(share: np.float64, size: np.float64) -> Interval:
    z = ndtri(0.975)
    centre = (share + z * z / (2 * size)) / (1 + z * z / size)
    half = z / (1 + z * z / size) * np.sqrt(share * (1 - share) / size + z * z / (4 * size**2))
    low, high = np.minimum(centre - half, share), np.maximum(centre + half, share)
    return Interval(np.asarray(share), np.clip(low, 0, 1), np.clip(high, 0, 1))
