"""Cash-flow arithmetic against a published business case and by hand."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.model.errors import DataError, QuestionError
from lib.stats.cashflow import break_even, payback, present_value, roi

# "The Total Economic Impact of SalesLoft" (Forrester Consulting), p. 19: start, then three years, at 10 %
COST = [53_150, 666_715, 636_772, 647_783]
BENEFIT = [0, 1_606_511, 3_061_331, 4_229_760]

flows = st.lists(st.integers(-1000, 1000), min_size=1, max_size=12)


def test_the_published_case_gives_its_published_values():
    cost, benefit = present_value(COST), present_value(BENEFIT)
    assert (float(cost), float(benefit)) == pytest.approx((1_672_201, 7_168_371), abs=1)
    assert float(benefit - cost) == pytest.approx(5_496_170, abs=1)
    assert float(roi(benefit, cost)) == pytest.approx(3.29, abs=0.005)
    # 53,150 of the first year's net 939,796, in months
    assert 12 * float(payback(np.subtract(BENEFIT, COST))) == pytest.approx(0.6787, abs=1e-4)


def test_months_are_discounted_by_the_part_of_the_year_that_has_passed():
    # 110 after twelve months at 10 % are 100
    assert float(present_value([0] * 12 + [110], 0.10, per_year=12)) == pytest.approx(100)


@pytest.mark.parametrize(
    ("flow", "periods"),
    [
        ([-100, 50, 100], 1.5),
        ([0, 10, 10], 0),
        ([-100, 10, 10], math.inf),
        # pays back, dips again by 80 below what it had, and pays back for good in the last period
        ([-100, 150, -90, 80], 2.5),
        ([-100, 100], 1.0),
        ([-100], math.inf),
    ],
)
def test_payback_counts_from_the_last_time_in_the_red(flow, periods):
    assert float(payback(flow)) == pytest.approx(periods)


def test_many_flows_are_paid_back_in_one_go():
    assert payback([[-100, 50, 100], [1, 1, 1], [-9, 1, 1]]).tolist() == [1.5, 0.0, math.inf]


@given(flows, st.integers(1, 50))
def test_payback_does_not_depend_on_the_currency(flow, rate):
    assert float(payback([rate * one for one in flow])) == pytest.approx(float(payback(flow)))


@given(flows)
def test_money_later_is_worth_no_more_and_at_rate_zero_the_same(flow):
    size = np.abs(flow)
    assert float(present_value(size, 0.1)) <= size.sum() + 1e-9
    assert float(present_value(flow, 0.0)) == pytest.approx(sum(flow))


def test_without_a_cost_there_is_no_return():
    with pytest.raises(DataError, match="read the net present value instead"):
        roi(100, 0)


def test_a_rate_of_minus_one_is_refused():
    with pytest.raises(QuestionError, match="above -100 %"):
        present_value([1, 2], -1)


def test_break_even_says_when_nothing_or_everything_pays():
    assert break_even(lambda uplift: 4 * uplift - 1) == pytest.approx(0.25)
    assert break_even(lambda uplift: uplift - 1000) == math.inf
    assert break_even(lambda uplift: uplift + 5) == -math.inf
