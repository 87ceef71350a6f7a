"""Intervals for shares, scores, ratios and sums, all from the sums that a query returns.

Every function takes numbers or arrays (one entry a cell) and returns an `Interval` of the same shape; a cell
without data is nan. Limits are two-sided and cut to what is possible. Sources stand with each method.
"""

import math
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import gammaincinv, ndtri, stdtrit

Floats = NDArray[np.float64]
#: Answers from which the normal quantile holds the NPS of an evenly split population in 93 % at every size.
_NORMAL_FROM = 60


class Interval(NamedTuple):
    """An estimate with its limits; each is a number or an array of one shape."""

    value: Floats
    low: Floats
    high: Floats

    def floats(self) -> tuple[float, float, float]:
        """(value, low, high) of a single estimate as plain numbers.

        >>> wilson(81, 263).floats()[1:]
        (0.2552885..., 0.3662095...)
        """
        return float(self.value), float(self.low), float(self.high)


class Sums(NamedTuple):
    """What a mean needs: how many values, their sum and the sum of their squares."""

    n: ArrayLike
    total: ArrayLike
    squares: ArrayLike

    @classmethod
    def of(cls, values: ArrayLike) -> Self:
        """The sums of values that are at hand.

        >>> mean_score(*Sums.of([4, 5, 3]), 1, 5).floats()
        (4.0, 1.9341..., 5.0)
        """
        one = _array(values)
        return cls(one.size, one.sum(), (one * one).sum())


class PairSums(NamedTuple):
    """What a ratio sum(y) / sum(x) over independent units needs.

    Answers clustered by customer: a unit is a customer, x = answers given, y = sum of the scores. Contacts
    per order: a unit is a customer or a day, x = orders, y = tickets.
    """

    units: ArrayLike
    x: ArrayLike
    y: ArrayLike
    xx: ArrayLike
    yy: ArrayLike
    xy: ArrayLike

    @classmethod
    def of(cls, x: ArrayLike, y: ArrayLike) -> Self:
        """The sums over one row a unit: denominators `x`, numerators `y`."""
        below, above = _array(x), _array(y)
        return cls(below.size, below.sum(), above.sum(), below @ below, above @ above, below @ above)


def wilson(successes: ArrayLike, n: ArrayLike, level: float = 0.95) -> Interval:
    """A share and its score interval (Wilson 1927; Newcombe 1998, method 3).

    >>> wilson(0, 20).floats()
    (0.0, 0.0, 0.1611...)
    """
    k, size = _array(successes), _array(n)
    with np.errstate(invalid="ignore", divide="ignore"):
        return _score_interval(k / size, size, ndtri(0.5 + level / 2))


def clustered_share(answers: PairSums, level: float = 0.95) -> Interval:
    """A share whose answers come in clusters: per customer x = answers, y = those that count.

    Wilson's interval at the effective number of answers, n over the design effect (Kish), never above n.
    Where all answers are equal they cannot show how alike a customer's answers are, and full likeness is
    assumed. Where no customer answered twice this is `wilson`.
    """
    share, size, df = share_weight(answers)
    with np.errstate(invalid="ignore", divide="ignore"):
        found = _score_interval(share, size, _t_quantile(level, df))
    alone = df <= 0
    return Interval(share[()], np.where(alone, 0.0, found.low)[()], np.where(alone, 1.0, found.high)[()])


class Weight(NamedTuple):
    """How much an estimate knows: its value, its size or variance, and the degrees of freedom of that."""

    value: Floats
    size: Floats
    df: Floats


def share_weight(answers: PairSums) -> Weight:
    """A share with its effective number of answers; df is infinite where no customer answered twice."""
    units, n, k, nn, kk, nk = (_array(one) for one in answers)
    with np.errstate(invalid="ignore", divide="ignore"):
        share = k / n
        between = (kk - 2 * share * nk + share**2 * nn) * units / (units - 1)
        alike = np.where((share > 0) & (share < 1), between / (n * share * (1 - share)), nn / n)
        repeats = n > units
        return Weight(
            share, np.where(repeats, n / np.maximum(alike, 1.0), n), np.where(repeats, units - 1, np.inf)
        )


def effective(answers: PairSums) -> Floats:
    """How many independent answers tell as much of a share as these clustered ones: n over Kish's effect."""
    return share_weight(answers).size


def apart(one: Interval, other: Interval, least: float = -1.0, most: float = 1.0) -> Interval:
    """The difference of two estimates from their intervals (Newcombe 1998, method 10; Zou and Donner 2008).

    Exact for independent estimates; where the same customers are in both it is rather too wide.

    >>> [round(x, 4) for x in apart(wilson(56, 70), wilson(48, 80)).floats()]
    [0.2, 0.0524, 0.3339]
    """
    gap = one.value - other.value
    low = gap - np.hypot(one.value - one.low, other.high - other.value)
    high = gap + np.hypot(one.high - one.value, other.value - other.low)
    return _cut(gap, low, high, least, most)


