"""Exact routes worked by hand, the planted bad route of the sample shop, and the list behind a route."""

from datetime import date, timedelta

import pytest

from lib.analysis.route_members import route_members
from lib.analysis.routes import routes
from lib.intake.importing import import_files
from lib.model.errors import DataError, QuestionError
from lib.model.filters import Filters
from lib.store import catalog
from tests.conftest import ROOT
from tests.journeys import START, journeys, shop

BAD = "checkout > site search > help page > guest checkout > shipping details > payment > order placed"
ORDER = "order placed"


def counted(frame):
    return dict(zip(frame["route"], frame["customers"], strict=True))


def small():
    return journeys(
        ann="home > cart > checkout > order placed > home > order placed",
        bob="home > cart > cart > checkout > order placed",
        eve="home > order placed",
        joe="cart > home > cart > checkout > order placed",
        zoe="home > cart",
    )


def test_routes_from_the_journeys_start_are_as_counted_by_hand():
    frame = routes(small(), Filters())
    assert counted(frame) == {
        "home > cart > checkout > order placed": 2,
        "cart > home > cart > checkout > order placed": 1,
        "home > order placed": 1,
    }
    assert frame["rank"].tolist() == [1, 2, 3]
    assert frame["share"].tolist() == [0.5, 0.25, 0.25]
    assert frame["steps"].tolist() == [4, 5, 2]
    # ann 180 s, bob 240 s
    assert frame["median_seconds"].tolist() == [210, 240, 60]
    assert frame["p90_seconds"].tolist() == pytest.approx([234, 240, 60])


def test_a_route_begins_at_the_last_start_before_the_end():
    assert counted(routes(small(), Filters(), start="cart")) == {"cart > checkout > order placed": 3}
    assert counted(routes(small(), Filters(), start=ORDER)) == {"order placed > home > order placed": 1}


def test_another_end_other_steps_and_repeats():
    assert counted(routes(small(), Filters(), end="cart")) == {"home > cart": 3, "cart": 1}
    assert counted(routes(small(), Filters(), level="stage")) == {
        "consideration > purchase": 4,
        "purchase": 1,
    }
    found = counted(routes(small(), Filters(), start="home", collapse=False))
    assert found["home > cart > cart > checkout > order placed"] == 1


def test_routes_beyond_the_list_and_longer_ones_are_counted_together():
    long = " > ".join(["home", "cart"] * 11)
    store = journeys(ann=f"{long} > order placed", bob="home > order placed", eve="cart > order placed")
    frame = routes(store, Filters(), most=1)
    assert counted(frame) == {"cart > order placed": 1, "(other)": 1, "(longer)": 1}
    assert frame["rank"].tolist() == [1, 2, 3]
    assert route_members(store, Filters(), route="(longer)")["customer_id"].tolist() == ["ann"]


def test_filters_look_at_the_first_step_of_the_route():
    store = journeys(
        ann="home[channel=app] > cart[channel=web] > order placed",
        bob="home > cart[channel=app] > order placed",
    )
    app = Filters(channel=("app",))
    assert counted(routes(store, app)) == {"home > cart > order placed": 1}
    assert route_members(store, app, route="home > cart > order placed")["customer_id"].tolist() == ["ann"]
    assert route_members(store, app, route="cart > order placed", start="cart")["customer_id"].tolist() == [
        "bob"
    ]


def visits(plan):
    """Customers on routes; a line of the plan: route, customers, score, minutes from order to answer."""
    events, orders, feedback = [], [], []
    for line, (path, customers, score, later) in enumerate(plan):
        for number in range(customers):
            who = f"k{line}-{number}"
            steps = path.split(" > ")
            for place, step in enumerate(steps):
                row = {
                    "event_id": f"{who}-{place:02d}",
                    "customer_id": who,
                    "touchpoint": step,
                    "channel": "web",
                }
                row["ts"] = START + timedelta(minutes=place)
                events.append(row | ({"order_id": who} if step == ORDER else {}))
            at = START + timedelta(minutes=len(steps) - 1 + later)
            orders.append(
                {"order_id": who, "customer_id": who, "ordered_at": START, "revenue": 10 * (line + 1)}
            )
            feedback.append(
                {
                    "feedback_id": f"f{who}", "customer_id": who, "given_at": at, "metric": "csat",
                    "score": score, "scale_min": 1, "scale_max": 5, "touchpoint": "checkout",
                }
            )  # fmt: skip
    return shop(events=events, orders=orders, feedback=feedback)


