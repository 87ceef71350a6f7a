"""Sudden days: against the same weekdays before, by a spread that odd days cannot move."""

import numpy as np
import pytest

from lib.stats.volume import expected, surprise

#: Monday to Sunday: a shop that rests at the weekend.
WEEK = [100, 110, 120, 110, 130, 40, 30]


def test_a_day_is_compared_with_its_own_weekday():
    usual = expected(WEEK * 6)
    assert np.isnan(usual[:28]).all()
    assert usual[28:35].tolist() == WEEK


def test_only_the_last_eight_weeks_count():
    # nine Mondays: 1000, then eight times 100; the tenth looks back on the eight
    mondays = np.zeros(70)
    mondays[::7] = [1000, *[100] * 9]
    assert expected(mondays)[63] == 100


def test_a_steady_shop_has_no_sudden_day_although_its_weekends_are_quiet():
    assert np.nanmax(np.abs(surprise(WEEK * 12))) == 0


@pytest.mark.parametrize("count", [0, 10, 1000])
def test_an_outage_and_a_rush_stand_out_and_leave_the_rest_alone(count):
    days = WEEK * 12
    days[70] = count
    away = surprise(days)
    assert abs(away[70]) > 4
    assert np.sign(away[70]) == np.sign(count - 100)
    assert np.flatnonzero(np.abs(np.nan_to_num(away)) > 4).tolist() == [70]


def test_the_spread_is_never_less_than_chance_gives():
    # without any other spread, 100 expected: sd on the scale of logarithms is 1 / sqrt(101) = 0.0995
    days = WEEK * 12
    days[70] = 121
    assert surprise(days)[70] == pytest.approx(np.log(122 / 101) * np.sqrt(101), rel=1e-9)


def test_a_few_rows_a_day_say_nothing():
    assert np.isnan(surprise([19] * 60)).all()


def test_pure_chance_is_seldom_called_sudden():
    # 4 spreads of a normal deviation are passed by chance once in 15,000 days; the median of eight adds some
    made = np.random.default_rng(7)
    away = np.concatenate([surprise(made.poisson(200, 365)) for _ in range(40)])
    assert np.mean(np.abs(away[~np.isnan(away)]) >= 4) < 0.002
