"""The tables of the Olist marketplace: orders without money, payments, reviews without customers."""

from lib.intake.recognise import always, known, output, shares
from lib.model.mapping import Output, SheetMapping, Take
from lib.model.sheets import Sheet

EXPORTS = {
    "Olist's tables": "orders, payments, lines, reviews, and the person behind the customer of each order",
}

ORDERS = (
    "order_id", "customer_id", "order_status", "order_purchase_timestamp", "order_approved_at",
    "order_delivered_carrier_date", "order_delivered_customer_date", "order_estimated_delivery_date",
)  # fmt: skip
CUSTOMERS = (
    "customer_id", "customer_unique_id", "customer_zip_code_prefix", "customer_city", "customer_state",
)  # fmt: skip
ITEMS = (
    "order_id", "order_item_id", "product_id", "seller_id", "shipping_limit_date", "price",
    "freight_value",
)  # fmt: skip
PAYMENTS = ("order_id", "payment_sequential", "payment_type", "payment_installments", "payment_value")
REVIEWS = (
    "review_id", "order_id", "review_score", "review_comment_title", "review_comment_message",
    "review_creation_date", "review_answer_timestamp",
)  # fmt: skip
PRODUCTS = (
    "product_id", "product_category_name", "product_name_lenght", "product_description_lenght",
    "product_photos_qty", "product_weight_g", "product_length_cm", "product_height_cm",
    "product_width_cm",
)  # fmt: skip
SELLERS = ("seller_id", "seller_zip_code_prefix", "seller_city", "seller_state")
PLACES = (
    "geolocation_zip_code_prefix", "geolocation_lat", "geolocation_lng", "geolocation_city",
    "geolocation_state",
)  # fmt: skip
TRANSLATION = ("product_category_name", "product_category_name_english")

#: customer_id is new with every order; customer_unique_id is the person.
PERSON = output("identities", anonymous_id="customer_id", customer_id="customer_unique_id")
REGION = output("customers", customer_id="customer_unique_id", country=always("BR"), region="customer_state")
ORDER = output(
    "orders",
    order_id="order_id",
    customer_id="customer_id",
    ordered_at="order_purchase_timestamp",
    status="order_status",
    channel=always("marketplace"),
    promised_at="order_estimated_delivery_date",
    delivered_at="order_delivered_customer_date",
)
ITEM = output(
    "order_items",
    order_id="order_id",
    line="order_item_id",
    product_id="product_id",
    product="product_id",
    quantity=always("1"),
    price="price",
)
#: One review may be about several orders, and one order may have several reviews.
REVIEW = output(
    "feedback",
    feedback_id=Take("", "review_id", also=("order_id",)),
    given_at="review_answer_timestamp",
    metric=always("rating"),
    score="review_score",
    scale_min=always("1"),
    scale_max=always("5"),
    touchpoint=always("review given"),
    order_id="order_id",
    comment="review_comment_message",
)
TABLES: dict[str, tuple[tuple[str, ...], tuple[Output, ...], str]] = {
    "olist orders": (ORDERS, (ORDER,), ""),
    "olist customers": (CUSTOMERS, (PERSON, REGION), ""),
    "olist order items": (ITEMS, (ITEM,), ""),
    "olist payments": (PAYMENTS, (output("payments", order_id="order_id", amount="payment_value"),), ""),
    "olist reviews": (REVIEWS, (REVIEW,), ""),
    "olist products": (
        PRODUCTS,
        (output("products", product_id="product_id", category="product_category_name"),),
        "",
    ),
    "olist sellers": (SELLERS, (), "says nothing of customers, so it is set aside"),
    "olist geolocation": (PLACES, (), "places of postcodes, several rows each, so it is set aside"),
    "olist category translation": (TRANSLATION, (), "only other words for categories, so it is set aside"),
}


def recognise(sheet: Sheet) -> SheetMapping | None:
    """The table of this export whose columns are all there."""
    for name, (columns, outputs, reason) in TABLES.items():
        if shares(sheet, columns) == 1:
            table = name.removeprefix("olist ")
            return known(sheet, name, f"the Olist table of {table}", columns, outputs, reason=reason)
    return None
