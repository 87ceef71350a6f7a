"""Questions before an import: each with the answers to choose from, as a person reads them."""

import pytest

from lib.intake.asking import answer, of_text, open_questions, questions, reading
from lib.intake.importing import import_sheets
from lib.intake.propose import propose
from lib.intake.read import read
from lib.model.mapping import Mapping
from lib.store import catalog
from tests.shops import files_of, leftovers, one, written

EVENTS = """
    customer_id,timestamp,event
    ann,04/04/2026 10:00,home
    bob,03/04/2026 11:00,cart
"""
ORDERS = """
    order_id,customer_id,created_at,total
    1,ann,2026-03-01 10:00:00,1.234
    2,bob,2026-03-02 10:00:00,5.678
"""
EFFORT = """
    response_id,customer_id,answered_at,metric,score
    1,ann,2026-03-01 10:00:00,ces,2
    2,bob,2026-03-02 10:00:00,ces,6
"""


def sheet_of(folder, **file):
    [path] = written(folder, **file)
    [sheet] = read(path, folder)
    return sheet, propose([sheet]).sheets[sheet.name]


def published(sheet, mapping):
    import_sheets([sheet], [], Mapping(sheets={sheet.name: mapping}), "shop")


def test_an_order_of_day_and_month_is_asked_with_example_values(tmp_path):
    sheet, found = sheet_of(tmp_path, e=EVENTS)
    [asked] = questions(sheet, found)
    assert "could be day-month or month-day" in asked.text
    assert "mapping" not in asked.text
    assert [choice.says for choice in asked.choices] == [
        "03/04/2026 11:00 is 3 April 2026, 11:00; 04/04/2026 10:00 is 4 April 2026, 10:00",
        "03/04/2026 11:00 is 4 March 2026, 11:00; 04/04/2026 10:00 is 4 April 2026, 10:00",
    ]
    published(sheet, answer(sheet, found, asked.choices[1]))
    assert one("SELECT strftime(ts, '%Y-%m-%d') FROM events WHERE customer_id = 'bob'") == "2026-03-04"


def test_a_decimal_sign_is_asked(tmp_path):
    sheet, found = sheet_of(tmp_path, orders=ORDERS)
    [asked] = questions(sheet, found)
    assert [choice.says for choice in asked.choices] == [
        "1.234 is more than a thousand",
        "It is a number with decimals",
    ]
    published(sheet, answer(sheet, found, asked.choices[0]))
    assert one("SELECT sum(revenue)::INT FROM orders") == 6912


@pytest.mark.parametrize(
    ("place", "says", "score"), [(0, "High means easy", 2), (1, "High means much effort", 6)]
)
def test_the_easy_end_of_an_effort_scale_is_asked(tmp_path, place, says, score):
    sheet, found = sheet_of(tmp_path, answers=EFFORT)
    [asked] = questions(sheet, found)
    assert asked.choices[place].says == says
    published(sheet, answer(sheet, found, asked.choices[place]))
    assert one("SELECT score FROM feedback WHERE customer_id = 'ann'") == score


def test_what_was_asked_in_a_survey_is_chosen_from_all_that_can_be_asked(tmp_path):
    text = EFFORT.replace("metric,", "").replace("ces,", "")
    sheet, found = sheet_of(tmp_path, poll=text)
    [asked] = questions(sheet, found)
    assert {"csat", "nps", "ces", "rating"} <= {choice.says for choice in asked.choices}
    nps = next(choice for choice in asked.choices if choice.says == "nps")
    assert questions(sheet, answer(sheet, found, nps)) == []


def test_where_money_was_spent_is_chosen(tmp_path):
    spend = (
        "day,campaign,cost,impressions,clicks\n2026-03-01,spring,10.50,100,5\n2026-03-02,spring,11.50,90,4"
    )
    sheet, found = sheet_of(tmp_path, budget=spend)
    [asked] = questions(sheet, found)
    meta = next(choice for choice in asked.choices if choice.says == "meta ads")
    published(sheet, answer(sheet, found, meta))
    assert one("SELECT DISTINCT source FROM spend") == "meta ads"


def test_of_several_currencies_one_is_taken_in_and_the_other_rows_are_rejected_with_the_reason(tmp_path):
    orders = """
        order_id,customer_id,created_at,total,currency
        1,ann,2026-03-01 10:00:00,10.50,EUR
        2,bob,2026-03-02 10:00:00,5.25,EUR
        3,cid,2026-03-03 10:00:00,99.75,USD
    """
    sheet, found = sheet_of(tmp_path, orders=orders)
    [asked] = questions(sheet, found)
    assert [choice.says for choice in asked.choices] == ["Only EUR (2 rows)", "Only USD (1 row)"]
    published(sheet, answer(sheet, found, asked.choices[0]))
    file = files_of(catalog.current("shop"))["orders.csv"]
    assert file["rows"] == {"read": 3, "accepted": 2, "merged": 0, "rejected": 1}
    assert "another currency than EUR" in file["rejected_by"][0]["reason"]


def test_a_word_that_says_what_a_price_means_stays_when_its_sign_is_answered(tmp_path):
    from lib.intake.mapping_file import with_formats
    from lib.model.mapping import Output, SheetMapping, Take

    price = Output("order_items", (Take("price", "sum", format="line_total"), Take("product", "p")))
    [output] = with_formats(SheetMapping("x", (price,), formats={"sum": "comma"})).outputs
    assert output.take("price") == Take("price", "sum", format="comma line_total")
    assert output.take("product") == Take("product", "p")


def test_looking_stores_nothing_and_asks_nothing_of_what_is_clear(tmp_path):
    sheet, found = sheet_of(tmp_path, e=EVENTS.replace("03/04", "13/04"))
    assert open_questions([sheet], {sheet.name: found}) == {}
    assert catalog.names() == []
    assert leftovers() == []


def test_a_question_without_lines_is_shown_as_it_is(tmp_path):
    sheet, _ = sheet_of(tmp_path, e=EVENTS)
    said = "'when' holds days before months and months before days. Export it with one order of day and month"
    asked = of_text(said, sheet)
    assert (asked.text, asked.choices) == (said, ())


def test_a_cell_that_is_no_such_time_has_no_reading():
    assert reading("soon", "%d/%m/%Y") == ""
