"""Where the arcs of an order swing to, how wide they are, and where their labels find room on a phone."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

#: Pixels: the widest bar and arc, and the thinnest.
BAR, ARC, THIN = 24.0, 14.0, 1.6
#: Pixels: how far an arc over one more step swings further out, and the most it may swing.
_STEP, _MOST, _STEP_PHONE = 36.0, 190.0, 21.0
_LETTER, _TALL = 6.0, 14.0


class Box(NamedTuple):
    """A move whose label looks for room: places, kind, swing and width in pixels, letters of the label."""

    a: int
    b: int
    kind: str
    bulge: float
    size: float
    letters: int


def widths(moves: pd.DataFrame, narrow: bool = False) -> np.ndarray:
    """The width of each move in pixels: bars and arcs each in proportion to their widest.

    >>> widths(pd.DataFrame({"kind": ["next", "skip", "back"], "customers": [200, 100, 50]})).tolist()
    [24.0, 14.0, 7.0]
    """
    bar = (moves["kind"] == "next").to_numpy()
    size = moves["customers"].to_numpy(float)
    found = np.full(len(moves), THIN)
    for here, most in ((bar, BAR), (~bar, ARC * (0.6 if narrow else 1.0))):
        if here.any():
            found[here] = np.maximum(THIN, most * size[here] / size[here].max())
    return found


def bulges(moves: pd.DataFrame, kind: str) -> list[float]:
    """How far each arc of a kind swings out, by the steps it spans; neighbours in span stay apart."""
    here = moves[moves["kind"] == kind]
    if here.empty:
        return []
    span = (here["b"] - here["a"]).abs().to_numpy(float)
    least = span.min()
    step = min(_STEP, _MOST / max(span.max() - least + 1, 1))
    return [float(one) for one in 24.0 + step * (span - least) + here["size"].max() / 2]


def phone_labels(boxes: Sequence[Box], row: float, first: float, edge: float) -> list[tuple[float, float]]:
    """The middle of each label, from the middle of the line (x) and the top (y), none upon another.

    The first to come takes its place at the arc's furthest point; later ones move along until there is room.
    """
    taken: list[tuple[float, float, float]] = []
    found = []
    for box in boxes:
        half = box.letters * _LETTER / 2
        sign = {"next": 0.0, "skip": 1.0, "back": -1.0}[box.kind]
        x = sign * min(edge + box.bulge, 179 - half)
        middle = first + row * (box.a + box.b) / 2
        shifts = sorted(np.arange(-6, 7) * _TALL * 0.5, key=abs)
        free = (
            middle + shift
            for shift in shifts
            if all(
                abs(x - other) >= half + wide or abs(middle + shift - y) >= _TALL for other, y, wide in taken
            )
        )
        y = float(next(free, middle))
        taken.append((x, y, half))
        found.append((float(x), y))
    return found
