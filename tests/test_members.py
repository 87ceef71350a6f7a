"""Who are the customers behind one element of a flow?"""

from datetime import datetime

import pytest

from lib.analysis.members import behind, members
from lib.model.errors import QuestionError
from lib.model.filters import Filters
from lib.model.flow_view import FlowView, Pick
from lib.store.store import Store
from tests.journeys import journeys

EVERYBODY = Filters()
#: Ten steps, so that the last two lie beyond what a packed path holds.
LONG = " > ".join(["home", "blog"] * 5)


@pytest.fixture(scope="module")
def store(tmp_path_factory) -> Store:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("THROUGHLINE_HOME", str(tmp_path_factory.mktemp("home")))
        return journeys(
            ann="home[channel=app,device=mobile] > cart > order placed[value=30]",
            bob="home > cart",
            cid="email > home > cart",
            long=LONG,
        )


def who(frame) -> list[str]:
    return frame["customer_id"].tolist()


def test_a_customer_comes_with_when_what_and_where(store):
    ann = members(store, EVERYBODY, step=3, source="order placed").iloc[0]
    assert ann[["customer_id", "events", "orders", "channel", "device", "country"]].tolist() == [
        "ann",
        3,
        1,
        "app",
        "mobile",
        "DE",
    ]
    assert float(ann["spent"]) == 30
    assert ann["first_seen"] == datetime(2026, 1, 5, 10)
    assert ann["last_seen"] == datetime(2026, 1, 5, 10, 2)


def test_a_node_lists_whoever_stood_there_and_a_ribbon_who_went_on(store):
    assert who(members(store, EVERYBODY, step=2, source="cart")) == ["ann", "bob"]
    assert who(members(store, EVERYBODY, step=2, source="cart", target="order placed")) == ["ann"]
    assert who(members(store, EVERYBODY, step=2, source="cart", target="(left)")) == ["bob"]


def test_other_stands_for_several_labels(store):
    pick = Pick(1, ("email", "home"), ("cart", "home"))
    assert who(behind(store, EVERYBODY, FlowView(), pick)) == ["ann", "bob", "cid"]


def test_steps_count_from_the_start_that_was_chosen(store):
    assert who(members(store, EVERYBODY, step=1, source="cart", start="cart")) == ["ann", "bob", "cid"]


@pytest.mark.parametrize(
    ("step", "source", "target"), [(8, "blog", "home"), (9, "home", "blog"), (10, "blog", "(left)")]
)
def test_steps_beyond_the_packed_path_are_listed_as_well(store, step, source, target):
    assert who(members(store, EVERYBODY, step=step, source=source, target=target)) == ["long"]
    assert who(members(store, EVERYBODY, step=step, source=source)) == ["long"]


def test_the_eighth_step_of_who_stays_on_is_no_drop_off(store):
    assert who(members(store, EVERYBODY, step=8, source="blog", target="(left)")) == []


def test_filters_choose_whose_journeys_are_listed(store):
    assert who(members(store, Filters(device=("mobile",)), step=2, source="cart")) == ["ann"]


@pytest.mark.parametrize(
    ("options", "mend"),
    [
        ({"source": "kart"}, "Choose one of: .*cart"),
        ({"source": "cart", "target": "kasse"}, "Choose one of: .*order placed"),
        ({"source": "cart", "start": "kart"}, "Choose one of: .*cart"),
        ({"source": "cart", "step": 0}, "Count steps from 1"),
    ],
)
def test_what_never_happens_is_refused_with_what_does(store, options, mend):
    with pytest.raises(QuestionError, match=mend):
        members(store, EVERYBODY, **options)
