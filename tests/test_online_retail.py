"""Invoice lines with cancellations: what is sold, what comes back, and what is no product."""

from tests.shops import ask, imported, one

LINES = """
    InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country
    536370,22728,BLUE CUP,4,12/1/2010 8:45,2.50,12583.0,France
    536370,POST,POSTAGE,1,12/1/2010 8:45,18.00,12583.0,France
    C536379,22728,BLUE CUP,-2,12/13/2010 9:41,2.50,12583.0,France
    536400,21730,JUG,1,12/14/2010 9:00,7.00,,France
    A563185,B,Adjust bad debt,1,12/15/2010 9:00,11.00,,France
"""


def test_sales_cancellations_and_corrections_are_told_apart_by_the_invoice_number(tmp_path):
    manifest = imported(tmp_path, lines=LINES)
    [file] = manifest.report["files"]
    assert (file["recognised"], file["kind"]) == ("online retail", "order_items")
    assert file["rows"] == {"read": 5, "accepted": 4, "merged": 0, "rejected": 1}
    assert file["rejected_by"][0]["reason"] == "a correction of the books, no sale"
    orders = ask(
        "SELECT order_id, revenue::VARCHAR AS r, customer_id IS NULL AS nobody FROM orders ORDER BY 1"
    )
    assert [tuple(row.values()) for row in orders] == [("536370", "28.00", False), ("536400", "7.00", True)]


def test_what_came_back_counts_against_the_customer_s_last_invoice(tmp_path):
    imported(tmp_path, lines=LINES)
    assert ask(
        "SELECT return_id, order_id, refund::VARCHAR AS r, returned_at::VARCHAR AS t FROM returns"
    ) == [{"return_id": "C536379", "order_id": "536370", "r": "5.00", "t": "2010-12-13 09:41:00"}]
    assert one("SELECT sum(net_revenue)::VARCHAR FROM order_facts") == "30.00"


def test_postage_is_a_line_but_no_product(tmp_path):
    imported(tmp_path, lines=LINES)
    lines = ask("SELECT product, category = 'not a product' AS other FROM order_items ORDER BY product")
    assert [(row["product"], row["other"] is True) for row in lines] == [
        ("BLUE CUP", False), ("JUG", False), ("POSTAGE", True),
    ]  # fmt: skip


def test_the_later_edition_calls_two_columns_otherwise(tmp_path):
    later = (
        LINES.replace("InvoiceNo", "Invoice")
        .replace("UnitPrice", "Price")
        .replace("CustomerID", "Customer ID")
    )
    assert imported(tmp_path, lines=later).report["files"][0]["recognised"] == "online retail"
