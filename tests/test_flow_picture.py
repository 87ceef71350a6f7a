"""Does the picture of a flow say what the flow counts?"""

import os
import subprocess
import sys
from datetime import datetime

import numpy as np
import pandas as pd
import pytest

from lib.analysis.flow import flow
from lib.analysis.members import behind, members
from lib.analysis.pictures.flow import MOST_LINKS, element_id, picture, rank, visible
from lib.charts.sankey import sankey
from lib.charts.theme import tokens
from lib.model.errors import DataError
from lib.model.filters import Filters
from lib.model.flow_view import LEFT, OTHER, FlowView
from lib.store.store import Store
from tests.conftest import ROOT
from tests.journeys import journeys, shop
from tests.test_journey_map import events, told

EVERYBODY = Filters()
VIEW = FlowView(steps=3, rows=2)
#: 4 come home and go on to the cart, 3 of them order; 2 go to the blog; 1 to help; 1 begins at an e-mail.
PATHS = {
    "a1": "home > cart > order placed",
    "a2": "home > cart > order placed",
    "a3": "home > cart > order placed",
    "a4": "home > cart",
    "b1": "home > blog > home",
    "b2": "home > blog",
    "c1": "home > help page",
    "d1": "email > cart",
}


@pytest.fixture(scope="module")
def store(tmp_path_factory) -> Store:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("THROUGHLINE_HOME", str(tmp_path_factory.mktemp("home")))
        return journeys(**PATHS)


@pytest.fixture(scope="module")
def shown(store):
    return picture(store, EVERYBODY, view=VIEW)


def node(shown, step: int, label: str):
    return next(one for one in shown.nodes.itertuples() if (one.step, one.label) == (step, label))


def test_nodes_hold_whoever_reached_them_and_whoever_left_there(shown):
    found = {(one.step, one.label): (one.customers, one.left) for one in shown.nodes.itertuples()}
    # of step 2 the two most visited stay (cart 5, blog 2), help page is Other
    assert found == {
        (1, "home"): (7, 0),
        (1, "email"): (1, 0),
        (2, "cart"): (5, 2),
        (2, "blog"): (2, 1),
        (2, OTHER): (1, 1),
        (3, "order placed"): (3, 0),
        (3, "home"): (1, 0),
    }


def test_what_comes_into_a_node_goes_on_or_is_left(shown):
    for one in shown.nodes.itertuples():
        inward = shown.links.loc[
            (shown.links["step"] == one.step - 1) & (shown.links["target"] == one.label), "customers"
        ].sum()
        onward = shown.links.loc[
            (shown.links["step"] == one.step) & (shown.links["source"] == one.label), "customers"
        ].sum()
        assert one.step == 1 or inward == one.customers
        assert one.step == VIEW.steps or onward + one.left == one.customers


def test_the_customers_of_the_picture_are_those_of_its_first_column(shown):
    assert shown.customers == len(PATHS)
    assert shown.hidden_share == 0
    assert shown.hover_share == 1


def test_ribbons_to_an_earlier_stage_go_back(shown):
    ways = {(one.step, one.source, one.target): one.back for one in shown.links.itertuples()}
    assert ways[1, "home", "cart"] is False
    assert ways[1, "email", "cart"] is False
    back = picture(journeys(ann="cart > home"), EVERYBODY, view=FlowView(steps=2)).links
    assert back["back"].tolist() == [True]


def test_the_title_names_the_worst_place_among_the_steps_that_go_on(shown):
    # two of five leave at the cart: 40 %
    assert shown.title == "Most leave at cart, step 2: 2 customers, 40% of those who were there"


def test_thin_ribbons_are_not_drawn_and_their_share_is_told():
    # 1 of 300 is less than 0.4 %: its two ribbons are two of 600 moves
    paths = {f"c{i}": "home > cart > checkout" for i in range(299)} | {"odd": "blog > help page > login"}
    shown = picture(journeys(**paths), EVERYBODY, view=FlowView(steps=3))
    assert shown.hidden_share == pytest.approx(2 / 600)
    assert set(shown.links["source"]) == {"home", "cart"}
    assert shown.customers == 300


