import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.charts.counterfactual import counterfactual
from lib.charts.payback import break_even, payback
from lib.charts.readings import readings
from lib.charts.spark import spark
from lib.charts.theme import tokens
from lib.charts.waterfall import waterfall
from tests.pictures import described, drawn, fixed_places, font_sizes, ink, params, rendered, size, spec

LIGHT = tokens(False)


def course(lift=10.0):
    """Twenty weeks at 100; from the eleventh on `lift` more than expected."""
    days = pd.date_range("2026-01-05", periods=20, freq="W-MON")
    actual = [100.0 + (lift if i >= 10 else 0) for i in range(20)]
    return pd.DataFrame({"day": days, "actual": actual, "expected": 100.0, "low": 96.0, "high": 104.0})


def change(lift=10.0, dark=False, **options):
    defaults = {"title": "It worked", "subtitle": "weekly", "gain": "+€100 (€40 to €160)"}
    return counterfactual(
        course(lift), live_at="2026-03-16", label="New checkout", tokens=tokens(dark), **defaults | options
    )


def books():
    return pd.DataFrame(
        [
            ("Conversion", 148_000.0, "benefit"),
            ("Retention", 62_000.0, "benefit"),
            ("Build cost", -92_000.0, "cost"),
            ("Net benefit", 118_000.0, "net"),
        ],
        columns=["label", "amount", "kind"],
    )


def falls(frame=None, dark=False, **options):
    frame = books() if frame is None else frame
    return waterfall(frame, tokens=tokens(dark), title="It pays", subtitle="first year", **options)


def cash(slope=10.0):
    months = range(25)
    return pd.DataFrame(
        {
            "month": months,
            "value": [-95 + slope * m for m in months],
            "low": [-95 + slope * 0.6 * m for m in months],
            "high": [-95 + slope * 1.5 * m for m in months],
        }
    )


def repaid(slope=10.0, dark=False, **options):
    return payback(cash(slope), tokens=tokens(dark), title="It pays back", subtitle="cash", **options)


def four(dark=False, **options):
    frame = pd.DataFrame(
        [
            ("naive", 0.142, 0.121, 0.163, "Before and after", False, "misleading: counts the season"),
            ("its", 0.061, 0.012, 0.110, "Interrupted series", False, ""),
            ("did", -0.004, -0.060, 0.052, "Against a control", False, ""),
            ("test", None, None, None, "Randomised test", True, "no test ran"),
        ],
        columns=["method", "relative", "low", "high", "label", "emphasised", "note"],
    )
    return readings(frame, tokens=tokens(dark), title="Four readings", subtitle="relative", **options)


CHARTS = {"counterfactual": change, "waterfall": falls, "payback": repaid, "readings": four}


