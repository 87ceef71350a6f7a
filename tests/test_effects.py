"""The four readings: small simulated shops with a planted effect, and what must hold whatever the shop."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.model.errors import DataError
from lib.stats.daily import Daily
from lib.stats.effects import counterfactual, draws, estimate, readings, split
from lib.stats.verdicts import verdict

WEEK = np.array([0.05, 0.03, 0.0, -0.02, -0.1, -0.08, 0.12])
DAY, AFTER = np.arange(126), 84
POST = DAY >= AFTER
RUNS = 60
COLUMNS = ("amount", "visitors", "control_amount", "control_visitors")


def wandering(rng, persistence, sd):
    """Daily shocks that remember the day before."""
    shocks = rng.normal(0, sd * np.sqrt(1 - persistence**2), 126)
    for day in range(1, 126):
        shocks[day] += persistence * shocks[day - 1]
    return shocks


def shop(seed, effect=0.0, persistence=0.3, sd=0.04, drift=0.0, market=0.0):
    """84 days before and 42 after; treated and control share drift, market and most of the shocks."""
    rng = np.random.default_rng([7, seed])
    shared = wandering(rng, persistence, sd * 0.7**0.5) + WEEK[DAY % 7] + drift * DAY + market * POST
    columns = []
    for base, change in ((0.03, np.log1p(effect) * POST), (0.024, 0.0)):
        rate = base * np.exp(shared + wandering(rng, persistence, sd * 0.3**0.5) + change)
        visitors = rng.poisson(4000 * np.exp(WEEK[DAY % 7]))
        columns += [rng.binomial(visitors, rate), visitors]
    return Daily(DAY, POST, *columns)


def alone(days):
    return Daily(days.day, days.post, days.amount, days.visitors)


def claims(verdicts):
    return sum(one.word in ("raised", "lowered") for one in verdicts)


@pytest.fixture(scope="module")
def shops():
    """One shop a seed: calm, and drifting with persistent shocks; the effect is +8 %."""
    drifting = {"persistence": 0.6, "sd": 0.06, "drift": 0.001}
    return [shop(seed, effect=0.08, **(drifting if seed % 2 else {})) for seed in range(RUNS)]


def test_the_planted_effect_lies_in_the_interval(shops):
    default = [readings(one)[0] for one in shops]
    held = sum(one.relative_low <= 0.08 <= one.relative_high for one in default)
    assert held >= 56  # 93 % of 60
    assert np.mean([one.relative for one in default]) == pytest.approx(0.08, abs=0.02)


def test_without_an_effect_none_is_claimed():
    drifting = {"persistence": 0.6, "sd": 0.06, "drift": 0.001}
    shops = [shop(1000 + seed, **(drifting if seed % 2 else {})) for seed in range(RUNS)]
    words = [verdict(readings(one)[0]) for one in shops]
    assert claims(words) <= 3  # 5 % of 60
    assert sum(one.word == "no detectable effect" for one in words) >= 54


def test_before_against_after_alone_misleads_where_the_market_drifts():
    drifting = [shop(2000 + seed, persistence=0.6, sd=0.06, drift=0.001) for seed in range(20)]
    naive = [readings(one)[3] for one in drifting]
    assert sum(one.low > 0 for one in naive) >= 15


def test_a_market_that_moves_on_the_same_day_is_no_claim_without_a_control():
    shops = [alone(shop(3000 + seed, effect=0.08, market=np.log(0.94))) for seed in range(20)]
    found = [verdict(readings(one)[0]) for one in shops]
    assert claims(found) == 0
    assert {one.grade for one in found} == {4}


def test_a_large_effect_is_found_by_every_reading_with_its_sign():
    for one in readings(shop(1, effect=-0.3)):
        assert one.high < 0
        assert one.p_positive < 0.01
        assert one.relative == pytest.approx(-0.3, abs=0.08)


def test_the_readings_come_in_order_and_count_their_visitors(shops):
    found = readings(shops[0])
    assert [one.method for one in found] == ["default", "if_parallel", "own_trend", "naive"]
    assert {one.n_after for one in found} == {int(shops[0].visitors[POST].sum())}
    assert all(one.has_control for one in found)
    assert not readings(alone(shops[0]))[0].has_control


def test_the_naive_reading_is_the_ratio_of_the_shares(shops):
    orders = np.array([shops[0].amount[~POST].sum(), shops[0].amount[POST].sum()])
    visitors = np.array([shops[0].visitors[~POST].sum(), shops[0].visitors[POST].sum()])
    before, after = orders / visitors
    error = np.sqrt((1 / orders - 1 / visitors).sum())
    naive = readings(shops[0])[3]
    assert naive.relative == pytest.approx(after / before - 1)
    assert naive.relative_high == pytest.approx(after / before * np.exp(1.959964 * error) - 1, abs=1e-6)
    assert naive.effect == pytest.approx(after - before)


@settings(max_examples=10)
@given(st.integers(0, 500), st.sampled_from([0.0, 0.08, -0.2]))
def test_wider_levels_hold_narrower_ones_and_the_estimate(seed, effect):
    for one in readings(shop(seed, effect)):
        assert one.low98 < one.low < one.low80 < one.effect < one.high80 < one.high < one.high98
        assert one.relative_low < one.relative < one.relative_high


def test_it_does_not_matter_on_which_weekday_the_counting_of_days_begins(shops):
    later = Daily(DAY + 10_003, POST, *[getattr(shops[1], name) for name in COLUMNS])
    for one, other in zip(readings(shops[1]), readings(later), strict=True):
        assert one.relative_low == pytest.approx(other.relative_low, abs=1e-9)


def test_money_per_visitor_does_not_depend_on_the_currency(shops):
    euros = Daily(DAY, POST, *[getattr(shops[0], name) for name in COLUMNS], kind="money")
    cents = Daily(
        DAY, POST, 100 * euros.amount, *[getattr(shops[0], name) for name in COLUMNS[1:]], kind="money"
    )
    for one, other in zip(readings(euros), readings(cents), strict=True):
        assert other.relative == pytest.approx(one.relative, abs=1e-9)
        assert other.effect == pytest.approx(100 * one.effect, rel=1e-9)


def test_money_with_a_day_of_loss_is_read_by_weeks():
    rng = np.random.default_rng(8)
    margin = 400 * np.exp(rng.normal(0, 0.05, 126) + np.log(1.4) * POST)
    margin[20] = -30
    found = readings(Daily(DAY, POST, margin, np.full(126, 1000), kind="money"))
    assert {one.step for one in found} == {"week"}
    assert found[0].relative_low < 0.4 < found[0].relative_high


def test_scores_are_read_on_their_own_scale():
    rng = np.random.default_rng(9)
    answers = rng.poisson(200, 126)
    mean = 3.6 + 0.5 * POST + rng.normal(0, 0.05, 126)
    default = readings(Daily(DAY, POST, mean * answers, answers, kind="score", span=4))[0]
    assert default.low < 0.5 < default.high
    assert default.relative == pytest.approx(default.effect / 3.6, abs=0.02)
    # NPS around 0 has no natural zero to divide by
    nps = Daily(DAY, POST, (mean - 4.1) * 100 * answers, answers, kind="score", span=200)
    assert np.isnan(readings(nps)[0].relative)


def test_a_smaller_drift_setting_narrows_the_default(shops):
    wide, narrow = readings(shops[0], drift=0.002)[0], readings(shops[0], drift=0.0001)[0]
    assert narrow.high - narrow.low < wide.high - wide.low


def test_expected_and_gain_agree_with_the_effect(shops):
    default, seen = readings(shops[0])[0], counterfactual(shops[0])
    assert (seen.expected[~POST] == seen.actual[~POST]).all()
    assert (seen.gain[~POST] == 0).all()
    assert (seen.low[POST] <= seen.expected[POST]).all()
    assert (seen.expected[POST] <= seen.high[POST]).all()
    assert seen.gain.sum() == pytest.approx(default.effect * default.n_after)
    assert seen.gain_low.sum() == pytest.approx(default.low * default.n_after)
    assert seen.gain_high.sum() == pytest.approx(default.high * default.n_after)


def test_draws_repeat_with_their_seed_and_follow_the_reading(shops):
    drawn, default = draws(shops[0], 4000, seed=3), readings(shops[0])[0]
    assert (drawn == draws(shops[0], 4000, seed=3)).all()
    assert (drawn != draws(shops[0], 4000, seed=4)).any()
    assert np.mean(drawn > 0) == pytest.approx(default.p_positive, abs=0.03)
    # exp(mean of the logs) - 1 is the relative effect that is shown
    assert np.expm1(drawn.mean()) == pytest.approx(default.relative, abs=0.005)


def margin_of(days, rng, lift=1.0):
    """Orders per visitor, revenue per order, margin per revenue, and margin per visitor."""
    steps = []
    for orders in (days.amount, days.control_amount):
        revenue = (
            orders * 60 * np.exp(rng.normal(0, 0.03, 126)) * (lift if orders is days.amount else 1.0) ** POST
        )
        steps.append((orders, revenue, 0.4 * revenue * np.exp(rng.normal(0, 0.02, 126))))
    (orders, revenue, margin), (orders_c, revenue_c, margin_c) = steps
    rows = [
        (margin, days.visitors, margin_c, days.control_visitors),
        (orders, days.visitors, orders_c, days.control_visitors),
        (revenue, orders, revenue_c, orders_c),
        (margin, revenue, margin_c, revenue_c),
    ]
    return [Daily(DAY, POST, *row, kind="money") for row in rows]


def test_the_factors_of_the_margin_sum_to_the_margin(shops):
    total, *parts = margin_of(shops[2], np.random.default_rng(2), lift=1.2)
    whole, *split_up = split(total, parts)
    assert whole.mean == pytest.approx(estimate(total).mean, abs=1e-12)
    assert whole.mean == pytest.approx(sum(part.mean for part in split_up), abs=1e-9)
    assert split_up[1].mean == pytest.approx(np.log(1.2), abs=0.05)
    assert split_up[2].mean == pytest.approx(0, abs=0.03)


def test_a_factor_that_is_not_positive_is_refused(shops):
    total, *parts = margin_of(shops[2], np.random.default_rng(2))
    holed = Daily(
        DAY, POST, np.where(DAY == 5, 0, parts[1].amount), *[getattr(parts[1], c) for c in COLUMNS[1:]]
    )
    with pytest.raises(DataError, match="Leave those days out"):
        split(total, [holed])


def test_a_shop_closed_on_sundays_is_read_all_the_same(shops):
    closed = np.where(DAY % 7 == 6, 0, 1)
    one = shops[0]
    found = readings(
        Daily(
            DAY,
            POST,
            one.amount * closed,
            one.visitors * closed,
            one.control_amount * closed,
            one.control_visitors * closed,
        )
    )
    assert found[0].relative == pytest.approx(readings(one)[0].relative, abs=0.05)


def test_a_perfectly_even_shop_gives_the_exact_effect():
    # 20 of 100 every day, 25 of 100 after; one weekday apart so that the metric moves
    amount = np.where(POST, 25.0, 20.0) * np.where(DAY % 7 == 2, 1.5, 1.0)
    default = readings(Daily(DAY, POST, amount, np.full(126, 100), kind="money"))[0]
    assert default.relative == pytest.approx(0.25, abs=1e-6)


def test_too_short_a_time_after_the_change_is_refused(shops):
    with pytest.raises(DataError, match="Wait until they have passed"):
        readings(shops[0].picked(DAY < 100))
