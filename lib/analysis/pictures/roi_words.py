"""What is said of a change: its verdict, the readings beside it, the money, and everything assumed."""

import math

import pandas as pd

from lib.analysis.effect import MEASURES, Setup
from lib.model.figures import change, count, figure, money, share, short_money
from lib.model.roi_view import TITLES
from lib.model.segments import segment
from lib.stats.intervals import Interval
from lib.stats.money import Outcome

_IN_SENTENCES = {
    "conversion": "conversion",
    "revenue": "revenue per session",
    "abandonment": "cart abandonment",
    "csat": "CSAT",
}
NO_MONEY = (
    "No money is shown: only an effect on conversion or revenue per session carries over to the margin. "
    "Choose one of these metrics to see what the change is worth."
)
LABELS = {
    "default": "Default: trends may drift apart",
    "if_parallel": "If trends are truly parallel",
    "own_trend": "If the gap has its own trend",
    "naive": "Before against after",
}
#: The same where there is no control.
ALONE = {
    "default": "Default: the metric may drift",
    "if_parallel": "If it had stayed level",
    "own_trend": "If it has a trend of its own",
    "naive": "Before against after",
}
NOTES = {"naive": "misleading: counts season and market as effect"}
CLAIMS = ("raised", "lowered", "probably raised", "probably lowered")


def title(name: str, metric: str, row: pd.Series) -> str:
    """The verdict of the default reading with its size and interval, as a sentence."""
    word, what = str(row["verdict"]), _IN_SENTENCES[metric]
    if word == "cannot tell":
        return f"It cannot be told yet what {name} did to {what}"
    low, high = share(row["relative_low"]), share(row["relative_high"])
    if word in CLAIMS:
        return f"{name} {word} {what} by {share(abs(row['relative']))} (95% interval {low} to {high})"
    if word == "indicative":
        size = share(row["relative"])
        return f"After {name}, {what} moved by {size} ({low} to {high}); it may be the market"
    return f"No detectable effect of {name} on {what}: anything between {low} and {high} is possible"


def strip(read: pd.DataFrame, *, control: bool) -> pd.DataFrame:
    """The readings as `lib.charts.readings` draws them: relative effects, the default emphasised."""
    return pd.DataFrame(
        {
            "method": read["method"],
            "label": read["method"].map(LABELS if control else ALONE),
            "note": read["method"].map(NOTES).fillna(""),
            "relative": read["relative"],
            "low": read["relative_low"],
            "high": read["relative_high"],
            "emphasised": read["method"] == "default",
        }
    )


def of_strip(strip: pd.DataFrame) -> tuple[str, str]:
    """Whether the three readings that may be true say the same; the naive one never counts."""
    honest = strip[strip["method"] != "naive"].dropna(subset=["relative"])
    sure = {0 if low <= 0 <= high else (1 if low > 0 else -1) for low, high in _limits(honest)}
    said = {
        0: "None of the three readings tells an effect from none",
        1: "All three readings lie above zero",
        -1: "All three readings lie below zero",
    }
    disagree = "The readings disagree: what is assumed of the trends decides"
    return (
        said[sure.pop()] if len(sure) == 1 else disagree,
        "Relative effect under each assumption, 95% intervals; the default is the one that counts",
    )


def _limits(frame: pd.DataFrame) -> list[tuple[float, float]]:
    return list(zip(frame["low"].astype(float), frame["high"].astype(float), strict=True))


def unit_of(metric: str) -> str:
    """How a rate of this effect metric is written: `share` or `money`."""
    return "money" if MEASURES[metric].kind == "money" else "share"


def absolute(read: pd.DataFrame, metric: str, currency: str) -> str:
    """The absolute effect of the default reading with its interval.

    Differences of shares are points; money is per session.
    """
    row, unit = read.iloc[0], unit_of(metric)
    size, low, high = (change(row[name], unit, currency) for name in ("effect", "low", "high"))
    return f"{size} ({low} to {high})"


def of_expected(asked: Setup, weeks: pd.DataFrame, currency: str) -> tuple[str, str]:
    """What was and what was to be expected over the measured days after the change, and from what."""
    after = weeks[weeks["after"]]
    seen = after["visitors"].sum()
    rates = ((after[name] * after["visitors"]).sum() / seen for name in ("actual", "expected"))
    was, would = (figure(rate, unit_of(asked.metric), currency) for rate in rates)
    against = f"from {spoken(asked.control)}" if asked.control else "from its own past: there is no control"
    who = spoken(asked.treated)
    return (
        f"{TITLES[asked.metric]} was {was} after the change, where {would} was expected",
        f"{who[:1].upper()}{who[1:]}, by week; expected {against}",
    )


def spoken(segment_text: str) -> str:
    """A segment as a sentence writes it.

    >>> spoken("device=desktop;device=tablet"), spoken("everybody")
    ('device desktop or tablet', 'everybody')
    """
    return segment(segment_text).words() if "=" in segment_text else segment_text


def chance(probability: float) -> str:
    """A share of draws as people may rely on it: never certain, never impossible.

    >>> chance(0.63), chance(1.0), chance(0.0004)
    ('63%', 'over 99%', 'under 1%')
    """
    if probability > 0.99:
        return "over 99%"
    return "under 1%" if probability < 0.01 else share(probability, 0)


