"""From which delay on does a score lie below that of what came in time? Pure functions over estimates."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lib.stats.intervals import Interval

Floats = NDArray[np.float64]


def difference(one: Interval, other: Interval) -> Interval:
    """The difference of two independent estimates, first less second, from their own limits.

    The squared distances to the limits add up (Zou and Donner 2008, "MOVER"); of two Wilson intervals this is
    Newcombe's method 10. Groups that share customers are more alike than independent ones, so that the limits
    are rather too wide than too narrow.

    >>> gap = difference(Interval(0.8, 0.6918, 0.8769), Interval(0.6, 0.4905, 0.7003))
    >>> [round(float(one), 2) for one in gap]
    [0.2, 0.05, 0.33]
    """
    value, low, high = (_array(part) for part in one)
    base, below, above = (_array(part) for part in other)
    gap = value - base
    return Interval(
        gap[()],
        (gap - np.hypot(value - low, above - base))[()],
        (gap + np.hypot(high - value, base - below))[()],
    )


def level_for(tests: int, level: float = 0.95) -> float:
    """The level of each of so many intervals at which all of them hold together at `level` (Bonferroni)."""
    return 1 - (1 - level) / max(tests, 1)


def onset(gaps: Interval) -> int | None:
    """The first place from which on the differences lie below zero, None where there is none.

    `gaps` are the differences from what came in time, by growing delay, at the level of `level_for`. The
    first interval must exclude zero, and no later difference may be zero or above; what is nan is left out.

    >>> apart = np.array([-0.4, -1.2, -2.0]), np.array([0.2, -0.6, 0.1])
    >>> onset(Interval(np.array([-0.1, -0.9, -1.2]), *apart))
    1
    >>> onset(Interval(np.array([-0.9, 0.1]), np.array([-1.2, -0.3]), np.array([-0.6, 0.5]))) is None
    True
    """
    value, high = np.atleast_1d(_array(gaps.value)), np.atleast_1d(_array(gaps.high))
    for place in range(value.size):
        later = value[place:]
        if high[place] < 0 and bool(np.all(later[~np.isnan(later)] < 0)):
            return place
    return None


def pooled_days(answers: dict[int, int], most: int, least: int) -> int:
    """From which day on all later days are taken together, so that the last group has `least` answers.

    `answers` counts them by whole days late; days beyond `most` are always together.

    >>> pooled_days({1: 154, 2: 140, 3: 60, 4: 20, 5: 12, 6: 6}, most=7, least=30)
    4
    """
    for first in range(most, 1, -1):
        if sum(n for day, n in answers.items() if day >= first) >= least:
            return first
    return 1


def _array(values: ArrayLike) -> Floats:
    return np.asarray(values, dtype=np.float64)
