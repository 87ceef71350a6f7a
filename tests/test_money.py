"""What a change is worth: worked cases, and sums that must agree."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.model.errors import QuestionError
from lib.stats.money import MONTH_DAYS, Case, Guess, increment, shared_out, simulate, tornado, waterfall

STEADY = Guess.exactly(1e12)
#: 8,000 gained in 40 measured days: 200 a day.
PLAIN = Case(
    margin=108_000, days=40, cost_once=Guess.exactly(30_000), half_life=STEADY, ramp_days=0, discount=0.0
)
STEP = math.log(1.08)
MONTHLY = 200 * MONTH_DAYS
DRAWS = np.random.default_rng(1).normal(STEP, 0.04, 2000)

guesses = st.lists(st.floats(0, 1000), min_size=3, max_size=3).map(lambda three: Guess(*sorted(three)))


def certain(case, step=STEP):
    return simulate(case, np.full(5, step))


def test_the_increment_is_what_would_not_have_been_there():
    # 108,000 after +8 % would have been 100,000
    assert increment(108_000, STEP) == pytest.approx(8_000)
    assert increment(100_000, [0.0, -math.log(2)]).tolist() == pytest.approx([0, -100_000])


def test_parts_of_the_increment_sum_to_it():
    parts = shared_out(108_000, [0.05, -0.01, STEP - 0.04])
    assert parts.sum() == pytest.approx(8_000)
    assert shared_out(108_000, [0.02, -0.02]).tolist() == pytest.approx([2160, -2160])


def test_a_steady_benefit_adds_up_month_by_month():
    # 24 months at 200 a day, 30,000 paid at the start
    found = certain(PLAIN)
    assert found.benefit.floats() == pytest.approx([24 * MONTHLY] * 3)
    assert found.net.value == pytest.approx(24 * MONTHLY - 30_000)
    assert found.roi.value == pytest.approx((24 * MONTHLY - 30_000) / 30_000)
    assert found.payback.value == pytest.approx(30_000 / MONTHLY)
    assert (found.p_pays, found.p_payback_year) == (1, 1)


def test_ramp_days_bring_nothing_but_cost_from_the_first_day():
    case = replace(PLAIN, ramp_days=10, cost_monthly=Guess.exactly(500))
    found = certain(case)
    assert found.benefit.value == pytest.approx(24 * MONTHLY - 10 * 200)
    assert found.cost.value == pytest.approx(30_000 + 24 * 500)


def test_the_benefit_halves_by_its_half_life_after_the_measured_days():
    # measured 40 days, then months worth 1, .5, .25 ... of a full one; the horizon ends inside the third
    case = replace(PLAIN, half_life=Guess.exactly(1), horizon=3)
    rest = 3 * MONTH_DAYS - 40 - MONTH_DAYS
    assert certain(case).benefit.value == pytest.approx(200 * (40 + MONTH_DAYS + 0.5 * rest))


def test_a_horizon_inside_the_measured_days_counts_only_its_own():
    assert certain(replace(PLAIN, horizon=1)).benefit.value == pytest.approx(MONTHLY)


def test_months_are_discounted_at_their_end():
    found = certain(replace(PLAIN, discount=0.10, horizon=12))
    assert found.benefit.value == pytest.approx(sum(MONTHLY / 1.1 ** (month / 12) for month in range(1, 13)))
    assert found.cost.value == pytest.approx(30_000)


def test_the_break_even_uplift_just_pays():
    found = certain(PLAIN)
    # 30,000 over 24 months of 30.4375 days, from 108,000 in 40 days
    share = 30_000 / (24 * MONTH_DAYS) * 40 / 108_000
    assert found.break_even == pytest.approx(1 / (1 - share) - 1, abs=1e-6)
    assert certain(PLAIN, math.log1p(found.break_even)).net.value == pytest.approx(0, abs=0.01)


def test_a_change_that_never_pays_says_so():
    found = certain(replace(PLAIN, cost_once=Guess.exactly(1e9)))
    assert (found.break_even, found.payback.value, found.p_pays) == (math.inf, math.inf, 0)


def test_without_a_cost_there_is_no_roi_and_payback_is_at_once():
    found = certain(replace(PLAIN, cost_once=Guess.exactly(0)))
    assert found.roi is None
    assert found.payback.value == 0
    assert found.net.value == found.benefit.value


def test_indirect_benefits_stay_out_unless_asked_for():
    case = replace(PLAIN, indirect_monthly=Guess.exactly(1000))
    assert certain(case).net.value == pytest.approx(certain(PLAIN).net.value)
    with_them = replace(case, with_indirect=True)
    assert certain(with_them).net.value == pytest.approx(certain(PLAIN).net.value + 24 * 1000)
    assert [part.kind for part in waterfall(with_them, STEP)] == [
        "direct",
        "direct",
        "indirect",
        "cost",
        "cost",
        "net",
    ]


def test_the_bars_of_the_waterfall_sum_to_the_net_value():
    case = replace(PLAIN, discount=0.1, cost_monthly=Guess(100, 200, 400), half_life=Guess(6, 12, 24))
    *parts, net = waterfall(case, STEP)
    assert [part.name for part in parts] == [
        "benefit measured",
        "benefit expected",
        "one-off cost",
        "running cost",
    ]
    assert net.amount == pytest.approx(sum(part.amount for part in parts))
    middles = {
        name: Guess.exactly(float(getattr(case, name).quantile(0.5)))
        for name in ("cost_monthly", "half_life")
    }
    assert net.amount == pytest.approx(float(certain(replace(case, **middles)).net.value))


def test_the_same_seed_gives_the_same_outcome():
    case = replace(PLAIN, cost_once=Guess(10_000, 30_000, 60_000))
    one, two, other = (
        simulate(case, DRAWS, seed=1),
        simulate(case, DRAWS, seed=1),
        simulate(case, DRAWS, seed=2),
    )
    assert (one.nets == two.nets).all()
    assert (one.nets != other.nets).any()


def test_an_unsure_effect_gives_a_range_and_a_chance():
    found = simulate(PLAIN, DRAWS)
    assert found.net.low < found.net.value < found.net.high
    assert found.roi.low < found.roi.value < found.roi.high
    # it pays where the effect is above the break-even; DRAWS are normal around log 1.08 with sd .04
    share = np.mean(math.log1p(found.break_even) < DRAWS)
    assert found.p_pays == pytest.approx(share)
    assert np.mean(found.nets > 0) == found.p_pays


def test_payback_beyond_the_horizon_does_not_spoil_the_range():
    unsure = simulate(PLAIN, np.r_[np.full(60, STEP), np.full(40, -STEP)])
    assert unsure.payback.value == pytest.approx(30_000 / MONTHLY)
    assert unsure.payback.high == math.inf


def test_the_tornado_puts_the_widest_swing_first_and_leaves_out_what_is_known():
    case = replace(PLAIN, cost_once=Guess(29_000, 30_000, 31_000), half_life=Guess(6, 12, 24))
    swings = tornado(case, DRAWS)
    assert {one.name for one in swings} == {"effect", "cost_once", "half_life"}
    widths = [abs(one.high - one.low) for one in swings]
    assert widths == sorted(widths, reverse=True)
    cost = next(one for one in swings if one.name == "cost_once")
    # 10 % and 90 % of the triangle 29, 30, 31 lie sqrt(.2) from its ends
    assert cost.high - cost.low == pytest.approx(-1000 * (2 - 2 * math.sqrt(0.2)))


def test_a_guess_follows_its_triangle():
    # the mean of a triangle is the mean of its corners
    drawn = Guess(0, 10, 50).quantile(np.random.default_rng(2).random(20_000))
    assert drawn.mean() == pytest.approx(20, abs=0.4)
    # the peak of 0, 10, 50 has 10/50 of the mass below it
    assert float(Guess(0, 10, 50).quantile(0.2)) == pytest.approx(10)


@given(guesses, st.floats(0, 1), st.floats(0, 1))
def test_a_guess_stays_inside_its_ends_and_rises(guess, one, two):
    low, high = guess.quantile(sorted((one, two)))
    assert guess.low - 1e-9 <= low <= high + 1e-9
    assert high <= guess.high + 1e-9


@pytest.mark.parametrize(
    ("setting", "mend"),
    [
        ({"days": 0}, "ends after the ramp days"),
        ({"horizon": 0}, "at least 1 month"),
        ({"half_life": Guess(0, 1, 2)}, "for example 6 / 12 / 24"),
        ({"cost_once": Guess(-5, 1, 2)}, "costs as positive amounts"),
    ],
)
def test_settings_without_meaning_are_refused(setting, mend):
    with pytest.raises(QuestionError, match=mend):
        replace(PLAIN, **setting)


def test_a_guess_out_of_order_is_refused():
    with pytest.raises(QuestionError, match="the lowest value first"):
        Guess(3, 2, 5)
