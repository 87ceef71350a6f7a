"""Matomo's visits say the same as JSON, as XML and as CSV with columns for each action."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from lib.intake.importing import import_files
from lib.intake.mapping_file import from_toml
from tests.shops import ask, one


def action(type_: str, second: int, **rest: str) -> dict[str, str]:
    """An action at 2026-03-01 10:00 plus seconds."""
    return {"type": type_, "timestamp": str(1772359200 + second), **rest}


def visit(id_: str, visitor: str, user: str, *actions: dict[str, str]) -> dict[str, Any]:
    return {
        "idSite": "1", "idVisit": id_, "visitorId": visitor, "userId": user, "serverTimestamp": "1772360000",
        "referrerType": "search", "referrerName": "Google", "deviceType": "Desktop", "countryCode": "at",
        "actionDetails": list(actions),
    }  # fmt: skip


VISITS = [
    visit(
        "1", "v1", "",
        action("action", 0, url="https://shop.example.com/cart", pageTitle="Cart"),
        action("event", 5, url="https://shop.example.com", eventCategory="-", eventAction="Add to wishlist"),
        action("search", 9, siteSearchKeyword="shoes"),
    ),
    visit("2", "v1", "ann", action("ecommerceOrder", 60, orderId="O1", revenue="19.9"), action("goal", 61)),
    visit("3", "v2", ""),
]  # fmt: skip


def as_json(folder: Path) -> Path:
    path = folder / "visits.json"
    path.write_text(json.dumps(VISITS), encoding="utf-8")
    return path


def as_xml(folder: Path) -> Path:
    def element(name: str, value: Any) -> str:  # noqa: ANN401
        inner = "".join(element("row", one) for one in value) if isinstance(value, list) else value
        inner = "".join(element(*one) for one in value.items()) if isinstance(value, dict) else inner
        return f"<{name}>{inner}</{name}>"

    path = folder / "visits.xml"
    path.write_text(f'<?xml version="1.0" encoding="utf-8" ?>{element("result", VISITS)}', encoding="utf-8")
    return path


def as_csv(folder: Path) -> Path:
    rows = []
    for one_visit in VISITS:
        rows.append({key: value for key, value in one_visit.items() if key != "actionDetails"})
        for at, one_action in enumerate(one_visit["actionDetails"]):
            rows[-1] |= {f"actionDetails_{at}_{key}": value for key, value in one_action.items()}
    path = folder / "visits.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(dict.fromkeys(key for row in rows for key in row)))
        writer.writeheader()
        writer.writerows(rows)
    return path


@pytest.mark.parametrize("make", [as_json, as_xml, as_csv])
def test_each_action_is_an_event_whatever_the_form(tmp_path, make):
    manifest = import_files([make(tmp_path)], "shop")
    [file] = manifest.report["files"]
    assert (file["recognised"], file["kind"]) == ("matomo actions", "events")
    # three visits: of three actions, of two, and of none, which stays one row
    assert file["rows"] == {"read": 6, "accepted": 5, "merged": 0, "rejected": 1}
    said = ask("SELECT ts::VARCHAR AS at, touchpoint, session_id FROM events ORDER BY ts")
    assert [list(row.values()) for row in said] == [
        ["2026-03-01 10:00:00", "cart", "1"],
        ["2026-03-01 10:00:05", "wishlist", "1"],
        ["2026-03-01 10:00:09", "site search", "1"],
        ["2026-03-01 10:01:00", "order placed", "2"],
        ["2026-03-01 10:01:01", "goal", "2"],
    ]
    assert one("SELECT revenue::VARCHAR FROM orders WHERE order_id = 'O1'") == "19.90"
    assert ask("SELECT DISTINCT channel, source, device, country FROM events") == [
        {"channel": "search", "source": "google", "device": "desktop", "country": "at"}
    ]


@pytest.mark.parametrize("make", [as_json, as_xml, as_csv])
def test_a_visitor_who_signed_in_later_is_one_customer(tmp_path, make):
    assert import_files([make(tmp_path)], "shop").report["customers"] == 1


@pytest.mark.parametrize("make", [as_json, as_csv])
def test_the_saved_mapping_reads_the_next_file_in_the_same_way(tmp_path, make):
    path = make(tmp_path)
    first = import_files([path], "shop")
    again = import_files([path], "shop", mapping=from_toml(first.mapping))
    assert again.tables == first.tables
    assert again.report["files"][0]["rows"] == first.report["files"][0]["rows"]
