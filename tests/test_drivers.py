"""Shares of R squared: published figures, what every Shapley value must obey, and drivers of a shop."""

import json
from datetime import datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.analysis.drivers import drivers as asked
from lib.model.errors import DataError, QuestionError
from lib.model.filters import Filters
from lib.stats.drivers import MOST, correlations, drivers, lmg
from tests.conftest import SHARED
from tests.journeys import shop

REFERENCE = SHARED.parent / "reference" / "results" / "lmg_swiss.json"


def shares_of(x, y):
    return lmg(correlations(np.column_stack([x, y])))


@pytest.mark.skipif(not REFERENCE.is_file(), reason="the published figures are not on this machine")
def test_the_fertility_of_1888_is_shared_as_published():
    known = json.loads(REFERENCE.read_text())
    columns = known["data"]
    names = list(known["expected"]["lmg"])
    x = np.column_stack([columns[name] for name in names])
    shares, r2 = shares_of(x, columns[known["outcome"]])
    assert shares == pytest.approx(list(known["expected"]["lmg"].values()), abs=known["tolerance"])
    assert r2 == pytest.approx(known["expected"]["r2"], abs=known["tolerance"])
    # the order of the columns does not matter
    turned, _ = shares_of(x[:, ::-1], columns[known["outcome"]])
    assert turned[::-1] == pytest.approx(shares, abs=1e-12)


def test_two_drivers_by_hand():
    # R2 alone .36 and .16, together (.36 + .16 - 2*.6*.4*.5) / (1 - .25) = .28 / .75
    shares, r2 = lmg([[1, 0.5, 0.6], [0.5, 1, 0.4], [0.6, 0.4, 1]])
    assert r2 == pytest.approx(0.28 / 0.75)
    assert shares == pytest.approx([(0.36 + r2 - 0.16) / 2, (0.16 + r2 - 0.36) / 2])


def sample(seed, n=60, p=4):
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(n, p)) @ rng.normal(size=(p, p))
    return x, x @ rng.normal(size=p) + rng.normal(size=n)


@given(st.integers(0, 10_000), st.integers(1, 6))
def test_shares_are_never_negative_and_sum_to_r_squared(seed, p):
    x, y = sample(seed, p=p)
    shares, r2 = shares_of(x, y)
    design = np.column_stack([np.ones(len(y)), x])
    left = y - design @ np.linalg.lstsq(design, y, rcond=None)[0]
    assert shares.sum() == pytest.approx(r2, abs=1e-9)
    assert r2 == pytest.approx(1 - (left @ left) / ((y - y.mean()) @ (y - y.mean())), abs=1e-8)
    assert (shares > -1e-12).all()


@given(st.integers(0, 10_000))
def test_a_driver_that_is_there_twice_shares_with_its_twin(seed):
    x, y = sample(seed)
    shares, r2 = shares_of(np.column_stack([x, x[:, 0]]), y)
    assert shares[0] == pytest.approx(shares[-1], abs=1e-8)
    assert r2 == pytest.approx(shares_of(x, y)[1], abs=1e-8)


@given(st.integers(0, 10_000))
def test_a_driver_that_never_adds_anything_has_no_share(seed):
    x, y = sample(seed)
    shares, _ = shares_of(np.column_stack([x, np.full(len(y), 3.0)]), y)
    assert shares[-1] == 0
    assert shares[:-1] == pytest.approx(shares_of(x, y)[0], abs=1e-9)


@given(st.integers(0, 10_000))
def test_units_and_order_do_not_matter(seed):
    x, y = sample(seed)
    shares, _ = shares_of(x, y)
    changed, _ = shares_of((x * [2, -3, 10, 0.1] + 7)[:, ::-1], 5 - 2 * y)
    assert changed[::-1] == pytest.approx(shares, abs=1e-9)


