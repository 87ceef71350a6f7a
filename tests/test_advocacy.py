"""Who speaks for the shop after saying that they would: one voice a customer, 90 full days each."""

from datetime import date, datetime, time, timedelta

import numpy as np
import pytest

from lib.analysis.advocacy import advocacy
from lib.model.errors import DataError
from lib.model.filters import Filters
from lib.stats.intervals import wilson
from tests.open_pages import LAST, publish

EVERYBODY = Filters()
#: The last day whose answers have 90 days behind them.
LATEST = LAST - timedelta(days=90)


def said(customer: str, score: int, day: date = LATEST, number: int = 0) -> dict[str, object]:
    at = {"given_at": datetime.combine(day, time(12)), "metric": "nps", "scale_min": 0, "scale_max": 10}
    return {"feedback_id": f"{customer}{number}", "customer_id": customer, "score": score} | at


def did(customer: str, touchpoint: str, days: float, stage: str = "advocacy") -> dict[str, object]:
    at = datetime.combine(LATEST, time(12)) + timedelta(days=days)
    return {
        "event_id": f"{customer}{touchpoint}{days}", "customer_id": customer, "ts": at,
        "touchpoint": touchpoint, "stage": stage,
    }  # fmt: skip


@pytest.fixture
def store():
    answers = [said(f"p{i}", 9 + i % 2) for i in range(12)]
    answers += [said("p0", 0, number=1)]  # the first answer counts; of the same time, by its id
    answers += [said(f"s{i}", 7 + i % 2) for i in range(10)] + [said(f"d{i}", i) for i in range(7)]
    answers += [said("late", 10, LATEST + timedelta(days=1)), said(None, 10)]  # type: ignore[arg-type]
    events = [
        did("p1", "friend referred", 1),
        did("p1", "review given", 90),
        did("p2", "review given", 91),
        did("p3", "review given", -1),
        did("p4", "home", 1, "consideration"),
        did("s1", "review given", 3),
        did("s1", "review given", 4),
    ]
    return publish(feedback=answers, events=events)


def table(found) -> dict[tuple[str, str], tuple[int, int]]:
    return {(one.group, one.action): (one.customers, one.acted) for one in found.itertuples()}


def test_a_customer_counts_once_with_the_first_answer_and_within_ninety_days(store):
    assert table(advocacy(store, EVERYBODY)) == {
        ("promoters", "(all)"): (12, 1),
        ("promoters", "friend referred"): (12, 1),
        ("promoters", "review given"): (12, 1),
        ("passives", "(all)"): (10, 1),
        ("passives", "friend referred"): (10, 0),
        ("passives", "review given"): (10, 1),
        ("detractors", "(all)"): (7, 0),
        ("detractors", "friend referred"): (7, 0),
        ("detractors", "review given"): (7, 0),
    }


def test_a_share_has_wilsons_limits_and_under_ten_customers_none(store):
    found = advocacy(store, EVERYBODY).set_index(["group", "action"])
    promoters = found.loc[("promoters", "(all)"), ["share", "low", "high"]].astype(float)
    assert promoters.tolist() == pytest.approx(wilson(1, 12).floats())
    assert np.isnan(found.loc[("detractors", "(all)"), ["share", "low", "high"]].astype(float)).all()


def test_where_no_answer_is_old_enough_the_mend_is_an_earlier_period(store):
    with pytest.raises(DataError, match="Choose an earlier period"):
        advocacy(store, Filters(since=LATEST + timedelta(days=1)))
