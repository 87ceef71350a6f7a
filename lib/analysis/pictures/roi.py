"""What a change was worth: the effect, what was expected without it, and the money with its assumptions."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from lib.analysis.effect import HERE, MEASURES, Setup, effect, setup
from lib.model.errors import DataError
from lib.model.figures import money, points, share, short_money
from lib.model.filters import Filters
from lib.model.segments import within
from lib.stats.effects import counterfactual, draws
from lib.stats.money import Case, Guess, Outcome, cumulative, simulate, waterfall
from lib.store.store import Store


@dataclass(frozen=True, slots=True)
class Assumptions:
    """What people type: costs, how long the benefit lasts, and the margin where the data has none."""

    cost_once: float = 0.0
    cost_monthly: float = 0.0
    half_life: float = 12.0
    horizon: int = 24
    discount: float = 0.10
    margin_rate: float = 0.30


@dataclass(frozen=True)
class RoiPicture:
    """Everything the ROI page shows of one change; `outcome` is None where the data cannot tell."""

    asked: Setup
    readings: pd.DataFrame
    verdict: str
    title: str
    expected: pd.DataFrame
    outcome: Outcome | None
    parts: pd.DataFrame
    months: pd.DataFrame
    margin: float
    margin_known: bool


def picture(
    store: Store,
    filters: Filters,
    *,
    change: str | None,
    metric: str,
    treated: str | None,
    control: str | None,
    baseline_weeks: int,
    ramp_days: int,
    assumptions: Assumptions,
) -> RoiPicture:
    """Gather the ROI of one change.

    `readings` has the columns of `effect` with `label` and `emphasised`; `expected` day, actual, expected,
    low, high (weekly rates per visitor); `parts` label, amount, kind; `months` month, value, low, high.
    """
    options = (change, metric, treated, control, baseline_weeks, ramp_days)
    asked = setup(store, filters, *options)
    read = effect(
        store,
        filters,
        change=asked.name,
        metric=metric,
        treated=treated,
        control=control,
        baseline_weeks=baseline_weeks,
        ramp_days=ramp_days,
    )
    word = str(read["verdict"].iloc[0])
    margin, known = _margin(store, filters, asked, assumptions.margin_rate)
    if word == "cannot tell":
        title = f"It cannot be told yet what {asked.name} did"
        empty = pd.DataFrame()
        return RoiPicture(asked, read, word, title, empty, None, empty, empty, margin, known)
    case = _case(asked, margin, assumptions, ramp_days)
    seed = int(store.manifest.fingerprint[:8], 16)
    steps = draws(asked.days, seed=seed)
    outcome = simulate(case, steps, seed)
    return RoiPicture(
        asked,
        _labelled(read),
        word,
        _title(asked, read, word),
        _weeks(asked),
        outcome,
        _parts(case, float(np.median(steps))),
        _months(case, steps, seed),
        margin,
        known,
    )


def _margin(store: Store, filters: Filters, asked: Setup, rate: float) -> tuple[float, bool]:
    """Margin of the treated in the measured days after; from revenue and a typed rate where it is unknown."""
    inner = within(filters, asked.treated) if asked.treated != "everybody" else filters
    frame = store.query(HERE / "effect_orders.sql", **inner.values(store.zone))
    days = pd.to_datetime(frame["day"])
    after = frame[days.isin(asked.dates[asked.days.post])]
    if after.empty:
        return 0.0, True
    if after["margins"].sum() >= 0.9 * after["orders"].sum():
        return float(after["earned"].sum()), True
    return float(after["turnover"].sum() * rate), False


def _case(asked: Setup, margin: float, given: Assumptions, ramp_days: int) -> Case:
    days = int(asked.days.post.sum())
    if days == 0:
        raise DataError(
            "No day after the change was measured.", "Come back when it has been live for 5 weeks."
        )
    return Case(
        margin=margin,
        days=days,
        cost_once=Guess.exactly(given.cost_once),
        cost_monthly=Guess.exactly(given.cost_monthly),
        half_life=Guess.exactly(given.half_life),
        ramp_days=ramp_days,
        horizon=given.horizon,
        discount=given.discount,
    )


LABELS = {
    "default": "Default: trends may drift apart",
    "if_parallel": "If trends are truly parallel",
    "own_trend": "If the gap has its own trend",
    "naive": "Before against after (misleading)",
}


def _labelled(read: pd.DataFrame) -> pd.DataFrame:
    return read.assign(label=read["method"].map(LABELS), emphasised=read["method"] == "default")


def _weeks(asked: Setup) -> pd.DataFrame:
    """Actual and expected by week, so that weekdays do not hide the step."""
    found = counterfactual(asked.days)
    dates = pd.DatetimeIndex([pd.Timestamp.fromordinal(int(day)) for day in found.day])
    visitors = asked.days.visitors[asked.days.visitors > 0]
    frame = pd.DataFrame(
        {name: getattr(found, name) * visitors for name in ("actual", "expected", "low", "high")}
    ).assign(visitors=visitors, day=_week_of(dates, asked.live))
    weeks = frame.groupby("day", as_index=False).sum()
    return weeks.assign(**{n: weeks[n] / weeks["visitors"] for n in ("actual", "expected", "low", "high")})


def _week_of(dates: pd.DatetimeIndex, live: pd.Timestamp) -> pd.DatetimeIndex:
    """The first day of the week, counted from the day of the change."""
    return live + pd.to_timedelta(7 * ((dates - live).days // 7), unit="D")


def _parts(case: Case, step: float) -> pd.DataFrame:
    frame = pd.DataFrame(waterfall(case, step), columns=["label", "amount", "kind"])
    return frame.assign(
        label=frame["label"].str.capitalize(),
        kind=frame["kind"].replace({"direct": "benefit", "indirect": "benefit"}),
    )


def _months(case: Case, steps: np.ndarray, seed: int) -> pd.DataFrame:
    found = cumulative(case, steps, seed)
    return pd.DataFrame(
        {"month": range(len(found.value)), "value": found.value, "low": found.low, "high": found.high}
    )


def _title(asked: Setup, read: pd.DataFrame, word: str) -> str:
    """The verdict with its size and interval, as a sentence."""
    row = read.iloc[0]
    size = share(row["relative"]).removeprefix("\N{MINUS SIGN}")
    between = f"{share(row['relative_low'])} to {share(row['relative_high'])}"
    what = {"csat": "satisfaction", "revenue": "revenue per session"}.get(asked.metric, asked.metric)
    if word in ("raised", "lowered", "probably raised", "probably lowered"):
        return f"{asked.name} {word} {what} by {size} (95 % interval {between})"
    if word == "indicative":
        return (
            f"After {asked.name}, {what} moved by {share(row['relative'])} ({between}); it may be the market"
        )
    return f"No detectable effect of {asked.name} on {what}: between {between} is possible"


def worth(outcome: Outcome, currency: str) -> str:
    """The money in one sentence, with its range.

    Medians and 80 % ranges of the draws; the sentence never gives a number without them.
    """
    value, low, high = (short_money(one, currency) for one in outcome.net.floats())
    return (
        f"Net benefit {value} (80 % range {low} to {high}); "
        f"it pays with a probability of {share(outcome.p_pays, 0)}."
    )


def unit_of(metric: str) -> str:
    """How a rate of this effect metric is written: `share` or `money`."""
    return "money" if MEASURES[metric].kind == "money" else "share"


def absolute(read: pd.DataFrame, metric: str, currency: str) -> str:
    """The absolute effect of the default reading with its interval."""
    row = read.iloc[0]
    if unit_of(metric) == "share":
        return f"{points(row['effect'], 2)} ({points(row['low'], 2)} to {points(row['high'], 2)})"
    return (
        f"{money(row['effect'], currency)} ({money(row['low'], currency)} to {money(row['high'], currency)})"
    )
