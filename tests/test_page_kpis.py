"""The KPI page: what it shows is what was counted, the link restores it, and only analysts set targets."""

import json

import pytest
import streamlit as st

from lib.analysis.pictures.kpis import picture, trend_title
from lib.model.filters import Filters
from lib.store.targets import set_targets, targets
from lib.ui import access, target_controls
from tests.open_pages import LAST, noon, open_page, publish, texts, visits

DAYS = [noon(LAST).date().replace(month=month, day=day) for month in (2, 3, 5, 6) for day in (3, 10, 17)]


@pytest.fixture(autouse=True)
def _fresh(monkeypatch):
    st.cache_data.clear()
    st.cache_resource.clear()
    monkeypatch.setenv("THROUGHLINE_AUTH", "proxy")


def half_year():
    """12 days with 20 sessions each: 2 orders a day in the stretch before, 8 a day in the last 90 days."""
    events, orders = [], []
    for day in DAYS:
        some = visits(day, 20, 2 if day.month < 4 else 8)
        events, orders = events + some[0], orders + some[1]
    change = {"name": "New cart", "live_at": noon(DAYS[6]), "segment": "device=mobile"}
    return publish(events=events, orders=orders, changes=[change])


def specs(at):
    return [json.loads(one.proto.spec) for one in at.get("vega_lite_chart")]


def drawn(at):
    """The trend with its rows, as it goes to the browser."""
    return at.get("vega_lite_chart")[0].proto.SerializeToString()


def title_of(spec):
    text = spec["title"]["text"]
    return " ".join(text) if isinstance(text, list) else text


def test_the_title_of_the_trend_is_the_finding_of_the_analysis():
    store = half_year()
    card = picture(store, Filters()).card("Conversion")
    # 48 orders in 120 sessions, against 12 in 120 in the stretch before
    assert trend_title(card, "EUR") == "Conversion is up to 40.0%, from 10.0% in the 90 days before"
    at = open_page("kpis")
    assert not at.exception
    assert title_of(specs(at)[0]) == trend_title(card, "EUR")


def test_the_period_before_is_drawn_under_the_one_shown():
    card = picture(half_year(), Filters()).card("Conversion")
    assert card.earlier["value"].tolist() == pytest.approx([0.1] * 6)
    assert card.trend["value"].tolist() == pytest.approx([0.4] * 6)
    assert (card.earlier["period"] == card.trend["period"]).all()
    assert (card.earlier["was"] < card.earlier["period"]).all()


def test_sums_stand_on_their_orders():
    card = picture(half_year(), Filters()).card("Revenue")
    assert (card.value, card.n, card.counted) == (2400, 48, "orders")


def test_every_kpi_of_the_data_has_its_card():
    store = half_year()
    at = open_page("kpis")
    assert [one.label for one in at.metric] == [card.metric.title for card in picture(store, Filters()).cards]


def test_the_link_restores_kpi_periods_and_comparison():
    half_year()
    at = open_page(
        "kpis", kpis_metric="Revenue", kpis_grain="Month", kpis_compare="false", since="2026-02-01"
    )
    assert not at.exception
    assert at.selectbox(key="kpis_metric").value == "Revenue"
    assert at.toggle(key="kpis_compare").value is False
    assert at.dataframe[0].value["From"].map(str).tolist() == [
        "2026-02-01",
        "2026-03-01",
        "2026-05-01",
        "2026-06-01",
    ]
    assert "Period before" not in at.dataframe[0].value


def test_garbage_in_the_link_falls_back_with_a_note():
    half_year()
    at = open_page("kpis", kpis_metric="Bogus", kpis_grain="Century")
    assert not at.exception
    assert at.selectbox(key="kpis_metric").value == "Conversion"
    assert "kpis_metric = Bogus; kpis_grain = Century" in texts(at.info)[0]


def test_changes_are_marked_in_the_trend():
    half_year()
    assert b"New cart" in drawn(open_page("kpis"))


def test_a_figure_explains_itself():
    half_year()
    said = " ".join(texts(open_page("kpis").markdown))
    assert "Conversion: Sessions with an order, divided by sessions" in said.replace("**", "")
    assert "More is better" in said


def test_a_target_is_drawn_and_compared_with_the_interval():
    half_year()
    set_targets("tiny", {"conversion": 0.3, "repeat_rate": 0.9})
    at = open_page("kpis")
    said = " ".join(texts(at.caption))
    # Wilson for 48 of 120: 31.7 % to 48.9 %, all above 30 %
    assert "Target 30.0%: reached" in said
    assert "Target 90.0%: missed" in said
    assert b"target 30.0%" in drawn(at)


def test_an_analyst_sets_targets():
    half_year()
    at = open_page("kpis", groups="analyst")
    at.number_input(key="goal_tiny_conversion").set_value(7.5)
    next(one for one in at.button if one.label == "Save targets").click().run()
    assert not at.exception
    assert targets("tiny") == {"conversion": pytest.approx(0.075)}


def test_a_viewer_reads_targets_and_has_no_way_to_set_them():
    half_year()
    set_targets("tiny", {"conversion": 0.3})
    at = open_page("kpis", groups="viewer")
    assert "Conversion: 30.0%" in texts(at.markdown)
    assert not [one for one in at.button if one.label == "Save targets"]


def test_saving_checks_the_role_whatever_drew_the_button(monkeypatch):
    store = half_year()
    monkeypatch.setattr(access, "role", lambda: "viewer")
    monkeypatch.setattr(st, "session_state", {"goal_tiny_conversion": 5.0})
    target_controls.save(store)
    assert targets("tiny") == {}


def test_totals_can_have_no_target_because_they_grow_with_the_period():
    assert {"revenue", "net_revenue", "orders"}.isdisjoint(one.id for one in target_controls.settable())
