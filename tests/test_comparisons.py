"""Tests of a cell against the rest, by worked examples and their symmetry."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.stats.comparisons import two_means_p, two_shares_p
from lib.stats.intervals import Sums


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