@pytest.mark.parametrize("room", ["half", "narrow"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("chart", CHARTS.values(), ids=CHARTS)
def test_it_renders_inside_its_width_with_readable_text(chart, dark, room):
    width = 358 if room == "narrow" else 560
    made = chart(dark=dark, room=room)
    picture = rendered(made, dark, width=width)
    assert abs(picture.width - width) <= 3
    assert ink(picture, tokens(dark).ink, (0, 0, width, 30)) > 100
    assert min(font_sizes(spec(made))) >= 10.5
    assert fixed_places(spec(made)) <= {0}


@pytest.mark.parametrize("chart", CHARTS.values(), ids=CHARTS)
def test_it_is_small_has_no_selection_and_describes_itself(chart):
    made = chart()
    assert size(made) < 40_000
    assert params(spec(made)) == set()
    assert described(spec(made)) >= 1


def test_the_lines_of_a_change_are_named_at_their_ends():
    svg = drawn(change())
    for words in ("actual", "expected", "New checkout", "+€100 (€40 to €160)", "95% band of expected"):
        assert f">{words}</text>" in svg


@pytest.mark.parametrize(
    ("lift", "better", "colour"), [(10, "up", "best"), (-10, "up", "worst"), (-10, "down", "best")]
)
def test_the_area_of_a_change_tells_good_from_bad(lift, better, colour):
    made = spec(change(lift, better=better))
    areas = [one for one in made["layer"] if one["mark"]["type"] == "area" and "opacity" in one["mark"]][1:]
    open_area = {
        one["mark"]["color"]
        for one in areas
        for row in made["datasets"][one["data"]["name"]]
        if row["edge"] != row["expected"]
    }
    assert open_area == {getattr(LIGHT, colour)}


def test_names_do_not_touch_where_the_lines_end_together():
    made = spec(change(lift=0.0))
    shifts = [one["mark"]["dy"] for one in made["layer"] if one["mark"].get("dx") == 7]
    assert abs(shifts[0] - shifts[1]) == 15


def test_a_waterfall_stands_on_what_went_before():
    bars = next(iter(spec(falls())["datasets"].values()))
    assert [(bar["start"], bar["end"]) for bar in bars] == [
        (0, 148_000),
        (148_000, 210_000),
        (210_000, 118_000),
        (0, 118_000),
    ]


def test_amounts_carry_their_sign_and_the_net_does_not():
    svg = drawn(falls())
    for words in ("+€148k", "−€92k", "€118k"):
        assert f">{words}</text>" in svg


def test_a_loss_is_drawn_below_zero():
    loss = pd.DataFrame(
        [
            ("Retention", 20_000.0, "benefit"),
            ("Build cost", -92_000.0, "cost"),
            ("Net benefit", -72_000.0, "net"),
        ],
        columns=["label", "amount", "kind"],
    )
    assert ">−€72k</text>" in drawn(falls(loss))
    domain = spec(falls(loss))["layer"][0]["encoding"]["y"]["scale"]["domain"]
    assert domain[0] < -72_000
    assert domain[1] > 20_000


def test_the_month_and_its_range_are_rounded_by_one_rule():
    # -95 + 10 m is zero at 9.5; the fast course at 6.33, the slow one at 15.83: all rounded up.
    svg = drawn(repaid())
    assert ">Paid back in month 10</text>" in svg
    assert ">80% range 7 to 16</text>" in svg


def test_a_project_that_never_pays_back_says_so():
    assert ">Not paid back within 24 months</text>" in drawn(repaid(slope=1))
    assert ">80% range: more than 24</text>" in drawn(repaid(slope=1))
    # With 5 a month zero is reached at 19; the slow course (3 a month) does not get there in time.
    assert ">80% range 13 to more than 24</text>" in drawn(repaid(slope=5))


@given(st.floats(1, 1e5), st.floats(0.1, 1e4))
def test_break_even_of_a_straight_course_is_cost_over_gain(cost, gain):
    months = pd.Series(range(13))
    found = break_even(months, gain * months - cost)
    expected = cost / gain
    assert found is None if expected > 12.0001 else found is None or found == pytest.approx(expected)


def test_break_even_counts_from_where_it_stays_above_zero():
    assert break_even(pd.Series([0, 1, 2, 3]), pd.Series([-1.0, 1.0, -1.0, 3.0])) == 2.25
    assert break_even(pd.Series([0, 1]), pd.Series([1.0, 2.0])) == 0


def test_each_reading_prints_its_effect_and_interval():
    svg = drawn(four())
    for words in ("+14.2%", "+12.1% to +16.3%", "−0.4%", "−6.0% to +5.2%", "misleading: counts the season"):
        assert f">{words}</text>" in svg


def test_a_reading_without_numbers_prints_only_its_note():
    svg = drawn(four())
    assert ">no test ran</text>" in svg
    assert "Randomised test: " not in svg  # no dot, no sentence


def test_only_the_reading_that_counts_has_the_accent():
    frame = {"relative": 0.05, "low": 0.01, "high": 0.09, "label": "A", "method": "a"}
    strong = readings(pd.DataFrame([frame | {"emphasised": True}]), tokens=LIGHT, title="t", subtitle="")
    weak = readings(pd.DataFrame([frame | {"emphasised": False}]), tokens=LIGHT, title="t", subtitle="")
    assert ink(rendered(strong), LIGHT.accent) > 50
    assert ink(rendered(weak), LIGHT.accent) == 0


@pytest.mark.parametrize("better", ["up", "down"])
def test_a_card_shades_the_good_side_of_its_target(better):
    frame = pd.DataFrame(
        {"period": pd.date_range("2026-01-01", periods=8), "value": [3, 4, 3, 5, 4, 3, 4, 5.0]}
    )
    made = spec(spark(frame, tokens=LIGHT, target=4.0, better=better))
    band = next(iter(made["datasets"][made["layer"][0]["data"]["name"]]))
    assert (band["low"] == 4.0) == (better == "up")
    assert (band["high"] == 4.0) == (better == "down")
    assert 60 <= made["height"] <= 70
    assert size(spark(frame, tokens=LIGHT, target=(3.5, 4.5))) < 10_000
    assert ink(rendered(spark(frame, tokens=LIGHT, target=4.0, better=better)), LIGHT.accent) > 20
