"""Step regressions whose errors depend on their neighbours: the grid of error shapes, and AR(1) by REML.

Both return the belief about the first coefficient, the step, as a `Mixture` of Student t distributions.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import optimize
from scipy.special import stdtr, stdtrit

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

#: How persistent the daily shock may be (correlation of neighbouring days), each equally likely beforehand.
PHI = (0.0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 0.995)
#: The share of the variance that persists; the rest is fresh every day.
SHARE = (0.1, 0.25, 0.5, 0.75, 0.9, 1.0)
#: Where the designs of this package keep the slope.
SLOPE = 2
#: Squares smaller than this are rounding: a perfect fit still has a spread.
ROUNDING = 1e-24
#: Cells of less weight than this change nothing that is shown.
NEGLIGIBLE = 1e-5


@dataclass(frozen=True, slots=True, eq=False)
class Mixture:
    """What is believed about one number: Student t distributions (means, sds, one df) with their weights.

    >>> round(float(Mixture.normal(1.0, 0.5).quantile(0.975)[0]), 3)
    1.98
    """

    weights: Floats
    means: Floats
    sds: Floats
    df: float

    @classmethod
    def single(cls, mean: float, sd: float, df: float) -> "Mixture":
        """One Student t distribution."""
        return cls(np.ones(1), np.array([mean]), np.array([sd]), df)

    @classmethod
    def normal(cls, mean: float, sd: float) -> "Mixture":
        """A normal distribution, the t of endless degrees of freedom."""
        return cls.single(mean, sd, np.inf)

    @property
    def mean(self) -> float:
        return float(self.weights @ self.means)

    @property
    def p_positive(self) -> float:
        """The probability that the number is above 0."""
        return float(self.weights @ stdtr(self.df, self.means / self.sds))

    def below(self, x: ArrayLike) -> Floats:
        """The probability of a number at most `x`."""
        at = np.asarray(x, dtype=np.float64).reshape(-1, 1)
        return np.asarray(stdtr(self.df, (at - self.means) / self.sds) @ self.weights)

    def quantile(self, q: ArrayLike) -> Floats:
        """The numbers below which the shares `q` of the belief lie, by bisection between the parts' own."""
        asked = np.asarray(q, dtype=np.float64).ravel()
        parts = self.means + self.sds * stdtrit(self.df, asked[:, None])
        low, high = parts.min(axis=1), parts.max(axis=1)
        for _ in range(60):
            middle = (low + high) / 2
            under = self.below(middle) < asked
            low, high = np.where(under, middle, low), np.where(under, high, middle)
        return np.asarray((low + high) / 2)

    def draws(self, size: int, rng: np.random.Generator) -> Floats:
        """`size` random numbers of this belief."""
        part = rng.choice(self.weights.size, size, p=self.weights)
        noise = rng.standard_normal(size) if np.isinf(self.df) else rng.standard_t(self.df, size)
        return np.asarray(self.means[part] + self.sds[part] * noise)


@dataclass(frozen=True, slots=True, eq=False)
class _Cell:
    """One shape of the errors: what makes them independent, half its log determinant, its prior mass."""

    whiten: Floats
    log_det: float
    mass: float


@dataclass(frozen=True, slots=True)
class Regression:
    """A fitted regression: coefficients, their covariance, the errors' correlation, rows and columns."""

    coefficients: Floats
    covariance: Floats
    phi: float
    rows: int

    def step(self) -> Mixture:
        """The belief about the first coefficient; persistent errors leave fewer degrees of freedom."""
        spare = float(self.rows - self.coefficients.size)
        if self.phi > 0:
            spare = max(3.0, self.rows * (1 - self.phi) / (1 + self.phi) - 2)
        return Mixture.single(float(self.coefficients[0]), float(np.sqrt(self.covariance[0, 0])), spare)


def grid(day: Ints, design: Floats, signals: Floats, slope_sd: float) -> list[Mixture]:
    """The step of each column of `signals`, averaged over the grid of error shapes by their REML weight.

    `design` (days x terms) has the step first and the slope third; the slope is believed to be 0 give or take
    `slope_sd` a day. Weights and penalty are those of the first signal and shared by all, so where the other
    signals sum to the first, so do their steps.
    """
    rows, terms = design.shape
    ols = np.linalg.lstsq(design, signals[:, 0], rcond=None)[0]
    noise = max(((signals[:, 0] - design @ ols) ** 2).sum() / (rows - terms), ROUNDING)
    fits = [
        _fit(cell, design, signals, noise / slope_sd**2) for cell in _cells(tuple((day - day[0]).tolist()))
    ]
    scores = np.array([score for score, _, _ in fits])
    weights = np.exp(scores - scores.max())
    weights /= weights.sum()
    kept = weights > NEGLIGIBLE
    weights = weights[kept] / weights[kept].sum()
    means = np.array([mean for _, mean, _ in fits])[kept]
    sds = np.array([sd for _, _, sd in fits])[kept]
    return [Mixture(weights, means[:, j], sds[:, j], rows - terms) for j in range(signals.shape[1])]


