"""What comes after an order: visits about it, returns, and support tickets."""

from dataclasses import dataclass

import numpy as np

from sample_data import orders as shop_orders
from sample_data.clock import DAY, HOUR, Clock
from sample_data.orders import Orders
from sample_data.people import People
from sample_data.plan import Plan
from sample_data.rows import NEVER, Array, join, pick, take
from sample_data.visits import HELP, NO, RETURN, REVIEW, TRACK, Visits, blank, equip_again

REASONS = ("does not fit", "not as described", "changed my mind", "damaged", "arrived too late")
TOPICS = ("delivery", "return", "payment", "product", "account")
DELIVERY, RETURNS, PAYMENT, PRODUCT, ACCOUNT = range(5)
CHANNELS = ("email", "chat", "phone")
COST = np.array([5.1, 3.9, 7.6])
REPLY_HOURS = np.array([9.0, 0.1, 0.02])
TICKET_CHANCE = 0.075
TICKET_IF_LATE = 0.3
TICKET_IF_BAD_ROUTE = 0.12


@dataclass(slots=True)
class Returns:
    """One row per return; `order` is a row of the orders."""

    order: Array
    at: Array
    refund: Array
    reason: Array


@dataclass(slots=True)
class Tickets:
    """One row per support case; `order` is a row of the orders or NO."""

    person: Array
    order: Array
    opened: Array
    replied: Array
    solved: Array
    topic: Array
    channel: Array
    cost: Array
    csat: Array  # 0: no answer
    known: Array


def returns(plan: Plan, part: range, clock: Clock, orders: Orders) -> Returns:
    """About one order in eight comes back, late ones a little more often; full returns mark the order."""
    rng = plan.rng("returns", part.start)
    chance = np.where(orders.late > 0, 0.14, 0.115)
    rows = np.flatnonzero((orders.delivered != NEVER) & (rng.random(len(orders.late)) < chance))
    at = orders.delivered[rows] + (DAY * (2 + rng.gamma(2.0, 4.5, len(rows)))).astype(int)
    back, at = rows[at < clock.end], at[at < clock.end]
    full = rng.random(len(back)) < 0.6
    orders.status[back[full]] = shop_orders.REFUNDED
    share = np.where(full, 1.0, rng.uniform(0.2, 0.8, len(back)))
    plain = pick(rng, (0.4, 0.17, 0.27, 0.16), len(back))
    reason = np.where((orders.late[back] > 0) & (rng.random(len(back)) < 0.5), 4, plain)
    return Returns(back, at, np.round(orders.total[back] * share, 2), reason)


def visits(plan: Plan, part: range, people: People, orders: Orders, back: Returns, clock: Clock) -> Visits:
    """Visits to follow a parcel, announce a return or write a review."""
    rng, size = plan.rng("visits after", part.start), len(orders.person)
    there = (orders.visit != NO) & (orders.delivered != NEVER)
    tracks = there & (rng.random(size) < np.where(orders.late > 0, 0.65, 0.25))
    on_way = orders.placed + (rng.uniform(0.2, 0.98, size) * (orders.delivered - orders.placed)).astype(int)
    reviews = there & (rng.random(size) < np.where(orders.late > 0, 0.03, 0.09))
    later = orders.delivered + (DAY * rng.uniform(3, 20, size)).astype(int)
    announces = orders.visit[back.order] != NO
    before = np.maximum(back.at[announces] - 2 * DAY, orders.delivered[back.order[announces]] + HOUR)
    made = [
        (orders.person[tracks], on_way[tracks], TRACK),
        (orders.person[reviews], later[reviews], REVIEW),
        (orders.person[back.order[announces]], before, RETURN),
    ]
    return _visits(made, people, rng, clock)


def help_visits(plan: Plan, part: range, people: People, asked: Tickets, clock: Clock) -> Visits:
    """Half of those who open a ticket looked at the help pages first."""
    rng = plan.rng("help visits", part.start)
    looks = (rng.random(len(asked.person)) < 0.5) & (asked.topic != PAYMENT)
    return _visits([(asked.person[looks], asked.opened[looks] - 1_800, HELP)], people, rng, clock)


