"""Help desks: Zendesk (views, its interface, tables of connectors), Freshdesk, HubSpot, Gorgias, Intercom."""

from dataclasses import replace

from lib.intake.recognise import known, output, plain, shares
from lib.model.mapping import Output, SetAside, SheetMapping, Take
from lib.model.sheets import Sheet

EXPORTS = {
    "Zendesk tickets (views, JSON, connector tables)": "tickets; people with their addresses as links",
    "Freshdesk, HubSpot, Gorgias and Intercom tickets": "tickets, known by requester or e-mail",
    "tickets with durations (`First_Response_Time_Hours`)": "tickets; durations become times",
}
DELETED = SetAside("status", ("deleted",), "the ticket was deleted in the help desk")
NOBODY_DID = "settings or notes of the help desk; no case of its own, so it is set aside"
CONNECTOR = ("id", "requester_id", "submitter_id", "assignee_id", "created_at", "via_channel", "status")
JSON = ("id", "requester_id", "submitter_id", "created_at", "via", "satisfaction_rating", "status")
USERS = ("id", "email", "role", "ticket_restriction", "only_private_comments")
#: Exports of pages: name, columns that tell it, and its tickets.
PAGES: dict[str, tuple[tuple[str, ...], Output]] = {
    "zendesk tickets": (
        ("Id", "Requester", "Requester email", "Created at"),
        output(
            "tickets", ticket_id="Id", customer_id=["Requester email", "Requester id"],
            opened_at="Created at",
            first_reply_at="First reply at", solved_at=["Solved at", "Completed at"],
            topic=["Reason", "Ticket type", "Type", "Subject"], channel=["Via", "Channel"],
        ),
    ),
    "freshdesk tickets": (
        ("Ticket ID", "Created time", "Resolved time"),
        output(
            "tickets", ticket_id="Ticket ID", customer_id=["Contact ID", "Email", "Requester email"],
            opened_at="Created time", first_reply_at=["Initial response time", "First responded at"],
            solved_at=["Resolved time", "Closed time"], topic=["Type", "Group"], channel="Source",
        ),
    ),
    "hubspot tickets": (
        ("Ticket ID", "Create date", "Pipeline", "Ticket status"),
        output(
            "tickets", ticket_id="Ticket ID", customer_id=["Associated Contact IDs", "Associated Contact"],
            opened_at="Create date", first_reply_at="First agent response date", solved_at="Close date",
            topic="Category", channel="Source",
        ),
    ),
    "gorgias tickets": (
        ("Ticket id", "Creation date", "Closed date"),
        output(
            "tickets", ticket_id="Ticket id", customer_id=["Customer email", "Customer id"],
            opened_at="Creation date", first_reply_at="First response date", solved_at="Closed date",
            topic=["Contact reason", "Tags"], channel=["Channel", "Initial channel"],
        ),
    ),
    "intercom conversations": (
        ("Conversation ID", "Conversation started at (UTC)"),
        output(
            "tickets", ticket_id="Conversation ID", customer_id=["User ID", "User email"],
            opened_at="Conversation started at (UTC)", first_reply_at="First teammate reply at (UTC)",
            solved_at=["First closed at (UTC)", "Last closed at (UTC)"], topic="Conversation tags",
            channel="Channel",
        ),
    ),
}  # fmt: skip
#: Tables that stand beside the tickets of a connector, by columns that tell them.
ASIDE = (
    ("ticket_id", "sla_policy_id"), ("sla_policy_id", "target"), ("tag", "ticket_id"), ("tag", "user_id"),
    ("tag", "organization_id"), ("field_name", "ticket_id", "value"), ("ticket_id", "body", "public"),
    ("chat_id", "ticket_id"), ("chat_id", "chat_index"), ("schedule_id", "ticket_id"),
    ("time_zone", "standard_offset"),
    ("daylight_offset", "year"), ("domain_name", "organization_id"), ("brand_url", "help_center_state"),
    ("shared_tickets", "shared_comments"), ("end_user_visible", "display_name"),
    ("action", "actor_id", "source_label"),
    ("schedule_id", "start_date", "end_date"), ("start_time_utc", "end_time_utc"),
    ("id", "_fivetran_deleted", "created_at", "name", "updated_at", "url"),
)  # fmt: skip
DURATIONS = {
    "first_reply_at": ("first_response_time", "first_reply_time", "response_time"),
    "solved_at": ("resolution_time", "full_resolution_time", "handling_time"),
}
UNITS = {
    "hours": "hours_after",
    "hrs": "hours_after",
    "minutes": "minutes_after",
    "min": "minutes_after",
    "days": "days_after",
}


