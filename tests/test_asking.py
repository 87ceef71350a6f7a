"""Every question offers its answers, says what each would mean, and an answer lets the sheet in."""

import pytest

from lib.intake.asking import answered, meaning, open_questions, question
from lib.intake.importing import import_sheets
from lib.intake.propose import propose
from lib.intake.read import read
from lib.model.mapping import Mapping
from tests.shops import ask, written

ORDERS = """
    order_number,customer_id,created_at,total
    #1,ann,03/04/2026 10:00,1.234
    #2,bob,05/06/2026 11:00,2.500
"""
EFFORT = """
    response_id,customer_id,answered_at,metric,score
    1,ann,2026-03-01 10:00:00,ces,2
    2,bob,2026-03-02 10:00:00,ces,6
"""


def asked_of(tmp_path, **files):
    """A sheet, its mapping as proposed, and everything that is asked of it."""
    [path] = written(tmp_path, **files)
    [sheet] = read(path, tmp_path)
    found = propose([sheet]).sheets[sheet.name]
    return sheet, found, [*(question(sheet, one) for one in found.questions), *open_questions(sheet, found)]


def imported(sheet, found):
    return import_sheets([sheet], [], Mapping(sheets={sheet.name: found}), "shop").report["files"][0]


def test_dates_and_amounts_show_what_each_reading_would_make_of_them(tmp_path):
    sheet, _, (dates, amounts) = asked_of(tmp_path, orders=ORDERS)
    assert (dates.column, amounts.column) == ("created_at", "total")
    assert dates.said.endswith("both parts are below 13 in every row (03/04/2026 10:00)")
    assert [meaning(sheet, dates, one) for one in dates.choices] == [
        "03/04/2026 10:00 is 3 April 2026",
        "03/04/2026 10:00 is 4 March 2026",
    ]
    assert amounts.choices == ("comma", "dot")
    assert "more than a thousand" in meaning(sheet, amounts, "comma")


def test_answers_decide_the_sheet_as_the_lines_of_a_mapping_would(tmp_path):
    sheet, found, (dates, amounts) = asked_of(tmp_path, orders=ORDERS)
    decided = answered(found, {dates: dates.choices[1], amounts: "comma"})
    assert open_questions(sheet, decided) == ()
    assert imported(sheet, decided)["rows"]["accepted"] == 2
    assert ask("SELECT ordered_at::DATE::VARCHAR AS day, revenue::INT AS revenue FROM orders ORDER BY 1") == [
        {"day": "2026-03-04", "revenue": 1234},
        {"day": "2026-05-06", "revenue": 2500},
    ]


@pytest.mark.parametrize(("answer", "scores"), [("as_is", [2, 6]), ("reversed", [6, 2])])
def test_the_easy_end_of_an_effort_scale_is_chosen(tmp_path, answer, scores):
    sheet, found, (effort,) = asked_of(tmp_path, answers=EFFORT)
    assert meaning(sheet, effort, answer) in ("high means easy", "high means much effort")
    imported(sheet, answered(found, {effort: answer}))
    assert [row["score"] for row in ask("SELECT score FROM feedback ORDER BY given_at")] == scores


def test_what_was_asked_and_where_was_spent_is_chosen_for_the_whole_file(tmp_path):
    answers = "response_id,customer_id,date,score\n1,ann,2026-01-01,4"
    sheet, found, (metric,) = asked_of(tmp_path, answers=answers)
    assert (metric.to, metric.choices) == ("metric", ("csat", "nps", "ces", "rating"))
    decided = answered(found, {metric: "nps"})
    assert decided.questions == ()
    assert decided.outputs[0].take("metric").value == "nps"
    spend = "day,campaign,cost\n2026-01-01,brand,3.50"
    sheet, found, (source,) = asked_of(tmp_path, spend=spend)
    assert "meta ads" in source.choices
    assert imported(sheet, answered(found, {source: "my magazine"}))["rows"]["accepted"] == 1


def test_of_several_currencies_one_is_taken_and_the_rows_in_others_are_set_aside(tmp_path):
    orders = """
        order_number,customer_id,created_at,total,currency
        1,ann,2026-01-01,5.00,EUR
        2,bob,2026-01-02,6.00,USD
        3,cid,2026-01-03,7.00,EUR
    """
    sheet, found, (currency,) = asked_of(tmp_path, orders=orders)
    assert [meaning(sheet, currency, one) for one in currency.choices] == [
        "only EUR, 2 rows",
        "only USD, 1 rows",
    ]
    file = imported(sheet, answered(found, {currency: "EUR"}))
    assert (file["rows"]["accepted"], file["rows"]["rejected"]) == (2, 1)
    assert "not in EUR" in file["rejected_by"][0]["reason"]


def test_what_no_answer_decides_has_no_choices(tmp_path):
    orders = """
        order_number,customer_id,created_at,total
        1,ann,13/01/2026,5.00
        2,bob,01/13/2026,5.00
    """
    _, _, asked = asked_of(tmp_path, orders=orders)
    assert all(one.choices == () for one in asked)
