"""WooCommerce's orders: the report of its analytics, and exports of plugins with or without product rows."""

from tests.shops import ask, imported, one

#: One row per product; the plugin repeats the order's columns on every row.
ROWS = """
    Order Number,Order Status,Order Date,Email (Billing),Country Code (Billing),Payment Method Title,Cart Discount Amount,Order Refund Amount,Order Total Amount,SKU,Item #,Item Name,Quantity (- Refund),Item Cost
    31,Completed,2026-03-01 10:00,ann@example.com,DE,Card,0.00,0.00,25.00,C1,1,cup,2,10.00
    31,Completed,2026-03-01 10:00,ann@example.com,DE,Card,0.00,0.00,25.00,J1,2,jug,1,5.00
    32,Processing,2026-03-02 10:00,bob@example.com,AT,Card,0.00,4.00,10.00,C1,1,cup,1,10.00
    33,Failed,2026-03-03 10:00,bob@example.com,AT,Card,0.00,0.00,10.00,C1,1,cup,1,10.00
    34,Pending payment,2026-03-04 10:00,bob@example.com,AT,Card,0.00,0.00,10.00,C1,1,cup,1,10.00
"""  # noqa: E501


def test_a_total_that_every_row_repeats_counts_once(tmp_path):
    manifest = imported(tmp_path, orders=ROWS)
    [file] = manifest.report["files"]
    assert file["recognised"] == "woocommerce orders"
    assert file["rows"] == {"read": 5, "accepted": 5, "merged": 0, "rejected": 0}
    counted = ask("SELECT order_id, revenue::VARCHAR AS r FROM order_facts WHERE counted ORDER BY 1")
    assert [tuple(row.values()) for row in counted] == [("31", "25.00"), ("32", "10.00")]
    assert manifest.tables["orders"] == 4


def test_a_total_that_stands_on_the_first_row_alone_counts_once_too(tmp_path):
    blank = ROWS.replace(
        "31,Completed,2026-03-01 10:00,ann@example.com,DE,Card,0.00,0.00,25.00,J1", "31,,,,,,,,,J1"
    )
    imported(tmp_path, orders=blank)
    assert one("SELECT sum(revenue)::VARCHAR FROM order_facts WHERE counted") == "35.00"


def test_a_part_that_was_paid_back_is_subtracted(tmp_path):
    imported(tmp_path, orders=ROWS)
    assert ask("SELECT order_id, refund::VARCHAR AS r FROM returns") == [{"order_id": "32", "r": "4.00"}]


#: One row per order, as other plugins and the database write it.
ORDERS = """
    order_id,order_date,status,payment_method_title,order_total,billing_email,customer_id
    41,2026-03-01 10:00:00,wc-completed,Card,20.00,ann@example.com,7
    42,2026-03-02 10:00:00,wc-refunded,Card,30.00,bob@example.com,0
    43,2026-03-03 10:00:00,wc-cancelled,Card,40.00,ann@example.com,7
"""


def test_a_refunded_order_counts_and_its_whole_amount_went_back(tmp_path):
    imported(tmp_path, orders=ORDERS)
    rows = ask("SELECT order_id, counted, net_revenue::VARCHAR AS r FROM order_facts ORDER BY 1")
    assert [tuple(row.values()) for row in rows] == [
        ("41", True, "20.00"), ("42", True, "0.00"), ("43", False, "40.00"),
    ]  # fmt: skip


def test_an_account_links_the_address_and_a_guest_s_zero_links_nobody(tmp_path):
    manifest = imported(tmp_path, orders=ORDERS)
    assert manifest.report["identity"]["links"] == 1
    people = ask("SELECT order_id, customer_id FROM orders ORDER BY 1")
    assert people[0]["customer_id"] == people[2]["customer_id"] == "7"
    assert people[1]["customer_id"].startswith("p_")


REPORT = """
    Date,Order #,N. Revenue,N. Revenue (formatted),Status,Customer,Customer type,Product(s),Items sold,Coupon(s),Net Sales
    2026-03-01 10:00:00,51,20,€20,completed,Ann Lee,new,2× cup,2,,20
    2026-03-02 10:00:00,52,15,€15,cancelled,Bob Orr,returning,1× jug,1,,15
"""  # noqa: E501


def test_the_report_of_the_analytics_brings_orders_without_names(tmp_path):
    manifest = imported(tmp_path, orders_report=REPORT)
    assert manifest.report["files"][0]["recognised"] == "woocommerce order report"
    assert one("SELECT sum(revenue)::VARCHAR FROM order_facts WHERE counted") == "20.00"
    assert one("SELECT count(customer_id) FROM orders") == 0
