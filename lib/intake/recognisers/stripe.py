"""Stripe: the payments export of its dashboard, and its tables as connectors copy them (amounts in cents)."""

from lib.intake.recognise import NOTHING, YES, always, known, output, plain, shares
from lib.model.mapping import Output, SetAside, SheetMapping, Take
from lib.model.sheets import Sheet

EXPORTS = {
    "Stripe payments and the tables of a connector": (
        "paid charges as orders with their refunds, failed ones as `payment failed`, customers; balances,"
        " payouts, invoices and the like are set aside with the reason"
    ),
}

PAYMENTS = (
    "id", "Created date (UTC)", "Amount", "Amount Refunded", "Currency", "Captured", "Converted Amount",
    "Converted Amount Refunded", "Converted Currency", "Decline Reason", "Description", "Fee",
    "PaymentIntent ID", "Refunded date (UTC)", "Statement Descriptor", "Status", "Seller Message",
    "Taxes On Fee", "Card ID", "Customer ID", "Customer Description", "Customer Email", "Invoice ID",
    "Transfer",
)  # fmt: skip
CHARGES = (
    "id", "amount", "amount_refunded", "captured", "created", "currency", "customer_id", "failure_code",
    "livemode", "paid", "payment_intent_id", "receipt_email", "refunded", "status",
)  # fmt: skip
CUSTOMERS = ("id", "created", "currency", "delinquent", "email", "invoice_prefix", "livemode")
REFUNDS = ("id", "amount", "balance_transaction_id", "charge_id", "created", "currency", "reason", "status")
#: The orders of a shop say the same again.
TWICE = (
    "each paid charge stands for an order: leave this file out where the shop's own orders are imported,"
    " or every sale counts twice"
)
PAID = ("paid", "succeeded", "refunded", "partially refunded", "partial refund", "disputed")
FAILED = ("failed", "blocked", "requires_payment_method", "requires payment method")
NO = ("false", "f", "0", "no")
TESTS = SetAside("livemode", NO, "a payment in test mode")
TEST_MODE = SetAside("Mode", ("test",), "a payment in test mode")
UNDONE = SetAside(
    "Status",
    ("canceled", "cancelled", "pending", "requires_capture", "requires_action", "incomplete", "uncaptured"),
    "a payment that was never made",
)
GONE = SetAside("_fivetran_deleted", YES, "deleted in Stripe")
DELETED = SetAside("is_deleted", YES, "deleted in Stripe")

#: What the other tables are about, by columns that tell them.
SIDE: dict[str, tuple[str, ...]] = {
    "balance transactions": ("available_on", "fee", "net"),
    "balance history": ("balance_transaction_id", "reporting_category"),
    "fees": ("balance_transaction_id", "index", "application"),
    "payouts": ("arrival_date", "balance_transaction_id"),
    "payouts by transaction": ("payout_id", "balance_transaction_id"),
    "transfers": ("destination_payment", "source_transaction"),
    "payment intents": ("amount_capturable", "capture_method"),
    "payment methods": ("billing_detail_email", "type"),
    "cards of payment methods": ("payment_method_id", "wallet_type"),
    "cards": ("cvc_check", "exp_month"),
    "disputes": ("evidence_details_due_by", "charge_id"),
    "invoices": ("amount_due", "amount_paid", "billing_reason"),
    "lines of invoices": ("invoice_id", "proration", "subscription_item_id"),
    "credit notes": ("voided_at", "memo", "invoice_id"),
    "lines of credit notes": ("credit_note_id", "unit_amount"),
    "coupons": ("percent_off", "duration"),
    "discounts": ("coupon_id", "customer_id", "subscription_id"),
    "plans": ("interval", "interval_count", "usage_type"),
    "prices": ("recurring_interval", "unit_amount"),
    "products": ("package_dimensions_height", "shippable"),
    "subscriptions": ("current_period_start", "customer_id", "trial_end"),
    "lines of subscriptions": ("current_period_start", "plan_id", "subscription_id"),
    "accounts": ("charges_enabled", "payouts_enabled"),
}


def recognise(sheet: Sheet) -> SheetMapping | None:
    """The dashboard's export by its titles, the tables by the columns that tell them."""
    have = {plain(column) for column in sheet.columns}
    created = next((c for c in ("Created date (UTC)", "Created (UTC)") if plain(c) in have), None)
    if created and shares(sheet, ("id", "Amount", "Amount Refunded", "Currency", "Status", "Captured")) == 1:
        return known(
            sheet, "stripe payments", "Stripe's payments export", PAYMENTS, _payments(created),
            notes=[TWICE], asides=[TEST_MODE, UNDONE],
        )  # fmt: skip
    if shares(sheet, CHARGES) == 1:
        return known(
            sheet, "stripe charges", "Stripe's table of charges", CHARGES, _charges(), notes=[TWICE],
            asides=[GONE, TESTS, UNDONE],
        )  # fmt: skip
    if shares(sheet, CUSTOMERS) == 1:
        return known(
            sheet, "stripe customers", "Stripe's table of customers", CUSTOMERS, [PERSON, LINK],
            asides=[GONE, DELETED],
        )  # fmt: skip
    if shares(sheet, REFUNDS) == 1:
        return known(sheet, "stripe refunds", "Stripe's table of refunds", REFUNDS, [REFUND], asides=[GONE])
    return _side(sheet)


def _side(sheet: Sheet) -> SheetMapping | None:
    for about, columns in SIDE.items():
        if shares(sheet, columns) == 1:
            reason = "bookkeeping that repeats what the charges say, or settings; it is set aside"
            return known(sheet, f"stripe {about}", f"Stripe's {about}", columns, reason=reason)
    return None


def _payments(created: str) -> list[Output]:
    paid = _paid("Status", "id", ("Customer ID", "Customer Email"), created, Take("", "Amount"))
    failed = _failed("Status", ("Customer ID", "Customer Email"), created)
    returns = output(
        "returns",
        unless=[("Amount Refunded", NOTHING)],
        return_id="id",
        order_id="id",
        customer_id=("Customer ID", "Customer Email"),
        returned_at=("Refunded date (UTC)", created),
        refund="Amount Refunded",
    )
    links = output("identities", anonymous_id="Customer Email", customer_id="Customer ID", linked_at=created)
    return [paid, failed, returns, links]


def _charges() -> list[Output]:
    people = ("customer_id", "receipt_email")
    cents = Take("", "amount", format="cents")
    links = output("identities", anonymous_id="receipt_email", customer_id="customer_id", linked_at="created")
    return [_paid("status", "id", people, "created", cents), _failed("status", people, "created"), links]


def _paid(status: str, order: str, people: tuple[str, ...], created: str, amount: Take) -> Output:
    return output(
        "orders",
        only=(status, PAID),
        order_id=order,
        customer_id=people,
        ordered_at=created,
        revenue=amount,
        status=status,
    )


def _failed(status: str, people: tuple[str, ...], created: str) -> Output:
    return output(
        "events",
        only=(status, FAILED),
        event_id="id",
        customer_id=people,
        ts=created,
        touchpoint=always("payment failed"),
    )


PERSON = output(
    "customers",
    customer_id="id",
    first_seen_at="created",
    country=("address_country", "shipping_address_country"),
    region=("address_state", "shipping_address_state"),
)
LINK = output("identities", anonymous_id="email", customer_id="id", linked_at="created")
REFUND = output(
    "returns",
    return_id="id",
    order_id="charge_id",
    returned_at="created",
    refund=Take("", "amount", format="cents"),
    reason="reason",
)
