"""Iterable's data exports (one kind of event a file, told by the file's name) and its events with a type."""

from pathlib import Path

from lib.intake.recognise import always, known, output, plain, shares
from lib.model.mapping import Output, SheetMapping, Take
from lib.model.sheets import Sheet

EXPORTS = {
    "Iterable events": "events by their type (a column, or the file's name: emailOpen.csv); e-mail links",
}

COLUMNS = ("email", "userId", "createdAt", "campaignId", "templateId", "messageId", "eventName")
#: Types of its events -> what happened, in the words of the dictionary of touchpoints.
TYPES = {
    "emailSend": "received email",
    "emailOpen": "opened email",
    "emailClick": "email click",
    "emailBounce": "email bounced",
    "emailComplaint": "email complaint",
    "emailSubscribe": "newsletter signup",
    "emailUnSubscribe": "newsletter signoff",
    "pushSend": "push received",
    "pushOpen": "push opened",
    "smsSend": "sms received",
    "smsClick": "sms clicked",
    "inAppOpen": "in-app message opened",
    "inAppClick": "in-app message clicked",
    "purchase": "purchase",
}
TYPE = ("eventName", "eventType", "event_name", "event_type", "dataType")
CHANNELS = ("email", "push", "sms")


def recognise(sheet: Sheet) -> SheetMapping | None:
    """Who, when, and the message or campaign; the type from a column or the name of the file."""
    have = {plain(column) for column in sheet.columns}
    if shares(sheet, ("createdAt",)) < 1 or not have & {"email", "user_id"}:
        return None
    column = next((name for name in TYPE if plain(name) in have), None)
    named = _named_by(sheet)
    if not have & {"message_id", "campaign_id", "shopping_cart_items", "template_id"} or not (
        column or named
    ):
        return None
    outputs = [_event("", named)] if named and not column else _by_type(str(column))
    link = output("identities", anonymous_id="email", customer_id="userId", linked_at="createdAt")
    said = "the type is that of the file's name" if named and not column else ""
    return known(sheet, "iterable events", "Iterable's events", COLUMNS, [*outputs, link], reason=said)


def _named_by(sheet: Sheet) -> str | None:
    """The type in the name of the file, the longest that fits."""
    name = plain(Path(sheet.name).stem).replace("_", "")
    fits = [one for one in TYPES if one.lower() in name]
    return max(fits, key=len) if fits else None


def _by_type(column: str) -> list[Output]:
    known_types = [_event(column, name) for name in TYPES]
    return [*known_types, _event(column, None)]


def _event(column: str, type_: str | None) -> Output:
    """Events of one type; without a type, of all that are not known, under their own names."""
    bought = type_ == "purchase"
    return output(
        "events",
        only=(column, (type_,)) if column and type_ else None,
        unless=[(column, tuple(TYPES))] if type_ is None else [],
        event_id="messageId" if type_ == "emailSend" else ("eventId", "id"),
        customer_id=("userId", "email"),
        ts="createdAt",
        touchpoint=always(TYPES[type_]) if type_ else column,
        channel=_channel(type_),
        campaign=("campaignName", "campaignId"),
        order_id=("purchaseId", "orderId") if bought else None,
        value=("total", "value") if bought else None,
    )


def _channel(type_: str | None) -> Take | None:
    found = next((one for one in CHANNELS if (type_ or "").startswith(one)), None)
    return always(found) if found else None
