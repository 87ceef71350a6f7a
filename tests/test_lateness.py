"""From which delay on it hurts, and the draws of customers: known answers and what must always hold."""

import numpy as np
import pytest

from lib.stats.blocks import dealt, summed, weights
from lib.stats.intervals import Interval, mean_score, newcombe, wilson
from lib.stats.lateness import difference, level_for, onset, pooled_days


def test_the_difference_of_two_wilson_intervals_is_newcombes():
    found = difference(wilson(56, 70), wilson(48, 80)).floats()
    assert found == pytest.approx(newcombe(56, 70, 48, 80).floats())


def gaps(*triples):
    return Interval(*(np.array(one) for one in zip(*triples, strict=True)))


@pytest.mark.parametrize(
    ("days", "first"),
    [
        ([(-1, -2, -0.5), (-2, -3, -1)], 0),
        ([(-0.1, -0.4, 0.2), (-2, -3, -1)], 1),
        # sure on its own, but the next day is as good as in time
        ([(-1, -2, -0.5), (0.0, -1, 1)], None),
        # a later day may be unsure, as long as it lies below
        ([(-1, -2, -0.5), (-0.3, -1, 0.4)], 0),
        # a day with too few answers is passed over
        ([(np.nan, np.nan, np.nan), (-1, -2, -0.5)], 1),
        ([(-0.1, -0.4, 0.2)], None),
    ],
)
def test_it_hurts_from_the_first_sure_day_after_which_all_lie_below(days, first):
    assert onset(gaps(*days)) == first


def test_without_a_difference_it_rarely_hurts():
    rng, level, marked = np.random.default_rng(5), level_for(4), 0
    for _ in range(400):
        scores = rng.integers(1, 6, (5, 60))
        sums = (np.full(5, 60), scores.sum(axis=1), (scores**2).sum(axis=1))
        means = mean_score(*sums, 1, 5, level=level)
        first = Interval(*(part[0] for part in means))
        marked += onset(difference(Interval(*(part[1:] for part in means)), first)) is not None
    # 5 % would be 20
    assert marked <= 20


def test_more_tests_ask_for_wider_intervals():
    assert level_for(1) == 0.95
    assert level_for(5) == pytest.approx(0.99)
    assert level_for(0) == 0.95


def test_late_days_are_pooled_until_there_are_enough_answers():
    assert pooled_days({1: 50, 2: 50, 9: 40}, most=7, least=30) == 7
    assert pooled_days({1: 10, 2: 10, 3: 10}, most=7, least=30) == 1


def test_a_customer_stays_in_one_block_and_sums_are_kept():
    rng = np.random.default_rng(0)
    units, values = rng.integers(0, 900, 3000), rng.normal(size=3000)
    units[:900] = np.arange(900)
    block, blocks = dealt(units, seed=4)
    assert blocks == 400
    assert all(len(set(block[units == unit])) == 1 for unit in range(0, 900, 50))
    assert summed(block, blocks, 0, 1, values).sum() == pytest.approx(values.sum())
    assert np.array_equal(block, dealt(units, seed=4)[0])


def test_the_spread_of_a_mean_over_blocks_is_that_over_customers():
    values = np.random.default_rng(1).normal(size=20_000)
    block, blocks = dealt(np.arange(values.size), seed=2)
    sums = np.hstack([summed(block, blocks, 0, 1, one) for one in (values, np.ones_like(values))])
    total, n = (weights(blocks, seed=3, draws=4000) @ sums).T
    # the standard error of a mean of 20,000 values of spread 1; blocks and draws leave a few percent open
    assert np.std(total / n) == pytest.approx(1 / np.sqrt(20_000), rel=0.12)
