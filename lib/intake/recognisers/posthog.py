"""PostHog's events: as a batch export or as CSV, with their properties as JSON."""

from typing import Any

from lib.intake.recognise import known, output, plain
from lib.intake.recognisers.actions import AMOUNTS, ORDER_IDS, PURCHASES, deep
from lib.model.mapping import Output, SetAside, SheetMapping
from lib.model.sheets import Sheet

EXPORTS = {
    "PostHog events (CSV, JSON, Parquet)": (
        "events, page views by their page; `$identify` and `$create_alias` link ids, calls of feature flags"
        " become assignments to a test arm; clicks recorded by themselves are rejected"
    ),
}

CORE = ("event", "distinct_id", "properties", "timestamp")
COLUMNS = (*CORE, "uuid", "created_at", "elements_chain", "person_id")
#: One of these makes it PostHog's.
OWN = ("uuid", "elements_chain", "elements", "person_id", "team_id")
VIEWS = ("$pageview", "$screen")
SAME = ("$identify", "$create_alias", "$merge_dangerously")
PROFILES = ("$set", "$groupidentify")
FLAG = "$feature_flag_called"
CLICKS = SetAside(
    "event",
    ("$autocapture", "$rageclick", "$dead_click", "$web_vitals", "$pageleave", "$heatmap", "$exception"),
    "recorded by itself: no step that a customer chose",
)


def _events(name: Any, **rest: Any) -> Output:  # noqa: ANN401 (passed on to `output`)
    return output(
        "events",
        event_id="uuid",
        customer_id="distinct_id",
        ts="timestamp",
        touchpoint=name,
        channel=deep("properties", "utm_medium"),
        session_id=deep("properties", "$session_id"),
        device=deep("properties", "$device_type"),
        country=deep("properties", "$geoip_country_code", "$geoip_country_name"),
        region=deep("properties", "$geoip_subdivision_1_name"),
        campaign=deep("properties", "utm_campaign"),
        source=deep("properties", "utm_source", "$referring_domain"),
        **rest,
    )


def _link(*keys: str, **rest: Any) -> Output:  # noqa: ANN401
    anonymous = deep("properties", *keys)
    return output(
        "identities", anonymous_id=anonymous, customer_id="distinct_id", linked_at="timestamp", **rest
    )


OUTPUTS = (
    _events("event", unless=[("event", (*VIEWS, *PURCHASES, *SAME, *PROFILES, FLAG))]),
    _events(
        "event",
        only=("event", PURCHASES),
        order_id=deep("properties", *ORDER_IDS),
        value=deep("properties", *AMOUNTS),
    ),
    _events(
        (*deep("properties", "$pathname", "$current_url", "$screen_name"), "event"), only=("event", VIEWS)
    ),
    _link("$anon_distinct_id", "alias", only=("event", SAME)),
    output("customers", only=("event", PROFILES), customer_id="distinct_id"),
    output(
        "assignments",
        only=("event", (FLAG,)),
        experiment=deep("properties", "$feature_flag"),
        customer_id="distinct_id",
        variant=deep("properties", "$feature_flag_response"),
        assigned_at="timestamp",
    ),
)


def recognise(sheet: Sheet) -> SheetMapping | None:
    """Known by an event of a distinct id with its properties, beside what only PostHog adds."""
    names = {plain(column) for column in sheet.columns}
    if not set(CORE) <= names or not names & set(OWN):
        return None
    return known(sheet, "posthog events", "PostHog's events", COLUMNS, OUTPUTS, asides=[CLICKS])
