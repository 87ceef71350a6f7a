"""What a cell means: the specification of times, one tiny file each, worked out by hand."""

import pytest

from lib.intake.mapping_file import from_toml
from lib.model.errors import IntakeError
from tests.shops import ask, files_of, imported, one


def orders(folder, *cells, mapping="", head="order_date"):
    """Import orders at these times; what they became, and the notes."""
    rows = "".join(f'{at},ann,"{cell}",5.00\n' for at, cell in enumerate(cells, 1))
    settings = {"mapping": from_toml(mapping)} if mapping else {}
    manifest = imported(folder, orders=f"order_id,user_id,{head},total\n{rows}", settings=settings)
    found = ask("SELECT ordered_at::VARCHAR AS at FROM orders ORDER BY order_id::INTEGER")
    return [row["at"] for row in found], files_of(manifest)["orders.csv"]["notes"]


@pytest.mark.parametrize(
    "cell",
    [
        "1 March 2026", "1. März 2026", "1er mars 2026", "1 de marzo de 2026", "1 marzo 2026", "1 maart 2026",
        "1 de março de 2026", "So., 1. Mrz. 2026", "Sunday, 1 March 2026", "01-Mar-2026", "March 1, 2026",
        "Mar 1st, 2026",
    ],
)  # fmt: skip
def test_months_in_words_are_read_in_seven_languages(tmp_path, cell):
    assert orders(tmp_path, cell)[0] == ["2026-03-01 00:00:00"]


MONTHS = {
    "English": "January February March April May June July August September October November December",
    "German": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "Austrian and short": "Jänner Feb. Mär. Apr. Mai Jun. Jul. Aug. Sept. Okt. Nov. Dez.",
    "French": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "French, short": "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.",
    "Spanish": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "Italian": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dic.",
    "Dutch": "januari februari maart april mei juni juli augustus september oktober november december",
    "Portuguese": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
}


@pytest.mark.parametrize("language", MONTHS)
def test_every_month_of_a_language_is_known(tmp_path, language):
    found, notes = orders(tmp_path, *(f"14 {month} 2026" for month in MONTHS[language].split()))
    assert found == [f"2026-{month:02}-14 00:00:00" for month in range(1, 13)]
    assert "order_date: months in words" in notes


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("1 mars 2026 à 14:30", "2026-03-01 14:30:00"),
        ("1 mars 2026 14h30", "2026-03-01 14:30:00"),
        ("1. März 2026 um 14:30 Uhr", "2026-03-01 14:30:00"),
        ("Mar 1, 2026 12:05:53 AM PST", "2026-03-01 08:05:53"),
        ("Mar 1, 2026, 8:45 p.m.", "2026-03-01 20:45:00"),
        ("Sun, 01 Mar 2026 10:00:00 +0200", "2026-03-01 08:00:00"),
        ("Sun Mar 01 2026 10:00:00 GMT+0100 (Central European Standard Time)", "2026-03-01 09:00:00"),
    ],
)
def test_months_in_words_may_have_a_clock_and_an_offset(tmp_path, cell, expected):
    assert orders(tmp_path, cell)[0] == [expected]


