"""The ROI page: the verdict is the default reading's, the naive one is never the effect, money has ranges."""

import json
from datetime import timedelta

import pytest
import streamlit as st

from lib.analysis.effect import effect
from lib.analysis.pictures import roi_words
from lib.analysis.pictures.roi import picture
from lib.model.filters import Filters
from lib.model.roi_view import Assumptions, Question
from tests.open_pages import FIRST, LAST, noon, open_page, publish, texts, visits

LIVE = FIRST.replace(month=4, day=8)


@pytest.fixture(autouse=True)
def _fresh(monkeypatch):
    st.cache_data.clear()
    st.cache_resource.clear()
    monkeypatch.setenv("THROUGHLINE_AUTH", "proxy")


def half_year(live=LIVE, lift=3, margin=True, changes=None):
    """8 sessions a day and device; 2 or 3 orders each, `lift` more on mobile from the change on."""
    events, orders = [], []
    for day in [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]:
        usual = 2 + day.toordinal() % 2
        for device, more in (("mobile", lift if day >= live else 0), ("desktop", 0)):
            some = visits(day, 8, usual + more, device=device)
            events, orders = events + some[0], orders + some[1]
    if not margin:
        orders = [{**order, "margin": None} for order in orders]
    usual_change = {"name": "New checkout", "live_at": noon(live), "segment": "device=mobile"}
    given = [{**usual_change, "cost_once": 900, "cost_monthly": 20}] if changes is None else changes
    return publish(events=events, orders=orders, changes=given)


def ask(store, **question):
    return picture(store, Filters(), question=Question(**question), assumptions=Assumptions(900, 20))


def test_the_verdict_is_the_title_and_the_naive_reading_never_is():
    store = half_year()
    read = effect(store, Filters()).set_index("method")
    title = roi_words.title("New checkout", "conversion", effect(store, Filters()).iloc[0])
    at = open_page("roi")
    assert not at.exception
    assert texts(at.subheader)[1 if texts(at.subheader)[0] == "Whose journeys" else 0] == title
    naive = f"{read.loc['naive', 'relative']:.1%}"
    assert naive not in " ".join(texts(at.subheader))


def test_only_the_default_is_emphasised_and_the_naive_is_labelled_misleading():
    strip = ask(half_year()).strip.set_index("method")
    assert strip.index[strip["emphasised"]].tolist() == ["default"]
    assert strip.loc["naive", "note"].startswith("misleading")


def test_the_strip_does_not_count_the_naive_reading_when_it_says_whether_readings_agree():
    strip = ask(half_year()).strip
    alone = strip.assign(low=[-1.0, -1.0, -1.0, 0.2], high=[1.0, 1.0, 1.0, 0.4])
    assert roi_words.of_strip(alone)[0] == "None of the three readings tells an effect from none"
    mixed = strip.assign(low=[-1.0, 0.1, -1.0, 0.2], high=[1.0, 0.3, 1.0, 0.4])
    assert roi_words.of_strip(mixed)[0].startswith("The readings disagree")


def test_money_stands_with_its_ranges():
    store = half_year()
    shown = ask(store)
    at = open_page("roi")
    assert [one.label for one in at.metric] == ["Net benefit", "ROI", "Payback", "It pays"]
    assert shown.money.sentence in texts(at.subheader)
    assert sum("80% range" in one for one in texts(at.caption)) == 3
    # what the chart of the payback says agrees with the figures: both come from the same draws
    value, low, high = shown.money.outcome.net.floats()
    assert low < value < high
    assert shown.money.parts["amount"].iloc[:-1].sum() == pytest.approx(shown.money.parts["amount"].iloc[-1])


def test_the_margin_is_that_of_the_treated_days_after():
    shown = ask(half_year())
    # mobile: 84 days less 7 of ramp = 77 whole days from 15 Apr on; 5 or 6 orders a day at 20 of margin
    days = [LIVE + timedelta(days=n) for n in range(7, 84)]
    assert shown.money.margin == sum(20 * (5 + day.toordinal() % 2) for day in days)
    assert shown.money.margin_known


def test_without_margins_a_rate_is_typed_and_said():
    half_year(margin=False)
    at = open_page("roi", roi_margin="40")
    assert at.number_input(key="roi_margin").value == 40
    assert "revenue at a typed margin of 40%" in " ".join(texts(at.markdown))


def test_a_score_has_an_effect_but_no_money():
    shown = ask(half_year(), metric="abandonment")
    assert shown.money is None
    half_year()
    at = open_page("roi", roi_metric="CSAT")
    assert not at.metric


def test_the_link_restores_question_and_assumptions():
    half_year()
    at = open_page(
        "roi", roi_metric="Revenue per session", roi_control="no control", roi_weeks="10", roi_ramp="3",
        roi_cost_once="500", roi_horizon="12", roi_discount="5", roi_half_life="6",
    )  # fmt: skip
    assert not at.exception
    assert at.selectbox(key="roi_metric").value == "Revenue per session"
    said = " ".join(texts(at.markdown))
    assert "up to 10 whole weeks" in said
    assert "€500.00 once and €20.00 a month" in said
    assert "6 months after the measured days the benefit has halved" in said
    assert "12 months from the day of the change on, discounted by 5% a year" in said
    assert "without a control, so nothing can be claimed" in said


def test_without_a_control_nothing_is_claimed():
    title = ask(half_year(), control="none").title
    assert "raised" not in title
    assert title.startswith(("After New checkout, conversion moved by", "No detectable effect"))
    labels = ask(half_year(), control="none").strip["label"]
    assert not labels.str.contains("parallel|gap").any()


def test_garbage_in_the_link_falls_back_with_a_note():
    half_year()
    at = open_page("roi", roi_change="Bogus", roi_weeks="99", roi_horizon="soon")
    assert not at.exception
    assert at.selectbox(key="roi_change").value == "New checkout"
    assert "roi_change = Bogus; roi_weeks = 99; roi_horizon = soon" in texts(at.info)[0]


def test_too_few_days_say_what_is_missing_and_show_no_money():
    half_year(live=LAST - timedelta(days=14))
    at = open_page("roi")
    assert not at.exception
    assert "It cannot be told yet what New checkout did to conversion" in texts(at.subheader)
    assert "4 whole weeks are needed" in texts(at.info)[-1]
    assert not at.metric
    assert not at.get("vega_lite_chart")


def test_without_a_change_the_page_says_how_to_add_one():
    half_year(changes=[])
    at = open_page("roi")
    assert not at.exception
    said = texts(at.warning)[0]
    for column in ("name", "live_at", "segment", "cost_once", "cost_monthly"):
        assert column in said
    assert [one.label for one in at.get("download_button")] == ["Example of such a file"]


def test_the_charts_are_four_in_two_rooms_and_each_its_own():
    half_year()
    found = [json.loads(one.proto.spec)["title"]["text"] for one in open_page("roi").get("vega_lite_chart")]
    titles = {" ".join(text) if isinstance(text, list) else text for text in found}
    assert len(found) == 8
    assert len(titles) == 4
