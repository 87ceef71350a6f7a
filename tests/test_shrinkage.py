"""Ranking small cells: the formula by hand, what it gains, and how stable the list is."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.stats.shrinkage import beta_binomial, lowest, stability

cells = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 60)), min_size=2, max_size=20)


def test_small_cells_are_drawn_towards_the_whole_by_the_formula():
    # m = 70/100; s2 = (50 * .04 + 50 * .04)/100 = .04; v = 2 * .21 / 100 = .0042; tau2 = .0358;
    # M = .21/.0358 - 1 = 4.865922; shrunk (25 + .7 M)/(50 + M), (45 + .7 M)/(50 + M)
    found = beta_binomial([25, 45], [50, 50])
    assert (found.mean, found.strength) == pytest.approx((0.7, 4.865922), abs=1e-5)
    assert found.value == pytest.approx([0.5177359, 0.8822641], abs=1e-5)


def test_cells_that_differ_by_chance_alone_are_all_but_one():
    found = beta_binomial([7, 7, 7], [10, 10, 10])
    assert found.value == pytest.approx([0.7] * 3)
    assert found.strength > 1000


@given(cells)
def test_a_shrunk_share_lies_between_its_own_and_that_of_the_whole(given_):
    n = np.array([size for _, size in given_], float)
    x = np.minimum([k for k, _ in given_], n)
    found = beta_binomial(x, n)
    low, high = np.minimum(x / n, found.mean), np.maximum(x / n, found.mean)
    assert (found.value >= low - 1e-9).all()
    assert (found.value <= high + 1e-9).all()


def test_the_shrunk_error_is_smaller_and_the_worst_are_found_more_often():
    # 40 cells around .8, some of 5 answers and some of 200: the shares of small ones are mostly noise
    rng, gains, found = np.random.default_rng(4), [], {"raw": 0, "shrunk": 0}
    for _ in range(100):
        truth, n = rng.beta(16, 4, 40), rng.choice([5, 200], 40)
        x = rng.binomial(n, truth)
        shrunk = beta_binomial(x, n).value
        gains.append(np.abs(x / n - truth).mean() - np.abs(shrunk - truth).mean())
        worst = set(np.argsort(truth)[:5])
        for name, value in (("raw", x / n), ("shrunk", shrunk)):
            found[name] += len(worst & set(np.argsort(value, kind="stable")[:5]))
    assert np.mean(gains) > 0.02
    assert found["shrunk"] > found["raw"]


def test_a_list_has_ranks_and_leaves_out_what_has_no_value():
    rank = lowest([0.5, np.nan, 0.2, 0.9], 2)
    assert rank.tolist()[2] == 1
    assert rank.tolist()[0] == 2
    assert np.isnan(rank[[1, 3]]).all()


def test_a_cell_that_is_surely_the_worst_stays_in_every_draw():
    kept = stability([10, 380, 390, 385], [400, 400, 400, 400], 1)
    assert kept[0] == 1
    assert kept.sum() == pytest.approx(1)


def test_cells_that_are_alike_share_the_place_and_a_seed_repeats_it():
    kept = stability([70] * 10, [100] * 10, 1, seed=3)
    assert kept.max() < 0.4
    assert kept.tolist() == stability([70] * 10, [100] * 10, 1, seed=3).tolist()
