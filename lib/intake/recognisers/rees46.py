"""The clickstream of the REES46 shops: views, carts and purchases by user and session."""

from dataclasses import replace

from lib.intake.recognise import always, known, output, shares
from lib.model.mapping import Output, SheetMapping
from lib.model.sheets import Sheet

EXPORTS = {
    "REES46 click stream": "events; purchases become orders where no order file came",
}

COLUMNS = (
    "event_time", "event_type", "product_id", "category_id", "category_code", "brand", "price", "user_id",
    "user_session",
)  # fmt: skip


def recognise(sheet: Sheet) -> SheetMapping | None:
    """Every row is an event; only the price of a purchase is money that changed hands."""
    if shares(sheet, COLUMNS) < 1:
        return None
    seen = replace(_events(None), only=("event_type", ("view", "cart", "remove_from_cart")))
    bought = replace(_events("price"), only=("event_type", ("purchase",)))
    return known(sheet, "rees46 events", "the REES46 clickstream", COLUMNS, [seen, bought])


def _events(value: str | None) -> Output:
    return output(
        "events",
        customer_id="user_id",
        ts="event_time",
        touchpoint="event_type",
        channel=always("web"),
        session_id="user_session",
        value=value,
    )
