"""Help desks: Zendesk (views, its interface, tables of connectors), Freshdesk, HubSpot, Gorgias, Intercom."""

import re
from dataclasses import replace

from lib.intake.recognise import known, output, plain, shares
from lib.intake.recognisers.addresses import addresses
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
            "tickets", ticket_id="Id",
            customer_id=["Requester external id", "Requester email", "Requester id"],
            opened_at="Created at", first_reply_at="First reply at", solved_at=["Solved at", "Completed at"],
            topic=["Reason", "Ticket type", "Type", "Subject"], channel=["Via", "Channel"],
        ),
    ),
    "freshdesk tickets": (
        ("Ticket ID", "Created time"),
        output(
            "tickets", ticket_id="Ticket ID", customer_id=["Email", "Requester email", "Contact ID"],
            opened_at="Created time", first_reply_at=["Initial response time", "First responded at"],
            solved_at=["Resolved time", "Closed time"], topic=["Type", "Group"], channel="Source",
        ),
    ),
    "hubspot tickets": (
        ("Ticket ID", "Create date", "Pipeline", "Ticket status"),
        output(
            "tickets", ticket_id="Ticket ID", customer_id=["Associated Contact", "Associated Contact IDs"],
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
DURATIONS: dict[str, tuple[str, ...]] = {
    "first_reply_at": (
        "first_response_time", "first_reply_time", "response_time", "time_to_first_agent_reply",
    ),
    "solved_at": ("full_resolution_time", "resolution_time", "handling_time", "time_to_close"),
}  # fmt: skip
UNITS = {
    "hours": "hours_after",
    "hrs": "hours_after",
    "minutes": "minutes_after",
    "min": "minutes_after",
    "days": "days_after",
    "hh_mm_ss": "hours_after",
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
            return _page(sheet, known(sheet, name, f"{name} as exported", columns, [tickets]))
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


def _page(sheet: Sheet, found: SheetMapping) -> SheetMapping:
    """The tickets of a page's export with their links, their durations and what their customers said."""
    main, *others = found.outputs
    rated, said = _rating(sheet) if main.take("csat") is None else ([], [])
    main = replace(main, takes=(*main.takes, *rated))
    main, counted = _lasting(sheet, main)
    links = addresses(sheet, main)
    return replace(found, outputs=(main, *others, *links), notes=(*found.notes, *said, *counted))


def _rating(sheet: Sheet) -> tuple[list[Take], list[str]]:
    """A satisfaction in numbers is taken; good and bad are no numbers."""
    named = ("satisfaction_score", "satisfaction_rating", "csat", "survey_score")
    column = next((column for column in sheet.columns if plain(column) in named), None)
    if column is None:
        return [], []
    at = sheet.columns.index(column)
    cells = [row[at] for row in sheet.sample if row[at]]
    if cells and all(re.fullmatch(r"\s*\d+([.,]\d+)?\s*", cell or "") for cell in cells):
        return [Take("csat", column)], []
    return [], [f"{column!r} is in words (good or bad), which are no score on a scale: it is left out"]


def _lasting(sheet: Sheet, main: Output) -> tuple[Output, list[str]]:
    """Where a time is not there, how long it took; counted from when the case was opened."""
    named = {plain(column): column for column in reversed(sheet.columns)}
    opened = main.take("opened_at")
    spans = [
        Take(to, found[0], format=found[1])
        for to, words in DURATIONS.items()
        if main.take(to) is None and (found := _lasted(named, words))
    ]
    notes = [f"{take.column!r} was counted from {opened.column!r}" for take in spans if opened]
    return replace(main, takes=(*main.takes, *spans)), notes


def _with_durations(sheet: Sheet) -> SheetMapping | None:
    """Cases that say how long an answer took instead of when it came."""
    named = {plain(column): column for column in reversed(sheet.columns)}
    ticket = next((named[n] for n in ("ticket_id", "case_id", "ticket_number") if n in named), None)
    opened = next((named[n] for n in ("created_date", "created_at", "opened_at", "date") if n in named), None)
    lasted = [found[0] for words in DURATIONS.values() if (found := _lasted(named, words))]
    if ticket is None or opened is None or not lasted:
        return None
    made = output(
        "tickets",
        ticket_id=ticket,
        customer_id=["customer_id", "customer_email", "requester_email", "email"],
        opened_at=opened,
        first_reply_at=["first_reply_at", "first_response_at", "first_responded_at"],
        solved_at=["solved_at", "resolved_at", "closed_at"],
        topic=["ticket_type", "topic", "category", "type"],
        channel="channel",
        csat=["csat_score", "csat"],
    )
    columns = [ticket, opened, *lasted]
    return _page(sheet, known(sheet, "tickets with durations", "tickets with durations", columns, [made]))


def _lasted(named: dict[str, str], words: tuple[str, ...]) -> tuple[str, str] | None:
    """The column that says how long it took, with the format of its unit."""
    return next(
        (
            (named[name], way)
            for word in words
            for unit, way in UNITS.items()
            for name in (f"{word}_{unit}", f"{word}_in_{unit}")
            if name in named
        ),
        None,
    )
