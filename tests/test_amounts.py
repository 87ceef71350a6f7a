"""What an amount means: the specification of money, counts and percentages, one tiny file each."""

import pytest

from lib.intake.mapping_file import from_toml
from lib.model.errors import IntakeError
from tests.shops import ask, files_of, imported, one


def amounts(folder, *cells, mapping="", head="total"):
    """Import orders at these amounts; the revenues, and the notes."""
    rows = "".join(f'{at}|ann|2026-03-01|"{cell}"\n' for at, cell in enumerate(cells, 1))
    settings = {"mapping": from_toml(mapping)} if mapping else {}
    manifest = imported(folder, orders=f"order_id|user_id|order_date|{head}\n{rows}", settings=settings)
    found = ask("SELECT revenue::VARCHAR AS r FROM orders ORDER BY order_id::INTEGER")
    return [row["r"] for row in found], files_of(manifest)["orders.csv"]["notes"]


WRITTEN = {
    "12.50": [
        "$12.50",
        "12.50 $",
        "€ 12,50",
        "12,50€",
        "EUR 12.50",
        "12.50 USD",
        "US$12.50",
        "R$ 12,50",
        "kr. 12,50",
    ],
    "-12.50": ["(12.50)", "($12.50)", "12.50-", "-$12.50", "$-12.50", "\u221212,50", "12,50- €"],
    "12.00": ["Rs. 12", "Fr. 12", "12.-", "12,- €", "+12", "12", "1.2e1"],
    "0.50": [".5", ",50", "0,5"],
    "1234.50": ["CHF 1'234.50", "1’234.50", "1 234,50", "1\u00a0234,50 zł", "1.234,50", "1,234.50", "1234,5"],
    "123456.00": ["Rs. 1,23,456.00", "1,23,456"],
    "1234567.00": ["1\u202f234\u202f567", "1,234,567", "1.234.567", "1'234'567.-"],
}


@pytest.mark.parametrize(
    ("cell", "expected"), [(cell, value) for value, cells in WRITTEN.items() for cell in cells]
)
def test_an_amount_is_read_however_it_is_written(tmp_path, cell, expected):
    assert amounts(tmp_path, cell)[0] == [expected]


@pytest.mark.parametrize(
    "cell", ["3 for 2", "12.50 20.00", "1,2,3", "1.234,50.20", "order12", "10 %", "N/A or 5", "1 23"]
)
def test_what_is_no_amount_is_rejected_and_never_squeezed_into_one(tmp_path, cell):
    assert amounts(tmp_path, "5.00", cell)[0] == ["5.00"]


def test_a_column_with_both_decimal_signs_is_read_cell_by_cell_and_says_so(tmp_path):
    found, notes = amounts(tmp_path, "12.50", "12,50", "1.234,50", "1,234.50")
    assert found == ["12.50", "12.50", "1234.50", "1234.50"]
    assert any("2 cells are written with a decimal comma, 2 with a decimal point" in note for note in notes)


@pytest.mark.parametrize("cells", [["1.234", "5"], ["1,234"], ["12.50", "12,50", "1.234"]])
def test_three_digits_behind_a_sign_are_asked_where_nothing_settles_them(tmp_path, cells):
    with pytest.raises(IntakeError, match="could be thousands or decimals"):
        amounts(tmp_path, *cells)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["0.234", "1.234"], ["0.23", "1.23"]),
        (["0,234", "1,234"], ["0.23", "1.23"]),
        (["1234.567", "1.234"], ["1234.57", "1.23"]),
        (["1.234.567", "1.234"], ["1234567.00", "1234.00"]),
    ],
)
def test_a_cell_that_can_be_read_in_one_way_only_settles_the_others(tmp_path, cells, expected):
    assert amounts(tmp_path, *cells)[0] == expected


def test_decimals_are_marked_as_in_the_other_columns_of_the_file(tmp_path):
    text = (
        "order_id;user_id;order_date;total;discount\n1;ann;2026-03-01;12,50;1.234\n2;ann;2026-03-01;1,0;2.345"
    )
    imported(tmp_path, orders=text)
    assert one("SELECT sum(discount)::VARCHAR FROM orders") == "3579.00"


def test_counts_with_a_thousands_sign_are_whole(tmp_path):
    text = "day;source;cost;impressions\n2026-03-01;google ads;12;1.234\n2026-03-02;google ads;3;2.000\n"
    imported(tmp_path, ad_spend=text)
    assert one("SELECT sum(impressions)::INTEGER FROM spend") == 3234


def test_micros_and_cents_are_known_by_the_name_of_the_column(tmp_path):
    text = "day,source,cost_micros\n2026-03-01,google ads,12500000\n"
    manifest = imported(tmp_path, ad_spend=text)
    assert one("SELECT cost::VARCHAR FROM spend") == "12.50"
    assert "cost_micros: millionths, by the column's name" in files_of(manifest)["ad_spend.csv"]["notes"]


def test_a_percentage_is_a_share_of_one_and_a_score_of_a_hundred(tmp_path):
    items = "order_id,product,quantity,price\n1,tea,50%,4.00\n2,tea,3,4.00\n"
    manifest = imported(tmp_path, order_items=items)
    assert one("SELECT list(quantity ORDER BY order_id)::VARCHAR FROM order_items") == "[0.5, 3.0]"
    note = "quantity: 1 cells are percentages (50%): read as a share of 1"
    assert note in files_of(manifest)["order_items.csv"]["notes"]
    answers = "response_id,customer_id,date,csat\n1,ann,2026-03-01,85 %\n2,bob,2026-03-01,40 %\n"
    imported(tmp_path, csat_survey=answers)
    found = ask("SELECT score, scale_min, scale_max FROM feedback ORDER BY score DESC")
    assert [tuple(row.values()) for row in found] == [(85, 0, 100), (40, 0, 100)]


def test_a_rate_of_discount_is_no_amount_and_counts_as_unknown(tmp_path):
    text = (
        "order_id,user_id,order_date,total,discount\n1,ann,2026-03-01,5.00,10%\n2,ann,2026-03-01,5.00,1.00\n"
    )
    manifest = imported(tmp_path, orders=text)
    assert one("SELECT sum(discount)::VARCHAR FROM orders") == "1.00"
    assert (
        "1 cells of orders.discount could not be read and count as unknown"
        in files_of(manifest)["orders.csv"]["notes"]
    )
