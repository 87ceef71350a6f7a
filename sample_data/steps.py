"""Steps: the events inside each visit, from the way in to the order, and where the visitor logs in."""

from dataclasses import dataclass

import numpy as np

from sample_data.orders import Orders
from sample_data.people import People
from sample_data.plan import BAD_ROUTE, Plan
from sample_data.rows import Array, first_moment, pick
from sample_data.visits import APP_OPENED, ENTRIES, HELP, NO, RETURN, REVIEW, SHOP, TRACK, Visits, visitor

BROWSING = (
    "home", "view_item_list", "site_search", "view_item", "product_reviews", "size_guide",
    "add_to_wishlist", "blog", "help_page",
)  # fmt: skip
#: Where one goes next from each of `BROWSING` (rows), as weights.
NEXT = (
    (0, 46, 26, 18, 0, 0, 0, 4, 2),
    (3, 16, 12, 64, 0, 0, 1, 0, 1),
    (2, 14, 22, 56, 0, 0, 0, 0, 3),
    (3, 26, 10, 30, 14, 8, 6, 1, 1),
    (2, 14, 6, 66, 0, 6, 5, 0, 1),
    (2, 12, 4, 68, 8, 0, 4, 0, 2),
    (6, 36, 14, 44, 0, 0, 0, 0, 0),
    (14, 30, 12, 40, 0, 0, 0, 4, 0),
    (12, 22, 26, 34, 0, 0, 0, 0, 6),
)
#: From the way in to the first look around.
ARRIVE = (14, 30, 12, 40, 0, 0, 0, 2, 2)
MOST_BROWSING = 11
EVENTS = tuple(dict.fromkeys((
    "", *(one.event for one in ENTRIES), *BROWSING, "login", "sign_up", "add_to_cart", "remove_from_cart",
    "begin_checkout", "guest_checkout", "add_shipping_info", "add_payment_info", "payment_failed", "purchase",
    "order_tracking", "account", "return_started", "review_submitted", "newsletter_signup",
)))  # fmt: skip
CODE = {name: code for code, name in enumerate(EVENTS)}
#: Where in a visit each kind of step stands.
ENTER, EARLY_LOGIN, BROWSE = 0, 1, 2
CART = BROWSE + MOST_BROWSING
LOOK_ON, CART_AGAIN, BEGIN, SEARCH, ASK, WHO, SHIP, PAY, FAIL, PAY_AGAIN, DONE = range(CART + 1, CART + 12)
SLOTS = DONE + 1
#: How a visitor becomes known in a visit: not at all, from its first event on, by a login, at the checkout.
NOT, REMEMBERED, ON_THE_WAY, AT_CHECKOUT = range(4)


@dataclass(slots=True)
class Steps:
    """One row per event of a part, in order of time. `known`: the row carries the customer id."""

    visit: Array
    event: Array  # a position in EVENTS
    at: Array
    known: Array


def draw(plan: Plan, part: range, people: People, visits: Visits, orders: Orders) -> Steps:
    """The events of all visits of one part."""
    rng = plan.rng("steps", part.start)
    login = _logins(people, visits, orders, rng)
    slots = np.zeros((len(visits.person), SLOTS), np.int8)
    slots[:, ENTER] = np.array([CODE[one.event] for one in ENTRIES])[visits.entry]
    slots[login == ON_THE_WAY, EARLY_LOGIN] = CODE["login"]
    _browse(slots, visits, rng)
    _fill_cart(slots, visits, rng)
    _check_out(slots, visits, orders, people, login, rng)
    _about_orders(slots, visits, rng)
    return _in_time(slots, visits, login, rng)


def _logins(people: People, visits: Visits, orders: Orders, rng: np.random.Generator) -> Array:
    """How each visit's visitor becomes known; a browser remembers only those who logged in on it before."""
    size = len(visits.person)
    member = people.account[visits.person]
    guest = people.guest[visits.person] | visits.bad_route
    ordered = visits.order != NO
    guest = np.where(ordered, orders.guest[visits.order], guest & ~visits.app)
    at_checkout = visits.checkout & ~guest & (ordered | (rng.random(size) < 0.7))
    on_the_way = member & ~at_checkout & (rng.random(size) < 0.18)
    login = np.where(at_checkout, AT_CHECKOUT, np.where(on_the_way, ON_THE_WAY, NOT))
    since = first_moment(visitor(visits, people), visits.start, login != NOT)
    stays = (visits.start > since) & (visits.app | (rng.random(size) < 0.45))
    return np.where(stays, REMEMBERED, login)


