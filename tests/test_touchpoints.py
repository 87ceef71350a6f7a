"""Which touchpoints or stages happen, and to how many customers?"""

from lib.analysis.touchpoints import touchpoints
from lib.model.filters import Filters
from tests.journeys import journeys


def rows(frame):
    return [tuple(None if one != one else one for one in row) for row in frame.itertuples(index=False)]


def test_touchpoints_come_with_their_stage_the_most_customers_first():
    store = journeys(ann="home > cart > cart", bob="home", cid="spin the wheel > blog")
    # two customers at home; one each at the rest, by name; nobody put the wheel into a stage
    assert rows(touchpoints(store, Filters())) == [
        ("home", "consideration", 2, 2),
        ("blog", "consideration", 1, 1),
        ("cart", "purchase", 2, 1),
        ("spin the wheel", None, 1, 1),
    ]


def test_stages_are_listed_alike_with_unknown_as_one_of_them():
    store = journeys(ann="home > cart", bob="spin the wheel > blog")
    assert rows(touchpoints(store, Filters(), level="stage")) == [
        ("consideration", "consideration", 2, 2),
        ("(unknown)", None, 1, 1),
        ("purchase", "purchase", 1, 1),
    ]


def test_the_list_serves_to_choose_from_so_filters_leave_it_whole():
    store = journeys(ann="home[channel=app]", bob="home[channel=web]")
    assert rows(touchpoints(store, Filters(channel=("app",)))) == [("home", "consideration", 2, 2)]
