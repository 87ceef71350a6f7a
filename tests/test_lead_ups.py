"""Runs of three touchpoints that low answers follow."""

from datetime import datetime, timedelta

import pytest

from lib.analysis.lead_ups import lead_ups
from lib.model.errors import DataError, QuestionError
from lib.model.filters import Filters
from tests.journeys import shop

START = datetime(2026, 1, 5, 10)
EVERYBODY = Filters()


def walked(who, path, at=START):
    return [
        {
            "event_id": f"{who}-{place:02}", "customer_id": who, "ts": at + timedelta(minutes=place),
            "touchpoint": step.strip(), "channel": "web",
        }
        for place, step in enumerate(path.split(">"))
    ]  # fmt: skip


def told(who, score, minutes=10, touchpoint="checkout", metric="csat"):
    return {
        "feedback_id": f"f-{who}", "customer_id": who, "given_at": START + timedelta(minutes=minutes),
        "metric": metric, "score": score, "scale_min": 1, "scale_max": 5, "touchpoint": touchpoint,
    }  # fmt: skip


def two_ways(bad=40, good=40, *, minutes=10):
    """Customers who came by search and help and are let down, and others who came by the cart."""
    events, answers = [], []
    for i in range(bad):
        events += walked(f"b{i}", "home > site search > help page > checkout")
        answers.append(told(f"b{i}", 5 if i < 8 else 2, minutes))
    for i in range(good):
        events += walked(f"g{i}", "home > product page > product page > cart > checkout")
        answers.append(told(f"g{i}", 5 if i < 36 else 2, minutes))
    return shop(events=events, feedback=answers)


def by_run(frame):
    return frame.set_index("run")


def test_the_way_before_low_answers_comes_first_and_is_named_whole():
    frame = lead_ups(two_ways(), EVERYBODY)
    first = frame.iloc[0]
    assert first["about"] == "checkout"
    assert first["route"] == "home > site search > help page > checkout"
    assert (first["n"], first["value"], first["other_n"], first["other_value"]) == (40, 0.2, 40, 0.9)
    assert first["difference"] == pytest.approx(-0.7)
    assert first["difference_low"] < -0.7 < first["difference_high"] < 0
    assert first["differs"]


def test_repeats_of_one_touchpoint_are_one_step():
    frame = by_run(lead_ups(two_ways(), EVERYBODY))
    assert "home > product page > cart" in frame.index
    assert frame.loc["product page > cart > checkout", "n"] == 40


def test_every_run_that_was_compared_is_told():
    frame = lead_ups(two_ways(), EVERYBODY)
    # two runs on the one way, two on the other
    assert frame["compared"].tolist() == [4] * 4
    assert frame["differs"].all()


def test_runs_before_the_window_or_after_the_answer_do_not_count():
    with_late_answers = two_ways(minutes=26 * 60)
    assert lead_ups(with_late_answers, EVERYBODY).empty
    assert len(lead_ups(with_late_answers, EVERYBODY, hours=27)) == 4
    # three touchpoints are done after two minutes: at the third, the answer came before the last step
    early = lead_ups(two_ways(minutes=2), EVERYBODY)
    assert set(early["run"]) == {"home > site search > help page"}


def test_runs_with_few_answers_are_left_out():
    assert set(lead_ups(two_ways(bad=29), EVERYBODY)["run"]) == {
        "home > product page > cart",
        "product page > cart > checkout",
    }


def test_ways_that_are_rated_alike_are_not_told_apart():
    events, answers = [], []
    for i in range(80):
        events += walked(f"c{i}", "home > cart > checkout" if i % 2 else "home > blog > checkout")
        answers.append(told(f"c{i}", 5 if i % 4 < 2 else 2))
    frame = lead_ups(shop(events=events, feedback=answers), EVERYBODY)
    assert len(frame) == 2
    assert not frame["differs"].any()
    assert frame["route"].tolist() == frame["run"].tolist()


def test_without_enough_answers_the_error_says_what_to_do():
    with pytest.raises(DataError, match="Widen the dates"):
        lead_ups(shop(events=walked("a", "home > cart"), feedback=[told("a", 5)]), EVERYBODY)
    with pytest.raises(QuestionError, match="1 to 2160"):
        lead_ups(two_ways(), EVERYBODY, hours=0)