def test_worst_is_led_by_what_is_surely_low_never_by_few_answers():
    store = visits(
        [
            ("home > order placed", 40, 5, 60),
            ("home > help page > order placed", 30, 2, 60),
            ("home > cart > order placed", 3, 1, 60),  # worse still, but three answers
            ("home > cart > help page > order placed", 20, 1, -1),  # said before the order: not afterwards
        ]
    )
    frame = routes(store, Filters(), sort="worst").set_index("route")
    assert frame.index[0] == "home > help page > order placed"
    assert frame.loc["home > help page > order placed", ["n", "value"]].tolist() == [30, 0]
    assert frame.loc["home > order placed", "value"] == 1
    few = frame.loc["home > cart > order placed"]
    assert few["n"] == 3
    assert few[["value", "low", "high"]].isna().all()
    assert frame.loc["home > cart > help page > order placed", "n"] == 0
    assert routes(store, Filters(), sort="best")["route"][0] == "home > order placed"


def test_time_and_value_rank_routes_of_enough_customers_first():
    store = visits(
        [
            ("home > order placed", 12, 4, 60),
            ("home > cart > order placed", 11, 4, 60),
            ("home > cart > help page > order placed", 2, 4, 60),
        ]
    )
    for sort in ("time", "value"):
        frame = routes(store, Filters(), sort=sort)
        assert frame["route"].tolist() == [
            "home > cart > order placed", "home > order placed", "home > cart > help page > order placed",
        ]  # fmt: skip
        assert frame["revenue"].tolist() == [20, 10, 30]


def test_answers_to_a_later_order_belong_to_its_own_route():
    store = visits([("home > order placed > home > order placed", 12, 5, 60)])
    assert routes(store, Filters())["n"].tolist() == [0]
    assert routes(store, Filters(), start=ORDER)["n"].tolist() == [12]


@pytest.mark.parametrize(
    ("options", "mend"),
    [
        ({"end": "nowhere"}, "cart, checkout, home"),
        ({"start": "nowhere"}, "cart, checkout, home"),
        ({"level": "galaxy"}, "touchpoint, stage"),
        ({"sort": "luck"}, "customers, worst, best, time, value"),
        ({"most": 0}, "between 1 and 1000"),
        ({"metric": "joy"}, "csat"),
    ],
)
def test_what_cannot_be_asked_is_said_with_what_can(options, mend):
    with pytest.raises(QuestionError, match=mend):
        routes(small(), Filters(), **options)


def test_nobody_on_the_way_says_what_to_do():
    with pytest.raises(DataError, match="Choose another start or end"):
        routes(small(), Filters(since=date(2030, 1, 1)))


def test_a_route_through_a_touchpoint_that_never_happens_names_those_that_do():
    with pytest.raises(QuestionError, match="cart, checkout, home"):
        route_members(small(), Filters(), route="home > moon > order placed")


def test_the_planted_route_of_the_small_sample_is_listed_but_has_too_few_answers_to_be_called_worst():
    import_files(sorted((ROOT / "sample_data" / "small").glob("*.csv.gz")), "shop")
    store = catalog.open_store("shop")
    frame = routes(store, Filters(), start="checkout", sort="worst").set_index("route")
    assert (
        frame.loc[BAD, "customers"] == len(route_members(store, Filters(), route=BAD, start="checkout")) == 14
    )
    # nine checkout answers came back from all its orders (truth.json), most of them from strangers
    assert frame.loc[BAD, "n"] < 10
    assert frame.loc[[BAD], "value"].isna().all()


def test_the_planted_route_of_a_larger_sample_comes_first(planted):
    frame = routes(planted, Filters(), start="checkout", sort="worst")
    assert frame["route"][0] == BAD
    assert frame["high"][0] < frame["value"][1]
    scores = routes(planted, Filters(), start="checkout", metric="nps", sort="worst")
    assert scores["route"][0] == BAD
