"""The least satisfied cells: few answers do not lead, and the list says how sure it is."""

from datetime import datetime

import pytest

from lib.analysis.satisfaction_worst import satisfaction_worst
from lib.model.errors import DataError, QuestionError
from lib.model.filters import Filters
from tests.journeys import shop
from tests.test_satisfaction_changes import answers

EVERYBODY = Filters()
DAY = datetime(2026, 2, 11).date()


@pytest.fixture
def store():
    rows = answers(300, 150, DAY, "cart") + answers(10, 4, DAY, "phone") + answers(9, 0, DAY, "login")
    for one in range(8):
        rows += answers(200, 160 + one, DAY, f"page {one}")
    rows += answers(80, 0, DAY, None)  # type: ignore[arg-type]
    return shop(feedback=rows)


def test_few_answers_are_drawn_towards_the_whole_before_they_are_ranked(store):
    shrunk = satisfaction_worst(store, EVERYBODY, most=3)
    raw = satisfaction_worst(store, EVERYBODY, most=3, shrink=False)
    assert raw["row"].tolist()[:2] == ["phone", "cart"]
    assert shrunk["row"].tolist()[:2] == ["cart", "phone"]
    # what is shown stays the raw share
    assert shrunk.set_index("row").loc["phone", "value"] == pytest.approx(0.4)
    assert shrunk.set_index("row").loc["phone", "shrunk"] > 0.45


def test_a_sure_place_is_stable_and_one_among_equals_is_not(store):
    found = satisfaction_worst(store, EVERYBODY, most=3).set_index("row")
    assert found.loc["cart", "stability"] == 1
    assert found["stability"].min() < 0.9


def test_sums_unknown_and_few_are_left_out_and_what_was_ranked_is_said(store):
    found = satisfaction_worst(store, EVERYBODY, most=50)
    assert set(found["cells"]) == {10}
    assert not set(found["row"]) & {"(all)", "(unknown)", "login"}
    assert found["rank"].tolist() == list(range(1, 11))


def test_the_same_question_draws_the_same(store):
    one, other = (satisfaction_worst(store, EVERYBODY) for _ in range(2))
    assert one.equals(other)


@pytest.mark.parametrize(
    ("options", "mend"),
    [({"metric": "nps"}, "Choose one of: csat, rating"), ({"most": 0}, "Choose 1 or more")],
)
def test_what_cannot_be_listed_names_what_can(store, options, mend):
    with pytest.raises(QuestionError, match=mend):
        satisfaction_worst(store, EVERYBODY, **options)


def test_where_no_cell_has_enough_answers_the_mend_is_coarser_columns():
    with pytest.raises(DataError, match="choose coarser columns"):
        satisfaction_worst(shop(feedback=answers(5, 1, DAY)), EVERYBODY)
