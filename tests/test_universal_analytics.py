"""Universal Analytics sessions: one row a session, its hits in a list, times counted from its start."""

import json
from pathlib import Path

from lib.intake.importing import import_files
from lib.model.manifest import Manifest
from tests.shops import ask, one

PAGE, EVENT = {"type": "PAGE"}, {"type": "EVENT", "eventInfo": {"eventAction": "Add to Wishlist"}}


def session(visitor: str, visit: str, *hits: dict[str, object]) -> dict[str, object]:
    """A session that starts at 2026-03-01 10:00; whole numbers are text, as in the export."""
    return {
        "fullVisitorId": visitor, "visitId": visit, "visitStartTime": "1772359200", "date": "20260301",
        "channelGrouping": "Organic Search", "trafficSource": {"source": "google", "medium": "organic"},
        "device": {"deviceCategory": "desktop"}, "geoNetwork": {"country": "Ghana"}, "totals": {},
        "hits": [{"hitNumber": str(at), **hit} for at, hit in enumerate(hits, 1)],
    }  # fmt: skip


SESSIONS = [
    session(
        "0012", "7",
        {**PAGE, "time": "0", "page": {"pagePath": "/home"}},
        {**PAGE, "time": "2500", "page": {"pagePath": "/shoes/1"}, "eCommerceAction": {"action_type": "2"}},
        {**EVENT, "time": "9000", "eCommerceAction": {"action_type": "0"}},
        {**PAGE, "time": "60000", "page": {"pagePath": "/done"}, "eCommerceAction": {"action_type": "6"},
         "transaction": {"transactionId": "T1", "transactionRevenue": "24500000"}},
    ),
    session("0013", "8", {"type": "ITEM"}, {**PAGE, "time": "10", "page": {"pagePath": "/cart"}}),
]  # fmt: skip


def published(folder: Path) -> Manifest:
    path = folder / "ga_sessions_20260301.json"
    path.write_text("".join(json.dumps(row) + "\n" for row in SESSIONS), encoding="utf-8")
    return import_files([path], "shop")


def test_each_hit_is_an_event_at_its_own_time_and_rows_are_hits(tmp_path):
    [file] = published(tmp_path).report["files"]
    assert (file["recognised"], file["kind"]) == ("universal analytics hits", "events")
    assert file["rows"] == {"read": 6, "accepted": 5, "merged": 0, "rejected": 1}
    assert any(
        "2 rows of the file hold lists in 'hits'" in note and "6 in all" in note for note in file["notes"]
    )
    said = ask("SELECT event_id, ts::VARCHAR AS ts, touchpoint FROM events ORDER BY event_id")
    assert [list(row.values()) for row in said] == [
        ["0012-7-1", "2026-03-01 10:00:00", "home"],
        ["0012-7-2", "2026-03-01 10:00:02.5", "product page"],
        ["0012-7-3", "2026-03-01 10:00:09", "wishlist"],
        ["0012-7-4", "2026-03-01 10:01:00", "order placed"],
        ["0013-8-2", "2026-03-01 10:00:00.01", "cart"],
    ]


def test_sessions_are_those_of_the_file_and_revenue_is_in_millionths(tmp_path):
    published(tmp_path)
    assert one("SELECT count(DISTINCT session_id) FROM events") == 2
    assert ask("SELECT order_id, revenue::VARCHAR AS revenue FROM orders") == [
        {"order_id": "T1", "revenue": "24.50"}
    ]
    assert ask("SELECT DISTINCT channel, source, device, country FROM events") == [
        {"channel": "organic search", "source": "google", "device": "desktop", "country": "Ghana"}
    ]
