"""Formats are decided on whole columns, or asked with the lines that decide them."""

import pytest

from lib.intake.mapping_file import from_toml
from lib.model.errors import IntakeError
from tests.shops import ask, files_of, imported, one


def moments(folder, *cells, head="when", **settings):
    rows = "".join(f'{at},ann,"{cell}",5.00\n' for at, cell in enumerate(cells, 1))
    manifest = imported(folder, orders=f"order_id,user_id,{head},total\n{rows}", settings=settings)
    found = ask("SELECT ordered_at::VARCHAR AS at FROM orders ORDER BY order_id")
    return [row["at"] for row in found], manifest


ORDERED = {"head": "order_date"}


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (
            ["2026-03-29T01:30:00Z", "2026-03-29 03:30:00 +0200"],
            ["2026-03-29 01:30:00", "2026-03-29 01:30:00"],
        ),
        (
            ["2026-03-01 10:00:00 UTC", "2026-03-01T10:00:00-05:00"],
            ["2026-03-01 10:00:00", "2026-03-01 15:00:00"],
        ),
        (["2026-03-01", "2026/03/02 10:00"], ["2026-03-01 00:00:00", "2026-03-02 10:00:00"]),
        (["20260301", "20261231"], ["2026-03-01 00:00:00", "2026-12-31 00:00:00"]),
        (["1772359200", "1772359200.5"], ["2026-03-01 10:00:00", "2026-03-01 10:00:00.5"]),
        (["1772359200000"], ["2026-03-01 10:00:00"]),
        (["1772359200000000"], ["2026-03-01 10:00:00"]),
        (["46082.5", "46083"], ["2026-03-01 12:00:00", "2026-03-02 00:00:00"]),
        (["03/04/2026 8:45", "25/04/2026 18:45"], ["2026-04-03 08:45:00", "2026-04-25 18:45:00"]),
        (["03/04/2026", "04/25/2026"], ["2026-03-04 00:00:00", "2026-04-25 00:00:00"]),
        (["03/04/2026 8:45 PM", "04/25/2026 10:00 AM"], ["2026-03-04 20:45:00", "2026-04-25 10:00:00"]),
        (["08.09.2026 15:14", "01.02.2026 09:00"], ["2026-09-08 15:14:00", "2026-02-01 09:00:00"]),
        (["24 October 2026", "1 May 2026"], ["2026-10-24 00:00:00", "2026-05-01 00:00:00"]),
        (["Oct 24, 2026", "May 1, 2026"], ["2026-10-24 00:00:00", "2026-05-01 00:00:00"]),
    ],
)
def test_times_of_every_usual_writing_are_read(tmp_path, cells, expected):
    assert moments(tmp_path, *cells, **ORDERED)[0] == expected


def test_naive_times_are_of_the_mapping_s_zone(tmp_path):
    mapping = from_toml('time_zone = "Europe/Berlin"')
    found, manifest = moments(
        tmp_path, "2026-01-01 10:00:00", "2026-07-01 10:00:00Z", mapping=mapping, **ORDERED
    )
    assert found == ["2026-01-01 09:00:00", "2026-07-01 10:00:00"]
    assert manifest.time_zone == "Europe/Berlin"


@pytest.mark.parametrize(
    ("cells", "asked"),
    [
        (["03/04/2026", "05/06/2026"], "could be day-month or month-day"),
        (["31/08/26", "01/02/26"], "years of two digits"),
        (["25/04/2026", "04/25/2026"], "Export it with one order of day and month"),
    ],
)
def test_dates_that_nothing_settles_are_asked(tmp_path, cells, asked):
    with pytest.raises(IntakeError, match=asked):
        moments(tmp_path, *cells, **ORDERED)


def test_the_lines_that_a_question_prints_answer_it(tmp_path):
    with pytest.raises(IntakeError) as raised:
        moments(tmp_path, "03/04/2026", "05/06/2026", **ORDERED)
    said = str(raised.value).splitlines()
    at = said.index('"order_date" = "%d/%m/%Y"')
    answer = from_toml('[sheets."orders.csv".formats]\n' + said[at])
    assert '[sheets."orders.csv".formats]' in said[at - 1]
    assert (
        moments(tmp_path, "03/04/2026", "05/06/2026", mapping=answer, **ORDERED)[0][0]
        == "2026-04-03 00:00:00"
    )


def test_one_column_that_settles_day_and_month_speaks_for_the_others_of_its_file(tmp_path):
    text = """
        order_id,user_id,order_date,total,cancelled_at
        1,ann,25/04/2026,5.00,
        2,ann,26/04/2026,5.00,03/05/2026
    """
    imported(tmp_path, orders=text)
    assert one("SELECT max(cancelled_at)::VARCHAR FROM orders") == "2026-05-03 00:00:00"


