"""What two groups of answers or orders differ by: first less second, with its interval and a p-value.

Groups are given as sums over their units (customers), so that a customer who is counted several times is one
voice. They are taken as independent; where the same customers stand in both, the interval is rather too wide.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import stdtr, stdtrit

from lib.stats.intervals import (
    Floats,
    PairSums,
    Weight,
    clustered_share,
    nps_weight,
    ratio_weight,
    score_weight,
    share_weight,
)


class Difference(NamedTuple):
    """A difference with its limits, and the two-sided p of there being none; nan where data are missing."""

    value: Floats
    low: Floats
    high: Floats
    p: Floats


def of_shares(one: PairSums, other: PairSums, level: float = 0.95) -> Difference:
    """Two shares: limits by Newcombe (1998, method 10) from clustered limits, p by the pooled z test.

    The test counts effective answers, as the limits do. Where nobody is counted twice this is `newcombe`.

    >>> ours, theirs = PairSums.of([1] * 70, [1] * 56 + [0] * 14), PairSums.of([1] * 80, [1] * 48 + [0] * 32)
    >>> [round(float(part), 4) for part in of_shares(ours, theirs)]
    [0.2, 0.0524, 0.3339, 0.008]
    """
    ours, theirs = clustered_share(one, level), clustered_share(other, level)
    gap = ours.value - theirs.value
    low = gap - np.hypot(ours.value - ours.low, theirs.high - theirs.value)
    high = gap + np.hypot(ours.high - ours.value, theirs.value - theirs.low)
    return Difference(gap, np.maximum(low, -1.0), np.minimum(high, 1.0), _pooled_p(one, other))


def of_ratios(one: PairSums, other: PairSums, level: float = 0.95) -> Difference:
    """Two ratios sum(y) / sum(x), such as revenue per order: delta method and Welch's degrees of freedom."""
    return _difference(ratio_weight(one), ratio_weight(other), one, other, level)


def of_scores(
    one: PairSums, other: PairSums, scale_min: ArrayLike, scale_max: ArrayLike, level: float = 0.95
) -> Difference:
    """Two mean scores; the spread of each is that of `clustered_mean_score`, the difference the raw one."""
    ours, theirs = (score_weight(group, scale_min, scale_max) for group in (one, other))
    return _difference(ours, theirs, one, other, level)


def of_nps(one: PairSums, other: PairSums, level: float = 0.95) -> Difference:
    """Two Net Promoter Scores, in points; the spread of each is that of `clustered_nps`."""
    value, low, high, p = _difference(nps_weight(one), nps_weight(other), one, other, level)
    return Difference(100 * value, 100 * low, 100 * high, p)


def _pooled_p(one: PairSums, other: PairSums) -> Floats:
    """p of equal shares over effective answers; 1 where all are alike."""
    ours, theirs = share_weight(one), share_weight(other)
    with np.errstate(invalid="ignore", divide="ignore"):
        n = ours.size + theirs.size
        pooled = (ours.value * ours.size + theirs.value * theirs.size) / n
        error = np.sqrt(pooled * (1 - pooled) * (1 / ours.size + 1 / theirs.size))
        gap = np.abs(ours.value - theirs.value)
        p = 2 * stdtr(np.maximum(np.minimum(ours.df, theirs.df), 1e-3), -gap / error)
    return np.where(gap == 0, 1.0, p)[()]


def _difference(ours: Weight, theirs: Weight, one: PairSums, other: PairSums, level: float) -> Difference:
    """The raw difference of y / x with the spread that the two weights give it (Welch 1947)."""
    with np.errstate(invalid="ignore", divide="ignore"):
        gap = np.asarray(one.y) / np.asarray(one.x) - np.asarray(other.y) / np.asarray(other.x)
        variance = ours.size + theirs.size
        df = variance**2 / (ours.size**2 / ours.df + theirs.size**2 / theirs.df)
        half = stdtrit(df, 0.5 + level / 2) * np.sqrt(variance)
        p = np.where(variance > 0, 2 * stdtr(df, -np.abs(gap) / np.sqrt(variance)), np.nan)
    return Difference(gap[()], (gap - half)[()], (gap + half)[()], p[()])
