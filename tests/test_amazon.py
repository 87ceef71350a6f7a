"""Amazon's seller reports: lines add up to orders, returns keep their reason, settlements stay out."""

from tests.shops import ask, files_of, imported, one

ORDERS = """
    amazon-order-id,purchase-date,order-status,sales-channel,product-name,sku,asin,quantity,currency,item-price,item-promotion-discount
    302-1,2026-03-01T10:00:00+00:00,Shipped,Amazon.de,cup,C1,B01,2,EUR,20.00,1.00
    302-1,2026-03-01T10:00:00+00:00,Shipped,Amazon.de,jug,J1,B02,1,EUR,5.00,0.50
    302-2,2026-03-02T10:00:00+00:00,Cancelled,Amazon.de,cup,C1,B01,0,EUR,,
"""  # noqa: E501
RETURNS = """
    return-date,order-id,sku,asin,fnsku,product-name,quantity,detailed-disposition,reason,license-plate-number,customer-comments
    2026-03-09T00:00:00+00:00,302-1,C1,B01,X1,cup,1,SELLABLE,UNWANTED_ITEM,LPN1,call +49 170 0000000
"""  # noqa: E501
SETTLEMENT = """
    settlement-id,settlement-start-date,settlement-end-date,transaction-type,order-id,amount-type,amount-description,amount,posted-date
    9,2026-03-01,2026-03-14,Order,302-1,ItemPrice,Principal,20.00,2026-03-02
"""  # noqa: E501


def test_an_order_costs_what_its_lines_cost_and_a_cancelled_one_counts_nowhere(tmp_path):
    manifest = imported(tmp_path, orders=ORDERS)
    [file] = manifest.report["files"]
    assert (file["recognised"], file["kind"], file["rows"]["accepted"]) == ("amazon orders", "order_items", 3)
    rows = ask("SELECT order_id, counted, revenue::VARCHAR AS r FROM order_facts ORDER BY 1")
    assert [tuple(row.values()) for row in rows] == [("302-1", True, "25.00"), ("302-2", False, "0.00")]
    assert one("SELECT discount::VARCHAR FROM orders WHERE order_id = '302-1'") == "1.50"
    assert one("SELECT price::VARCHAR FROM order_items WHERE product = 'cup' AND quantity = 2") == "10.00"
    assert any("names no buyer" in note for note in file["notes"])


def test_returns_keep_their_order_and_reason(tmp_path):
    manifest = imported(tmp_path, orders=ORDERS, returns=RETURNS)
    assert files_of(manifest)["returns.csv"]["recognised"] == "amazon returns"
    assert ask("SELECT order_id, reason FROM returns") == [{"order_id": "302-1", "reason": "UNWANTED_ITEM"}]


def test_a_settlement_is_set_aside_with_the_reason(tmp_path):
    manifest = imported(tmp_path, orders=ORDERS, settlement=SETTLEMENT)
    file = files_of(manifest)["settlement.csv"]
    assert (file["kind"], file["recognised"], file["rows"]["rejected"]) == (None, "amazon settlement", 1)
    assert "repeat what the order reports say" in file["rejected_by"][0]["reason"]


def test_orders_to_be_sent_name_the_buyer_by_a_relayed_address(tmp_path):
    rows = """
        order-id,order-item-id,purchase-date,buyer-email,sku,product-name,quantity-purchased,currency,item-price
        302-3,11,2026-03-01T10:00:00+00:00,abc@marketplace.example.com,C1,cup,3,EUR,30.00
    """
    imported(tmp_path, orders=rows)
    assert one("SELECT customer_id FROM orders").startswith("p_")
    assert one("SELECT price::VARCHAR FROM order_items") == "10.00"
