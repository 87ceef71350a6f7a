"""Orders: from visits, the marketplace and the phone; their money, promise, delivery and status."""

from dataclasses import dataclass

import numpy as np

from sample_data import people as folk
from sample_data.clock import DAY, HOUR, Clock
from sample_data.people import People
from sample_data.plan import LATE_REPURCHASE, LATE_SHARE, REPURCHASE_DAYS, Plan
from sample_data.rows import NEVER, Array, join, pick, rank_within, take
from sample_data.season import visits_by_day
from sample_data.visits import NO, Visits

CHANNELS = ("web", "app", "marketplace", "phone")
WEB, APP, MARKETPLACE, PHONE = range(4)
STATUSES = ("paid", "cancelled", "refunded", "test")
PAID, CANCELLED, REFUNDED, TEST = range(4)
#: Working days that a parcel is promised to take.
PROMISE = np.array([2, 3, 4, 3])
OFF_SITE = 0.09  # orders without a visit, as a share of those with one


@dataclass(slots=True)
class Orders:
    """One row per order, by person and time. Days are local; `late` counts days after the promise."""

    person: Array
    placed: Array
    channel: Array
    visit: Array
    status: Array
    total: Array
    discount: Array
    margin: Array
    promised: Array  # day
    delivered: Array  # instant, NEVER if cancelled; may lie after the end of the period
    late: Array
    cancelled: Array
    guest: Array
    known: Array  # the shop wrote down whose order it is
    number: Array


def draw(plan: Plan, part: range, clock: Clock, people: People, visits: Visits, buys: Array) -> Orders:
    """The orders of one part, after late deliveries have cost some of the later ones; not yet numbered."""
    rng = plan.rng("orders", part.start)
    rows = np.flatnonzero(buys)
    channel = np.where(visits.app[rows], APP, WEB)
    from_visits = _blank(visits.person[rows], visits.start[rows] + visits.length[rows], channel, rows)
    orders = join(from_visits, _off_site(plan, clock, people, rng, len(rows)))
    orders = take(orders, np.lexsort((orders.placed, orders.person)))
    _say_who(orders, people, visits, rng)
    _price(orders, rng)
    _cancel(orders, rng)
    _deliver(orders, clock, people.country[orders.person], rng)
    return take(orders, ~_not_placed(orders, rng))


def counted(orders: Orders) -> Array:
    """Cancelled and test orders do not count."""
    return ~np.isin(orders.status, (CANCELLED, TEST))


def arrived(orders: Orders, clock: Clock) -> Array:
    """Delivered within the period, as the shop's export of the last day knows it."""
    inside: Array = (orders.delivered != NEVER) & (orders.delivered < clock.end)
    return inside


def number_all(orders: Orders, visits: Visits, first: int) -> None:
    """Give order numbers in order of time, and let the visits know their orders."""
    orders.number = np.empty(len(orders.placed), int)
    orders.number[np.argsort(orders.placed, kind="stable")] = first + np.arange(len(orders.placed))
    rows = np.flatnonzero(orders.visit != NO)
    visits.order[orders.visit[rows]] = rows


def _blank(person: Array, placed: Array, channel: Array, visit: Array) -> Orders:
    zero, no, money = np.zeros(len(person), int), np.zeros(len(person), bool), np.zeros(len(person))
    return Orders(
        person, placed, channel, visit, zero, money, money, money,
        zero, zero, zero, np.full(len(person), NEVER), no, ~no, zero,
    )  # fmt: skip


def _off_site(plan: Plan, clock: Clock, people: People, rng: np.random.Generator, orders: int) -> Orders:
    """Marketplace and phone orders: no visit of the shop's own site belongs to them."""
    count = round(orders * OFF_SITE)
    person = pick(rng, people.appetite, count)
    day = pick(rng, visits_by_day(plan), count)
    placed = clock.midnight(day) + rng.integers(8 * HOUR, 22 * HOUR, count)
    channel = np.where(rng.random(count) < 0.75, MARKETPLACE, PHONE)
    orders_off = _blank(person, placed, channel, np.full(count, NO))
    tests = (channel == PHONE) & (rng.random(count) < 0.02)
    tests[: min(3, count)] = True  # even the smallest shop has a few
    orders_off.status = np.where(tests, TEST, PAID)
    return orders_off


