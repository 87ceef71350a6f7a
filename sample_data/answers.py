"""Survey answers: what everybody would say, and who of them says it."""

from dataclasses import dataclass

import numpy as np

from sample_data import orders as shop_orders
from sample_data.after import Returns, Tickets
from sample_data.clock import DAY, HOUR, Clock
from sample_data.orders import Orders
from sample_data.people import People
from sample_data.plan import (
    ANSWERS,
    ANSWERS_IF_LATE,
    BAD_ROUTE_CSAT,
    BAD_ROUTE_NPS,
    LATE_CSAT,
    LATE_NPS,
    Plan,
)
from sample_data.rows import NEVER, Array, join, take
from sample_data.steps import CODE, Steps
from sample_data.visits import NO, REVIEW, Visits

METRICS = ("csat", "nps", "ces")
CSAT, NPS, CES = range(3)
SCALES = ((1, 5), (0, 10), (1, 7))
TOUCHPOINTS = (
    "Delivered", "Checkout", "Returned", "Ticket solved", "Review given", "Home", "Category page",
    "Product page", "Site search", "Help page", "Email", "Account",
)  # fmt: skip
DELIVERED, CHECKOUT, RETURNED, SOLVED, REVIEWED, HOME, CATEGORY, PRODUCT, SEARCH, HELP, EMAIL, ACCOUNT = (
    range(12)
)
#: Mean latent CSAT of each touchpoint.
LEVEL = np.array([3.95, 3.9, 3.5, 3.7, 4.3, 3.8, 3.7, 3.9, 3.4, 3.2, 3.5, 3.7])
#: Pages that ask some of their visitors, by event.
ASKING = {
    "home": HOME, "view_item_list": CATEGORY, "view_item": PRODUCT, "site_search": SEARCH,
    "help_page": HELP, "email_click": EMAIL, "account": ACCOUNT,
}  # fmt: skip
ASKED_ON_PAGE = 0.012


@dataclass(slots=True)
class Answers:
    """One row per question asked; `answered` marks those that came back."""

    metric: Array
    touchpoint: Array
    person: Array
    order: Array
    at: Array
    score: Array
    app: Array
    known: Array
    late: Array
    bad_route: Array
    answered: Array


def draw(
    plan: Plan,
    part: range,
    clock: Clock,
    people: People,
    visits: Visits,
    steps: Steps,
    orders: Orders,
    back: Returns,
    asked: Tickets,
) -> Answers:
    """All questions of one part with the answer that each person would give."""
    rng = plan.rng("answers", part.start)
    found = _about_orders(clock, orders, visits, rng)
    for more in (
        _returned(orders, back, rng),
        _solved(asked, rng),
        _on_page(visits, steps, rng),
        _reviews(visits, steps),
    ):
        found = join(found, more)
    found = take(found, found.at < clock.end)
    found.score = _score(found, people.mood[found.person], rng)
    found.answered = rng.random(len(found.at)) < _chance(found)
    return take(found, np.argsort(found.at, kind="stable"))


def _ask(
    metric: int, touchpoint: Array | int, person: Array, at: Array, app: Array | bool, known: Array
) -> Answers:
    size = len(person)
    no = np.zeros(size, bool)
    return Answers(
        np.full(size, metric), np.broadcast_to(touchpoint, size), person, np.full(size, NO), at,
        np.zeros(size, int), np.broadcast_to(app, size), known, np.zeros(size, int), no, no,
    )  # fmt: skip


