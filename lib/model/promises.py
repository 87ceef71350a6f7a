"""Promise and reality: which pairs can be compared, by which rule, and into which gaps they fall."""

from dataclasses import dataclass
from typing import Literal

from lib.model.errors import QuestionError

Rule = Literal["day", "instant"]
#: A gap counts by calendar days of the business time zone, or by the moment.
RULES: tuple[Rule, ...] = ("day", "instant")


@dataclass(frozen=True, slots=True)
class Pair:
    """Something promised and what came of it; `one` and `many` are what is counted.

    Of two moments the gap is in days and later is worse; of two amounts it is a share of what was promised.
    """

    id: str
    title: str
    one: str
    many: str
    #: Needed, as canonical tables.
    needs: str
    #: What of it can be broken down.
    columns: tuple[str, ...]
    #: What two amounts are amounts of; None where two moments are compared.
    amounts: Literal["money", "units"] | None = None
    #: Whether more than was promised is worse (1) or less (-1).
    worse: Literal[1, -1] = 1

    @property
    def own(self) -> bool:
        """Whether its promises are rows of the table of promises."""
        return self.needs == "promises"

    @property
    def broken(self) -> str:
        """What is said of those that are worse than promised."""
        return "were broken" if self.amounts else "came late"

    @property
    def late(self) -> str:
        """The same before a noun."""
        return "broken" if self.amounts else "late"

    @property
    def kept(self) -> str:
        """What is said of those that are as promised or better."""
        return "kept" if self.amounts else "in time"


_OF_ORDERS = ("country", "region", "channel", "device", "month")
PAIRS: dict[str, Pair] = {
    pair.id: pair
    for pair in (
        Pair(
            "delivery", "Delivery date", "order", "orders", "orders",
            ("country", "region", "channel", "device", "carrier", "month"),
        ),
        Pair(
            "reply", "Support reply", "ticket", "tickets", "tickets",
            ("country", "channel", "device", "topic", "month"),
        ),
        Pair("refund", "Refund", "refund", "refunds", "promises", _OF_ORDERS),
        Pair("price", "Price", "price promise", "price promises", "promises", _OF_ORDERS, "money"),
        Pair("stock", "Stock", "stock promise", "stock promises", "promises", _OF_ORDERS, "units", -1),
    )
}  # fmt: skip

#: The last whole day late of each bucket but the last. Day 0 is on the day; by the instant a gap is rounded
#: up, so that 0 means less than a day early and 1 up to a day late.
EDGES: tuple[int, ...] = (-3, -1, 0, 1, 2, 4)
BUCKETS: dict[Rule, tuple[str, ...]] = {
    "day": (
        "3+ days early", "1-2 days early", "on the day", "1 day late", "2 days late", "3-4 days late",
        "5+ days late",
    ),
    "instant": (
        "3+ days early", "1-3 days early", "up to 1 day early", "up to 1 day late", "1-2 days late",
        "2-4 days late", "over 4 days late",
    ),
}  # fmt: skip
#: Buckets of amounts, and the share of what was promised up to which a gap is small.
AMOUNTS: tuple[str, ...] = (
    "over 10% less", "up to 10% less", "as promised", "up to 10% more", "over 10% more",
)  # fmt: skip
SMALL = 0.1
NO_PROMISE, NOT_FULFILLED, NOT_YET_DUE = "(no promise)", "(not fulfilled)", "(not yet due)"
ONE_SIDED: tuple[str, ...] = (NOT_FULFILLED, NOT_YET_DUE, NO_PROMISE)
ALL = "(all)"

#: Days after the promised moment within which a ticket counts to the order (its SQL says the same).
HELP_DAYS = 30
#: Days after the delivery within which another order counts.
AGAIN_DAYS = 90
REPLY_HOURS = 24.0


def pair_of(name: str) -> Pair:
    """The pair called `name`; QuestionError naming the valid ones otherwise."""
    if name not in PAIRS:
        raise QuestionError.unknown("pair of promise and reality", name, PAIRS)
    return PAIRS[name]


def buckets_of(pair: Pair, rule: Rule) -> tuple[str, ...]:
    """The gaps of a pair, from the earliest or the least on."""
    return AMOUNTS if pair.amounts else BUCKETS[rule]


def timed(name: str) -> Pair:
    """The pair called `name`, if it compares moments; QuestionError naming those that do otherwise."""
    found = pair_of(name)
    if found.amounts:
        raise QuestionError(
            f"Of {found.many} amounts are compared, not moments: there is no delay in days.",
            f"Choose one of: {', '.join(one.id for one in PAIRS.values() if not one.amounts)}.",
        )
    return found


def rule_of(name: str) -> Rule:
    """The rule called `name`; QuestionError naming the valid ones otherwise."""
    for rule in RULES:
        if rule == name:
            return rule
    raise QuestionError.unknown("rule for gaps", name, RULES)


def rule_said(rule: str, zone: str) -> str:
    """The rule in words.

    >>> rule_said("day", "Europe/Berlin")
    'compared by calendar day (Europe/Berlin)'
    """
    return f"compared by calendar day ({zone})" if rule == "day" else "compared by the moment, not by the day"


def late_said(days: int, rule: str, open_ended: bool = False) -> str:
    """A number of whole days late.

    >>> late_said(1, "day"), late_said(5, "day", True), late_said(2, "instant")
    ('1 day late', '5+ days late', '1-2 days late')
    """
    if rule == "instant":
        if open_ended:
            return f"over {days - 1} day{'s' * (days != 2)} late" if days > 1 else "late"
        return f"{days - 1}-{days} days late" if days > 1 else "up to 1 day late"
    return f"{days}{'+' * open_ended} day{'s' * (days > 1 or open_ended)} late"
