"""The web analytics export: millions of rows, so built column by column in Arrow."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from sample_data import people
from sample_data.clock import DAY, HOUR
from sample_data.dirt import CHANNEL_SPELLINGS, MISSING, UNREADABLE
from sample_data.people import customer_text
from sample_data.rows import Array
from sample_data.shop import Shop
from sample_data.steps import CODE, EVENTS
from sample_data.tables import order_text
from sample_data.visits import ENTRIES, NO, visitor, visitor_text


def table(shop: Shop, first_event: int, first_visit: int) -> pa.Table:
    """The events of one part in order of time, as text, with their dirt and copied rows.

    Parquet (`plan.many`) keeps typed timestamps, so that nothing unreadable can be in them.
    """
    rows, steps = shop.dirt.rows, shop.steps
    visit, event = steps.visit[rows], steps.event[rows]
    at, size = steps.at[rows], len(rows)
    stamp = pa.array(at.astype("M8[s]"), pa.timestamp("us", "UTC")) if shop.plan.many else _iso(at)
    unreadable = np.resize(np.array(UNREADABLE), len(shop.dirt.unreadable))
    entry = shop.visits.entry[visit]
    order = np.where(event == CODE["purchase"], shop.visits.order[visit], NO)
    return pa.table({
        "event_id": _ids("e", first_event + rows, 8),
        "timestamp": _put(stamp, shop.dirt.unreadable, unreadable),
        "visitor_id": _without(_visitors(shop, visit), shop.dirt.nameless),
        "user_id": _users(shop, visit, steps.known[rows]),
        "session_id": _ids("s", first_visit + visit, 7),
        "event": _words(EVENTS, event),
        "channel": _words(CHANNEL_SPELLINGS, shop.dirt.channel),
        "device": _words(people.DEVICES, shop.visits.device[visit]),
        "country": _words((*people.COUNTRIES, MISSING), _countries(shop, visit)),
        "source": _words([one.source for one in ENTRIES], entry),
        "campaign": _words([one.campaign or None for one in ENTRIES], entry),
        "order_number": _some(order_text(shop.orders.number), order, size),
        "value": _some(_amounts(shop.orders.total), order, size),
    })  # fmt: skip


def _words(words: object, code: Array) -> pa.Array:
    return pa.array(words, pa.string()).take(pa.array(code))


def _ids(letter: str, number: Array, width: int) -> pa.Array:
    digits = pc.utf8_lpad(pc.cast(pa.array(number), pa.string()), width, "0")
    return pc.binary_join_element_wise(letter, digits, "")


def _iso(at: Array) -> pa.Array:
    """ISO 8601 in UTC, from a table of days and a table of the seconds of a day (fast)."""
    day, second = np.divmod(at, DAY)
    first = int(day.min())
    days = np.datetime_as_string(np.arange(first, int(day.max()) + 1).astype("M8[D]"))
    clock = [f"T{one // HOUR:02d}:{one // 60 % 60:02d}:{one % 60:02d}Z" for one in range(DAY)]
    return pc.binary_join_element_wise(_words(days, day - first), _words(clock, second), "")


def _visitors(shop: Shop, visit: Array) -> pa.Array:
    number, of_visit = np.unique(visitor(shop.visits, shop.people), return_inverse=True)
    return pa.array(visitor_text(number), pa.string()).take(pa.array(of_visit[visit]))


def _users(shop: Shop, visit: Array, known: Array) -> pa.Array:
    texts = pa.array(customer_text(shop.people.number), pa.string())
    return texts.take(pa.array(shop.visits.person[visit], mask=~known))


def _countries(shop: Shop, visit: Array) -> Array:
    return np.where(shop.dirt.dashed, len(people.COUNTRIES), shop.people.country[shop.visits.person[visit]])


def _some(texts: Array, row: Array, size: int) -> pa.Array:
    return pa.array(texts, pa.string()).take(pa.array(np.maximum(row, 0), mask=row == NO))


def _amounts(money: Array) -> Array:
    return np.array([f"{one:.2f}" for one in money.tolist()], dtype=object)


def _without(column: pa.Array, rows: Array) -> pa.Array:
    missing = np.zeros(len(column), bool)
    missing[rows] = True
    return pc.if_else(pa.array(missing), pa.scalar(None, column.type), column)


def _put(column: pa.Array, rows: Array, texts: Array) -> pa.Array:
    """The column with other texts in some rows (sorted)."""
    if not len(rows):
        return column
    chosen = np.zeros(len(column), bool)
    chosen[rows] = True
    return pc.replace_with_mask(column, pa.array(chosen), pa.array(texts, pa.string()))
