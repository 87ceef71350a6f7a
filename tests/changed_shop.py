"""A shop of twenty weeks whose change made half as many again of its mobile visitors place an order."""

from datetime import date, datetime, timedelta
from typing import Any

import numpy as np

from lib.store.store import Store
from tests.journeys import shop

FIRST_DAY = date(2026, 1, 5)
WEEKS = 20
LIVE = datetime(2026, 3, 30)
#: Sessions a day and device, and the share of them that order.
SESSIONS, RATE = 40, 0.2
#: What the change does, after a ramp of a week, relative to what would have been.
PLANTED = 0.5
REVENUE = 50.0
DEVICES, COUNTRIES = ("mobile", "desktop"), ("DE", "AT")
CHANGE = "guest checkout"
CHANGES = [
    {"name": CHANGE, "live_at": LIVE, "segment": "device=mobile", "cost_once": 500},
    {"name": "new terms", "live_at": LIVE - timedelta(days=1)},
    {"name": "too early", "live_at": datetime(2026, 1, 19), "segment": "device=mobile"},
    {"name": "too late", "live_at": datetime(2026, 2, 9) + timedelta(weeks=13), "segment": "device=mobile"},
]


def changed_shop(name: str = "changed", margin: float | None = None) -> Store:
    """Every session is a cart of a customer of its own, an order (with its `margin`) where it converts."""
    rng = np.random.default_rng(20260105)
    events: list[dict[str, Any]] = []
    orders: list[dict[str, Any]] = []
    for day in range(7 * WEEKS):
        morning = datetime.combine(FIRST_DAY + timedelta(days=day), datetime.min.time())
        works = morning >= LIVE + timedelta(days=7)
        for device in DEVICES:
            rate = RATE * (1 + PLANTED) if works and device == "mobile" else RATE
            for number, draw in enumerate(rng.random(SESSIONS)):
                at = morning + timedelta(minutes=8 * 60 + 10 * number)
                where = (device, COUNTRIES[number % 2])
                customer = f"c{day:03d}{device}{number:02d}"
                events.append(_event(customer, "cart", at, *where))
                if draw < rate:
                    events.append(_event(customer, "order placed", at + timedelta(minutes=1), *where))
                    orders.append(_order(customer, at, margin))
    return shop(name=name, events=events, orders=orders, changes=CHANGES)


def _event(customer: str, touchpoint: str, at: datetime, device: str, country: str) -> dict[str, Any]:
    placed = touchpoint == "order placed"
    return {
        "event_id": f"{customer}{placed:d}",
        "customer_id": customer,
        "ts": at,
        "touchpoint": touchpoint,
        "channel": "web",
        "device": device,
        "country": country,
        "order_id": f"order of {customer}" if placed else None,
    }


def _order(customer: str, at: datetime, margin: float | None) -> dict[str, Any]:
    placed = {"order_id": f"order of {customer}", "customer_id": customer, "ordered_at": at}
    return {**placed, "revenue": REVENUE, "margin": margin, "channel": "web"}
