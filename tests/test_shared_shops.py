"""Whole folders of shops' files made by others: every file taken in or set aside, and the sums right."""

from pathlib import Path

import pytest

from lib.intake.importing import import_files
from lib.model.errors import IntakeError
from lib.model.manifest import Manifest
from tests.shops import ask, files_of, leftovers, one


def imported(folder: Path) -> Manifest:
    """All files of a set in one drop: each is listed, each row has a fate, nothing is refused without why."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != "SOURCE.md")
    manifest = import_files(paths, "shop")
    assert sorted(files_of(manifest)) == sorted(path.name for path in paths)
    for file in manifest.report["files"]:
        rows = file["rows"]
        assert rows["read"] > 0, file["name"]
        assert rows["read"] == rows["accepted"] + rows["merged"] + rows["rejected"], file["name"]
        assert file["kind"] or file["rejected_by"], file["name"]
        assert sum(said["rows"] for said in file["rejected_by"]) == rows["rejected"], file["name"]
    assert leftovers() == []
    return manifest


def kinds(manifest: Manifest) -> dict[str, str]:
    """The files that became something, by name."""
    return {name: file["kind"] for name, file in files_of(manifest).items() if file["kind"]}


@pytest.fixture
def retail(shared_data):
    return imported(shared_data("online_retail_france"))


def test_retail_tells_sales_from_cancellations(retail):
    [file] = retail.report["files"]
    assert (file["recognised"], file["kind"], file["rows"]["read"]) == ("online retail", "order_items", 8557)
    assert one("SELECT count(*) FROM orders") == 392
    assert one("SELECT count(*) FROM returns") == 69
    assert one("SELECT sum(revenue)::VARCHAR FROM orders") == "209715.11"
    assert one("SELECT sum(refund)::VARCHAR FROM returns") == "12311.21"
    net = "SELECT ((SELECT sum(revenue) FROM orders) - (SELECT sum(refund) FROM returns))::VARCHAR"
    assert one(net) == "197403.90"
    # two cancellations (27.15 and 38.25) come before the first invoice of their customer in this file
    assert one("SELECT sum(net_revenue)::VARCHAR FROM order_facts") == "197469.30"
    assert one("SELECT count(*) FROM returns WHERE order_id = return_id") == 2
    assert one("SELECT round(avg(revenue), 2) FROM orders") == 534.99


def test_retail_knows_its_customers_days_and_lines(retail):
    assert one("SELECT count(DISTINCT customer_id) FROM orders") == 87
    repeated = "SELECT count(*) FROM (SELECT 1 FROM orders GROUP BY customer_id HAVING count(*) > 1"
    assert one(f"{repeated} AND customer_id IS NOT NULL)") == 59
    assert one("SELECT count(*) FROM orders WHERE customer_id IS NULL") == 3
    lines = "SELECT count(*) FROM order_items i JOIN orders o ON o.order_id = i.order_id"
    assert one(f"{lines} WHERE o.customer_id IS NULL") == 66
    ends = ask("SELECT min(ordered_at)::VARCHAR AS first, max(ordered_at)::VARCHAR AS last FROM orders")
    assert ends == [{"first": "2010-12-01 08:45:00", "last": "2011-12-09 12:50:00"}]
    assert any("month before day" in note for note in retail.report["files"][0]["notes"])
    # 8,557 lines less the 149 of cancellations; postage stays a line, but no product
    assert one("SELECT count(*) FROM order_items") == 8557 - 149
    others = ask("SELECT DISTINCT product_id FROM order_items WHERE category = 'not a product' ORDER BY 1")
    assert [row["product_id"] for row in others] == ["C2", "M", "POST"]


@pytest.fixture
def shopify(shared_data):
    return imported(shared_data("fivetran_shopify_seeds"))


def test_shopify_tables_become_what_they_are_and_the_others_are_set_aside(shopify):
    assert len(shopify.report["files"]) == 95
    assert sum(file["rows"]["read"] for file in shopify.report["files"]) == 766
    assert kinds(shopify) == {
        "shopify_abandoned_checkout_data.csv": "events",
        "shopify_customer_data.csv": "customers",
        "shopify_gql_abandoned_checkout_data.csv": "events",
        "shopify_gql_customer_data.csv": "customers",
        "shopify_gql_order_data.csv": "orders",
        "shopify_gql_order_line_data.csv": "order_items",
        "shopify_gql_product_data.csv": "order_items",
        "shopify_gql_refund_data.csv": "returns",
        "shopify_gql_transaction_data.csv": "returns",
        "shopify_order_data.csv": "orders",
        "shopify_order_line_data.csv": "order_items",
        "shopify_product_data.csv": "order_items",
        "shopify_refund_data.csv": "returns",
        "shopify_transaction_data.csv": "returns",
    }
    unknown = [f["name"] for f in shopify.report["files"] if f["recognised"] == "not recognised"]
    # a table of nothing but an id, a state and two times could be anything
    assert unknown == ["shopify_media_data.csv"]


def test_shopify_s_two_currencies_are_asked_about_and_never_added(shopify):
    file = files_of(shopify)["shopify_order_data.csv"]
    assert file["rows"] == {"read": 8, "accepted": 0, "merged": 0, "rejected": 8}
    assert "several currencies (USD 5, GBP 3)" in file["rejected_by"][0]["reason"]
    refunds = files_of(shopify)["shopify_gql_refund_data.csv"]
    assert "several currencies (USD 9, CAD 1)" in refunds["rejected_by"][0]["reason"]


def test_shopify_s_deleted_rows_and_test_orders_do_not_count(shopify):
    file = files_of(shopify)["shopify_gql_order_data.csv"]
    assert file["rows"] == {"read": 9, "accepted": 4, "merged": 0, "rejected": 5}
    said = {row["reason"]: row["rows"] for row in file["rejected_by"]}
    assert said == {"the shop deleted this row": 4, "a test order, which never counts": 1}
    assert one("SELECT count(*) FROM orders") == 4
    # three of the four have a time of cancellation
    assert one("SELECT count(*) FROM order_facts WHERE counted") == 1


def test_stripe_s_failed_charges_are_no_revenue(shared_data):
    manifest = imported(shared_data("fivetran_stripe_seeds"))
    assert len(manifest.report["files"]) == 31
    assert sum(file["rows"]["read"] for file in manifest.report["files"]) == 256
    assert kinds(manifest) == {
        "charge_data.csv": "orders",
        "customer_data.csv": "customers",
        "refund_data.csv": "returns",
    }
    assert files_of(manifest)["charge_data.csv"]["rows"]["accepted"] == 16
    assert one("SELECT coalesce(sum(revenue), 0)::VARCHAR FROM orders") == "0.00"
    assert one("SELECT count(*) FROM events WHERE touchpoint = 'payment failed'") == 16
    copies = [f for f in manifest.report["files"] if f["recognised"] == "stripe discounts"]
    assert len(copies) == 6
    assert {file["kind"] for file in copies} == {None}


def test_klaviyo_s_events_are_there_once_and_join_nobody(shared_data):
    manifest = imported(shared_data("fivetran_klaviyo_seeds"))
    assert kinds(manifest) == {
        "event.csv": "events",
        "event_norename.csv": "events",
        "person.csv": "customers",
    }
    names = {row["t"]: row["n"] for row in ask(
        "SELECT touchpoint AS t, count(*) AS n FROM events WHERE origin = 'file' GROUP BY 1"
    )}  # fmt: skip
    assert names == {"email": 3, "order placed": 1}
    assert files_of(manifest)["event_norename.csv"]["rows"]["merged"] == 4
    assert one("SELECT count(DISTINCT customer_id) FROM events") == 2
    assert manifest.report["identity"]["matched_share"] == 0.0
    assert any("0.0% of its 2 customers" in note for note in files_of(manifest)["event.csv"]["notes"])


def test_cdnow_s_logs_are_orders_and_its_summaries_are_refused(shared_data):
    manifest = imported(shared_data("cdnow"))
    assert kinds(manifest) == {"CDNOW_master.txt": "orders", "CDNOW_sample.txt": "orders"}
    # the sample is part of the master log, so that each of its lines is there already
    assert one("SELECT count(*) FROM orders") == 69659
    assert files_of(manifest)["CDNOW_sample.txt"]["rows"]["merged"] == 6919
    for name in ("cdnow_customers_summary.csv", "cdnow_customers_summary_with_transactions.csv"):
        file = files_of(manifest)[name]
        assert file["rows"]["rejected"] == file["rows"]["read"] == 2357
        assert "already added up" in file["rejected_by"][0]["reason"]


def test_a_summary_alone_publishes_nothing_and_says_why(shared_data):
    path = shared_data("cdnow") / "cdnow_customers_summary.csv"
    with pytest.raises(IntakeError, match="Import the purchases themselves"):
        import_files([path], "shop")


@pytest.mark.parametrize(
    ("name", "orders", "revenue"),
    [
        ("olist_sample", 8135, "1428602.81"),
        ("complete_journey", 155848, "4596039.58"),
        ("shopify_orders_export_format", 7, "2093.85"),
    ],
)
def test_whole_folders_give_their_orders_and_money(shared_data, name, orders, revenue):
    manifest = imported(shared_data(name))
    assert manifest.tables["orders"] == orders
    assert one("SELECT sum(revenue)::VARCHAR FROM orders") == revenue


def test_shopify_s_export_keeps_its_parts(shared_data):
    imported(shared_data("shopify_orders_export_format"))
    codes = ask("SELECT campaign, count(*) AS n FROM events WHERE touchpoint = 'coupon redeemed' GROUP BY 1")
    assert {row["campaign"]: row["n"] for row in codes} == {"SUMMERSALE": 5, "WILLKOMMEN10": 1}
    assert one("SELECT count(*) FROM returns") == 0
    assert one("SELECT count(*) FROM events WHERE touchpoint = 'order shipped'") == 0
