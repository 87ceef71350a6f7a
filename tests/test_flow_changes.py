"""Which differences between two flows are real?"""

from datetime import date, timedelta

import pytest

from lib.analysis.flow_changes import flow_changes, rivals
from lib.model.errors import QuestionError
from lib.model.filters import Filters
from tests.journeys import START, shop


def store_of(web: int, app: int, size: int = 100):
    """`size` customers on each channel come home; so many of each go on to the cart."""
    rows = []
    for channel, going in (("web", web), ("app", app)):
        for number in range(size):
            path = ["home", "cart" if number < going else "blog"]
            rows += [
                {
                    **{"event_id": f"{channel}{number}-{at}", "customer_id": f"{channel}{number}"},
                    **{"ts": START + timedelta(minutes=at), "touchpoint": name, "channel": channel},
                }
                for at, name in enumerate(path)
            ]
    return shop(events=rows)


WEB = Filters(channel=("web",))


def test_a_planted_difference_is_found_and_said():
    found = flow_changes(store_of(70, 40), WEB, against="channel=app", steps=2)
    first = found[found["target"] == "cart"].iloc[0]
    assert (first["customers"], first["at_source"], first["other_customers"], first["other_at_source"]) == (
        70, 100, 40, 100,
    )  # fmt: skip
    # by hand: 0.7 less 0.4; pooled z = 0.3 / sqrt(0.55 * 0.45 * 0.02) = 4.264
    assert first["difference"] == pytest.approx(0.3)
    assert first["low"] < 0.3 < first["high"]
    assert first["p"] == pytest.approx(2.0e-5, rel=0.02)
    assert first["says"] == "From home in step 1, 70.0% go to cart, against 40.0%: +30.0 pt."


def test_where_nothing_differs_nothing_is_claimed():
    found = flow_changes(store_of(50, 52), WEB, against="channel=app", steps=2)
    assert not found["real"].any()
    assert (found["says"] == "").all()


def test_few_customers_are_not_compared():
    found = flow_changes(store_of(5, 0, size=5), WEB, against="channel=app", steps=2)
    assert found[["share", "difference", "low", "high", "p"]].isna().all(axis=None)
    assert not found["real"].any()


def test_a_move_that_one_side_lacks_counts_nobody_there():
    found = flow_changes(store_of(100, 0), WEB, against="channel=app", steps=2)
    assert dict(zip(found["target"], found["other_customers"], strict=True)) == {"cart": 0, "blog": 100}


def test_the_period_before_is_as_long():
    asked = Filters(since=date(2026, 3, 1), until=date(2026, 3, 31), device=("mobile",))
    before = rivals(asked, "before")
    assert (before.since, before.until, before.device) == (date(2026, 1, 29), date(2026, 2, 28), ("mobile",))


def test_conditions_take_the_place_of_those_asked_for():
    asked = Filters(device=("mobile",), country=("DE",))
    other = rivals(asked, "device=desktop&device=tablet")
    assert (other.device, other.country) == (("desktop", "tablet"), ("DE",))


def test_an_open_period_has_none_before_it():
    with pytest.raises(QuestionError, match="Give a first and a last day"):
        rivals(Filters(since=date(2026, 3, 1)), "before")
