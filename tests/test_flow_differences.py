"""The picture of what differs: width is these customers, colour a difference that is real, grey the rest."""

import pytest

from lib.analysis.pictures.flow import THINNEST, picture
from lib.analysis.pictures.flow_differences import differences
from lib.charts.flow_differences import flow_differences
from lib.charts.theme import tokens
from lib.model.errors import QuestionError
from lib.model.filters import Filters
from lib.model.flow_view import FlowView
from tests.open_pages import open_page, texts
from tests.pictures import spec
from tests.test_flow_changes import WEB, store_of

APP = Filters(channel=("app",))
VIEW = FlowView(steps=2)


def beside(web, app, **more):
    store = store_of(web, app, **more)
    return differences(store, WEB, other=store, other_filters=APP, view=VIEW)


def test_bands_carry_the_difference_where_it_is_real():
    found = beside(70, 40)
    bands = found.links.set_index("target")
    assert bands.loc["cart", "value"] == pytest.approx(0.3)
    assert bands.loc["blog", "value"] == pytest.approx(-0.3)
    assert bands["customers"].to_dict() == {"cart": 70, "blog": 30}
    assert (bands["n"] == 100).all()
    assert (bands["low"] < bands["value"]).all()
    assert (bands["value"] < bands["high"]).all()
    assert found.nodes["value"].isna().all()
    assert found.title == (
        "The strongest difference: from home in step 1, 30.0% go to blog, against 60.0%: −30.0 pt"
    )


def test_what_is_not_real_stays_grey():
    found = beside(50, 52)
    assert found.links["value"].isna().all()
    assert found.title == "None of 2 moves differs beyond chance"
    assert found.unseen == 0


def test_a_real_difference_that_no_band_shows_is_counted():
    found = beside(0, 40)
    assert found.links["target"].tolist() == ["blog"]
    assert found.unseen == 1  # nobody here goes on to the cart


def test_the_colours_reach_as_far_as_the_strongest_difference_and_bars_have_none():
    found = beside(70, 40)
    nodes, links, heads = found.drawn(4)
    chart = spec(
        flow_differences(nodes, links, tokens=tokens(False), title="T", other="everybody else", headers=heads)
    )
    scales = [
        layer["encoding"]["color"]["condition"]["scale"]["domain"]
        for layer in chart["layer"]
        if "scale" in layer.get("encoding", {}).get("color", {}).get("condition", {})
    ]
    assert scales
    assert all((domain[0], domain[2], domain[-1]) == (-0.3, 0, 0.3) for domain in scales)
    said = [row["said"] for rows in chart["datasets"].values() for row in rows if "start" in row]
    assert sorted(said) == ["+30 pt", "−30 pt"]
    assert "grey: no real difference" in str(chart)
    assert "Customers at From" in str(chart)


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("narrow", [False, True])
def test_it_is_drawn_in_every_room(dark, narrow):
    nodes, links, _ = beside(70, 40).drawn(2)
    chart = flow_differences(nodes, links, tokens=tokens(dark), title="T", other="others", narrow=narrow)
    assert spec(chart)["width"] == (358 if narrow else 1180)


def test_the_page_draws_it_beside_sentences_and_table():
    store_of(70, 40)
    at = open_page("flow", channel=["web"], flow_against="channel=app", flow_steps="2")
    assert not at.exception
    assert any("differ from channel=app beyond chance" in one for one in texts(at.subheader))


def test_the_least_share_that_is_drawn_is_a_setting_and_said():
    store = store_of(97, 40)
    usual = picture(store, WEB, view=VIEW)
    assert (len(usual.links), usual.least) == (2, THINNEST)
    few = picture(store, WEB, view=VIEW, least=0.05)
    assert (len(few.links), round(few.hidden_share, 4)) == (1, 0.03)
    with pytest.raises(QuestionError, match="Choose between 0% and 99%"):
        picture(store, WEB, view=VIEW, least=1)
    at = open_page("flow", channel=["web"], flow_least="5.0")
    assert not at.exception
    said = " ".join(texts(at.caption))
    assert "of the moves are too thin to draw (ribbons of less than 5.0% of all" in said
