"""What a dated change did to a metric: four readings of the same days, and what was to be expected.

The default reading compares with the control day by day (its coefficient is 1), lets the gap between the two
drift a little, and averages over how persistent the daily shocks may be. It needs no random numbers.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from lib.model.errors import DataError
from lib.stats.daily import Daily, Floats, Kind, positive, ready, signal, visited
from lib.stats.gls import Mixture, ar1, grid

Method = Literal["default", "if_parallel", "own_trend", "naive", "experiment"]

#: How far (one sd) the gap to the control, or without one the metric itself, may drift per day: a share of
#: the metric, for scores of the width of the scale.
DRIFT_WITH_CONTROL, DRIFT_ALONE = 0.0005, 0.001


@dataclass(frozen=True, slots=True)
class Reading:
    """One method's answer for one metric.

    effect: per visitor (for scores per answer), in the metric's unit, actual less expected; low, high: 95 %;
    low80.., low98..: the other levels. relative: effect over expected; nan where a score has no natural zero
    to divide by. p_positive: probability of an effect above 0 under the method's model. n: visitors.
    """

    method: Method
    effect: float
    low: float
    high: float
    low80: float
    high80: float
    low98: float
    high98: float
    relative: float
    relative_low: float
    relative_high: float
    p_positive: float
    n_before: int
    n_after: int
    has_control: bool
    step: Literal["day", "week"] = "day"


@dataclass(frozen=True, slots=True, eq=False)
class Expected:
    """Per day: the metric per visitor as it was and as it was to be expected (with its 95 % band).

    Before the change nothing is estimated: expected = actual. `gain` is the day's difference in the unit of
    the amount (orders, money); its limits move together over the days, so they may be added up as well.
    """

    day: NDArray[np.int64]
    post: NDArray[np.bool_]
    actual: Floats
    expected: Floats
    low: Floats
    high: Floats
    gain: Floats
    gain_low: Floats
    gain_high: Floats


def estimate(days: Daily, drift: float | None = None) -> Mixture:
    """The default belief about the step: of the log rate, for scores of the mean itself.

    `drift` is the sd of the daily drift (see DRIFT_WITH_CONTROL, DRIFT_ALONE). DataError where the days
    cannot answer: fewer than 8 whole weeks before or 4 after, no variation, nothing to count.
    """
    usable = ready(days)
    return _default(usable, drift)


def readings(days: Daily, drift: float | None = None) -> list[Reading]:
    """The four readings, the default first; see `estimate` for `drift` and the errors.

    default: drift possible, persistence unknown. if_parallel: the two segments would have moved alike.
    own_trend: the gap has a straight trend of its own. naive: before against after, control ignored.
    """
    usable = ready(days)
    return [
        _reading("default", _default(usable, drift), usable),
        _reading("if_parallel", ar1(usable.day, _design(usable, trend=False), signal(usable)).step(), usable),
        _reading("own_trend", ar1(usable.day, _design(usable, trend=True), signal(usable)).step(), usable),
        _reading("naive", _naive(usable), usable),
    ]


def draws(days: Daily, size: int = 4000, seed: int = 0, drift: float | None = None) -> Floats:
    """Random steps of the default reading for the money side; the same seed gives the same draws."""
    return estimate(days, drift).draws(size, np.random.default_rng(seed))


def counterfactual(days: Daily, drift: float | None = None) -> Expected:
    """What each day would have been without the change, by the default reading."""
    belief = estimate(days, drift)
    low, high = belief.quantile([0.025, 0.975])
    seen = days.picked(days.visitors > 0)
    actual = seen.amount / seen.visitors

    def without(step: float) -> Floats:
        removed = actual - step if seen.kind == "score" else actual * np.exp(-step)
        return np.where(seen.post, removed, actual)

    expected, least, most = without(belief.mean), *np.sort([without(high), without(low)], axis=0)
    gains = [(actual - one) * seen.visitors for one in (expected, most, least)]
    return Expected(seen.day, seen.post, actual, expected, least, most, *gains)


def split(total: Daily, parts: Sequence[Daily], drift: float | None = None) -> list[Mixture]:
    """The steps of a metric's factors, fitted so that they sum to the step of `total` exactly.

    For margin per visitor: orders per visitor, revenue per order, margin per revenue, each a `Daily` of kind
    "money" over the same days. Returns the mixture of the total, then of each part. DataError if a part is
    not positive where the total is read. The parts are not ranked against each other.
    """
    usable = ready(total)
    signals = [signal(usable), *(signal(_factor(part, total, usable.step)) for part in parts)]
    return _grid(usable, np.column_stack(signals), drift)


def _factor(part: Daily, total: Daily, step: str) -> Daily:
    """The rows of a factor that match those on which the total is read."""
    if not np.array_equal(part.day, total.day) or part.has_control != total.has_control:
        raise ValueError("the parts need the days and the control of the total")
    rows = replace(part, kind="money").picked(visited(total))
    rows = rows.weekly() if step == "week" else rows
    if not (positive(rows) and visited(rows).all()):
        raise DataError(
            "A part of the metric is zero or negative on some days.",
            "Leave those days out, or read the total without its parts.",
        )
    return rows


def _default(usable: Daily, drift: float | None) -> Mixture:
    return _grid(usable, signal(usable)[:, None], drift)[0]


def _grid(usable: Daily, signals: Floats, drift: float | None) -> list[Mixture]:
    if drift is None:
        drift = DRIFT_WITH_CONTROL if usable.has_control else DRIFT_ALONE
    scale = usable.span if usable.kind == "score" else 1.0
    return grid(usable.day, _design(usable, trend=True), signals, drift * scale)


def _design(usable: Daily, trend: bool) -> Floats:
    """Step, level, slope (if wanted) and centred weekdays, so that the level is that of a mean day."""
    slope = [usable.day - usable.day.mean()] if trend else []
    terms = [usable.post.astype(float), np.ones(usable.day.size), *slope]
    if usable.step == "day":
        present = np.unique(usable.day % 7)
        weekdays = (usable.day[:, None] % 7 == present[:-1]).astype(float)
        terms.extend((weekdays - weekdays.mean(axis=0)).T)
    return np.column_stack(terms)


def _naive(usable: Daily) -> Mixture:
    """Before against after, treated alone: visitors (for money and scores, days) taken as independent."""
    if usable.kind == "count":
        return _naive_shares(usable)
    level = signal(Daily(usable.day, usable.post, usable.amount, usable.visitors, kind=usable.kind))
    after, before = level[usable.post], level[~usable.post]
    errors = np.array([after.var(ddof=1) / after.size, before.var(ddof=1) / before.size])
    df = errors.sum() ** 2 / (errors**2 / np.array([after.size - 1, before.size - 1])).sum()
    return Mixture.single(float(after.mean() - before.mean()), float(np.sqrt(errors.sum())), float(df))


def _naive_shares(usable: Daily) -> Mixture:
    logs, variance = [], 0.0
    for side in (usable.post, ~usable.post):
        amount, visitors = float(usable.amount[side].sum()), float(usable.visitors[side].sum())
        logs.append(np.log(amount / visitors))
        # Orders of people who order again are no share of the people; they count as independent events.
        variance += 1 / amount - (1 / visitors if amount < visitors else 0.0)
    return Mixture.normal(logs[0] - logs[1], float(np.sqrt(variance)))


def _reading(method: Method, belief: Mixture, usable: Daily) -> Reading:
    steps = np.array([belief.mean, *belief.quantile([0.025, 0.975, 0.1, 0.9, 0.01, 0.99])])
    effect, low, high, low80, high80, low98, high98 = _absolute(
        usable.kind, usable.after_rate, steps
    ).tolist()
    relative, relative_low, relative_high = _relative(usable.kind, usable.after_rate, steps[:3]).tolist()
    return Reading(
        method=method,
        effect=effect,
        low=low,
        high=high,
        low80=low80,
        high80=high80,
        low98=low98,
        high98=high98,
        relative=relative,
        relative_low=relative_low,
        relative_high=relative_high,
        p_positive=belief.p_positive,
        n_before=int(usable.visitors[~usable.post].sum()),
        n_after=int(usable.visitors[usable.post].sum()),
        has_control=usable.has_control,
        step=usable.step,
    )


def _absolute(kind: Kind, rate: float, steps: Floats) -> Floats:
    """Actual less expected over the days after the change, per visitor."""
    return steps if kind == "score" else rate * -np.expm1(-steps)


def _relative(kind: Kind, rate: float, steps: Floats) -> Floats:
    if kind != "score":
        return np.asarray(np.expm1(steps))
    if rate - steps.max() <= 0:
        return np.full(steps.size, np.nan)
    return steps / (rate - steps)
