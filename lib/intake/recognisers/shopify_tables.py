"""Shopify's tables as connectors copy them, in both generations of its interface; told by their columns."""

from lib.intake.recognise import YES, always, known, output, shares
from lib.model.mapping import Output, SetAside, SheetMapping, Take
from lib.model.sheets import Sheet

EXPORTS = {
    "Shopify tables of a connector": (
        "orders, their lines, customers with their e-mail links, refunds, started checkouts; deleted rows and"
        " test orders are rejected; tables in which nobody did anything are set aside with the reason"
    ),
}

ASIDES = (
    SetAside("_fivetran_deleted", YES, "the shop deleted this row"),
    SetAside("test", YES, "a test order, which never counts"),
)

ORDER = output(
    "orders",
    order_id="id",
    customer_id=("customer_id", "email"),
    ordered_at=("created_at", "processed_at"),
    revenue=("total_price", "total_price_set_shop_amount"),
    discount=("total_discounts", "total_discounts_set_shop_amount"),
    status=("financial_status", "display_financial_status"),
    channel="source_name",
    cancelled_at="cancelled_at",
)
LINK = output("identities", anonymous_id="email", customer_id="customer_id", linked_at="created_at")
LINE = output(
    "order_items",
    order_id="order_id",
    line="id",
    product_id="product_id",
    product=("title", "name", "sku"),
    quantity="quantity",
    price=("price", Take("", "original_total_set_shop_amount", format="line_total")),
)
CUSTOMER = output(
    "customers",
    customer_id="id",
    first_seen_at="created_at",
    consent_email=("accepts_marketing", "email_marketing_consent_state"),
    account_state="state",
)
OWN_LINK = output("identities", anonymous_id="email", customer_id="id", linked_at="created_at")
REFUND = output(
    "returns",
    return_id="id",
    order_id="order_id",
    returned_at=("processed_at", "created_at"),
    refund="total_refunded_set_shop_amount",
    reason="note",
)
PAID_BACK = output(
    "refund_amounts",
    only=("kind", ("refund",)),
    return_id="refund_id",
    amount=("amount", "amount_set_shop_amount"),
)
CHECKOUT = output(
    "events",
    event_id="id",
    customer_id=("customer_id", "email"),
    ts="created_at",
    touchpoint=always("checkout"),
    channel="source_name",
)
PRODUCT = output("products", product_id="id", product="title", category="product_type")

#: Name of the table -> columns that tell it, and what it becomes. The first that fits is taken.
TABLES: dict[str, tuple[tuple[str, ...], tuple[Output, ...]]] = {
    "orders": (("id", "order_number", "financial_status", "total_price", "created_at"), (ORDER, LINK)),
    "orders (gql)": (
        ("id", "display_financial_status", "total_price_set_shop_amount", "created_at"),
        (ORDER, LINK),
    ),
    "order lines": (("order_id", "id", "variant_id", "title", "quantity", "requires_shipping"), (LINE,)),
    "customers": (
        ("id", "orders_count", "total_spent", "verified_email", "tax_exempt"),
        (CUSTOMER, OWN_LINK),
    ),
    "refunds": (("id", "restock", "order_id", "processed_at", "created_at"), (REFUND,)),
    "refunds (gql)": (("id", "order_id", "total_refunded_set_shop_amount", "created_at"), (REFUND,)),
    "abandoned checkouts": (("id", "abandoned_checkout_url", "created_at"), (CHECKOUT, LINK)),
    "transactions": (("id", "refund_id", "gateway", "kind", "order_id"), (PAID_BACK,)),
    "products": (("id", "handle", "product_type", "title", "vendor"), (PRODUCT,)),
}
#: A transaction that is no refund: the order says what was paid.
PAYMENTS = SetAside(
    "kind",
    ("sale", "authorization", "capture", "void", "change", "suggested_refund", "emv_authorization"),
    "a payment of an order whose total is known from the orders",
)

#: What the other tables are about, by columns that tell them.
SIDE: dict[str, tuple[tuple[str, ...], ...]] = {
    "shipping": (
        ("fulfillment_id", "happened_at"),
        ("fulfillment_id", "index", "number"),
        ("fulfillment_order_id", "total_quantity"),
        ("order_id", "tracking_numbers", "shipment_status"),
        ("order_id", "display_status", "service_id"),
        ("carrier_identifier", "delivery_category"),
    ),
    "attributes of orders": (
        ("order_id", "key", "value", "_fivetran_synced"),
        ("order_id", "name", "value", "_fivetran_synced"),
    ),
    "addresses": (("customer_id", "address_1", "province_code", "zip"),),
    "visits that name an order but no visitor": (("order_id", "landing_page", "referrer_url"),),
    "discounts": (
        ("combines_with_order_discounts", "async_usage_count"),
        ("combines_with_order_discounts", "codes_count"),
        ("discount_id", "async_usage_count"),
        ("discount_application_index", "index"),
        ("allocation_method", "target_type"),
        ("order_id", "code", "index"),
        ("checkout_id", "code", "index"),
    ),
    "taxes": (("order_line_id", "rate", "title"), ("order_shipping_line_id", "rate")),
    "parts of refunds": (
        ("refund_id", "order_line_id"),
        ("refund_id", "reason", "tax_amount"),
        ("refund_id", "reason", "amount_set_shop_amount"),
    ),
    "returns without a date": (
        ("order_id", "decline_reason", "total_quantity"),
        ("return_id", "_fivetran_synced"),
    ),
    "payments": (("order_id", "remote_reference", "payment_method"),),
    "stock": (
        ("inventory_item_id", "location_id"),
        ("inventory_level_id", "quantity"),
        ("legacy_resource_id", "harmonized_system_code"),
    ),
    "variants of products": (("product_id", "inventory_policy", "compare_at_price"),),
    "collections": (
        ("collection_id", "product_id"),
        ("collection_id", "condition"),
        ("handle", "sort_order", "title"),
    ),
    "pictures": (
        ("media_id", "product_id"),
        ("media_id", "product_variant_id"),
        ("media_id", "image_url"),
        ("media_content_type", "preview_status"),
    ),
    "extra fields": (("owner_id", "owner_resource", "namespace"),),
    "locations": (("address_1", "province", "zip", "legacy"), ("address_1", "zip", "is_fulfillment_service")),
    "settings of the shop": (("myshopify_domain",), ("checkout_api_supported",)),
    "tags": (
        ("customer_id", "index", "value"),
        ("order_id", "index", "value"),
        ("product_id", "index", "value"),
    ),
}


def recognise(sheet: Sheet) -> SheetMapping | None:
    """The table whose telling columns are all there; amounts are those in the shop's own currency."""
    for name, (columns, outputs) in TABLES.items():
        if shares(sheet, columns) == 1:
            asides = (*ASIDES, PAYMENTS) if name == "transactions" else ASIDES
            export = f"Shopify's table of {name}"
            return known(sheet, f"shopify {name}", export, columns, outputs, asides=asides)
    for about, tells in SIDE.items():
        if found := [one for one in tells if shares(sheet, one) == 1]:
            reason = "no row says what a customer did and when, so it is set aside"
            return known(sheet, f"shopify {about}", f"Shopify's tables of {about}", found[0], reason=reason)
    return None
