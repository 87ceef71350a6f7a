"""Do cards and trends say what the KPIs are, and no more than they know?"""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from lib.analysis.pictures.kpis import (
    Card,
    before,
    cards,
    latest,
    period,
    picture,
    trend_title,
)
from lib.model.errors import DataError
from lib.model.filters import Filters
from lib.store import catalog
from lib.store.store import Store
from tests.journeys import journeys, shop

EVERYBODY = Filters()
MONDAY = date(2026, 1, 5)
#: Two stretches of two weeks: 5 to 18 January and 19 January to 1 February.
NOW = Filters(since=date(2026, 1, 19), until=date(2026, 2, 1))


def order(day: int, revenue: float) -> dict[str, Any]:
    order.number += 1  # type: ignore[attr-defined]
    at = datetime(2026, 1, 5, 10) + timedelta(days=day)
    number = order.number  # type: ignore[attr-defined]
    return {"order_id": f"o{number}", "customer_id": f"c{number}", "ordered_at": at, "revenue": revenue}


order.number = 0  # type: ignore[attr-defined]


def answers(day: int, content: int, sad: int) -> list[dict[str, Any]]:
    at = datetime(2026, 1, 5, 10) + timedelta(days=day)
    return [
        {"feedback_id": f"f{day}-{i}", "customer_id": f"c{day}-{i}", "given_at": at, "metric": "csat"}
        | {"score": 5 if i < content else 1, "scale_min": 1, "scale_max": 5}
        for i in range(content + sad)
    ]


@pytest.fixture(scope="module")
def store(tmp_path_factory) -> Store:
    orders = [order(day % 14, 50) for day in range(12)]  # 12 orders of 50 in the stretch before
    orders += [order(14 + day, 40 + day % 2 * 2) for day in range(14)]  # 14 of 40 and 42 in the stretch shown
    # 20 of 100 content before, 80 of 100 now; in the second week only three answered, in the last only five
    feedback = answers(3, 18, 79) + answers(8, 2, 1) + answers(15, 78, 17) + answers(25, 2, 3)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("THROUGHLINE_HOME", str(tmp_path_factory.mktemp("home")))
        made = shop(orders=orders, feedback=feedback)
        known = replace(made.manifest, period=(MONDAY.isoformat(), "2026-02-01"))
        return Store(catalog.sealed(catalog.folder("tiny"), known), known)


def card(store: Store, name: str, filters: Filters = NOW, grain: str = "week") -> Card:
    return {one.metric.id: one for one in cards(store, filters, grain=grain)}[name]


def test_the_stretch_before_is_as_long_and_ends_the_day_before(store):
    assert before(store, NOW) == Filters(since=MONDAY, until=date(2026, 1, 18))


def test_the_period_is_that_of_the_filters_or_of_the_data(store):
    assert period(store, EVERYBODY) == (MONDAY, date(2026, 2, 1))
    assert period(store, NOW) == (NOW.since, NOW.until)
    assert latest(store, EVERYBODY, days=14) == NOW
    assert latest(store, NOW, days=3) == NOW


def test_a_dataset_without_dates_says_what_to_bring():
    with pytest.raises(DataError, match="Import events, orders or answers"):
        period(journeys(ann="home"), EVERYBODY)


def test_a_card_carries_the_value_with_n_interval_and_the_one_before(store):
    csat = card(store, "csat")
    # 80 of 100 against 20 of 100
    assert (csat.value, csat.n, csat.previous) == (0.8, 100, 0.2)
    assert csat.delta == pytest.approx(0.6)
    assert csat.low < 0.8 < csat.high
    assert (csat.said("EUR"), csat.delta_said("EUR")) == ("80.0%", "+60.0 pt")


def test_money_carries_its_currency(store):
    assert card(store, "revenue").said("EUR") == "€574.00"  # 7 * 40 + 7 * 42
    assert card(store, "aov").said("USD") == "$41.00"


def test_a_difference_is_called_better_or_worse_by_the_kpi_itself(store):
    assert card(store, "csat").better is True
    assert card(store, "aov").better is False
    assert card(store, "aov").verdict == "worse than the 14 days before"


def test_a_difference_within_chance_is_not_called_either(store):
    # 14 orders against 12
    orders = card(store, "orders")
    assert (orders.delta, orders.clear, orders.better) == (2, False, None)
    assert " up " not in trend_title(orders, "EUR")


def test_the_title_of_a_trend_is_its_finding(store):
    assert trend_title(card(store, "csat"), "EUR").startswith("CSAT is up to 80.0%, from 20.0%")


def test_without_an_earlier_period_nothing_is_compared(store):
    whole = card(store, "csat", EVERYBODY)
    assert (whole.previous, whole.delta, whole.delta_said("EUR")) == (None, None, None)
    assert (whole.clear, whole.better) == (False, None)
    assert trend_title(whole, "EUR") == "CSAT is 50.0%"


def test_an_earlier_period_that_the_data_only_reach_into_is_not_compared(store):
    later = Filters(since=date(2026, 1, 18), until=date(2026, 2, 1))
    assert card(store, "csat", later).previous is None


def test_below_ten_there_is_no_number_on_a_card_or_in_a_trend(store):
    last_week = Filters(since=date(2026, 1, 26), until=date(2026, 2, 1))
    few = card(store, "csat", last_week)
    assert (few.value, few.low, few.high, few.n, few.delta) == (None, None, None, 5, None)
    assert few.said("EUR") == "too few"
    assert "too few" in trend_title(few, "EUR")
    assert "n = 5" in trend_title(few, "EUR")
    # 95 answers in the week before, 5 in the last
    trend = card(store, "csat").trend
    assert trend["value"].isna().tolist() == [False, True]


def test_a_figure_is_not_compared_with_one_that_too_few_stand_behind(store):
    third_week = card(store, "csat", Filters(since=date(2026, 1, 19), until=date(2026, 1, 25)))
    assert (third_week.n, third_week.previous, third_week.gap) == (95, None, None)


@pytest.mark.parametrize(
    ("grain", "until", "is_open"),
    [
        ("week", date(2026, 2, 1), [False, False]),
        ("week", date(2026, 1, 31), [False, True]),
        ("day", date(2026, 1, 21), [False, False, False]),
    ],
)
def test_a_period_that_the_days_cut_off_is_open(store, grain, until, is_open):
    shown = Filters(since=NOW.since, until=until)
    assert card(store, "orders", shown, grain).trend["open"].tolist() == is_open


def test_the_page_shows_the_last_ninety_days_where_nobody_chose_any(store):
    assert picture(store, EVERYBODY).filters == Filters(since=date(2025, 11, 4), until=date(2026, 2, 1))
    assert picture(store, NOW).card("CSAT").value == 0.8
