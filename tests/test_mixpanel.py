"""Mixpanel's raw export: everything lies in the properties; ids are linked as Mixpanel says."""

import json
from pathlib import Path
from typing import Any

from lib.intake.importing import import_files
from lib.intake.read import read
from lib.intake.recognise import recognise
from lib.model.manifest import Manifest
from tests.shops import ask, one


def line(event: str, second: int, distinct: str, **properties: Any) -> dict[str, Any]:
    """An event at 2026-03-01 10:00 plus seconds, as Mixpanel counts them since 1970."""
    known = {
        "time": 1772359200 + second,
        "distinct_id": distinct,
        "$insert_id": f"i{second}",
        "mp_lib": "web",
    }
    return {
        "event": event,
        "properties": known | {key.replace("_S_", "$"): value for key, value in properties.items()},
    }


def written(folder: Path, *lines: dict[str, Any]) -> Path:
    path = folder / "raw.txt"
    path.write_text("".join(json.dumps(one) + "\n" for one in lines), encoding="utf-8")
    return path


def published(folder: Path) -> Manifest:
    lines = [
        line("$mp_web_page_view", 0, "d1", current_url_path="/cart", utm_source="google"),
        line("Added To Cart", 1, "d1", price=4),
        line("$identify", 2, "ann", _S_anon_id="d1", _S_identified_id="ann"),
        line("Purchase", 3, "ann", _S_user_id="ann", _S_device_id="d1", revenue=30.5, order_id="O1"),
        line("$create_alias", 4, "d2", alias="bob"),
        line("View Item", 5, "d2"),
        line("$merge", 6, "", _S_distinct_ids=["d3", "bob"]),
        line("View Item", 7, "d3"),
        line("$mp_dead_click", 8, "d3"),
    ]
    return import_files([written(folder, *lines)], "shop")


def test_events_take_time_page_and_money_from_the_properties(tmp_path):
    [file] = published(tmp_path).report["files"]
    assert (file["recognised"], file["kind"]) == ("mixpanel events", "events")
    assert file["rows"] == {"read": 9, "accepted": 8, "merged": 0, "rejected": 1}
    said = ask(
        "SELECT ts::VARCHAR AS at, touchpoint, coalesce(value::VARCHAR, '') AS value FROM events ORDER BY ts"
    )
    assert [list(row.values()) for row in said] == [
        ["2026-03-01 10:00:00", "cart", ""],
        ["2026-03-01 10:00:01", "cart", ""],
        ["2026-03-01 10:00:03", "order placed", "30.50"],
        ["2026-03-01 10:00:05", "product page", ""],
        ["2026-03-01 10:00:07", "product page", ""],
    ]
    assert one("SELECT sum(revenue)::VARCHAR FROM orders") == "30.50"


def test_devices_are_joined_to_people_by_identify_alias_and_merge(tmp_path):
    # d1 is ann; d2 and d3 are bob
    assert published(tmp_path).report["customers"] == 2
    assert one("SELECT count(DISTINCT customer_id) FROM events WHERE touchpoint = 'product page'") == 1


def test_an_event_with_properties_of_others_is_not_taken_for_mixpanel(tmp_path):
    rows = [{"event": "view", "properties": {"time": 1772359200, "distinct_id": "d1"}}] * 2
    [sheet] = read(written(tmp_path, *rows), tmp_path)
    assert recognise(sheet).recognised != "mixpanel events"