@pytest.mark.parametrize(
    ("place", "count"),
    [
        ((1, "home"), 7),
        ((1, "home", "cart"), 4),
        ((2, "cart", "order placed"), 3),
        ((2, "cart", LEFT), 2),
        ((2, OTHER), 1),
        ((1, "home", OTHER), 1),
    ],
)
def test_a_pick_the_ribbon_and_the_list_are_one_number(store, shown, place, count):
    picked = picture(store, EVERYBODY, view=VIEW, pick=element_id(*place))
    assert picked.picked_customers == count
    assert len(behind(store, EVERYBODY, VIEW, picked.picked)) == count
    assert picked.title.startswith(f"{count} customers ")
    assert picked.customers == shown.customers


def test_a_pick_shows_where_else_its_customers_went(store):
    picked = picture(store, EVERYBODY, view=VIEW, pick=element_id(2, "cart", "order placed"))
    through = {(one.source, one.target): one.through_customers for one in picked.links.itertuples()}
    # all three came from home; of the others nothing is lit
    assert through == {
        ("home", "cart"): 3,
        ("email", "cart"): 0,
        ("home", "blog"): 0,
        ("home", OTHER): 0,
        ("cart", "order placed"): 3,
        ("blog", "home"): 0,
    }
    shares = dict(
        zip(
            zip(picked.links["source"], picked.links["target"], strict=True),
            picked.links["through"],
            strict=True,
        )
    )
    assert shares["home", "cart"] == 3 / 4


def test_a_pick_that_the_picture_does_not_hold_picks_nothing(store, shown):
    unknown = picture(store, EVERYBODY, view=VIEW, pick="ffffffffff")
    assert (unknown.picked, unknown.title) == (None, shown.title)


def test_ids_stay_the_same_in_another_process(shown):
    code = "from lib.analysis.pictures.flow import element_id; print(element_id(1, 'home', 'cart'))"
    # another seed would give another number if the ids rested on hash()
    fresh = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": "4242"},
        capture_output=True,
        text=True,
        check=True,
    )
    ours = {(one.step, one.source, one.target): one.id for one in shown.links.itertuples()}
    assert fresh.stdout.strip() == ours[1, "home", "cart"]
    assert len(set(shown.nodes["id"]) | set(shown.links["id"])) == len(shown.nodes) + len(shown.links)


def test_hovering_lights_what_the_customers_of_an_element_also_pass(shown):
    cart, blog = node(shown, 2, "cart"), node(shown, 2, "blog")
    first = node(shown, 1, "home")
    assert f";{cart.id};" in first.rel
    assert f";{cart.id};" not in blog.rel
    # 1 of the 5 at the cart came by e-mail, which is 20 % and more than 15 %
    assert f";{cart.id};" in node(shown, 1, "email").rel


def test_the_journeys_order_ranks_labels_with_unknown_ones_after_and_other_last():
    assert sorted(["(other)", "spin the wheel", "delivered", "home"], key=rank) == [
        "home",
        "delivered",
        "spin the wheel",
        "(other)",
    ]
    assert rank("advocacy", "stage") < rank("(unknown)", "stage") < rank("(other)", "stage")


@pytest.fixture(scope="module")
def answered(tmp_path_factory) -> Store:
    """Twelve go home > cart, ten of them answer 5 5 5 5 1 1 1 1 1 1; two begin at the cart and answer 5."""
    at = datetime(2026, 1, 5, 10)
    events, answers = [], []
    for number in range(14):
        name = f"c{number:02d}"
        places = ["cart"] if number >= 12 else ["home", "cart"]
        for step, place in enumerate(places):
            events.append(
                {"event_id": f"e{number:02d}{step}", "customer_id": name, "ts": at.replace(minute=step)}
                | {"touchpoint": place}
            )
        if number < 10 or number >= 12:
            score = 5 if number < 4 or number >= 12 else 1
            answers.append(
                {"feedback_id": f"f{number}", "customer_id": name, "given_at": at, "metric": "csat"}
                | {"score": score, "scale_min": 1, "scale_max": 5, "touchpoint": "cart"}
            )
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("THROUGHLINE_HOME", str(tmp_path_factory.mktemp("home")))
        return shop(events=events, feedback=answers)


