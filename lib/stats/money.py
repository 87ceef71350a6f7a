"""What a change is worth: from draws of its effect and typed costs to net present value, ROI and payback.

Nothing here is a single number without its range: every typed input is low / likely / high, and the effect is
as uncertain as its reading.
"""

from dataclasses import dataclass
from typing import Literal, NamedTuple, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lib.model.errors import QuestionError
from lib.stats.cashflow import break_even, payback, present_value, roi
from lib.stats.intervals import Interval

Floats = NDArray[np.float64]

MONTH_DAYS = 365.25 / 12
MONTHS = 12


@dataclass(frozen=True, slots=True)
class Guess:
    """A typed input as low, likely and high (triangular); QuestionError if they are not in that order.

    >>> Guess(10, 20, 40).quantile([0, 1 / 3, 1]).tolist()
    [10.0, 20.0, 40.0]
    """

    low: float
    likely: float
    high: float

    def __post_init__(self) -> None:
        if not self.low <= self.likely <= self.high:
            raise QuestionError(
                f"{self.low:g} / {self.likely:g} / {self.high:g} is no low / likely / high.",
                "Enter the lowest value first and the highest last.",
            )

    @classmethod
    def exactly(cls, value: float) -> Self:
        """An input that is known."""
        return cls(value, value, value)

    def quantile(self, q: ArrayLike) -> Floats:
        """The value below which the share `q` of the belief lies."""
        share, width = np.asarray(q, dtype=np.float64), self.high - self.low
        if width == 0:
            return np.full(share.shape, self.low)
        rising = self.low + np.sqrt(share * width * (self.likely - self.low))
        falling = self.high - np.sqrt((1 - share) * width * (self.high - self.likely))
        return np.asarray(np.where(share * width <= self.likely - self.low, rising, falling))


NOTHING = Guess.exactly(0.0)


@dataclass(frozen=True, slots=True)
class Case:
    """The money question about one change.

    margin: contribution margin of the treated segment in the `days` that were measured (after the ramp).
    Costs, and indirect benefits per month, are in the same currency. half_life: months until the benefit has
    halved after the measured days. horizon: months counted from the change on. discount: per year. Indirect
    benefits are in the result only if `with_indirect`. QuestionError for settings without meaning.
    """

    margin: float
    days: int
    cost_once: Guess = NOTHING
    cost_monthly: Guess = NOTHING
    half_life: Guess = Guess.exactly(12.0)
    indirect_monthly: Guess = NOTHING
    ramp_days: int = 7
    horizon: int = 24
    discount: float = 0.10
    with_indirect: bool = False

    def __post_init__(self) -> None:
        if self.days < 1 or self.ramp_days < 0:
            raise QuestionError("No day was measured.", "Choose a period that ends after the ramp days.")
        if self.horizon < 1:
            raise QuestionError(f"A horizon of {self.horizon} months is empty.", "Choose at least 1 month.")
        if self.half_life.low <= 0:
            raise QuestionError(
                "A half-life must be above 0 months.", "Enter months, for example 6 / 12 / 24."
            )
        if min(self.cost_once.low, self.cost_monthly.low) < 0:
            raise QuestionError(
                "A cost is below 0.", "Enter savings as benefits and costs as positive amounts."
            )


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """Medians with 80 % ranges over all draws, in present money.

    roi is a fraction, None where a draw has no cost.
    payback: months from the change; inf = not within the horizon, 0 = at once. p_pays: probability of a
    positive ROI (of a positive net value where there is no cost); p_payback_year: of one under 12 months.
    break_even: the relative uplift that just pays, all other inputs at their median. `nets` are the draws.
    """

    benefit: Interval
    cost: Interval
    net: Interval
    roi: Interval | None
    payback: Interval
    p_pays: float
    p_payback_year: float
    break_even: float
    nets: Floats


class Swing(NamedTuple):
    """One input's pull on the net value: at its 10 % and its 90 % value, the others at their median."""

    name: str
    low: float
    high: float


class Part(NamedTuple):
    """One bar of the waterfall, in present money; costs are negative, the last bar is their sum."""

    name: str
    amount: float
    kind: Literal["direct", "indirect", "cost", "net"]


def increment(margin: ArrayLike, steps: ArrayLike) -> Floats:
    """What a change added to a measured margin: margin * (1 - exp(-step)), its effect on the log scale.

    >>> round(float(increment(108_000, np.log(1.08))), 6)
    8000.0
    """
    return np.asarray(np.asarray(margin, dtype=np.float64) * -np.expm1(-np.asarray(steps, dtype=np.float64)))


def shared_out(margin: float, parts: ArrayLike) -> Floats:
    """The increment shared over the factors of the metric, whose steps sum to the total's.

    >>> np.round(shared_out(108_000, [np.log(1.08), 0.0]), 6).tolist()
    [8000.0, 0.0]
    """
    steps = np.asarray(parts, dtype=np.float64)
    total = steps.sum()
    # (1 - exp(-x)) / x tends to 1.
    rate = 1.0 if abs(total) < 1e-12 else -np.expm1(-total) / total
    return np.asarray(margin * rate * steps)


def simulate(case: Case, steps: ArrayLike, seed: int = 0) -> Outcome:
    """The outcome over draws of the effect (log scale) and of every typed input, repeatable by `seed`."""
    drawn = np.asarray(steps, dtype=np.float64)
    rng = np.random.default_rng(seed)
    guesses = {name: getattr(case, name).quantile(rng.random(drawn.size)) for name in TYPED}
    flows = _flows(case, _Inputs(drawn, **guesses))
    benefit, cost = _worth(case, flows.benefit), _worth(case, flows.cost)
    months = payback(flows.benefit - flows.cost)
    return Outcome(
        benefit=_range(benefit),
        cost=_range(cost),
        net=_range(benefit - cost),
        roi=_range(roi(benefit, cost)) if (cost > 0).all() else None,
        payback=_range(months),
        p_pays=float((benefit > cost).mean()),
        p_payback_year=float((months < MONTHS).mean()),
        break_even=break_even(lambda uplift: _net(case, _at_median(case, np.log1p(uplift)))),
        nets=benefit - cost,
    )