def recognise(sheet: Sheet) -> SheetMapping | None:
    """Cases, the people of a connector, or a table beside them."""
    if shares(sheet, CONNECTOR) == 1:
        return known(
            sheet, "zendesk tickets", "the Zendesk ticket table", CONNECTOR, [_table()], asides=[DELETED]
        )
    if shares(sheet, JSON) == 1:
        return known(sheet, "zendesk tickets", "Zendesk's tickets as JSON", JSON, [_json()], asides=[DELETED])
    if shares(sheet, USERS) == 1:
        return known(sheet, "zendesk users", "the Zendesk user table", USERS, _people())
    for name, (columns, tickets) in PAGES.items():
        if shares(sheet, columns) == 1:
            return known(sheet, name, f"{name} as exported", columns, [tickets], notes=_ratings(sheet))
    for columns in ASIDE:
        if "_fivetran_synced" in sheet.columns and shares(sheet, columns) == 1:
            return known(sheet, "a table beside tickets", "a help desk's table", columns, reason=NOBODY_DID)
    return _with_durations(sheet)


def _table() -> Output:
    return output(
        "tickets",
        ticket_id="id",
        customer_id="requester_id",
        opened_at="created_at",
        topic=["type", "subject"],
        channel="via_channel",
    )


def _json() -> Output:
    return output(
        "tickets",
        ticket_id="id",
        customer_id="requester_id",
        opened_at="created_at",
        topic=["type", "subject"],
        channel=Take("", "via", path="$.channel"),
    )


def _people() -> list[Output]:
    """Agents are no customers; an address stands behind an id."""
    ends = ("role", ("end-user",))
    people = output("customers", customer_id="id", first_seen_at="created_at")
    links = output("identities", anonymous_id="email", customer_id="id", linked_at="created_at", only=ends)
    return [people, links]


def _ratings(sheet: Sheet) -> list[str]:
    """Zendesk's good and bad are no numbers."""
    named = [
        column for column in sheet.columns if plain(column) in ("satisfaction_score", "satisfaction_rating")
    ]
    if not named:
        return []
    return [f"{named[0]!r} says good or bad, which is no score on a scale: it is left out"]


def _with_durations(sheet: Sheet) -> SheetMapping | None:
    """Cases that say how long an answer took instead of when it came."""
    named = {plain(column): column for column in reversed(sheet.columns)}
    ticket = next((named[n] for n in ("ticket_id", "case_id", "ticket_number") if n in named), None)
    opened = next((named[n] for n in ("created_date", "created_at", "opened_at", "date") if n in named), None)
    lasted = {to: found for to, words in DURATIONS.items() if (found := _lasted(named, words))}
    if ticket is None or opened is None or not lasted:
        return None
    made = output(
        "tickets",
        ticket_id=ticket,
        customer_id=["customer_id", "customer_email", "requester_email", "email"],
        opened_at=opened,
        topic=["ticket_type", "topic", "category", "type"],
        channel="channel",
        csat=["csat_score", "csat"],
    )
    spans = tuple(Take(to, column, format=way) for to, (column, way) in lasted.items())
    made = replace(made, takes=(*made.takes, *spans))
    columns = [ticket, opened, *(column for column, _ in lasted.values())]
    notes = [f"{column!r} was counted from {opened!r}" for column, _ in lasted.values()]
    return known(sheet, "tickets with durations", "tickets with durations", columns, [made], notes=notes)


def _lasted(named: dict[str, str], words: tuple[str, ...]) -> tuple[str, str] | None:
    return next(
        (
            (named[f"{word}_{unit}"], way)
            for word in words
            for unit, way in UNITS.items()
            if f"{word}_{unit}" in named
        ),
        None,
    )
