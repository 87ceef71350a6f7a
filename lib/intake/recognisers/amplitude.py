"""Amplitude's export of raw events, as JSON lines or as CSV with JSON in its cells."""

from typing import Any

from lib.intake.recognise import known, output, shares
from lib.intake.recognisers.actions import AMOUNTS, ORDER_IDS, PURCHASES, deep
from lib.model.mapping import Output, SheetMapping, Take
from lib.model.sheets import Sheet

EXPORTS = {
    "Amplitude raw events (JSON, CSV)": (
        "events, sessions per device, links from device to signed-in user; rows that only set properties"
        " become what is known of customers"
    ),
}

CORE = ("event_type", "event_time", "device_id", "event_properties", "amplitude_id")
COLUMNS = (
    *CORE, "user_id", "session_id", "user_properties", "insert_id", "uuid", "client_event_time",
    "server_upload_time", "platform", "country", "region", "device_type",
)  # fmt: skip
VIEWS = ("[Amplitude] Page Viewed", "page viewed", "page_view", "page view")
PROFILES = ("$identify", "$groupidentify")
REVENUE = ("revenue_amount", "[Amplitude] Revenue", "revenue", "verified_revenue", *PURCHASES)
PATHS = deep("event_properties", '"[Amplitude] Page Path"', '"[Amplitude] Page URL"', "path", "url")


def _events(name: Any, **rest: Any) -> Output:  # noqa: ANN401 (passed on to `output`)
    return output(
        "events",
        event_id=("$insert_id", "uuid"),
        customer_id=("user_id", "device_id", "amplitude_id"),
        ts=("event_time", "client_event_time"),
        touchpoint=name,
        channel=deep("user_properties", "utm_medium"),
        # a session is called by its time on the device, -1 outside of any
        session_id=Take("", "session_id", also=("device_id",), format="positive"),
        device=("device_type", "platform"),
        country="country",
        region="region",
        campaign=deep("user_properties", "utm_campaign"),
        source=deep("user_properties", "utm_source", "referring_domain"),
        **rest,
    )


BOUGHT: dict[str, Any] = {
    "order_id": deep("event_properties", *ORDER_IDS),
    "value": deep("event_properties", "$revenue", *AMOUNTS),
}
OUTPUTS = (
    _events("event_type", unless=[("event_type", (*VIEWS, *REVENUE, *PROFILES))]),
    _events("event_type", only=("event_type", REVENUE), **BOUGHT),
    _events((*PATHS, "event_type"), only=("event_type", VIEWS)),
    output("customers", only=("event_type", PROFILES), customer_id=("user_id", "device_id", "amplitude_id")),
    output("identities", anonymous_id="device_id", customer_id="user_id", linked_at="event_time"),
)


def recognise(sheet: Sheet) -> SheetMapping | None:
    """Known by Amplitude's own id beside the event, its time, its properties and the device."""
    if shares(sheet, CORE) < 1:
        return None
    return known(sheet, "amplitude events", "Amplitude's raw events", COLUMNS, OUTPUTS)
