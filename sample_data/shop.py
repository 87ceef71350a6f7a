"""One part of the shop: its people and all that they did, put together in the order in which it depends."""

from dataclasses import dataclass

import numpy as np

from sample_data import after, answers, buying, dirt, orders, people, steps, visits
from sample_data.after import Returns, Tickets
from sample_data.answers import Answers
from sample_data.clock import HOUR, Clock
from sample_data.dirt import EventDirt
from sample_data.orders import Orders
from sample_data.people import People
from sample_data.plan import Plan
from sample_data.rows import Array, join
from sample_data.steps import CODE, Steps
from sample_data.visits import NO, Visits

#: The change goes live at six in the morning.
LIVE_HOUR = 6


@dataclass(slots=True)
class Links:
    """One row per anonymous id that became known: whose it is, and since when."""

    visitor: Array
    person: Array
    at: Array


@dataclass(slots=True)
class Shop:
    """Everything about the people of one part; rows refer to each other by position."""

    plan: Plan
    part: range
    clock: Clock
    people: People
    visits: Visits
    steps: Steps
    orders: Orders
    returns: Returns
    tickets: Tickets
    answers: Answers
    links: Links
    dirt: EventDirt


def live_at(plan: Plan, clock: Clock) -> int:
    """The instant at which the change goes live."""
    return int(clock.midnight(np.array([plan.live_day]))[0]) + LIVE_HOUR * HOUR


def make(plan: Plan, part: range, clock: Clock, first_order: int) -> Shop:
    """All that the people of one part did; orders are numbered from `first_order` on."""
    folk = people.draw(plan, part)
    shopping = visits.draw(plan, part, clock, folk)
    buys = buying.decide(plan, part, folk, shopping, live_at(plan, clock))
    bought = orders.draw(plan, part, clock, folk, shopping, buys)
    back = after.returns(plan, part, clock, bought)
    asked = after.tickets(plan, part, clock, bought, back, shopping)
    orders.number_all(bought, shopping, first_order)
    came = join(shopping, after.visits(plan, part, folk, bought, back, clock))
    came = visits.settle(join(came, after.help_visits(plan, part, folk, asked, clock)), clock)
    _relink(bought, came)
    walked = steps.draw(plan, part, folk, came, bought)
    said = answers.draw(plan, part, clock, folk, came, walked, bought, back, asked)
    spoilt = dirt.of_events(plan, part, walked, came.app[walked.visit])
    known = _links(folk, came, walked, bought)
    return Shop(plan, part, clock, folk, came, walked, bought, back, asked, said, known, spoilt)


def _relink(bought: Orders, came: Visits) -> None:
    """Let the orders point at their visits again after these were put in order."""
    bought.visit = np.full(len(bought.placed), NO)
    rows = np.flatnonzero(came.order != NO)
    bought.visit[came.order[rows]] = rows


def _links(folk: People, came: Visits, walked: Steps, bought: Orders) -> Links:
    """Anonymous ids seen with a customer: logged in, or ordering as a guest whom the shop recognised."""
    order = came.order[walked.visit]
    matched = (walked.event == CODE["purchase"]) & (order != NO) & bought.known[order]
    rows = np.flatnonzero(walked.known | matched)
    anonymous = visits.visitor(came, folk)[walked.visit[rows]]
    visitor, first = np.unique(anonymous, return_index=True)
    rows = rows[first]
    return Links(visitor, came.person[walked.visit[rows]], walked.at[rows])
