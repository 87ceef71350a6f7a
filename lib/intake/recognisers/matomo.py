"""Matomo's visits with their actions, as JSON, XML or CSV with a group of columns for each action."""

import re
from dataclasses import replace
from typing import Any

from lib.intake.recognise import always, known, output, plain, shares
from lib.intake.unnest import widened
from lib.model.mapping import Output, SheetMapping, Take, Unnest
from lib.model.sheets import Sheet
from lib.model.stages import ORDER_PLACED

EXPORTS = {
    "Matomo visits (JSON, XML, CSV)": (
        "one event per action: pages by their path, events, downloads, searches, carts and orders; links from"
        " visitor to user id"
    ),
}

CORE = ("idVisit", "visitorId", "serverTimestamp")
COLUMNS = (
    *CORE, "idSite", "fingerprint", "userId", "visitIp", "lastActionTimestamp", "referrerType",
    "referrerName", "deviceType", "countryCode", "region", "visitDuration",
)  # fmt: skip
KEYS = (
    "type", "timestamp", "url", "pageTitle", "eventCategory", "eventAction", "siteSearchKeyword", "orderId",
    "revenue",
)  # fmt: skip
ACTIONS = "actionDetails"
#: Types of actions that have names or money of their own; all others are known by their type.
PAGE, EVENT, ORDER = "action", "event", "ecommerceOrder"
#: In CSV each action has columns of its own: `actionDetails_0_type`.
WIDE = re.compile(r"action_details_(\d+)_type")


def _actions(of: str, mark: str, name: Any, types: tuple[str, ...], **rest: Any) -> Output:  # noqa: ANN401
    """Events of one type of action; `mark` tells those of one second apart. Without `types` all others."""
    when = (f"{of}timestamp", f"{of}type")
    return output(
        "events",
        event_id=(Take("", "idVisit", also=(*when, f"{of}{mark}")), Take("", "idVisit", also=when)),
        customer_id=("userId", "visitorId"),
        ts=Take("", f"{of}timestamp", format="epoch_s"),
        touchpoint=name,
        channel="referrerType",
        session_id="idVisit",
        device="deviceType",
        country=("countryCode", "country"),
        region="region",
        campaign="campaignName",
        source=("campaignSource", "referrerName"),
        only=(f"{of}type", types) if types else None,
        unless=[] if types else [(f"{of}type", (PAGE, EVENT, ORDER, ""))],
        **rest,
    )


def _outputs(of: str) -> list[Output]:
    """What the actions whose columns begin with `of` become."""
    url, title, type_ = f"{of}url", f"{of}pageTitle", f"{of}type"
    order = {"order_id": f"{of}orderId", "value": f"{of}revenue"}
    return [
        _actions(of, "url", (url, title, type_), (PAGE,)),
        _actions(of, "eventAction", (f"{of}eventAction", f"{of}eventCategory", type_), (EVENT,)),
        _actions(of, "orderId", always(ORDER_PLACED), (ORDER,), **order),
        _actions(of, "url", type_, ()),
    ]


LINK = output(
    "identities",
    anonymous_id="visitorId",
    customer_id="userId",
    linked_at=Take("", "serverTimestamp", format="epoch_s"),
)


def recognise(sheet: Sheet) -> SheetMapping | None:
    """Known by a visit of a visitor with actions, in one list or in many columns."""
    if shares(sheet, CORE) < 1:
        return None
    names = {plain(column): column for column in sheet.columns}
    unnest = _lists(names)
    if unnest is None:
        return None
    wide = widened(sheet, unnest)
    found = known(wide, "matomo actions", "Matomo's visits", COLUMNS, [*_outputs(f"{unnest.column}."), LINK])
    return replace(found, unnest=unnest)


def _lists(names: dict[str, str]) -> Unnest | None:
    """Where the actions of a visit are: in one list, or in groups of columns."""
    if lists := names.get(plain(ACTIONS)):
        return Unnest(lists, KEYS)
    numbers = sorted(int(found[1]) for name in names if (found := WIDE.fullmatch(name)))
    groups = [tuple(names.get(plain(f"{ACTIONS}_{at}_{key}"), "") for key in KEYS) for at in numbers]
    return Unnest(ACTIONS, KEYS, tuple(groups)) if groups else None
