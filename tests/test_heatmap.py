import pandas as pd
import pytest

from lib.charts.heatmap import heatmap
from lib.charts.heatmap_words import abbreviated, said_cells
from lib.charts.theme import satisfaction_scale, tokens
from tests.pictures import described, drawn, fixed_places, font_sizes, ink, params, rendered, size, spec

LIGHT = tokens(False)
SCALE = satisfaction_scale(LIGHT, 0.7)


def cells():
    """Two stages, three channels; the tiles' sizes run through all classes."""
    rows = [
        ("product page", "web", "consideration", 0, 0, 100, 0.90, 0.82, 0.95, True),
        ("product page", "app", "consideration", 0, 1, 99, 0.71, 0.61, 0.79, False),
        ("product page", "store", "consideration", 0, 2, 29, 0.70, 0.52, 0.84, False),
        ("checkout", "web", "purchase", 1, 0, 30, 0.40, 0.25, 0.57, True),
        ("checkout", "app", "purchase", 1, 1, 10, 0.20, 0.06, 0.51, True),
        ("checkout", "store", "purchase", 1, 2, 9, 0.00, 0.00, 0.30, True),
    ]
    names = [
        "row",
        "column",
        "row_group",
        "row_order",
        "column_order",
        "n",
        "value",
        "low",
        "high",
        "differs",
    ]
    return pd.DataFrame(rows, columns=names)


def chart(dark=False, frame=None, **options):
    defaults = {"title": "Checkout is weak", "subtitle": "CSAT", "unit": "share", "target": 0.7}
    frame = cells() if frame is None else frame
    return heatmap(frame, tokens=tokens(dark), **defaults | options)


def test_the_tiles_size_is_how_many_answers_stand_behind_it():
    assert said_cells(cells(), SCALE, LIGHT)["size"].tolist() == [
        "full",
        "middle",
        "small",
        "middle",
        "small",
        "none",
    ]


def test_under_ten_answers_no_value_leaves_the_house():
    said = said_cells(cells(), SCALE, LIGHT).iloc[-1]
    assert (said["text"], said["between"], said["answers"], said["bold"]) == (
        "–",
        "too few answers",
        "under 10",
        False,
    )
    # The shade sent along is the target's, not that of the hidden value.
    assert said["shade"] == 0.7
    missing = cells().assign(value=None)
    assert set(said_cells(missing, SCALE, LIGHT)["size"]) == {"none"}


def test_the_ink_is_black_or_white_by_contrast():
    assert said_cells(cells(), SCALE, LIGHT)["ink"].tolist()[:5] == [
        "#ffffff",  # dark blue, far above the target
        "#000000",
        "#000000",
        "#ffffff",  # dark vermilion, at the lower end
        "#ffffff",
    ]


def test_only_tiles_that_fade_into_the_background_get_an_outline():
    assert said_cells(cells(), SCALE, LIGHT)["faint"].tolist()[:4] == [False, True, True, False]


def test_bold_says_that_the_interval_excludes_the_target():
    svg = drawn(chart())
    assert 'font-weight="700"' in svg
    assert 'font-weight="700"' not in drawn(chart(frame=cells().assign(differs=False)))


def test_a_click_returns_row_and_column():
    made = spec(chart())
    assert params(made) == {"cell"}
    assert made["params"][0]["select"]["fields"] == ["row", "column"]


def test_names_groups_and_the_key_are_printed():
    svg = drawn(chart())
    for words in ("Product page", "Checkout", "Consideration", "Purchase", "Web", "Store", "90%", "40%"):
        assert f">{words}</text>" in svg
    for words in ("100+ answers", "30 to 99", "10 to 29", "under 10: no value", "40% or less", "90% or more"):
        assert f">{words}</text>" in svg


