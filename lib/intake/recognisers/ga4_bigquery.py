"""The export of Google Analytics 4 to BigQuery: one event a row, its parameters a list of keys and values."""

from typing import Any

from lib.intake.recognise import known, output, shares
from lib.model.mapping import Output, SheetMapping, Take
from lib.model.sheets import Sheet

EXPORTS = {
    "Google Analytics 4 in BigQuery (Parquet, NDJSON)": (
        "events and links from device to signed-in user; page views by their page, sessions per user,"
        " purchases with revenue and order id"
    ),
}

CORE = ("event_timestamp", "event_name", "event_params", "user_pseudo_id")
COLUMNS = (
    *CORE, "event_date", "event_previous_timestamp", "event_value_in_usd", "event_bundle_sequence_id",
    "event_server_timestamp_offset", "user_id", "user_properties", "user_first_touch_timestamp", "user_ltv",
    "device", "geo", "app_info", "traffic_source", "stream_id", "platform", "ecommerce", "items",
)  # fmt: skip

#: What tells events of one moment apart, in exports since 2024.
BATCH = ("batch_page_id", "batch_ordering_id", "batch_event_index")
PAGES = ("page_view", "screen_view")
PURCHASE = "purchase"
DOUBLES = "purchases of one transaction id are one order, however often they were sent"
FIRST = "where an event has no channel or source of its own, those of the user's first visit stand for it"


def param(key: str) -> Take:
    """The value of a parameter of the event."""
    return Take("", "event_params", path=f"$[key={key}]")


def inside(column: str, path: str) -> Take:
    """A member of a nested column."""
    return Take("", column, path=f"$.{path}")


LAST_CLICK = "session_traffic_source_last_click"
COLLECTED = "collected_traffic_source"


def _events(name: str | Take | tuple[str | Take, ...], **rest: Any) -> Output:
    """Events with the touchpoint `name`; ids of sessions count from each user's first, so both make one."""
    moment = Take("", "event_timestamp", format="epoch_us")
    return output(
        "events",
        event_id=(
            Take("", "user_pseudo_id", also=(*CORE[:2], *BATCH)),
            Take("", "user_pseudo_id", also=(*CORE[:2], "event_bundle_sequence_id")),
            Take("", "user_pseudo_id", also=CORE[:2]),
        ),
        customer_id=("user_id", "user_pseudo_id"),
        ts=moment,
        touchpoint=name,
        channel=(
            inside(LAST_CLICK, "cross_channel_campaign.default_channel_group"),
            inside(LAST_CLICK, "manual_campaign.medium"),
            inside(COLLECTED, "manual_medium"), param("medium"), inside("traffic_source", "medium"),
        ),
        session_id=Take("", "event_params", path="$[key=ga_session_id]", also=("user_pseudo_id",)),
        device=inside("device", "category"),
        country=inside("geo", "country"),
        region=inside("geo", "region"),
        campaign=(
            inside(LAST_CLICK, "manual_campaign.campaign_name"), inside(COLLECTED, "manual_campaign_name"),
            param("campaign"), inside("traffic_source", "name"),
        ),
        source=(
            inside(LAST_CLICK, "manual_campaign.source"), inside(COLLECTED, "manual_source"),
            param("source"), inside("traffic_source", "source"),
        ),
        **rest,
    )  # fmt: skip


OUTPUTS = (
    _events(
        (param("page_location"), param("firebase_screen"), param("firebase_screen_class"), "event_name"),
        only=("event_name", PAGES),
    ),
    _events(
        "event_name",
        only=("event_name", (PURCHASE,)),
        order_id=(inside("ecommerce", "transaction_id"), param("transaction_id")),
        value=(inside("ecommerce", "purchase_revenue"), param("value")),
    ),
    _events("event_name", unless=[("event_name", (*PAGES, PURCHASE))]),
    output(
        "identities",
        anonymous_id="user_pseudo_id",
        customer_id="user_id",
        linked_at=Take("", "event_timestamp", format="epoch_us"),
    ),
)


def recognise(sheet: Sheet) -> SheetMapping | None:
    """Known by its event, its time, its parameters and the device's id."""
    if shares(sheet, CORE) < 1:
        return None
    export = "the Google Analytics 4 export to BigQuery"
    return known(sheet, "ga4 bigquery events", export, COLUMNS, OUTPUTS, notes=(DOUBLES, FIRST))