def test_a_node_and_a_ribbon_carry_what_their_own_customers_answered_about_the_place(answered):
    shown = picture(answered, EVERYBODY, view=FlowView(steps=2), metric="csat")
    second = node(shown, 2, "cart")
    # ten answers of those who came from home, four of them content
    assert (second.n, second.value) == (10, 0.4)
    assert second.low < 0.4 < second.high
    (ribbon,) = shown.links.itertuples()
    assert (ribbon.n, ribbon.value) == (10, 0.4)


def test_below_ten_answers_there_is_a_count_and_no_number(answered):
    shown = picture(answered, EVERYBODY, view=FlowView(steps=2), metric="csat")
    first, home = node(shown, 1, "cart"), node(shown, 1, "home")
    assert (first.n, home.n) == (2, 0)
    assert np.isnan([first.value, first.low, first.high, home.value]).all()


def test_the_definition_draws_the_same_picture_as_the_packed_paths(answered):
    fast = picture(answered, EVERYBODY, view=FlowView(steps=2), metric="csat")
    # nine steps lie beyond the packed paths
    slow = picture(answered, EVERYBODY, view=FlowView(steps=9), metric="csat")
    assert slow.nodes[["step", "label", "customers", "n"]].to_numpy().tolist() == (
        fast.nodes[["step", "label", "customers", "n"]].to_numpy().tolist()
    )


def test_the_picture_and_the_answer_are_one_number(store, shown):
    frame = flow(store, EVERYBODY, steps=3, rows=2)
    # the columns of the published contract; more may follow them
    assert list(frame)[:4] == ["step", "source", "target", "customers"]
    kept = frame[frame["target"] != LEFT][["step", "source", "target", "customers"]]
    assert sorted(map(tuple, kept.to_numpy())) == sorted(
        map(tuple, shown.links[["step", "source", "target", "customers"]].to_numpy())
    )
    assert len(members(store, EVERYBODY, step=1, source="home")) == 7


def test_nobody_left_to_draw_says_what_to_do(store):
    with pytest.raises(DataError, match="take a filter off"):
        picture(store, Filters(channel=("fax",)), view=VIEW)


def test_no_more_ribbons_are_drawn_than_can_be_told_apart_and_every_bar_keeps_its_widest_inflow():
    pairs = [(1, f"from {a}", f"to {b}", 1000 - 20 * b - a) for a in range(12) for b in range(20)]
    links = pd.DataFrame(pairs, columns=["step", "source", "target", "customers"])
    links = links.assign(id=links["source"] + links["target"])
    drawn = visible(links, customers=10_000)
    assert MOST_LINKS <= len(drawn) <= MOST_LINKS + 20
    assert set(drawn["target"]) == set(links["target"])
    left_out = links[~links["id"].isin(drawn["id"])]
    assert left_out["customers"].max() <= links["customers"].nlargest(MOST_LINKS).min()
    few = links.head(5)
    assert visible(few, customers=10_000)["id"].tolist() == few["id"].tolist()


def test_an_element_says_how_many_of_its_customers_answered():
    store = shop(events=events(*["home > cart"] * 20), feedback=told("cart", "purchase", *[5] * 12))
    shown = picture(store, Filters(), view=FlowView(steps=2), metric="csat")
    cart = shown.nodes.set_index("label").loc["cart"]
    assert (cart["n"], cart["answered"]) == (12, 0.6)
    assert shown.links.set_index(["source", "target"]).loc[("home", "cart"), "answered"] == 0.6
    look = {"tokens": tokens(False), "title": "", "subtitle": "", "target": 0.75, "measure": "CSAT"}
    assert "12, from 60.0% of them" in sankey(shown.nodes, shown.links, **look).to_json()
