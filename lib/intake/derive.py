"""What follows from the canonical rows: touchpoints and stages of names, and the events of other tables."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd

from lib.model.mapping import LAST_ORDER
from lib.model.naming import TICKET, Naming
from lib.model.stages import ORDER_CONFIRMATION, ORDER_PLACED
from lib.store.draft import Draft

SQL = Path(__file__).with_name("sql")
#: Names as they were said, with the events that carry them.
Names = dict[str, int]
#: What rows of other tables become as events.
DERIVED = {
    "order_placed": ORDER_PLACED,
    "order_confirmation": ORDER_CONFIRMATION,
    "order_cancelled": "order cancelled",
    "delivered": "delivered",
    "returned": "returned",
    "ticket_opened": "ticket opened",
    "review_given": "review given",
    "survey_answered": "survey answered",
}


def complete(draft: Draft) -> None:
    """Fill in what one file says of the rows of another: money, products, times."""
    draft.script(SQL / "complete_orders.sql")
    if draft.count("products"):
        draft.script(SQL / "complete_products.sql")
    draft.script(SQL / "complete_campaigns.sql")
    draft.script(SQL / "complete_returns.sql", last_order=LAST_ORDER)
    draft.script(SQL / "late.sql")


def name_touchpoints(draft: Draft, naming: Naming) -> Names:
    """Turn names into touchpoints with their stages; every name as it was said, with its events."""
    said = draft.query(SQL / "said.sql")
    if said.empty:
        return {}
    found = [(str(row.name), *naming.name(str(row.name), row.stage)) for row in _rows(said)]
    draft.frame("touchpoints", pd.DataFrame(found, columns=["name", "touchpoint", "stage"], dtype="str"))
    draft.script(SQL / "rename.sql")
    return {str(row.name): int(row.n) for row in _rows(said) if row.n}


def _rows(frame: pd.DataFrame) -> list[Any]:
    return list(frame.itertuples(name="Row", index=False))


def derive(draft: Draft, has_orders: bool, naming: Naming) -> Names:
    """Add the events of orders, returns, cases and answers; orders where only events tell of them.

    A case is `ticket opened` unless a rule looks at its topic; the topics, as rules see them, are returned
    with their cases.
    """
    if not has_orders:
        draft.script(SQL / "orders_of_events.sql", order_placed=ORDER_PLACED)
    topics = {str(row.topic): int(row.n) for row in _rows(draft.query(SQL / "topics.sql"))}
    draft.frame("topics", _of_topics(topics, naming))
    named = {name: touchpoint for name, touchpoint in DERIVED.items() if name != "ticket_opened"}
    stages = {f"{name}_stage": naming.stage(touchpoint) for name, touchpoint in named.items()}
    draft.script(SQL / "derive.sql", **named, **stages)
    return {TICKET + topic: cases for topic, cases in topics.items()}


def _of_topics(topics: Iterable[str], naming: Naming) -> pd.DataFrame:
    """The touchpoint and stage of a case by its topic (None: it has none)."""
    opened = DERIVED["ticket_opened"]
    retention = naming.stage(opened)
    rows: list[tuple[str | None, str, str | None]] = [(None, opened, retention)]
    for topic in topics:
        touchpoint = naming.own(TICKET + topic) or opened
        rows.append((topic, touchpoint, naming.stage(touchpoint) or retention))
    return pd.DataFrame(rows, columns=["topic", "touchpoint", "stage"], dtype="str")
