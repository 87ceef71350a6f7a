"""Two groups: published differences, worked ones, and what must not depend on which group comes first."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.stats import differences
from lib.stats.comparisons import two_means_p, two_shares_p
from lib.stats.intervals import PairSums, Sums

#: One list of 0 and 1 a customer.
customers = st.lists(st.lists(st.integers(0, 1), min_size=1, max_size=4), min_size=3, max_size=25)


def per_customer(answers: list[list[int]]) -> PairSums:
    return PairSums.of([len(one) for one in answers], [sum(one) for one in answers])


def share(successes: int, n: int) -> PairSums:
    return PairSums.of([1] * n, [1] * successes + [0] * (n - successes))


# Statistics in Medicine 17:873-890 (1998), table II, method 10
@pytest.mark.parametrize(
    ("table", "low", "high"),
    [((56, 70, 48, 80), 0.0524, 0.3339), ((9, 10, 3, 10), 0.1705, 0.8090), ((5, 56, 0, 29), -0.0381, 0.1926)],
)
def test_where_nobody_counts_twice_shares_differ_by_newcombes_limits(table, low, high):
    k, n, other_k, other_n = table
    found = differences.of_shares(share(k, n), share(other_k, other_n))
    assert (found.low, found.high) == pytest.approx((low, high), abs=6e-5)
    assert found.p == pytest.approx(two_shares_p(*table))


def test_a_customer_who_answers_again_and_again_is_one_voice():
    # ten customers who said the same four times know no more than ten who spoke once
    once, again = per_customer([[1]] * 6 + [[0]] * 4), per_customer([[1] * 4] * 6 + [[0] * 4] * 4)
    rest = share(30, 100)
    assert differences.of_shares(again, rest).value == pytest.approx(differences.of_shares(once, rest).value)
    assert differences.of_shares(again, rest).p > 0.04
    assert differences.of_shares(again, rest).p > two_shares_p(24, 40, 30, 100)


def test_amounts_differ_by_welch():
    # 1 2 3 against 2 4 6: difference -2, variance 5/3, df 2.941176, t = 3.219 at 97.5 %
    one, other = (PairSums.of([1, 1, 1], values) for values in ([1, 2, 3], [2, 4, 6]))
    found = differences.of_ratios(one, other)
    assert found.value == pytest.approx(-2.0)
    assert found.p == pytest.approx(two_means_p(Sums.of([1, 2, 3]), Sums.of([2, 4, 6])))
    assert (found.high - found.low) / 2 == pytest.approx(3.2192 * np.sqrt(5 / 3), abs=5e-3)


def test_groups_that_are_all_content_alike_do_not_differ():
    found = differences.of_shares(share(20, 20), share(40, 40))
    assert (found.value, found.p) == (0, 1)
    assert found.low < 0 < found.high


def test_very_satisfied_groups_are_no_surer_than_their_pseudo_answers_allow():
    # without them the difference of 5.0 and 4.9 would have no spread on one side
    one, other = PairSums.of([1] * 12, [5] * 12), PairSums.of([1] * 10, [5] * 9 + [4])
    found = differences.of_scores(one, other, 1, 5)
    assert found.value == pytest.approx(0.1)
    assert found.low < 0 < found.high


def test_a_recommendation_is_compared_in_points():
    # 8 of 10 promoters and 2 detractors, against 4 and 6: 60 against -20
    one, other = (PairSums.of([1] * 10, [1] * up + [-1] * (10 - up)) for up in (8, 4))
    found = differences.of_nps(one, other)
    assert found.value == pytest.approx(80.0)
    assert -10 < found.low < 80 < found.high


@given(customers, customers)
def test_a_difference_turned_round_is_its_opposite(one, two):
    there = differences.of_shares(per_customer(one), per_customer(two))
    back = differences.of_shares(per_customer(two), per_customer(one))
    assert there.value == pytest.approx(-back.value)
    assert (there.low, there.high) == pytest.approx((-back.high, -back.low))
    assert there.p == pytest.approx(back.p)
    assert there.low <= there.value + 1e-12
    assert there.value <= there.high + 1e-12
