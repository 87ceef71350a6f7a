"""The orders export of Shopify's admin: a line per product, the order's totals on its first line only."""

from lib.intake.recognise import known, output, shares
from lib.model.mapping import SheetMapping
from lib.model.sheets import Sheet

EXPORTS = {
    "Shopify orders": "orders and order lines; totals stand once per order",
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
SURE = ("Name", "Email", "Financial Status", "Fulfillment Status", "Total", "Created at", "Lineitem name")


def recognise(sheet: Sheet) -> SheetMapping | None:
    """A line is an item; the order is put together from all lines of its name."""
    if shares(sheet, SURE) < 1:
        return None
    items = output(
        "order_items",
        order_id="Name",
        product_id="Lineitem sku",
        product="Lineitem name",
        quantity="Lineitem quantity",
        price="Lineitem price",
    )
    orders = output(
        "orders",
        per="Name",
        order_id="Name",
        customer_id="Email",
        ordered_at="Created at",
        revenue="Total",
        discount="Discount Amount",
        status="Financial Status",
        channel="Source",
        cancelled_at="Cancelled at",
    )
    customers = output(
        "customers",
        per="Email",
        customer_id="Email",
        country="Billing Country",
        region="Billing Province",
        consent_email="Accepts Marketing",
    )
    return known(sheet, "shopify orders", "the Shopify orders export", COLUMNS, (items, orders, customers))
