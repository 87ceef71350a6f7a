"""What can be picked in a flow, and the words around the picture."""

from dataclasses import replace

import pytest
from hypothesis import given

from lib.analysis import open_journeys as open_module
from lib.analysis.flow import flow
from lib.analysis.members import behind
from lib.analysis.open_journeys import open_journeys
from lib.analysis.pictures import flow_words
from lib.analysis.pictures.flow import picture
from lib.analysis.pictures.flow_elements import elements, of_ribbons, some_columns
from lib.analysis.terms.paths import bound
from lib.model.errors import QuestionError
from lib.model.filters import Filters
from lib.model.flow_view import FlowView
from lib.store import catalog
from lib.store.store import Store
from tests.journeys import journeys, shop
from tests.property.shops import events
from tests.property.test_flow_laws import few, filters, same, views

ALL = Filters()
VIEW = FlowView(steps=3, rows=2)


@pytest.fixture
def store() -> Store:
    return journeys(
        ann="home > cart > order placed",
        bob="home > cart",
        cid="home > blog",
        dan="home > faq",
        eve="email > cart",
    )


def test_every_element_of_the_picture_has_its_words_and_none_has_two(store):
    known = elements(flow(store, ALL, steps=3, rows=2))
    shown = picture(store, ALL, view=VIEW)
    assert {*shown.nodes["id"], *shown.links["id"]} <= {*known.values()}
    assert len(set(known.values())) == len(known)
    assert known["1. home > cart"] in set(shown.links["id"])
    assert known["2. cart"] in set(shown.nodes["id"])


def test_whatever_is_picked_by_its_words_lists_as_many_customers_as_the_flow_counts(store):
    ribbons = flow(store, ALL, steps=3, rows=2)
    known = elements(ribbons)
    for words, customers in zip(of_ribbons(ribbons), ribbons["customers"], strict=True):
        shown = picture(store, ALL, view=VIEW, pick=known[words])
        assert shown.picked is not None, words
        assert shown.picked_customers == customers == len(behind(store, ALL, VIEW, shown.picked)), words


def test_a_drop_off_can_be_picked_and_says_so(store):
    known = elements(flow(store, ALL, steps=3, rows=2))
    shown = picture(store, ALL, view=VIEW, pick=known["2. cart > (left)"])
    assert shown.title == "2 customers left after cart at step 2"
    assert sorted(behind(store, ALL, VIEW, shown.picked)["customer_id"]) == ["bob", "eve"]


def test_the_first_columns_are_a_flow_of_their_own(store):
    cut, heads = some_columns(picture(store, ALL, view=VIEW), VIEW, 2)
    assert heads == ["Step 1", "Step 2"]
    own = picture(store, ALL, view=FlowView(steps=2, rows=2))
    columns = ["step", "label", "customers", "left"]
    assert sorted(map(tuple, cut.nodes[columns].to_numpy())) == sorted(
        map(tuple, own.nodes[columns].to_numpy())
    )
    assert set(cut.links["id"]) == set(own.links["id"])


def ending(store: Store, day: str) -> Store:
    """The same data, known to end on that day."""
    manifest = replace(store.manifest, period=("2026-01-05", day))
    return Store(catalog.sealed(catalog.folder(manifest.name), manifest), manifest)


@pytest.mark.parametrize(("level", "gone"), [("touchpoint", 2), ("stage", 3)])
@pytest.mark.parametrize(("day", "recent"), [("2026-01-06", True), ("2026-02-05", False)])
def test_those_who_left_and_may_come_back_are_counted(level, gone, day, recent):
    store = ending(journeys(ann="home > cart > order placed", bob="home > cart", cid="home"), day)
    left = open_journeys(store, ALL, steps=3, level=level).iloc[0]
    assert left.to_dict() == {"gone": gone, "still_open": gone if recent else 0}


@few
@given(events(), views, filters)
def test_the_twin_counts_open_journeys_as_the_definition_does(rows, view, chosen):
    store = ending(shop(events=rows), "2026-05-20")
    try:
        values = bound(store, chosen, view)
    except QuestionError:
        return
    values = {**values, "lately": open_module.lately(store)}
    same(store, open_module.SQL, open_module.FAST, values)


def test_the_small_print_says_who_counts_and_what_is_hidden(store):
    shown = picture(store, ALL, view=VIEW)
    said = flow_words.caption(shown, ALL, VIEW, open_journeys(store, ALL, steps=3))
    assert said.startswith("Counted: 5 customers, everybody, from the journey's start.")
    assert "4 leave before the last step" in said
    assert "2 most visited touchpoints" in said
    assert flow_words.alt(shown, ALL, VIEW).startswith("Flow of 5 customers over 3 steps (everybody). ")
