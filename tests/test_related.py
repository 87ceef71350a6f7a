"""Tables of one database meet over their ids: money from payments, names from products."""

import pytest

from lib.model.errors import IntakeError
from tests.shops import ask, files_of, imported, one
from tests.test_recognise import of

ORDERS = """
    id,user_id,order_date,status
    1,ann,2026-03-01,completed
    2,bob,2026-03-02,returned
"""
PAYMENTS = """
    id,order_id,payment_method,amount,payment_status
    p1,1,card,12.00,success
    p2,1,voucher,3.00,success
    p3,2,card,7.00,success
    p4,2,card,7.00,failed
"""
ITEMS = """
    id,order_id,product_id,quantity,unit_price
    1,1,A,1,10.00
    2,1,B,1,4.00
    3,2,A,1,7.00
"""
PRODUCTS = """
    id,name,category,price
    A,blue cup,kitchen,10.00
    B,jug,kitchen,4.00
"""


def test_the_money_of_an_order_is_what_was_paid_for_it(tmp_path):
    manifest = imported(tmp_path, orders=ORDERS, payments=PAYMENTS, order_items=ITEMS, products=PRODUCTS)
    totals = ask("SELECT order_id, customer_id, revenue::VARCHAR AS r FROM orders ORDER BY 1")
    assert [tuple(row.values()) for row in totals] == [("1", "ann", "15.00"), ("2", "bob", "7.00")]
    kinds = {name: file["kind"] for name, file in files_of(manifest).items()}
    assert kinds == {
        "orders.csv": "orders",
        "payments.csv": "orders",
        "order_items.csv": "order_items",
        "products.csv": "order_items",
    }
    assert files_of(manifest)["payments.csv"]["rejected_by"] == [
        {"reason": "a payment that was not made", "rows": 1}
    ]


def test_without_payments_the_lines_make_the_money_and_products_name_them(tmp_path):
    imported(tmp_path, orders=ORDERS, order_items=ITEMS, products=PRODUCTS)
    assert one("SELECT sum(revenue)::VARCHAR FROM orders") == "21.00"
    lines = ask("SELECT product, category FROM order_items WHERE order_id = '1' ORDER BY product")
    assert [tuple(row.values()) for row in lines] == [("blue cup", "kitchen"), ("jug", "kitchen")]


def test_orders_alone_say_what_is_missing(tmp_path):
    with pytest.raises(IntakeError, match="import the payments or the lines too"):
        imported(tmp_path, orders=ORDERS)


def test_payments_without_their_orders_say_so(tmp_path):
    with pytest.raises(IntakeError, match="import the orders too"):
        imported(tmp_path, payments=PAYMENTS)


@pytest.mark.parametrize(
    ("name", "header", "kind"),
    [
        ("web.csv", "order_id,user_id,timestamp,event", "events"),
        ("orders.csv", "order_id,customer_id,created_at,total,payment_method", "orders"),
        ("returns.csv", "return_id,order_id,customer_id,returned_at,payment_method", "returns"),
        ("cases.csv", "ticket_id,order_id,customer_id,created_at,status", "tickets"),
    ],
)
def test_tables_of_other_kinds_stay_what_they_are(tmp_path, name, header, kind):
    row = ",".join("2026-03-01" if "at" in one or one == "timestamp" else "5" for one in header.split(","))
    assert of(tmp_path, name, f"{header}\n{row}\n").kind == kind


def test_a_summary_per_customer_is_refused(tmp_path):
    found = of(tmp_path, "summary.csv", "ID,frequency,recency,T\n1,2,30.43,38.86\n2,1,1.71,38.86\n")
    assert found.kind is None
    assert "already added up" in found.reason
