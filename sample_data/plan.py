"""What shop to make: its size, its seed, its calendar, and the truths that are planted in it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from zlib import crc32

import numpy as np

from lib.model.errors import QuestionError

LAST_DAY = date(2026, 6, 30)
ZONE = "Europe/Berlin"
CURRENCY = "EUR"
FULL_CUSTOMERS = 60_000
CHANGE_EFFECT = 0.25
DAYS = 548

#: Web events of one customer, on average over many shops: turns `events=N` into customers.
EVENTS_PER_CUSTOMER = 37.4
#: From this many events on, the events are written as Parquet, part by part.
MANY_EVENTS = 5_000_000
PART = 50_000

# --- planted truths -------------------------------------------------------------------------------------
CHANGE_NAME = "New mobile checkout"
CHANGE_DAYS_BEFORE_END = 92  # a ramp of 7 days and 12 whole weeks after it
CHANGE_COST_ONCE = 18_000
CHANGE_COST_MONTHLY = 450

BAD_ROUTE = ("site_search", "help_page", "guest_checkout")
BAD_ROUTE_SHARE = 0.06  # of sessions with a cart
BAD_ROUTE_CONVERSION = 0.8  # of the chance to order that a cart has otherwise
BAD_ROUTE_CSAT = -1.3  # on the latent checkout score
BAD_ROUTE_NPS = -1.5

LATE_SHARE = {"DE": 0.06, "AT": 0.06, "CH": 0.07, "NL": 0.2}  # NL stands for a weak carrier
LATE_CSAT = (-0.9, -0.3)  # on the latent delivery score: at once, and per day late (to 4 days)
LATE_NPS = -2.4
LATE_REPURCHASE = 0.45  # of the orders of the 90 days after a late delivery, this share does not happen
REPURCHASE_DAYS = 90

INCIDENT_LENGTH = 3
INCIDENT_FAILS = 0.72  # of the payments of those days never go through

#: Share of the asked who answer, by how happy they are (0 unhappiest ... 4 happiest), and for late orders.
ANSWERS = (0.12, 0.15, 0.22, 0.32, 0.37)
ANSWERS_IF_LATE = 0.75


@dataclass(frozen=True, slots=True)
class Plan:
    """One shop: the same plan always makes the same files."""

    customers: int = FULL_CUSTOMERS
    seed: int = 7
    change_effect: float = CHANGE_EFFECT
    days: int = DAYS
    many: bool = False

    def __post_init__(self) -> None:
        for name, value, least in (("customers", self.customers, 100), ("days", self.days, 120)):
            if value < least:
                raise QuestionError(
                    f"A shop with {value} {name} is too small.", f"Ask for at least {least} {name}."
                )
        if not -0.9 <= self.change_effect <= 1.0:
            raise QuestionError(
                f"A change effect of {self.change_effect} cannot be planted.",
                "Choose a relative effect from -0.9 to 1.0, such as 0.08 for +8 %.",
            )
        if self.seed < 0:
            raise QuestionError(f"The seed is {self.seed}.", "Choose a whole number from 0 on.")

    @classmethod
    def of(
        cls, customers: int | None, events: int | None, seed: int, change_effect: float, days: int
    ) -> "Plan":
        """The plan for so many customers, or for so many customers as make about so many events."""
        if customers is not None and events is not None:
            raise QuestionError("Both customers and events are given.", "Give one of: customers, events.")
        if events is None:
            return cls(FULL_CUSTOMERS if customers is None else customers, seed, change_effect, days)
        wanted = round(events / EVENTS_PER_CUSTOMER)
        return cls(wanted, seed, change_effect, days, many=events >= MANY_EVENTS)

    @property
    def first_day(self) -> date:
        return LAST_DAY - timedelta(days=self.days - 1)

    @property
    def live_day(self) -> int:
        """The day (from 0) on which the change goes live."""
        return self.days - min(CHANGE_DAYS_BEFORE_END, self.days // 3)

    @property
    def incident_days(self) -> range:
        """The days (from 0) of the payment incident; in the default shop they lie in September 2025."""
        first = round(self.days * 0.475)
        return range(first, first + INCIDENT_LENGTH)

    def parts(self) -> Iterator[range]:
        """The customers in parts that fit into memory; one part unless there are many events."""
        step = PART if self.many else self.customers
        for begin in range(0, self.customers, step):
            yield range(begin, min(begin + step, self.customers))

    def rng(self, concern: str, part: int = 0) -> np.random.Generator:
        """The random numbers of one concern in one part: drawing more elsewhere changes nothing here."""
        return np.random.default_rng([self.seed, part, crc32(concern.encode())])
