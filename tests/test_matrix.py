import pandas as pd
import pytest

from lib.analysis.pictures.transitions import picture
from lib.charts.matrix import matrix
from lib.charts.theme import tokens
from lib.model.filters import Filters
from tests.journeys import journeys
from tests.pictures import described, drawn, params, rendered, size, spec


def moves():
    rows = [
        ("home", "cart", 0.6, 0), ("home", "(left)", 0.4, 1), ("cart", "order placed", 0.996, 2),
        ("cart", "(left)", 0.004, 1),
    ]  # fmt: skip
    frame = pd.DataFrame(rows, columns=["source", "target", "share", "target_order"])
    order = frame["source"].map({"home": 0, "cart": 1})
    return frame.assign(customers=10, moves=20, low=frame["share"] / 2, high=1.0, source_order=order)


def chart(dark=False, **options):
    return matrix(
        moves(), tokens=tokens(dark), title="After home, 60% go on to cart", subtitle="s", **options
    )


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("dark", [False, True])
def test_the_matrix_is_drawn_in_every_room_and_appearance(dark, narrow):
    assert rendered(chart(dark, narrow=narrow), dark).width >= 350


def test_shares_are_printed_and_small_ones_are_no_zero():
    text = drawn(chart())
    for words in ("60%", "40%", "&lt;1%", "Home", "Left"):
        assert words in text


def test_tiles_can_be_picked_and_are_described():
    found = spec(chart())
    assert params(found) == {"cell"}
    assert described(found) == 1
    assert size(chart()) < 40_000


def test_rows_of_the_picture_add_up_and_the_rest_is_together():
    names = [f"page {number:02d}" for number in range(20)]
    shown = picture(journeys(ann=" > ".join(names), bob="page 00 > page 05 > page 09"), Filters())
    for room in ("wide", "narrow"):
        tiles = shown.drawn(room)
        assert tiles.groupby("source")["share"].sum().tolist() == pytest.approx(
            [1.0] * tiles["source"].nunique()
        )
        assert "(other)" in set(tiles["target"]) or room == "wide"
        assert tiles.loc[tiles["target"] == "(other)", ["customers", "low", "high"]].isna().all(axis=None)


def test_the_title_says_the_likeliest_next_step_of_the_busiest_place():
    shown = picture(journeys(ann="home > cart > home > cart", bob="home"), Filters())
    assert shown.title == "After home, 67% go on to cart (2 of 3 moves)"
