"""Everything countable about one part of the shop; the counts of several parts are added up."""

import numpy as np

from sample_data import answers, people, plan, rows
from sample_data import orders as shop_orders
from sample_data.clock import DAY
from sample_data.plan import Plan
from sample_data.rows import Array
from sample_data.shop import Shop
from sample_data.steps import CODE
from sample_data.tables import Counts
from sample_data.visits import NO, visitor

RAMP = 7
BEFORE_DAYS = 182
NEAR_INCIDENT = 14


def sums(shop: Shop) -> Counts:
    """Everything countable about one part, under dotted names; parts are added up."""
    groups = (_shop, _change, _bad_route, _late, _repurchase, _incident, _bias, _identity)
    found: Counts = {}
    for group in groups:
        found |= {f"{group.__name__[1:]}.{name}": float(value) for name, value in group(shop).items()}
    return found


def windows(planned: Plan) -> tuple[range, range]:
    """Days before and after the change that are compared: whole weeks, the ramp left out."""
    before = min(BEFORE_DAYS, planned.live_day // 7 * 7)
    begin = planned.live_day + RAMP
    after = (planned.days - begin) // 7 * 7
    return range(planned.live_day - before, planned.live_day), range(begin, begin + after)


def _ordered(shop: Shop) -> Array:
    """Visits with an order that counts."""
    real: Array = (shop.visits.order != NO) & shop_orders.counted(shop.orders)[shop.visits.order]
    return real


def _shop(shop: Shop) -> Counts:
    counted, ordered = shop_orders.counted(shop.orders), _ordered(shop)
    return {
        "sessions": len(ordered),
        "sessions_with_order": ordered.sum(),
        "sessions_with_cart": shop.visits.cart.sum(),
        "sessions_with_cart_and_no_order": (shop.visits.cart & ~ordered).sum(),
        "events": len(shop.steps.at),
        "orders": len(counted),
        "orders_counted": counted.sum(),
        "revenue": shop.orders.total[counted].sum(),
        "returned_orders": len(shop.returns.order),
        "refunds": shop.returns.refund.sum(),
        "tickets": len(shop.tickets.opened),
        "answers": shop.answers.answered.sum(),
    }


def _change(shop: Shop) -> Counts:
    found: Counts = {}
    ordered, treated = _ordered(shop), shop.visits.device == people.MOBILE
    for period, days in zip(("before", "after"), windows(shop.plan), strict=True):
        inside = (shop.visits.day >= days.start) & (shop.visits.day < days.stop)
        for segment, mask in (("treated", treated), ("control", ~treated)):
            found[f"{segment}_sessions_{period}"] = (inside & mask).sum()
            found[f"{segment}_orders_{period}"] = (inside & mask & ordered).sum()
    return found


def _bad_route(shop: Shop) -> Counts:
    bad, ordered, said = shop.visits.bad_route, _ordered(shop), shop.answers
    asked = (said.metric == answers.CSAT) & (said.touchpoint == answers.CHECKOUT)
    found: Counts = {"sessions": bad.sum(), "orders": (bad & ordered).sum()}
    found |= {"other_carts": (shop.visits.cart & ~bad).sum(), "other_orders": (~bad & ordered).sum()}
    return found | _mean_sums(
        "csat", said.score, asked & said.bad_route, asked & ~said.bad_route, said.answered
    )


def _mean_sums(name: str, score: Array, hit: Array, other: Array, answered: Array) -> Counts:
    found: Counts = {}
    for group, mask in (("hit", hit), ("other", other)):
        for who, kept in (("true", mask), ("answered", mask & answered)):
            found[f"{name}_{group}_{who}_n"] = kept.sum()
            found[f"{name}_{group}_{who}_sum"] = score[kept].sum()
    return found


def _late(shop: Shop) -> Counts:
    bought, said = shop.orders, shop.answers
    here = shop_orders.counted(bought) & shop_orders.arrived(bought, shop.clock)
    country = shop.people.country[bought.person]
    found: Counts = {}
    for code, name in enumerate(people.COUNTRIES):
        found[f"delivered_{name}"] = (here & (country == code)).sum()
        found[f"late_{name}"] = (here & (country == code) & (bought.late > 0)).sum()
    for name, metric in (("csat", answers.CSAT), ("nps", answers.NPS)):
        asked = (said.metric == metric) & (said.touchpoint == answers.DELIVERED)
        found |= _mean_sums(
            name, said.score, asked & (said.late > 0), asked & (said.late == 0), said.answered
        )
    return found


def _repurchase(shop: Shop) -> Counts:
    """Orders of known customers whose 90 days are over, and those that another order followed."""
    bought = rows.take(shop.orders, shop_orders.counted(shop.orders) & shop.orders.known)
    window = plan.REPURCHASE_DAYS * DAY
    key = bought.person * 10**11 + bought.placed
    until = bought.person * 10**11 + bought.delivered
    again = np.searchsorted(key, until + window, "right") > np.searchsorted(key, until, "right")
    whole = bought.delivered + window < shop.clock.end
    found: Counts = {}
    for name, mask in (("late", whole & (bought.late > 0)), ("on_time", whole & (bought.late == 0))):
        found |= {f"{name}_orders": mask.sum(), f"{name}_again": (mask & again).sum()}
    return found


def _incident(shop: Shop) -> Counts:
    ordered, days = _ordered(shop), shop.plan.incident_days
    pays, fails = (_has(shop, event) for event in ("add_payment_info", "payment_failed"))
    during = np.isin(shop.visits.day, days)
    near = (np.abs(shop.visits.day - days[1]) <= NEAR_INCIDENT) & ~during
    found: Counts = {}
    for name, mask in (("during", during), ("near", near)):
        found |= {f"{name}_sessions": mask.sum(), f"{name}_orders": (mask & ordered).sum()}
        found |= {f"{name}_payments": (mask & pays).sum(), f"{name}_failed": (mask & fails).sum()}
    return found


def _has(shop: Shop, event: str) -> Array:
    found = np.zeros(len(shop.visits.person), bool)
    found[shop.steps.visit[shop.steps.event == CODE[event]]] = True
    return found


def _bias(shop: Shop) -> Counts:
    said = shop.answers
    asked = (said.metric == answers.CSAT) & (said.touchpoint == answers.DELIVERED)
    found: Counts = {}
    for score in range(1, 6):
        found[f"asked_{score}"] = (asked & (said.score == score)).sum()
        found[f"answered_{score}"] = (asked & said.answered & (said.score == score)).sum()
    return found


def _identity(shop: Shop) -> Counts:
    bought = shop.orders
    is_customer = np.zeros(len(shop.people.number), bool)
    is_customer[shop.links.person] = True
    is_customer[bought.person[bought.known]] = True
    is_customer[shop.tickets.person[shop.tickets.known]] = True
    is_customer[shop.answers.person[shop.answers.known & shop.answers.answered]] = True
    number, first, of_visit = np.unique(
        visitor(shop.visits, shop.people), return_index=True, return_inverse=True
    )
    linked = np.isin(number, shop.links.visitor)
    of_customer = is_customer[shop.visits.person[first]]
    return {
        "people": len(is_customer),
        "customers": is_customer.sum(),
        "visitors": len(number),
        "links": len(shop.links.visitor),
        "visitors_of_customers_never_linked": (of_customer & ~linked).sum(),
        "events_with_customer_id": shop.steps.known.sum(),
        "events_of_linked_visitors": linked[of_visit][shop.steps.visit].sum(),
    }
