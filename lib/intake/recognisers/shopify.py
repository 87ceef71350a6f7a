"""The exports of Shopify's admin: orders with a line per product, totals on their first line; customers."""

from functools import partial

from lib.intake.recognise import NOTHING, always, known, output, shares
from lib.model.mapping import Output, SheetMapping, Take
from lib.model.sheets import Sheet

EXPORTS = {
    "Shopify orders": (
        "orders and order lines; totals stand once per order; refunds, discount codes and shipping as events"
    ),
    "Squarespace orders": "the same, under their order id",
    "Shopify customers": "customers, and the link from the e-mail address to the customer's id",
}

COLUMNS = (
    "Name", "Email", "Financial Status", "Paid at", "Fulfillment Status", "Fulfilled at",
    "Accepts Marketing", "Currency", "Subtotal", "Shipping", "Taxes", "Total", "Discount Code",
    "Discount Amount", "Shipping Method", "Created at", "Lineitem quantity", "Lineitem name",
    "Lineitem price", "Lineitem compare at price", "Lineitem sku", "Lineitem requires shipping",
    "Lineitem taxable", "Lineitem fulfillment status", "Billing Name", "Billing Street",
    "Billing Address1", "Billing Address2", "Billing Company", "Billing City", "Billing Zip",
    "Billing Province", "Billing Country", "Billing Phone", "Shipping Name", "Shipping Street",
    "Shipping Address1", "Shipping Address2", "Shipping Company", "Shipping City", "Shipping Zip",
    "Shipping Province", "Shipping Country", "Shipping Phone", "Notes", "Note Attributes", "Cancelled at",
    "Payment Method", "Payment Reference", "Refunded Amount", "Vendor", "Outstanding Balance", "Employee",
    "Location", "Device ID", "Id", "Tags", "Risk Level", "Source", "Lineitem discount", "Tax 1 Name",
    "Tax 1 Value", "Tax 2 Name", "Tax 2 Value", "Tax 3 Name", "Tax 3 Value", "Tax 4 Name", "Tax 4 Value",
    "Tax 5 Name", "Tax 5 Value", "Phone", "Receipt Number", "Duties", "Billing Province Name",
    "Shipping Province Name", "Payment ID", "Payment Terms Name", "Next Payment Due At",
    "Payment References",
)  # fmt: skip
CUSTOMERS = (
    "Customer ID", "First Name", "Last Name", "Email", "Accepts Email Marketing", "Default Address Company",
    "Default Address Address1", "Default Address Address2", "Default Address City",
    "Default Address Province Code", "Default Address Country Code", "Default Address Zip",
    "Default Address Phone", "Phone", "Accepts SMS Marketing", "Total Spent", "Total Orders", "Note",
    "Tax Exempt", "Tags",
)  # fmt: skip
REFUNDS = (
    "the export says how much was refunded, not when: refunds are dated by the cancellation, else by the"
    " shipping, else by the order"
)
SURE = ("Name", "Email", "Financial Status", "Fulfillment Status", "Total", "Created at", "Lineitem name")


SURE_CUSTOMERS = ("Email", "Total Spent", "Total Orders", "Tax Exempt")
#: Squarespace writes the same lines; two columns are called otherwise there.
SQUARESPACE = {"Name": "Order ID", "Refunded Amount": "Amount Refunded"}


def recognise(sheet: Sheet) -> SheetMapping | None:
    """A line is an item; the order is put together from all lines of its name."""
    if shares(sheet, SURE) == 1:
        notes = (REFUNDS,) if shares(sheet, ("Refunded Amount",)) else ()
        outputs = _outputs("Name", "Refunded Amount")
        return known(sheet, "shopify orders", "the Shopify orders export", COLUMNS, outputs, notes=notes)
    if shares(sheet, [SQUARESPACE.get(one, one) for one in (*SURE, "Refunded Amount")]) == 1:
        columns = [SQUARESPACE.get(one, one) for one in COLUMNS[:40]]
        outputs = _outputs("Order ID", "Amount Refunded")
        export = "the Squarespace orders export"
        return known(sheet, "squarespace orders", export, columns, outputs, notes=(REFUNDS,))
    if shares(sheet, SURE_CUSTOMERS) == 1:
        export = "the Shopify customers export"
        return known(sheet, "shopify customers", export, CUSTOMERS, (PROFILES, LINKS))
    return None


def _outputs(order: str, refunded: str) -> list[Output]:
    """Lines, orders, buyers, what was paid back, codes that were used, and shipping."""
    return [
        LINES(order_id=order),
        _order(order),
        BUYERS,
        PHONES,
        _refunds(order, refunded),
        _moment(order, "coupon redeemed", "Created at", "Discount Code", "Discount Code"),
        _moment(order, "order shipped", "Fulfilled at", "Fulfilled at"),
    ]


def _order(order: str) -> Output:
    return output(
        "orders",
        per=order,
        order_id=order,
        customer_id=("Email", "Phone"),
        ordered_at="Created at",
        revenue="Total",
        discount="Discount Amount",
        status="Financial Status",
        channel=("Source", "Channel Type"),
        cancelled_at="Cancelled at",
    )


def _refunds(order: str, refunded: str) -> Output:
    return output(
        "returns",
        per=order,
        unless=[(refunded, NOTHING)],
        return_id=order,
        order_id=order,
        customer_id=("Email", "Phone"),
        returned_at=("Cancelled at", "Fulfilled at", "Created at"),
        refund=refunded,
    )


def _moment(order: str, touchpoint: str, ts: str, told_by: str, campaign: str | None = None) -> Output:
    """An event of an order, on its first line alone; its id stays the same in the next export."""
    return output(
        "events",
        unless=[(told_by, ("",))],
        event_id=Take("", order, also=(told_by,)),
        customer_id=("Email", "Phone"),
        ts=ts,
        touchpoint=always(touchpoint),
        channel=("Source", "Channel Type"),
        campaign=campaign,
    )


LINES = partial(
    output,
    "order_items",
    product_id="Lineitem sku",
    product="Lineitem name",
    quantity="Lineitem quantity",
    price="Lineitem price",
)
BUYERS = output(
    "customers",
    per="Email",
    customer_id="Email",
    country="Billing Country",
    region="Billing Province",
    consent_email="Accepts Marketing",
)
PHONES = output("identities", anonymous_id="Phone", customer_id="Email", linked_at="Created at")
PROFILES = output(
    "customers",
    customer_id=("Customer ID", "Email"),
    country=("Default Address Country Code", "Country Code", "Country"),
    region=("Default Address Province Code", "Province Code", "Province"),
    consent_email=("Accepts Email Marketing", "Accepts Marketing"),
    consent_sms="Accepts SMS Marketing",
    total_spent="Total Spent",
    total_orders="Total Orders",
    tags="Tags",
)
LINKS = output("identities", anonymous_id="Email", customer_id="Customer ID")
