"""How do the shop's key figures stand, period by period?"""

import math
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from lib.analysis.kpis import ALL, conversion_base, kpis
from lib.model.errors import DataError, QuestionError
from lib.model.filters import Filters
from lib.model.metrics import METRICS
from lib.store.store import Store
from tests.journeys import journeys, shop

EVERYBODY = Filters()
#: The worked example: January 2026, Monday the 5th.
MONDAY = datetime(2026, 1, 5, 10)


def order(number: int, customer: str | None, day: int, revenue: float, **more: Any) -> dict[str, Any]:
    placed = {"ordered_at": MONDAY + timedelta(days=day), "revenue": revenue, "channel": "web"}
    return {"order_id": f"o{number}", "customer_id": customer, **placed, **more}


def answer(
    number: int, customer: str, metric: str, score: float, day: int = 0, **more: Any
) -> dict[str, Any]:
    scale = {"scale_min": 0, "scale_max": 10} if metric == "nps" else {"scale_min": 1, "scale_max": 5}
    given = {"given_at": MONDAY + timedelta(days=day), "metric": metric, "score": score, "channel": "web"}
    return {"feedback_id": f"f{number}", "customer_id": customer, **given, **scale, **more}


ORDERS = [
    order(1, "ann", 0, 100),
    order(2, "bob", 1, 50),
    order(3, "ann", 7, 30),  # ann's second
    order(4, None, 7, 20),  # nobody's: counts in revenue, not in customers
    order(5, "cid", 8, 999, status="Cancelled"),
    order(6, "cid", 8, 999, cancelled_at=MONDAY),
    order(7, "cid", 31, 40, channel="app"),
]
RETURNS = [{"return_id": "r1", "order_id": "o1", "returned_at": MONDAY + timedelta(days=40), "refund": 60}]
TICKETS = [
    {"ticket_id": f"t{i}", "opened_at": MONDAY + timedelta(days=i), "channel": "web"} for i in range(3)
]


@pytest.fixture(scope="module")
def store(tmp_path_factory) -> Store:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("THROUGHLINE_HOME", str(tmp_path_factory.mktemp("home")))
        return shop(orders=ORDERS, returns=RETURNS, tickets=TICKETS)


def figures(store: Store, metric: str, filters: Filters = EVERYBODY, grain: str = "month"):
    """period -> (value, numerator, denominator)"""
    frame = kpis(store, filters, metric=metric, grain=grain)
    rows = frame[["period", "value", "numerator", "denominator"]].itertuples(index=False)
    return {row[0]: tuple(None if math.isnan(one) else one for one in row[1:]) for row in rows}


def test_an_answer_has_the_columns_that_scripts_rely_on(store):
    columns = ["metric", "period", "value", "numerator", "denominator", "low", "high"]
    assert list(kpis(store, EVERYBODY)) == columns


def test_revenue_is_that_of_counted_orders_whoever_placed_them(store):
    # January 100 + 50 + 30 + 20, February 40; cancelled ones never
    assert figures(store, "revenue") == {
        "2026-01-01": (200, 200, None),
        "2026-02-01": (40, 40, None),
        ALL: (240, 240, None),
    }


def test_a_refund_is_subtracted_from_the_month_of_its_order(store):
    # returned in February, ordered in January: 200 - 60
    assert figures(store, "net_revenue")["2026-01-01"] == (140, 140, None)


def test_the_order_value_is_revenue_over_orders(store):
    assert figures(store, "aov")["2026-01-01"] == (50, 200, 4)
    assert figures(store, "aov")[ALL] == (48, 240, 5)


def test_weeks_begin_on_monday_and_days_on_themselves(store):
    assert figures(store, "orders", grain="week") == {
        "2026-01-05": (2, 2, None),
        "2026-01-12": (2, 2, None),
        "2026-02-02": (1, 1, None),
        ALL: (5, 5, None),
    }
    assert list(figures(store, "orders", grain="day")) == [
        "2026-01-05",
        "2026-01-06",
        "2026-01-12",
        "2026-02-05",
        ALL,
    ]


def test_repeating_means_that_the_order_in_the_period_is_not_the_first(store):
    # January: ann and bob ordered, ann again; in the second week ann alone, and not for the first time
    assert figures(store, "repeat_rate")["2026-01-01"] == (0.5, 1, 2)
    assert figures(store, "repeat_rate", grain="week")["2026-01-12"] == (1, 1, 1)
    assert figures(store, "repeat_rate", grain="week")["2026-01-05"] == (0, 0, 2)
    # ann and bob and cid; cid's cancelled orders were no first ones
    assert figures(store, "repeat_rate")[ALL] == (1 / 3, 1, 3)


def test_returned_orders_count_in_the_period_of_the_order(store):
    assert figures(store, "return_rate") == {
        "2026-01-01": (0.25, 1, 4),
        "2026-02-01": (0, 0, 1),
        ALL: (0.2, 1, 5),
    }


def test_contacts_are_tickets_opened_over_orders_placed(store):
    assert figures(store, "contacts_per_order") == {
        "2026-01-01": (0.75, 3, 4),
        "2026-02-01": (0, 0, 1),
        ALL: (0.6, 3, 5),
    }


