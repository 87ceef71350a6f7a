"""Importance against performance: dots with crosses, four named fields, hollow where it may be chance."""

import pandas as pd
import pytest

from lib.charts.quadrant import FIELDS, quadrant
from lib.charts.theme import tokens
from tests.pictures import described, drawn, font_sizes, ink, rendered, spec


def dots():
    rows = [
        ("checkout", 0.40, 0.35, 0.45, 0.12, 0.06, 0.20, False, 900),
        ("delivered", 0.80, 0.77, 0.83, 0.08, 0.03, 0.14, False, 1200),
        ("site search", 0.60, 0.50, 0.70, 0.01, 0.00, 0.03, True, 80),
    ]
    names = [
        "driver", "performance", "performance_low", "performance_high", "importance", "low", "high", "greyed",
        "customers",
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=names)


def chart(dark=False, frame=None, **options):
    usual = {"title": "Checkout matters", "subtitle": "Crosses", "split": (0.7, 0.07)}
    return quadrant(dots() if frame is None else frame, tokens=tokens(dark), **usual | options)


def test_dots_and_fields_are_named():
    svg = drawn(chart())
    for words in ("Checkout", "Delivered", "Site search", *FIELDS, "Share of R²"):
        assert f">{words}</text>" in svg


def test_each_dot_speaks_for_itself_and_says_what_may_be_chance():
    svg = drawn(chart())
    assert described(spec(chart())) == 1
    assert "Checkout: Share of R² 12.0%, 6.0% to 20.0%, beyond chance; Top answers (CSAT) 40.0%" in svg
    assert "Site search: Share of R² 1.0%, 0.0% to 3.0%, may be chance" in svg


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_what_may_be_chance_is_hollow(dark):
    weak = dots().head(1).assign(performance=0.1, performance_low=0.05, performance_high=0.15)
    assert ink(rendered(chart(dark, weak), dark), tokens(dark).worst) > 50
    assert ink(rendered(chart(dark, weak.assign(greyed=True)), dark), tokens(dark).worst) == 0


def test_labels_of_equal_dots_do_not_lie_on_each_other():
    alike = pd.concat([dots().head(1).assign(driver=f"page {n}") for n in range(6)], ignore_index=True)
    svg = drawn(chart(frame=alike))
    assert all(f">Page {n}</text>" in svg for n in range(6))
    made = spec(chart(frame=alike))
    places = sorted(
        {row["label_at"] for data in made["datasets"].values() for row in data if "label_at" in row}
    )
    assert min(b - a for a, b in zip(places, places[1:], strict=False)) >= 15


@pytest.mark.parametrize("width", [358, 860])
def test_it_renders_inside_its_width(width):
    made = chart(narrow=width == 358)
    assert abs(rendered(made, width=width).width - width) <= 2
    assert min(font_sizes(spec(made))) >= 10.5
