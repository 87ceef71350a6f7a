"""Real files of others: imported without a line of code, they give the figures known of them."""

from pathlib import Path

import pytest

from lib.intake.importing import import_files
from lib.model.manifest import Manifest
from tests.shops import ask, files_of, leftovers, one


def imported(folder: Path, pattern: str) -> Manifest:
    paths = sorted(path for path in folder.glob(pattern) if path.name != "SOURCE.md")
    manifest = import_files(paths, "shop")
    for file in manifest.report["files"]:
        rows = file["rows"]
        assert rows["read"] == rows["accepted"] + rows["merged"] + rows["rejected"], file["name"]
    assert leftovers() == []
    return manifest


@pytest.fixture
def olist(shared_data):
    return imported(shared_data("olist_sample"), "*.csv")


def test_olist_has_its_orders_people_statuses_and_money(olist):
    assert one("SELECT count(*) FROM orders") == 8135
    assert one("SELECT count(DISTINCT customer_id) FROM orders") == 8016
    repeated = "SELECT count(*) FROM (SELECT 1 FROM orders GROUP BY customer_id HAVING count(*) > 1)"
    assert one(repeated) == 73
    ends = ask("SELECT min(ordered_at)::VARCHAR AS first, max(ordered_at)::VARCHAR AS last FROM orders")
    assert ends == [{"first": "2016-09-04 21:15:19", "last": "2018-10-17 17:30:18"}]
    statuses = {row["status"]: row["n"] for row in ask("SELECT status, count(*) AS n FROM orders GROUP BY 1")}
    assert statuses == {
        "delivered": 5172, "shipped": 1107, "canceled": 625, "unavailable": 609, "invoiced": 314,
        "processing": 301, "created": 5, "approved": 2,
    }  # fmt: skip
    assert one("SELECT sum(revenue)::VARCHAR FROM orders") == "1428602.81"
    assert one("SELECT sum(price * quantity)::DECIMAL(18,2)::VARCHAR FROM order_items") == "1093264.35"
    identity = olist.report["identity"]
    assert (identity["links"], identity["matched_share"]) == (8135, 1.0)
    assert olist.report["customers"] == 8016


def test_olist_keeps_every_review_with_its_order_and_mean(olist):
    counts = ask("SELECT score::INTEGER AS score, count(*) AS n FROM feedback GROUP BY 1 ORDER BY 1")
    assert [row["n"] for row in counts] == [2638, 382, 667, 1184, 3354]
    assert one("SELECT round(avg(score), 4) FROM feedback") == 3.2716
    assert one("SELECT count(DISTINCT order_id) FROM feedback") == 8135
    # 4,113 cells are not empty, but four of them hold only blanks or line breaks: those say nothing
    assert one("SELECT count(comment) FROM feedback") == 4113 - 4
    assert one("SELECT count(*) FROM feedback WHERE customer_id IS NULL") == 0
    assert (
        one("SELECT count(*) FROM feedback WHERE regexp_matches(comment, '@example.com|90000-?000|123.456')")
        == 0
    )


def test_olist_lateness_counts_by_day_and_by_instant(olist):
    delivered = "FROM orders WHERE status = 'delivered' AND delivered_at IS NOT NULL"
    assert one(f"SELECT count(*) {delivered}") == 5164
    assert one(f"SELECT count(*) {delivered} AND delivered_at > promised_at") == 414
    assert one(f"SELECT count(*) {delivered} AND delivered_at::DATE > promised_at::DATE") == 342
    means = ask(
        "SELECT o.delivered_at::DATE > o.promised_at::DATE AS late, count(*) AS n,"
        " round(avg(f.score), 3) AS mean"
        " FROM feedback f JOIN orders o ON o.order_id = f.order_id"
        " WHERE o.status = 'delivered' AND o.delivered_at IS NOT NULL GROUP BY 1 ORDER BY 1"
    )
    assert [(row["n"], row["mean"]) for row in means] == [(4888, 4.275), (344, 2.174)]
    days = "avg(epoch(delivered_at - ordered_at) / 86400)"
    assert (
        one(f"SELECT round({days}, 3) FROM orders WHERE status = 'delivered' AND delivered_at IS NOT NULL")
        == 12.518
    )