def test_the_same_seed_gives_the_same_limits_around_the_shares():
    x, y = sample(1, n=300)
    one, other = drivers(x, y, seed=5), drivers(x, y, seed=5)
    assert np.array_equal(one.shares.low, other.shares.low)
    assert (one.shares.low <= one.shares.value).all()
    assert (one.shares.value <= one.shares.high).all()
    assert one.r2.low <= one.r2.value <= one.r2.high
    assert one.correlations == pytest.approx([np.corrcoef(x[:, j], y)[0, 1] for j in range(4)])


def test_drivers_without_any_tie_are_faint_nearly_always():
    rng = np.random.default_rng(8)
    solid = sum(
        int((~drivers(rng.normal(size=(200, 3)), rng.normal(size=200), seed=turn, draws=200).faint).sum())
        for turn in range(60)
    )
    # of 180 drivers; 5 % would be 9
    assert solid <= 9


def test_a_strong_driver_is_not_faint():
    rng = np.random.default_rng(2)
    x = rng.normal(size=(300, 2))
    assert drivers(x, x[:, 0] + rng.normal(size=300)).faint.tolist() == [False, True]


def test_limits_hold_the_truth_about_as_often_as_they_say():
    rng, held = np.random.default_rng(4), 0
    for turn in range(120):
        x = rng.normal(size=(250, 2))
        found = drivers(x, 0.5 * x[:, 0] + 0.3 * x[:, 1] + rng.normal(size=250), seed=turn, draws=200)
        # independent drivers: the first one's share is .25 / (.25 + .09 + 1)
        held += found.shares.low[0] <= 0.25 / 1.34 <= found.shares.high[0]
    assert 105 <= held <= 120


def test_what_cannot_be_shared_says_what_to_do():
    with pytest.raises(QuestionError, match="Choose at most 12"):
        drivers(np.zeros((50, MOST + 1)), np.arange(50))
    with pytest.raises(DataError, match="Widen the dates"):
        drivers(np.random.default_rng(0).normal(size=(50, 2)), np.ones(50))


def test_twelve_drivers_are_shared_exactly():
    x, y = sample(3, n=200, p=MOST)
    shares, r2 = shares_of(x, y)
    assert shares.sum() == pytest.approx(r2, abs=1e-9)


AT, END = datetime(2026, 1, 10, 12), datetime(2026, 12, 31)
TOUCHPOINTS = {"purchase": "checkout", "retention": "delivered", "advocacy": "review given"}


def said(who, stage, score, metric="csat", scale=(1, 5)):
    return {
        "feedback_id": f"{who}-{stage}-{metric}", "customer_id": who, "given_at": AT, "metric": metric,
        "score": score, "scale_min": scale[0], "scale_max": scale[1], "stage": stage,
        "touchpoint": TOUCHPOINTS.get(stage),
    }  # fmt: skip