def nps(promoters: ArrayLike, passives: ArrayLike, detractors: ArrayLike, level: float = 0.95) -> Interval:
    """The Net Promoter Score, -100 to 100: raw value, limits after adding one answer to each class.

    >>> [round(one, 4) for one in nps(50, 30, 20).floats()]
    [30.0, 13.9912, 44.2612]
    """
    up, down = _array(promoters), _array(detractors)
    n = up + _array(passives) + down
    return clustered_nps(PairSums(n, n, up - down, n, up + down, up - down), level)


def clustered_nps(answers: PairSums, level: float = 0.95) -> Interval:
    """NPS with answers clustered by customer: per customer x = answers, y = promoters less detractors.

    The three added answers become three customers with the average number of answers. Where no customer
    answered twice this is `nps`. Student's t takes the place of the normal quantile under 60 answers, where
    that would hold an evenly split population in 89 to 93 % only (docs/satisfaction.md), and where somebody
    answered twice.
    """
    low, high = _around(nps_weight(answers), level)
    return _shown(answers, 100.0, (100 * low, 100 * high), (-100.0, 100.0))


def nps_weight(answers: PairSums) -> Weight:
    """Promoters less detractors as a share, and its variance, after adding one answer to each class."""
    padded = _padded(answers, -1.0, 1.0, 3.0, customers=3.0)
    once = _array(answers.x) <= _array(answers.units)
    return ratio_weight(padded, normal=once & (_array(answers.x) >= _NORMAL_FROM))


def mean_score(
    n: ArrayLike,
    total: ArrayLike,
    squares: ArrayLike,
    scale_min: ArrayLike,
    scale_max: ArrayLike,
    classes: ArrayLike | None = None,
    level: float = 0.95,
) -> Interval:
    """A mean score: raw value, t interval after two pseudo-answers spread evenly over the scale's `classes`.

    Without the pseudo-answers very satisfied cells get intervals that are far too narrow. `classes` are
    evenly spaced; if None there is one for every whole step of the scale.
    """
    answers = PairSums(n, n, total, n, squares, total)
    return clustered_mean_score(answers, scale_min, scale_max, classes, level)


def clustered_mean_score(
    answers: PairSums,
    scale_min: ArrayLike,
    scale_max: ArrayLike,
    classes: ArrayLike | None = None,
    level: float = 0.95,
) -> Interval:
    """A mean score with answers clustered by customer: per customer x = answers, y = sum of their scores.

    The two pseudo-answers become two pseudo-customers with the average number of answers. Where no customer
    answered twice this is `mean_score`.
    """
    low, high = _around(score_weight(answers, scale_min, scale_max, classes), level)
    return _shown(answers, 1.0, (low, high), (scale_min, scale_max))


def score_weight(
    answers: PairSums, scale_min: ArrayLike, scale_max: ArrayLike, classes: ArrayLike | None = None
) -> Weight:
    """A mean score and its variance after adding two pseudo-customers spread over the scale."""
    least, most = _array(scale_min), _array(scale_max)
    steps = np.maximum(np.round(most - least) + 1, 2) if classes is None else _array(classes)
    return ratio_weight(_padded(answers, least, most, steps, customers=2.0))


