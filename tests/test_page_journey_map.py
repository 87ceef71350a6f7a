"""The page of the journey map: a touchpoint looked at, notes saved and undone, versions kept and compared."""

import pytest
import streamlit as st

from lib.store import map_notes, map_versions
from tests.open_pages import answer, open_page, publish, texts
from tests.test_journey_map import events


@pytest.fixture(autouse=True)
def _fresh(monkeypatch):
    st.cache_data.clear()
    st.cache_resource.clear()
    monkeypatch.setenv("THROUGHLINE_AUTH", "proxy")


def published(score=5):
    """Forty customers come to the cart and to checkout, and are pleased with the one and not the other."""
    rows = [answer(n, "csat", score, touchpoint="cart", comment="Fine.") for n in range(40)]
    rows += [answer(100 + n, "csat", 1, comment="It crashed.") for n in range(40)]
    return publish(events=events(*["home > cart > checkout > order placed"] * 40), feedback=rows)


def button(at, label):
    return next(one for one in at.button if one.label == label)


def test_a_touchpoint_in_the_link_is_looked_at_closely():
    published()
    at = open_page("journey_map", map_pick="checkout")
    assert not at.exception
    assert "Checkout" in texts(at.subheader)
    said = "\n".join(texts(at.markdown))
    assert "Satisfaction: 0% (0% to 9%), n 40 (◆ surveyed)" in said.replace("**", "")
    assert "100 pt below the rest" in said
    listed = next(one.value for one in at.dataframe if "comment" in one.value)
    assert listed["comment"].tolist() == ["It crashed."] * 40


def test_the_table_twin_has_every_touchpoint():
    published()
    at = open_page("journey_map")
    table = next(one.value for one in at.dataframe if "Stage" in one.value)
    assert table["Touchpoint"].tolist() == ["home", "cart", "checkout", "order placed"]


def test_a_segment_is_compared_and_the_cells_that_differ_are_counted():
    published()
    at = open_page("journey_map", map_against="device=desktop")
    assert not at.exception
    assert any("cells differ from device=desktop beyond chance" in one for one in texts(at.subheader))


def test_notes_of_others_are_shown_and_undone():
    published()
    map_notes.save("tiny", {("cart", "owner"): "Web team"}, seen=0, by="bob@shop.example")
    at = open_page("journey_map")
    assert not at.exception
    saves = next(one.value for one in at.dataframe if "Before" in one.value)
    assert saves[["By", "Touchpoint", "After"]].to_numpy().tolist() == [
        ["bob@shop.example", "cart", "Web team"]
    ]
    button(at, "Undo the last save").click().run()
    assert dict(map_notes.latest("tiny").notes) == {}
    assert map_notes.latest("tiny").by == "ann@shop.example"


def test_a_viewer_reads_notes_and_changes_nothing():
    published()
    map_notes.save("tiny", {("cart", "owner"): "Web team"}, seen=0, by="bob")
    at = open_page("journey_map", groups="viewer")
    assert not at.exception
    assert not [
        one for one in at.button if one.label in ("Save notes", "Undo the last save", "Keep this version")
    ]
    notes = next(one.value for one in at.dataframe if "Owner" in one.value)
    assert "Web team" in notes["Owner"].tolist()


def test_a_version_is_kept_and_new_data_are_compared_with_it():
    published()
    at = open_page("journey_map")
    button(at, "Keep this version").click().run()
    [kept] = map_versions.versions("tiny")
    assert kept.title == "CSAT 50% in all"
    published(score=1)
    at = open_page("journey_map", map_version=at.selectbox(key="map_version").options[0])
    assert not at.exception
    assert any("differ from CSAT 50% in all beyond chance" in one for one in texts(at.subheader))
    changed = next(one.value for one in at.dataframe if "Then" in one.value).set_index(["Touchpoint", "Lane"])
    row = changed.loc[("cart", "Satisfaction")]
    assert row[["Now", "Then", "Says"]].tolist() == ["0%", "100%", "fell"]


def test_without_answers_the_map_still_says_what_was_measured():
    publish(events=events(*["home > cart > order placed"] * 12))
    at = open_page("journey_map")
    assert not at.exception
    assert not at.warning
    assert "Blind spots" in texts(at.subheader)