def people(size=120):
    """Every mix of content (1) and not (0) at the checkout and at the delivery, equally often."""
    return [(f"c{n}", n % 2, n // 2 % 2) for n in range(size)]


def answers(size=120, more=()):
    """The recommendation is 3, and 4 more for a good checkout, 2 more for a good delivery."""
    rows = []
    for who, bought, brought in people(size):
        rows += [said(who, "purchase", 1 + 4 * bought), said(who, "retention", 1 + 4 * brought)]
        rows.append(said(who, None, 3 + 4 * bought + 2 * brought, "nps", (0, 10)))
    return [*rows, *more]


def seen(day=END):
    return {"event_id": f"v{day}", "customer_id": "z", "ts": day, "touchpoint": "home"}


def rows_of(store, **options):
    frame = asked(store, Filters(), **options)
    return {row.driver: row for row in frame.itertuples()}


def test_importance_is_worked_by_hand_where_drivers_are_independent():
    found = rows_of(shop(feedback=answers()))
    # variances 16/4 and 4/4: four parts in five, one in five, and nothing is left
    assert found["purchase"].importance == pytest.approx(0.8)
    assert found["retention"].importance == pytest.approx(0.2)
    assert found["purchase"].r2 == pytest.approx(1)
    assert found["purchase"].complete == 120
    assert list(found) == ["purchase", "retention"]
    assert (found["purchase"].n, found["purchase"].customers, found["purchase"].performance) == (
        120,
        120,
        0.5,
    )
    assert not found["purchase"].greyed


def test_touchpoints_may_be_the_drivers():
    assert rows_of(shop(feedback=answers()), by="touchpoint")["checkout"].importance == pytest.approx(0.8)


def test_a_customer_without_a_score_is_left_out_and_none_is_made_up():
    more = [said(f"x{n}", "purchase", 1) for n in range(50)]
    more += [said(f"x{n}", None, 10, "nps", (0, 10)) for n in range(50)]
    found = rows_of(shop(feedback=answers(more=more)))
    # the fifty would turn the sign, but they never answered about the delivery
    assert (found["purchase"].complete, found["purchase"].correlation > 0) == (120, True)
    # how content they are counts, though
    assert (found["purchase"].n, found["purchase"].performance) == (170, 60 / 170)


def test_a_driver_that_few_answered_about_is_left_out_unless_it_is_named():
    few = [said(f"c{n}", "advocacy", 5 - n % 2) for n in range(110)]
    found = rows_of(shop(feedback=answers(400, few)))
    assert (found["advocacy"].used, found["advocacy"].otherwise, found["purchase"].complete) == (
        False,
        110,
        400,
    )
    named = rows_of(shop(name="b", feedback=answers(400, few)), among="purchase > advocacy")
    assert (named["advocacy"].used, named["retention"].used, named["purchase"].complete) == (True, False, 110)
    assert named["advocacy"].otherwise == 400


def test_buying_again_and_staying_away_are_what_follows_the_last_answer():
    orders = [
        {"order_id": who, "customer_id": who, "ordered_at": AT + timedelta(days=60), "revenue": 50}
        for who, bought, _ in people()
        if bought
    ]
    # an order after the 90 days comes too late
    orders += [
        {"order_id": f"{who}b", "customer_id": who, "ordered_at": AT + timedelta(days=100), "revenue": 50}
        for who, bought, _ in people()
        if not bought
    ]
    events = [
        {"event_id": who, "customer_id": who, "ts": AT + timedelta(days=5), "touchpoint": "home"}
        for who, _, brought in people()
        if brought
    ]
    # a parcel is nothing that the customer does
    events += [
        {"event_id": f"{who}p", "customer_id": who, "ts": AT + timedelta(days=5), "touchpoint": "delivered"}
        for who, _, _ in people()
    ]
    store = shop(feedback=answers(), orders=orders, events=[*events, seen()])
    again, away = (
        rows_of(store, outcome="repurchase", metric="csat"),
        rows_of(store, outcome="churn", metric="csat"),
    )
    assert (again["purchase"].importance, again["retention"].importance) == pytest.approx((1, 0))
    assert (away["purchase"].importance, away["retention"].importance) == pytest.approx((0, 1))
    assert (again["purchase"].sign, away["retention"].sign) == (1, -1)


def test_a_window_that_is_not_over_tells_nothing():
    store = shop(feedback=answers(), events=[seen(AT + timedelta(days=80))])
    with pytest.raises(DataError, match="100 are needed"):
        asked(store, Filters(), outcome="churn", metric="csat")


@pytest.mark.parametrize(
    ("options", "mend"),
    [
        ({"outcome": "joy"}, "Choose one of: csat, nps, ces, rating, repurchase, churn"),
        ({"by": "channel"}, "Choose one of: touchpoint, stage"),
        ({"metric": "joy"}, "Choose one of: csat"),
        ({"among": "purchase > moon"}, "Choose one of: purchase, retention"),
        ({"outcome": "ces"}, "Choose another outcome"),
    ],
)
def test_an_impossible_question_says_what_is_possible(options, mend):
    with pytest.raises((DataError, QuestionError), match=mend):
        asked(shop(feedback=answers()), Filters(), **options)


def test_too_few_customers_are_counted_by_driver():
    with pytest.raises(DataError, match=r"60 customers .* \(purchase 60, retention 60\). 100 are needed"):
        asked(shop(feedback=answers(60)), Filters(), among="purchase > retention")
