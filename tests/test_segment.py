"""Segment's calls and tables: what people did becomes events, what says who they are links them."""

import json
from pathlib import Path
from typing import Any

import pytest

from lib.intake.importing import import_files
from lib.model.manifest import Manifest
from tests.shops import ask, imported, one


def call(type_: str, minute: int, user: str | None = None, device: str = "d1", **rest: Any) -> dict[str, Any]:
    """A call at 2026-03-01 10:00 plus minutes."""
    at = f"2026-03-01T10:{minute:02}:00.000Z"
    return {
        "type": type_, "messageId": f"m{minute}", "anonymousId": device, "userId": user, "timestamp": at,
        "context": {"campaign": {"source": "google", "medium": "cpc", "name": "brand"}, "ip": "192.0.2.7"},
        **rest,
    }  # fmt: skip


CALLS = [
    call("page", 0, properties={"path": "/cart", "url": "https://shop.example.com/cart"}),
    call("track", 1, event="Product Added", properties={"value": 12.5}),
    call("identify", 2, "ann", traits={"email": "ann@example.com", "address": {"country": "AT"}}),
    call(
        "track",
        3,
        "ann",
        event="Order Completed",
        properties={"order_id": "O1", "total": 25, "revenue": 20.5},
    ),
    call("alias", 4, "ann", previousId="old-ann"),
    call("track", 5, device="old-ann", event="Products Searched"),
    call("group", 6, "ann", groupId="g1"),
    call("screen", 7, "ann", name="Home"),
]


def published(folder: Path, calls: list[dict[str, Any]] = CALLS) -> Manifest:
    path = folder / "calls.json"
    path.write_text("".join(json.dumps(one) + "\n" for one in calls), encoding="utf-8")
    return import_files([path], "shop")


def test_tracks_pages_and_screens_are_events_and_only_orders_have_a_value(tmp_path):
    [file] = published(tmp_path).report["files"]
    assert (file["recognised"], file["kind"]) == ("segment calls", "events")
    assert file["rows"] == {"read": 8, "accepted": 7, "merged": 0, "rejected": 1}
    assert "group call" in file["rejected_by"][0]["reason"]
    said = ask("SELECT touchpoint, coalesce(value::VARCHAR, '') AS value FROM events ORDER BY ts")
    assert [(row["touchpoint"], row["value"]) for row in said] == [
        ("cart", ""), ("cart", ""), ("order placed", "20.50"), ("site search", ""), ("home", ""),
    ]  # fmt: skip
    assert one("SELECT order_id FROM orders") == "O1"
    assert ask("SELECT DISTINCT channel, source, campaign FROM events") == [
        {"channel": "cpc", "source": "google", "campaign": "brand"}
    ]


def test_identify_and_alias_make_one_customer_of_devices_and_address(tmp_path):
    assert published(tmp_path).report["customers"] == 1
    assert one("SELECT count(DISTINCT customer_id) FROM events") == 1
    assert one("SELECT country FROM customers") == "AT"
    assert one("SELECT count(*) FROM identities WHERE contains(anonymous_id, '@')") == 0
    assert one("SELECT count(*) FROM identities WHERE starts_with(anonymous_id, 'p_')") == 1


HEAD = "id,anonymous_id,user_id,received_at,sent_at,original_timestamp,timestamp,uuid_ts"
TIMES = ",".join(["2026-03-01 10:00:00"] * 5)


@pytest.mark.parametrize(
    ("columns", "values", "recognised", "touchpoint"),
    [
        (
            "event,event_text,context_campaign_source",
            "product_added,Product Added,mail",
            "segment events",
            "cart",
        ),
        ("event,event_text,order_id,revenue", "order_completed,,O1,9.50", "segment events", "order placed"),
        ("path,url,title", "/help,https://shop.example.com/help,Help", "segment pages", "help page"),
        ("name,context_app_name", "Home,Shop", "segment screens", "home"),
    ],
)
def test_tables_of_a_warehouse_are_known_by_their_four_times(
    tmp_path, columns, values, recognised, touchpoint
):
    manifest = imported(
        tmp_path, rows=f"{HEAD},{columns}\nm1,d1,,{TIMES},{values}\nm2,d1,ann,{TIMES},{values}\n"
    )
    [file] = manifest.report["files"]
    assert (file["recognised"], file["rows"]["accepted"]) == (recognised, 2)
    assert ask("SELECT DISTINCT touchpoint FROM events WHERE origin = 'file' ORDER BY ts LIMIT 1") == [
        {"touchpoint": touchpoint}
    ]
    assert manifest.report["customers"] == 1


def test_the_table_of_identifies_links_devices_and_addresses(tmp_path):
    manifest = imported(tmp_path, rows=f"{HEAD},email\nm1,d1,ann,{TIMES},ann@example.com\nm2,d2,,{TIMES},\n")
    [file] = manifest.report["files"]
    assert file["recognised"] == "segment identifies"
    assert file["rows"] == {"read": 2, "accepted": 1, "merged": 0, "rejected": 1}
    assert one("SELECT count(*) FROM identities") == 2
