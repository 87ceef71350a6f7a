"""The silo exports of one part as frames: columns and spellings as the systems of a shop would write them."""

import numpy as np
import pandas as pd

from sample_data import after, answers, dirt, orders
from sample_data.comments import QUESTIONS, write
from sample_data.people import customer_text
from sample_data.plan import CHANGE_COST_MONTHLY, CHANGE_COST_ONCE, CHANGE_NAME, Plan
from sample_data.rows import NEVER, Array, take
from sample_data.shop import Shop, live_at
from sample_data.visits import NO, visitor_text

Counts = dict[str, float]
#: Answers of a part that lost their score.
NO_SCORE = 3


def order_text(number: Array) -> Array:
    """Order numbers as people read them.

    >>> order_text(np.array([100123])).tolist()
    ['#100123']
    """
    return np.array([f"#{one}" for one in number.tolist()], dtype=object)


def orders_frame(shop: Shop) -> tuple[pd.DataFrame, Counts]:
    """The shop system's orders, by number."""
    clock, rng = shop.clock, shop.plan.rng("order dirt", shop.part.start)
    rows = take(shop.orders, np.argsort(shop.orders.number))
    status = dirt.status_text(rows.status, orders.STATUSES, rng)
    frame = pd.DataFrame({
        "order_number": order_text(rows.number),
        "customer_id": _whose(shop, rows.person, rows.known),
        "created_at": clock.local_text(rows.placed),
        "total": rows.total,
        "discount": rows.discount,
        "margin": rows.margin,
        "status": status,
        "channel": np.array(orders.CHANNELS)[rows.channel],
        "promised_delivery": clock.date_text(rows.promised),
        "delivered_at": clock.local_text(_past(rows.delivered, clock.end)),
        "cancelled_at": clock.local_text(_past(rows.cancelled, clock.end)),
    })  # fmt: skip
    odd = int(sum(one != one.lower() for one in status))
    return frame, {"orders.misspelt_statuses": odd, "orders.no_customer": int((~rows.known).sum())}


def returns_frame(shop: Shop, first: int) -> pd.DataFrame:
    """The warehouse's returns, by time; numbered from `first` on."""
    rows = take(shop.returns, np.argsort(shop.returns.at, kind="stable"))
    return pd.DataFrame({
        "return_id": _numbered("R", first, len(rows.at)),
        "order_number": order_text(shop.orders.number[rows.order]),
        "customer_id": _whose(shop, shop.orders.person[rows.order], shop.orders.known[rows.order]),
        "returned_at": shop.clock.local_text(rows.at),
        "refund": rows.refund,
        "reason": np.array(after.REASONS)[rows.reason],
    })  # fmt: skip


def tickets_frame(shop: Shop, first: int) -> tuple[pd.DataFrame, Counts]:
    """The help desk's cases, by time; costs with a decimal comma, '-' for no answer."""
    rows, clock = shop.tickets, shop.clock
    frame = pd.DataFrame({
        "ticket_id": _numbered("T", first, len(rows.opened)),
        "customer_id": _whose(shop, rows.person, rows.known),
        "opened_at": clock.local_text(rows.opened, colon=True),
        "first_reply_at": clock.local_text(rows.replied, colon=True),
        "solved_at": clock.local_text(rows.solved, colon=True),
        "topic": np.array(after.TOPICS)[rows.topic],
        "channel": np.array(after.CHANNELS)[rows.channel],
        "handling_cost": dirt.decimal_comma(rows.cost),
        "csat": np.where(rows.csat > 0, rows.csat.astype(str), dirt.MISSING),
    })  # fmt: skip
    return frame, {"tickets.dash_csat": int((rows.csat == 0).sum())}


def surveys_frame(shop: Shop, first: int) -> tuple[pd.DataFrame, Counts]:
    """The survey tool's answers, by time; only those that came back."""
    rng = shop.plan.rng("comments", shop.part.start)
    rows = take(shop.answers, shop.answers.answered)
    comments = write(rows, rng)
    counts = dirt.soil_comments(comments, rng)
    size, named = len(rows.at), rows.order != NO
    low, high = np.array(answers.SCALES)[rows.metric].T
    score = rows.score.astype(str).astype(object)
    score[rng.permutation(size)[:NO_SCORE]] = ""
    number = order_text(shop.orders.number[rows.order])
    frame = pd.DataFrame({
        "response_id": _numbered("A", first, size),
        "customer_id": _whose(shop, rows.person, rows.known),
        "answered_at": shop.clock.utc_text(rows.at, "{} {} UTC"),
        "metric": np.array(answers.METRICS)[rows.metric],
        "score": score,
        "scale_min": low,
        "scale_max": high,
        "touchpoint": np.array(answers.TOUCHPOINTS)[rows.touchpoint],
        "channel": np.where(rows.app, "app", "web"),
        "order_number": np.where(named, number, dirt.MISSING),
        "question": np.array([QUESTIONS[one] for one in sorted(QUESTIONS)])[rows.metric],
        "comment": comments,
    })  # fmt: skip
    return frame, counts | {"surveys.no_score": NO_SCORE, "surveys.dash_orders": int((~named).sum())}


def identities_frame(shop: Shop) -> pd.DataFrame:
    """Which anonymous ids belong to which customers, by time."""
    rows = take(shop.links, np.argsort(shop.links.at, kind="stable"))
    return pd.DataFrame({
        "visitor_id": visitor_text(rows.visitor),
        "customer_id": customer_text(shop.people.number[rows.person]),
        "linked_at": shop.clock.utc_text(rows.at),
    })  # fmt: skip


def changes_frame(plan: Plan, shop: Shop) -> pd.DataFrame:
    """The one thing that was changed."""
    return pd.DataFrame([{
        "name": CHANGE_NAME,
        "live_at": shop.clock.local_text(np.array([live_at(plan, shop.clock)]))[0],
        "touchpoint": "checkout",
        "segment": "device=mobile",
        "cost_once": CHANGE_COST_ONCE,
        "cost_monthly": CHANGE_COST_MONTHLY,
        "owner": "Checkout team",
    }])  # fmt: skip


def _whose(shop: Shop, person: Array, known: Array) -> Array:
    return np.where(known, customer_text(shop.people.number[person]), "")


def _past(moment: Array, end: int) -> Array:
    return np.where(moment < end, moment, NEVER)


def _numbered(letter: str, first: int, count: int) -> list[str]:
    return [f"{letter}{one:07d}" for one in range(first, first + count)]