def test_olist_tables_that_say_nothing_of_customers_are_set_aside_with_the_reason(olist):
    files = files_of(olist)
    for name, rows in (
        ("olist_geolocation_dataset.csv", 45928),
        ("olist_sellers_dataset.csv", 1610),
        ("product_category_name_translation.csv", 71),
    ):
        assert files[name]["kind"] is None
        assert files[name]["rows"]["rejected"] == rows
        assert "set aside" in files[name]["rejected_by"][0]["reason"]
    assert one("SELECT count(*) FROM order_items WHERE category IS NULL") > 0


def test_cdnow_master_keeps_every_line_of_a_log_without_order_ids(shared_data):
    imported(shared_data("cdnow"), "CDNOW_master.txt")
    assert one("SELECT count(*) FROM orders") == 69659
    assert one("SELECT count(DISTINCT customer_id) FROM orders") == 23570
    assert one("SELECT sum(revenue)::VARCHAR FROM orders") == "2500315.63"
    assert one("SELECT count(*) FROM orders WHERE revenue = 0") == 80
    days = "SELECT count(*) FROM (SELECT DISTINCT customer_id, ordered_at FROM orders)"
    assert one(days) == 67591
    again = "SELECT count(*) FROM (SELECT 1 FROM orders GROUP BY customer_id HAVING count(*) > 1)"
    assert one(again) == 11662


def test_cdnow_sample_loses_no_line_to_a_header_that_it_does_not_have(shared_data):
    manifest = imported(shared_data("cdnow"), "CDNOW_sample.txt")
    assert one("SELECT count(*) FROM orders") == 6919
    assert one("SELECT count(DISTINCT customer_id) FROM orders") == 2357
    assert one("SELECT sum(revenue)::VARCHAR FROM orders") == "244091.94"
    assert manifest.report["files"][0]["recognised"] == "cdnow"


def test_complete_journey_makes_baskets_campaigns_and_unknown_segments(shared_data):
    manifest = imported(shared_data("complete_journey"), "*.parquet")
    assert manifest.tables["order_items"] == 1469307
    assert manifest.tables["orders"] == 155848
    assert one("SELECT count(DISTINCT customer_id) FROM orders") == 2469
    assert one("SELECT sum(revenue)::VARCHAR FROM orders") == "4596039.58"
    ends = ask("SELECT min(ordered_at)::VARCHAR AS first, max(ordered_at)::VARCHAR AS last FROM orders")
    assert ends == [{"first": "2017-01-01 11:53:26", "last": "2018-01-01 04:01:20"}]
    months = ask("SELECT month(ordered_at) AS m, sum(revenue)::VARCHAR AS r FROM orders"
                 " WHERE year(ordered_at) = 2017 GROUP BY 1 ORDER BY 1")  # fmt: skip
    assert [months[at]["r"] for at in (0, 1, 2)] == ["370886.93", "350070.69", "380300.74"]
    events = {
        row["t"]: row["n"] for row in ask("SELECT touchpoint AS t, count(*) AS n FROM events GROUP BY 1")
    }
    assert events == {"order placed": 155848, "campaign received": 6589, "coupon redeemed": 2102}
    assert one("SELECT count(*) FROM customers WHERE income IS NOT NULL") == 801


def test_shopify_totals_count_once_for_each_order(shared_data):
    manifest = imported(shared_data("shopify_orders_export_format"), "*.csv")
    [file] = manifest.report["files"]
    assert file["recognised"] == "shopify orders"
    assert file["notes"][0] == "recognised by 79 of 79 columns of the Shopify orders export"
    assert manifest.currency == "EUR"
    assert one("SELECT count(*) FROM orders") == 7
    assert one("SELECT sum(revenue)::VARCHAR FROM orders") == "2093.85"
    assert one("SELECT sum(discount)::VARCHAR FROM orders") == "262.46"
    assert one("SELECT sum(quantity)::INTEGER FROM order_items") == 20
    ends = ask("SELECT min(ordered_at)::VARCHAR AS first, max(ordered_at)::VARCHAR AS last FROM orders")
    assert ends == [{"first": "2026-08-24 11:18:57", "last": "2026-08-25 09:39:47"}]
    countries = ask("SELECT country, count(*) AS n FROM customers GROUP BY 1 ORDER BY 1")
    assert [(row["country"], row["n"]) for row in countries] == [("AT", 4), ("DE", 3)]
    assert one("SELECT count(*) FROM orders WHERE starts_with(customer_id, 'p_')") == 7
    assert one("SELECT count(*) FROM orders WHERE contains(customer_id, '@')") == 0


