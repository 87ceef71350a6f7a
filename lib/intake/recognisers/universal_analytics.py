"""Universal Analytics sessions as its BigQuery export and its public sample have them: one row a session."""

from dataclasses import replace
from typing import Any

from lib.intake.recognise import always, known, output, plain, shares
from lib.intake.unnest import widened
from lib.model.mapping import Output, SetAside, SheetMapping, Take, Unnest
from lib.model.sheets import Sheet
from lib.model.stages import ORDER_PLACED

EXPORTS = {
    "Universal Analytics sessions in BigQuery (Parquet, NDJSON)": (
        "one event per hit, timed from the start of its session; transactions with revenue and order id"
    ),
}

CORE = ("fullVisitorId", "visitId", "visitStartTime", "hits")
COLUMNS = (
    *CORE, "visitNumber", "date", "totals", "trafficSource", "device", "geoNetwork", "customDimensions",
    "channelGrouping", "socialEngagementType",
)  # fmt: skip
KEYS = (
    "hitNumber", "time", "type", "page.pagePath", "appInfo.screenName", "eventInfo.eventCategory",
    "eventInfo.eventAction", "eCommerceAction.action_type", "transaction.transactionId",
    "transaction.transactionRevenue",
)  # fmt: skip
#: What the numbers of enhanced e-commerce mean. A list that is looked at (0) is known by its page.
ACTIONS = {
    "1": "product clicked", "2": "product page", "3": "cart", "4": "cart item removed", "5": "checkout",
    "6": ORDER_PLACED, "7": "refund", "8": "checkout",
}  # fmt: skip
ACTION = "hits.eCommerceAction.action_type"
BESIDE = SetAside(
    "hits.type",
    ("ITEM", "TIMING", "EXCEPTION", "SOCIAL"),
    "a hit that is no step of a customer (item, timing)",
)


def _hits(name: Any, **rest: Any) -> Output:  # noqa: ANN401 (passed on to `output`)
    return output(
        "events",
        event_id=Take("", "fullVisitorId", also=("visitId", "hits.hitNumber")),
        customer_id=("userId", "fullVisitorId"),
        ts=Take("", "hits.time", also=("visitStartTime",), format="ms_since"),
        touchpoint=name,
        channel=("channelGrouping", Take("", "trafficSource", path="$.medium")),
        session_id=Take("", "fullVisitorId", also=("visitId",)),
        device=Take("", "device", path="$.deviceCategory"),
        country=Take("", "geoNetwork", path="$.country"),
        region=Take("", "geoNetwork", path="$.region"),
        campaign=Take("", "trafficSource", path="$.campaign"),
        source=Take("", "trafficSource", path="$.source"),
        **rest,
    )


ORDER: dict[str, Any] = {
    "order_id": "hits.transaction.transactionId",
    "value": Take("", "hits.transaction.transactionRevenue", format="micros"),
}
PAGE = ("hits.page.pagePath", "hits.appInfo.screenName", "hits.type")
EVENT = ("hits.eventInfo.eventAction", *PAGE)
BY_TYPE = ("EVENT", "TRANSACTION")
ACTED = (ACTION, tuple(ACTIONS))

#: Hits by their e-commerce action where they have one, else by what was done or seen.
OUTPUTS = (
    _hits(PAGE, unless=[ACTED, ("hits.type", BY_TYPE)]),
    _hits(EVENT, only=("hits.type", ("EVENT",)), unless=[ACTED]),
    _hits(always(ORDER_PLACED), only=("hits.type", ("TRANSACTION",)), unless=[ACTED], **ORDER),
    _hits(always(ORDER_PLACED), only=(ACTION, ("6",)), **ORDER),
    *(_hits(always(name), only=(ACTION, (number,))) for number, name in ACTIONS.items() if number != "6"),
    output(
        "identities",
        anonymous_id="fullVisitorId",
        customer_id="userId",
        linked_at=Take("", "visitStartTime", format="epoch_s"),
    ),
)


def recognise(sheet: Sheet) -> SheetMapping | None:
    """Known by a visitor's visits that hold hits."""
    if shares(sheet, CORE) < 1:
        return None
    hits = {plain(column): column for column in sheet.columns}["hits"]
    unnest = Unnest(hits, KEYS)
    wide = widened(sheet, unnest)
    export = "Universal Analytics sessions in BigQuery"
    found = known(wide, "universal analytics hits", export, COLUMNS, OUTPUTS, asides=[BESIDE])
    return replace(found, unnest=unnest)
