"""Recharge's subscriptions, orders and charges, as exported or as connectors copy them."""

from lib.intake.recognise import YES, always, known, output, plain, shares
from lib.model.mapping import Output, SetAside, SheetMapping, Take
from lib.model.sheets import Sheet

EXPORTS = {
    "Recharge subscriptions, orders and charges": (
        "orders under the shop's own order id; `subscription started`, `subscription cancelled` and"
        " `payment failed` as events; charges that became an order are set aside"
    ),
}

SUBSCRIPTIONS = (
    "id", "customer_id", "address_id", "created_at", "product_title", "price", "quantity", "status",
    "next_charge_scheduled_at", "order_interval_frequency", "order_interval_unit",
    "charge_interval_frequency", "cancelled_at", "cancellation_reason",
)  # fmt: skip
ORDERS = (
    "id", "customer_id", "charge_id", "created_at", "processed_at", "scheduled_at", "total_price", "status",
    "type", "shopify_order_id", "shopify_order_number", "email",
)  # fmt: skip
CHARGES = (
    "id", "customer_id", "address_id", "created_at", "processed_at", "scheduled_at", "total_price",
    "status", "type", "email", "error_type", "shopify_order_id",
)  # fmt: skip
SURE_SUBSCRIPTIONS = ("created_at", "status", "order_interval_frequency", "order_interval_unit")
SURE_ORDERS = ("customer_id", "charge_id", "scheduled_at", "total_price", "status")
SURE_CHARGES = ("customer_id", "address_id", "scheduled_at", "total_price", "status")
TWICE = (
    "where the shop's orders come from an export that names them otherwise (#1001), leave this file out,"
    " or every order counts twice"
)
#: What has not happened: it waits, or was passed over.
WAITING = SetAside("status", ("queued", "skipped", "pending", "scheduled"), "not charged yet, or skipped")
DONE = SetAside(
    "status",
    ("success", "refunded", "partially_refunded"),
    "a charge that became an order: import the orders for it",
)
GONE = SetAside("_fivetran_deleted", YES, "deleted in Recharge")

#: The ids that the shop itself knows come first, so that its own orders and customers are met.
WHO = ("shopify_customer_id", Take("", "external_customer_id", path="$.ecommerce"), "customer_id")
ORDER_ID = ("shopify_order_id", Take("", "external_order_id", path="$.ecommerce"), "id")


def recognise(sheet: Sheet) -> SheetMapping | None:
    """Subscriptions by their rhythm, orders by the charge they name, charges by the address."""
    have = {plain(column) for column in sheet.columns}
    if shares(sheet, SURE_SUBSCRIPTIONS) == 1 and have & {"customer_id", "customer_email", "email"}:
        return known(
            sheet, "recharge subscriptions", "Recharge's subscriptions", SUBSCRIPTIONS,
            [STARTED, ENDED, *_links("customer_email", "email")], asides=[GONE],
        )  # fmt: skip
    if shares(sheet, SURE_ORDERS) == 1:
        return known(
            sheet, "recharge orders", "Recharge's orders", ORDERS, [ORDER, *_links("email")],
            notes=[TWICE], asides=[GONE, WAITING],
        )  # fmt: skip
    if shares(sheet, SURE_CHARGES) == 1:
        return known(
            sheet, "recharge charges", "Recharge's charges", CHARGES, [FAILED, *_links("email")],
            asides=[GONE, WAITING, DONE],
        )  # fmt: skip
    return None


def _moment(touchpoint: str, at: str, stage: str) -> Output:
    return output(
        "events",
        unless=[(at, ("",))],
        event_id=Take("", "id", also=(at,)),
        customer_id=(*WHO, "customer_email", "email"),
        ts=at,
        touchpoint=always(touchpoint),
        stage=always(stage),
    )


STARTED = _moment("subscription started", "created_at", "purchase")
ENDED = _moment("subscription cancelled", "cancelled_at", "retention")


def _links(*addresses: str) -> list[Output]:
    """From the address, and from Recharge's own id to the shop's."""
    return [
        output("identities", anonymous_id=addresses, customer_id=WHO, linked_at="created_at"),
        output("identities", anonymous_id="customer_id", customer_id=WHO[:2], linked_at="created_at"),
    ]


ORDER = output(
    "orders",
    order_id=ORDER_ID,
    customer_id=(*WHO, "email"),
    ordered_at=("processed_at", "created_at"),
    revenue="total_price",
    status="status",
    channel=always("subscription"),
)
FAILED = output(
    "events",
    event_id="id",
    customer_id=(*WHO, "email"),
    ts=("processed_at", "updated_at", "created_at"),
    touchpoint=always("payment failed"),
)
