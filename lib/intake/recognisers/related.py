"""Tables of a shop's database that belong together: orders without money, their payments, the products.

Each says of an order or a line what another leaves out; they meet over the order's and the product's id.
"""

from lib.intake.recognise import known, output, plain
from lib.intake.recognisers.columns import by_name, matched
from lib.intake.recognisers.words import CUSTOMER, ORDER, TELLING, VISITOR
from lib.model.mapping import Output, SetAside, SheetMapping, Take
from lib.model.sheets import Sheet

EXPORTS = {
    "related tables of a shop's database": (
        "orders without money take it from the payments, else from the lines; products name the lines"
    ),
}

PAID = ("payment_value", "payment_amount", "paid_amount", "amount_paid", "amount", "value")
#: A table with one of these is more than the payments of orders.
WHOLE = frozenset(
    ("total", "order_total", "grand_total", "total_price", "order_date", "order_status", "quantity", "sku")
)
UNPAID = (
    "failed", "failure", "fail", "declined", "error", "canceled", "cancelled", "voided", "pending", "open",
)  # fmt: skip
PRODUCT_ID = ("product_id", "productid", "sku", "item_id", "article_id", "stock_code")
NAMES = ("product_name", "product_title", "name", "title", "product", "description")
CATEGORIES = (
    "category", "product_category", "product_category_name", "category_name", "product_type", "department",
)  # fmt: skip
#: Words in the names of amounts.
MONEY = frozenset(("total", "amount", "price", "revenue", "sum", "paid", "gross", "net", "cost", "value"))
#: What an order has nothing to do with: such a table is of another kind.
OTHERS = frozenset().union(*(TELLING[kind] for kind in ("events", "tickets", "feedback", "returns", "spend")))
MONEYLESS = "this table does not say what an order cost: its payments or lines in the same drop do"


def recognise(sheet: Sheet) -> SheetMapping | None:
    """Payments by what was paid for which order, orders by customer and time, products by their names."""
    return _payments(sheet) or _orders(sheet) or _products(sheet)


def _said(sheet: Sheet, word: str) -> bool:
    return word in sheet.name.lower()


def _payments(sheet: Sheet) -> SheetMapping | None:
    """What was paid for an order; a payment that failed counts nowhere."""
    names = by_name(sheet)
    order, amount = _first(names, ORDER), _first(names, PAID)
    tells = _said(sheet, "payment") or any(name.startswith(("payment_", "paymentm")) for name in names)
    if not order or not amount or not tells or set(names) & {*CUSTOMER, *VISITOR, *WHOLE}:
        return None
    status = _first(names, ("payment_status", "status", "state"))
    asides = [SetAside(status, UNPAID, "a payment that was not made")] if status else []
    paid = output("payments", order_id=order, amount=amount)
    return known(sheet, "payments of orders", "a table of payments", (order, amount), [paid], asides=asides)


def _orders(sheet: Sheet) -> SheetMapping | None:
    """Who ordered when, without what it cost."""
    names, found = by_name(sheet), matched(sheet, "orders")
    needed = {"order_id", "customer_id", "ordered_at"}
    if "revenue" in found or not needed <= set(found) or set(names) & OTHERS or any(map(_is_money, names)):
        return None
    if not _said(sheet, "order") and plain(found["order_id"]) not in ORDER:
        return None
    if not _said(sheet, "order") and "status" not in found:
        return None
    made = Output("orders", tuple(Take(to, column) for to, column in found.items()))
    return known(
        sheet, "orders without money", "a table of orders", tuple(found.values()), [made], notes=[MONEYLESS]
    )


def _is_money(name: str) -> bool:
    """Whether a column may say what an order cost, under a name that nobody knows.

    >>> _is_money("total_incl_vat"), _is_money("total_weight_kg"), _is_money("status")
    (True, False, False)
    """
    words = set(name.split("_"))
    return bool(words & MONEY) and not words & {"weight", "items", "quantity", "qty", "grams"}


def _products(sheet: Sheet) -> SheetMapping | None:
    """What the products are called and where they belong; nobody ordered in it."""
    names = by_name(sheet)
    product = _first(names, PRODUCT_ID) or (names.get("id") if _said(sheet, "product") else None)
    called, category = _first(names, NAMES), _first(names, CATEGORIES)
    if not product or not (called or category) or set(names) & {*ORDER, *CUSTOMER, *VISITOR, *OTHERS}:
        return None
    if not category and not _said(sheet, "product") or {"quantity", "qty"} & set(names):
        return None
    columns = tuple(one for one in (product, called, category) if one)
    made = output("products", product_id=product, product=called, category=category)
    return known(sheet, "products", "a table of products", columns, [made])


def _first(names: dict[str, str], words: tuple[str, ...]) -> str | None:
    return next((names[word] for word in words if word in names), None)
