"""The funnel drawn: both rates by name, the worst loss stands out, and a click says which part."""

import pandas as pd

from lib.analysis.funnel import table, ways
from lib.analysis.pictures.funnel import picture, trend_title
from lib.charts.funnel import funnel
from lib.charts.theme import tokens
from lib.model.filters import Filters
from lib.model.funnel_view import FunnelView, parse
from tests.journeys import journeys
from tests.pictures import described, drawn, ink, params, rendered, size, spec


def steps(lost=2000.0):
    rows = [
        (1, "product page", False, 1000, 1.0, 1.0, None, None, 0, None, 0.0),
        (2, "cart", False, 400, 0.4, 0.4, 0.37, 0.431, 600, 250.0, lost * 6),
        (3, "payment", True, 150, 0.15, 0.375, 0.33, 0.42, 0, 35.0, 0.0),
        (4, "order placed", False, 200, 0.2, 0.5, 0.45, 0.55, 200, 180_000.0, lost * 2),
    ]
    names = ["step", "label", "optional", "customers", "rate_overall", "rate_step", "low", "high", "dropped"]
    frame = pd.DataFrame(rows, columns=[*names, "median_seconds", "lost"])
    return frame.astype({"low": float, "high": float, "median_seconds": float, "lost": float})


def chart(frame=None, dark=False, **options):
    words = {"title": "Most are lost before cart", "subtitle": "Within 30 days of entering"}
    return funnel(steps() if frame is None else frame, tokens=tokens(dark), **words, **options)


def test_each_step_names_customers_both_rates_time_and_money():
    svg = drawn(chart())
    for words in (
        "2. Cart",
        "400 customers",
        "40.0% of entered · 40.0% of step 1 · median 4.2 min later",
        "−600 dropped out, about €12k",
        "3. Payment (optional)",
        "15.0% of entered · 37.5% of step 2 · median 35 s later",
        "optional: who skips it is not lost",
        # the step before the last that nobody may skip is the cart
        "20.0% of entered · 50.0% of step 2 · median 2.1 days later",
    ):
        assert f">{words}</text>" in svg


def test_without_money_none_is_named():
    svg = drawn(chart(steps(lost=float("nan"))))
    assert ">−600 dropped out</text>" in svg
    assert "about" not in svg


def test_under_ten_customers_there_is_no_rate_of_the_step():
    frame = steps().assign(customers=[9, 4, 1, 2], dropped=[0, 5, 0, 2])
    svg = drawn(chart(frame))
    assert "too few of step 1" in svg


def test_a_click_returns_step_and_part():
    made = spec(chart())
    assert params(made) == {"pick"}
    assert made["params"][0]["select"]["fields"] == ["step", "part"]
    assert described(made) == 1
    assert size(chart()) < 30_000


def test_only_the_worst_loss_is_in_the_worst_colour():
    for dark in (False, True):
        colours = tokens(dark)
        picture_of = rendered(chart(dark=dark), dark)
        assert ink(picture_of, colours.worst) > 2000
        assert ink(picture_of, colours.accent) > 2000
    several = steps().assign(dropped=[0, 300, 0, 300])
    assert drawn(chart(several)).count(tokens(False).worst) == 1


def test_a_phone_has_its_own_lines():
    svg = drawn(chart(room="narrow"))
    assert ">40.0% of entered · 40.0% of step 1</text>" in svg
    assert ">−600 dropped out, about €12k · median 4.2 min later</text>" in svg


def test_the_title_says_where_most_are_lost():
    store = journeys(ann="home > cart > order placed", bob="home > cart", cid="home > cart", dan="home")
    shown = picture(store, Filters(), view=FunnelView(parse("home > cart > order placed")))
    assert shown.title == "Most are lost before order placed: 2 of 3 customers (67%)"
    assert shown.alt.endswith("1 of 4 (25.0%) reached order placed.")
    assert shown.picks() == {
        "reached 1. home": (1, False),
        "reached 2. cart": (2, False),
        "dropped out before 2. cart": (1, True),
        "reached 3. order placed": (3, False),
        "dropped out before 3. order placed": (2, True),
    }
    held = FunnelView(parse("home > cart"), "any", 60, ("blog",), "channel")
    store = journeys(ann="home > cart")
    shown = picture(store, Filters(), view=FunnelView(parse("home > cart")))
    assert shown.title == "All 1 customers who entered went through"
    assert (
        table(store, ways(store, Filters(), FunnelView(parse("home > cart"))), shown.view)["lost"]
        .isna()
        .all()
    )
    assert held.window_words == "1 hour"


def test_the_trend_claims_only_finished_periods():
    frame = pd.DataFrame({"open": [False, False, True], "value": [0.5, 0.25, 0.0]})
    frame = frame.assign(entered=[20, 20, 20], customers=[10, 5, 0])
    assert trend_title(frame, "week") == "25.0% of those who entered in the last finished week, 37.5% in all"
    assert trend_title(frame.tail(1), "week").startswith("No week is finished yet")
