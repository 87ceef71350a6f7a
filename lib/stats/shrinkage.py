"""Which cells are the worst? Small cells are drawn towards the whole before they are ranked.

For ranking alone: what is shown stays the raw value, unless the reader asks otherwise.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
#: Draws of the stability of a ranking.
DRAWS = 500


class Shrunk(NamedTuple):
    """`value` of each cell, drawn towards `mean` as if by `strength` answers of the whole."""

    value: Floats
    mean: float
    strength: float


def beta_binomial(successes: ArrayLike, n: ArrayLike) -> Shrunk:
    """Empirical Bayes of shares by the method of moments (Casella 1985): (x + m M) / (n + M).

    m is the share of all, M = m (1 - m) / tau2 - 1 with tau2 the variance between cells beyond chance, at
    least 1e-5. Cells without answers get m.

    >>> [round(float(one), 3) for one in beta_binomial([25, 45], [50, 50]).value]
    [0.518, 0.882]
    """
    x, size = np.asarray(successes, float), np.asarray(n, float)
    mean, strength = _prior(x, size)
    return Shrunk((x + mean * strength) / (size + strength), float(mean), float(strength))


def lowest(value: ArrayLike, most: int) -> Floats:
    """The rank of each cell from the lowest on, 1 to `most`; nan for all others. Ties go to the first."""
    given = np.asarray(value, float)
    order = np.argsort(given, kind="stable")[: min(most, int(np.isfinite(given).sum()))]
    rank = np.full(given.size, np.nan)
    rank[order] = np.arange(1, order.size + 1)
    return rank


def stability(
    successes: ArrayLike, n: ArrayLike, most: int, *, shrink: bool = True, seed: int = 0, draws: int = DRAWS
) -> Floats:
    """How often each cell is among the `most` lowest when the answers of every cell are drawn anew.

    A bootstrap of answers, each cell by itself, repeatable by `seed`; `n` may be an effective number.
    """
    x, size = np.asarray(successes, float), np.asarray(n, float)
    rng, whole = np.random.default_rng(seed), np.maximum(np.round(size).astype(int), 1)
    drawn = rng.binomial(whole, np.clip(x / np.maximum(size, 1e-9), 0, 1), (draws, size.size)).astype(float)
    value = drawn / whole
    if shrink:
        value = np.array([beta_binomial(one, whole).value for one in drawn])
    among = np.argsort(value, axis=1, kind="stable")[:, :most]
    return np.bincount(among.ravel(), minlength=size.size) / draws


def _prior(x: Floats, n: Floats) -> tuple[float, float]:
    whole = n.sum()
    mean = x.sum() / whole
    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.where(n > 0, x / n, mean)
    between = float((n * (share - mean) ** 2).sum() / whole)
    within = float((n > 0).sum() * mean * (1 - mean) / whole)
    tau2 = max(1e-5, between - within)
    return float(mean), max(1.0, mean * (1 - mean) / tau2 - 1)
