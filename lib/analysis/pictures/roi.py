"""What a change was worth: the effect, what was expected without it, and the money with its assumptions."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from lib.analysis.changes import changes
from lib.analysis.effect import HERE, Setup, effect, setup, whose
from lib.analysis.pictures import roi_words
from lib.model.errors import DataError
from lib.model.figures import share
from lib.model.filters import Filters
from lib.model.metrics import METRICS
from lib.model.roi_view import Assumptions, Question
from lib.stats.effects import counterfactual, draws
from lib.stats.money import Case, Guess, Outcome, cumulative, simulate, waterfall
from lib.store.store import Store

#: The metrics whose relative effect is that of the margin: only these are turned into money.
IN_MONEY = ("conversion", "revenue")
#: The margin counts as known from this share of orders that carry one.
MOSTLY = 0.9


@dataclass(frozen=True)
class Money:
    """What the change is worth: `parts` label, amount, kind; `months` month, value, low, high (80 %).

    `figures` are title, figure, range and meaning of the headline numbers; `sentence` is the headline.
    """

    outcome: Outcome
    parts: pd.DataFrame
    months: pd.DataFrame
    margin: float
    margin_known: bool
    sentence: str
    figures: list[tuple[str, str, str, str]]


@dataclass(frozen=True)
class RoiPicture:
    """Everything the ROI page shows of one change.

    `readings` has the columns of `effect`; `strip` those of `lib.charts.readings`; `expected` day, actual,
    expected, low, high, after (weekly rates per visitor). `titles` are title and subtitle of each chart:
    expected, strip, parts, payback. `money` is None where the metric is not one of money or where the data
    cannot tell; then `missing` says why.
    """

    asked: Setup
    readings: pd.DataFrame
    title: str
    basis: str
    strip: pd.DataFrame
    expected: pd.DataFrame
    titles: dict[str, tuple[str, str]]
    money: Money | None
    missing: str

    @property
    def verdict(self) -> str:
        return str(self.readings["verdict"].iloc[0])

    @property
    def told(self) -> bool:
        """Whether the days can answer at all."""
        return self.verdict != "cannot tell"

    @property
    def name(self) -> str:
        """The change."""
        return self.asked.name

    @property
    def live(self) -> pd.Timestamp:
        """The day it went live, in business time."""
        return self.asked.live

    @property
    def unit(self) -> str:
        """How a rate is written: `share` or `money`."""
        return roi_words.unit_of(self.asked.metric)

    @property
    def better(self) -> Literal["up", "down"]:
        """Which way is good."""
        return METRICS[self.asked.metric].better

    def gain(self, currency: str) -> str:
        """The absolute effect with its interval."""
        return roi_words.absolute(self.readings, self.asked.metric, currency)


def picture(store: Store, filters: Filters, *, question: Question, assumptions: Assumptions) -> RoiPicture:
    """Gather the ROI of one change; the period of the filters is not used, the days around the change are."""
    q = question
    asked = setup(store, filters, q.change, q.metric, q.treated, q.control, q.baseline_weeks, q.ramp_days)
    read = effect(store, filters, **q.options())  # type: ignore[arg-type]
    title = roi_words.title(asked.name, q.metric, read.iloc[0])
    if read["verdict"].iloc[0] == "cannot tell":
        reason, nothing = str(read["reason"].iloc[0]), pd.DataFrame()
        return RoiPicture(asked, read, title, "", nothing, nothing, {}, None, reason)
    strip, weeks = roi_words.strip(read, control=asked.control is not None), _weeks(asked)
    titles = {
        "expected": roi_words.of_expected(asked, weeks, store.currency),
        "strip": roi_words.of_strip(strip),
    }
    basis = roi_words.rests_on(asked, read, store.currency)
    if q.metric not in IN_MONEY:
        return RoiPicture(asked, read, title, basis, strip, weeks, titles, None, roi_words.NO_MONEY)
    money = _money(store, filters, asked, q, assumptions)
    titles["parts"] = roi_words.of_parts(money.parts, store.currency, assumptions.horizon)
    titles["payback"] = roi_words.of_payback(money.outcome.payback, assumptions.horizon)
    return RoiPicture(asked, read, title, basis, strip, weeks, titles, money, "")


def assumed(shown: RoiPicture, question: Question, given: Assumptions, currency: str) -> list[str]:
    """Everything that the answer assumes, one sentence each."""
    said = roi_words.days_assumed(shown.asked, question.baseline_weeks, question.ramp_days)
    if shown.money is None:
        return said
    rate = f"revenue at a typed margin of {share(given.margin_rate, 0)}"
    source = "as the orders carry it" if shown.money.margin_known else rate
    costs = (given.cost_once, given.cost_monthly)
    course = (given.half_life, given.horizon, given.discount)
    return said + roi_words.money_assumed(shown.money.margin, source, costs, course, currency)


def has_margin(store: Store, filters: Filters) -> bool:
    """Whether the orders carry their margin; where not, a rate has to be typed."""
    del filters
    frame = store.query(HERE / "effect_orders.sql", **Filters().values(store.zone))
    return bool(frame["margins"].sum() >= MOSTLY * frame["orders"].sum())


def known_changes(store: Store, filters: Filters) -> pd.DataFrame:
    """The changes to choose from; DataError saying how to add one where there is none."""
    found = changes(store, filters)
    if found.empty:
        raise DataError(
            "No change is recorded in this dataset, so there is no before and after.",
            "On the Data page, add a CSV with name, live_at, segment, cost_once, cost_monthly.",
        )
    return found


def _money(store: Store, filters: Filters, asked: Setup, question: Question, given: Assumptions) -> Money:
    margin, known = _margin(store, filters, asked, given.margin_rate)
    case = _case(asked, margin, given, question.ramp_days)
    seed = int(store.manifest.fingerprint[:8], 16)
    steps = draws(asked.days, seed=seed)
    outcome = simulate(case, steps, seed)
    return Money(
        outcome=outcome,
        parts=_parts(case, float(np.median(steps))),
        months=_months(case, steps),
        margin=margin,
        margin_known=known,
        sentence=roi_words.worth(outcome, store.currency, given.horizon),
        figures=roi_words.figures(outcome, store.currency, given.horizon),
    )


def _margin(store: Store, filters: Filters, asked: Setup, rate: float) -> tuple[float, bool]:
    """Margin of the treated in the measured days after; from revenue and a typed rate where it is unknown."""
    inner = whose(filters, None if asked.treated == "everybody" else asked.treated)
    frame = store.query(HERE / "effect_orders.sql", **inner.values(store.zone))
    days = pd.to_datetime(frame["day"])
    after = frame[days.isin(asked.dates[asked.days.post])]
    if after.empty or after["margins"].sum() >= MOSTLY * after["orders"].sum():
        return float(after["earned"].sum()), True
    return float(after["turnover"].sum() * rate), False


def _case(asked: Setup, margin: float, given: Assumptions, ramp_days: int) -> Case:
    return Case(
        margin=margin,
        days=int(asked.days.post.sum()),
        cost_once=Guess.exactly(given.cost_once),
        cost_monthly=Guess.exactly(given.cost_monthly),
        half_life=Guess.exactly(given.half_life),
        ramp_days=ramp_days,
        horizon=given.horizon,
        discount=given.discount,
    )


def _weeks(asked: Setup) -> pd.DataFrame:
    """Actual and expected by week, so that weekdays do not hide the step."""
    found = counterfactual(asked.days)
    dates = pd.DatetimeIndex([pd.Timestamp.fromordinal(int(day)) for day in found.day])
    visitors = asked.days.visitors[asked.days.visitors > 0]
    rates = {name: getattr(found, name) * visitors for name in ("actual", "expected", "low", "high")}
    frame = pd.DataFrame(rates).assign(visitors=visitors, day=_week_of(dates, asked.live))
    weeks = frame.groupby("day", as_index=False).sum()
    for name in rates:
        weeks[name] /= weeks["visitors"]
    return weeks.assign(after=weeks["day"] >= asked.live)


def _week_of(dates: pd.DatetimeIndex, live: pd.Timestamp) -> pd.DatetimeIndex:
    """The first day of the week, counted from the day of the change."""
    return live + pd.to_timedelta(7 * ((dates - live).days // 7), unit="D")


def _parts(case: Case, step: float) -> pd.DataFrame:
    frame = pd.DataFrame(waterfall(case, step), columns=["label", "amount", "kind"])
    frame = frame[(frame["amount"] != 0) | (frame["kind"] == "net")]
    return frame.assign(
        label=frame["label"].str.capitalize(),
        kind=frame["kind"].replace({"direct": "benefit", "indirect": "benefit"}),
    ).reset_index(drop=True)


def _months(case: Case, steps: np.ndarray) -> pd.DataFrame:
    """The course of the cash; with all typed inputs known it rises and falls with the effect alone."""
    low, middle, high = (cumulative(case, [step]).value for step in np.quantile(steps, [0.1, 0.5, 0.9]))
    return pd.DataFrame({"month": range(len(middle)), "value": middle, "low": low, "high": high})
