"""Resampling customers in blocks: a bootstrap whose cost does not grow with their number.

Customers are dealt into blocks at random, sums are kept per block, and blocks are drawn with replacement. A
block is a random set of whole customers, so that the blocks' sums are alike and independent; the spread of
anything smooth in the sums is that of drawing customers (Kish and Frankel 1974, random groups; Kleiner and
others 2014 for large data). With no more customers than blocks every customer is a block of its own.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
BLOCKS, DRAWS = 400, 1000


def dealt(units: ArrayLike, seed: int, blocks: int = BLOCKS) -> tuple[Ints, int]:
    """The block of each row, and how many blocks there are; rows of one unit share theirs.

    `units` are whole numbers from 0 on without gaps.

    >>> dealt([0, 1, 1, 2], seed=1, blocks=400)[1]
    3
    """
    each = np.asarray(units, dtype=np.int64)
    count = int(each.max()) + 1 if each.size else 0
    if count <= blocks:
        return each, count
    places = np.random.default_rng(seed).permutation(count) % blocks
    return places[each], blocks


def summed(block: Ints, blocks: int, cell: ArrayLike, cells: int, values: ArrayLike) -> Floats:
    """The sums of `values` by block and cell."""
    at = block * cells + np.asarray(cell, dtype=np.int64)
    flat = np.bincount(at, weights=np.asarray(values, dtype=np.float64), minlength=blocks * cells)
    return np.asarray(flat.reshape(blocks, cells), dtype=np.float64)


def weights(blocks: int, seed: int, draws: int = DRAWS) -> Floats:
    """How often each block is in each draw: draws x blocks; the same seed gives the same draws.

    >>> weights(5, seed=1, draws=2).sum(axis=1).tolist()
    [5.0, 5.0]
    """
    alike = np.full(blocks, 1 / max(blocks, 1))
    return np.asarray(np.random.default_rng(seed).multinomial(blocks, alike, size=draws), dtype=np.float64)