def test_contacts_have_the_limits_of_a_count_of_three(store):
    # Poisson limits of 3 are 0.6187 and 8.7673 (Garwood), over 5 orders
    whole = kpis(store, EVERYBODY, metric="contacts_per_order").iloc[-1]
    assert (whole["low"], whole["high"]) == pytest.approx((0.6187 / 5, 8.7673 / 5), abs=1e-4)


def test_shares_have_wilson_limits(store):
    # 1 of 4 by Wilson: (0.25 + z2/8 -+ z sqrt(0.1875/4 + z2/64)) / (1 + z2/4) with z2 = 3.8415
    january = kpis(store, EVERYBODY, metric="return_rate").iloc[0]
    assert (january["low"], january["high"]) == pytest.approx((0.0456, 0.6994), abs=1e-4)


def test_filters_choose_the_orders_by_their_own_day_and_channel(store):
    assert figures(store, "revenue", Filters(channel=("app",)))[ALL] == (40, 40, None)
    second_week = Filters(since=date(2026, 1, 12), until=date(2026, 1, 12))
    assert figures(store, "revenue", second_week)[ALL] == (50, 50, None)


def test_the_day_of_an_order_is_that_of_the_business_time_zone():
    late = [order(1, "ann", 0, 10, ordered_at=datetime(2026, 1, 31, 23, 30))]
    assert list(figures(shop(zone="Europe/Berlin", orders=late), "revenue")) == ["2026-02-01", ALL]


def test_conversion_is_sessions_with_an_order_over_sessions():
    store = journeys(ann="home | cart > order placed", bob="cart > checkout", cid="home")
    assert conversion_base(store) == "sessions"
    # ann has two sessions, bob and cid one each; one of the four has an order
    assert figures(store, "conversion")[ALL] == (0.25, 1, 4)
    # two sessions have a cart; ann's is not abandoned, bob's is
    assert figures(store, "abandonment")[ALL] == (0.5, 1, 2)


def test_a_session_that_orders_without_a_cart_is_not_an_abandoned_cart():
    store = journeys(ann="home > order placed", bob="home > cart")
    assert figures(store, "abandonment")[ALL] == (1, 1, 1)


def test_conversion_counts_customers_where_the_data_has_no_sessions():
    placed = {"touchpoint": "order placed", "origin": "orders"}
    rows = [
        {"event_id": "e1", "customer_id": "ann", "ts": MONDAY, **placed},
        {"event_id": "e2", "customer_id": "bob", "ts": MONDAY, "touchpoint": "delivered", "origin": "orders"},
    ]
    store = shop(events=rows)
    assert conversion_base(store) == "customers"
    assert figures(store, "conversion")[ALL] == (0.5, 1, 2)


def test_csat_is_the_share_of_the_best_two_of_five_over_answers():
    store = shop(feedback=[answer(i, f"c{i}", "csat", score) for i, score in enumerate([5, 4, 3, 1, 5])])
    assert figures(store, "csat")[ALL] == (0.6, 3, 5)


def test_nps_is_promoters_less_detractors():
    # two promoters (9, 10), two passives (7, 8), one detractor (6): 100 * (2 - 1) / 5
    store = shop(feedback=[answer(i, f"c{i}", "nps", score) for i, score in enumerate([9, 10, 7, 8, 6])])
    assert figures(store, "nps")[ALL] == (20, 1, 5)


def test_stars_stand_in_for_csat_only_where_nobody_was_ever_asked():
    stars = [answer(i, f"c{i}", "rating", score, channel="app") for i, score in enumerate([5, 1])]
    assert figures(shop(feedback=stars), "csat")[ALL] == (0.5, 1, 2)
    both = shop(feedback=[*stars, answer(9, "ann", "csat", 5)])
    assert figures(both, "csat")[ALL] == (1, 1, 1)
    with pytest.raises(DataError, match="take a filter off"):
        kpis(both, Filters(channel=("app",)), metric="csat")


def test_everything_that_the_data_hold_comes_in_the_order_of_the_dictionary(store):
    shown = list(dict.fromkeys(kpis(store, EVERYBODY)["metric"]))
    assert shown == [name for name in METRICS if name not in ("conversion", "abandonment", "csat", "nps")]


def test_every_figure_lies_within_its_interval(store):
    frame = kpis(store, EVERYBODY, grain="day").dropna(subset=["low", "high"])
    assert (frame["low"] <= frame["value"]).all()
    assert (frame["value"] <= frame["high"]).all()


def test_what_the_data_lack_says_what_to_import():
    with pytest.raises(DataError, match="Import feedback"):
        kpis(journeys(ann="home"), EVERYBODY, metric="nps")


def test_an_unknown_metric_or_grain_names_the_known_ones(store):
    with pytest.raises(QuestionError, match="Choose one of: conversion, revenue"):
        kpis(store, EVERYBODY, metric="sales")
    with pytest.raises(QuestionError, match="Choose one of: day, week, month"):
        kpis(store, EVERYBODY, grain="year")


def test_filters_that_nothing_passes_say_so(store):
    with pytest.raises(DataError, match="take a filter off"):
        kpis(store, Filters(channel=("fax",)))


def test_without_any_order_nobody_can_say_who_converted():
    store = journeys(ann="home > cart", bob="home")
    with pytest.raises(DataError, match="Import events and orders on the Data page"):
        kpis(store, Filters(), metric="conversion")
