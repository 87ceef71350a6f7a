"""Whether an amount stands once per order or per line, where an order has several rows.

A total that every row of its order repeats, or that only the first row carries, counts once. An amount that
is each row's own price times its count is added up, as is one that differs from row to row: a total cannot.
Where the lines say otherwise, or nothing tells lines from corrections of an order, it is asked.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from lib.intake.recognise import BY_HAND, BY_NAMES
from lib.model.figures import count
from lib.model.mapping import ROW, Output, SheetMapping, Take
from lib.model.sheets import Sheet
from lib.store.draft import Draft

SQL = Path(__file__).with_name("sql")
MONEY = ("revenue", "discount", "margin")
#: So few orders with differing totals are corrections, not lines.
FEW = 0.02
#: So many rows must agree before they are believed.
MOST = 0.9


@dataclass(frozen=True, slots=True)
class Grained:
    """The outputs with every amount at its grain, what should be known of it, and what must be asked."""

    outputs: tuple[Output, ...]
    notes: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()


def settle(draft: Draft, staged: str, sheet: Sheet, mapping: SheetMapping) -> Grained:
    """Look at the amounts of orders in a sheet that is known by its columns' names alone."""
    outputs = mapping.outputs
    at = next((i for i, one in enumerate(outputs) if one.kind == "orders"), None)
    general = any(words in mapping.recognised for words in (BY_NAMES, BY_HAND))
    if at is None or not general or outputs[at].only:
        return Grained(outputs)
    found = Grained((outputs[at],))
    for name in MONEY:
        take = found.outputs[0].take(name)
        if take and take.column in sheet.columns and name not in outputs[at].sums:
            found = _with(found, _of_amount(draft, staged, sheet, outputs, found.outputs[0], take))
    whole = (*outputs[:at], found.outputs[0], *outputs[at + 1 :])
    return replace(found, outputs=tuple(_priced(one, found.outputs[0]) for one in whole))


def _with(before: Grained, after: Grained) -> Grained:
    return Grained(after.outputs, before.notes + after.notes, before.questions + after.questions)


def _priced(one: Output, orders: Output) -> Output:
    """Lines without a price have the amount that their order adds up."""
    revenue = orders.take("revenue")
    if one.kind != "order_items" or one.take("price") or not revenue or "revenue" not in orders.sums:
        return one
    way = f"{revenue.format} line_total".strip()
    return replace(one, takes=(*one.takes, replace(revenue, to="price", format=way)))


def _of_amount(
    draft: Draft, staged: str, sheet: Sheet, outputs: Sequence[Output], orders: Output, take: Take
) -> Grained:
    words = take.format.split()
    if "per_line" in words:
        return Grained((_added_up(orders, take.to),))
    key = orders.take("order_id")
    if "per_order" in words or key is None or key.column in (None, ROW) or key.also:
        return Grained((orders,))
    seen = _look(draft, staged, sheet, outputs, orders, take)
    return _decided(sheet, orders, take, seen) if seen["orders"] else Grained((orders,))


def _look(
    draft: Draft, staged: str, sheet: Sheet, outputs: Sequence[Output], orders: Output, take: Take
) -> dict[str, Any]:
    """What the rows of orders with several rows say of one amount."""
    items = next((one for one in outputs if one.kind == "order_items"), None)
    price, quantity = (items.take(name) if items else None for name in ("price", "quantity"))
    columns = {"key": orders.take("order_id"), "amount": take, "price": price, "quantity": quantity}
    others = {"who": "customer_id", "moment": "ordered_at", "state": "status"}
    columns |= {name: orders.take(to) for name, to in others.items()}
    draft.look_at(staged, "cells", **{name: _cell(sheet, one) for name, one in columns.items()})
    commas = {
        "comma": _comma(take),
        "price_comma": _comma(price),
        "quantity_comma": _comma(quantity),
    }
    found: dict[str, Any] = draft.query(SQL / "grain.sql", **commas).iloc[0].to_dict()
    return found


def _cell(sheet: Sheet, take: Take | None) -> str | None:
    return f"c{sheet.columns.index(take.column)}" if take and take.column in sheet.columns else None


def _comma(take: Take | None) -> bool:
    return bool(take) and "comma" in (take.format.split() if take else [])


def _decided(sheet: Sheet, orders: Output, take: Take, seen: dict[str, Any]) -> Grained:
    """Lines where the rows say so, one total where they agree, else a question."""
    column = take.column
    if orders.per and seen["comparable"] and seen["own"] >= MOST * seen["comparable"]:
        note = f"{column}: each row has its own price times its count, so it is added up over the rows"
        return Grained((_added_up(orders, take.to),), (note,))
    if not seen["differing"] and seen["once"] and not orders.per:
        key = orders.take("order_id")
        return Grained((replace(orders, per=key.column if key else None),), (_once(column, seen),))
    if not seen["differing"]:
        return Grained((orders,), (_once(column, seen),)) if orders.per else Grained((orders,))
    if not orders.per:
        asked = (_ask(sheet, take, seen),) if seen["alike"] > FEW * seen["orders"] else ()
        return Grained((orders,), questions=asked)
    if seen["differing"] <= FEW * seen["orders"]:
        note = (
            f"{column}: {count(seen['differing'])} orders have rows with different totals; the first stands"
        )
        return Grained((orders,), (_once(column, seen), note))
    if seen["checked"] and seen["near"] < MOST * seen["checked"]:
        return Grained((orders,), questions=(_ask(sheet, take, seen),))
    note = f"{column}: differs between the rows of an order, so it is an amount of the line and is added up"
    return Grained((_added_up(orders, take.to),), (note,))


def _once(column: str | None, seen: dict[str, Any]) -> str:
    where = "the same on every row" if seen["repeated"] >= seen["once"] else "filled on one row"
    return f"{column}: {where} of an order, so it is the order's total and counts once"


def _added_up(orders: Output, to: str) -> Output:
    key = orders.take("order_id")
    return replace(orders, per=orders.per or (key.column if key else None), sums=(*orders.sums, to))


def _ask(sheet: Sheet, take: Take, seen: dict[str, Any]) -> str:
    return (
        f"{count(seen['differing'])} orders have several rows with different amounts in {take.column!r}, and"
        " nothing tells whether these are lines to add up or later states of the order. Decide it in the"
        f' mapping:\n[sheets."{sheet.name}".formats]\n"{take.column}" = "per_line"   # add up\n'
        f'or "{take.column}" = "per_order"   # one total'
    )
