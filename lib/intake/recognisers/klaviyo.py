"""Klaviyo: events and profiles of its interface, its lists, and its tables as connectors copy them."""

from lib.intake.recognise import YES, always, known, output, plain, shares
from lib.model.mapping import Output, SetAside, SheetMapping, Take
from lib.model.sheets import Sheet

EXPORTS = {
    "Klaviyo events and profiles": (
        "events by what happened; profiles as customers, with the link from the e-mail address;"
        " campaigns, flows and metrics are set aside with the reason"
    ),
}

EVENTS = (
    "id", "person_id", "campaign_id", "flow_id", "uuid", "datetime", "timestamp", "metric_id", "type",
    "property_value",
)  # fmt: skip
PERSONS = (
    "id", "created", "updated", "email", "phone_number", "first_name", "last_name", "timezone", "region",
    "country",
)  # fmt: skip
PROFILES = (
    "Email", "Klaviyo ID", "First Name", "Last Name", "Phone Number", "City", "State / Region", "Country",
    "Source", "Email Marketing Consent", "Email Marketing Consent Timestamp", "First Active", "Last Active",
    "Profile Created On", "Date Added", "Last Open", "Last Click",
)  # fmt: skip
INTERFACE = ("type", "id", "attributes", "relationships")
SURE_EVENTS = ("id", "person_id", "datetime", "metric_id", "type")
SURE_PERSONS = ("id", "created", "updated", "email", "timezone", "last_event_date")
SURE_PROFILES = ("Email", "Email Marketing Consent", "Date Added")
EXPORTED = ("Metric", "Timestamp", "Profile ID")
ORDERED = ("placed order",)
GONE = SetAside("_fivetran_deleted", YES, "deleted in Klaviyo")
#: What the other tables are about.
SIDE: dict[str, tuple[str, ...]] = {
    "campaigns": ("id", "campaign_type", "subject", "send_time"),
    "flows": ("id", "trigger_type", "customer_filter"),
    "metrics": ("id", "integration_id", "integration_name"),
}


def recognise(sheet: Sheet) -> SheetMapping | None:
    """By the columns that tell each; properties are known in both of their spellings."""
    if shares(sheet, SURE_EVENTS) == 1:
        table = "Klaviyo's table of events"
        return known(sheet, "klaviyo events", table, EVENTS, _events(sheet), asides=[GONE])
    if shares(sheet, SURE_PERSONS) == 1:
        table = "Klaviyo's table of persons"
        return known(sheet, "klaviyo persons", table, PERSONS, [PERSON, LINK], asides=[GONE])
    if shares(sheet, SURE_PROFILES) == 1:
        return known(sheet, "klaviyo profiles", "Klaviyo's list of profiles", PROFILES, [PROFILE, NAMED])
    if shares(sheet, EXPORTED) == 1:
        return known(sheet, "klaviyo events", "Klaviyo's events export", EXPORTED, [EXPORT, EXPORT_LINK])
    if shares(sheet, INTERFACE) == 1 and _first(sheet, "type") == "event":
        return known(sheet, "klaviyo events", "Klaviyo's event objects", INTERFACE, [OBJECT])
    return _side(sheet)


def _first(sheet: Sheet, name: str) -> str | None:
    at = next(i for i, column in enumerate(sheet.columns) if plain(column) == name)
    return sheet.sample[0][at] if sheet.sample else None


def _side(sheet: Sheet) -> SheetMapping | None:
    for about, columns in SIDE.items():
        if shares(sheet, columns) == 1:
            reason = "no row says what a customer did and when, so it is set aside"
            return known(sheet, f"klaviyo {about}", f"Klaviyo's table of {about}", columns, reason=reason)
    return None


def _events(sheet: Sheet) -> list[Output]:
    """A placed order carries its value and the shop's own number; of others both mean something else."""
    have = {plain(column) for column in sheet.columns}
    value, number = (
        next((one for one in (f"property_{name}", f"property{name.replace('_', '')}") if one in have), None)
        for name in ("value", "event_id")
    )
    ordered = _event(only=("type", ORDERED), order_id=number, value=value)
    other = _event(unless=("type", ORDERED))
    return [ordered, other]


def _event(
    *,
    only: tuple[str, tuple[str, ...]] | None = None,
    unless: tuple[str, tuple[str, ...]] | None = None,
    order_id: str | None = None,
    value: str | None = None,
) -> Output:
    return output(
        "events",
        only=only,
        unless=[unless] if unless else [],
        event_id="id",
        customer_id="person_id",
        ts=("datetime", "timestamp"),
        touchpoint="type",
        channel=always("email"),
        order_id=order_id,
        value=value,
        campaign=("property_campaign_name", "propertycampaignname", "campaign_id"),
    )


PERSON = output(
    "customers",
    customer_id="id",
    first_seen_at="created",
    country="country",
    region="region",
    consent_email=("custom_consent", "custom_accepts_marketing"),
    source=("custom_source",),
)
LINK = output("identities", anonymous_id="email", customer_id="id", linked_at="created")
PROFILE = output(
    "customers",
    customer_id=("Klaviyo ID", "Email"),
    first_seen_at=("Profile Created On", "Date Added"),
    country="Country",
    region="State / Region",
    consent_email="Email Marketing Consent",
    source="Source",
)
NAMED = output(
    "identities",
    anonymous_id="Email",
    customer_id="Klaviyo ID",
    linked_at=("Profile Created On", "Date Added"),
)
EXPORT = output(
    "events",
    event_id=("Event ID", "ID"),
    customer_id=("Profile ID", "Email"),
    ts="Timestamp",
    touchpoint="Metric",
    channel=always("email"),
    campaign=("Campaign Name", "Campaign"),
)
EXPORT_LINK = output("identities", anonymous_id="Email", customer_id="Profile ID", linked_at="Timestamp")
OBJECT = output(
    "events",
    event_id="id",
    customer_id=Take("", "relationships", path="$.profile.data.id"),
    ts=Take("", "attributes", path="$.datetime", format="iso"),
    touchpoint=(
        Take("", "attributes", path="$.metric.name"),
        Take("", "relationships", path="$.metric.data.id"),
    ),
    channel=always("email"),
)
