"""What followed for the customers behind one element of a flow?"""

from datetime import timedelta

import pytest

from lib.analysis.element import element
from lib.model.errors import QuestionError
from lib.model.filters import Filters
from tests.journeys import START, shop

ALL = Filters()
#: Minutes after the start at which each customer does what.
PATHS = {
    "ann": [(0, "home"), (10, "cart"), (11, "order placed")],
    "bob": [(0, "home"), (30, "cart")],
    "cid": [(0, "home"), (20, "blog")],
}


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("THROUGHLINE_HOME", str(tmp_path_factory.mktemp("home")))
        events = [
            {
                "event_id": f"{who}{at}",
                "customer_id": who,
                "ts": START + timedelta(minutes=at),
                "touchpoint": name,
            }
            for who, path in PATHS.items()
            for at, name in path
        ]
        orders = [
            # bob's order lies before he was in the cart, ann's and cid's after what they did
            {
                "order_id": "o1",
                "customer_id": "ann",
                "ordered_at": START + timedelta(minutes=11),
                "revenue": 40,
            },
            {"order_id": "o2", "customer_id": "bob", "ordered_at": START - timedelta(days=1), "revenue": 99},
            {"order_id": "o3", "customer_id": "cid", "ordered_at": START + timedelta(days=2), "revenue": 10},
        ]
        answers = [
            {
                **{
                    "feedback_id": f"f{n}",
                    "customer_id": "ann",
                    "metric": "csat",
                    "score": 5 if n < 9 else 1,
                },
                **{"given_at": START + timedelta(days=n), "scale_min": 1, "scale_max": 5},
            }
            for n in range(12)
        ]
        yield shop(events=events, orders=orders, feedback=answers)


def test_time_orders_and_money_count_from_when_they_stood_there(store):
    at_cart = element(store, ALL, step=2, source="cart").iloc[0]
    assert (at_cart["customers"], at_cart["buyers"], at_cart["orders"], at_cart["revenue"]) == (2, 1, 1, 40)
    assert at_cart["conversion"] == 0.5
    assert 0 < at_cart["conversion_low"] < 0.5 < at_cart["conversion_high"] < 1
    # only ann goes on, after a minute
    assert at_cart["median_seconds"] == 60


def test_a_ribbon_has_the_time_it_takes(store):
    went = element(store, ALL, step=1, source="home", target="cart").iloc[0]
    assert (went["customers"], went["median_seconds"]) == (2, 20 * 60)
    assert went["p90_seconds"] == pytest.approx(28 * 60)


def test_answers_count_that_came_afterwards(store):
    # the answer at the very start lies before the cart
    at_cart = element(store, ALL, step=2, source="cart").iloc[0]
    assert (at_cart["n"], round(at_cart["value"], 4)) == (11, round(8 / 11, 4))
    assert at_cart["low"] < at_cart["value"] < at_cart["high"]


def test_below_the_least_answers_there_is_no_value(store):
    at_blog = element(store, ALL, step=2, source="blog").iloc[0]
    assert (at_blog["n"], at_blog["revenue"]) == (0, 10)
    assert at_blog[["value", "low", "high"]].isna().all()


def test_what_never_happens_is_refused_with_what_does(store):
    with pytest.raises(QuestionError, match="Choose one of: .*cart"):
        element(store, ALL, source="wishlist")