@pytest.mark.parametrize(
    "cell", ["30 February 2026", "1 Mars bar 2026", "1 Monat 2026", "Mar 1, 2026 10:00 IST"]
)
def test_words_that_are_no_time_are_rejected(tmp_path, cell):
    found, _ = orders(tmp_path, "1 March 2026", "2 March 2026", cell)
    assert found == ["2026-03-01 00:00:00", "2026-03-02 00:00:00"]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["2026.03.01", "2026.03.14 8:45"], ["2026-03-01 00:00:00", "2026-03-14 08:45:00"]),
        (["2026年3月1日", "2026年12月31日"], ["2026-03-01 00:00:00", "2026-12-31 00:00:00"]),
        (["2026-25-03", "2026-03-04"], ["2026-03-25 00:00:00", "2026-04-03 00:00:00"]),
        (["25. 4. 2026", "3. 4. 2026"], ["2026-04-25 00:00:00", "2026-04-03 00:00:00"]),
        (["25/04/2026T10:00:00", "25-04-2026, 10:00"], ["2026-04-25 10:00:00"] * 2),
        (["25/04/2026 10:00:00 +0200", "25/04/2026 10:00"], ["2026-04-25 08:00:00", "2026-04-25 10:00:00"]),
        (
            ["04/25/2026 12:30:01.250 AM", "04/25/2026 1:00PM"],
            ["2026-04-25 00:30:01.25", "2026-04-25 13:00:00"],
        ),
        (["20260301T100000Z"], ["2026-03-01 10:00:00"]),
        (["2026030110"], ["2026-03-01 10:00:00"]),
        (["20260301100000"], ["2026-03-01 10:00:00"]),
        (["1772359200000000000"], ["2026-03-01 10:00:00"]),
        (["46082,5"], ["2026-03-01 12:00:00"]),
        (
            ["2026-03-01T10:00Z", "2026-03-01 10:00:00.123456+02"],
            ["2026-03-01 10:00:00", "2026-03-01 08:00:00.123456"],
        ),
    ],
)
def test_further_writings_of_times_are_read(tmp_path, cells, expected):
    assert orders(tmp_path, *cells)[0] == expected


def test_plain_numbers_say_as_which_days_they_were_read(tmp_path):
    assert (
        "order_date: read as epoch_s: 2026-03-01 to 2026-03-02"
        in orders(tmp_path, "1772359200", "1772445600")[1]
    )
    assert "order_date: read as excel: 2026-03-01 to 2026-03-02" in orders(tmp_path, "46082.5", "46083")[1]


def test_a_column_written_in_several_ways_is_read_cell_by_cell_and_says_so(tmp_path):
    found, notes = orders(
        tmp_path, "2026-03-01", "2026-03-02", "25/04/2026", "3 May 2026", "1772359200", "soon"
    )
    assert found == [
        "2026-03-01 00:00:00", "2026-03-02 00:00:00", "2026-04-25 00:00:00", "2026-05-03 00:00:00",
        "2026-03-01 10:00:00",
    ]  # fmt: skip
    [said] = [note for note in notes if "written in 4 ways, each cell read by its own" in note]
    assert "iso (2), epoch_s (1), %d/%m/%Y (1), named (1)" in said


def test_an_open_date_among_others_is_asked_too(tmp_path):
    with pytest.raises(IntakeError, match="could be day-month or month-day"):
        orders(tmp_path, "2026-03-01", "2026-03-02", "03/04/2026")


def test_naive_times_beside_offsets_are_of_the_dataset_s_zone_and_counted(tmp_path):
    mapping = 'time_zone = "Europe/Berlin"'
    found, notes = orders(tmp_path, "2026-01-01 10:00:00", "2026-01-01T10:00:00Z", mapping=mapping)
    assert found == ["2026-01-01 09:00:00", "2026-01-01 10:00:00"]
    assert any(
        "1 cells say their offset from UTC, 1 do not and are read in the dataset's time zone" in n
        for n in notes
    )


@pytest.mark.parametrize(
    ("cells", "offered"),
    [
        (["31/08/32", "01/02/26"], ["%d/%m/%y"]),
        (["01/02/26"], ["%d/%m/%y", "%m/%d/%y", "%y/%m/%d"]),
        (["99/02/01", "26/03/14"], ["%y/%m/%d"]),
        (["12-Mar-26"], ["named_yy"]),
    ],
)
def test_years_of_two_digits_are_asked_with_every_order_that_fits(tmp_path, cells, offered):
    with pytest.raises(IntakeError, match="years of two digits") as raised:
        orders(tmp_path, *cells)
    assert [
        line.split('"')[3] for line in str(raised.value).splitlines() if line.startswith('"order_date"')
    ] == offered


def test_the_answer_reads_years_of_two_digits(tmp_path):
    mapping = '[sheets."orders.csv".formats]\norder_date = "named_yy"'
    assert orders(tmp_path, "12-Mar-26", mapping=mapping)[0] == ["2026-03-12 00:00:00"]


