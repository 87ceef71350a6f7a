"""The loyalty-card year of `completejourney`: lines of baskets by household, campaigns and coupons."""

from lib.intake.recognise import always, known, output, shares
from lib.model.mapping import Output, SheetMapping, Take
from lib.model.sheets import Sheet

EXPORTS = {
    "Complete Journey tables": "baskets and their lines, campaigns and coupons as events, households",
}

TRANSACTIONS = (
    "household_id", "store_id", "basket_id", "product_id", "quantity", "sales_value", "retail_disc",
    "coupon_disc", "coupon_match_disc", "week", "transaction_timestamp",
)  # fmt: skip
DEMOGRAPHICS = (
    "household_id", "age", "income", "home_ownership", "marital_status", "household_size",
    "household_comp", "kids_count",
)  # fmt: skip
PRODUCTS = (
    "product_id", "manufacturer_id", "department", "brand", "product_category", "product_type",
    "package_size",
)  # fmt: skip
REDEMPTIONS = ("household_id", "coupon_upc", "campaign_id", "redemption_date")
CAMPAIGNS = ("campaign_id", "household_id")
DESCRIPTIONS = ("campaign_id", "campaign_type", "start_date", "end_date")
COUPONS = ("coupon_upc", "product_id", "campaign_id")

#: Lines carry what they cost together; they are added up to the basket's revenue.
LINE = output(
    "order_items",
    order_id="basket_id",
    product_id="product_id",
    product="product_id",
    quantity="quantity",
    price=Take("", "sales_value", format="dot line_total"),
)
BASKET = output(
    "orders",
    per="basket_id",
    sums=("revenue", "discount"),
    order_id="basket_id",
    customer_id="household_id",
    ordered_at="transaction_timestamp",
    revenue="sales_value",
    discount="retail_disc",
    channel=always("store"),
)
HOUSEHOLD = Output(
    "customers", (Take("customer_id", "household_id"), *(Take(name, name) for name in DEMOGRAPHICS[1:]))
)
REDEMPTION = output(
    "events",
    customer_id="household_id",
    ts="redemption_date",
    touchpoint=always("coupon redeemed"),
    channel=always("store"),
    campaign="campaign_id",
)
RECEIVED = output(
    "events", customer_id="household_id", touchpoint=always("campaign received"), campaign="campaign_id"
)
PRODUCT = output(
    "products",
    product_id="product_id",
    product=Take("", "product_type"),
    category=Take("", "product_category"),
)
START = output("campaigns", campaign="campaign_id", starts_at="start_date")
TABLES: dict[str, tuple[tuple[str, ...], tuple[Output, ...], str]] = {
    "complete journey transactions": (TRANSACTIONS, (LINE, BASKET), ""),
    "complete journey demographics": (DEMOGRAPHICS, (HOUSEHOLD,), ""),
    "complete journey products": (PRODUCTS, (PRODUCT,), ""),
    "complete journey coupon redemptions": (REDEMPTIONS, (REDEMPTION,), ""),
    "complete journey campaign descriptions": (DESCRIPTIONS, (START,), ""),
    "complete journey coupons": (
        COUPONS,
        (),
        "which coupon is good for what; nobody did anything, so it is set aside",
    ),
    "complete journey campaigns": (CAMPAIGNS, (RECEIVED,), ""),
}


def recognise(sheet: Sheet) -> SheetMapping | None:
    """The table of this package whose columns are all there, and no others."""
    for name, (columns, outputs, reason) in TABLES.items():
        if shares(sheet, columns) == 1 and len(sheet.columns) <= len(columns) + 2:
            table = name.removeprefix("complete journey ")
            return known(
                sheet, name, f"the Complete Journey table of {table}", columns, outputs, reason=reason
            )
    return None
