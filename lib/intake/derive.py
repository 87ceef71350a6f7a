"""What follows from the canonical rows: touchpoints and stages of names, and the events of other tables."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from lib.model.mapping import LAST_ORDER, Mapping
from lib.model.stages import ORDER_CONFIRMATION, ORDER_PLACED, SYNONYMS, plain, stage_of, touchpoint_of
from lib.store.draft import Draft

SQL = Path(__file__).with_name("sql")
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


@dataclass(frozen=True, slots=True)
class Named:
    """Event names without a stage, the most frequent first, and how many events carry them."""

    unknown: tuple[str, ...]
    events: int


def complete(draft: Draft) -> None:
    """Fill in what one file says of the rows of another: money, products, times."""
    draft.script(SQL / "complete_orders.sql")
    if draft.count("products"):
        draft.script(SQL / "complete_products.sql")
    draft.script(SQL / "complete_campaigns.sql")
    draft.script(SQL / "complete_returns.sql", last_order=LAST_ORDER)
    draft.script(SQL / "late.sql")


def name_touchpoints(draft: Draft, mapping: Mapping) -> Named:
    """Turn names into touchpoints with their stages: the analyst's words first, then the shipped ones."""
    said = draft.query(SQL / "said.sql")
    if said.empty:
        return Named((), 0)
    found = [(str(row.name), *_touchpoint(str(row.name), row.stage, mapping)) for row in _rows(said)]
    names = pd.DataFrame(found, columns=["name", "touchpoint", "stage"], dtype="str")
    draft.frame("touchpoints", names)
    draft.script(SQL / "rename.sql")
    lost = said[names["stage"].isna() & (said["n"] > 0)]
    return Named(tuple(lost["name"]), int(lost["n"].sum()))


def _rows(frame: pd.DataFrame) -> list[Any]:
    return list(frame.itertuples(name="Row", index=False))


def _touchpoint(said: str, stage: object, mapping: Mapping) -> tuple[str, str | None]:
    """The touchpoint of a name as it was said, and its stage."""
    own = mapping.touchpoints.get(plain(said))
    touchpoint = own[0] if own else touchpoint_of(page(said))
    chosen = own[1] if own and own[1] else stage_of(touchpoint)
    return touchpoint, chosen or (str(stage).lower() if isinstance(stage, str) else None)


def page(said: str) -> str:
    """The part of a page's address that says what kind of page it is; other names as they are.

    >>> page("/Product/123?ref=mail"), page("https://shop.example/cart/"), page("add_to_cart")
    ('/product', '/cart', 'add_to_cart')
    """
    address = said.strip()
    if "://" in address[:9]:
        address = "/" + address.split("://", 1)[1].partition("/")[2]
    if not address.startswith("/"):
        return said
    path = address.split("?")[0].split("#")[0].rstrip("/").lower() or "/"
    first = "/" + path.split("/")[1] if path != "/" else "/"
    return path if path in SYNONYMS else first if first in SYNONYMS else path


def derive(draft: Draft, has_orders: bool) -> None:
    """Add the events of orders, returns, cases and answers; orders where only events tell of them."""
    if not has_orders:
        draft.script(SQL / "orders_of_events.sql", order_placed=ORDER_PLACED)
    stages = {f"{name}_stage": stage_of(touchpoint) for name, touchpoint in DERIVED.items()}
    draft.script(SQL / "derive.sql", **DERIVED, **stages)
