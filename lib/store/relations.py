"""What the shared filters leave over, by name and column: all that definitions read beside the contract.

The text of each stands in `filters.sql` and `paths.sql`; a warehouse has to offer the same columns.
"""

from lib.model.tables import SQL_TYPES

#: Every relation by its columns, written `name:type` as in `lib.model.tables`.
KEPT: dict[str, str] = {
    "kept_events": "event_id:id customer_id:id ts:timestamp instant_us:integer touchpoint:text stage:text"
    " channel:text session_id:id order_id:id kept:boolean",
    "kept_sessions": "session:integer customer_id:id started_at:timestamp ended_at:timestamp day:date"
    " events:integer channel:text device:text country:text cart:boolean orders:integer revenue:money",
    "kept_orders": "order_id:id customer_id:id ordered_at:timestamp instant_us:integer day:date"
    " revenue:money net_revenue:money margin:money refund:money returned:boolean counted:boolean status:text"
    " channel:text carrier:text device:text country:text promised_at:timestamp delivered_at:timestamp"
    " place:integer",
    "kept_feedback": "feedback_id:id customer_id:id given_at:timestamp instant_us:integer day:date"
    " metric:text score:number scale_min:number scale_max:number top:boolean touchpoint:text stage:text"
    " channel:text device:text country:text order_id:id question:text comment:text orders_before:integer",
    "kept_tickets": "ticket_id:id customer_id:id opened_at:timestamp day:date first_reply_at:timestamp"
    " solved_at:timestamp topic:text channel:text handling_cost:money csat:number device:text country:text",
    "kept_promises": "promise_id:id pair:text order_id:id customer_id:id made_at:timestamp day:date"
    " promised_at:timestamp kept_at:timestamp promised:number actual:number ordered_at:timestamp channel:text"
    " device:text country:text returned:boolean refund:money revenue:money",
    "kept_journeys": "customer_id:id first_ts:timestamp last_ts:timestamp first_day:date events:integer"
    " channel:text device:text country:text orders:integer revenue:money",
    "kept_paths": "customer_id:id anchor_place:integer step:integer label:text instant_us:integer"
    " next_label:text next_instant_us:integer",
}


#: Written out of the customers' own attributes, so that a text can ask for any of them: one row is a customer
#: and one attribute with at most 50 different values. A warehouse has to offer it as well.
BESIDE: dict[str, str] = {"customer_traits": "customer_id:id trait:text choice:text"}
#: Kept by intake beside the canonical tables; it is there on this machine alone.
LOCAL: frozenset[str] = frozenset({"rejected"})
#: The same for columns: the file that a row came from, and whether an event came from a file or a table.
LOCAL_COLUMNS: dict[str, str] = {"file_no": "BIGINT", "origin": "VARCHAR"}


def columns(kept: str) -> dict[str, str]:
    """The columns of one relation and their SQL types.

    >>> columns("kept_paths")["step"]
    'BIGINT'
    """
    pairs = (word.split(":") for word in (KEPT | BESIDE)[kept].split())
    return {name: SQL_TYPES[kind] for name, kind in pairs}  # type: ignore[index]
