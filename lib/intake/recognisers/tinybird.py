"""The web analytics log of Tinybird's starter kit: pages in JSON inside a cell, sessions for visitors."""

from dataclasses import replace

from lib.intake.recognise import always, known, output, shares
from lib.model.mapping import SheetMapping, Take
from lib.model.sheets import Sheet

EXPORTS = {
    "Tinybird web analytics": "events, the page from the JSON payload",
}

COLUMNS = ("timestamp", "session_id", "action", "version", "payload")


def recognise(sheet: Sheet) -> SheetMapping | None:
    """A page hit is a touchpoint by its path; web vitals stay apart as what they are."""
    if shares(sheet, COLUMNS) < 1:
        return None
    seen = output(
        "events",
        customer_id="session_id",
        ts="timestamp",
        touchpoint=Take("", "payload", path="$.pathname"),
        channel=always("web"),
        session_id="session_id",
        country=Take("", "payload", path="$.location.country"),
        source=Take("", "payload", path="$.referrer"),
    )
    measured = output(
        "events",
        customer_id="session_id",
        ts="timestamp",
        touchpoint="action",
        channel=always("web"),
        session_id="session_id",
    )
    hits = replace(seen, only=("action", ("page_hit",)))
    vitals = replace(measured, only=("action", ("web_vital",)))
    found = known(sheet, "tinybird web events", "the Tinybird web analytics log", COLUMNS, [hits, vitals])
    note = "sessions stand for customers: the log knows nobody across sessions"
    return replace(found, notes=(note,))