def _say_who(orders: Orders, people: People, visits: Visits, rng: np.random.Generator) -> None:
    """Guests leave no account; four in ten of their orders are still matched by their e-mail address."""
    on_site = orders.visit != NO
    bad = on_site & visits.bad_route[orders.visit]
    orders.guest = on_site & (people.guest[orders.person] | bad) & (orders.channel == WEB)
    orders.known = (~orders.guest | (rng.random(len(bad)) < 0.4)) & (orders.status != TEST)


def _price(orders: Orders, rng: np.random.Generator) -> None:
    size = len(orders.person)
    full = np.maximum(rng.lognormal(4.13, 0.55, size), 9.9)
    off = np.where(rng.random(size) < 0.18, pick(rng, (3, 5, 2), size) * 0.05 + 0.05, 0.0)
    orders.discount = np.round(full * off, 2)
    orders.total = np.round(full - orders.discount, 2)
    share = np.clip(rng.normal(0.41, 0.05, size), 0.2, 0.6)
    orders.margin = np.round(full * share - orders.discount, 2)


def _cancel(orders: Orders, rng: np.random.Generator) -> None:
    size = len(orders.person)
    gone = (orders.status == PAID) & (rng.random(size) < 0.025)
    orders.status = np.where(gone, CANCELLED, orders.status)
    orders.cancelled = np.where(gone, orders.placed + rng.integers(600, 20 * HOUR, size), NEVER)


def _deliver(orders: Orders, clock: Clock, country: Array, rng: np.random.Generator) -> None:
    """Promise and delivery; nothing is promised for or brought on a Sunday."""
    size, ordered = len(orders.person), clock.day(orders.placed)
    orders.promised = _not_sunday(clock, ordered + PROMISE[country])
    chance = np.array([LATE_SHARE[one] for one in folk.COUNTRIES])[country]
    is_late = rng.random(size) < chance
    early = np.maximum(orders.promised - rng.integers(0, 3, size), ordered + 1)
    early = np.minimum(_not_sunday(clock, early), orders.promised)
    after = _not_sunday(clock, orders.promised + np.minimum(rng.geometric(0.4, size), 9))
    day = np.where(is_late, after, early)
    at = clock.midnight(day) + rng.integers(9 * HOUR, 19 * HOUR, size)
    brought = counted(orders)
    orders.delivered = np.where(brought, at, NEVER)
    orders.late = np.where(brought, np.maximum(day - orders.promised, 0), 0)


def _not_sunday(clock: Clock, day: Array) -> Array:
    working: Array = day + (clock.weekday(day) == 6)
    return working


def _not_placed(orders: Orders, rng: np.random.Generator) -> Array:
    """Orders that a late delivery of the 90 days before has cost, decided person by person in time."""
    gone = np.zeros(len(orders.person), bool)
    hurt_until = np.full(orders.person.max(initial=0) + 1, NEVER)
    hurt_from = hurt_until.copy()
    rank, lost = rank_within(orders.person), rng.random(len(orders.person)) < LATE_REPURCHASE
    for one in range(rank.max(initial=0) + 1):
        rows = np.flatnonzero(rank == one)
        who, at = orders.person[rows], orders.placed[rows]
        inside = (at > hurt_from[who]) & (at <= hurt_until[who])
        gone[rows] = inside & lost[rows] & counted(orders)[rows]
        hurts = (orders.late[rows] > 0) & ~gone[rows]
        hurt_from[who[hurts]] = orders.delivered[rows[hurts]]
        hurt_until[who[hurts]] = orders.delivered[rows[hurts]] + REPURCHASE_DAYS * DAY
    return gone
