"""What do customers do next, and where do they leave?"""

import pytest

from lib.analysis.flow import flow
from lib.analysis.members import members
from lib.model.errors import DataError, QuestionError
from lib.model.filters import Filters
from tests.journeys import journeys

ALL = Filters()


def ribbons(frame):
    return [tuple(row) for row in frame[["step", "source", "target", "customers"]].itertuples(index=False)]


def test_a_flow_counts_who_goes_where_and_who_leaves():
    store = journeys(ann="home > cart > order placed", bob="home > cart", cid="home")
    assert ribbons(flow(store, ALL, steps=3)) == [
        (1, "home", "cart", 2),
        (1, "home", "(left)", 1),
        (2, "cart", "(left)", 1),
        (2, "cart", "order placed", 1),
    ]


def test_repeats_are_one_step_unless_asked_for():
    store = journeys(ann="home > home > cart")
    assert ribbons(flow(store, ALL, steps=3)) == [(1, "home", "cart", 1), (2, "cart", "(left)", 1)]
    assert ribbons(flow(store, ALL, steps=3, collapse=False)) == [
        (1, "home", "home", 1),
        (2, "home", "cart", 1),
    ]


def test_a_flow_may_begin_at_the_first_time_of_a_touchpoint():
    store = journeys(ann="home > cart > home > cart > checkout", bob="home", cid="cart > checkout")
    assert ribbons(flow(store, ALL, steps=3, start="cart")) == [
        (1, "cart", "checkout", 1),
        (1, "cart", "home", 1),
        (2, "checkout", "(left)", 1),
        (2, "home", "cart", 1),
    ]


def test_what_lies_beyond_the_rows_of_a_step_is_other_and_nobody_is_lost():
    store = journeys(ann="home > cart", bob="home > blog", cid="home > help page", dan="email > cart")
    assert ribbons(flow(store, ALL, steps=2, rows=1)) == [
        (1, "home", "(other)", 2),
        (1, "(other)", "cart", 1),
        (1, "home", "cart", 1),
    ]


def test_stages_flow_as_touchpoints_do():
    store = journeys(ann="email > home > product page > cart")
    assert ribbons(flow(store, ALL, steps=4, level="stage")) == [
        (1, "awareness", "consideration", 1),
        (2, "consideration", "purchase", 1),
        (3, "purchase", "(left)", 1),
    ]


def test_filters_choose_whose_journeys_count_and_leave_them_whole():
    store = journeys(ann="home[channel=app] > cart[channel=web]", bob="home[channel=web] > cart[channel=app]")
    assert ribbons(flow(store, Filters(channel=("app",)), steps=2)) == [(1, "home", "cart", 1)]
    assert ribbons(flow(store, Filters(channel=("app",)), steps=2, start="cart")) == [
        (1, "cart", "(left)", 1)
    ]


def test_an_element_lists_exactly_the_customers_it_counts():
    store = journeys(ann="home > cart > order placed", bob="home > cart", cid="home")
    assert members(store, ALL, step=1, source="home", target="cart")["customer_id"].tolist() == ["ann", "bob"]
    assert members(store, ALL, step=1, source="home", target="(left)")["customer_id"].tolist() == ["cid"]
    assert len(members(store, ALL, step=1, source="home")) == 3


def test_too_many_steps_are_refused_not_clamped():
    with pytest.raises(QuestionError, match="Choose between 2 and 20"):
        flow(journeys(ann="home"), ALL, steps=21)


def test_an_unknown_start_names_the_known_ones():
    with pytest.raises(QuestionError, match="Choose one of: home"):
        flow(journeys(ann="home"), ALL, start="hme")


def test_filters_that_nobody_passes_say_what_to_do():
    with pytest.raises(DataError, match="take a filter off"):
        flow(journeys(ann="home"), Filters(channel=("fax",)))


def test_a_path_begins_at_any_of_several_touchpoints_under_one_name():
    store = journeys(ann="home > cart", bob="blog > home > wishlist", cid="wishlist")
    frame = flow(store, Filters(), start="way in", group="way in = home | blog", steps=2)
    assert frame["source"].unique().tolist() == ["way in"]
    assert frame["customers"].sum() == 2
