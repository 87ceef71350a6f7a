"""How often do the 95 % intervals of satisfaction hold the truth? Simulated on populations like a shop's.

Everything is seeded: the same call gives the same figures.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lib.stats.intervals import Interval, PairSums, clustered_mean_score, clustered_nps, clustered_share

Floats = NDArray[np.float64]

#: Answers, or customers where each may answer again.
SIZES = (10, 30, 100, 300, 1000)
#: Shares of the classes of the scale 1 to 5; other scales are stretched from it.
POPULATIONS: dict[str, tuple[float, ...]] = {
    "ordinary": (0.05, 0.10, 0.20, 0.40, 0.25),
    "very satisfied": (0.01, 0.01, 0.02, 0.04, 0.92),
    "split": (0.5, 0.0, 0.0, 0.0, 0.5),
}
#: The scale of each measure.
SCALES = {"mean score": (1, 5), "top two": (1, 5), "NPS": (0, 10), "CES": (1, 7)}
#: A customer answers one to three times, and every second later answer repeats the first.
AGAIN = (0.5, 0.3, 0.2)
ALIKE = 0.5


@dataclass(frozen=True, slots=True)
class Held:
    """The share of repetitions in which the interval held the truth, and its mean width in the unit shown."""

    measure: str
    population: str
    n: int
    clustered: bool
    held: float
    width: float


def coverage(*, clustered: bool = False, repetitions: int = 4000, seed: int = 11) -> list[Held]:
    """One row a measure, population and size."""
    return [
        _held(measure, population, n, clustered, repetitions, seed)
        for measure in SCALES
        for population in POPULATIONS
        for n in SIZES
    ]


def classes(population: str, scale: tuple[int, int]) -> tuple[Floats, Floats]:
    """The scores of a scale and their shares.

    >>> classes("split", (1, 7))[1].tolist()
    [0.5, 0.0, 0.0, 0.0, 0.0, 0.0, 0.5]
    """
    scores = np.arange(scale[0], scale[1] + 1, dtype=float)
    shares = np.zeros(scores.size)
    places = np.round(np.linspace(0, scores.size - 1, 5)).astype(int)
    np.add.at(shares, places, POPULATIONS[population])
    return scores, shares


def _held(measure: str, population: str, n: int, clustered: bool, repetitions: int, seed: int) -> Held:
    scores, shares = classes(population, SCALES[measure])
    worth = _worth(measure, scores)
    rng = np.random.default_rng([seed, n, list(SCALES).index(measure), list(POPULATIONS).index(population)])
    sums = (
        _repeated(rng, worth, shares, n, repetitions)
        if clustered
        else _once(rng, worth, shares, n, repetitions)
    )
    found, factor = _interval(measure, sums), 100.0 if measure == "NPS" else 1.0
    truth = factor * float(worth @ shares)
    held = (found.low <= truth + 1e-9) & (truth - 1e-9 <= found.high)
    return Held(measure, population, n, clustered, float(held.mean()), float((found.high - found.low).mean()))


def _worth(measure: str, scores: Floats) -> Floats:
    """What an answer of each class counts."""
    if measure == "top two":
        return np.asarray(scores >= scores[-2], dtype=np.float64)
    if measure == "NPS":
        return np.asarray((scores >= 9).astype(float) - (scores <= 6), dtype=np.float64)
    return scores


def _interval(measure: str, sums: PairSums) -> Interval:
    if measure == "top two":
        return clustered_share(sums)
    return clustered_nps(sums) if measure == "NPS" else clustered_mean_score(sums, *SCALES[measure])


def _once(rng: np.random.Generator, worth: Floats, shares: Floats, n: int, repetitions: int) -> PairSums:
    """Everybody answers once."""
    drawn = rng.multinomial(n, shares, repetitions)
    size, total = np.full(repetitions, float(n)), drawn @ worth
    return PairSums(size, size, total, size, drawn @ worth**2, total)


def _repeated(rng: np.random.Generator, worth: Floats, shares: Floats, n: int, repetitions: int) -> PairSums:
    """`n` customers, some of whom answer again, often the same."""
    parts = [_part(rng, worth, shares, (size, n, len(AGAIN))) for size in _parts(repetitions, n)]
    return PairSums(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def _parts(repetitions: int, n: int) -> list[int]:
    """Repetitions cut into parts that fit the memory."""
    most = max(1, 400_000 // n)
    return [min(most, repetitions - begun) for begun in range(0, repetitions, most)]


def _part(
    rng: np.random.Generator, worth: Floats, shares: Floats, shape: tuple[int, int, int]
) -> tuple[Floats, ...]:
    given = 1 + np.searchsorted(np.cumsum(AGAIN), rng.random(shape[:2]), side="right").clip(0, shape[2] - 1)
    drawn = np.searchsorted(np.cumsum(shares), rng.random(shape), side="right").clip(0, worth.size - 1)
    same = rng.random(shape) < ALIKE
    answers = np.where(same, worth[drawn[:, :, :1]], worth[drawn]) * (np.arange(shape[2]) < given[:, :, None])
    x, y = given.astype(float), answers.sum(axis=2)
    pairs = (np.full(shape[0], float(shape[1])), x.sum(1), y.sum(1))
    return (*pairs, (x * x).sum(1), (y * y).sum(1), (x * y).sum(1))


def table(rows: list[Held]) -> str:
    """The figures as a Markdown table: what held, in percent, and the mean width beside it.

    >>> print(table([Held("NPS", "split", 10, False, 0.978, 112.2)]))
    | measure | population | n = 10 |
    |---|---|---|
    | NPS | split | 97.8 (112 pt) |
    """
    sizes = sorted({row.n for row in rows})
    lines = [
        "| measure | population | " + " | ".join(f"n = {n:,}" for n in sizes) + " |",
        "|---|---|" + "---|" * len(sizes),
    ]
    for measure, population in dict.fromkeys((row.measure, row.population) for row in rows):
        found = {row.n: row for row in rows if (row.measure, row.population) == (measure, population)}
        cells = [f"{100 * found[n].held:.1f} ({_wide(measure, found[n].width)})" for n in sizes]
        lines.append(f"| {measure} | {population} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _wide(measure: str, width: float) -> str:
    if measure == "NPS":
        return f"{width:.0f} pt"
    return f"{100 * width:.0f} pt" if measure == "top two" else f"{width:.2f}"
