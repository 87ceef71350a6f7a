"""Klaviyo: events of people in both spellings of their properties, profiles with their address as a link."""

import json

import pytest

from lib.intake.importing import import_files
from tests.shops import ask, files_of, imported, one
from tests.test_recognise import of

EVENTS = """
    id,person_id,campaign_id,uuid,datetime,_fivetran_deleted,metric_id,type,{value},{number},{campaign}
    e1,P1,C1,u1,2026-03-01 10:00:00,false,m1,Received Email,15,C1:1,Spring
    e2,P1,,u2,2026-03-01 11:00:00,false,m2,Placed Order,20.50,501,
    e3,P2,,u3,2026-03-01 12:00:00,true,m2,Placed Order,99.00,502,
"""
SPELT = ("property_value", "property_event_id", "property_campaign_name")
RUN_ON = ("propertyvalue", "propertyeventid", "propertycampaignname")
PERSONS = """
    id,created,updated,email,phone_number,first_name,last_name,timezone,region,country,custom_consent,last_event_date
    P1,2026-01-01 10:00:00,2026-03-01,ann@example.com,+491700000000,Ann,Lee,Europe/Berlin,BE,DE,,2026-03-01
"""


def named(columns: tuple[str, str, str]) -> str:
    return EVENTS.format(**dict(zip(("value", "number", "campaign"), columns, strict=True)))


@pytest.mark.parametrize("columns", [SPELT, RUN_ON])
def test_only_a_placed_order_has_a_value_and_the_shop_s_number(tmp_path, columns):
    manifest = imported(tmp_path, event=named(columns))
    [file] = manifest.report["files"]
    assert file["recognised"] == "klaviyo events"
    assert file["rows"] == {"read": 3, "accepted": 2, "merged": 0, "rejected": 1}
    assert file["rejected_by"] == [{"reason": "deleted in Klaviyo", "rows": 1}]
    events = ask("SELECT touchpoint, campaign FROM events WHERE event_id = 'e1'")
    assert events == [{"touchpoint": "email", "campaign": "Spring"}]
    assert ask("SELECT order_id, revenue::VARCHAR AS r FROM orders") == [{"order_id": "501", "r": "20.50"}]


def test_the_same_events_in_both_spellings_are_there_once(tmp_path):
    manifest = imported(tmp_path, event=named(SPELT), event_again=named(RUN_ON))
    assert one("SELECT count(*) FROM events WHERE origin = 'file'") == 2
    assert files_of(manifest)["event_again.csv"]["rows"]["merged"] == 2


def test_a_person_is_a_customer_whom_the_address_leads_to(tmp_path):
    orders = "order_id,customer_email,created_at,total\n7,Ann@example.com,2026-03-02,5.00\n"
    manifest = imported(tmp_path, event=named(SPELT), person=PERSONS, orders=orders)
    assert one("SELECT customer_id FROM orders WHERE order_id = '7'") == "P1"
    assert one("SELECT country FROM customers WHERE customer_id = 'P1'") == "DE"
    assert files_of(manifest)["person.csv"]["recognised"] == "klaviyo persons"


def test_a_list_of_profiles_says_who_agreed(tmp_path):
    profiles = """
        Email,Klaviyo ID,First Name,Country,Source,Email Marketing Consent,Date Added,Profile Created On
        ann@example.com,P1,Ann,Germany,form,SUBSCRIBED,2026-01-02 10:00:00,2026-01-01 10:00:00
        bob@example.com,P2,Bob,Austria,import,NEVER_SUBSCRIBED,2026-01-02 10:00:00,2026-01-01 10:00:00
    """
    imported(tmp_path, event=named(SPELT), profiles=profiles)
    rows = ask("SELECT customer_id, consent_email FROM customers ORDER BY 1")
    assert [(row["customer_id"], row["consent_email"]) for row in rows] == [("P1", True), ("P2", False)]


def test_event_objects_of_the_interface_are_read(tmp_path):
    event = {
        "type": "event",
        "id": "x1",
        "attributes": {"timestamp": 1772359200, "datetime": "2026-03-01T10:00:00+00:00"},
        "relationships": {"profile": {"data": {"id": "P1"}}, "metric": {"data": {"id": "M9"}}},
    }
    other = {**event, "id": "x2"}
    path = tmp_path / "events.ndjson"
    path.write_text(f"{json.dumps(event)}\n{json.dumps(other)}\n", encoding="utf-8")
    import_files([path], "shop")
    rows = ask("SELECT customer_id, touchpoint, ts::VARCHAR AS ts FROM events WHERE event_id = 'x1'")
    assert [tuple(row.values()) for row in rows] == [("P1", "m9", "2026-03-01 10:00:00")]


@pytest.mark.parametrize(
    ("header", "about"),
    [
        ("id,campaign_type,subject,send_time,status", "campaigns"),
        ("id,name,trigger_type,customer_filter", "flows"),
        ("id,name,integration_id,integration_name", "metrics"),
    ],
)
def test_campaigns_flows_and_metrics_are_set_aside(tmp_path, header, about):
    found = of(tmp_path, "table.csv", f"{header}\n{','.join('1' * (header.count(',') + 1))}\n")
    assert (found.kind, found.recognised) == (None, f"klaviyo {about}")
