"""Tests of a cell against the rest, by worked examples and their symmetry."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.stats.comparisons import (
    nps_against_p,
    score_against_p,
    share_against_p,
    two_means_p,
    two_shares_p,
)
from lib.stats.intervals import PairSums, Sums, clustered_mean_score, clustered_nps, clustered_share


def test_two_shares_differ_by_the_pooled_z_test():
    # 15 and 30 of 100: pooled .225, z = .15 / sqrt(.225 * .775 / 50) = 2.5400, p = .01109
    assert float(two_shares_p(15, 100, 30, 100)) == pytest.approx(0.01109, abs=2e-5)
    assert float(two_shares_p(5, 5, 9, 9)) == 1.0


def test_two_means_differ_by_welch():
    # 1 2 3 against 2 4 6: variances 1 and 4, t = 2 / sqrt(5/3) = 1.549193, df = 2.941176
    assert float(two_means_p(Sums.of([1, 2, 3]), Sums.of([2, 4, 6]))) == pytest.approx(0.2211, abs=1e-3)


def test_cells_without_data_or_spread_have_no_p():
    assert np.isnan(two_shares_p(0, 0, 3, 9))
    assert np.isnan(two_means_p(Sums.of([2, 2]), Sums.of([2, 2])))


@given(*[st.lists(st.integers(1, 5), min_size=3, max_size=20).filter(lambda one: len(set(one)) > 1)] * 2)
def test_a_p_does_not_depend_on_which_cell_comes_first(one, two):
    there, back = two_means_p(Sums.of(one), Sums.of(two)), two_means_p(Sums.of(two), Sums.of(one))
    assert float(there) == pytest.approx(float(back))
    assert 0 <= there <= 1


#: One list of answers a customer, 0 to 10.
answers = st.lists(st.lists(st.integers(0, 10), min_size=1, max_size=3), min_size=4, max_size=30)


def per_customer(given_: list[list[float]]) -> PairSums:
    return PairSums.of([len(one) for one in given_], [sum(one) for one in given_])


def test_a_share_is_held_against_a_target_by_the_score_test():
    # 20 of 40 against .7: z = .2 / sqrt(.21 / 40) = 2.7603, p = .0058
    assert share_against_p(PairSums.of([1] * 40, [1] * 20 + [0] * 20), 0.7) == pytest.approx(
        0.00578, abs=1e-4
    )


@given(answers, st.floats(0.05, 0.95))
def test_a_p_against_a_target_says_what_the_interval_says(given_, target):
    tops = per_customer([[float(one >= 7) for one in mine] for mine in given_])
    promoters = per_customer([[(one >= 9) - (one <= 6) for one in mine] for mine in given_])
    scores = per_customer(given_)
    for interval, p, at in (
        (clustered_share(tops), share_against_p(tops, target), target),
        (clustered_mean_score(scores, 0, 10), score_against_p(scores, 10 * target, 0, 10), 10 * target),
        (clustered_nps(promoters), nps_against_p(promoters, 200 * target - 100), 200 * target - 100),
    ):
        if abs(at - interval.low) < 1e-6 or abs(at - interval.high) < 1e-6 or np.isnan(p):
            continue
        # limits are widened where they would not hold the raw value, never narrowed
        assert p <= 0.05 or interval.low <= at <= interval.high
        if not interval.low <= at <= interval.high:
            assert p < 0.05