def cumulative(case: Case, steps: ArrayLike, seed: int = 0) -> Interval:
    """Undiscounted cumulative net per month (0 = the start): medians with 80 % ranges, one entry a month.

    >>> case = Case(margin=1000, days=28, cost_once=Guess.exactly(100), horizon=2)
    >>> float(cumulative(case, [0.1, 0.1]).value[0])
    -100.0
    """
    drawn = np.asarray(steps, dtype=np.float64)
    rng = np.random.default_rng(seed)
    flows = _flows(
        case, _Inputs(drawn, **{n: getattr(case, n).quantile(rng.random(drawn.size)) for n in TYPED})
    )
    sums = np.cumsum(flows.benefit - flows.cost, axis=1)
    low, middle, high = np.quantile(sums, [0.1, 0.5, 0.9], axis=0)
    return Interval(middle, low, high)


def tornado(case: Case, steps: ArrayLike) -> list[Swing]:
    """Which input moves the net value most: every uncertain one, the widest swing first."""
    ends = np.quantile(np.asarray(steps, dtype=np.float64), [0.1, 0.5, 0.9])
    middle = _at_median(case, ends[1])
    found = [_swing(case, middle, "effect", "step", ends[[0, 2]])]
    for name in TYPED:
        if name != "indirect_monthly" or case.with_indirect:
            found.append(_swing(case, middle, name, name, getattr(case, name).quantile([0.1, 0.9])))
    return sorted((one for one in found if one.low != one.high), key=lambda one: -abs(one.high - one.low))


def waterfall(case: Case, step: float) -> list[Part]:
    """The net value in its parts, at one effect (log scale) and the median of every typed input."""
    inputs = _at_median(case, step)
    flows = _flows(case, inputs)
    once, monthly = flows.cost.copy(), flows.cost.copy()
    once[:, 1:], monthly[:, 0] = 0.0, 0.0
    parts = [
        Part("benefit measured", float(_worth(case, flows.measured)[0]), "direct"),
        Part("benefit expected", float(_worth(case, flows.later)[0]), "direct"),
        Part("one-off cost", -float(_worth(case, once)[0]), "cost"),
        Part("running cost", -float(_worth(case, monthly)[0]), "cost"),
    ]
    if case.with_indirect:
        parts.insert(2, Part("indirect benefit", float(_worth(case, flows.indirect)[0]), "indirect"))
    return [*parts, Part("net", sum(part.amount for part in parts), "net")]


class _Inputs(NamedTuple):
    """One value a draw for everything that is uncertain."""

    step: Floats
    cost_once: Floats
    cost_monthly: Floats
    half_life: Floats
    indirect_monthly: Floats


#: The inputs that people type, by their name in `Case`.
TYPED = _Inputs._fields[1:]


class _Flows(NamedTuple):
    """Money per draw (rows) and month (columns, the first is the start)."""

    measured: Floats
    later: Floats
    indirect: Floats
    cost: Floats

    @property
    def benefit(self) -> Floats:
        return self.measured + self.later + self.indirect


def _at_median(case: Case, step: float) -> _Inputs:
    middles = {name: getattr(case, name).quantile([0.5]) for name in TYPED}
    return _Inputs(np.array([step]), **middles)


def _flows(case: Case, inputs: _Inputs) -> _Flows:
    """Benefit and cost by month: no benefit in the ramp, the run rate while measured, then fading."""
    overlap = _overlap(case)
    fading = 0.5 ** (np.arange(len(overlap) - 1) / inputs.half_life[:, None])
    measured = np.repeat(overlap[:1], inputs.step.size, axis=0)
    later = fading @ overlap[1:]
    run_rate = (increment(case.margin, inputs.step) / case.days)[:, None]
    indirect = inputs.indirect_monthly[:, None] / MONTH_DAYS * (measured + later) * case.with_indirect
    cost = np.repeat(inputs.cost_monthly[:, None], case.horizon + 1, axis=1)
    cost[:, 0] = inputs.cost_once
    return _Flows(run_rate * measured, run_rate * later, indirect, cost)


def _overlap(case: Case) -> Floats:
    """Days of each stretch of the benefit (measured, then month after month) in each month of the case."""
    months = MONTH_DAYS * np.arange(case.horizon + 1)
    measured = case.ramp_days + case.days
    edges = np.r_[case.ramp_days, measured + months]
    begin = np.maximum(edges[:-1, None], months[None, :-1])
    end = np.minimum(edges[1:, None], months[None, 1:])
    return np.pad(np.maximum(end - begin, 0.0), ((0, 0), (1, 0)))


def _worth(case: Case, flow: Floats) -> Floats:
    return present_value(flow, case.discount, MONTHS)


def _net(case: Case, inputs: _Inputs) -> float:
    flows = _flows(case, inputs)
    return float(_worth(case, flows.benefit - flows.cost)[0])


def _swing(case: Case, middle: _Inputs, name: str, field: str, ends: Floats) -> Swing:
    low, high = (_net(case, middle._replace(**{field: np.array([end])})) for end in ends)
    return Swing(name, low, high)


def _range(values: Floats) -> Interval:
    """Median and 80 % range; taken from the draws themselves, since some may be inf."""
    low, middle, high = np.quantile(values, [0.1, 0.5, 0.9], method="inverted_cdf")
    return Interval(middle, low, high)
