import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.charts.colour import contrast, ink_on, mix, oklch, shade

colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@given(colours)
def test_the_chosen_ink_reads_on_every_colour(colour):
    assert contrast(ink_on(colour), colour) >= 4.58


@given(colours, colours)
def test_contrast_does_not_depend_on_the_order(one, other):
    assert contrast(one, other) == contrast(other, one) >= 1


@given(colours, colours)
def test_a_mixture_begins_and_ends_at_its_colours(one, other):
    for share, end in ((0, one), (1, other)):
        mixed = mix(one, other, share)
        assert all(abs(int(mixed[i : i + 2], 16) - int(end[i : i + 2], 16)) <= 1 for i in (1, 3, 5))


def test_published_contrast_examples():
    # The grey #767676 on white is the usual example of just over 4.5:1, red on white of 4.0:1.
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)
    assert contrast("#ff0000", "#ffffff") == pytest.approx(4.0, abs=0.01)


def test_the_middle_between_red_and_blue_in_lab_is_the_one_vega_draws():
    # d3.interpolateLab("red", "blue")(0.5) is rgb(193, 0, 136).
    assert mix("#ff0000", "#0000ff", 0.5) == "#c10088"


def test_oklch_of_the_srgb_primaries():
    # Björn Ottosson's values for sRGB red: L 0.628, C 0.2577, h 29.23.
    assert oklch(0.62796, 0.25768, 29.234) == "#ff0000"


def test_a_scale_holds_values_outside_at_its_ends():
    assert shade(-5, (0, 1), ("#102030", "#405060")) == "#102030"
    assert shade(5, (0, 1), ("#102030", "#405060")) == "#405060"
