"""Snowplow's enriched events: the atomic table as CSV or TSV with its header, or as JSON."""

from typing import Any

from lib.intake.recognise import known, output, shares
from lib.intake.recognisers.actions import deep
from lib.model.mapping import Output, SetAside, SheetMapping
from lib.model.sheets import Sheet

EXPORTS = {
    "Snowplow enriched events (atomic table as CSV or TSV, JSON)": (
        "page views by their path, structured and self-describing events by their name, transactions;"
        " links from browser to user id; page pings and transaction lines are rejected"
    ),
}

CORE = ("event_id", "collector_tstamp", "event", "domain_userid")
COLUMNS = (
    *CORE, "app_id", "platform", "derived_tstamp", "dvce_created_tstamp", "user_id", "network_userid",
    "domain_sessionid", "domain_sessionidx", "name_tracker", "v_tracker", "v_collector", "v_etl", "page_url",
    "page_urlpath", "refr_source", "mkt_medium", "mkt_source", "mkt_campaign", "se_category", "se_action",
    "tr_orderid", "tr_total", "geo_country", "event_name", "useragent",
)  # fmt: skip
#: One of these shows that it is no other table with such columns.
OWN = ("etl_tstamp", "v_collector", "name_tracker", "domain_sessionid", "dvce_created_tstamp")
VIEWS, STRUCTURED, BOUGHT = ("page_view", "pv"), ("struct", "se"), ("transaction", "tr")
PINGS = SetAside(
    "event", ("page_ping", "pp"), "a page ping says that a page is still open: no step of a customer"
)
LINES = SetAside(
    "event", ("transaction_item", "ti"), "a line of a transaction, whose whole is an event already"
)
#: Self-describing events of e-commerce: their JSON has a column of its own.
ACTION = "unstruct_event_com_snowplowanalytics_snowplow_ecommerce_snowplow_ecommerce_action_1"
WHEN = ("derived_tstamp", "dvce_created_tstamp", "collector_tstamp")


def _events(name: Any, **rest: Any) -> Output:  # noqa: ANN401 (passed on to `output`)
    return output(
        "events",
        event_id="event_id",
        customer_id=("user_id", "domain_userid", "network_userid"),
        ts=WHEN,
        touchpoint=name,
        channel=("mkt_medium", "refr_medium"),
        session_id="domain_sessionid",
        device=("dvce_type", "platform"),
        country="geo_country",
        region=("geo_region_name", "geo_region"),
        campaign="mkt_campaign",
        source=("mkt_source", "refr_source"),
        **rest,
    )


OUTPUTS = (
    _events(("page_urlpath", "page_url", "page_title", "event"), only=("event", VIEWS)),
    _events(("se_action", "se_category", "event"), only=("event", STRUCTURED)),
    _events("event", only=("event", BOUGHT), order_id="tr_orderid", value=("tr_total_base", "tr_total")),
    _events(
        (*deep(ACTION, "type"), "event_name", "event"),
        unless=[("event", (*VIEWS, *STRUCTURED, *BOUGHT))],
        order_id=deep(ACTION, "transaction.transaction_id"),
        value=deep(ACTION, "transaction.revenue"),
    ),
    output("identities", anonymous_id="domain_userid", customer_id="user_id", linked_at=WHEN),
)


def recognise(sheet: Sheet) -> SheetMapping | None:
    """Known by an event of a browser that a collector took, beside what only Snowplow adds."""
    if shares(sheet, CORE) < 1 or not shares(sheet, OWN):
        return None
    asides = (PINGS, LINES)
    return known(sheet, "snowplow events", "Snowplow's enriched events", COLUMNS, OUTPUTS, asides=asides)
