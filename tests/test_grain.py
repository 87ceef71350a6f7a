"""An amount of an order counts once, one of a line is added up; what nothing tells is asked."""

import pytest

from lib.intake.mapping_file import from_toml
from lib.model.errors import IntakeError
from tests.shops import ask, imported, one

HEAD = "order_number,customer_id,order_date,sku,quantity,unit_price,total\n"


def totals() -> list[tuple[str, str]]:
    return [tuple(r.values()) for r in ask("SELECT order_id, revenue::VARCHAR AS r FROM orders ORDER BY 1")]  # type: ignore[misc]


def test_a_total_that_every_line_repeats_counts_once(tmp_path):
    rows = HEAD + (
        "1,ann,2026-03-01,cup,2,10.00,27.90\n1,ann,2026-03-01,jug,1,5.00,27.90\n2,bob,2026-03-02,cup,1,10.00,12.90\n"
    )
    manifest = imported(tmp_path, shop=rows)
    # 20.00 + 5.00 and 2.90 for shipping
    assert totals() == [("1", "27.90"), ("2", "12.90")]
    assert one("SELECT sum(price * quantity)::DECIMAL(18,2)::VARCHAR FROM order_items") == "35.00"
    [file] = manifest.report["files"]
    assert file["rows"] == {"read": 3, "accepted": 3, "merged": 0, "rejected": 0}
    assert (
        "total: the same on every row of an order, so it is the order's total and counts once"
        in file["notes"]
    )


def test_a_total_on_the_first_line_alone_counts_once(tmp_path):
    rows = HEAD + (
        "1,ann,2026-03-01,cup,2,10.00,27.90\n1,,,jug,1,5.00,\n2,bob,2026-03-02,cup,1,10.00,12.90\n2,,,jug,1,5.00,\n"
    )
    manifest = imported(tmp_path, shop=rows)
    assert totals() == [("1", "27.90"), ("2", "12.90")]
    assert any("filled on one row of an order" in note for note in manifest.report["files"][0]["notes"])


def test_what_each_line_cost_is_added_up_even_where_two_lines_cost_the_same(tmp_path):
    rows = HEAD + (
        "1,ann,2026-03-01,cup,1,10.00,10.00\n1,ann,2026-03-01,jug,2,5.00,10.00\n2,bob,2026-03-02,cup,1,10.00,10.00\n"
    )
    manifest = imported(tmp_path, shop=rows)
    assert totals() == [("1", "20.00"), ("2", "10.00")]
    assert any("added up over the rows" in note for note in manifest.report["files"][0]["notes"])


def test_an_amount_that_differs_within_an_order_is_of_the_line_and_prices_it(tmp_path):
    rows = (
        "order_number,customer_id,order_date,product,quantity,amount\n"
        "1,ann,2026-03-01,cup,2,20.00\n1,ann,2026-03-01,jug,1,5.00\n2,bob,2026-03-02,cup,1,10.00\n"
    )
    imported(tmp_path, shop=rows)
    assert totals() == [("1", "25.00"), ("2", "10.00")]
    assert one("SELECT price::VARCHAR FROM order_items WHERE order_id = '1' AND product = 'cup'") == "10.00"


def test_decimal_commas_are_read_before_the_lines_are_compared(tmp_path):
    rows = (
        "order_number;customer_id;order_date;sku;quantity;unit_price;total\n"
        "1;ann;2026-03-01;cup;2;1.000,50;2.001,00\n1;ann;2026-03-01;jug;1;5,25;5,25\n"
    )
    imported(tmp_path, shop=rows)
    assert totals() == [("1", "2006.25")]


def test_the_discount_of_an_order_counts_once_beside_lines_that_are_added_up(tmp_path):
    rows = (
        "order_number,customer_id,order_date,sku,quantity,unit_price,line_amount,amount,discount\n"
        "1,ann,2026-03-01,cup,2,10.00,x,20.00,3.00\n1,ann,2026-03-01,jug,1,5.00,x,5.00,3.00\n"
    )
    imported(tmp_path, shop=rows)
    assert totals() == [("1", "25.00")]
    assert one("SELECT discount::VARCHAR FROM orders") == "3.00"


FAR = HEAD + (
    "1,ann,2026-03-01,cup,2,10.00,100.00\n1,ann,2026-03-01,jug,1,5.00,180.00\n2,bob,2026-03-02,cup,1,10.00,12.90\n"
)


