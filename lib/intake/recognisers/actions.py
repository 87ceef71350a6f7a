"""What tools for events call what they all record, and where in their JSON it lies."""

from collections.abc import Iterable

from lib.model.mapping import Take

#: Names of the event with which an order is placed; only its amount is money that changed hands.
_SAID = (
    "purchase", "order completed", "order placed", "placed order", "completed order", "purchase completed",
    "completed purchase", "checkout completed", "product purchased", "ecommerce purchase", "transaction",
)  # fmt: skip
PURCHASES = tuple(dict.fromkeys(form for said in _SAID for form in (said, said.replace(" ", "_"))))
#: Keys of the amount and of the id of an order.
AMOUNTS = ("revenue", "$revenue", "total", "order_total", "value", "amount", "price")
ORDER_IDS = (
    "order_id",
    "orderId",
    "transaction_id",
    "transactionId",
    "order_number",
    "$order_id",
    "checkout_id",
)


def deep(column: str, *paths: str, format_: str = "") -> tuple[Take, ...]:
    """What lies at each of the `paths` in the JSON of a column, the first filled one wins.

    >>> [take.path for take in deep("properties", "revenue", "cart.total")]
    ['$.revenue', '$.cart.total']
    """
    return tuple(Take("", column, path=f"$.{path}", format=format_) for path in paths)


def amounts(column: str, keys: Iterable[str] = AMOUNTS) -> tuple[Take, ...]:
    """The amount of an order in the JSON of a column."""
    return deep(column, *keys)