def tickets(plan: Plan, part: range, clock: Clock, orders: Orders, back: Returns, visits: Visits) -> Tickets:
    """Cases about orders, about payments that failed, and a few from elsewhere."""
    rng = plan.rng("tickets", part.start)
    about = _about_orders(orders, visits, rng)
    asked = join(about, _about_returns(orders, back, rng))
    asked = join(asked, _about_payments(visits, rng))
    asked = take(asked, asked.opened < clock.end)
    _handle(asked, clock, rng)
    return take(asked, np.argsort(asked.opened, kind="stable"))


def _about_orders(orders: Orders, visits: Visits, rng: np.random.Generator) -> Tickets:
    late = orders.late > 0
    bad = (orders.visit != NO) & visits.bad_route[orders.visit]
    chance = np.where(late, TICKET_IF_LATE, np.where(bad, TICKET_IF_BAD_ROUTE, TICKET_CHANCE))
    rows = np.flatnonzero((rng.random(len(late)) < chance) & shop_orders.counted(orders))
    usual = pick(rng, (0.3, 0.0, 0.1, 0.4, 0.2), len(rows))
    topic = np.where(late[rows], DELIVERY, np.where(bad[rows], ACCOUNT, usual))
    wait = orders.delivered[rows] - orders.placed[rows]
    at = orders.placed[rows] + (wait * rng.uniform(0.3, 1.4, len(rows))).astype(int)
    return _tickets(orders.person[rows], rows, at, topic, orders.known[rows])


def _about_returns(orders: Orders, back: Returns, rng: np.random.Generator) -> Tickets:
    rows = np.flatnonzero(rng.random(len(back.order)) < 0.16)
    at = back.at[rows] + (DAY * rng.uniform(0.2, 6, len(rows))).astype(int)
    order = back.order[rows]
    return _tickets(orders.person[order], order, at, np.full(len(rows), RETURNS), orders.known[order])


def _about_payments(visits: Visits, rng: np.random.Generator) -> Tickets:
    rows = np.flatnonzero((visits.failed == 2) & (rng.random(len(visits.failed)) < 0.15))
    at = visits.start[rows] + visits.length[rows] + rng.integers(300, 20_000, len(rows))
    topic, nothing = np.full(len(rows), PAYMENT), np.full(len(rows), NO)
    return _tickets(visits.person[rows], nothing, at, topic, rng.random(len(rows)) < 0.6)


def _tickets(person: Array, order: Array, opened: Array, topic: Array, known: Array) -> Tickets:
    zero, never = np.zeros(len(person), int), np.full(len(person), NEVER)
    return Tickets(person, order, opened, never, never, topic, zero, zero.astype(float), zero, known)


def _handle(asked: Tickets, clock: Clock, rng: np.random.Generator) -> None:
    size = len(asked.person)
    asked.channel = pick(rng, (0.5, 0.3, 0.2), size)
    asked.cost = np.round(COST[asked.channel] * rng.lognormal(0, 0.35, size), 2)
    wait = REPLY_HOURS[asked.channel] * rng.lognormal(0, 0.7, size)
    asked.replied = _if_past(asked.opened + 30 + (wait * HOUR).astype(int), clock)
    solved = asked.opened + 600 + ((wait + rng.exponential(22, size)) * HOUR).astype(int)
    asked.solved = np.where(rng.random(size) < 0.05, NEVER, _if_past(solved, clock))
    score = np.clip(np.round(rng.normal(3.9, 1.0, size) - 0.02 * wait), 1, 5).astype(int)
    asked.csat = np.where((asked.solved != NEVER) & (rng.random(size) < 0.4), score, 0)


def _if_past(moment: Array, clock: Clock) -> Array:
    return np.where(moment < clock.end, moment, NEVER)


def _visits(
    made: list[tuple[Array, Array, int]], people: People, rng: np.random.Generator, clock: Clock
) -> Visits:
    person = np.concatenate([one[0] for one in made])
    start = np.concatenate([one[1] for one in made])
    why = np.concatenate([np.full(len(one[0]), one[2]) for one in made])
    found = blank(person, start, clock.day(start), why)
    equip_again(found, people, rng)
    return found