def test_rows_and_columns_keep_their_order_whatever_the_frame_s():
    shuffled = chart(frame=cells().sample(frac=1, random_state=3))
    for made in (chart(), shuffled):
        tile = next(one for one in spec(made)["layer"] if one["mark"]["type"] == "rect")
        assert tile["encoding"]["x"]["scale"]["domain"] == ["web", "app", "store"]
        assert tile["encoding"]["y"]["scale"]["domain"] == ["product page", "checkout"]


def test_tiles_describe_themselves_and_text_does_not():
    made = spec(chart())
    assert described(made) == 4  # three sizes and the outlines
    assert "checkout, app: CSAT 20%, 6% to 51%, answers: 10" in drawn(chart())


@pytest.mark.parametrize("narrow", [False, True], ids=["wide", "narrow"])
def test_no_text_is_tiny_and_only_the_lane_of_names_is_fixed(narrow):
    made = spec(chart(room="narrow" if narrow else "wide"))
    assert min(font_sizes(made)) >= 10.5
    lane = next(one for one in made["layer"] if one["mark"]["type"] == "rect")["encoding"]["x"]["scale"][
        "range"
    ][0]
    assert {place for place in fixed_places(made) if place not in (0, lane - 10)} == set()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [358, 600, 1000])
def test_it_renders_inside_its_width(dark, width):
    picture = rendered(chart(dark, room="narrow" if width == 358 else "wide"), dark, width=width)
    assert abs(picture.width - width) <= 2
    assert ink(picture, tokens(dark).ink, (0, 0, width, 30)) > 100
    assert ink(picture, tokens(dark).worst) > 500


def test_nps_and_mean_scores_have_their_own_ends():
    frame = cells().assign(value=[60.0, 30, 30, -40, -80, 0], low=-90.0, high=90.0)
    svg = drawn(chart(frame=frame, unit="nps", target=30, scale_min=-100, scale_max=100, measure="NPS"))
    assert ">−40</text>" in svg
    assert ">−30 or less</text>" in svg


def test_short_column_names_stay_different():
    names = ["Marketplace", "Marketing", "Market", "Web"]
    assert len(set(abbreviated(names))) == 4
    assert max(map(len, abbreviated(names))) <= 6


def test_seventy_tiles_stay_under_the_size():
    frame = pd.concat(
        [
            cells().assign(row=f"touchpoint {i}", row_order=i, column=f"channel {j}", column_order=j).head(1)
            for i in range(10)
            for j in range(7)
        ]
    )
    assert size(chart(frame=frame.reset_index(drop=True))) < 40_000


def test_a_mark_against_another_period_carries_an_arrow_and_its_words():
    frame = cells().assign(sign=["", "", "", "▼", "", "▲"], said="worse than before")
    said = said_cells(frame, SCALE, LIGHT)
    assert said["text"].tolist() == ["90%", "71%", "70%", "40%▼", "20%", "–"]
    assert said["against"].iloc[3] == "worse than before"
    assert "Bold: differs from the period before" in drawn(chart(frame=frame, marked="the period before"))


def test_a_mixed_value_says_what_it_is_made_of_and_marks_nothing():
    frame = cells().assign(raw="CSAT 74% (n = 230); NPS 12 (n = 45)", differs=False)
    made = chart(frame=frame, marked="")
    tile = next(one for one in spec(made)["layer"] if one["mark"]["type"] == "rect")
    assert [one["title"] for one in tile["encoding"]["tooltip"]][-2:] == ["Answers", "Questions"]
    assert "Bold" not in drawn(made)


def test_names_of_several_words_take_two_lines_where_they_fit():
    names = {"web": "first-time customer", "app": "no order yet", "store": "repeat customer"}
    frame = cells().assign(column=cells()["column"].map(names))
    wide, narrow = (spec(chart(frame=frame, room=room)) for room in ("wide", "narrow"))
    assert ">First-time customer</text>" in drawn(chart(frame=frame))
    assert wide["height"] > spec(chart())["height"]
    assert min(font_sizes(narrow)) >= 10.5
    svg = drawn(chart(frame=frame, room="narrow"))
    assert ">First-time</text>" in svg
    assert ">customer</text>" in svg
