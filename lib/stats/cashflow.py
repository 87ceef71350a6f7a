"""Cash-flow arithmetic: present value, return, payback, break-even. Entry 0 of a flow is the start."""

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import optimize

from lib.model.errors import DataError, QuestionError

Floats = NDArray[np.float64]


def present_value(flow: ArrayLike, rate: float = 0.10, per_year: int = 1) -> Floats:
    """What a flow (periods along the last axis) is worth at the start; what is paid there is not discounted.

    `rate` is per year, `per_year` the periods of one year. QuestionError if the rate is -100 % or less.

    >>> round(float(present_value([-100, 121])), 6)
    10.0
    """
    if rate <= -1:
        raise QuestionError(f"A discount rate of {rate:.0%} has no meaning.", "Choose a rate above -100 %.")
    paid = np.asarray(flow, dtype=np.float64)
    return np.asarray(paid @ (1 + rate) ** (-np.arange(paid.shape[-1]) / per_year))


def roi(benefit: ArrayLike, cost: ArrayLike) -> Floats:
    """(benefit - cost) / cost of two present values, as a fraction; DataError where there is no cost."""
    gained, spent = np.asarray(benefit, dtype=np.float64), np.asarray(cost, dtype=np.float64)
    if (spent <= 0).any():
        raise DataError(
            "Without a cost there is no return on it.", "Enter a cost, or read the net present value instead."
        )
    return np.asarray((gained - spent) / spent)


def payback(flow: ArrayLike) -> Floats:
    """Periods until a net flow has paid for itself for good, undiscounted and even within a period.

    Counted from the last time that the running total is negative; 0 if it never is (at once), inf if it still
    is at the end (not within the horizon). Flows along the last axis.

    >>> float(payback([-100, 50, 100])), float(payback([5, 1])), float(payback([-5, 1]))
    (1.5, 0.0, inf)
    """
    total = np.atleast_2d(np.cumsum(np.asarray(flow, dtype=np.float64), axis=-1))
    negative, periods = total < 0, total.shape[-1]
    last = periods - 1 - np.argmax(negative[:, ::-1], axis=-1)
    rows, after = np.arange(len(total)), np.minimum(last + 1, periods - 1)
    with np.errstate(invalid="ignore", divide="ignore"):
        inside = last - total[rows, last] / (total[rows, after] - total[rows, last])
    found = np.where(last == periods - 1, math.inf, inside)
    return np.where(negative.any(axis=-1), found, 0.0).reshape(np.shape(flow)[:-1])[()]


def break_even(net_at: Callable[[float], float], least: float = -0.9, most: float = 100.0) -> float:
    """The relative uplift at which a rising net value is 0, by bisection between `least` and `most`.

    inf where even `most` does not pay, -inf where even `least` does.

    >>> round(break_even(lambda uplift: 5000 * uplift - 250), 6)
    0.05
    """
    if net_at(most) < 0:
        return math.inf
    if net_at(least) > 0:
        return -math.inf
    return float(optimize.bisect(net_at, least, most, xtol=1e-9))
