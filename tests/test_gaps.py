"""The picture of promise and reality: columns by gap, values with intervals, and where it begins to hurt."""

import pandas as pd
import pytest

from lib.charts.gaps import gaps
from lib.charts.theme import tokens
from tests.pictures import described, drawn, font_sizes, ink, params, rendered, spec


def columns():
    rows = [
        ("1-2 days early", 1200, 400, 0.80, 0.76, 0.84),
        ("on the day", 900, 300, 0.78, 0.73, 0.82),
        ("1 day late", 90, 40, 0.40, 0.26, 0.55),
        ("5+ days late", 30, 12, 0.20, 0.05, 0.50),
        ("(not fulfilled)", 8, 4, 1.00, 0.40, 1.00),
    ]
    frame = pd.DataFrame(rows, columns=["id", "orders", "n", "value", "low", "high"])
    return frame.assign(name=frame["id"].str.strip("()"))


def chart(dark=False, **options):
    usual = {
        "title": "CSAT falls",
        "subtitle": "By day",
        "unit": "share",
        "target": 0.79,
        "hurts": "1 day late",
    }
    return gaps(options.pop("frame", columns()), tokens=tokens(dark), **usual | options)


def test_counts_values_names_and_the_mark_are_printed():
    svg = drawn(chart())
    for words in ("1,200", "80%", "40%", "1 day late", "not fulfilled", "hurts from here on", "in time 79%"):
        assert f">{words}</text>" in svg


def test_under_ten_there_is_no_value_and_it_says_so():
    svg = drawn(chart())
    assert "100%" not in svg.replace("100%;", "")
    assert ">too few</text>" in svg
    assert "not fulfilled: 8 orders, CSAT –, too few answers" in svg


def test_a_column_is_clicked_as_a_whole_and_speaks_for_itself():
    made = spec(chart())
    assert params(made) == {"pick"}
    assert made["params"][0]["select"]["fields"] == ["id"]
    assert described(made) == 1
    assert "1 day late: 90 orders, CSAT 40%, 26% to 55%" in drawn(chart())


def test_without_an_onset_nothing_is_marked():
    assert "hurts" not in drawn(chart(hurts=None))
    assert "hurts" not in drawn(chart(hurts="2 days late"))


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_worse_than_in_time_is_vermilion_whichever_way_is_better(dark):
    worst = tokens(dark).worst
    assert ink(rendered(chart(dark), dark), worst) > 300
    tickets = columns().assign(value=[0.1, 0.1, 0.6, 0.6, 0.6], low=0.05, high=0.7)
    for better, found in (("down", True), ("up", False)):
        shown = chart(dark, frame=tickets, target=0.1, better=better, hurts=None)
        assert (ink(rendered(shown, dark), worst) > 100) is found


def test_nothing_to_compare_with_leaves_columns_grey():
    blank = columns().assign(value=None, low=None, high=None, n=0)
    svg = drawn(chart(frame=blank, target=None, hurts=None))
    assert "in time" not in svg


@pytest.mark.parametrize("width", [358, 1000])
def test_it_renders_inside_its_width(width):
    made = chart(narrow=width == 358)
    assert abs(rendered(made, width=width).width - width) <= 2
    assert min(font_sizes(spec(made))) >= 10.5
