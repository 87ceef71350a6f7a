"""Is a cell different from the rest? Two-sided p-values from sums; adjust them before marking cells."""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr, stdtr

from lib.stats.intervals import PairSums, Sums, Weight, effective, nps_weight, score_weight, share_weight

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


def share_against_p(answers: PairSums, constant: ArrayLike) -> Floats:
    """p of a share being `constant` (0 to 1), answers clustered by customer: the score test.

    It is at or below 5 % just where the 95 % interval of `clustered_share` leaves the constant out.

    >>> round(float(share_against_p(PairSums.of([1] * 40, [1] * 20 + [0] * 20), 0.7)), 4)
    0.0058
    """
    share, size, df = share_weight(answers)
    fixed = _array(constant)
    with np.errstate(invalid="ignore", divide="ignore"):
        error = np.sqrt(fixed * (1 - fixed) / size)
        return _array(2 * stdtr(np.maximum(df, 1e-3), -np.abs(share - fixed) / error))[()]


def score_against_p(
    answers: PairSums, constant: ArrayLike, scale_min: ArrayLike, scale_max: ArrayLike
) -> Floats:
    """p of a mean score being `constant`, with the pseudo-answers of `clustered_mean_score`."""
    return _against(score_weight(answers, scale_min, scale_max), constant)


def nps_against_p(answers: PairSums, constant: ArrayLike) -> Floats:
    """p of a Net Promoter Score being `constant` points, with the added answers of `clustered_nps`."""
    return _against(nps_weight(answers), _array(constant) / 100)


def _against(weight: Weight, constant: ArrayLike) -> Floats:
    with np.errstate(invalid="ignore", divide="ignore"):
        gap = np.abs(weight.value - _array(constant))
        return _array(np.where(weight.size > 0, 2 * stdtr(weight.df, -gap / np.sqrt(weight.size)), np.nan))[
            ()
        ]


def _mean_error(sums: Sums) -> tuple[Floats, Floats, Floats]:
    """(mean, squared standard error, n)"""
    n, total, squares = (_array(one) for one in sums)
    mean = total / n
    return mean, np.maximum(squares / n - mean**2, 0.0) / (n - 1), n


def _array(values: ArrayLike) -> Floats:
    return np.asarray(values, dtype=np.float64)