def _browse(slots: Array, visits: Visits, rng: np.random.Generator) -> None:
    """A walk between the pages of the shop; whoever fills a cart looks at something first."""
    size = len(slots)
    shops = visits.why == SHOP
    steps = np.where(shops, rng.geometric(0.235, size) - 1 + 2 * visits.cart, 0)
    edges = np.cumsum(np.array(NEXT, float), axis=1)
    edges /= edges[:, -1:]
    codes = np.array([CODE[name] for name in BROWSING], np.int8)
    here = pick(rng, ARRIVE, size)
    for step in range(MOST_BROWSING):
        goes_on = steps > step
        slots[goes_on, BROWSE + step] = codes[here[goes_on]]
        here = (rng.random(size)[:, None] > edges[here]).sum(axis=1)
    direct = visits.cart & (slots[:, BROWSE:CART] != CODE["view_item"]).all(axis=1)
    slots[direct, CART - 1] = CODE["view_item"]


def _fill_cart(slots: Array, visits: Visits, rng: np.random.Generator) -> None:
    size, cart = len(slots), visits.cart
    slots[cart, CART] = CODE["add_to_cart"]
    more = cart & (rng.random(size) < 0.35)
    slots[more, LOOK_ON] = CODE["view_item"]
    slots[more & (rng.random(size) < 0.8), CART_AGAIN] = CODE["add_to_cart"]
    slots[cart & ~visits.checkout & (rng.random(size) < 0.2), CART_AGAIN] = CODE["remove_from_cart"]


def _check_out(
    slots: Array, visits: Visits, orders: Orders, people: People, login: Array, rng: np.random.Generator
) -> None:
    """Checkout, who one is, shipping, payment; those who do not order stop somewhere on the way."""
    size, ordered, failed = len(slots), visits.order != NO, visits.failed
    at_end = ordered | (failed == 2)
    slots[visits.checkout, BEGIN] = CODE["begin_checkout"]
    for slot, event in zip((SEARCH, ASK, WHO), BAD_ROUTE, strict=True):
        slots[visits.bad_route, slot] = CODE[event]
    first = first_moment(visits.person, visits.start, login == AT_CHECKOUT) == visits.start
    asks = login == AT_CHECKOUT
    slots[asks, WHO] = np.where(first & (rng.random(size) < 0.7), CODE["sign_up"], CODE["login"])[asks]
    guest = visits.checkout & (login == NOT) & (at_end | (rng.random(size) < 0.4))
    slots[guest, WHO] = CODE["guest_checkout"]
    stop = rng.random(size)
    slots[visits.checkout & (at_end | (stop < 0.55)), SHIP] = CODE["add_shipping_info"]
    slots[visits.checkout & (at_end | (stop < 0.25)), PAY] = CODE["add_payment_info"]
    slots[failed > 0, FAIL] = CODE["payment_failed"]
    again = (failed == 1) | (failed == 2) & (rng.random(size) < 0.5)
    slots[again, PAY_AGAIN] = CODE["add_payment_info"]
    slots[again, DONE] = CODE["payment_failed"]
    slots[ordered, DONE] = CODE["purchase"]


def _about_orders(slots: Array, visits: Visits, rng: np.random.Generator) -> None:
    """What visits about an order, and a few others, are there for."""
    for why, event in ((TRACK, "order_tracking"), (RETURN, "return_started"), (REVIEW, "review_submitted")):
        slots[visits.why == why, BROWSE] = CODE[event]
    slots[visits.why == HELP, BROWSE] = CODE["help_page"]
    about = visits.why != SHOP
    slots[about & (rng.random(len(slots)) < 0.25), BROWSE + 1] = CODE["account"]
    looks = about & (visits.entry != APP_OPENED) & (rng.random(len(slots)) < 0.2)
    slots[looks, BROWSE + 2] = CODE["view_item_list"]
    signs = (visits.why == SHOP) & ~visits.cart & (rng.random(len(slots)) < 0.01)
    slots[signs, CART] = CODE["newsletter_signup"]


def _in_time(slots: Array, visits: Visits, login: Array, rng: np.random.Generator) -> Steps:
    """The filled slots as events: pauses are drawn, the last event ends the visit."""
    visit, slot = np.nonzero(slots)
    known = login[visit] == REMEMBERED
    known |= (login[visit] == ON_THE_WAY) & (slot >= EARLY_LOGIN)
    known |= (login[visit] == AT_CHECKOUT) & (slot >= WHO)
    steps = Steps(visit, slots[visit, slot], visits.start[visit] + _passed(visit, visits.length, rng), known)
    order = np.argsort(steps.at, kind="stable")
    return Steps(visit[order], steps.event[order], steps.at[order], known[order])


def _passed(visit: Array, length: Array, rng: np.random.Generator) -> Array:
    """Seconds since the first event of the visit: 0 at the first, the visit's length at its last."""
    begins = np.flatnonzero(np.diff(visit, prepend=-1))
    pause = rng.standard_exponential(len(visit))
    pause[begins] = 0
    so_far = np.cumsum(pause)
    so_far -= np.repeat(so_far[begins], np.diff(begins, append=len(visit)))
    last = np.append(begins[1:], len(visit)) - 1
    whole = np.repeat(np.maximum(so_far[last], 1e-9), np.diff(begins, append=len(visit)))
    seconds: Array = np.floor(so_far / whole * length[visit] + 1e-9).astype(int)
    return seconds