def worth(outcome: Outcome, currency: str, horizon: int) -> str:
    """The money in one sentence, with its range; never a number without it."""
    value, low, high = (short_money(one, currency) for one in outcome.net.floats())
    pays = chance(outcome.p_pays)
    return (
        f"Net benefit over {horizon} months: {value} (80% range {low} to {high}); it pays in {pays} of draws"
    )


def roi_said(outcome: Outcome) -> tuple[str, str]:
    """The ROI and its 80 % range; without a cost there is none."""
    if outcome.roi is None:
        return "no cost", "ROI needs a cost to divide by"
    value, low, high = (share(one, 0) for one in outcome.roi.floats())
    return value, f"80% range {low} to {high}"


def payback_said(payback: Interval, horizon: int) -> tuple[str, str]:
    """The month in which the cost is earned back, and its 80 % range; months are rounded up."""
    value, low, high = payback.floats()
    if math.isinf(low):
        return "not in time", f"80% range: not within {horizon} months"
    late = f"not within {horizon}" if math.isinf(high) else f"{math.ceil(high)}"
    said = "not in time" if math.isinf(value) else "at once" if value == 0 else f"month {math.ceil(value)}"
    return said, f"80% range {math.ceil(low)} to {late} months"


def of_payback(payback: Interval, horizon: int) -> tuple[str, str]:
    """The finding of the payback chart, and what it shows."""
    small = "Cash so far, benefits less costs, not discounted; 80% band"
    return _payback_title(payback.floats()[0], horizon), small


def _payback_title(value: float, horizon: int) -> str:
    if math.isinf(value):
        return f"The cost is not earned back within {horizon} months"
    return (
        "The cost is earned back at once"
        if value == 0
        else f"The cost is earned back in month {math.ceil(value)}"
    )


def of_parts(parts: pd.DataFrame, currency: str, horizon: int) -> tuple[str, str]:
    """The finding of the waterfall, and what it shows."""
    benefits = float(parts.loc[parts["kind"] == "benefit", "amount"].sum())
    costs = -float(parts.loc[parts["kind"] == "cost", "amount"].sum())
    verb = "outweigh" if benefits > costs else "do not cover"
    return (
        f"Benefits of {short_money(benefits, currency)} {verb} costs of {short_money(costs, currency)}",
        f"Present value over {horizon} months at the median effect",
    )


def figures(outcome: Outcome, currency: str, horizon: int) -> list[tuple[str, str, str, str]]:
    """The headline numbers: title, figure, range, and what it means."""
    value, low, high = (short_money(one, currency) for one in outcome.net.floats())
    draws = f"Share of the 4,000 draws in which the benefits of {horizon} months exceed the costs."
    within = f"within a year: {chance(outcome.p_payback_year)}"
    return [
        ("Net benefit", value, f"80% range {low} to {high}", "Present value of the benefits less all costs."),
        ("ROI", *roi_said(outcome), "(Benefits less costs) / costs, both at their present value."),
        ("Payback", *payback_said(outcome.payback, horizon), "When benefits have repaid all costs for good."),
        ("It pays", chance(outcome.p_pays), within, draws),
    ]


def rests_on(asked: Setup, read: pd.DataFrame, currency: str) -> str:
    """The absolute size, the data behind the reading, and how far they carry a claim."""
    row, over = read.iloc[0], MEASURES[asked.metric].over
    over = {"carts": "sessions with a cart"}.get(over, over)
    alone = "without a control, so nothing can be claimed"
    ground = f"against {spoken(asked.control)}" if asked.control else alone
    return (
        f"{absolute(read, asked.metric, currency)} for {spoken(asked.treated)}, {ground}; "
        f"n = {count(row['n_before'])} {over} before and {count(row['n_after'])} after."
    )


def days_assumed(asked: Setup, baseline_weeks: int, ramp_days: int) -> list[str]:
    """What the effect rests on, in words."""
    before, after = int((~asked.days.post).sum()), int(asked.days.post.sum())
    trend = (
        "without the change, the gap between treated and control would have stayed as it was; it may "
        "drift by about 0.05% a day."
        if asked.control
        else "without the change the metric would have gone on as before; it may drift by about 0.1% a day. "
        "Nothing tells the change from whatever else happened at the time."
    )
    alike = "treated and control moved alike" if asked.control else "the metric moved like this"
    return [
        f"**Change:** live on {asked.live.day} {asked.live:%b %Y}; the period in the sidebar is not used.",
        f"**Before:** up to {baseline_weeks} whole weeks ({before} days were there). **After:** whole weeks "
        f"once the first {ramp_days} days, in which the change reaches people, are left out ({after} days).",
        f"**Counterfactual:** {trend}",
        f"**Not checked yet:** whether {alike} before, and whether other dates show as much.",
    ]


def money_assumed(
    margin: float, source: str, costs: tuple[float, float], course: tuple[float, int, float], currency: str
) -> list[str]:
    """What the money rests on, in words; `course` is half-life, horizon and discount."""
    half_life, horizon, discount = course
    return [
        f"**Benefit:** the margin of the treated in the days after, {money(margin, currency)} ({source}), "
        "times the relative effect. The margin of an order is taken to be unchanged.",
        f"**Half-life:** {half_life:g} months after the measured days the benefit has halved.",
        f"**Costs:** {money(costs[0], currency)} once and {money(costs[1], currency)} a month, as typed.",
        f"**Horizon:** {horizon} months from the day of the change on, discounted by {share(discount, 0)} a "
        "year; payback is not discounted.",
        "**Ranges:** 4,000 draws of the effect, 80% of them lie inside. Indirect benefits are left out.",
    ]
