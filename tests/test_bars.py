"""Bars: length is a share, colour is satisfaction, and nothing is shown of too few answers."""

import pandas as pd

from lib.charts.bars import bars
from lib.charts.theme import tokens
from tests.pictures import described, drawn, params, size, spec


def frame():
    rows = [
        ("late delivery", 0.42, 0.36, 0.48, 420, 0.31, 0.25, 0.38, 200),
        ("damaged", 0.0981, 0.06, 0.15, 98, None, None, None, 7),
        ("(no theme)", 0.05, None, None, 50, 0.82, 0.7, 0.9, 40),
    ]
    names = ["id", "share", "low", "high", "n", "value", "value_low", "value_high", "answers"]
    return pd.DataFrame(rows, columns=names)


def chart(**options):
    return bars(
        frame(), tokens=tokens(False), title="Late delivery leads", subtitle="of all", target=0.75, **options
    )


def test_names_shares_and_numbers_are_printed_in_the_order_given():
    svg = drawn(chart())
    for words in ("Late delivery", "42% · 420 texts", "9.8% · 98 texts", "5.0% · 50 texts", "(no theme)"):
        assert f">{words}</text>" in svg
    assert svg.index(">Late delivery<") < svg.index(">Damaged<")


def test_too_few_answers_give_no_colour_and_no_value():
    svg = drawn(chart())
    assert "too few answers" in svg
    assert 'stroke-dasharray="3,3"' in svg


def test_a_bar_begins_at_nothing_and_reaches_its_interval():
    made = spec(chart())
    scale = made["layer"][0]["encoding"]["x"]["scale"]
    assert scale["domain"] == [0, 0.48]


def test_a_click_returns_the_bar_and_a_sentence_is_read_out():
    made = spec(chart())
    assert params(made) == {"pick"}
    assert made["params"][0]["select"]["fields"] == ["id"]
    assert described(made) == 2


def test_a_phone_has_short_numbers_under_its_names():
    svg = drawn(chart(narrow=True))
    assert ">42% · 420</text>" in svg
    assert size(chart(narrow=True)) < 20_000


def test_nothing_at_all_can_be_drawn():
    empty = frame().iloc[:1].assign(share=0.0, low=None, high=None, n=0, value=None)
    drawn(bars(empty, tokens=tokens(True), title="", subtitle="", target=0.75))
