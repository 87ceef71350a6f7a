"""Iterable: one kind of event a file by its name, or a column that says the type."""

import json

from lib.intake.importing import import_files
from tests.shops import ask, imported, one

OPENS = """
    createdAt,email,userId,campaignId,templateId,messageId
    2026-03-01 10:00:00 +00:00,ann@example.com,u1,77,5,m1
    2026-03-01 10:05:00 +00:00,bob@example.com,,77,5,m2
"""


def test_the_name_of_the_file_says_what_happened(tmp_path):
    manifest = imported(tmp_path, emailOpen=OPENS)
    [file] = manifest.report["files"]
    assert file["recognised"] == "iterable events"
    assert file["rows"]["accepted"] == 2
    assert "the type is that of the file's name" in file["notes"][0]
    assert one("SELECT count(*) FROM events WHERE touchpoint = 'email' AND channel = 'email'") == 2


def test_who_has_an_id_is_known_by_it_and_the_address_leads_there(tmp_path):
    orders = "order_id,customer_email,created_at,total\n7,ann@example.com,2026-03-02,5.00\n"
    imported(tmp_path, emailClick=OPENS, orders=orders)
    assert one("SELECT customer_id FROM orders") == "u1"
    assert one("SELECT count(*) FROM events WHERE starts_with(customer_id, 'p_')") == 1


def test_a_column_says_the_type_and_other_types_stay_visible(tmp_path):
    rows = [
        {"createdAt": "2026-03-01 10:00:00 +00:00", "email": "ann@example.com", "campaignId": 7,
         "messageId": "m1", "eventName": "emailSend"},
        {"createdAt": "2026-03-01 11:00:00 +00:00", "email": "ann@example.com", "campaignId": None,
         "messageId": None, "eventName": "purchase", "total": 12.5, "purchaseId": "b1"},
        {"createdAt": "2026-03-01 12:00:00 +00:00", "email": "ann@example.com", "campaignId": None,
         "messageId": None, "eventName": "spinTheWheel"},
    ]  # fmt: skip
    path = tmp_path / "events.ndjson"
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    import_files([path], "shop")
    seen = [row["touchpoint"] for row in ask("SELECT touchpoint FROM events ORDER BY ts")]
    assert seen == ["email", "order placed", "spinthewheel"]
    assert ask("SELECT order_id, revenue::VARCHAR AS r FROM orders") == [{"order_id": "b1", "r": "12.50"}]