def test_amounts_that_neither_repeat_nor_fit_the_lines_are_asked(tmp_path):
    with pytest.raises(IntakeError, match=r'(?s)"total" = "per_line".*"total" = "per_order"'):
        imported(tmp_path, shop=FAR)


@pytest.mark.parametrize(("said", "total"), [("per_line", "280.00"), ("per_order", "100.00")])
def test_the_answer_decides(tmp_path, said, total):
    answer = from_toml(f'[sheets."shop.csv".formats]\ntotal = "{said}"')
    imported(tmp_path, settings={"mapping": answer}, shop=FAR)
    assert totals()[0] == ("1", total)


TWICE = """
    order_number,customer_id,order_date,total
    1,ann,2026-03-01,10.00
    1,ann,2026-03-01,15.00
    2,bob,2026-03-02,7.00
"""


def test_rows_of_one_order_that_differ_in_nothing_but_the_amount_are_asked(tmp_path):
    with pytest.raises(IntakeError, match="lines to add up or later states of the order"):
        imported(tmp_path, orders=TWICE)


@pytest.mark.parametrize(("said", "total"), [("per_line", "25.00"), ("per_order", "15.00")])
def test_without_lines_the_answer_decides_too(tmp_path, said, total):
    answer = from_toml(f'[sheets."orders.csv".formats]\ntotal = "{said}"')
    imported(tmp_path, settings={"mapping": answer}, orders=TWICE)
    assert totals()[0] == ("1", total)


def test_a_later_state_of_an_order_is_no_line(tmp_path):
    rows = (
        "order_number,customer_id,order_date,total,status\n"
        "1,ann,2026-03-01,10.00,pending\n1,ann,2026-03-01,8.00,paid\n2,bob,2026-03-02,7.00,paid\n"
    )
    imported(tmp_path, orders=rows)
    assert totals() == [("1", "8.00"), ("2", "7.00")]


def test_the_mapping_of_the_import_gives_the_same_totals_again(tmp_path):
    rows = HEAD + "1,ann,2026-03-01,cup,1,10.00,10.00\n1,ann,2026-03-01,jug,2,5.00,10.00\n"
    first = imported(tmp_path, name="first", shop=rows)
    again = imported(tmp_path, settings={"mapping": from_toml(first.mapping)}, shop=rows)
    assert again.mapping == first.mapping
    assert totals() == [("1", "20.00")]


def test_rows_without_anything_but_their_number_belong_to_the_order_above(tmp_path):
    rows = """
        order_number,customer_id,order_date,total,shipped_with
        1,ann,2026-03-01,27.90,post
        1,,,,courier
        2,bob,2026-03-02,12.90,post
    """
    manifest = imported(tmp_path, orders=rows)
    assert totals() == [("1", "27.90"), ("2", "12.90")]
    assert manifest.report["files"][0]["rows"]["rejected"] == 0


def test_words_in_brackets_do_not_hide_a_total(tmp_path):
    rows = "Order ID,Customer ID,Order Date,Order Total (inc tax)\n1,ann,2026-03-01,27.90\n"
    imported(tmp_path, orders=rows)
    assert totals() == [("1", "27.90")]


def test_lines_that_carry_an_address_link_it_to_the_customer(tmp_path):
    rows = (
        "order_number,customer_id,email,order_date,sku,quantity,unit_price\n"
        "1,ann,ann@example.com,2026-03-01,cup,2,10.00\n"
    )
    manifest = imported(tmp_path, shop=rows)
    assert manifest.tables["identities"] == 1


def test_what_was_refunded_of_an_order_is_no_forgotten_column(tmp_path):
    rows = """
        order_number,customer_id,order_date,total,refund_amount
        1,ann,2026-03-01,27.90,0.00
        2,bob,2026-03-02,12.90,2.90
        3,cem,2026-03-03,5.00,
    """
    manifest = imported(tmp_path, orders=rows)
    assert ask("SELECT order_id, refund::VARCHAR AS r FROM returns") == [{"order_id": "2", "r": "2.90"}]
    assert one("SELECT sum(net_revenue)::VARCHAR FROM order_facts") == "42.90"
    assert any("dated by the order" in note for note in manifest.report["files"][0]["notes"])
