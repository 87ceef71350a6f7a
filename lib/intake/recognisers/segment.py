"""Segment and what speaks like it: its calls as JSON lines, and its tables in a warehouse."""

from typing import Any

from lib.intake.recognise import known, output, plain, shares
from lib.intake.recognisers.actions import AMOUNTS, ORDER_IDS, PURCHASES, deep
from lib.model.mapping import Output, SetAside, SheetMapping, Take
from lib.model.sheets import Sheet

EXPORTS = {
    "Segment calls (JSON)": (
        "track, page and screen calls become events; identify and alias calls link devices, customers and"
        " e-mail addresses; group calls are rejected"
    ),
    "Segment tables of a warehouse (tracks, pages, screens, identifies, aliases, one per event)": (
        "events and links, as from the calls"
    ),
}

CALL = ("type", "messageId", "anonymousId", "timestamp", "context")
CALLS = (*CALL, "userId", "event", "properties", "traits", "receivedAt", "sentAt", "originalTimestamp")
TABLE = ("id", "received_at", "sent_at", "original_timestamp", "timestamp")
TABLES = (*TABLE, "anonymous_id", "user_id", "uuid_ts", "context_library_name")

GROUPS = SetAside("type", ("group",), "a group call says to which company somebody belongs: no action")
WHEN = ("timestamp", "original_timestamp", "sent_at", "received_at")


def _call(name: Any, **rest: Any) -> Output:  # noqa: ANN401 (passed on to `output`)
    return output(
        "events",
        event_id="messageId",
        customer_id=("userId", "anonymousId"),
        ts=WHEN,
        touchpoint=name,
        channel=deep("context", "campaign.medium"),
        device=deep("context", "device.type"),
        country=deep("context", "location.country"),
        campaign=deep("context", "campaign.name"),
        source=deep("context", "campaign.source", "referrer.domain"),
        **rest,
    )


def _link(one: str | Take, other: str = "userId", **rest: Any) -> Output:  # noqa: ANN401
    return output("identities", anonymous_id=one, customer_id=other, linked_at=WHEN, **rest)


PAGE = (
    *deep("properties", "path", "url"),
    *deep("context", "page.path", "page.url"),
    *deep("properties", "name"),
)
BOUGHT: dict[str, Any] = {
    "only": ("event", PURCHASES),
    "order_id": deep("properties", *ORDER_IDS),
    "value": deep("properties", *AMOUNTS),
}
PROFILE = output(
    "customers",
    only=("type", ("identify",)),
    customer_id=("userId", "anonymousId"),
    first_seen_at=deep("traits", "createdAt", "created_at", format_="iso|epoch_s|epoch_ms"),
    country=deep("traits", "address.country", "country"),
)
CALL_OUTPUTS = (
    _call("event", only=("type", ("track",)), unless=[("event", PURCHASES)]),
    _call("event", **BOUGHT),
    _call(PAGE, only=("type", ("page",))),
    _call(("name", *deep("properties", "name")), only=("type", ("screen",))),
    PROFILE,
    _link("previousId", only=("type", ("alias",))),
    _link("anonymousId"),
    _link(Take("", "traits", path="$.email", format="email")),
    _link(Take("", "context", path="$.traits.email", format="email")),
)  # fmt: skip


def _row(name: Any, **rest: Any) -> Output:  # noqa: ANN401
    return output(
        "events",
        event_id="id",
        customer_id=("user_id", "anonymous_id"),
        ts=WHEN,
        touchpoint=name,
        channel="context_campaign_medium",
        device="context_device_type",
        country="context_location_country",
        campaign="context_campaign_name",
        source="context_campaign_source",
        **rest,
    )


LINKS = (
    _link("anonymous_id", "user_id"),
    _link("email", "user_id"),
    _link("context_traits_email", "user_id"),
)
#: Name of the table -> columns that tell it, of which one is enough, and what it becomes.
OF_TABLE: dict[str, tuple[tuple[str, ...], tuple[Output, ...]]] = {
    "events": (
        ("event", "event_text"),
        (
            _row(("event_text", "event"), unless=[("event", PURCHASES)]),
            _row(("event_text", "event"), only=("event", PURCHASES), order_id=ORDER_IDS, value=AMOUNTS),
            *LINKS,
        ),
    ),
    "aliases": (("previous_id",), (_link("previous_id", "user_id"),)),
    "pages": (
        ("path", "url", "context_page_path"),
        (_row(("path", "url", "context_page_path", "name")), *LINKS),
    ),
    "screens": (("name", "context_app_name"), (_row("name"), *LINKS)),
    "identifies": (("anonymous_id", "user_id"), LINKS),
}


def recognise(sheet: Sheet) -> SheetMapping | None:
    """Calls by their type, message and context; tables by the four times that each of their rows has."""
    if shares(sheet, CALL) == 1:
        return known(sheet, "segment calls", "Segment's calls", CALLS, CALL_OUTPUTS, asides=[GROUPS])
    names = {plain(column) for column in sheet.columns}
    if shares(sheet, TABLE) < 1 or not names & {"user_id", "anonymous_id"}:
        return None
    for name, (tells, outputs) in OF_TABLE.items():
        if names & set(tells):
            return known(sheet, f"segment {name}", f"Segment's table of {name}", TABLES, outputs)
    return None
