"""Recharge: orders meet those of the shop, subscriptions and failed charges are moments of the journey."""

from tests.shops import ask, files_of, imported, one

SUBSCRIPTIONS = """
    id,customer_id,shopify_customer_id,email,created_at,cancelled_at,status,product_title,price,quantity,order_interval_frequency,order_interval_unit,cancellation_reason
    s1,91,71,ann@example.com,2026-01-01 10:00:00,2026-04-01 10:00:00,CANCELLED,coffee,10.00,1,1,month,too much
    s2,92,72,bob@example.com,2026-02-01 10:00:00,,ACTIVE,coffee,10.00,1,1,month,
"""  # noqa: E501
ORDERS = """
    id,customer_id,shopify_customer_id,charge_id,shopify_order_id,email,created_at,processed_at,scheduled_at,total_price,status
    o1,91,71,c1,501,ann@example.com,2026-01-01 10:00:00,2026-01-01 10:00:00,2026-01-01,10.00,SUCCESS
    o2,92,72,c2,,bob@example.com,2026-03-01 10:00:00,,2026-03-01,10.00,QUEUED
"""
CHARGES = """
    id,customer_id,shopify_customer_id,address_id,email,created_at,processed_at,scheduled_at,total_price,status
    c1,91,71,a1,ann@example.com,2026-01-01 10:00:00,2026-01-01 10:00:00,2026-01-01,10.00,SUCCESS
    c3,91,71,a1,ann@example.com,2026-02-01 10:00:00,2026-02-01 10:00:00,2026-02-01,10.00,ERROR
"""
SHOP = """
    id,email,currency,total_price,created_at,customer_id,order_number,financial_status
    501,ann@example.com,EUR,10.00,2026-01-01 10:00:00,71,1,paid
"""


def test_an_order_of_the_shop_and_its_copy_are_one(tmp_path):
    manifest = imported(tmp_path, orders_shop=SHOP, recharge_orders=ORDERS)
    file = files_of(manifest)["recharge_orders.csv"]
    assert (file["recognised"], file["rows"]["merged"]) == ("recharge orders", 1)
    assert file["rejected_by"] == [{"reason": "not charged yet, or skipped", "rows": 1}]
    assert ask("SELECT order_id, customer_id FROM orders") == [{"order_id": "501", "customer_id": "71"}]


def test_subscriptions_and_failed_charges_are_moments_of_the_shop_s_customer(tmp_path):
    manifest = imported(tmp_path, subscriptions=SUBSCRIPTIONS, charges=CHARGES)
    journey = ask("SELECT touchpoint, stage FROM events WHERE customer_id = '71' ORDER BY ts")
    assert [(row["touchpoint"], row["stage"]) for row in journey] == [
        ("subscription started", "purchase"),
        ("payment failed", "purchase"),
        ("subscription cancelled", "retention"),
    ]
    assert files_of(manifest)["subscriptions.csv"]["rows"]["accepted"] == 2
    [said] = files_of(manifest)["charges.csv"]["rejected_by"]
    assert (said["rows"], said["reason"]) == (1, "a charge that became an order: import the orders for it")
    assert one("SELECT count(*) FROM events WHERE customer_id = '72'") == 1
