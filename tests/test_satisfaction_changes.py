"""Where did satisfaction change: cells of two periods of one length, adjusted for their number."""

from datetime import date, datetime
from typing import Any

import numpy as np
import pytest

from lib.analysis.satisfaction_changes import periods, satisfaction_changes
from lib.model.errors import DataError, QuestionError
from lib.model.filters import Filters
from lib.stats.intervals import newcombe
from tests.journeys import shop

#: Ten days, and the ten before them.
NOW = Filters(since=date(2026, 2, 11), until=date(2026, 2, 20))


def answers(number: int, good: int, day: date, touchpoint: str = "cart", **more: Any) -> list[dict[str, Any]]:
    """`number` answers of customers of their own, the first `good` of them 5 and the others 1."""
    at = datetime(day.year, day.month, day.day, 12)
    scale = {"metric": "csat", "scale_min": 1, "scale_max": 5, "touchpoint": touchpoint, "channel": "web"}
    names = [f"{touchpoint}{day}{one}" for one in range(number)]
    return [
        {"feedback_id": name, "customer_id": name, "given_at": at, "score": 5 if one < good else 1}
        | scale
        | more
        for one, name in enumerate(names)
    ]


@pytest.fixture
def store():
    now, then, long_ago = date(2026, 2, 11), date(2026, 2, 10), date(2026, 1, 31)
    rows = answers(60, 20, now) + answers(50, 45, then) + answers(40, 0, long_ago)
    rows += answers(30, 20, now, "home") + answers(30, 20, then, "home")
    rows += answers(29, 0, now, "phone") + answers(60, 60, then, "phone")
    rows += answers(40, 40, now, "login")
    return shop(feedback=rows)


def cells(store, filters=NOW, **options):
    found = satisfaction_changes(store, filters, metric="csat", **options)
    return {(one.row, one.column): one for one in found.itertuples()}


def test_a_cell_has_both_periods_and_newcombes_difference(store):
    cart = cells(store)["cart", "web"]
    assert (cart.n, cart.before_n) == (60, 50)
    assert (cart.value, cart.before) == pytest.approx((20 / 60, 45 / 50))
    assert (cart.difference, cart.low, cart.high) == pytest.approx(newcombe(20, 60, 45, 50).floats())
    assert cart.mark == "worse"


def test_what_did_not_change_has_no_mark(store):
    home = cells(store)["home", "web"]
    assert (home.difference, home.mark) == (0, "")


def test_cells_of_few_answers_are_shown_and_not_tested(store):
    phone, login = cells(store)["phone", "web"], cells(store)["login", "web"]
    assert phone.difference == -1
    assert np.isnan(phone.p_adjusted)
    assert phone.mark == ""
    assert login.before_n == 0
    assert np.isnan([login.before, login.difference, login.low, login.p_adjusted]).all()


def test_the_more_cells_are_tested_the_more_it_takes():
    now, then = date(2026, 2, 11), date(2026, 2, 10)
    # 30 of 40 against 20 of 40: p = .0209 by itself
    alone = answers(40, 30, now) + answers(40, 20, then)
    many = [
        row
        for one in range(8)
        for day in (now, then)
        for row in answers(40, 20, day, f"page {one}", channel=f"c{one}")
    ]
    marked = cells(shop(name="alone", feedback=alone))["cart", "web"]
    among = cells(shop(name="among", feedback=alone + many))["cart", "web"]
    assert marked.mark == "better"
    assert among.difference == marked.difference
    assert among.mark == ""
    assert among.p_adjusted > marked.p_adjusted


def test_shops_in_which_nothing_changed_are_rarely_marked():
    rng, marked = np.random.default_rng(2), 0
    for run in range(20):
        rows = [
            row
            for page in range(6)
            for day in (date(2026, 2, 11), date(2026, 2, 10))
            for row in answers(60, int(rng.binomial(60, 0.8)), day, f"page {page}")
        ]
        found = satisfaction_changes(shop(name=f"run{run}", feedback=rows), NOW, metric="csat")
        marked += bool((found["mark"] != "").any())
    assert marked <= 4  # 5 % of 20 shops is one; more than four come by chance in 0.3 %


def test_the_period_before_is_as_long_and_ends_the_day_before(store):
    now, then = periods(store, NOW)
    assert now == NOW
    assert then == Filters(since=date(2026, 2, 1), until=date(2026, 2, 10))


def test_without_a_first_day_the_mend_is_a_period(store):
    with pytest.raises(QuestionError, match="Choose a period that begins inside the data"):
        satisfaction_changes(store, Filters())


def test_where_nobody_answered_now_the_mend_is_a_wider_period(store):
    with pytest.raises(DataError, match="Widen the dates"):
        satisfaction_changes(store, Filters(since=date(2027, 1, 1), until=date(2027, 1, 2)), metric="csat")
