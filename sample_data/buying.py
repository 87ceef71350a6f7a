"""Which visits fill a cart and which of them end in an order: here the change and the incident act."""

import numpy as np

from sample_data.people import MOBILE, People
from sample_data.plan import BAD_ROUTE_CONVERSION, BAD_ROUTE_SHARE, INCIDENT_FAILS, Plan
from sample_data.rows import Array
from sample_data.season import buying_by_day
from sample_data.visits import ENTRIES, LONGEST, Visits

CART_BY_DEVICE = np.array([0.195, 0.225, 0.205])
BUY_BY_DEVICE = np.array([0.29, 0.4, 0.34])
APP_BUYS = 1.2
MOST_CARTS = 0.75


def decide(plan: Plan, part: range, people: People, visits: Visits, live_at: int) -> Array:
    """Fill in cart, checkout, bad route and failed payments; returns which visits end in an order."""
    rng, size = plan.rng("baskets", part.start), len(visits.person)
    ready = np.sqrt(buying_by_day(plan))[visits.day]
    visits.cart = rng.random(size) < cart_chance(people, visits, ready)
    visits.bad_route = visits.cart & ~visits.app & (rng.random(size) < BAD_ROUTE_SHARE)
    wants = visits.cart & (rng.random(size) < buy_chance(plan, visits, ready, live_at))
    stops_late = visits.cart & (rng.random(size) < 0.42)
    visits.checkout = wants | stops_late | visits.bad_route
    buys = wants & ~_lost_to_incident(plan, visits, wants, rng)
    visits.failed = np.where(wants & ~buys, 2, visits.failed)
    visits.failed = np.where(buys & (rng.random(size) < 0.025), 1, visits.failed)
    slower = visits.cart * 120 + visits.checkout * 150
    visits.length = np.minimum(visits.length + slower, LONGEST)
    return buys


def cart_chance(people: People, visits: Visits, ready: Array) -> Array:
    """Chance of a cart: device, person, way in, season. The change does not touch it."""
    pull = np.array([one.pull for one in ENTRIES])[visits.entry]
    chance = CART_BY_DEVICE[visits.device] * people.appetite[visits.person] * pull * ready
    capped: Array = np.minimum(chance, MOST_CARTS)
    return capped


def buy_chance(plan: Plan, visits: Visits, ready: Array, live_at: int) -> Array:
    """Chance that a cart is ordered; from `live_at` on it is (1 + change_effect) times as high on mobile."""
    chance = BUY_BY_DEVICE[visits.device] * np.where(visits.app, APP_BUYS, 1.0) * ready
    chance = chance * np.where(visits.bad_route, BAD_ROUTE_CONVERSION, 1.0)
    treated = (visits.device == MOBILE) & (visits.start >= live_at)
    capped: Array = np.minimum(chance * np.where(treated, 1 + plan.change_effect, 1.0), 1.0)
    return capped


def _lost_to_incident(plan: Plan, visits: Visits, wants: Array, rng: np.random.Generator) -> Array:
    during = np.isin(visits.day, plan.incident_days)
    return wants & during & (rng.random(len(wants)) < INCIDENT_FAILS)
