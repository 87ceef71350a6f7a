"""Law 1: the picture, the list of customers and the funnel of one element have the same count."""

import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.analysis.flow import moves
from lib.analysis.funnel import ways
from lib.analysis.funnel_members import members as of_funnel
from lib.analysis.members import behind
from lib.analysis.terms.paths import labels
from lib.model.errors import DataError, QuestionError
from lib.model.filters import Filters
from lib.model.flow_funnel import Exact, funnel_of
from lib.model.flow_view import LEFT, FlowView, Pick
from tests.journeys import journeys, shop
from tests.property.shops import NAMES, events
from tests.property.test_flow_laws import filters, rare, views

few = settings(max_examples=int(os.environ.get("THROUGHLINE_EXAMPLES", "10")))
#: Elements of one picture that are looked at: each asks for a list and a funnel.
LOOKED_AT = 5
plain = st.builds(
    FlowView,
    steps=st.integers(2, 8),
    start=st.sampled_from([None, *NAMES]),
    occurrence=st.sampled_from([None, "first", "last"]),
)


def picks(ribbons):
    """The nodes, ribbons and drop-offs of a picture with the customers that it counts there."""
    nodes = ribbons.groupby(["step", "source"])["customers"].sum()
    yield from ((Pick(step, (label,)), count) for (step, label), count in nodes.items())
    for row in ribbons.itertuples():
        yield Pick(row.step, (row.source,), (row.target,)), row.customers


@few
@given(events(), st.one_of(plain, views, rare), filters, st.randoms(use_true_random=False))
def test_picture_list_and_funnel_are_one_number(rows, view, chosen, rng):
    store = shop(events=rows)
    try:
        found = list(picks(moves(store, chosen, view)))
    except (DataError, QuestionError):
        return
    for pick, count in rng.sample(found, min(len(found), LOOKED_AT)):
        listed = behind(store, chosen, view, pick)
        assert len(listed) == count
        exact = funnel_of(view, pick, chosen)
        if isinstance(exact, Exact):
            same = of_funnel(store, chosen, view=exact.view, step=exact.step, dropped=exact.dropped)
            assert sorted(same["customer_id"]) == sorted(listed["customer_id"])


def test_other_is_one_number_as_well():
    store = journeys(ann="home > cart", bob="home > blog", cid="home > help page > blog", dan="home")
    pick = Pick(1, ("home",), ("blog", "help page"))
    exact = funnel_of(FlowView(start="home"), pick, Filters())
    assert isinstance(exact, Exact)
    assert exact.view.text == "home > blog | help page"
    assert ways(store, Filters(), exact.view)["at_2"].notna().sum() == 2
    assert len(behind(store, Filters(), FlowView(start="home"), pick)) == 2


@pytest.mark.parametrize(
    ("view", "pick", "chosen", "why"),
    [
        (FlowView(start="cart", occurrence="every"), Pick(2, ("home",)), Filters(), "counts a customer once"),
        (FlowView(end="cart"), Pick(2, ("home",)), Filters(), "begins at its first step"),
        (FlowView(start="cart", hide="blog"), Pick(2, ("home",)), Filters(), "left out"),
        (FlowView(start="cart", collapse=False), Pick(2, ("home",)), Filters(), "repeats"),
        (FlowView(), Pick(2, ("home",)), Filters(channel=("web",)), "the journey's start"),
        (FlowView(start="cart", steps=12), Pick(9, ("home",)), Filters(), "beyond the 8 steps"),
        (FlowView(start="cart"), Pick(2, ("home",), (LEFT, "blog")), Filters(), "some of them left"),
    ],
)
def test_where_no_funnel_is_exact_a_sentence_says_why(view, pick, chosen, why):
    said = funnel_of(view, pick, chosen)
    assert isinstance(said, str)
    assert said.startswith("No funnel counts exactly these customers: ")
    assert why in said


def test_the_labels_of_a_view_know_what_is_hidden_and_grouped():
    store = journeys(ann="home > help page > chat > cart")
    view = FlowView(hide="home", group="support = help* | chat")
    assert labels(store, view) == ["cart", "support"]
