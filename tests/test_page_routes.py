"""The page of routes: finding, list, the customers behind a route, and what comes next."""

from datetime import date

import pytest

from lib.analysis.pictures import routes_words as said
from lib.analysis.routes import routes
from lib.model.filters import Filters
from lib.model.route_view import RouteView
from tests import open_pages
from tests.open_pages import open_page, texts
from tests.test_routes import visits

GOOD, BAD, FEW = "home > order placed", "home > help page > order placed", "home > cart > order placed"


def shop():
    return visits([(GOOD, 40, 5, 60), (BAD, 30, 2, 60), (FEW, 3, 1, 60)])


def finding(plan, **options):
    view = RouteView(**options)
    found = routes(visits(plan), Filters(), sort=view.sort, start=view.start)
    return said.finding(found, view, "csat")


def test_a_route_is_called_worst_only_where_its_interval_leaves_the_others_out():
    found = finding([(GOOD, 40, 5, 60), (BAD, 30, 2, 60)], sort="worst")
    assert found == (
        f"Customers are least content after {BAD} (30 customers): CSAT 0%, "
        "against 100% after the other listed routes"
    )
    alike = finding([(GOOD, 12, 5, 60), (BAD, 11, 5, 60)], sort="worst")
    assert alike.startswith("No route is told apart")
    assert finding([(GOOD, 9, 5, 60)], sort="worst") == "No route has 10 answers afterwards: too few to rank"
    assert finding([(GOOD, 12, 5, 60)], sort="best").startswith("The only route with 10 answers or more")


def test_other_ranks_have_words_of_their_own():
    plan = [(GOOD, 40, 5, 60), (FEW, 30, 2, 60)]
    assert finding(plan) == f"The most travelled: {GOOD} (40 customers), 57% of all"
    assert finding(plan, sort="time") == f"The slowest: {FEW} (30 customers), 2 min in the median"
    assert finding(plan, sort="value") == f"The highest revenue per customer: {FEW} (30 customers)"


def test_the_page_ranks_and_says_too_few_instead_of_a_number():
    shop()
    at = open_page("routes", routes_sort="Worst afterwards")
    assert not at.exception
    table = at.dataframe[0].value.set_index("route")
    assert table.index.tolist() == [BAD, GOOD, FEW]
    assert table["value"].tolist() == ["0%", "100%", "too few"]
    assert texts(at.subheader)[0].startswith(f"Customers are least content after {BAD}")


def test_a_route_in_the_link_lists_as_many_customers_as_the_table_counts():
    shop()
    at = open_page("routes", routes_pick=BAD)
    assert f"30 customers: {BAD}" in texts(at.subheader)
    assert len(at.dataframe[1].value) == 30


def test_ends_level_and_repeats_are_in_the_link():
    shop()
    at = open_page(
        "routes",
        routes_start_touchpoint="help page",
        routes_end_touchpoint="order placed",
        routes_join="false",
    )
    assert at.dataframe[0].value["route"].tolist() == ["help page > order placed"]
    at = open_page("routes", routes_level="Stages")
    assert not at.exception
    assert at.selectbox(key="routes_end_stage").value == "purchase"


def test_what_comes_next_stands_below_with_its_table():
    shop()
    last = open_page("routes").dataframe[-1].value
    assert last[["source", "target"]].to_numpy().tolist()[0] == ["home", "order placed"]


def test_without_answers_nothing_is_said_of_them():
    events, orders = open_pages.visits(date(2026, 2, 1), 3, 2)
    open_pages.publish(events=events, orders=orders)
    at = open_page("routes")
    assert not at.exception
    assert "value" not in at.dataframe[0].value


@pytest.mark.parametrize("params", [{"since": "2027-01-01"}, {"routes_start_touchpoint": "order placed"}])
def test_what_cannot_be_shown_says_what_to_do(params):
    shop()
    at = open_page("routes", **params)
    assert not at.exception
    assert "Choose another start or end" in texts(at.warning)[0]


def test_garbage_in_the_link_falls_back_with_a_note():
    shop()
    at = open_page("routes", routes_sort="luck", routes_pick="a > b", routes_most="7000")
    assert not at.exception
    assert "routes_sort = luck" in texts(at.info)[0]
