"""Is a cell different from the rest? Two-sided p-values from sums; adjust them before marking cells."""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr, stdtr

from lib.stats.intervals import PairSums, Sums, effective

Floats = NDArray[np.float64]


def two_shares_p(
    successes: ArrayLike, n: ArrayLike, other_successes: ArrayLike, other_n: ArrayLike
) -> Floats:
    """p of equal shares (pooled z test); 1 where both groups are all or nothing alike, nan without data.

    >>> round(float(two_shares_p(15, 100, 30, 100)), 4)
    0.0111
    """
    k, size, other_k, other_size = (_array(one) for one in (successes, n, other_successes, other_n))
    with np.errstate(invalid="ignore", divide="ignore"):
        pooled = (k + other_k) / (size + other_size)
        error = np.sqrt(pooled * (1 - pooled) * (1 / size + 1 / other_size))
        gap = np.abs(k / size - other_k / other_size)
        return _array(np.where(error > 0, 2 * ndtr(-gap / error), np.where(gap == 0, 1.0, np.nan)))[()]


def clustered_shares_p(answers: PairSums, other: PairSums) -> Floats:
    """p of equal shares whose answers come in clusters: `two_shares_p` at the effective numbers of answers.

    Source: Rao and Scott 1992.
    """
    size, other_size = effective(answers), effective(other)
    with np.errstate(invalid="ignore", divide="ignore"):
        share = _array(answers.y) / _array(answers.x)
        other_share = _array(other.y) / _array(other.x)
    return two_shares_p(share * size, size, other_share * other_size, other_size)


def two_means_p(sums: Sums, other: Sums) -> Floats:
    """p of equal means, the variances may differ (Welch 1947); nan where neither group has any spread."""
    with np.errstate(invalid="ignore", divide="ignore"):
        mean, error, n = _mean_error(sums)
        other_mean, other_error, other_n = _mean_error(other)
        both = error + other_error
        df = both**2 / (error**2 / (n - 1) + other_error**2 / (other_n - 1))
        return _array(2 * stdtr(df, -np.abs(mean - other_mean) / np.sqrt(both)))[()]


def _mean_error(sums: Sums) -> tuple[Floats, Floats, Floats]:
    """(mean, squared standard error, n)"""
    n, total, squares = (_array(one) for one in sums)
    mean = total / n
    return mean, np.maximum(squares / n - mean**2, 0.0) / (n - 1), n


def _array(values: ArrayLike) -> Floats:
    return np.asarray(values, dtype=np.float64)
