"""Do 95 % intervals hold the truth, in the cells that shops look at: few answers, all content, or split?"""

import numpy as np
import pytest
from scipy.stats import binom

from bench.coverage import POPULATIONS, SCALES, SIZES, Held, classes, coverage
from lib.stats.intervals import mean_score, nps

#: The least share of repetitions, for the smallest size and for all others.
LEAST = {10: 0.91}
LEAST_FROM_30 = 0.93


@pytest.fixture(scope="module", params=[False, True], ids=["each answers once", "some answer again"])
def held(request) -> list[Held]:
    return coverage(clustered=request.param)


def test_every_interval_holds_the_truth_as_often_as_it_says(held):
    short = [row for row in held if row.held < LEAST.get(row.n, LEAST_FROM_30)]
    assert len(held) == len(SCALES) * len(POPULATIONS) * len(SIZES)
    assert not short


def test_more_answers_give_narrower_intervals(held):
    for measure in SCALES:
        for population in POPULATIONS:
            widths = [row.width for row in held if (row.measure, row.population) == (measure, population)]
            assert widths == sorted(widths, reverse=True)


def test_an_interval_is_not_so_wide_that_it_says_nothing(held):
    # a hundred ordinary answers tell a top-two share to 20 points and a mean of five to half a step
    at_hundred = {row.measure: row.width for row in held if row.population == "ordinary" and row.n == 100}
    assert at_hundred["top two"] < 0.2
    assert at_hundred["mean score"] < 0.5


@pytest.mark.parametrize("scale", SCALES.values())
@pytest.mark.parametrize("population", POPULATIONS)
def test_a_population_is_a_whole(population, scale):
    scores, shares = classes(population, scale)
    assert shares.sum() == pytest.approx(1)
    assert np.diff(scores).tolist() == [1] * (scale[1] - scale[0])


def test_the_same_seed_gives_the_same_figures():
    assert coverage(repetitions=50) == coverage(repetitions=50)
    assert coverage(repetitions=50, seed=1) != coverage(repetitions=50, seed=2)


@pytest.mark.parametrize("measure", ["nps", "mean score"])
def test_an_evenly_split_population_is_held_at_every_size(measure):
    """Counted exactly: every number of the pleased among n, with its probability."""
    short = {}
    for n in range(30, 1001):
        pleased = np.arange(n + 1)
        found = _intervals(measure, pleased, n)
        middle = 0 if measure == "nps" else 3
        holds = (found.low <= middle) & (found.high >= middle)
        held = binom.pmf(pleased, n, 0.5)[holds].sum()
        if held < LEAST_FROM_30:
            short[n] = held
    assert not short


def _intervals(measure, pleased, n):
    if measure == "nps":
        return nps(pleased, np.zeros_like(pleased), n - pleased)
    size = np.full(pleased.shape, n)
    return mean_score(size, 5 * pleased + (n - pleased), 25 * pleased + (n - pleased), 1, 5)
