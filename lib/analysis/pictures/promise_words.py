"""What the promise page says in words: the finding, the rule that it follows, and the small print."""

from typing import Any

import pandas as pd

from lib.analysis.pictures.promise import PromisePicture
from lib.analysis.pictures.satisfaction import NAMES
from lib.model.figures import MISSING, count, money, points, score, share
from lib.model.filters import Filters
from lib.model.metrics import ENOUGH, TOO_FEW
from lib.model.promises import ALL, NO_PROMISE, NOT_FULFILLED, NOT_YET_DUE, Pair, pair_of, rule_said

_ENDS = {
    "tickets": "lead to a support ticket",
    "returns": "are returned",
    "repurchase": "are followed by another",
}
#: The same of what is no order itself.
_ENDS_OF_OWN = {
    "tickets": "are followed by a support ticket",
    "returns": "belong to a returned order",
    "repurchase": "are followed by another order",
}
#: From which share of late promises on a row is amber, and red.
AMBER, RED = 0.05, 0.10


def look(shown: PromisePicture, zone: str) -> dict[str, Any]:
    """What the chart is told besides its columns."""
    return {
        "title": title(shown),
        "subtitle": subtitle(shown, zone),
        "unit": shown.unit,
        "target": shown.in_time,
        "scale_min": shown.ends[0],
        "scale_max": shown.ends[1],
        "better": shown.better,
        "measure": shown.measure,
        "counted": shown.pair.many,
        "kept": shown.pair.kept,
        "hurts": shown.bucket,
    }


def title(shown: PromisePicture) -> str:
    """The finding: from which day on it hurts, or what is not told apart."""
    if shown.shown != "satisfaction":
        return _afterwards(shown)
    if shown.metric is None:
        return f"{_late(shown)}; nobody was asked about them"
    if shown.pair.amounts and _known(shown):
        return _compared(shown)
    if shown.hurts is None:
        return f"{_late(shown)}; too few answers say whether that hurts"
    if shown.onset is None:
        return f"{_late(shown)}; no day is told apart from which on {shown.measure.lower()} stay lower"
    before, after = shown.say(shown.in_time), shown.say(_from(shown, shown.onset))
    return f"{_name(shown)} falls from {before} to {after} {_since(shown)}"


def _known(shown: PromisePicture) -> bool:
    """Whether enough is known of both sides."""
    return min(shown.sides.in_time[3], shown.sides.late[3]) >= TOO_FEW


def _compared(shown: PromisePicture) -> str:
    """Satisfaction with what was broken and with what was kept."""
    pair, sides = shown.pair, shown.sides
    broken, kept = shown.say(sides.late[0]), shown.say(sides.in_time[0])
    values = f"{_name(shown)} is {broken} where {pair.many} were broken, {kept} where they were kept"
    return values if sides.told_apart else f"Not told apart: {values}"


def _name(shown: PromisePicture) -> str:
    metric = str(shown.metric)
    return {"rating": "The share of top ratings"}.get(metric, NAMES[metric])


def _since(shown: PromisePicture) -> str:
    day = int(shown.onset or 1)
    if shown.rule == "day":
        return "from the first day late on" if day == 1 else f"from {day} days late on"
    return "as soon as it is late" if day == 1 else f"from more than {day - 1} day{'s' * (day > 2)} late on"


def _from(shown: PromisePicture, day: int) -> float:
    """The value of all answers from that day on."""
    frame = shown.hurts if shown.hurts is not None else pd.DataFrame()
    rows = frame[(frame["gap_days"] >= day) & (frame["n"] > 0)]
    value = rows["top_two" if shown.unit == "share" else "mean"]
    return float((value * rows["n"]).sum() / rows["n"].sum())


def _late(shown: PromisePicture) -> str:
    return f"{share(shown.whole['late_share'])} of {shown.pair.many} {shown.pair.broken}"


def _afterwards(shown: PromisePicture) -> str:
    pair, sides = shown.pair, shown.sides
    what = (_ENDS_OF_OWN if pair.own else _ENDS)[shown.shown]
    if not _known(shown):
        return f"{_late(shown)}; too few of them to say how many {what}"
    values = (
        f"{share(sides.late[0], 0)} of {pair.late} {pair.many} {what}, "
        f"{share(sides.in_time[0], 0)} of those {pair.kept}"
    )
    return values if sides.told_apart else f"Not told apart: {values}"