def ar1(day: Ints, design: Floats, signal: Floats) -> Regression:
    """Generalised least squares with AR(1) errors by REML; days left out keep their distance.

    Equals `gls(correlation = corAR1(), method = "REML")` of R's nlme on days without gaps.
    """
    apart = np.diff(day)
    gaps = apart // np.gcd.reduce(apart)
    phi = float(
        optimize.minimize_scalar(
            lambda at: _reml(at, gaps, design, signal),
            bounds=(-0.3, 0.98),
            method="bounded",
            options={"xatol": 1e-7},
        ).x
    )
    white, seen = _white(design, phi, gaps), _white(signal[:, None], phi, gaps)[:, 0]
    unscaled = np.linalg.inv(white.T @ white)
    coefficients = unscaled @ white.T @ seen
    rows, terms = design.shape
    variance = max(((seen - white @ coefficients) ** 2).sum() / (rows - terms), ROUNDING)
    return Regression(coefficients, unscaled * variance, phi, rows)


# Two sets of days are kept: a year of them takes some 50 MB, and a page reads one change at a time.
@lru_cache(maxsize=2)
def _cells(day: tuple[int, ...]) -> tuple[_Cell, ...]:
    """Every shape of the grid for these days; without persistence there is only one."""
    return tuple(_shapes(np.abs(np.subtract.outer(day, day))))


def _shapes(lag: Ints) -> Iterator[_Cell]:
    same = np.eye(len(lag))
    for phi, share in [(0.0, 1.0), *product(PHI[1:], SHARE)]:
        persisting = phi**lag if phi > 0 else same
        lower = np.linalg.cholesky(share * persisting + (1 - share + 1e-9) * same)
        mass = 1.0 if phi == 0 else 1 / len(SHARE)
        yield _Cell(np.linalg.inv(lower), float(np.log(np.diag(lower)).sum()), mass)


def _fit(cell: _Cell, design: Floats, signals: Floats, penalty: float) -> tuple[float, Floats, Floats]:
    """(log weight by the first signal, step and sd of each signal) under one shape of the errors."""
    rows, terms = design.shape
    white, seen = cell.whiten @ design, cell.whiten @ signals
    normal = white.T @ white
    normal[SLOPE, SLOPE] += penalty
    unscaled = np.linalg.inv(normal)
    found = unscaled @ (white.T @ seen)
    rest = ((seen - white @ found) ** 2).sum(axis=0) + penalty * found[SLOPE] ** 2
    rest = np.maximum(rest, ROUNDING)
    bend = float(np.linalg.slogdet(normal)[1])
    score = np.log(cell.mass) - cell.log_det - bend / 2 - (rows - terms) / 2 * np.log(rest[0])
    return float(score), found[0], np.sqrt(rest / (rows - terms) * unscaled[0, 0])


def _white(columns: Floats, phi: float, gaps: Ints) -> Floats:
    """Columns whose AR(1) errors have become independent, of the variance of the fresh shocks."""
    carried = np.power(phi, gaps)[:, None]
    scale = np.sqrt((1 - phi**2) / (1 - carried**2))
    return np.concatenate([np.sqrt(1 - phi**2) * columns[:1], scale * (columns[1:] - carried * columns[:-1])])


def _reml(phi: float, gaps: Ints, design: Floats, signal: Floats) -> float:
    """Minus the restricted log likelihood at `phi`, up to a constant."""
    rows, terms = design.shape
    white, seen = _white(design, phi, gaps), _white(signal[:, None], phi, gaps)[:, 0]
    found = np.linalg.lstsq(white, seen, rcond=None)[0]
    rest = max(((seen - white @ found) ** 2).sum(), ROUNDING)
    carried = np.power(phi, gaps)
    spread = np.log((1 - carried**2) / (1 - phi**2)).sum() - np.log(1 - phi**2)
    bend = np.linalg.slogdet(white.T @ white)[1]
    return float((rows - terms) * np.log(rest) + bend + spread) / 2
