import numpy as np
import pandas as pd
import pytest

from lib.charts.arcs import arcs
from lib.charts.arcs_layout import Box, bulges, phone_labels, widths
from lib.charts.theme import tokens
from tests.pictures import described, drawn, params, rendered, size, spec

LABELS = ["awareness", "consideration", "purchase", "retention", "advocacy"]


def steps(**changed):
    frame = pd.DataFrame({"label": LABELS, "customers": [900, 800, 400, 200, 9], "n": [50, 50, 50, 5, 0]})
    values = [0.8, 0.6, 0.7, np.nan, np.nan]
    return frame.assign(value=values, low=0.5, high=0.9).assign(**changed)


def moves():
    rows = [
        ("awareness", "consideration", "next", 700), ("consideration", "purchase", "next", 300),
        ("awareness", "purchase", "skip", 90), ("consideration", "retention", "skip", 45),
        ("purchase", "awareness", "back", 60), ("purchase", "consideration", "back", 30),
        ("retention", "awareness", "back", 30),
    ]  # fmt: skip
    frame = pd.DataFrame(rows, columns=["source", "target", "kind", "customers"])
    shares = frame["customers"] / 900
    return frame.assign(
        id=frame["source"] + " > " + frame["target"], share=shares, low=shares / 2, high=shares * 1.5
    )


def chart(dark=False, **options):
    defaults = {"title": "7% go back", "subtitle": "Width: customers", "target": 0.75, "measure": "CSAT"}
    return arcs(steps(), moves(), tokens=tokens(dark), **defaults | options)


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("dark", [False, True])
def test_the_map_is_drawn_in_every_room_and_appearance(dark, narrow):
    picture = rendered(chart(dark, narrow=narrow), dark)
    assert picture.width >= 350
    assert len(picture.getcolors(1_000_000) or []) > 20


def test_every_move_is_named_with_customers_and_share_and_every_step_with_its_satisfaction():
    text = drawn(chart())
    for words in (
        "700 · 78%",
        "90 · 10%",
        "60 · 7%",
        "Awareness",
        "CSAT 80%",
        "too few answers",
        "no answers",
    ):
        assert words in text
    assert "Skipped ahead" in text
    assert "Went back" in text


def test_without_a_target_nothing_is_said_of_satisfaction():
    text = drawn(chart(target=None))
    assert "CSAT" not in text
    assert "answers" not in text


def test_moves_can_be_picked_and_are_described():
    found = spec(chart())
    assert params(found) == {"move"}
    assert described(found) == 4
    assert size(chart()) < 40_000


def test_bars_and_arcs_have_a_scale_each_and_nothing_is_invisible():
    found = dict(zip(moves()["id"], widths(moves()), strict=True))
    assert found["awareness > consideration"] == 24
    assert found["awareness > purchase"] == 14
    assert found["consideration > retention"] == 7
    assert min(found.values()) >= 1.6


def test_an_arc_over_more_steps_swings_further_out():
    frame = moves().assign(
        a=moves()["source"].map(LABELS.index), b=moves()["target"].map(LABELS.index), size=5.0
    )
    far, near, furthest = bulges(frame, "back")
    assert near < far < furthest
    assert bulges(frame, "nothing") == []


def test_labels_of_a_phone_do_not_lie_upon_one_another():
    boxes = [Box(2, 1, "back", 26, 4, 10), Box(3, 0, "back", 46, 4, 10), Box(2, 0, "back", 40, 4, 10)]
    spots = phone_labels(boxes, 104, 34, 66)
    for place, (x, y) in enumerate(spots):
        for other_x, other_y in spots[:place]:
            assert abs(x - other_x) >= 60 or abs(y - other_y) >= 14


def test_moves_that_never_happened_leave_an_empty_map():
    assert rendered(arcs(steps(), moves().head(0), tokens=tokens(False), title="t", subtitle="s")).width > 300
