"""The page of the flow: several touchpoints as one anchor, in the link and on the page."""

import pytest
import streamlit as st

from tests.open_pages import open_page, publish, texts
from tests.test_journey_map import events


@pytest.fixture(autouse=True)
def _fresh():
    st.cache_data.clear()
    st.cache_resource.clear()


def test_a_group_may_be_where_paths_begin():
    publish(events=events("home > cart > order placed", "blog > home > wishlist", "wishlist > cart"))
    at = open_page("flow", flow_group="way in = home | blog", flow_start_touchpoint="way in")
    assert not at.exception
    assert not at.warning
    assert at.selectbox(key="flow_start_touchpoint").value == "way in"
    assert any("from the first way in" in one for one in texts(at.caption))


def test_a_group_that_is_not_complete_says_how_to_write_it():
    publish(events=events("home > cart"))
    at = open_page("flow", flow_group="way in")
    assert any("Write a name, = and touchpoints" in one for one in texts(at.warning))
