"""The funnel page: the picture, the list and the link are one, and nobody has to type a step."""

import pytest
import streamlit as st

from lib.ui import funnel_parts, funnel_picks
from tests.journeys import START, journeys, shop
from tests.open_pages import open_page, texts


@pytest.fixture(autouse=True)
def _fresh(monkeypatch):
    st.cache_data.clear()
    st.cache_resource.clear()
    monkeypatch.setenv("THROUGHLINE_AUTH", "proxy")


def tiny():
    return journeys(
        ann="product page > cart > order placed",
        bob="product page > cart > blog",
        cid="product page > blog > cart",
        dan="product page",
    )


def test_the_page_opens_on_the_way_to_an_order():
    tiny()
    at = open_page("funnel")
    assert not at.exception
    assert at.text_input(key="funnel_steps_touchpoint").value == "product page > cart > order placed"
    said = " ".join(texts(at.caption))
    assert "Counted: 4 customers by their first entry; everybody." in said


def test_a_group_in_the_link_lists_as_many_customers_as_the_picture_counts():
    tiny()
    at = open_page("funnel", funnel_pick="dropped out before 3. order placed")
    assert not at.exception
    assert "2 customers dropped out before 3. order placed" in texts(at.subheader)
    assert at.dataframe[0].value["customer_id"].tolist() == ["bob", "cid"]
    following = at.dataframe[1].value
    assert following["label"].tolist() == ["Left", "Blog"] or following["label"].tolist() == ["Blog", "Left"]
    at = open_page("funnel", funnel_pick="reached 2. cart")
    assert at.dataframe[0].value["customer_id"].tolist() == ["ann", "bob", "cid"]


def test_clearing_takes_the_list_away():
    tiny()
    at = open_page("funnel", funnel_pick="reached 2. cart")
    next(one for one in at.button if one.label == "Clear selection").click().run()
    assert at.selectbox(key="funnel_pick").value is None
    assert "customer_id" not in at.dataframe[0].value


def test_steps_are_added_and_removed_without_typing():
    tiny()
    at = open_page("funnel")
    at.button_group(key="funnel_how").set_value("Must not happen").run()
    at.selectbox(key="funnel_add").select("blog").run()
    assert not at.exception
    steps = at.text_input(key="funnel_steps_touchpoint")
    assert steps.value == "product page > cart > !blog > order placed"
    assert at.selectbox(key="funnel_add").value is None
    next(one for one in at.button if one.label == "Remove last").click().run()
    assert at.text_input(key="funnel_steps_touchpoint").value == "product page > cart > !blog"
    assert "Nothing lies behind the last step." in texts(at.warning)[0]


def test_a_misread_text_is_shown_with_its_place():
    tiny()
    at = open_page("funnel", funnel_steps_touchpoint="product page > > cart")
    assert not at.exception
    assert at.code[0].value == "product page > > cart\n               ^"
    assert "Step 2 names nothing here." in texts(at.warning)[0]


def test_an_unknown_touchpoint_is_named_with_the_nearest():
    tiny()
    at = open_page("funnel", funnel_steps_touchpoint="product page > crat")
    assert "Did you mean cart?" in texts(at.warning)[0]


def test_the_link_restores_every_setting():
    tiny()
    at = open_page(
        "funnel",
        funnel_order="Any order",
        funnel_window="2",
        funnel_unit="hours",
        funnel_entry="Best entry",
        funnel_never_touchpoint=["blog"],
        funnel_part="Time taken",
    )
    assert not at.exception
    assert at.number_input(key="funnel_window").value == 2
    assert "by their best entry" in " ".join(texts(at.caption))
    assert "Half took at most 2 min, nine in ten at most 2 min." in texts(at.markdown)
    assert not [one for one in texts(at.info) if "not here" in one]


@pytest.mark.parametrize("part", funnel_parts.PARTS)
@pytest.mark.parametrize("level", ["Touchpoints", "Stages", "Channels"])
def test_every_part_opens_at_every_level(part, level):
    journeys(**{f"c{n}": "home > cart[channel=app] > order placed" for n in range(12)}, bob="home > cart")
    at = open_page("funnel", funnel_part=part, funnel_level=level)
    assert not at.exception
    assert not at.warning


def test_a_trend_of_too_few_says_so_and_leaves_the_rest():
    tiny()
    at = open_page("funnel", funnel_part="Trend")
    assert "too few answers" in texts(at.warning)[0]
    assert at.main.get("download_button")


def test_nobody_enters_says_what_to_do():
    shop(
        events=[
            {"event_id": str(n), "customer_id": "ann", "ts": START, "touchpoint": name}
            for n, name in enumerate(("home", "cart"))
        ]
    )
    at = open_page("funnel", funnel_hold="Session")
    assert not at.exception
    assert "Nobody enters at" in texts(at.warning)[0]
    assert "begin elsewhere" in texts(at.warning)[0]


def test_one_touchpoint_alone_makes_no_funnel():
    journeys(ann="home")
    at = open_page("funnel")
    assert not at.exception
    assert "A funnel needs two; import more events." in texts(at.warning)[0]


def test_a_click_is_read_whatever_the_browser_sends():
    known = {"reached 2. cart": (2, False), "dropped out before 2. cart": (1, True)}
    point = {"selection": {"pick": [{"step": 2, "part": "dropped"}]}}
    assert funnel_picks.picked(point, known, lambda step: step - 1) == "dropped out before 2. cart"
    point["selection"]["pick"][0]["part"] = "reached"
    assert funnel_picks.picked(point, known, lambda step: step - 1) == "reached 2. cart"
    for nothing in (None, {"selection": {"pick": []}}, {"selection": {"pick": [{}]}}):
        assert funnel_picks.picked(nothing, known, lambda step: step - 1) is None
