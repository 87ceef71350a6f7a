"""Are those who answer like those who do not? By hand, and on a shop in which late parcels silence people."""

from datetime import datetime, timedelta
from typing import Any

import numpy as np
import pytest

from lib.analysis.nonresponse import nonresponse
from lib.analysis.pictures import nonresponse_words
from lib.model.errors import DataError
from lib.model.filters import Filters
from lib.store.store import Store
from tests.journeys import shop

EVERYBODY = Filters()
MONDAY = datetime(2026, 1, 5, 10)
PROMISED = MONDAY + timedelta(days=3)
COLUMNS = ["trait", "unit", "answered_n", "answered", "silent_n", "silent", "difference", "low", "high"]


def order(number: int, customer: str | None, revenue: float, **more: Any) -> dict[str, Any]:
    at = {"ordered_at": MONDAY + timedelta(hours=number)}
    return {"order_id": f"o{number}", "customer_id": customer, "revenue": revenue} | at | more


def answer(customer: str) -> dict[str, Any]:
    about = {"metric": "csat", "score": 5, "scale_min": 1, "scale_max": 5}
    return {"feedback_id": f"f{customer}", "customer_id": customer, "given_at": MONDAY} | about


def parcel(days: float) -> dict[str, Any]:
    """Promised for Thursday, 10 o'clock, and brought that many days later."""
    return {"promised_at": PROMISED, "delivered_at": PROMISED + timedelta(days=days)}


@pytest.fixture
def store() -> Store:
    """Ten who answered (each one order of 30), twelve who did not (each one of 60), and others."""
    orders = [order(i, f"a{i}", 30.0, **parcel(0.3)) for i in range(10)]
    orders += [order(20 + i, f"s{i}", 60.0, **parcel(1 if i < 3 else -1)) for i in range(12)]
    orders += [
        order(50, "s0", 120.0),  # a second order, not yet brought
        order(51, None, 999.0),  # nobody known
        order(52, "s1", 999.0, status="cancelled"),
    ]
    back = [{"order_id": f"o{i}", "returned_at": MONDAY, "refund": 1} for i in (0, 1, 50)]
    cases = [{"ticket_id": f"t{i}", "customer_id": f"s{i}", "opened_at": MONDAY} for i in (0, 0, 5)]
    cases = [case | {"ticket_id": f"t{i}"} for i, case in enumerate(cases)]
    return shop(orders=orders, returns=back, tickets=cases, feedback=[answer(f"a{i}") for i in range(10)])


def test_each_side_has_its_customers_and_its_value(store):
    found = nonresponse(store, EVERYBODY)
    assert list(found)[: len(COLUMNS)] == COLUMNS
    sides = {
        one.trait: (one.answered_n, one.answered, one.silent_n, one.silent) for one in found.itertuples()
    }
    assert sides == {
        # twelve orders of 60 and one of 120 over thirteen orders
        "order value": (10, 30.0, 12, pytest.approx(840 / 13)),
        "orders returned": (10, 0.2, 12, pytest.approx(1 / 13)),
        # 0.3 days later is the same business day and no delay; the order not yet brought is neither
        "orders late": (10, 0.0, 12, 0.25),
        "customers with a ticket": (10, 0.0, 12, pytest.approx(2 / 12)),
        "customers who ordered again": (10, 0.0, 12, pytest.approx(1 / 12)),
    }


def test_a_difference_is_answered_less_silent_and_few_customers_mark_nothing(store):
    late = nonresponse(store, EVERYBODY).set_index("trait").loc["orders late"]
    assert late["difference"] == -0.25
    assert late["low"] < -0.25 < late["high"]
    assert np.isnan(late["p_adjusted"])
    assert not late["differs"]


def test_under_ten_customers_there_is_no_value():
    orders = [order(i, f"c{i}", 10.0) for i in range(12)]
    found = nonresponse(shop(orders=orders, feedback=[answer("c1")]), EVERYBODY).iloc[0]
    assert (found["answered_n"], found["silent_n"]) == (1, 11)
    assert np.isnan(found[["answered", "difference", "low", "high"]].astype(float)).all()
    assert found["silent"] == 10


def test_where_one_side_is_missing_the_mend_says_what_to_import():
    for orders in ([order(1, "ann", 5.0)], []):
        with pytest.raises(DataError, match="import orders and survey answers that share their customers"):
            nonresponse(shop(orders=orders), EVERYBODY)


def test_a_late_parcel_that_silences_people_is_found_without_being_told(planted):
    found = nonresponse(planted, EVERYBODY)
    late = found.set_index("trait").loc["orders late"]
    # planted: after a late parcel people answer with 0.75 of the chance, and the unhappy answer less anyway
    assert late["differs"]
    assert late["answered"] < late["silent"]
    assert late["high"] < 0
    told = " ".join(nonresponse_words.said(found, "EUR"))
    assert "came late, of those to the others" in told
    assert "5 traits were compared" in told


def test_what_could_not_be_told_is_said(store):
    few = nonresponse(store, EVERYBODY)
    assert nonresponse_words.said(few, "EUR") == [
        "Too few customers answered, or too few did not, to tell whether they differ."
    ]
    assert "Too few" in nonresponse_words.title(few, "EUR")
