"""Stripe: paid charges are sales, failed ones a moment of the journey; bookkeeping stays out."""

import pytest

from tests.shops import ask, files_of, imported, one
from tests.test_recognise import of

PAYMENTS = """
    id,Created date (UTC),Amount,Amount Refunded,Currency,Captured,Refunded date (UTC),Status,Customer ID,Customer Email
    ch_1,2026-03-01 10:00:00,20.00,0.00,eur,true,,Paid,cus_1,ann@example.com
    ch_2,2026-03-02 10:00:00,30.00,5.00,eur,true,2026-03-09 10:00:00,Partially refunded,,bob@example.com
    ch_3,2026-03-03 10:00:00,90.00,0.00,eur,false,,Failed,cus_1,ann@example.com
    ch_4,2026-03-04 10:00:00,40.00,0.00,eur,false,,Canceled,cus_1,ann@example.com
"""  # noqa: E501


def test_paid_payments_are_orders_and_failed_ones_are_moments(tmp_path):
    manifest = imported(tmp_path, payments=PAYMENTS)
    [file] = manifest.report["files"]
    assert (file["recognised"], file["kind"]) == ("stripe payments", "orders")
    assert file["rows"] == {"read": 4, "accepted": 3, "merged": 0, "rejected": 1}
    assert file["rejected_by"] == [{"reason": "a payment that was never made", "rows": 1}]
    assert one("SELECT sum(revenue)::VARCHAR FROM orders") == "50.00"
    journey = ask("SELECT touchpoint FROM events WHERE customer_id = 'cus_1' ORDER BY ts")
    assert [row["touchpoint"] for row in journey] == ["order placed", "payment failed"]
    assert any("counts twice" in note for note in file["notes"])


def test_what_was_refunded_has_its_own_date(tmp_path):
    imported(tmp_path, payments=PAYMENTS)
    [back] = ask("SELECT order_id, refund::VARCHAR AS r, returned_at::VARCHAR AS t FROM returns")
    assert tuple(back.values()) == ("ch_2", "5.00", "2026-03-09 10:00:00")


CHARGES = """
    id,amount,amount_refunded,captured,created,currency,customer_id,failure_code,livemode,paid,payment_intent_id,receipt_email,refunded,status
    ch_1,2050,0,true,2026-03-01 10:00:00,eur,cus_1,,true,true,pi_1,ann@example.com,false,succeeded
    ch_2,99900,0,false,2026-03-02 10:00:00,eur,cus_1,card_declined,true,false,pi_2,ann@example.com,false,failed
    ch_3,77700,0,true,2026-03-03 10:00:00,eur,cus_1,,false,true,pi_3,ann@example.com,false,succeeded
"""  # noqa: E501
REFUNDS = """
    id,amount,balance_transaction_id,charge_id,created,currency,reason,status
    re_1,550,txn_1,ch_1,2026-03-05 10:00:00,eur,requested_by_customer,succeeded
"""


def test_the_connector_s_amounts_are_cents_and_test_payments_do_not_count(tmp_path):
    manifest = imported(tmp_path, charges=CHARGES, refunds=REFUNDS)
    assert one("SELECT sum(revenue)::VARCHAR FROM orders") == "20.50"
    assert one("SELECT sum(net_revenue)::VARCHAR FROM order_facts WHERE counted") == "15.00"
    said = files_of(manifest)["charges.csv"]["rejected_by"]
    assert said == [{"reason": "a payment in test mode", "rows": 1}]


def test_where_every_charge_failed_nothing_was_sold(tmp_path):
    failed = "\n".join(line for line in CHARGES.splitlines() if "ch_1" not in line)
    manifest = imported(tmp_path, charges=failed)
    assert manifest.tables["orders"] == 0
    assert one("SELECT count(*) FROM events WHERE touchpoint = 'payment failed'") == 1


@pytest.mark.parametrize(
    ("header", "about"),
    [
        ("id,amount,available_on,created,currency,fee,net,source,status,type", "balance transactions"),
        ("balance_transaction_id,created_utc,currency,gross,fee,net,reporting_category", "balance history"),
        ("id,amount,arrival_date,balance_transaction_id,status", "payouts"),
        ("id,type,coupon_id,customer_id,end,start,subscription_id", "discounts"),
        ("id,interval,interval_count,usage_type,amount", "plans"),
    ],
)
def test_bookkeeping_and_settings_are_set_aside(tmp_path, header, about):
    found = of(tmp_path, "table.csv", f"{header}\n{','.join('1' * (header.count(',') + 1))}\n")
    assert (found.kind, found.recognised) == (None, f"stripe {about}")
    assert "set aside" in found.reason
