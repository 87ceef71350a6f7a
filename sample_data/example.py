"""One invented customer with a journey over several exports, to look up by name."""

from typing import Any

import numpy as np

from sample_data import orders as shop_orders
from sample_data.people import customer_text
from sample_data.rows import Array
from sample_data.shop import Shop
from sample_data.steps import EVENTS
from sample_data.tables import order_text
from sample_data.visits import visitor, visitor_text

SHORTEST, LONGEST = 14, 40


def journey(shop: Shop) -> dict[str, Any]:
    """The customer whose journey shows most, with every web event, and how much the other exports hold."""
    person = int(np.argmax(_worth(shop)))
    rows = np.flatnonzero(shop.visits.person[shop.steps.visit] == person)
    anonymous = visitor_text(visitor(shop.visits, shop.people)[shop.steps.visit[rows]])
    stamps = shop.clock.utc_text(shop.steps.at[rows])
    mine = (shop.orders.person == person) & shop.orders.known
    return {
        "customer_id": str(customer_text(shop.people.number[[person]])[0]),
        "visitor_ids": sorted(set(anonymous.tolist())),
        "events": [
            [str(stamp), EVENTS[code], str(who), bool(known)]
            for stamp, code, who, known in zip(
                stamps, shop.steps.event[rows].tolist(), anonymous, shop.steps.known[rows], strict=True
            )
        ],
        "orders": order_text(np.sort(shop.orders.number[mine])).tolist(),
        "returns": int((shop.orders.person[shop.returns.order] == person).sum()),
        "tickets": int(((shop.tickets.person == person) & shop.tickets.known).sum()),
        "answers": int(((shop.answers.person == person) & shop.answers.known & shop.answers.answered).sum()),
    }


def _worth(shop: Shop) -> Array:
    """How much a person's journey shows; those with dirt or too long a journey count nothing."""
    bought, said, size = shop.orders, shop.answers, len(shop.people.number)
    of_step = shop.visits.person[shop.steps.visit]
    length = np.bincount(of_step, minlength=size)
    links = np.bincount(shop.links.person, minlength=size)
    visitors = np.bincount(
        shop.visits.person[np.unique(visitor(shop.visits, shop.people), return_index=True)[1]], minlength=size
    )
    worth = 3.0 * (links >= 2) + 2.0 * _any(shop.tickets.person[shop.tickets.known], size)
    worth += 2.0 * _any(said.person[said.answered & said.known], size)
    worth += 1.5 * _any(bought.person[(bought.late > 0) & shop_orders.counted(bought)], size)
    worth += 1.0 * _any(bought.person[shop.returns.order], size)
    spoilt = _any(of_step[_touched(shop)], size)
    unknown = _any(bought.person[~bought.known], size)
    fits = (length >= SHORTEST) & (length <= LONGEST) & (links == visitors) & ~spoilt & ~unknown
    shown: Array = worth * fits
    return shown


def _touched(shop: Shop) -> Array:
    """Steps that were copied, misspelt or made unreadable in the file."""
    dirt = shop.dirt
    odd = (dirt.channel > 1) | dirt.dashed | (np.diff(dirt.rows, prepend=-1) == 0)
    return np.concatenate([dirt.rows[odd], dirt.rows[dirt.rejected]])


def _any(person: Array, size: int) -> Array:
    return np.bincount(person, minlength=size) > 0
