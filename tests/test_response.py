"""Who answered, of those who came."""

from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
import pytest

from lib.analysis.response import response
from lib.model.errors import DataError, QuestionError
from lib.model.filters import Filters
from lib.stats.intervals import wilson
from lib.store.store import Store
from tests.journeys import shop

EVERYBODY = Filters()
MONDAY = datetime(2026, 1, 5, 10)


def visit(number: int, customer: str, touchpoint: str, days: int = 0, **more: Any) -> dict[str, Any]:
    at = MONDAY + timedelta(days=days)
    return {"event_id": f"e{number}", "customer_id": customer, "ts": at, "touchpoint": touchpoint} | more


def answer(
    number: int, customer: str | None, touchpoint: str, stage: str | None, days: int = 0
) -> dict[str, Any]:
    at = MONDAY + timedelta(days=days, hours=-1)
    about = {"metric": "csat", "score": 5, "scale_min": 1, "scale_max": 5, "touchpoint": touchpoint}
    return {"feedback_id": f"f{number}", "customer_id": customer, "given_at": at, "stage": stage} | about


@pytest.fixture
def store() -> Store:
    visits = [
        *(visit(number, name, "cart") for number, name in enumerate(("ann", "bob", "cid", "dan"))),
        visit(4, "ann", "cart", days=1, device="mobile"),
        visit(5, "ann", "delivered", days=3),
        visit(6, "bob", "delivered", days=3),
        visit(7, "eve", "home"),
        visit(8, "ann", "survey answered"),
    ]
    answers = [
        answer(1, "ann", "cart", "purchase"),  # an hour before the event of the same day: files carry days
        answer(2, "ann", "cart", "purchase", days=1),
        answer(3, "bob", "delivered", "retention", days=4),
        answer(4, "eve", "delivered", "retention", days=4),  # has no event there
        answer(5, None, "cart", "purchase"),
        answer(6, "cid", "cart", "purchase", days=-30),  # about another time
    ]
    return shop(events=visits, feedback=answers)


def table(store: Store, filters: Filters = EVERYBODY, **options: Any) -> dict[str, tuple[int, ...]]:
    """row -> reached, answered, beside, strangers"""
    found = response(store, filters, **options)
    return {one.row: (one.reached, one.answered, one.beside, one.strangers) for one in found.itertuples()}


def test_a_customer_counts_once_and_answers_on_the_day_or_later(store):
    assert table(store) == {
        # ann, bob, cid and dan came to what is asked about; eve only to the home page
        "(all)": (4, 2, 1, 1),
        "cart": (4, 1, 0, 1),
        "delivered": (2, 1, 1, 0),
        "home": (1, 0, 0, 0),
    }


def test_all_comes_first_and_then_the_most_reached(store):
    assert list(response(store, EVERYBODY)["row"]) == ["(all)", "cart", "delivered", "home"]


def test_a_share_has_wilsons_limits_and_nobody_has_none(store):
    found = response(store, EVERYBODY).set_index("row")
    assert found.loc["cart", ["share", "low", "high"]].tolist() == pytest.approx(wilson(1, 4).floats())
    assert found.loc["home", "share"] == 0
    assert found.loc["home", "high"] > 0.5


def test_stages_are_reached_by_any_of_their_touchpoints(store):
    assert table(store, rows="stage") == {
        "(all)": (4, 2, 1, 1),
        "purchase": (4, 1, 0, 1),
        "retention": (2, 1, 1, 0),
        "consideration": (1, 0, 0, 0),
    }


def test_filters_choose_who_came_and_answers_may_follow_later(store):
    monday = Filters(since=date(2026, 1, 5), until=date(2026, 1, 5))
    assert table(store, monday)["cart"] == (4, 1, 0, 1)
    assert table(store, Filters(device=("mobile",)))["cart"][:2] == (1, 1)


def test_an_answer_about_what_nobody_came_to_is_a_row_without_a_share():
    found = response(shop(feedback=[answer(1, "ann", "phone", None)]), EVERYBODY)
    row = found.set_index("row").loc["phone"]
    assert (row["reached"], row["answered"], row["beside"]) == (0, 0, 1)
    assert np.isnan(row["share"])


def test_where_nobody_is_left_the_mend_is_a_wider_period(store):
    with pytest.raises(DataError, match="Widen the dates"):
        response(store, Filters(since=date(2030, 1, 1)))


def test_an_unknown_kind_of_rows_names_the_known_ones(store):
    with pytest.raises(QuestionError, match="Choose one of: touchpoint, stage"):
        response(store, EVERYBODY, rows="month")