def ratio(
    sums: PairSums, level: float = 0.95, possible: tuple[float, float] = (-math.inf, math.inf)
) -> Interval:
    """sum(y) / sum(x) with the delta method's t interval over units; limits are cut to `possible`.

    Average order value: units are orders, x = 1, y = revenue (or customers, with x = their orders).

    >>> ratio(PairSums.of([1, 1, 1, 1], [10, 20, 30, 40])).floats()
    (25.0, 4.4573..., 45.5426...)
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        value = _array(sums.y) / _array(sums.x)
        low, high = _around(ratio_weight(sums), level)
    return _cut(value, low, high, *possible)


def newcombe(
    successes: ArrayLike, n: ArrayLike, other_successes: ArrayLike, other_n: ArrayLike, level: float = 0.95
) -> Interval:
    """The difference of two independent shares, first less second (Newcombe 1998, method 10).

    >>> [round(one, 4) for one in newcombe(56, 70, 48, 80).floats()]
    [0.2, 0.0524, 0.3339]
    """
    return apart(wilson(successes, n, level), wilson(other_successes, other_n, level))


def money_total(
    n: ArrayLike,
    total: ArrayLike,
    squares: ArrayLike,
    level: float = 0.95,
    possible: tuple[float, float] = (-math.inf, math.inf),
) -> Interval:
    """A sum over orders, as random in number as in amount (compound Poisson: variance = squares).

    Pass sums per customer instead of per order where customers order again and again.
    """
    value, spread = _array(total), np.where(_array(n) > 0, _array(squares), np.nan)
    half = ndtri(0.5 + level / 2) * np.sqrt(spread)
    return _cut(value, value - half, value + half, *possible)


def count(n: ArrayLike, level: float = 0.95) -> Interval:
    """A number of independent events with its exact Poisson limits (Garwood 1936).

    >>> [round(one, 2) for one in count(10).floats()]
    [10.0, 4.8, 18.39]
    """
    value, tail = _array(n), (1 - level) / 2
    low = np.where(value > 0, gammaincinv(np.maximum(value, 1e-9), tail), 0.0)
    return Interval(value[()], low[()], np.asarray(gammaincinv(value + 1, 1 - tail))[()])


def benjamini_hochberg(p: ArrayLike) -> Floats:
    """p-values adjusted for the false discovery rate, in the order given; nan is left out of the count.

    Mark what lies at or below the rate (5 %). Source: Benjamini and Hochberg 1995.

    >>> benjamini_hochberg([0.01, 0.04, 0.03]).tolist()
    [0.03, 0.04, 0.04]
    """
    given = _array(p)
    flat = given.ravel()
    order = np.flatnonzero(~np.isnan(flat))
    order = order[np.argsort(flat[order], kind="stable")]
    steps = flat[order] * (order.size / np.arange(1, order.size + 1))
    adjusted = np.full(flat.size, np.nan)
    adjusted[order] = np.minimum(np.minimum.accumulate(steps[::-1])[::-1], 1.0)
    return adjusted.reshape(given.shape)


def _score_interval(share: Floats, size: Floats, z: ArrayLike) -> Interval:
    """Wilson's limits of a share seen in `size` answers."""
    wide = _array(z) ** 2
    centre = (share + wide / (2 * size)) / (1 + wide / size)
    half = _array(z) / (1 + wide / size) * np.sqrt(share * (1 - share) / size + wide / (4 * size**2))
    # A share of exactly 0 or 1 is its own limit; rounding must not leave it outside.
    low, high = np.where(share == 0, 0.0, centre - half), np.where(share == 1, 1.0, centre + half)
    return _cut(share, low, high, 0.0, 1.0)


def _padded(
    answers: PairSums, least: ArrayLike, most: ArrayLike, classes: ArrayLike, customers: float
) -> PairSums:
    """The sums after adding `customers` of average size whose answers fill the scale evenly."""
    units, n, total, nn, tt, nt = (_array(one) for one in answers)
    low, high, steps = _array(least), _array(most), _array(classes)
    middle = (low + high) / 2
    square = middle**2 + (high - low) ** 2 * (steps + 1) / (steps - 1) / 12
    with np.errstate(invalid="ignore", divide="ignore"):
        size = n / units
    return PairSums(
        units + customers,
        n + customers * size,
        total + customers * size * middle,
        nn + customers * size**2,
        tt + customers * size**2 * square,
        nt + customers * size**2 * middle,
    )


def ratio_weight(sums: PairSums, normal: ArrayLike = False) -> Weight:
    """y / x and its variance between units; `normal` where no small-sample correction is wanted."""
    units, x, y, xx, yy, xy = (_array(one) for one in sums)
    with np.errstate(invalid="ignore", divide="ignore"):
        value, spare = y / x, units - 1
        correction = np.where(normal, 1.0, units / np.where(spare > 0, spare, np.nan))
        beside = yy - 2 * value * xy + value**2 * xx
        # what rounding leaves of units that are all alike is no variance
        variance = np.where(beside < 1e-12 * yy, 0.0, beside) * correction / x**2
    return Weight(value, variance, np.where(normal, np.inf, spare))


def _around(weight: Weight, level: float) -> tuple[Floats, Floats]:
    """The limits that an estimate's variance gives it."""
    half = _t_quantile(level, weight.df) * np.sqrt(weight.size)
    return weight.value - half, weight.value + half


def _shown(
    answers: PairSums, factor: float, limits: tuple[Floats, Floats], possible: tuple[ArrayLike, ArrayLike]
) -> Interval:
    """The raw mean with the limits of the padded one, widened where they would not hold the raw mean."""
    with np.errstate(invalid="ignore", divide="ignore"):
        value = factor * _array(answers.y) / _array(answers.x)
    return _cut(value, np.minimum(limits[0], value), np.maximum(limits[1], value), *possible)


def _t_quantile(level: float, df: ArrayLike) -> Floats:
    return np.asarray(stdtrit(np.maximum(_array(df), 1e-3), 0.5 + level / 2), dtype=np.float64)


def _cut(value: ArrayLike, low: ArrayLike, high: ArrayLike, least: ArrayLike, most: ArrayLike) -> Interval:
    lowest, highest = np.clip(_array(low), least, most), np.clip(_array(high), least, most)
    return Interval(_array(value)[()], _array(lowest)[()], _array(highest)[()])


def _array(values: ArrayLike) -> Floats:
    return np.asarray(values, dtype=np.float64)
