"""What was a change worth, and does the picture never say more than it knows?"""

from dataclasses import replace

import numpy as np
import pytest

from lib.analysis.pictures.roi import Assumptions, Question, assumed, has_margin, known_changes, picture
from lib.model.errors import DataError
from lib.model.filters import Filters
from lib.store.store import Store
from tests.changed_shop import CHANGE, LIVE, PLANTED, REVENUE, changed_shop
from tests.journeys import journeys

EVERYBODY = Filters()
QUESTION = Question(change=CHANGE)
TYPED = Assumptions(cost_once=500, margin_rate=0.4)


@pytest.fixture(scope="module")
def store(tmp_path_factory) -> Store:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("THROUGHLINE_HOME", str(tmp_path_factory.mktemp("home")))
        return changed_shop()


@pytest.fixture(scope="module")
def shown(store):
    return picture(store, EVERYBODY, question=QUESTION, assumptions=TYPED)


def test_the_title_is_the_verdict_with_its_interval(shown):
    assert shown.verdict == "raised"
    assert shown.title.startswith(f"{CHANGE} raised conversion by ")
    assert "interval" in shown.title


def test_only_the_default_reading_is_emphasised_and_the_naive_one_is_called_misleading(shown):
    strip = shown.strip.set_index("method")
    assert strip["emphasised"].to_dict() == {
        "default": True,
        "if_parallel": False,
        "own_trend": False,
        "naive": False,
    }
    assert "misleading" in strip.loc["naive", "note"]
    assert (shown.strip["low"] < shown.strip["high"]).all()


def test_before_the_change_the_expected_is_what_was_and_afterwards_the_actual_lies_above(shown):
    before, after = (shown.expected[shown.expected["after"] == one] for one in (False, True))
    assert (len(before), len(after)) == (12, 7)
    np.testing.assert_allclose(before["actual"], before["expected"])
    assert after["day"].min() == LIVE.replace(day=6, month=4)
    assert (after["actual"] > after["expected"]).all()
    assert (after["low"] < after["expected"]).all()
    assert (after["expected"] < after["high"]).all()


def test_an_unknown_margin_is_revenue_at_the_typed_rate(store, shown):
    assert not has_margin(store, EVERYBODY)
    assert not shown.money.margin_known
    # mobile orders of the 49 measured days, at 50 each and 40 % margin
    orders = shown.asked.days.amount[shown.asked.days.post].sum()
    assert shown.money.margin == pytest.approx(orders * REVENUE * 0.4)
    said = " ".join(assumed(shown, QUESTION, TYPED, "EUR"))
    assert "typed margin of 40%" in said


def test_a_margin_that_the_orders_carry_is_taken_as_it_is():
    known = changed_shop(name="margins", margin=12.5)
    shown = picture(known, EVERYBODY, question=QUESTION, assumptions=TYPED)
    assert has_margin(known, EVERYBODY)
    assert shown.money.margin_known
    orders = shown.asked.days.amount[shown.asked.days.post].sum()
    assert shown.money.margin == pytest.approx(orders * 12.5)


def test_the_parts_sum_to_the_net_and_the_benefit_is_the_effect_on_the_margin(shown):
    parts = shown.money.parts.set_index("label")["amount"]
    assert parts["Net"] == pytest.approx(parts.drop("Net").sum())
    assert parts["One-off cost"] == -500
    # planted: a third of the margin afterwards would not be there without the change (0.5 / 1.5);
    # the reading may be off by its own uncertainty, discounting takes a percent or two
    planted = shown.money.margin * PLANTED / (1 + PLANTED)
    assert parts["Benefit measured"] == pytest.approx(planted, rel=0.3)


def test_every_sum_of_money_comes_with_its_range(shown):
    outcome = shown.money.outcome
    for one in (outcome.benefit, outcome.net):
        value, low, high = one.floats()
        assert low < value < high
    assert 0 <= outcome.p_pays <= 1
    months = shown.money.months
    assert (months["low"] <= months["value"]).all()
    assert (months["value"] <= months["high"]).all()
    assert months["value"].iloc[0] == -500


def test_the_same_question_gets_the_same_draws(store, shown):
    again = picture(store, EVERYBODY, question=QUESTION, assumptions=TYPED)
    assert again.money.outcome.net.floats() == shown.money.outcome.net.floats()


def test_the_period_of_the_filters_does_not_cut_the_margin(store, shown):
    cut = Filters(since=LIVE.date().replace(month=5))
    later = picture(store, cut, question=QUESTION, assumptions=TYPED)
    assert later.money.margin == shown.money.margin


def test_a_metric_that_is_not_the_margins_gets_no_money(store):
    # fewer carts are left behind: that is good, and a rate that falls must not become a loss of margin
    abandoned = replace(QUESTION, metric="abandonment")
    fewer = picture(store, EVERYBODY, question=abandoned, assumptions=TYPED)
    assert fewer.title.startswith(f"{CHANGE} lowered cart abandonment by ")
    assert fewer.money is None
    assert "Choose one of these metrics" in fewer.missing


def test_where_the_data_cannot_tell_there_is_no_money_and_the_reason_stands_there(store):
    early = picture(store, EVERYBODY, question=Question(change="too early"), assumptions=TYPED)
    assert (early.verdict, early.told, early.money) == ("cannot tell", False, None)
    assert "Choose data that begin earlier" in early.missing
    assert early.title == "It cannot be told yet what too early did to conversion"


def test_without_a_control_the_title_says_that_it_may_be_the_market(store):
    alone = picture(store, EVERYBODY, question=replace(QUESTION, control="none"), assumptions=TYPED)
    assert alone.verdict == "indicative"
    assert alone.title.endswith("it may be the market")


def test_a_shop_without_changes_says_how_to_bring_one():
    with pytest.raises(DataError, match="add a CSV with name, live_at"):
        known_changes(journeys(ann="home"), EVERYBODY)
