"""Shopify's tables as connectors copy them: told by their columns, deleted and test rows aside, sums."""

import pytest

from tests.shops import ask, files_of, imported, one
from tests.test_recognise import of

ORDERS = """
    id,email,currency,total_price,total_discounts,created_at,name,customer_id,order_number,financial_status,processed_at,cancelled_at,source_name,test,_fivetran_deleted
    501,ann@example.com,EUR,20.00,0,2026-03-01 10:00:00,#1,71,1,paid,2026-03-01 10:00:00,,web,false,false
    502,bob@example.com,EUR,30.00,0,2026-03-02 10:00:00,#2,72,2,paid,2026-03-02 10:00:00,,web,false,false
    503,bob@example.com,EUR,99.00,0,2026-03-03 10:00:00,#3,72,3,paid,2026-03-03 10:00:00,,web,true,false
    504,bob@example.com,EUR,98.00,0,2026-03-03 11:00:00,#4,72,4,paid,2026-03-03 11:00:00,,web,false,true
"""  # noqa: E501
REFUNDS = """
    id,created_at,processed_at,note,restock,user_id,order_id
    r1,2026-03-05 10:00:00,2026-03-05 10:00:00,,true,,502
"""
TRANSACTIONS = """
    id,order_id,refund_id,amount,created_at,gateway,kind,status,test
    t1,502,,30.00,2026-03-02 10:00:00,cards,sale,success,false
    t2,502,r1,8.00,2026-03-05 10:00:00,cards,refund,success,false
    t3,502,r1,2.00,2026-03-05 10:00:00,gift,refund,success,false
"""


def test_deleted_rows_and_test_orders_are_rejected_with_the_reason(tmp_path):
    manifest = imported(tmp_path, orders=ORDERS)
    [file] = manifest.report["files"]
    assert file["recognised"] == "shopify orders"
    assert file["rows"] == {"read": 4, "accepted": 2, "merged": 0, "rejected": 2}
    reasons = {row["reason"]: row["rows"] for row in file["rejected_by"]}
    assert reasons == {"the shop deleted this row": 1, "a test order, which never counts": 1}
    assert one("SELECT sum(revenue)::VARCHAR FROM orders") == "50.00"
    assert one("SELECT customer_id FROM orders WHERE order_id = '501'") == "71"


def test_what_was_paid_back_comes_from_the_transactions(tmp_path):
    manifest = imported(tmp_path, orders=ORDERS, refunds=REFUNDS, transactions=TRANSACTIONS)
    assert one("SELECT refund::VARCHAR FROM returns") == "10.00"
    rows = files_of(manifest)["transactions.csv"]["rows"]
    assert rows == {"read": 3, "accepted": 2, "merged": 0, "rejected": 1}


def test_a_refund_without_its_table_is_rejected_with_what_is_missing(tmp_path):
    manifest = imported(tmp_path, orders=ORDERS, transactions=TRANSACTIONS)
    said = files_of(manifest)["transactions.csv"]["rejected_by"]
    assert any("import the refunds too" in one["reason"] for one in said)


GQL = """
    id,display_financial_status,total_price_set_shop_amount,total_price_set_shop_currency_code,created_at,email,customer_id
    1,PAID,20.00,{first},2026-03-01 10:00:00,ann@example.com,71
    2,PAID,30.00,{second},2026-03-02 10:00:00,bob@example.com,72
"""


def test_the_newer_generation_counts_in_the_shop_s_own_currency(tmp_path):
    manifest = imported(tmp_path, orders=GQL.format(first="USD", second="USD"))
    assert manifest.currency == "USD"
    assert one("SELECT sum(revenue)::VARCHAR FROM orders") == "50.00"


def test_two_shop_currencies_beside_the_amounts_are_never_added_up(tmp_path):
    customers = (
        "id,orders_count,total_spent,verified_email,tax_exempt,created_at\n71,1,5,true,false,2026-03-01\n"
    )
    manifest = imported(tmp_path, orders=GQL.format(first="USD", second="CAD"), customers=customers)
    assert files_of(manifest)["orders.csv"]["rows"]["rejected"] == 2
    assert "several currencies (CAD 1, USD 1)" in manifest.report["warnings"][0]


CHECKOUTS = """
    id,abandoned_checkout_url,created_at,customer_id,email,source_name
    91,https://shop.example/c/91,2026-03-01 09:30:00,71,ann@example.com,web
"""


def test_a_started_checkout_is_a_moment_of_the_journey(tmp_path):
    imported(tmp_path, orders=ORDERS, checkouts=CHECKOUTS)
    journey = ask("SELECT touchpoint FROM events WHERE customer_id = '71' ORDER BY ts")
    assert [row["touchpoint"] for row in journey] == ["checkout", "order placed"]


@pytest.mark.parametrize(
    ("header", "about"),
    [
        ("order_id,index,value", "tags"),
        ("allocation_method,index,order_id,target_type,value", "discounts"),
        ("checkout_id,index,code,carrier_identifier,delivery_category", "shipping"),
        ("id,inventory_item_id,location_id", "stock"),
        ("product_id,media_id", "pictures"),
        ("order_line_id,rate,title", "taxes"),
    ],
)
def test_tables_in_which_nobody_did_anything_are_set_aside_with_the_reason(tmp_path, header, about):
    found = of(tmp_path, "table.csv", f"{header}\n{','.join('1' * (header.count(',') + 1))}\n")
    assert found.kind is None
    assert found.recognised == f"shopify {about}"
    assert "no row says what a customer did" in found.reason


def test_a_copy_of_a_table_that_was_set_aside_is_set_aside_too(tmp_path):
    tags = "order_id,index,value\n501,1,gift\n"
    manifest = imported(tmp_path, orders=ORDERS, tags=tags, tags_again=tags)
    for name in ("tags.csv", "tags_again.csv"):
        assert files_of(manifest)[name]["rows"] == {"read": 1, "accepted": 0, "merged": 0, "rejected": 1}
