"""Real web analytics of others: imported without a line of code, they give the figures known of them."""

from lib.intake.importing import import_files
from tests.shops import ask, one


def test_the_ga4_export_keeps_every_event_session_and_amount_and_says_that_it_is_sampled(shared_data):
    manifest = import_files(sorted(shared_data("ga4_bigquery_export").glob("*.parquet")), "shop")
    [file] = manifest.report["files"]
    assert file["rows"] == {"read": 17453, "accepted": 17453, "merged": 0, "rejected": 0}
    assert manifest.report["customers"] == 13526
    assert manifest.report["period"] == {"since": "2020-11-01", "until": "2020-12-31"}
    assert one("SELECT count(DISTINCT session_id) FROM events") == 14578
    bought = "touchpoint IN ('order placed', 'order confirmation')"
    assert one(f"SELECT count(*) FROM events WHERE {bought}") == 510
    assert one("SELECT sum(value)::VARCHAR FROM events") == "36184.00"
    # of 492 purchases with revenue 448 have one of 442 transaction ids; the others are orders of their own
    assert one("SELECT count(*) FROM orders") == 442 + 492 - 448
    # revenue counted once per id, and that of purchases without one
    assert one("SELECT sum(revenue)::VARCHAR FROM orders") == f"{32857 + 36184 - 33153}.00"
    devices = ask("SELECT device, count(*) AS n FROM events GROUP BY 1 ORDER BY n DESC")
    assert [row["n"] for row in devices] == [10044, 7023, 386]
    assert one("SELECT count(*) FROM events WHERE touchpoint = 'product page'") == 1655
    assert any("1.29 events per customer" in warning for warning in manifest.report["warnings"])
