"""The days around a change: which are kept, what weeks they make, and which rules refuse them."""

import numpy as np
import pytest

from lib.model.errors import DataError
from lib.stats.daily import Daily, around, ready, signal

DAY = np.arange(140)
POST = DAY >= 84


def days(amount=None, visitors=None, **more):
    wobble = 20 + DAY % 5
    return Daily(
        DAY,
        POST,
        wobble if amount is None else amount,
        np.full(140, 500) if visitors is None else visitors,
        **more,
    )


def test_around_keeps_whole_weeks_and_leaves_out_the_ramp():
    cut = around(84, days())
    assert (cut.day[0], (~cut.post).sum()) == (0, 84)
    assert (cut.day[cut.post][0], cut.post.sum()) == (91, 49)
    assert around(84, days(), ramp_days=0).post.sum() == 56
    shorter = around(80, days(), baseline_weeks=9)
    assert (shorter.day[0], (~shorter.post).sum()) == (80 - 63, 63)


def test_a_day_left_out_is_a_gap_not_a_zero():
    cut = around(84, days(), left_out=[10, 100])
    assert not np.isin([10, 100], cut.day).any()
    assert cut.day[10] == 11


def test_the_days_after_are_told_by_the_change_not_by_the_given_mark():
    unmarked = Daily(DAY, np.zeros(140, dtype=bool), 20 + DAY % 5, np.full(140, 500))
    assert around(84, unmarked).post.sum() == 49


def test_a_day_without_visitors_is_missing():
    visitors = np.where(DAY == 30, 0, 500)
    assert ready(days(visitors=visitors)).day.size == 139
    control = ready(days(control_amount=DAY + 1, control_visitors=visitors))
    assert control.day.size == 139


def test_weeks_are_counted_from_the_change_outwards_and_torn_weeks_are_left_out():
    kept = (DAY >= 3) & (DAY != 100)
    weeks = days().picked(kept).weekly()
    # before: 81 days = 11 whole weeks from day 7 on; after: 8 weeks less the one that day 100 tore
    assert weeks.day[~weeks.post].tolist() == [7 * week for week in range(1, 12)]
    assert weeks.day[weeks.post].tolist() == [84, 91, 105, 112, 119, 126, 133]
    assert (weeks.step, weeks.visitors[0]) == ("week", 3500)
    assert weeks.amount[0] == (20 + np.arange(7, 14) % 5).sum()


def test_money_becomes_weeks_where_a_day_is_not_positive():
    amount = np.where(DAY == 50, -5.0, 200.0 + DAY % 3)
    assert ready(days(amount=amount, kind="money")).step == "week"
    assert ready(days(amount=np.abs(amount), kind="money")).step == "day"


def test_the_signal_is_the_log_of_the_ratio_to_the_control():
    two = days(control_amount=np.full(140, 9.5), control_visitors=np.full(140, 99))
    # orders 20 of 500 against 9.5 of 99: log(20.5 / 501) - log(10 / 100)
    assert signal(two)[0] == pytest.approx(np.log(20.5 / 501) - np.log(0.1))
    score = days(amount=np.full(140, 2000), kind="score")
    assert signal(score)[0] == 4.0


@pytest.mark.parametrize(
    ("first", "last", "mend"),
    [(40, 140, "begin earlier"), (0, 100, "Wait until they have passed")],
)
def test_too_few_weeks_are_refused_with_what_helps(first, last, mend):
    with pytest.raises(DataError, match=mend):
        ready(days().picked((first <= DAY) & (last > DAY)))


def test_a_metric_that_never_moves_is_refused():
    with pytest.raises(DataError, match="Choose another metric"):
        ready(days(amount=np.full(140, 20)))


def test_a_control_that_is_the_treated_segment_is_refused():
    same = days()
    with pytest.raises(DataError, match="a control segment that is not the treated one"):
        ready(days(control_amount=same.amount, control_visitors=same.visitors))


def test_nothing_to_count_on_one_side_is_refused():
    with pytest.raises(DataError, match="orders before and after"):
        ready(days(amount=np.where(POST, 0, 20 + DAY % 5)))


def test_money_that_is_lost_for_whole_weeks_is_refused():
    with pytest.raises(DataError, match="Read orders per visitor and order value apart"):
        ready(days(amount=np.where(DAY < 20, -50.0, 100.0), kind="money"))


def test_no_visitors_at_all_are_too_few_days():
    with pytest.raises(DataError, match="a larger segment"):
        ready(days(visitors=np.zeros(140)))


def test_no_days_at_all_are_refused():
    nothing = np.array([], dtype=int)
    with pytest.raises(DataError, match="Widen the period"):
        around(5, Daily(nothing, nothing, nothing, nothing))


def test_columns_that_do_not_fit_are_a_mistake_of_the_caller():
    with pytest.raises(ValueError, match="one entry a day"):
        Daily(DAY, POST, DAY[:5], DAY)
    with pytest.raises(ValueError, match="must rise"):
        Daily(DAY[::-1], POST, DAY, DAY)
    with pytest.raises(ValueError, match="both control_amount and control_visitors"):
        Daily(DAY, POST, DAY, DAY, control_amount=DAY)
