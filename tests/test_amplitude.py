"""Amplitude's raw events: JSON in cells, sessions per device, rows that only set properties."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from lib.intake.importing import import_files
from tests.shops import ask, one


def row(
    type_: str, second: int, user: str = "", session: str = "1772359200000", **properties: Any
) -> dict[str, Any]:
    return {
        "amplitude_id": "901", "device_id": "d1", "user_id": user, "event_type": type_, "session_id": session,
        "event_time": f"2026-03-01 10:00:{second:02}.000000", "$insert_id": f"i{second}", "country": "Ghana",
        "event_properties": properties, "user_properties": {"utm_source": "google"}, "platform": "Web",
    }  # fmt: skip


ROWS = [
    row("[Amplitude] Page Viewed", 0, **{"[Amplitude] Page Path": "/cart"}),
    row("view item", 1),
    row("$identify", 2, "ann"),
    row("Purchase", 3, "ann", revenue=12.5, order_id="O1"),
    row("survey push", 4, "ann", session="-1"),
]


def as_json(folder: Path) -> Path:
    path = folder / "901_2026-03-01_10.json"
    path.write_text("".join(json.dumps(one) + "\n" for one in ROWS), encoding="utf-8")
    return path


def as_csv(folder: Path) -> Path:
    path = folder / "events.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ROWS[0])
        writer.writeheader()
        for one_row in ROWS:
            cells = {
                key: json.dumps(value) if isinstance(value, dict) else value for key, value in one_row.items()
            }
            writer.writerow(cells)
    return path


@pytest.mark.parametrize("make", [as_json, as_csv])
def test_events_have_page_source_money_and_the_session_of_their_device(tmp_path, make):
    manifest = import_files([make(tmp_path)], "shop")
    [file] = manifest.report["files"]
    assert (file["recognised"], file["rows"]["accepted"]) == ("amplitude events", 5)
    said = ask("SELECT touchpoint, session_id, coalesce(value::VARCHAR, '') AS value FROM events ORDER BY ts")
    assert [list(one.values())[0::2] for one in said] == [
        ["cart", ""], ["product page", ""], ["order placed", "12.50"], ["survey push", ""],
    ]  # fmt: skip
    assert [one["session_id"] for one in said[:3]] == ["1772359200000-d1"] * 3
    assert one("SELECT count(*) FROM events WHERE contains(session_id, '-1-')") == 0
    assert ask("SELECT DISTINCT source, country FROM events") == [{"source": "google", "country": "Ghana"}]


def test_who_signs_in_is_one_customer_with_the_device(tmp_path):
    assert import_files([as_json(tmp_path)], "shop").report["customers"] == 1
