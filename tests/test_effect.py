"""Did a change do anything, by how much, and how sure is that?"""

from datetime import date, datetime

import pytest

from lib.analysis.effect import effect
from lib.model.errors import DataError, QuestionError
from lib.model.filters import Filters
from lib.store.store import Store
from tests.changed_shop import CHANGE, PLANTED, SESSIONS, changed_shop
from tests.journeys import journeys, shop

EVERYBODY = Filters()
#: The columns of the published contract; more may follow them.
LEAST = ["metric", "method", "effect", "low", "high", "relative", "relative_low", "relative_high", "verdict"]


@pytest.fixture(scope="module")
def store(tmp_path_factory) -> Store:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("THROUGHLINE_HOME", str(tmp_path_factory.mktemp("home")))
        return changed_shop()


@pytest.fixture(scope="module")
def read(store):
    return effect(store, EVERYBODY, change=CHANGE)


def test_an_answer_has_the_columns_that_scripts_rely_on_and_the_default_first(read):
    assert list(read)[: len(LEAST)] == LEAST
    assert read["method"].tolist() == ["default", "if_parallel", "own_trend", "naive"]


def test_the_planted_effect_lies_in_the_interval_and_is_claimed(read):
    default = read.iloc[0]
    assert default["relative_low"] < PLANTED < default["relative_high"]
    assert default["relative"] == pytest.approx(PLANTED, abs=0.2)
    assert default["low"] < default["effect"] < default["high"]
    assert (default["verdict"], default["grade"]) == ("raised", 2)


def test_only_the_default_bears_a_verdict(read):
    assert read["verdict"].tolist()[1:] == [
        "if trends are truly parallel",
        "if the gap has a trend of its own",
        "misleading, for comparison",
    ]


def test_whole_weeks_before_and_after_the_ramp_are_counted(read):
    # 5 Jan to 29 Mar are 12 weeks before; 6 Apr to 24 May are 7 after; 40 mobile sessions a day
    assert read["n_before"].tolist() == [12 * 7 * SESSIONS] * 4
    assert read["n_after"].tolist() == [7 * 7 * SESSIONS] * 4


def test_where_nothing_was_changed_nothing_is_claimed(store):
    # the halves of the shop by country moved alike
    placebo = effect(store, EVERYBODY, change=CHANGE, treated="country=DE").iloc[0]
    assert placebo["verdict"] == "no detectable effect"
    assert placebo["relative_low"] < 0 < placebo["relative_high"]


def test_without_a_control_the_same_effect_is_indicative_at_most(store):
    alone = effect(store, EVERYBODY, change=CHANGE, control="none").iloc[0]
    assert (alone["verdict"], alone["grade"]) == ("indicative", 4)


def test_a_control_may_be_named(store, read):
    named = effect(store, EVERYBODY, change=CHANGE, treated="device=mobile", control="device=desktop")
    assert named["relative"].tolist() == read["relative"].tolist()


def test_a_change_for_everybody_has_no_control(store):
    both = effect(store, EVERYBODY, change="new terms").iloc[0]
    assert both["grade"] == 4
    assert both["n_after"] == 7 * 7 * SESSIONS * 2


def test_the_shared_filters_hold_for_a_change_for_everybody_too(store):
    mobile = effect(store, Filters(device=("mobile",)), change="new terms").iloc[0]
    assert mobile["n_after"] == 7 * 7 * SESSIONS


@pytest.mark.parametrize("change", [CHANGE, "new terms"])
def test_the_period_of_the_filters_does_not_cut_the_days_of_a_change(store, change):
    whole, from_may = (
        effect(store, chosen, change=change) for chosen in (EVERYBODY, Filters(since=date(2026, 5, 1)))
    )
    assert from_may["n_before"].tolist() == whole["n_before"].tolist()


def test_revenue_is_read_per_session(store):
    # a session brings 0.3 * 50 afterwards instead of 0.2 * 50
    revenue = effect(store, EVERYBODY, change=CHANGE, metric="revenue").iloc[0]
    assert revenue["relative_low"] < PLANTED < revenue["relative_high"]
    assert revenue["low"] < 0.2 * 50 * PLANTED < revenue["high"]


@pytest.mark.parametrize(
    ("change", "mend"),
    [("too early", "Choose data that begin earlier"), ("too late", "Wait until they have passed")],
)
def test_too_few_weeks_cannot_tell_and_say_what_would(store, change, mend):
    read = effect(store, EVERYBODY, change=change)
    assert read["method"].tolist() == ["default"]
    only = read.iloc[0]
    assert only["verdict"] == "cannot tell"
    assert mend in only["reason"]
    assert only[["effect", "low", "high", "relative"]].isna().all()


def test_the_latest_change_is_read_unless_another_is_named(store):
    latest = effect(store, EVERYBODY)
    assert latest["reason"].tolist() == effect(store, EVERYBODY, change="too late")["reason"].tolist()


def test_an_unknown_change_or_metric_names_the_known_ones(store):
    with pytest.raises(QuestionError, match="Choose one of: .*guest checkout"):
        effect(store, EVERYBODY, change="guest chekout")
    with pytest.raises(QuestionError, match="Choose one of: conversion, revenue, abandonment, csat"):
        effect(store, EVERYBODY, metric="aov")


def test_a_shop_without_changes_says_how_to_bring_one():
    with pytest.raises(DataError, match="Import a table of changes"):
        effect(journeys(ann="home"), EVERYBODY)


def test_a_segment_without_anybody_is_said(store):
    with pytest.raises(DataError, match="Choose another segment"):
        effect(store, EVERYBODY, treated="device=fridge", control="none")


def test_satisfaction_is_read_where_there_are_no_visits():
    changes = [{"name": "new box", "live_at": datetime(2026, 3, 30)}]
    answer = {"metric": "csat", "scale_min": 1, "scale_max": 5}
    # 12 weeks of 1 content answer in 5, then 8 weeks of 4 in 5; one more or less on every third day
    answers = []
    for day in range(7 * 20):
        content = (4 if day >= 7 * 12 else 1) + (day % 3 == 0)
        given = datetime.fromordinal(datetime(2026, 1, 5).toordinal() + day)
        answers += [
            {"feedback_id": f"f{day}-{i}", "given_at": given, "score": 5 if i < content else 1, **answer}
            for i in range(6)
        ]
    read = effect(shop(feedback=answers, changes=changes), EVERYBODY, metric="csat").iloc[0]
    # (4 + 1/3) / 6 after against (1 + 1/3) / 6 before: the share rose by about a half
    assert read["effect"] == pytest.approx(0.5, abs=0.1)
    assert read["verdict"] == "indicative"
