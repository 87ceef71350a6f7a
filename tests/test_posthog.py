"""PostHog's events: pages by their path, ids linked by `$identify`, feature flags as test arms."""

import csv
import json
from pathlib import Path
from typing import Any

from lib.intake.importing import import_files
from lib.model.manifest import Manifest
from tests.shops import ask, one

ROWS: list[tuple[str, str, dict[str, Any]]] = [
    (
        "$pageview",
        "d1",
        {"$current_url": "https://shop.example.com/cart?a=1", "$pathname": "/cart", "$session_id": "s1"},
    ),
    ("$autocapture", "d1", {"$event_type": "click"}),
    ("$identify", "ann", {"$anon_distinct_id": "d1"}),
    ("order completed", "ann", {"revenue": 9.5, "order_id": "O1"}),
    ("$feature_flag_called", "ann", {"$feature_flag": "new-cart", "$feature_flag_response": "test"}),
    ("$set", "ann", {}),
    ("product viewed", "d2", {}),
    ("$create_alias", "bob", {"alias": "d2"}),
]


def published(folder: Path) -> Manifest:
    path = folder / "events.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["uuid", "event", "properties", "timestamp", "distinct_id", "elements_chain"])
        for at, (event, who, properties) in enumerate(ROWS):
            writer.writerow(
                [f"u{at}", event, json.dumps(properties), f"2026-03-01T10:00:0{at}.000Z", who, ""]
            )
    return import_files([path], "shop")


def test_pages_events_and_orders_are_events_and_flags_are_test_arms(tmp_path):
    [file] = published(tmp_path).report["files"]
    assert (file["recognised"], file["kind"]) == ("posthog events", "events")
    assert file["rows"] == {"read": 8, "accepted": 7, "merged": 0, "rejected": 1}
    said = ask("SELECT touchpoint, coalesce(value::VARCHAR, '') AS value FROM events ORDER BY ts")
    assert [list(row.values()) for row in said] == [
        ["cart", ""],
        ["order placed", "9.50"],
        ["product page", ""],
    ]
    assert ask("SELECT experiment, variant FROM assignments") == [
        {"experiment": "new-cart", "variant": "test"}
    ]
    assert one("SELECT session_id FROM events ORDER BY ts LIMIT 1") == "s1"


def test_identify_and_alias_join_devices_to_people(tmp_path):
    assert published(tmp_path).report["customers"] == 2
    assert one("SELECT count(*) FROM identities") == 2
