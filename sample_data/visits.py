"""Visits (sessions): who comes when, by which device, and what brought them."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from sample_data import people as folk
from sample_data.clock import DAY, HOUR, Clock
from sample_data.people import People
from sample_data.plan import Plan
from sample_data.rows import Array, pick, same_as_before, take
from sample_data.season import visits_by_day


class Entry(NamedTuple):
    """A way into the shop: the event it begins with, its source and campaign, and how good it is.

    `first` and `later` weigh it for first and later visits, `pull` is a factor on the chance of a cart,
    `click` the price of a click (0: no advertisement) and `ctr` the clicks per impression.
    """

    event: str
    source: str
    campaign: str
    first: float
    later: float
    pull: float
    click: float = 0.0
    ctr: float = 0.0


ENTRIES = (
    Entry("organic_search", "google", "", 0.27, 0.16, 1.0),
    Entry("home", "(direct)", "", 0.13, 0.26, 1.1),
    Entry("paid_search", "google ads", "brand search", 0.07, 0.09, 1.3, 0.32, 0.12),
    Entry("paid_search", "google ads", "generic search", 0.15, 0.06, 0.9, 0.71, 0.035),
    Entry("paid_search", "google ads", "shopping", 0.12, 0.07, 1.0, 0.48, 0.011),
    Entry("social_ad", "meta ads", "prospecting", 0.13, 0.03, 0.55, 0.42, 0.009),
    Entry("social_ad", "meta ads", "retargeting", 0.01, 0.08, 1.1, 0.55, 0.013),
    Entry("affiliate", "partner network", "voucher sites", 0.06, 0.04, 1.15, 0.38, 0.02),
    Entry("email_click", "newsletter", "weekly newsletter", 0.02, 0.12, 1.15, 0.02, 0.04),
    Entry("email_click", "newsletter", "cart reminder", 0.0, 0.04, 1.7, 0.02, 0.09),
    Entry("blog", "google", "", 0.04, 0.02, 0.5),
    Entry("app_opened", "(direct)", "", 0.0, 0.0, 1.25),
)
DIRECT = 1
NEWSLETTER = 8
APP_OPENED = len(ENTRIES) - 1

#: Why somebody comes: to shop, or for something about an order.
SHOP, TRACK, RETURN, REVIEW, HELP = range(5)

BY_HOUR = (
    1,
    0.6,
    0.3,
    0.2,
    0.2,
    0.4,
    1.2,
    2.2,
    3,
    3.4,
    3.7,
    3.8,
    4.1,
    4,
    3.7,
    3.6,
    3.8,
    4.3,
    5,
    5.9,
    6.5,
    6,
    4.2,
    2.2,
)
#: Two visits of one person are at least this far apart.
APART = 2 * HOUR
LONGEST = 1_750  # seconds: no pause within a visit can be above 30 minutes


@dataclass(slots=True)
class Visits:
    """One row per visit, by person and time. `order` is a row of the orders, or NO."""

    person: Array
    start: Array
    day: Array
    device: Array
    app: Array
    entry: Array
    length: Array  # seconds from the first to the last event
    why: Array
    cart: Array
    checkout: Array
    bad_route: Array
    failed: Array  # payments that failed: 0, 1, or 2 where the order was lost by it
    order: Array


NO = -1


def draw(plan: Plan, part: range, clock: Clock, people: People) -> Visits:
    """The shopping visits of one part, nothing bought yet."""
    rng = plan.rng("visits", part.start)
    person, start = _moments(plan, clock, people, rng)
    visits = blank(person, start, clock.day(start), np.full(len(person), SHOP))
    _equip(visits, people, rng)
    visits.length = _lengths(rng, len(person))
    return visits


def blank(person: Array, start: Array, day: Array, why: Array) -> Visits:
    """Visits of which only who, when and why is known."""
    zero, no = np.zeros(len(person), int), np.zeros(len(person), bool)
    return Visits(
        person, start, day, zero.copy(), no.copy(), zero.copy(), zero.copy(), why,
        no.copy(), no.copy(), no.copy(), zero.copy(), np.full(len(person), NO),
    )  # fmt: skip


def settle(visits: Visits, clock: Clock) -> Visits:
    """In order of person and time, without visits that overlap or lie after the period; orders are kept."""
    visits = take(visits, np.lexsort((visits.start, visits.person)))
    near = same_as_before(visits.person) & (np.diff(visits.start, prepend=0) < APART)
    return take(visits, (visits.order != NO) | ~near & (visits.start + LONGEST < clock.end))


def visitor(visits: Visits, people: People) -> Array:
    """The anonymous id of each visit as a number: one per person, device (or app), and browser renewal."""
    renewed = ~visits.app & (visits.day >= people.renewed[visits.person])
    slot = np.where(visits.app, 3, visits.device) + 4 * renewed
    number: Array = people.number[visits.person] * 8 + slot
    return number


def visitor_text(number: Array) -> Array:
    """Visitor ids as a browser would make them: spread over eight hexadecimal digits, never twice."""
    return np.array([f"v{one * 2_654_435_761 % 2**32:08x}" for one in number.tolist()], dtype=object)


def equip_again(visits: Visits, people: People, rng: np.random.Generator) -> None:
    """Device and length of visits about an order; they come directly or by e-mail."""
    _equip(visits, people, rng)
    came = np.where(rng.random(len(visits.person)) < 0.35, NEWSLETTER, DIRECT)
    visits.entry = np.where(visits.app, APP_OPENED, came)
    visits.length = _lengths(rng, len(visits.person)) // 2


def _moments(plan: Plan, clock: Clock, people: People, rng: np.random.Generator) -> tuple[Array, Array]:
    """Person and start of each visit, sorted, overlaps taken out."""
    person = np.repeat(np.arange(len(people.visits)), people.visits)
    since, until = people.since[person], people.until[person]
    share = since + rng.random(len(person)) * (until - since)
    traffic = np.cumsum(visits_by_day(plan))
    day = np.minimum(np.searchsorted(traffic / traffic[-1], share), plan.days - 1)
    start = clock.midnight(day) + _seconds_of_day(rng, len(person))
    order = np.lexsort((start, person))
    person, start = person[order], _in_bursts(rng, person[order], start[order])
    order = np.lexsort((start, person))
    person, start = person[order], start[order]
    near = same_as_before(person) & (np.diff(start, prepend=0) < APART)
    keep = ~near & (start + LONGEST < clock.end)
    return person[keep], start[keep]


def _seconds_of_day(rng: np.random.Generator, size: int) -> Array:
    hour = pick(rng, BY_HOUR, size)
    return (hour * HOUR + rng.random(size) * HOUR).astype(int)


def _in_bursts(rng: np.random.Generator, person: Array, start: Array) -> Array:
    """Some visits follow the one before within days instead of weeks: people compare, then come back."""
    follows = same_as_before(person) & (rng.random(len(person)) < 0.35)
    gap = DAY * rng.geometric(0.55, len(person)) + rng.normal(0, HOUR, len(person)).astype(int)
    return np.where(follows, np.roll(start, 1) + gap, start)


def _equip(visits: Visits, people: People, rng: np.random.Generator) -> None:
    size = len(visits.person)
    usual = people.device[visits.person]
    visits.device = np.where(rng.random(size) < 0.86, usual, pick(rng, folk.DEVICE_WEIGHTS, size))
    has_app = people.app[visits.person] & (visits.device == folk.MOBILE)
    visits.app = has_app & (rng.random(size) < 0.7)
    first = pick(rng, [one.first for one in ENTRIES], size)
    later = pick(rng, [one.later for one in ENTRIES], size)
    came = np.where(same_as_before(visits.person), later, first)
    by_mail = np.array([one.source == "newsletter" for one in ENTRIES])[came]
    came = np.where(by_mail & ~people.account[visits.person], DIRECT, came)
    visits.entry = np.where(visits.app, APP_OPENED, came)


def _lengths(rng: np.random.Generator, size: int) -> Array:
    return np.minimum(20 + rng.lognormal(5.3, 0.8, size), LONGEST).astype(int)
