"""Touchpoints whose satisfaction splits what customers do later."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from lib.analysis.moments_of_truth import moments_of_truth
from lib.model.errors import DataError, QuestionError
from lib.model.filters import Filters
from tests.journeys import shop

START = datetime(2026, 1, 5, 10)
EVERYBODY = Filters()


def told(number, who, score, touchpoint="delivered", after=0, **more):
    return {
        "feedback_id": f"f{number}-{after}", "customer_id": who, "given_at": START + timedelta(days=after),
        "metric": "csat", "score": score, "scale_min": 1, "scale_max": 5, "touchpoint": touchpoint,
        "stage": "retention",
    } | more  # fmt: skip


def bought(who, after, number=0):
    return {
        "order_id": f"o-{who}-{after}-{number}",
        "customer_id": who,
        "ordered_at": START + timedelta(days=after),
        "revenue": 10,
    }


def asked(until=None, **tables):
    """A shop whose data end on the day `until`."""
    store = shop(**tables)
    period = ("2026-01-05", until and (START + timedelta(days=until)).date().isoformat())
    store.manifest = replace(store.manifest, period=period)
    return store


def forty(happy_buyers, unhappy_buyers, *, first=40, second=40):
    """40 satisfied and 40 unsatisfied customers, so many of whom order ten days later."""
    answers = [told(i, f"h{i}", 5) for i in range(first)] + [told(i, f"u{i}", 2) for i in range(second)]
    orders = [bought(f"h{i}", 10) for i in range(happy_buyers)]
    return answers, orders + [bought(f"u{i}", 10) for i in range(unhappy_buyers)]


def only(store, **options):
    [row] = moments_of_truth(store, EVERYBODY, **options).to_dict("records")
    return row


def test_satisfied_and_unsatisfied_part_ways():
    answers, orders = forty(30, 10)
    row = only(asked(120, feedback=answers, orders=orders))
    assert (row["touchpoint"], row["stage"]) == ("delivered", "retention")
    assert (row["satisfied"], row["satisfied_buyers"], row["satisfied_share"]) == (40, 30, 0.75)
    assert (row["unsatisfied"], row["unsatisfied_buyers"], row["unsatisfied_share"]) == (40, 10, 0.25)
    assert row["difference"] == 0.5
    assert 0 < row["low"] < 0.5 < row["high"]
    assert row["differs"]


def test_equal_later_behaviour_is_not_told_apart():
    answers, orders = forty(11, 10)
    row = only(asked(120, feedback=answers, orders=orders))
    assert not row["differs"]
    assert row["low"] < 0 < row["high"]


def test_the_satisfied_are_weighed_to_the_mix_of_the_unsatisfied():
    answers, _ = forty(0, 0)
    # half of the satisfied have two orders before; they all order again, and none of the others does
    repeat = [bought(f"h{i}", before) for i in range(20) for before in (-20, -10, 10)]
    row = only(asked(120, feedback=answers, orders=repeat))
    # none of the unsatisfied is a repeat customer: compared with them, nobody orders
    assert (row["satisfied_buyers"], row["satisfied_share"], row["difference"]) == (20, 0, 0)


def test_the_first_answer_counts_and_orders_outside_the_window_do_not():
    answers, _ = forty(0, 0)
    answers.append(told(0, "h0", 1, after=5))  # h0 changed his mind: the first answer stands
    orders = [bought("h1", 91), bought("h2", 0), bought("h3", -1), bought("h4", 90)]
    row = only(asked(120, feedback=answers, orders=orders))
    assert (row["satisfied"], row["satisfied_buyers"]) == (40, 1)


def test_answers_too_young_are_left_out():
    answers, orders = forty(30, 10)
    young = [told(i, f"h{i}", 5, "cart", after=60) for i in range(40)]
    frame = moments_of_truth(asked(120, feedback=answers + young, orders=orders), EVERYBODY)
    assert frame["touchpoint"].tolist() == ["delivered"]
    with pytest.raises(DataError, match="shorter window"):
        moments_of_truth(asked(149, feedback=young), EVERYBODY)
    assert len(moments_of_truth(asked(150, feedback=young), EVERYBODY)) == 1


def test_few_answers_give_neither_a_share_nor_a_comparison():
    answers, orders = forty(5, 5, second=9)
    row = only(asked(120, feedback=answers, orders=orders))
    assert row["unsatisfied_share"] != row["unsatisfied_share"]
    assert row["difference"] != row["difference"]
    assert not row["differs"]


def test_a_window_that_is_not_possible_is_refused():
    with pytest.raises(QuestionError, match="1 to 730"):
        moments_of_truth(asked(feedback=forty(1, 1)[0]), EVERYBODY, days=0)