def test_an_optional_date_that_nothing_settles_is_left_out_and_said(tmp_path):
    text = "order_id,user_id,order_date,total,delivered_at\n1,ann,2026-04-01,5.00,03/05/2026\n"
    manifest = imported(tmp_path, orders=text)
    assert one("SELECT count(delivered_at) FROM orders") == 0
    assert any(
        "left out" in note and '"delivered_at" = "%m/%d/%Y"' in note
        for note in manifest.report["files"][0]["notes"]
    )


def amounts(folder, *cells, **settings):
    rows = "".join(f"{at};ann;2026-03-01;{cell}\n" for at, cell in enumerate(cells, 1))
    manifest = imported(folder, orders=f"order_id;user_id;order_date;total\n{rows}", settings=settings)
    return [row["r"] for row in ask("SELECT revenue::VARCHAR AS r FROM orders ORDER BY order_id")], manifest


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["12.50", "1,234.50", "$3"], ["12.50", "1234.50", "3.00"]),
        (["12,50", "1.234,50", "3 €"], ["12.50", "1234.50", "3.00"]),
        (["1.234", "0,99"], ["1234.00", "0.99"]),
        (["1,234", "0.99"], ["1234.00", "0.99"]),
        (["(12.50)", "2.50-", "-1"], ["-12.50", "-2.50", "-1.00"]),
        (["1429.999948", "2"], ["1430.00", "2.00"]),
    ],
)
def test_amounts_of_every_usual_writing_are_read(tmp_path, cells, expected):
    assert amounts(tmp_path, *cells)[0] == expected


def test_amounts_that_could_be_thousands_are_asked_and_the_answer_decides(tmp_path):
    with pytest.raises(IntakeError, match="could be thousands or decimals"):
        amounts(tmp_path, "1.234", "5.678")
    for answer, expected in (("comma", "1234.00"), ("dot", "1.23")):
        mapping = from_toml(f'[sheets."orders.csv".formats]\ntotal = "{answer}"')
        assert amounts(tmp_path, "1.234", "5.678", mapping=mapping)[0][0] == expected


def answers(folder, *rows, **settings):
    text = "response_id,customer_id,date,score,comment\n" + "".join(
        f"{at},c{at},2026-03-01,{score},{comment}\n" for at, (score, comment) in enumerate(rows, 1)
    )
    manifest = imported(folder, ces_answers=text, settings=settings)
    return [row["score"] for row in ask("SELECT score FROM feedback ORDER BY customer_id")], manifest


EASY_HIGH = [
    (7, "very easy"),
    (6, "quick and simple"),
    (7, "smooth"),
    (1, "too complicated"),
    (2, "slow"),
    (1, "hard to find"),
]


def test_a_high_effort_score_means_easy_where_the_comments_say_so(tmp_path):
    found, manifest = answers(tmp_path, *EASY_HIGH)
    assert found == [7, 6, 7, 1, 2, 1]
    assert any("high effort score means easy" in note for note in manifest.report["files"][0]["notes"])


def test_scores_of_effort_are_turned_round_where_the_comments_say_so(tmp_path):
    found, manifest = answers(tmp_path, *[(8 - score, comment) for score, comment in EASY_HIGH])
    assert found == [7, 6, 7, 1, 2, 1]
    assert any("were turned round" in note for note in manifest.report["files"][0]["notes"])


def test_effort_that_no_comment_explains_is_asked_and_the_answer_decides(tmp_path):
    with pytest.raises(IntakeError, match="which end of the effort scale is the easy one"):
        answers(tmp_path, (7, ""), (2, ""))
    mapping = from_toml('[sheets."ces_answers.csv".formats]\nscore = "reversed"')
    assert answers(tmp_path, (7, ""), (2, ""), mapping=mapping)[0] == [1, 6]


def test_not_easy_is_no_praise(tmp_path):
    with pytest.raises(IntakeError, match="easy one"):
        answers(
            tmp_path,
            (7, "not easy"),
            (6, "not very simple"),
            (7, "never quick"),
            (1, "not easy"),
            (2, "slow"),
            (1, "hard"),
        )


def test_unreadable_cells_that_a_row_may_lack_count_as_unknown(tmp_path):
    text = (
        "order_id,user_id,order_date,total,discount\n1,ann,2026-03-01,5.00,some\n2,ann,2026-03-01,5.00,1.00\n"
    )
    manifest = imported(tmp_path, orders=text)
    note = "1 cells of orders.discount could not be read and count as unknown"
    assert note in files_of(manifest)["orders.csv"]["notes"]
