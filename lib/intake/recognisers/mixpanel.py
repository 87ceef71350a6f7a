"""Mixpanel's raw export: one event a line, everything else in its properties."""

from typing import Any

from lib.intake.recognise import known, output, plain
from lib.intake.recognisers.actions import AMOUNTS, ORDER_IDS, PURCHASES, deep
from lib.model.mapping import Output, SetAside, SheetMapping
from lib.model.sheets import Sheet

EXPORTS = {
    "Mixpanel raw export (JSON lines)": (
        "events; ids of devices and people are linked where they meet, and by `$identify`, `$merge` and"
        " `$create_alias`"
    ),
}

COLUMNS = ("event", "properties")
#: A property that every event has, and of which one is Mixpanel's own.
ALWAYS = ("time", "distinct_id")
OWN = ("$insert_id", "mp_lib", "mp_country_code", "$mp_api_endpoint", "mp_processing_time_ms", "$device_id")
VIEWS = ("$mp_web_page_view", "$mp_page_view", "$pageview", "page view", "page viewed", "viewed page")
SAME = ("$identify", "$merge", "$create_alias")
CHARGED = ("$charge", *PURCHASES)
WHEN = deep("properties", "time", format_="epoch_s|epoch_ms")
NOISE = SetAside(
    "event", ("$web_event", "$mp_rageclick", "$mp_dead_click"), "a click that was recorded by itself"
)


def _events(name: Any, **rest: Any) -> Output:  # noqa: ANN401 (passed on to `output`)
    return output(
        "events",
        event_id=deep("properties", "$insert_id"),
        customer_id=deep("properties", "$user_id", "$device_id", "distinct_id"),
        ts=WHEN,
        touchpoint=name,
        channel=deep("properties", "utm_medium"),
        device=deep("properties", "$device_type", "$device", "$os"),
        country=deep("properties", "$country_code", "mp_country_code"),
        region=deep("properties", "$region"),
        campaign=deep("properties", "utm_campaign"),
        source=deep("properties", "utm_source", "$initial_referring_domain", "$referring_domain"),
        **rest,
    )


def _link(one: tuple[str, ...], other: tuple[str, ...], **rest: Any) -> Output:  # noqa: ANN401
    return output(
        "identities",
        anonymous_id=deep("properties", *one),
        customer_id=deep("properties", *other),
        linked_at=WHEN,
        **rest,
    )


OUTPUTS = (
    _events("event", unless=[("event", (*VIEWS, *CHARGED, *SAME))]),
    _events(
        "event",
        only=("event", CHARGED),
        order_id=deep("properties", *ORDER_IDS),
        value=deep("properties", *AMOUNTS),
    ),
    _events(
        (*deep("properties", "current_url_path", "$current_url", "page"), "event"), only=("event", VIEWS)
    ),
    _link(("$anon_id", "$anon_distinct_id"), ("$identified_id", "$user_id"), only=("event", ("$identify",))),
    _link(("$distinct_ids[0]",), ("$distinct_ids[1]",), only=("event", ("$merge",))),
    _link(("distinct_id",), ("alias",), only=("event", ("$create_alias",))),
    _link(("$device_id",), ("$user_id",)),
)


def recognise(sheet: Sheet) -> SheetMapping | None:
    """An event with properties alone, in which Mixpanel's own are found."""
    if {plain(column) for column in sheet.columns} != set(COLUMNS):
        return None
    at = [plain(column) for column in sheet.columns].index("properties")
    text = " ".join(row[at] or "" for row in sheet.sample)
    found = [key for key in (*ALWAYS, *OWN) if f'"{key}"' in text]
    if not set(ALWAYS) <= set(found) or len(found) == len(ALWAYS):
        return None
    reason = f"its properties have {', '.join(found)}"
    export = "Mixpanel's raw export"
    return known(sheet, "mixpanel events", export, COLUMNS, OUTPUTS, reason=reason, asides=[NOISE])
