"""Which of several drivers goes with an outcome? R squared, shared over all orders in which they may enter.

The share of a driver is what it adds to R squared, averaged over all orderings of the drivers: LMG (Lindeman,
Merenda and Gold 1980), the Shapley value of R squared. Exact, from one correlation matrix.
"""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lib.model.errors import DataError, QuestionError
from lib.stats.blocks import dealt, weights
from lib.stats.intervals import Interval

Floats = NDArray[np.float64]
#: All 2^p subsets are asked; beyond this the reader has to choose.
MOST = 12
#: Draws of customers behind each interval.
DRAWS = 500
#: A driver whose variance, given those before it, is below this adds nothing: it repeats them.
_NOTHING = 1e-10


class Drivers(NamedTuple):
    """The shares with their limits (they sum to `r2`), R squared with its own, and the simple correlations.

    `faint` marks drivers whose lower limit lies below 1 / n, what a driver without any tie is expected to
    share.
    """

    shares: Interval
    r2: Interval
    correlations: Floats
    faint: NDArray[np.bool_]


def drivers(x: ArrayLike, y: ArrayLike, seed: int = 0, draws: int = DRAWS) -> Drivers:
    """Share the R squared of `y` among the columns of `x`; one row is a customer, without gaps.

    Limits are percentiles (95 %) of `draws` draws of customers, the same for the same seed. QuestionError for
    more than 12 drivers, DataError where the outcome or every driver is the same for all customers.
    """
    given, outcome = np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
    rows = np.column_stack([given, outcome])
    n, p = given.shape
    if p > MOST:
        raise QuestionError(f"{p} drivers have too many orders to go through.", f"Choose at most {MOST}.")
    if n < 3 or np.ptp(outcome) == 0 or not np.ptp(given, axis=0).any():
        raise DataError(
            f"All {n} customers have the same outcome, or the same scores.",
            "Widen the dates or the filters.",
        )
    whole, r2 = _shared(correlations(rows)[None])
    drawn, drawn_r2 = _shared(_resampled(rows, seed, draws))
    low, high = np.percentile(drawn, [2.5, 97.5], axis=0)
    r2_low, r2_high = np.percentile(drawn_r2, [2.5, 97.5])
    return Drivers(
        Interval(whole[0], np.minimum(low, whole[0]), np.maximum(high, whole[0])),
        Interval(r2[0], np.minimum(r2_low, r2[0]), np.maximum(r2_high, r2[0])),
        correlations(rows)[-1, :-1],
        low < 1 / n,
    )


def lmg(matrix: ArrayLike) -> tuple[Floats, float]:
    """The shares and their sum, R squared, from a correlation matrix whose last row is the outcome.

    >>> shares, r2 = lmg([[1, 0, 0.6], [0, 1, 0.3], [0.6, 0.3, 1]])
    >>> shares.round(2).tolist(), round(r2, 2)
    ([0.36, 0.09], 0.45)
    """
    shares, r2 = _shared(np.asarray(matrix, dtype=np.float64)[None])
    return shares[0], float(r2[0])


def correlations(rows: ArrayLike) -> Floats:
    """The correlation matrix of the columns; a column that is the same everywhere has none, not even with
    itself.
    """
    values = np.asarray(rows, dtype=np.float64)
    centred: Floats = values - values.mean(axis=0)
    matrix: Floats = _scaled((centred.T @ centred)[None])[0]
    return matrix


def _resampled(rows: Floats, seed: int, draws: int) -> Floats:
    """The correlation matrix of each draw: draws x (p + 1) x (p + 1)."""
    centred = rows - rows.mean(axis=0)  # so that sums of squares keep their digits
    block, blocks = dealt(np.arange(len(rows)), seed)
    size = rows.shape[1]
    moments = np.zeros((blocks, 1 + size + size * size))
    products = (centred[:, :, None] * centred[:, None, :]).reshape(len(rows), -1)
    np.add.at(moments, block, np.column_stack([np.ones(len(rows)), centred, products]))
    drawn = weights(blocks, seed, draws) @ moments
    n, sums = drawn[:, 0, None, None], drawn[:, 1 : 1 + size]
    squares = drawn[:, 1 + size :].reshape(-1, size, size)
    return _scaled(squares - sums[:, :, None] * sums[:, None, :] / n)


def _scaled(squares: Floats) -> Floats:
    """Correlations from centred sums of squares and products."""
    spread = np.sqrt(np.maximum(np.einsum("bii->bi", squares), 0.0))
    there = spread > 1e-12 * np.maximum(spread.max(axis=1, keepdims=True), 1e-300)
    inverse = np.where(there, 1 / np.where(there, spread, 1.0), 0.0)
    return np.asarray(squares * inverse[:, :, None] * inverse[:, None, :], dtype=np.float64)


def _shared(matrices: Floats) -> tuple[Floats, Floats]:
    """Shares (one row a matrix) and R squared of several correlation matrices at once."""
    p = matrices.shape[1] - 1
    of_subset = _explained(matrices)
    sizes = np.array([mask.bit_count() for mask in range(1 << p)])
    factor = [math.factorial(s) * math.factorial(p - 1 - s) / math.factorial(p) for s in range(p)]
    shares = np.empty((len(matrices), p))
    masks = np.arange(1 << p)
    for one in range(p):
        without = masks[(masks >> one) & 1 == 0]
        gain = of_subset[without | (1 << one)] - of_subset[without]
        shares[:, one] = np.array(factor)[sizes[without]] @ gain
    return shares, of_subset[-1]


def _explained(matrices: Floats) -> Floats:
    """R squared by subset of the drivers (bit mask) and matrix: one elimination for each subset."""
    p = matrices.shape[1] - 1
    found = np.zeros((1 << p, len(matrices)))
    total = matrices[:, -1, -1]
    stack = [(0, 0, matrices)]
    while stack:
        mask, first, left = stack.pop()
        for one in range(first, p):
            pivot = left[:, one, one]
            there = pivot > _NOTHING
            scaled = np.where(there, 1 / np.where(there, pivot, 1.0), 0.0)
            column = left[:, :, one] * scaled[:, None]
            rest = left - column[:, :, None] * left[:, None, one, :]
            here = mask | (1 << one)
            found[here] = total - rest[:, -1, -1]
            if one + 1 < p:
                stack.append((here, one + 1, rest))
    return np.clip(found, 0.0, 1.0)
