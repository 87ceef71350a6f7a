"""Amazon's reports for sellers: all orders, orders to be sent, returns; settlements are bookkeeping."""

from lib.intake.recognise import always, known, output, shares
from lib.model.mapping import Output, SheetMapping, Take
from lib.model.sheets import Sheet

EXPORTS = {
    "Amazon seller reports": (
        "orders and lines, returns with reason and comment; settlements are set aside with the reason"
    ),
}

ORDERS = (
    "amazon-order-id", "merchant-order-id", "purchase-date", "last-updated-date", "order-status",
    "fulfillment-channel", "sales-channel", "order-channel", "ship-service-level", "product-name", "sku",
    "asin", "item-status", "quantity", "currency", "item-price", "item-tax", "shipping-price",
    "shipping-tax", "gift-wrap-price", "gift-wrap-tax", "item-promotion-discount",
    "ship-promotion-discount", "ship-city", "ship-state", "ship-postal-code", "ship-country",
    "promotion-ids",
)  # fmt: skip
UNSHIPPED = (
    "order-id", "order-item-id", "purchase-date", "payments-date", "buyer-email", "buyer-name", "sku",
    "product-name", "quantity-purchased", "currency", "item-price", "item-tax", "shipping-price",
    "shipping-tax", "ship-service-level", "recipient-name", "ship-city", "ship-state", "ship-country",
)  # fmt: skip
RETURNS = (
    "return-date", "order-id", "sku", "asin", "fnsku", "product-name", "quantity", "fulfillment-center-id",
    "detailed-disposition", "reason", "status", "license-plate-number", "customer-comments",
)  # fmt: skip
SETTLEMENT = (
    "settlement-id", "settlement-start-date", "settlement-end-date", "transaction-type", "order-id",
    "amount-type", "amount-description", "posted-date",
)  # fmt: skip
SURE_ORDERS = ("amazon-order-id", "purchase-date", "order-status", "item-price")
SURE_UNSHIPPED = ("order-id", "order-item-id", "purchase-date", "quantity-purchased", "item-price")
SURE_RETURNS = ("return-date", "order-id", "asin", "detailed-disposition")
MONEY = (
    "item-price is what a line cost in all: an order's revenue is the sum of its lines, without shipping; a"
    " line without a price (cancelled, or not yet priced) adds 0"
)
NOBODY = "the report names no buyer: its orders count in revenue, not in journeys"
BOOKS = "fees and payments by order, which repeat what the order reports say, so it is set aside"


def recognise(sheet: Sheet) -> SheetMapping | None:
    """By the columns that each report alone has."""
    if shares(sheet, SURE_ORDERS) == 1:
        notes = [MONEY] if shares(sheet, ("buyer-email",)) else [MONEY, NOBODY]
        outputs = _orders("amazon-order-id", "quantity", None)
        return known(sheet, "amazon orders", "Amazon's report of all orders", ORDERS, outputs, notes=notes)
    if shares(sheet, SURE_UNSHIPPED) == 1:
        outputs = _orders("order-id", "quantity-purchased", "order-item-id")
        return known(
            sheet,
            "amazon order items",
            "Amazon's report of orders to send",
            UNSHIPPED,
            outputs,
            notes=[MONEY],
        )
    if shares(sheet, SURE_RETURNS) == 1:
        return known(sheet, "amazon returns", "Amazon's report of returns", RETURNS, [RETURN])
    if shares(sheet, SETTLEMENT[:3]) == 1:
        return known(sheet, "amazon settlement", "Amazon's settlement", SETTLEMENT, reason=BOOKS)
    return None


def _orders(order: str, quantity: str, line: str | None) -> list[Output]:
    lines = output(
        "order_items",
        order_id=order,
        line=line,
        product_id="sku",
        product=("product-name", "sku"),
        quantity=quantity,
        price=Take("", "item-price", format="line_total"),
    )
    orders = output(
        "orders",
        per=order,
        sums=("revenue", "discount"),
        order_id=order,
        customer_id="buyer-email",
        ordered_at="purchase-date",
        revenue=("item-price", always("0")),
        discount="item-promotion-discount",
        status="order-status",
        channel=always("marketplace"),
    )
    return [lines, orders]


RETURN = output(
    "returns",
    return_id=Take("", "order-id", also=("license-plate-number",)),
    order_id="order-id",
    returned_at="return-date",
    reason="reason",
)
