"""Real web analytics of others: imported without a line of code, they give the figures known of them."""

import pytest

from lib.intake.importing import import_files
from lib.intake.read import read
from lib.intake.recognise import recognise
from lib.model.errors import IntakeError
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
    assert one("SELECT count(*) FROM events WHERE touchpoint = 'session start'") == 1317
    assert any("1.29 events per customer" in warning for warning in manifest.report["warnings"])


@pytest.mark.parametrize(
    ("file", "recognised", "said"),
    [
        ("monthly-ecommerce-data.csv", "an aggregated table", "already added up"),
        ("ecommerce_sales_by_date.csv", "google analytics report", "'transactionsPerSession'"),
        ("google-analytics.csv", "google analytics report", "exactly 10,000 rows"),
        ("sessions.csv", "google analytics report", "'ga:pageviews'"),
        ("traffic-by-country.csv", "google analytics report", "'Avg. Session Duration' is averaged"),
        ("causal_impact_dataset.csv", "an aggregated table", "'ctr'"),
        ("marketing_mix.csv", "an aggregated table", "'tv'"),
    ],
)
def test_reports_of_google_analytics_are_refused_each_with_its_reason(
    shared_data, tmp_path, file, recognised, said
):
    path = shared_data("google_analytics_ui_exports") / file
    [sheet] = read(path, tmp_path)
    found = recognise(sheet)
    assert (found.recognised, found.kind) == (recognised, None)
    assert said in found.reason
    with pytest.raises(IntakeError, match="already added up"):
        import_files([path], "shop")


def test_the_sessions_of_online_shoppers_are_refused_as_sums(shared_data):
    files = sorted(shared_data("online_shoppers_intention").glob("*.csv"))
    with pytest.raises(
        IntakeError, match="12,330 of 12,330 rows: 18 of 18 columns of the table of online shoppers"
    ):
        import_files(files, "shop")


def test_the_log_of_tinybird_keeps_hits_with_a_session_and_their_page(shared_data):
    manifest = import_files(sorted(shared_data("tinybird_web_analytics").glob("*.ndjson")), "shop")
    [file] = manifest.report["files"]
    assert (file["recognised"], file["rows"]["read"], file["rows"]["rejected"]) == (
        "tinybird web events",
        5001,
        261,
    )


def test_the_clicks_of_rees46_keep_users_sessions_and_money(shared_data):
    manifest = import_files(sorted(shared_data("rees46_1k").glob("*.csv")), "shop")
    assert manifest.report["customers"] == 330
    assert one("SELECT count(DISTINCT session_id) FROM events") == 372
    assert one("SELECT sum(value)::VARCHAR FROM events") == "2387.84"
    counts = ask(
        "SELECT touchpoint, count(*) AS n FROM events WHERE origin = 'file' GROUP BY 1 ORDER BY n DESC"
    )
    assert [row["n"] for row in counts] == [987, 10, 3]
