"""Snowplow's atomic table: pages by path, events by name, lines and pings set aside."""

import pytest

from lib.intake.importing import import_files
from tests.shops import ask, one

HEAD = [
    "app_id", "platform", "etl_tstamp", "collector_tstamp", "dvce_created_tstamp", "derived_tstamp", "event",
    "event_id", "v_tracker", "user_id", "domain_userid", "domain_sessionid", "page_urlpath", "se_category",
    "se_action", "tr_orderid", "tr_total", "mkt_source", "event_name",
]  # fmt: skip


def row(event: str, second: int, **cells: str) -> str:
    """A row at 2026-03-01 10:00 plus seconds, collected two seconds later; all other cells are empty."""
    at, later = f"2026-03-01 10:00:{second:02}.000", f"2026-03-01 10:00:{second + 2:02}.000"
    known = {
        "app_id": "shop",
        "platform": "web",
        "event": event,
        "event_id": f"e{second}",
        "domain_userid": "b1",
    }
    times = {"etl_tstamp": later, "collector_tstamp": later, "dvce_created_tstamp": at, "derived_tstamp": at}
    whole = (
        known | times | {"domain_sessionid": "s1", "v_tracker": "js-3.5.0", "mkt_source": "google"} | cells
    )
    return "\t".join(whole.get(name, "") for name in HEAD)


ROWS = [
    row("page_view", 0, page_urlpath="/cart"),
    row("page_ping", 1, page_urlpath="/cart"),
    row("struct", 2, se_category="list", se_action="add-to-wishlist"),
    row("transaction", 3, tr_orderid="O1", tr_total="17.50", user_id="ann"),
    row("transaction_item", 4, tr_orderid="O1"),
    row("unstruct", 5, event_name="product_view"),
]


@pytest.mark.parametrize("ending", ["tsv", "csv"])
def test_events_have_their_names_and_the_time_of_the_browser(tmp_path, ending):
    path = tmp_path / f"events.{ending}"
    lines = ["\t".join(HEAD), *ROWS]
    text = "\n".join(lines) + "\n"
    path.write_text(text if ending == "tsv" else text.replace("\t", ","), encoding="utf-8")
    manifest = import_files([path], "shop")
    [file] = manifest.report["files"]
    assert (file["recognised"], file["kind"]) == ("snowplow events", "events")
    assert file["rows"] == {"read": 6, "accepted": 4, "merged": 0, "rejected": 2}
    said = ask("SELECT ts::VARCHAR AS at, touchpoint FROM events ORDER BY ts")
    assert [list(row.values()) for row in said] == [
        ["2026-03-01 10:00:00", "cart"],
        ["2026-03-01 10:00:02", "wishlist"],
        ["2026-03-01 10:00:03", "order placed"],
        ["2026-03-01 10:00:05", "product page"],
    ]
    assert one("SELECT revenue::VARCHAR FROM orders WHERE order_id = 'O1'") == "17.50"
    # who signed in to buy is the browser of all the session
    assert manifest.report["customers"] == 1
    assert ask("SELECT DISTINCT session_id, source FROM events") == [{"session_id": "s1", "source": "google"}]
