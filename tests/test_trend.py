from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.charts import axes, moments
from lib.charts.theme import tokens
from lib.charts.trend import trend
from tests.pictures import described, drawn, font_sizes, ink, params, rendered, size, spec

LIGHT = tokens(False)


def weeks(count=12, first="2025-11-03"):
    days = pd.date_range(first, periods=count, freq="W-MON")
    values = [0.025 + 0.0004 * (i % 5) for i in range(count)]
    frame = pd.DataFrame({"period": days, "value": values})
    return frame.assign(low=frame["value"] - 0.001, high=frame["value"] + 0.001, open=False)


def chart(frame=None, dark=False, **options):
    defaults = {"title": "Conversion rises", "subtitle": "weekly", "unit": "share", "measure": "Conversion"}
    frame = weeks() if frame is None else frame
    return trend(frame, tokens=tokens(dark), **defaults | options)


def test_the_last_value_stands_at_its_end_with_its_unit():
    # The twelfth week: 0.025 + 0.0004 * (11 % 5) = 0.0254.
    assert ">2.54%</text>" in drawn(chart())


def test_a_running_period_says_so_far_and_the_last_complete_one_keeps_its_value():
    frame = weeks()
    frame.loc[11, ["value", "open"]] = [0.03, True]
    svg = drawn(chart(frame))
    assert ">3.00% so far</text>" in svg
    assert ">2.50%</text>" in svg  # the eleventh week, 10 % 5 = 0


def test_the_year_stands_where_the_axis_begins_and_where_it_turns():
    svg = drawn(chart(weeks(30)))
    assert "2025" in svg
    assert "2026" in svg
    assert "2027" not in svg


def test_a_short_axis_prints_days():
    days = pd.DataFrame(
        {
            "period": pd.date_range("2026-03-01", periods=20),
            "value": 5.0,
            "low": None,
            "high": None,
            "open": False,
        }
    )
    svg = drawn(chart(days, unit="count"))
    assert ">8 Mar</text>" in svg or ">3 Mar</text>" in svg


def test_markers_inside_the_picture_are_named_and_others_are_not():
    found = pd.DataFrame({"day": ["2025-12-01", "2020-01-01"], "name": ["New checkout", "Long ago"]})
    svg = drawn(chart(markers=found))
    assert ">New checkout</text>" in svg
    assert "Long ago" not in svg


@given(st.lists(st.tuples(st.floats(0, 1), st.integers(1, 40)), max_size=12))
def test_names_of_markers_never_touch(found):
    shares, letters = [share for share, _ in found], [count for _, count in found]
    level = moments.levels(shares, letters, 800)
    places: dict[int, list[tuple[float, float]]] = {}
    for share, count, line in zip(shares, letters, level, strict=True):
        long = count * 6.2 / 800
        left, right = (share - long, share) if share > 0.6 else (share, share + long)
        assert all(right <= a or left >= b for a, b in places.get(line, []))
        places.setdefault(line, []).append((left, right))


def test_the_previous_period_and_the_target_are_named_in_the_plot():
    before = weeks().assign(value=0.02)[["period", "value"]]
    svg = drawn(chart(previous=before, target=0.026))
    assert ">previous period</text>" in svg
    assert ">target 2.60%</text>" in svg
    assert ">target 2.60% to 2.80%</text>" in drawn(chart(target=(0.026, 0.028)))


def test_a_missing_value_breaks_the_line_instead_of_bridging_it():
    frame = weeks()
    frame.loc[5, "value"] = None
    line = next(one for one in spec(chart(frame))["layer"] if one["mark"]["type"] == "line")
    rows = spec(chart(frame))["datasets"][line["data"]["name"]]
    assert rows[5]["value"] is None


def test_hovering_needs_no_rerun():
    assert params(spec(chart())) == {"hover"}


def test_each_period_describes_itself():
    assert described(spec(chart())) == 1
    assert "3 Nov 2025: Conversion 2.50%, 2.40% to 2.60%, complete" in drawn(chart())


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [358, 1180])
def test_it_renders_inside_its_width(dark, width):
    found = pd.DataFrame({"day": ["2025-12-01"], "name": ["New checkout"]})
    picture = rendered(chart(dark=dark, narrow=width == 358, markers=found), dark, width=width)
    assert abs(picture.width - width) <= 2
    assert ink(picture, tokens(dark).accent) > 200
    assert min(font_sizes(spec(chart(narrow=width == 358)))) >= 10.5


def test_one_single_period_still_draws():
    assert ">2.50%</text>" in drawn(chart(weeks(1)))


def test_no_value_at_all_still_draws():
    assert "Conversion rises" in drawn(chart(weeks().assign(value=None, low=None, high=None)))


def test_two_years_of_weeks_stay_under_the_size():
    assert size(chart(weeks(104), previous=weeks(104)[["period", "value"]])) < 60_000


@given(st.floats(-1e5, 1e5), st.floats(1e-2, 1e7))
def test_ticks_are_few_even_and_inside(low, wide):
    found = axes.ticks(low, low + wide)
    assert 2 <= len(found) <= 5
    assert low - 1e-6 * wide <= found[0]
    assert found[-1] <= low + wide + 1e-6 * wide
    steps = [b - a for a, b in zip(found, found[1:], strict=False)]
    assert steps == pytest.approx([steps[0]] * len(steps), rel=1e-6)


@given(
    st.floats(-1e6, 1e6), st.floats(0.01, 1e7), st.sampled_from(["money", "count", "share", "ratio", "nps"])
)
def test_no_two_ticks_read_the_same(low, wide, unit):
    low, wide = (low / 1e6, max(wide / 1e7, 1e-4)) if unit == "share" else (low, wide)
    found = axes.ticks(low, low + wide)
    texts = axes.tick_texts(found, unit, "EUR")
    assert len(set(texts)) == len(texts)


@given(st.dates(date(2000, 1, 1), date(2040, 1, 1)), st.integers(0, 4000), st.integers(3, 9))
def test_time_ticks_lie_inside_and_are_few(first, days, most):
    last = first + timedelta(days=days)
    found = axes.time_ticks(first, last, most)
    assert found == sorted(set(found))
    assert all(first <= day <= last for day in found)
    assert 1 <= len(found) <= max(most, 1)