def test_rees46_purchases_become_orders_where_no_order_file_came(shared_data):
    manifest = imported(shared_data("rees46_1k"), "*.csv")
    events = {
        row["t"]: row["n"] for row in ask("SELECT touchpoint AS t, count(*) AS n FROM events GROUP BY 1")
    }
    assert events == {"product page": 987, "order placed": 10, "cart": 3}
    assert one("SELECT count(DISTINCT customer_id) FROM events") == 330
    assert one("SELECT count(DISTINCT session_id) FROM events") == 372
    assert one("SELECT count(*) FROM orders") == 10
    assert one("SELECT sum(revenue)::VARCHAR FROM orders") == "2387.84"
    ends = ask("SELECT min(ts)::VARCHAR AS first, max(ts)::VARCHAR AS last FROM events")
    assert ends == [{"first": "2019-10-01 00:00:00", "last": "2019-10-01 00:17:26"}]
    assert any("purchases in the events were taken" in one for one in manifest.report["warnings"])


def test_tinybird_pages_come_out_of_json_and_rows_without_a_session_are_rejected(shared_data):
    manifest = imported(shared_data("tinybird_web_analytics"), "*.ndjson")
    [file] = manifest.report["files"]
    assert file["rows"] == {"read": 5001, "accepted": 4740, "merged": 0, "rejected": 261}
    assert one("SELECT count(DISTINCT customer_id) FROM events") == 4739
    assert one("SELECT count(*) FROM events WHERE touchpoint = 'web vital'") == 2475
    assert one("SELECT count(*) FROM events WHERE touchpoint = '/features'") == 348
    ends = ask("SELECT min(ts)::VARCHAR AS first, max(ts)::VARCHAR AS last FROM events")
    # the very last row of the file, 2025-07-17 07:26:29, has no session
    assert ends == [{"first": "2023-07-18 10:17:20", "last": "2025-07-17 04:35:39"}]
    assert any("events per customer" in one for one in manifest.report["warnings"])


def test_survey_files_say_what_they_asked_and_which_end_is_easy(shared_data):
    manifest = imported(shared_data("theydo_survey_formats"), "*_responses.csv")
    figures = {row["metric"]: row for row in ask(
        "SELECT metric, count(*) AS n, count(DISTINCT customer_id) AS customers,"
        " round(avg(score), 2) AS mean,"
        " 100 * avg((score >= 9)::INTEGER) - 100 * avg((score <= 6)::INTEGER) AS nps,"
        " round(100 * avg((score >= 4)::INTEGER), 1) AS top, min(scale_min) AS low, max(scale_max) AS high"
        " FROM feedback GROUP BY metric"
    )}  # fmt: skip
    assert {metric: (row["n"], row["customers"]) for metric, row in figures.items()} == {
        "csat": (100, 100), "ces": (100, 100), "nps": (100, 100),
    }  # fmt: skip
    assert figures["nps"]["nps"] == pytest.approx(15.0)
    assert figures["nps"]["mean"] == 7.45
    assert (figures["csat"]["mean"], figures["csat"]["top"]) == (3.77, 63.0)
    assert figures["ces"]["mean"] == 4.78
    assert [(figures[m]["low"], figures[m]["high"]) for m in ("csat", "nps", "ces")] == [
        (1, 5),
        (0, 10),
        (1, 7),
    ]
    assert any(
        "high effort score means easy" in note for note in files_of(manifest)["ces_responses.csv"]["notes"]
    )


def test_survey_tables_that_are_added_up_already_are_refused_beside_those_that_are_not(shared_data):
    folder = shared_data("theydo_survey_formats")
    aggregated = ["csat_aggregated_data.csv", "website_visitors.csv", "revenue.csv", "NPS-example.csv",
                  "CES-example.csv", "CSAT-example.csv", "OTHER-example.csv"]  # fmt: skip
    paths = [folder / name for name in ["csat_responses.csv", *aggregated]]
    files = files_of(import_files(paths, "shop"))
    assert {files[name]["kind"] for name in aggregated} == {None}
    assert all("already added up" in files[name]["rejected_by"][0]["reason"] for name in aggregated)
