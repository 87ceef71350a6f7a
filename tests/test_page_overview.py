"""The overview: cards with their basis, findings that other pages show, words where little is known."""

import pytest
import streamlit as st

from lib.analysis.pictures.overview import picture
from lib.model.filters import Filters
from tests.open_pages import LAST, answer, noon, open_page, publish, texts, visits

BEFORE, AFTER = noon(LAST).date().replace(month=2, day=1), noon(LAST).date().replace(month=6, day=1)


@pytest.fixture(autouse=True)
def _fresh(monkeypatch):
    st.cache_data.clear()
    st.cache_resource.clear()
    monkeypatch.setenv("THROUGHLINE_AUTH", "proxy")


def two_stretches(**more):
    """40 sessions with 4 orders in the stretch before, 40 with 20 orders in the last 90 days."""
    (early, few), (late, many) = visits(BEFORE, 40, 4), visits(AFTER, 40, 20)
    return publish(events=early + late, orders=few + many, **more)


def test_cards_show_the_last_90_days_against_the_90_days_before():
    two_stretches()
    at = open_page("overview")
    assert not at.exception
    card = next(one for one in at.metric if one.label == "Conversion")
    assert (card.value, card.delta) == ("50.0%", "+40.0 pt")
    said = " ".join(texts(at.caption))
    assert "No period is chosen, so this is the last 90 days of the data: 2 Apr 2026 to 30 Jun 2026" in said
    assert "Better than the 90 days before" in said
    assert "n = 40 sessions" in said
    # Wilson for 20 of 40, worked by hand: centre 0.5, half width 0.1480
    assert "95% interval 35.2% to 64.8%" in said


def test_a_named_period_is_the_one_that_counts():
    two_stretches()
    at = open_page("overview", since="2026-01-15", until="2026-02-28")
    assert next(one for one in at.metric if one.label == "Conversion").value == "10.0%"
    assert "Counted: 15 Jan 2026 to 28 Feb 2026." in texts(at.caption)


def test_a_card_on_too_few_says_so_and_shows_no_number():
    events, orders = visits(AFTER, 9, 3)
    publish(events=events, orders=orders)
    at = open_page("overview")
    card = next(one for one in at.metric if one.label == "Conversion")
    assert card.value == "too few"
    assert not card.delta
    assert "n = 9 sessions" in " ".join(texts(at.caption))


def test_a_difference_that_chance_explains_is_not_called_better():
    (early, few), (late, many) = visits(BEFORE, 40, 18), visits(AFTER, 40, 20)
    publish(events=early + late, orders=few + many)
    said = " ".join(texts(open_page("overview").caption))
    assert "No clear change from before" in said


def test_findings_are_those_of_the_analysis_and_open_their_page_on_the_same_journeys():
    answers = [answer(n, "csat", 5, day=AFTER) for n in range(60)]
    answers += [answer(100 + n, "csat", 1, touchpoint="delivered", day=AFTER) for n in range(40)]
    store = two_stretches(feedback=answers)
    found = picture(store, Filters()).findings
    at = open_page("overview")
    shown = " ".join(texts(at.markdown)).replace("\\", "")
    assert [one.title for one in found if one.title in shown] == [one.title for one in found]
    number = next(n for n, one in enumerate(found) if one.page == "satisfaction")
    at.button(key=f"finding_{number}_open").click().run()
    assert not at.exception
    assert at.title[0].value == "Satisfaction"
    assert at.date_input(key="since").value.isoformat() == "2026-04-02"
    # 40 unhappy answers at "delivered": the number that the finding states
    assert "40 answers" in found[number].basis
    assert "n = 40 answers" in " ".join(texts(at.caption))


def test_events_without_any_order_still_have_findings_and_say_what_a_kpi_needs():
    events, _ = visits(AFTER, 30, 0)
    publish(events=events)
    at = open_page("overview")
    assert not at.exception
    assert not at.metric
    assert any("Import orders or answers" in one.value for one in at.warning)
    assert any("Most" in one.value or "end at" in one.value for one in at.markdown)


def test_filters_that_keep_nobody_say_what_to_do():
    two_stretches()
    at = open_page("overview", since="2026-03-10", until="2026-03-12")
    assert not at.exception
    assert "Widen the dates" in at.warning[0].value
