"""Intervals against published tables, worked examples, and the laws that every interval keeps."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.stats.intervals import (
    Interval,
    PairSums,
    Sums,
    benjamini_hochberg,
    clustered_mean_score,
    clustered_nps,
    clustered_share,
    count,
    mean_score,
    money_total,
    newcombe,
    nps,
    ratio,
    wilson,
)

scores = st.lists(st.integers(1, 5), min_size=1, max_size=40)
#: One list of scores a customer.
customers = st.lists(st.lists(st.integers(0, 10), min_size=1, max_size=6), min_size=2, max_size=20)


def holds(interval: Interval) -> bool:
    value, low, high = interval.floats()
    return low <= value <= high


def per_customer(answers: list[list[int]]) -> PairSums:
    return PairSums.of([len(one) for one in answers], [sum(one) for one in answers])


# Statistics in Medicine 17:857-872 (1998), table I, method 3; digits beyond the fourth: R 4.2.2 prop.test
@pytest.mark.parametrize(
    ("successes", "n", "low", "high"),
    [(81, 263, 0.25528851988, 0.36620957698), (0, 20, 0.0, 0.16112515805)],
)
def test_wilson_gives_the_published_limits(successes, n, low, high):
    assert wilson(successes, n).floats() == pytest.approx((successes / n, low, high), abs=1e-9)


# Statistics in Medicine 17:873-890 (1998), table II, method 10
@pytest.mark.parametrize(
    ("table", "low", "high"),
    [
        ((56, 70, 48, 80), 0.0524, 0.3339),
        ((9, 10, 3, 10), 0.1705, 0.8090),
        ((6, 7, 2, 7), 0.0582, 0.8062),
        ((5, 56, 0, 29), -0.0381, 0.1926),
        ((0, 10, 0, 20), -0.1611, 0.2775),
        ((10, 10, 0, 20), 0.6791, 1.0000),
    ],
)
def test_newcombe_gives_the_published_limits(table, low, high):
    found = newcombe(*table)
    assert found.floats()[1:] == pytest.approx((low, high), abs=6e-5)


def test_nps_shows_the_raw_score_and_limits_after_one_more_answer_in_each_class():
    # 51 promoters, 21 detractors of 103: mean .29126, variance (72/103 - .29126^2)/103, z = 1.959964
    assert nps(50, 30, 20).floats() == pytest.approx((30.0, 13.99120082, 44.26122637), abs=1e-8)


def test_a_mean_score_gets_two_pseudo_answers_spread_over_the_scale():
    # 4, 5, 3 and two pseudo-answers (mean 3, mean square 11): sum 18, squares 72 of 5; t(4) = 2.776445
    half = 2.7764451 * math.sqrt((72 - 18**2 / 5) / 4 / 5)
    found = mean_score(*Sums.of([4, 5, 3]), 1, 5)
    assert found.floats() == pytest.approx((4.0, 3.6 - half, min(5.0, 3.6 + half)), abs=1e-6)


def test_answers_that_are_all_the_best_still_have_an_interval():
    _, low, high = mean_score(*Sums.of([5] * 30), 1, 5).floats()
    assert (4.4 < low < 4.8, high) == (True, 5.0)


def test_a_ratio_of_orders_is_the_mean_with_its_t_interval():
    # 10, 20, 30, 40: mean 25, standard error sqrt(166.667 / 4) = 6.454972, t(3) = 3.182446
    found = ratio(PairSums.of([1, 1, 1, 1], [10, 20, 30, 40]))
    assert found.floats() == pytest.approx((25, 25 - 20.54260, 25 + 20.54260), abs=1e-4)


def test_the_limits_of_a_ratio_are_cut_to_what_is_possible():
    assert ratio(PairSums.of([1, 1, 1], [0, 0, 5]), possible=(0, math.inf)).floats()[1] == 0


def test_a_total_is_as_uncertain_as_the_number_and_the_size_of_its_orders():
    # equal orders of 10: the number of orders alone is random, 100 +- 1.96 * 10
    found = money_total(100, 1000, 10_000)
    assert found.floats() == pytest.approx((1000, 1000 - 195.9964, 1000 + 195.9964), abs=1e-3)


def test_a_count_has_the_exact_poisson_limits():
    # Garwood (1936): 0 gives 0 to 3.689, 10 gives 4.795 to 18.390
    found = count([0, 10])
    assert found.low == pytest.approx([0, 4.7954], abs=1e-4)
    assert found.high == pytest.approx([3.6889, 18.3904], abs=1e-4)


# "Controlling the False Discovery Rate", JRSS B 57:289-300 (1995), section 4; adjusted: R 4.2.2 p.adjust
PUBLISHED_P = [
    *(0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344),
    *(0.0459, 0.324, 0.4262, 0.5719, 0.6528, 0.759, 1.0),
]
ADJUSTED = [
    *(0.0015, 0.003, 0.0095, 0.035625, 0.0603, 0.063857142857, 0.063857142857, 0.0645),
    *(0.0765, 0.486, 0.58118181818, 0.714875, 0.75323076923, 0.81321428571, 1.0),
]


def test_benjamini_hochberg_gives_the_published_rejections():
    adjusted = benjamini_hochberg(PUBLISHED_P)
    assert adjusted == pytest.approx(ADJUSTED, abs=1e-9)
    assert int((adjusted <= 0.05).sum()) == 4


def test_a_cell_without_a_p_is_not_counted_among_the_tested():
    assert benjamini_hochberg([0.01, np.nan, 0.04]).tolist() == pytest.approx(
        [0.02, np.nan, 0.04], nan_ok=True
    )


def test_a_heatmap_is_worked_out_in_one_go_and_empty_cells_stay_empty():
    found = wilson([[81, 0], [5, 0]], [[263, 20], [10, 0]])
    assert found.low.shape == (2, 2)
    assert found.low[0, 0] == pytest.approx(0.25528851988)
    assert np.isnan([one[1, 1] for one in found]).all()
    assert np.isnan(nps([0, 1], 0, 0).value[0])
    assert np.isnan(mean_score([0, 1], [0, 5], [0, 25], 1, 5).low[0])


@given(st.integers(0, 500), st.integers(1, 500))
def test_a_share_lies_in_its_interval_and_more_answers_narrow_it(successes, n):
    k = min(successes, n)
    once, fourfold = wilson(k, n), wilson(4 * k, 4 * n)
    assert holds(once)
    assert 0 <= once.low <= once.high <= 1
    assert fourfold.high - fourfold.low < once.high - once.low


@given(*[st.integers(0, 300)] * 3, st.integers(1, 300))
def test_an_nps_lies_in_its_interval_and_mirrors_when_the_classes_swap(up, middle, down, more):
    one, other = nps(up, middle + more, down), nps(down, middle + more, up)
    assert holds(one)
    assert one.floats() == pytest.approx((-other.value, -other.high, -other.low), abs=1e-9)


@given(scores)
def test_a_mean_score_lies_in_its_interval_on_any_unit_of_the_scale(answers):
    one = mean_score(*Sums.of(answers), 1, 5)
    tenfold = mean_score(*Sums.of([10 * answer for answer in answers]), 10, 50, classes=5)
    assert holds(one)
    assert tenfold.floats() == pytest.approx([10 * part for part in one.floats()], abs=1e-6)


@given(scores.filter(lambda answers: len(answers) > 1))
def test_customers_who_answer_once_are_no_clusters(answers):
    once = np.ones(len(answers))
    mean = clustered_mean_score(PairSums.of(once, answers), 1, 5)
    assert mean.floats() == pytest.approx(mean_score(*Sums.of(answers), 1, 5).floats())
    happy = [int(answer >= 4) for answer in answers]
    assert clustered_share(PairSums.of(once, happy)).floats() == pytest.approx(
        wilson(sum(happy), len(happy)).floats(), abs=1e-9
    )
    net = [int(answer == 5) - int(answer <= 2) for answer in answers]
    assert clustered_nps(PairSums.of(once, net)).floats() == pytest.approx(
        nps(net.count(1), net.count(0), net.count(-1)).floats(), abs=1e-9
    )


def test_repeating_every_answer_of_a_customer_teaches_nothing():
    rng = np.random.default_rng(3)
    happy = rng.integers(0, 2, 60)
    once, fivefold = wilson(happy.sum(), 60), clustered_share(PairSums.of(np.full(60, 5), 5 * happy))
    assert fivefold.high - fivefold.low >= once.high - once.low
    answers = rng.integers(1, 6, 60)
    mean = clustered_mean_score(PairSums.of(np.full(60, 5), 5 * answers), 1, 5)
    assert mean.floats() == pytest.approx(mean_score(*Sums.of(answers), 1, 5).floats())


@given(customers)
def test_a_clustered_mean_is_over_answers_and_lies_in_its_interval(answers):
    found = clustered_mean_score(per_customer(answers), 0, 10)
    everything = [score for one in answers for score in one]
    assert float(found.value) == pytest.approx(sum(everything) / len(everything))
    assert holds(found)
    assert 0 <= found.low <= found.high <= 10


def test_one_customer_alone_tells_nothing_about_the_share():
    assert clustered_share(PairSums.of([30], [30])).floats() == (1.0, 0.0, 1.0)


def test_clustered_shares_cover_where_intervals_of_single_answers_do_not():
    # 30 customers whose own shares vary around .8, one to eleven answers each
    rng, held, held_singly = np.random.default_rng(1), 0, 0
    for _ in range(300):
        answers = 1 + rng.geometric(0.4, 30) * rng.integers(0, 3, 30)
        happy = rng.binomial(answers, rng.beta(8, 2, 30))
        found, singly = clustered_share(PairSums.of(answers, happy)), wilson(happy.sum(), answers.sum())
        held += bool(found.low <= 0.8 <= found.high)
        held_singly += bool(singly.low <= 0.8 <= singly.high)
    assert held >= 273  # 91 % of 300; the nominal 95 % less three standard errors
    assert held_singly < held


@given(st.lists(st.tuples(st.integers(1, 9), st.integers(0, 50)), min_size=2, max_size=30))
def test_a_ratio_does_not_depend_on_the_currency(pairs):
    x, y = zip(*pairs, strict=True)
    euros, cents = ratio(PairSums.of(x, y)), ratio(PairSums.of(x, [100 * one for one in y]))
    assert holds(euros)
    assert cents.floats() == pytest.approx([100 * one for one in euros.floats()], abs=1e-4)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_adjusting_keeps_the_order_and_never_lowers_a_p(p):
    adjusted = benjamini_hochberg(p)
    assert (adjusted >= np.array(p)).all()
    assert (adjusted <= 1).all()
    assert (np.diff(adjusted[np.argsort(p, kind="stable")]) >= 0).all()


@given(st.integers(0, 50), st.integers(1, 50), st.integers(0, 50), st.integers(1, 50))
def test_a_difference_turns_its_sign_with_its_sides(k, n, other_k, other_n):
    k, other_k = min(k, n), min(other_k, other_n)
    one, two = newcombe(k, n, other_k, other_n), newcombe(other_k, other_n, k, n)
    assert holds(one)
    assert one.floats() == pytest.approx((-two.value, -two.high, -two.low), abs=1e-12)