def _about_orders(clock: Clock, orders: Orders, visits: Visits, rng: np.random.Generator) -> Answers:
    """Checkout right after the order, delivery a day after the parcel, recommendation two weeks after it."""
    real = shop_orders.counted(orders)
    on_site = np.flatnonzero(real & (orders.visit != NO))
    brought = np.flatnonzero(real & shop_orders.arrived(orders, clock))
    found = _of_orders(
        CSAT, CHECKOUT, orders, on_site, orders.placed[on_site] + rng.integers(20, 200, len(on_site))
    )
    parcel = orders.delivered[brought] + DAY + rng.integers(0, 12 * HOUR, len(brought))
    found = join(found, _of_orders(CSAT, DELIVERED, orders, brought, parcel))
    later = orders.delivered[brought] + 14 * DAY + rng.integers(0, 12 * HOUR, len(brought))
    found = join(found, _of_orders(NPS, DELIVERED, orders, brought, later))
    found.bad_route = (orders.visit[found.order] != NO) & visits.bad_route[orders.visit[found.order]]
    return found


def _of_orders(metric: int, touchpoint: int, orders: Orders, rows: Array, at: Array) -> Answers:
    app = orders.channel[rows] == shop_orders.APP
    found = _ask(metric, touchpoint, orders.person[rows], at, app, orders.known[rows])
    found.order = rows
    found.late = orders.late[rows] if touchpoint == DELIVERED else found.late
    return found


def _returned(orders: Orders, back: Returns, rng: np.random.Generator) -> Answers:
    return _of_orders(CSAT, RETURNED, orders, back.order, back.at + rng.integers(2, 6, len(back.at)) * DAY)


def _solved(asked: Tickets, rng: np.random.Generator) -> Answers:
    done = take(asked, asked.solved != NEVER)
    at = done.solved + rng.integers(HOUR, 20 * HOUR, len(done.solved))
    found = _ask(CES, SOLVED, done.person, at, False, done.known)
    found.order = done.order
    return found


def _on_page(visits: Visits, steps: Steps, rng: np.random.Generator) -> Answers:
    """A few visitors are asked on the page where they are; the answers of strangers carry no customer."""
    about = np.full(len(CODE), NO)
    for event, touchpoint in ASKING.items():
        about[CODE[event]] = touchpoint
    rows = np.flatnonzero((rng.random(len(steps.at)) < ASKED_ON_PAGE) & (about[steps.event] != NO))
    visit = steps.visit[rows]
    at = steps.at[rows] + rng.integers(5, 60, len(rows))
    return _ask(
        CSAT, about[steps.event[rows]], visits.person[visit], at, visits.app[visit], steps.known[rows]
    )


def _reviews(visits: Visits, steps: Steps) -> Answers:
    rows = np.flatnonzero(visits.why == REVIEW)
    known = np.bincount(steps.visit, steps.known, len(visits.why))[rows] > 0
    at = visits.start[rows] + visits.length[rows] + 30
    return _ask(CSAT, REVIEWED, visits.person[rows], at, visits.app[rows], known)


def _score(found: Answers, mood: Array, rng: np.random.Generator) -> Array:
    """Round and cut a latent score: level, mood of the person, what went wrong, chance."""
    late, noise = found.late > 0, rng.normal(0, 1, len(mood))
    at_checkout = found.bad_route & (found.touchpoint == CHECKOUT)
    csat = LEVEL[found.touchpoint] + 0.4 * mood + 0.95 * noise + BAD_ROUTE_CSAT * at_checkout
    csat += late * (LATE_CSAT[0] + LATE_CSAT[1] * np.minimum(found.late, 4))
    nps = 8.3 + 0.9 * mood + 1.7 * noise + LATE_NPS * late + BAD_ROUTE_NPS * found.bad_route
    ces = 5.1 + 0.5 * mood + 1.4 * noise
    latent = np.choose(found.metric, [csat, nps, ces])
    low, high = np.array(SCALES)[found.metric].T
    return np.clip(np.round(latent), low, high).astype(int)


def _chance(found: Answers) -> Array:
    """Chance to answer: the happier, the likelier; after a late parcel less likely still."""
    low, high = np.array(SCALES)[found.metric].T
    happy = np.floor((found.score - low) / (high - low + 1) * len(ANSWERS)).astype(int)
    answering: Array = np.array(ANSWERS)[happy] * np.where(found.late > 0, ANSWERS_IF_LATE, 1.0)
    return answering
