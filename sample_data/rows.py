"""Tables as dataclasses of equally long arrays, and the few moves that all of them share."""

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
Rows = TypeVar("Rows")

#: A moment that has not come (yet): no delivery, no solution.
NEVER = -1


def take(rows: Rows, index: Array) -> Rows:
    """The rows that a mask or an index array chooses."""
    return replace(rows, **{one.name: getattr(rows, one.name)[index] for one in fields(rows)})  # type: ignore[type-var,arg-type]


def join(first: Rows, second: Rows) -> Rows:
    """The rows of both, one after the other."""
    columns = {one.name: (getattr(first, one.name), getattr(second, one.name)) for one in fields(first)}  # type: ignore[arg-type]
    return replace(first, **{name: np.concatenate(pair) for name, pair in columns.items()})  # type: ignore[type-var]


def pick(rng: np.random.Generator, weights: Sequence[float] | Array, size: int) -> Array:
    """`size` random positions in `weights`, each as often as its weight says.

    >>> pick(np.random.default_rng(1), [0, 1, 0], 3).tolist()
    [1, 1, 1]
    """
    edges = np.cumsum(np.asarray(weights, float))
    return np.minimum(np.searchsorted(edges / edges[-1], rng.random(size), side="right"), len(edges) - 1)


def same_as_before(key: Array) -> Array:
    """Whether each entry of a sorted key equals the one before it.

    >>> same_as_before(np.array([4, 4, 7])).tolist()
    [False, True, False]
    """
    return np.concatenate([[False], key[1:] == key[:-1]])[: len(key)]


def rank_within(key: Array) -> Array:
    """Each row's place (from 0) among the rows of its key; the key is sorted.

    >>> rank_within(np.array([4, 4, 7, 7, 7])).tolist()
    [0, 1, 0, 1, 2]
    """
    place = np.arange(len(key))
    begins = np.where(same_as_before(key), 0, place)
    return place - np.maximum.accumulate(begins) if len(key) else place


def first_moment(key: Array, moment: Array, counts: Array) -> Array:
    """For each row the earliest `moment` of its key where `counts` is true (far future if nowhere)."""
    names, where = np.unique(key, return_inverse=True)
    earliest = np.full(len(names), np.iinfo(np.int64).max)
    np.minimum.at(earliest, where[counts], moment[counts])
    return earliest[where]