def test_the_order_of_the_rows_decides_where_only_one_reading_runs_through_time(tmp_path):
    low = [f"{day:02}/{month:02}/2026" for month in (1, 2, 3) for day in (2, 7, 11)]
    found, notes = orders(tmp_path, *low)
    assert found[1] == "2026-01-07 00:00:00"
    assert any("only so are the rows of the file in the order of time" in note for note in notes)


def test_rows_sorted_as_text_prove_nothing(tmp_path):
    with pytest.raises(IntakeError, match="could be day-month or month-day"):
        orders(tmp_path, *[f"{first:02}/{second:02}/2026" for first in (1, 2, 3) for second in (2, 7, 11)])


def test_few_or_jumping_rows_prove_nothing(tmp_path):
    for cells in (["02/01/2026", "07/01/2026", "01/02/2026"], ["02/01/2026", "01/01/2026"] * 6):
        with pytest.raises(IntakeError, match="could be day-month or month-day"):
            orders(tmp_path, *cells)


def test_a_date_of_zeros_is_unknown(tmp_path):
    text = "order_id,user_id,order_date,total,cancelled_at\n1,ann,2026-03-01,5.00,0000-00-00 00:00:00\n"
    manifest = imported(tmp_path, orders=text + "2,ann,0000-00-00,5.00,\n")
    assert one("SELECT count(cancelled_at) FROM orders") == 0
    [lost] = files_of(manifest)["orders.csv"]["rejected_by"]
    assert lost == {"reason": "ordered_at is empty (column 'order_date')", "rows": 1}


def test_an_hour_that_the_clocks_skipped_or_doubled_is_reported(tmp_path):
    """In Berlin it was never 2:30 on 29 March 2026, and twice on 25 October."""
    mapping = 'time_zone = "Europe/Berlin"'
    cells = ("2026-03-29 02:30:00", "2026-03-29 03:30:00", "2026-10-25 02:30:00", "2026-10-25 01:30:00")
    notes = orders(tmp_path, *cells, mapping=mapping)[1]
    assert any(
        "1 times lie in an hour that the clocks of Europe/Berlin skipped (2026-03-29 02:30" in n
        for n in notes
    )
    assert any(
        "1 times lie in an hour that came twice in Europe/Berlin (2026-10-25 02:30" in n for n in notes
    )
    assert not any("lie in an hour" in note for note in orders(tmp_path, *cells)[1])


def test_a_clock_without_its_day_is_asked_and_a_second_column_answers(tmp_path):
    text = (
        "order_id,user_id,day,order_time,total\n1,ann,25/04/2026,08:45,5.00\n2,ann,26/04/2026,18:00:30,5.00\n"
    )
    mapping = '[sheets."orders.csv".columns]\nordered_at = {column = "day", also = ["order_time"]}'
    imported(tmp_path, orders=text, settings={"mapping": from_toml(mapping)})
    found = ask("SELECT ordered_at::VARCHAR AS at FROM orders ORDER BY order_id")
    assert [row["at"] for row in found] == ["2026-04-25 08:45:00", "2026-04-26 18:00:30"]
    with pytest.raises(IntakeError, match=r"time of day without the day \(08:45\)") as raised:
        orders(tmp_path, "08:45", "18:00")
    assert 'ordered_at = {column = "<day>", also = ["order_date"]}' in str(raised.value)


def test_a_format_that_is_none_is_refused_with_the_valid_ones(tmp_path):
    with pytest.raises(
        IntakeError, match="There is no format of times called 'dmy'.*iso, iso_basic, epoch_s.*%d/%m/%Y"
    ):
        orders(tmp_path, "03/04/2026", mapping='[sheets."orders.csv".formats]\norder_date = "dmy"')


def test_a_date_with_words_behind_it_is_no_time(tmp_path):
    found, _ = orders(tmp_path, "2026-03-01", "2026-03-02", "25/04/2026 or so")
    assert found == ["2026-03-01 00:00:00", "2026-03-02 00:00:00"]