def subtitle(shown: PromisePicture, zone: str) -> str:
    """How late, by which rule, and what the colour means."""
    whole, pair = shown.whole, shown.pair
    rule = f"{_worse(pair)} is worse" if pair.amounts else rule_said(shown.rule, zone)
    said = (
        f"{share(whole['late_share'])} of {count(whole['delivered'])} {pair.broken} "
        f"(95% interval {share(whole['late_low'])} to {share(whole['late_high'])}), "
        f"{rule}. Colour: better or worse than {'those ' if pair.amounts else ''}{pair.kept}"
    )
    return said[:1].upper() + said[1:]


def alt(shown: PromisePicture) -> str:
    """The picture in one sentence for those who do not see it."""
    by = "how much less or more it was" if shown.pair.amounts else "how early or late they came"
    return f"Bars of {shown.pair.many} by {by}, with {shown.measure}. {title(shown)}."


def _worse(pair: Pair) -> str:
    return "more" if pair.worse > 0 else "less"


def _typical(shown: PromisePicture, currency: str) -> str:
    """How far off broken amounts are, as a share and as an amount."""
    gap, difference = shown.typical
    if not shown.pair.amounts or difference != difference:
        return ""
    sign = "+" if difference > 0 else ""
    said = f"{sign}{money(difference, currency)}" if shown.pair.amounts == "money" else _units(difference)
    part = f"{sign}{share(gap)} ({said})" if gap == gap else said
    return f"The median gap of broken ones is {part}."


def _alone(shown: PromisePicture) -> str:
    """What has one side only."""
    orders, whole, pair = shown.table.set_index("bucket")["orders"], shown.whole, shown.pair
    undue = "not yet due"
    if pair.amounts:
        if not orders[[NOT_FULFILLED, NOT_YET_DUE, NO_PROMISE]].any():
            return "Of all both amounts are known."
        undue += " or have no due day"
    return (
        f"{count(orders[NOT_FULFILLED])} are past due and not fulfilled: with them "
        f"{share(whole['late_due_share'])} of the {count(whole['due'])} that were due are {pair.late}. "
        f"{count(orders[NOT_YET_DUE])} are {undue}, {count(orders[NO_PROMISE])} had no promise."
    )


def _units(difference: float) -> str:
    number = score(difference, 2).rstrip("0").rstrip(".")
    return f"{'+' if difference > 0 else ''}{number} unit{'s' * (abs(difference) != 1)}"


def caption(shown: PromisePicture, filters: Filters, currency: str = "EUR") -> str:
    """Who counts, what late means, and what the values rest on."""
    many, whole = shown.pair.many, shown.whole
    parts = [
        f"Counted: {count(whole['orders'])} {many} of {count(whole['customers'])} customers, by the day they "
        f"were {_BEGAN[shown.pair.needs]}; {filters.words()}.",
        _alone(shown),
        _typical(shown, currency),
        _NOT_COUNTED.get(shown.pair.needs, ""),
        _rests(shown),
        f"Under {TOO_FEW} there is no value, under {ENOUGH} it is faint. An association: {shown.pair.late} "
        f"{many} may differ in other ways too.",
    ]
    return " ".join(part for part in parts if part)


#: By which day what is counted counts, and what does not, by what it is counted of.
_BEGAN = {"orders": "placed", "tickets": "opened", "promises": "promised"}
_NOT_COUNTED = {
    "orders": "Cancelled and test orders do not count.",
    "promises": "Promises count whatever became of their order.",
}


def _rests(shown: PromisePicture) -> str:
    if shown.pair.own:
        return _rests_of_own(shown)
    return {
        "satisfaction": "Answers are those that name the order, asked after it was placed."
        if shown.pair.id == "delivery"
        else "Answers are the ratings of the tickets.",
        "tickets": "A ticket counts to the customer's last order before it, until 30 days after the promised "
        "moment; orders for which these are not over are left out.",
        "returns": "Returned so far.",
        "repurchase": "Another counted order within 90 days after the delivery (the promise, where nothing "
        "came); orders for which these are not over are left out.",
    }[shown.shown]


def _rests_of_own(shown: PromisePicture) -> str:
    after = (
        "the order; known of promises that name one"
        if shown.pair.amounts
        else "it came (the promised moment, where nothing came)"
    )
    return {
        "satisfaction": "Answers are those that name the order, given from the day of the promise on; where "
        "a promise names no order, those of the customer in the 30 days after it.",
        "tickets": "A ticket counts to all these promises that its customer was made before it, until 30 "
        "days after the promised moment; those for which these are not over are left out.",
        "returns": "Returned so far, of promises that name an order.",
        "repurchase": f"Another counted order within 90 days after {after}; those for which these are not "
        "over are left out.",
    }[shown.shown]


