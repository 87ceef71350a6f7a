"""Shares weighed to another group's mix, and the difference of two estimates."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.stats.intervals import newcombe, wilson
from lib.stats.standardised import gap, standardised_share

counts = st.integers(1, 200).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


def test_each_stratum_counts_as_much_as_in_the_other_group():
    # 10 % among first and 50 % among repeat customers, weighed 3 to 1: 0.75 x 0.1 + 0.25 x 0.5
    assert standardised_share([10, 50], [100, 100], [3, 1]).value == pytest.approx(0.2)


def test_one_stratum_is_a_plain_share():
    found, plain = standardised_share([30, 0], [100, 0], [7, 0]), wilson(30, 100)
    assert found.value == plain.value
    # half an answer more on either side makes the interval a little wider
    assert found.low == pytest.approx(plain.low, abs=0.005)
    assert found.high == pytest.approx(plain.high, abs=0.005)


def test_a_stratum_that_nobody_is_in_cannot_be_weighed():
    assert np.isnan(standardised_share([5, 0], [10, 0], [1, 1]).value)
    assert np.isnan(standardised_share([5, 5], [10, 10], [0, 0]).value)


@given(counts, counts, st.tuples(st.integers(1, 50), st.integers(1, 50)))
def test_the_limits_hold_the_share(one, two, weights):
    found = standardised_share([one[0], two[0]], [one[1], two[1]], weights)
    assert 0 <= found.low <= found.value <= found.high <= 1
    shares = (one[0] / one[1], two[0] / two[1])
    assert min(shares) - 1e-9 <= found.value <= max(shares) + 1e-9


@given(counts, counts)
def test_the_difference_of_two_shares_is_newcombes(one, two):
    found, known = gap(wilson(*one), wilson(*two)), newcombe(*one, *two)
    assert found[:3] == pytest.approx(known.floats())
    assert (found.p < 0.05) == (found.low > 0 or found.high < 0) or found.p == pytest.approx(0.05)


def test_equal_estimates_are_not_told_apart():
    assert gap(wilson(5, 10), wilson(50, 100)).p == 1
