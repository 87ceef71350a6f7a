"""The canonical tables: what one row is, which columns there are, which of them a row must have."""

from dataclasses import dataclass
from typing import Literal

Type = Literal["text", "id", "timestamp", "date", "money", "number", "integer", "boolean"]

#: How each type is stored.
SQL_TYPES: dict[Type, str] = {
    "text": "VARCHAR",
    "id": "VARCHAR",
    "timestamp": "TIMESTAMP",
    "date": "DATE",
    "money": "DECIMAL(18,2)",
    "number": "DOUBLE",
    "integer": "BIGINT",
    "boolean": "BOOLEAN",
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a canonical table."""

    name: str
    type: Type = "text"
    required: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """One canonical table; `key` is what makes two rows the same row."""

    name: str
    one_row: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()

    @property
    def required(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns if column.required)

    def column(self, name: str) -> Column:
        """The column called `name`; KeyError if there is none."""
        return {column.name: column for column in self.columns}[name]


def _columns(text: str) -> tuple[Column, ...]:
    """Read `name:type` words; a `*` behind the type makes the column required."""
    columns = []
    for word in text.split():
        name, _, kind = word.partition(":")
        required = kind.endswith("*")
        columns.append(Column(name, (kind.rstrip("*") or "text"), required))  # type: ignore[arg-type]
    return tuple(columns)


_ALL = (
    Table(
        "events",
        "one customer action",
        _columns(
            "event_id:id customer_id:id* ts:timestamp* touchpoint:text* stage channel session_id:id"
            " order_id:id value:money device country region campaign source"
        ),
        key=("event_id",),
    ),
    Table(
        "orders",
        "one order",
        _columns(
            "order_id:id* customer_id:id ordered_at:timestamp* revenue:money* margin:money discount:money"
            " status channel carrier promised_at:timestamp delivered_at:timestamp cancelled_at:timestamp"
        ),
        key=("order_id",),
    ),
    Table(
        "order_items",
        "one line of an order",
        _columns(
            "order_id:id* line:integer product_id:id product:text* category quantity:number price:money"
        ),
        key=("order_id", "line"),
    ),
    Table(
        "customers",
        "what is known of one customer",
        _columns(
            "customer_id:id* first_seen_at:timestamp country region consent_email:boolean consent_ads:boolean"
        ),
        key=("customer_id",),
    ),
    Table(
        "assignments",
        "one customer in one test arm",
        _columns("experiment:text* customer_id:id* variant:text* assigned_at:timestamp"),
        key=("experiment", "customer_id"),
    ),
    Table(
        "returns",
        "one return",
        _columns("return_id:id order_id:id* customer_id:id returned_at:timestamp* refund:money reason"),
        key=("return_id",),
    ),
    Table(
        "feedback",
        "one answer",
        _columns(
            "feedback_id:id customer_id:id given_at:timestamp* metric:text* score:number* scale_min:number*"
            " scale_max:number* touchpoint stage channel order_id:id question comment"
        ),
        key=("feedback_id",),
    ),
    Table(
        "tickets",
        "one support case",
        _columns(
            "ticket_id:id* customer_id:id opened_at:timestamp* first_reply_at:timestamp solved_at:timestamp"
            " topic channel handling_cost:money csat:number"
        ),
        key=("ticket_id",),
    ),
    Table(
        "spend",
        "one day and campaign",
        _columns("day:date* source:text* channel campaign cost:money* impressions:integer clicks:integer"),
    ),
    Table(
        "identities",
        "one link from an anonymous id to a customer",
        _columns("anonymous_id:id* customer_id:id* linked_at:timestamp"),
        key=("anonymous_id", "customer_id"),
    ),
    Table(
        "changes",
        "one thing that we changed",
        _columns("name:text* live_at:timestamp* touchpoint segment cost_once:money cost_monthly:money owner"),
        key=("name", "live_at"),
    ),
    Table(
        "promises",
        "one promise and what came of it",
        _columns(
            "promise_id:id pair:text* order_id:id customer_id:id made_at:timestamp* promised_at:timestamp"
            " kept_at:timestamp promised:number actual:number"
        ),
        key=("promise_id",),
    ),
)

#: Every canonical table by its name, in the order in which they are shown.
TABLES: dict[str, Table] = {table.name: table for table in _ALL}
#: What an answer may be about, and the two ends of its usual scale.
FEEDBACK_METRICS: dict[str, tuple[float, float]] = {
    "csat": (1, 5),
    "nps": (0, 10),
    "ces": (1, 7),
    "rating": (1, 5),
}
#: What a row of promises may be about: a refund has two moments, a price and a stock two amounts.
PROMISED: tuple[str, ...] = ("refund", "price", "stock")

#: What completes another table while files are taken in, and is not kept itself.
LOOKUPS: dict[str, Table] = {
    table.name: table
    for table in (
        Table("payments", "one payment of an order", _columns("order_id:id* amount:money*")),
        Table("refund_amounts", "one payment back to a customer", _columns("return_id:id* amount:money*")),
        Table("products", "one product", _columns("product_id:id* product category"), key=("product_id",)),
        Table("campaigns", "one campaign", _columns("campaign:id* starts_at:timestamp*"), key=("campaign",)),
    )
}
#: The table that each of these completes.
COMPLETES: dict[str, str] = {
    "payments": "orders",
    "refund_amounts": "returns",
    "products": "order_items",
    "campaigns": "events",
}
