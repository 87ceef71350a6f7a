"""WooCommerce's orders: the report of its analytics, and what the usual export plugins write."""

from lib.intake.recognise import NOTHING, known, output, plain, shares
from lib.model.mapping import Output, SheetMapping
from lib.model.sheets import Sheet

EXPORTS = {
    "WooCommerce orders (analytics report, export plugins)": (
        "orders, and lines where each product has a row; refunds dated by the order"
    ),
}

#: Columns of the order report of WooCommerce's analytics.
REPORT = (
    "Date", "Order #", "Status", "Customer", "Customer type", "Product(s)", "Items sold", "Coupon(s)",
    "Net Sales", "N. Revenue",
)  # fmt: skip
#: Columns of the export plugins, by what they are; the first name is that of the titled form, others follow.
NAMES: dict[str, tuple[str, ...]] = {
    "order_id": ("Order Number", "order_number", "Order ID", "order_id"),
    "status": ("Order Status", "order_status", "status"),
    "ordered_at": ("Order Date", "order_date", "date"),
    "revenue": ("Order Total Amount", "order_total"),
    "refund": ("Order Refund Amount", "refunded_total", "Order Total Refunded"),
    "discount": ("Cart Discount Amount", "discount_total", "cart_discount"),
    "email": ("Email (Billing)", "billing_email", "Customer Email"),
    "phone": ("Phone (Billing)", "billing_phone"),
    "customer": ("Customer User ID", "customer_id", "customer_user"),
    "country": ("Country Code (Billing)", "billing_country"),
    "region": ("State Code (Billing)", "billing_state"),
    "sku": ("SKU", "item_sku", "Product SKU"),
    "product": ("Item Name", "item_name", "Product Name"),
    "quantity": ("Quantity (- Refund)", "Quantity", "item_quantity"),
    "price": ("Item Cost", "item_price"),
    "line": ("Item #",),
}
#: What tells these from the exports of other shops: one name of every group.
SURE = (
    ("Order Total Amount", "order_total"),
    ("Email (Billing)", "billing_email"),
    ("Order Status", "order_status", "status"),
    ("Payment Method Title", "payment_method_title", "Order Shipping Amount", "shipping_total", "order_key"),
)
REFUNDED = ("refunded", "wc-refunded")
DATED = "the export does not say when something was refunded: refunds are dated by the order"
NET = (
    "revenue is what the report calls net: without tax and shipping; it names no customer that can be joined"
)


def recognise(sheet: Sheet) -> SheetMapping | None:
    """The report by its own columns; a plugin's export by one name of every telling group."""
    if shares(sheet, REPORT[:7]) == 1:
        return known(
            sheet, "woocommerce order report", "WooCommerce's order report", REPORT, [_report()], notes=[NET]
        )
    have = {plain(column) for column in sheet.columns}
    if not all(any(plain(name) in have for name in group) for group in SURE):
        return None
    named = {to: name for to, names in NAMES.items() if (name := _first(names, have))}
    if not {"order_id", "ordered_at"} <= set(named):
        return None
    columns = tuple(named.get(to, names[0]) for to, names in NAMES.items())
    return known(
        sheet, "woocommerce orders", "a WooCommerce order export", columns, _outputs(named), notes=[DATED]
    )


def _first(names: tuple[str, ...], have: set[str]) -> str | None:
    return next((name for name in names if plain(name) in have), None)


def _report() -> Output:
    return output(
        "orders",
        order_id="Order #",
        ordered_at="Date",
        revenue=("Net Sales", "N. Revenue"),
        status="Status",
    )


def _outputs(named: dict[str, str]) -> list[Output]:
    """Lines where each product has a row; the order is put together from all rows of its number."""
    orders = output(
        "orders",
        per=named["order_id"],
        order_id=named["order_id"],
        customer_id=_people(named),
        ordered_at=named["ordered_at"],
        revenue=named.get("revenue"),
        discount=named.get("discount"),
        status=named.get("status"),
    )
    beside = [_customers(named), _refunds(named), *_links(named)]
    if "product" in named and "quantity" in named:
        return [_lines(named), orders, *beside]
    return [orders, *beside]


def _people(named: dict[str, str]) -> list[str]:
    """Who bought: most have no account, so the address comes first; 0 stands for a guest."""
    return [named[one] for one in ("email", "phone", "customer") if one in named]


def _lines(named: dict[str, str]) -> Output:
    return output(
        "order_items",
        order_id=named["order_id"],
        line=named.get("line"),
        product_id=named.get("sku"),
        product=named["product"],
        quantity=named["quantity"],
        price=named.get("price"),
    )


def _customers(named: dict[str, str]) -> Output:
    return output(
        "customers",
        per=named["email"],
        customer_id=named["email"],
        country=named.get("country"),
        region=named.get("region"),
    )


def _refunds(named: dict[str, str]) -> Output:
    """What was paid back by its column, else the whole order where its status says refunded."""
    amount, status = named.get("refund"), named.get("status", "")
    return output(
        "returns",
        per=named["order_id"],
        only=None if amount else (status, REFUNDED),
        unless=[(amount, NOTHING)] if amount else [],
        return_id=named["order_id"],
        order_id=named["order_id"],
        customer_id=_people(named),
        returned_at=named["ordered_at"],
        refund=amount or named.get("revenue"),
    )


def _links(named: dict[str, str]) -> list[Output]:
    if "customer" not in named:
        return []
    return [
        output(
            "identities",
            anonymous_id=named["email"],
            customer_id=named["customer"],
            linked_at=named["ordered_at"],
        )
    ]
