"""Which rows of a sheet an output takes, which it passes over, and which the export says do not count."""

import pytest

from lib.intake.mapping_file import from_toml
from lib.model.errors import IntakeError
from tests.shops import ask, imported, one

PAYMENTS = """
    id,who,at,sum,state,gone
    p1,ann,2026-03-01 10:00,10.00,paid,
    p2,bob,2026-03-02 10:00,20.00,failed,
    p3,cem,2026-03-03 10:00,30.00,paid,TRUE
    p4,,2026-03-04 10:00,40.00,failed,
    p5,dee,2026-03-05 10:00,50.00,open,
"""
READ = from_toml(
    """
    [[sheets."payments.csv".asides]]
    column = "gone"
    values = ["true"]
    reason = "deleted in the shop"

    [[sheets."payments.csv".tables]]
    table = "orders"
    only = { column = "state", values = ["paid"] }
    columns = { order_id = "id", customer_id = "who", ordered_at = "at", revenue = "sum" }

    [[sheets."payments.csv".tables]]
    table = "events"
    only = { column = "state", values = ["fail*"] }
    columns = { customer_id = "who", ts = "at", touchpoint = { value = "payment failed" } }
    """
)


def test_rows_that_do_not_count_are_rejected_first_and_every_other_row_has_its_own_fate(tmp_path):
    manifest = imported(tmp_path, settings={"mapping": READ}, payments=PAYMENTS)
    [file] = manifest.report["files"]
    assert file["rows"] == {"read": 5, "accepted": 2, "merged": 0, "rejected": 3}
    assert {one["reason"]: one["rows"] for one in file["rejected_by"]} == {
        "deleted in the shop": 1,
        "customer_id is empty (column 'who')": 1,
        "nothing in the mapping takes this row": 1,
    }
    assert ask("SELECT order_id FROM orders") == [{"order_id": "p1"}]
    assert one("SELECT customer_id FROM events WHERE touchpoint = 'payment failed'") == "bob"


def test_rejected_rows_of_every_reason_can_be_downloaded(tmp_path):
    imported(tmp_path, settings={"mapping": READ}, payments=PAYMENTS)
    assert [row["row_no"] for row in ask("SELECT row_no FROM rejected ORDER BY row_no")] == [3, 4, 5]


LINES = """
    invoice,item,count,each,who,at
    7,cup,3,0.333,ann,2026-03-01 10:00
    7,jug,1,5.00,ann,2026-03-01 10:00
    C8,cup,-3,0.333,ann,2026-03-02 10:00
    C8,jug,-1,5.00,ann,2026-03-02 10:00
"""
CANCELLED = from_toml(
    """
    [[sheets."lines.csv".tables]]
    table = "order_items"
    unless = [{ column = "invoice", values = ["c*"] }]
    columns = { order_id = "invoice", product = "item", quantity = "count", price = "each" }

    [[sheets."lines.csv".tables]]
    table = "orders"
    per = "invoice"
    unless = [{ column = "invoice", values = ["c*"] }]
    columns = { order_id = "invoice", customer_id = "who", ordered_at = "at" }

    [[sheets."lines.csv".tables]]
    table = "returns"
    per = "invoice"
    only = { column = "invoice", values = ["c*"] }
    sums = ["refund"]
    [sheets."lines.csv".tables.columns]
    return_id = "invoice"
    order_id = "invoice"
    customer_id = "who"
    returned_at = "at"
    refund = { column = "each", also = ["count"], format = "times" }
    """
)


def test_a_beginning_tells_rows_apart_and_an_amount_times_a_count_has_no_sign(tmp_path):
    manifest = imported(tmp_path, settings={"mapping": CANCELLED}, lines=LINES)
    assert manifest.report["files"][0]["rows"]["accepted"] == 4
    assert manifest.tables["order_items"] == 2
    # 3 x 0.33 + 5.00: amounts have two decimals
    assert one("SELECT revenue::VARCHAR FROM orders") == "5.99"
    assert ask("SELECT return_id, refund::VARCHAR AS refund FROM returns") == [
        {"return_id": "C8", "refund": "5.99"}
    ]


TESTS = """
    [[sheets."orders.csv".asides]]
    column = "{column}"
    values = ["yes"]
    reason = "a test order"
"""


def test_a_short_mapping_may_set_rows_aside_from_what_is_recognised(tmp_path):
    rows = "order_id,customer_id,created_at,total,test\n1,ann,2026-03-01,5.00,no\n2,bob,2026-03-01,6.00,YES\n"
    settings = {"mapping": from_toml(TESTS.format(column="test"))}
    manifest = imported(tmp_path, settings=settings, orders=rows)
    assert manifest.report["files"][0]["rejected_by"] == [{"reason": "a test order", "rows": 1}]
    assert manifest.tables["orders"] == 1


def test_a_column_that_is_not_there_is_named_with_those_that_are(tmp_path):
    rows = "order_id,customer_id,created_at,total,test\n1,ann,2026-03-01,5.00,no\n"
    with pytest.raises(IntakeError, match="order_id, customer_id, created_at, total, test"):
        imported(tmp_path, settings={"mapping": from_toml(TESTS.format(column="tests"))}, orders=rows)


def test_an_id_that_a_spreadsheet_was_told_to_leave_alone_is_that_id(tmp_path):
    rows = "order_id,customer_id,created_at,total\n1,'6940095,2026-03-01,5.00\n"
    imported(tmp_path, orders=rows)
    assert one("SELECT customer_id FROM orders") == "6940095"
