"""Regressions with dependent errors against R, and the mixture against what it is made of."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.stats.gls import Mixture, ar1, grid

#: Daily log conversion of 126 simulated days, a step from day 84 on.
LOG_RATE = [
    *(-3.469092, -3.433457, -3.432671, -3.41614, -3.5347, -3.435604, -3.322068, -3.420828, -3.430188),
    *(-3.396662, -3.438931, -3.520916, -3.533719, -3.297302, -3.437224, -3.27294, -3.425418, -3.384594),
    *(-3.528483, -3.529703, -3.335706, -3.449948, -3.443136, -3.456796, -3.522349, -3.504213, -3.520129),
    *(-3.359055, -3.488042, -3.462558, -3.527212, -3.522112, -3.676872, -3.678135, -3.372829, -3.378412),
    *(-3.436994, -3.452568, -3.386148, -3.456349, -3.540328, -3.348268, -3.398448, -3.319448, -3.388748),
    *(-3.418414, -3.544284, -3.512837, -3.265937, -3.399904, -3.303821, -3.341174, -3.399973, -3.481239),
    *(-3.413543, -3.288426, -3.367333, -3.448605, -3.474689, -3.502738, -3.499592, -3.54303, -3.333887),
    *(-3.37119, -3.414233, -3.376425, -3.425834, -3.540638, -3.572672, -3.329842, -3.406634, -3.328354),
    *(-3.41858, -3.34372, -3.473073, -3.547115, -3.285115, -3.389233, -3.337493, -3.400983, -3.468929),
    *(-3.483421, -3.477703, -3.280204, -3.282782, -3.305603, -3.373654, -3.375742, -3.42008, -3.464603),
    *(-3.206238, -3.362768, -3.362887, -3.360296, -3.37658, -3.420297, -3.38855, -3.144794, -3.289592),
    *(-3.284407, -3.261079, -3.323126, -3.380208, -3.317633, -3.112504, -3.134531, -3.159236, -3.269965),
    *(-3.397904, -3.428009, -3.397993, -3.187919, -3.256847, -3.371208, -3.435121, -3.42184, -3.454127),
    *(-3.511422, -3.251909, -3.244833, -3.286714, -3.317333, -3.362901, -3.486422, -3.373767, -3.163864),
]
DAY = np.arange(126)
STEP = (DAY >= 84).astype(float)
WEEKDAYS = (DAY[:, None] % 7 == np.arange(1, 7)).astype(float)
DESIGN = np.column_stack([STEP, np.ones(126), DAY - DAY.mean(), WEEKDAYS - WEEKDAYS.mean(axis=0)])

mixtures = st.integers(1, 5).flatmap(
    lambda n: st.builds(
        lambda weights, means, sds, df: Mixture(
            np.array(weights) / sum(weights), np.array(means), np.array(sds), df
        ),
        st.lists(st.floats(0.1, 1), min_size=n, max_size=n),
        st.lists(st.floats(-1, 1), min_size=n, max_size=n),
        st.lists(st.floats(0.01, 1), min_size=n, max_size=n),
        st.floats(3, 200),
    )
)


def test_ar1_gives_the_step_of_r():
    # R 4.2.2, nlme: gls(y ~ post + t + weekday, correlation = corAR1(), method = "REML")
    fitted = ar1(DAY, DESIGN, np.array(LOG_RATE))
    assert fitted.coefficients[0] == pytest.approx(0.074947608467, abs=2e-7)
    assert np.sqrt(fitted.covariance[0, 0]) == pytest.approx(0.030469163818, abs=2e-7)
    assert fitted.phi == pytest.approx(0.54281470111, abs=1e-5)
    # slope, and Sunday against Monday
    assert fitted.coefficients[2] == pytest.approx(0.0005181058075, abs=1e-8)
    assert fitted.coefficients[-1] == pytest.approx(0.086868513285, abs=1e-6)


def test_days_left_out_keep_their_distance():
    # Errors that persist from day to day: where a gap of 20 days lies between two stretches, the fit with the
    # gap must be that of the closed form for unevenly spaced AR(1), worked out with the full covariance.
    kept = (DAY < 60) | (DAY >= 80)
    fitted = ar1(DAY[kept], DESIGN[kept], np.array(LOG_RATE)[kept])
    covariance = fitted.phi ** np.abs(np.subtract.outer(DAY[kept], DAY[kept]))
    weighed = np.linalg.solve(covariance, DESIGN[kept])
    expected = np.linalg.solve(DESIGN[kept].T @ weighed, weighed.T @ np.array(LOG_RATE)[kept])
    assert fitted.coefficients == pytest.approx(expected, abs=1e-9)
    assert ar1(3 * DAY, DESIGN, np.array(LOG_RATE)).phi == ar1(DAY, DESIGN, np.array(LOG_RATE)).phi


def test_the_steps_of_parts_sum_to_the_step_of_the_whole():
    noise = np.random.default_rng(4).normal(0, 0.05, 126)
    parts = np.column_stack([np.array(LOG_RATE) - noise, noise])
    whole, *two = grid(DAY, DESIGN, np.column_stack([parts.sum(axis=1), parts]), slope_sd=0.0005)
    assert whole.mean == pytest.approx(sum(part.mean for part in two), abs=1e-12)


def test_a_stiff_slope_is_no_slope_and_a_free_one_is_wider():
    stiff, free = (grid(DAY, DESIGN, np.array(LOG_RATE)[:, None], slope_sd=sd)[0] for sd in (1e-7, 0.1))
    flat = DESIGN.copy()
    flat[:, 2] = 0.0
    assert (
        free.quantile(0.975)[0] - free.quantile(0.025)[0]
        > stiff.quantile(0.975)[0] - stiff.quantile(0.025)[0]
    )
    assert stiff.mean == pytest.approx(grid(DAY, flat, np.array(LOG_RATE)[:, None], 1e-7)[0].mean, abs=1e-4)


@given(mixtures, st.floats(0.005, 0.995))
def test_a_quantile_has_its_share_below_it(mixture, q):
    assert mixture.below(mixture.quantile(q))[0] == pytest.approx(q, abs=1e-9)


@given(mixtures)
def test_what_is_not_above_zero_is_below_it(mixture):
    assert mixture.p_positive == pytest.approx(1 - mixture.below(0.0)[0], abs=1e-9)


def test_draws_follow_the_mixture_and_repeat_with_their_seed():
    mixture = Mixture(np.array([0.3, 0.7]), np.array([-1.0, 2.0]), np.array([0.5, 1.0]), 20.0)
    drawn = mixture.draws(20_000, np.random.default_rng(5))
    # mean .3 * -1 + .7 * 2 = 1.1; its standard error is about 1.7 / sqrt(20,000) = .012
    assert drawn.mean() == pytest.approx(1.1, abs=0.05)
    assert np.mean(drawn <= mixture.quantile(0.1)[0]) == pytest.approx(0.1, abs=0.01)
    assert (drawn == mixture.draws(20_000, np.random.default_rng(5))).all()
