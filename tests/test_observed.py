"""What a report says of the cells: ids that came damaged, words for nothing, averages that are left out."""

import pytest

from lib.intake.observed import is_ratio
from tests.shops import ask, files_of, imported

HEAD = "order_id,user_id,order_date,total\n"


def orders(folder, *ids, head=HEAD):
    """Import orders of these ids; the ids as they are kept, and the notes."""
    rows = "".join(f'"{one}",ann,2026-03-01,5.00\n' for one in ids)
    manifest = imported(folder, orders=head + rows)
    found = [row["order_id"] for row in ask("SELECT order_id FROM orders ORDER BY row_no")]
    return found, files_of(manifest)["orders.csv"]["notes"]


def test_ids_are_text_and_lose_no_digit(tmp_path):
    ids = [
        "2103807459595387724",
        "12345678901234567890123",
        "00017",
        "12E5",
        "3E10",
        "1e3",
        "1_0",
        "+5",
        "0x1F",
    ]
    found, notes = orders(tmp_path, *ids)
    assert found == ids
    assert not any("spreadsheet" in note for note in notes)


def test_ids_in_powers_of_ten_are_reported_as_lost(tmp_path):
    _, notes = orders(tmp_path, "2.10381E+18", "2,10381E+18", "17")
    [said] = [note for note in notes if "powers of ten" in note]
    assert said.startswith("order_id: 2 ids were turned into powers of ten by a spreadsheet (2")
    assert "cannot be brought back" in said
    assert "Export the file again" in said


def test_ids_cut_to_fifteen_digits_are_reported_where_all_are(tmp_path):
    cut = [f"21038074595953{n}0000" for n in range(5)]
    assert any("5 ids were cut to 15 digits" in note for note in orders(tmp_path, *cut)[1])
    assert not any("cut to 15" in note for note in orders(tmp_path, *cut, "2103807459595387724")[1])


def test_a_point_that_a_spreadsheet_put_behind_ids_falls_away_and_is_counted(tmp_path):
    found, notes = orders(tmp_path, "12583.0", "12584.0", "1.05")
    assert found == ["12583", "12584", "1.05"]
    assert "order_id: 2 ids lost the '.0' that a spreadsheet put behind them" in notes


def test_words_for_nothing_are_counted_for_each_column(tmp_path):
    text = (
        "order_id,user_id,order_date,total,status,discount\n1,ann,2026-03-01,5.00,N/A,-\n"
        "2,bob,2026-03-01,5.00,(not set),--\n3,cat,2026-03-01,5.00,N/A,\n4,dan,2026-03-01,5.00,paid,NULL\n"
    )
    notes = files_of(imported(tmp_path, orders=text))["orders.csv"]["notes"]
    assert "status: 3 cells say nothing ('N/A' 2, '(not set)' 1) and count as unknown" in notes
    assert "discount: 3 cells say nothing ('-' 1, '--' 1, 'NULL' 1) and count as unknown" in notes
    assert not any(note.startswith("total:") for note in notes)


def test_averages_and_rates_are_left_out_and_said(tmp_path):
    text = "day,source,cost,impressions,clicks,CTR,Avg. CPC\n2026-03-01,google ads,12.50,100,5,5 %,2.50\n"
    notes = files_of(imported(tmp_path, ad_spend=text))["ad_spend.csv"]["notes"]
    [said] = [note for note in notes if "averages and rates" in note]
    assert said.startswith("CTR, Avg. CPC: averages and rates are not taken over")


@pytest.mark.parametrize(
    "column", ["Conversion rate", "avgOrderValue", "Bounce Rate", "ROAS", "open_rate", "CPM (EUR)"]
)
def test_ratios_are_known_by_their_names(column):
    assert is_ratio(column)


@pytest.mark.parametrize(
    "column", ["Rate", "rating", "Tax rate", "discount_percent", "corporate", "shared", "exchange_rate"]
)
def test_what_belongs_to_one_row_is_no_ratio(column):
    assert not is_ratio(column)
