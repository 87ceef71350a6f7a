"""Rules on the Data page: what each catches is shown while it is written; bad ones say how to mend them."""

import pandas as pd
import pytest
import streamlit as st

from lib.model.naming import Naming, TouchpointRule
from lib.ui import access, naming_again, rule_editor, stage_editor
from tests.journeys import journeys
from tests.test_data_page import open_data

NAMES = {"/shelf/1": 5, "/shelf/2": 3, "checkout step 1": 2, "spin wheel": 10}
SHELF = TouchpointRule("/shelf/*", "product page")


@pytest.fixture(autouse=True)
def _at_home(monkeypatch):
    st.cache_data.clear()
    st.cache_resource.clear()
    monkeypatch.setattr(access, "address", lambda: "127.0.0.1")


def rows(*rules):
    return pd.DataFrame(rules, columns=["match", "touchpoint", "stage"], dtype=object)


def test_each_rule_shows_the_names_and_events_that_it_catches():
    naming = Naming(rules=(SHELF, TouchpointRule("*step*", "checkout"), TouchpointRule("/none/*", "x")))
    shown = rule_editor.preview(NAMES, naming)
    assert shown[["Names", "Events"]].to_numpy().tolist() == [[2, 8], [1, 2], [0, 0]]
    assert shown["Catches"].tolist()[:2] == ["/shelf/1, /shelf/2", "checkout step 1"]
    assert shown["Stage"].tolist() == ["consideration", "purchase", "none yet"]


def test_the_share_of_events_with_a_stage_follows_the_rules_and_the_files():
    assert rule_editor.covered(NAMES, Naming(), {}) == 0
    assert rule_editor.covered(NAMES, Naming(rules=(SHELF,)), {}) == 8 / 20
    assert rule_editor.covered(NAMES, Naming(rules=(SHELF,)), {"spin wheel": "advocacy"}) == 18 / 20
    assert rule_editor.covered({}, Naming(), {}) is None


def test_rows_that_are_being_written_wait_and_bad_ones_say_how_to_mend_them():
    rules, faults = rule_editor.read(
        rows(("/shelf/*", "product page", None), ("/new/*", None, None), ("*", "x", None), ("^a", "b", ""))
    )
    assert rules == (SHELF,)
    assert [fault.what.split(" ")[2] for fault in faults] == ["'*'", "'^a'"]
    assert all("/product/*" in fault.mend for fault in faults)
    assert rule_editor.read(rule_editor.frame(rules)) == ((SHELF,), [])


def test_the_heading_counts_names_without_a_stage():
    assert stage_editor.title(NAMES, Naming(rules=(SHELF,)), {}).endswith("2 names without a stage")
    assert stage_editor.headline({"cart": 1}, Naming(), {}, "all events") == (
        "100.0% of all events have a stage; no names without a stage."
    )


def test_a_published_dataset_can_be_named_anew_on_its_page():
    journeys(ann="home > spin_wheel > cart", bob="spin_wheel")
    at = open_data()
    assert not at.exception
    [section] = [one for one in at.expander if one.label.startswith("Change touchpoints and stages")]
    assert section.label.endswith("1 name without a stage")
    [publish] = [one for one in at.button if one.label == "Publish with these names"]
    assert publish.disabled


def test_names_of_a_dataset_keep_the_stages_that_its_files_gave():
    found = pd.DataFrame({"label": ["cart", "spin"], "stage": ["purchase", None], "events": [4, 1]})
    names, known = naming_again.as_names(found)
    assert (names, known) == ({"cart": 4, "spin": 1}, {"cart": "purchase", "spin": None})