def _told(shown: PromisePicture) -> str:
    """How satisfaction differs between broken and kept amounts, with its interval."""
    unit = (lambda value: points(value, 0)) if shown.unit == "share" else shown.say
    gap, low, high = (unit(one) for one in shown.sides.gap)
    late, kept = (count(side[3]) for side in (shown.sides.late, shown.sides.in_time))
    said = (
        f"{shown.measure} after broken {shown.pair.many} against those kept: {gap} "
        f"(95% interval {low} to {high}; {late} and {kept} answers)."
    )
    return said if shown.sides.told_apart else f"Not told apart. {said}"


def hurting(shown: PromisePicture) -> str:
    """From which day on it hurts, in a sentence with its interval."""
    if shown.pair.amounts and _known(shown):
        return _told(shown)
    if shown.pair.amounts:
        return f"{TOO_FEW} answers about broken and about kept {shown.pair.many} are needed to compare them."
    if shown.hurts is None:
        sides = f"about late and about punctual {shown.pair.many}"
        return f"{ENOUGH} answers {sides} are needed to say when it hurts."
    tested = int(shown.hurts["tested"].sum())
    if shown.onset is None:
        return f"Not told apart: no day of {tested} tested from which on {shown.measure} stay lower."
    first = shown.hurts[shown.hurts["gap_days"] == shown.onset].iloc[0]
    unit = (lambda value: share(value, 0).replace("%", " pt")) if shown.unit == "share" else shown.say
    later = ", and lower on every later day" if tested > 1 else ""
    return (
        f"{str(first['label']).capitalize()}: {shown.measure} {unit(first['difference'])} against what came "
        f"in time (95% interval {unit(first['low'])} to {unit(first['high'])}, adjusted over {tested} "
        f"tested){later}."
    )


def status(late: float, due: int, amber: float, red: float) -> str:
    """A share of late promises in words.

    >>> status(0.12, 200, 0.05, 0.1), status(0.06, 200, 0.05, 0.1), status(0.5, 8, 0.05, 0.1)
    ('red', 'amber', 'too few')
    """
    if due < ENOUGH:
        return "too few"
    return "red" if late >= red else "amber" if late >= amber else "in order"


def worst(frame: pd.DataFrame, column: str) -> str:
    """Which row breaks most promises, if it is told apart from the others."""
    rows = frame[frame["marked"] & (frame["label"] != ALL)]
    whole = frame[frame["label"] == ALL].iloc[0]
    rows = rows[rows["late_due_share"] > whole["late_due_share"]].sort_values(
        "late_due_share", ascending=False
    )
    tested = int(frame["tested"].sum())
    if tested < 2:
        return f"There is only one {column} with {ENOUGH} or more due."
    if rows.empty:
        worse = "worse" if pair_of(str(whole["pair"])).amounts else "later"
        return f"No {column} is told apart from the others as {worse} ({tested} tested)."
    first = rows.iloc[0]
    return (
        f"{first['label']} breaks most promises: {share(first['late_due_share'])} of {count(first['due'])} "
        f"due (95% interval {share(first['low'])} to {share(first['high'])}), "
        f"{share(whole['late_due_share'])} in all. Marked rows differ from all others beyond chance "
        f"({tested} tested, adjusted)."
    )


def cost(frame: pd.DataFrame) -> str:
    """What late orders cost, in a sentence."""
    total = frame[frame["part"] == ALL].iloc[0]
    if len(frame) == 1:
        return "What late orders cost cannot be told: nothing is known of later orders, tickets or refunds."
    currency = str(total["currency"])

    def said(value: float) -> str:
        return money(value, currency, 0) if value == value else MISSING

    if total["low"] <= 0 <= total["high"]:
        lead = f"What late orders cost is not told apart from nothing: {said(total['value'])}"
    else:
        sign = "loss" if total["value"] > 0 else "gain"
        lead = f"Late orders go with a {sign} of {said(abs(total['value']))}"
    return (
        f"{lead} (90% interval {said(total['low'])} to {said(total['high'])}), from "
        f"{count(total['orders'])} late orders of {count(total['customers'])} customers. If "
        f"{share(total['recoverable'], 0)} of it can be won back: {said(total['recoverable_value'])}. "
        "Punctual orders are weighed to the same mix of countries and of first and repeat orders; an "
        "association, not a cause."
    )
