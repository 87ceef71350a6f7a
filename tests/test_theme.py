import altair as alt
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.charts.colour import contrast, ink_on
from lib.charts.theme import finish, satisfaction_scale, say, title, tokens
from lib.model.errors import QuestionError

LOOKS = [tokens(False), tokens(True)]
#: Machado, Oliveira and Fernandes (2009), complete protanopia, deuteranopia and tritanopia.
BLINDNESS = {
    "protan": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deutan": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritan": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}


def linear(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]


def times(matrix, vector):
    return [sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix]


def oklab(light):
    """Ottosson's OKLab of a linear sRGB colour."""
    cones = times(
        (
            (0.4122214708, 0.5363325363, 0.0514459929),
            (0.2119034982, 0.6806995451, 0.1073969566),
            (0.0883024619, 0.2817188376, 0.6299787005),
        ),
        [max(part, 0.0) for part in light],
    )
    return times(
        (
            (0.2104542553, 0.7936177850, -0.0040720468),
            (1.9779984951, -2.4285922050, 0.4505937099),
            (0.0259040371, 0.7827717662, -0.8086757660),
        ),
        [max(part, 0.0) ** (1 / 3) for part in cones],
    )


def seen_distance(one, other, blindness):
    a, b = (oklab(times(BLINDNESS[blindness], linear(colour))) for colour in (one, other))
    return 100 * sum((x - y) ** 2 for x, y in zip(a, b, strict=True)) ** 0.5


@pytest.mark.parametrize("look", LOOKS, ids=["light", "dark"])
def test_text_reads_on_the_background(look):
    assert contrast(look.ink, look.background) >= 16
    assert contrast(look.muted, look.background) >= 4.5
    assert contrast(look.accent, look.background) >= 4.5
    assert contrast(look.worst, look.background) >= 4.5
    assert contrast(look.best, look.background) >= 4.5


@pytest.mark.parametrize("look", LOOKS, ids=["light", "dark"])
def test_outlines_of_faint_marks_stand_out(look):
    assert contrast(look.outline, look.background) >= 3


@pytest.mark.parametrize("blindness", BLINDNESS)
@pytest.mark.parametrize("look", LOOKS, ids=["light", "dark"])
def test_good_and_bad_stay_apart_for_the_colour_blind(look, blindness):
    assert seen_distance(look.worst, look.best, blindness) >= 20
    assert seen_distance(look.diverging[1], look.diverging[3], blindness) >= 15


@pytest.mark.parametrize("look", LOOKS, ids=["light", "dark"])
def test_every_shade_of_the_scale_carries_its_ink(look):
    scale = satisfaction_scale(look, 0.8)
    assert all(contrast(ink_on(tone), tone) >= 4.5 for tone in (scale.colour(i / 200) for i in range(201)))


@given(st.floats(0.05, 0.95), st.booleans())
def test_the_scale_rises_through_its_target_and_stays_inside_the_metric(target, dark):
    scale = satisfaction_scale(tokens(dark), target)
    assert list(scale.domain) == sorted(set(scale.domain))
    assert 0 <= scale.domain[0] < scale.domain[2] < scale.domain[-1] <= 1
    assert scale.domain[2] == pytest.approx(target, abs=1e-4)


def test_the_legend_says_where_it_is_clamped():
    words = satisfaction_scale(tokens(False), 0.8).legend("CSAT").to_dict()["labelExpr"]
    assert "50% or less" in words
    assert "'100%'" in words  # the end of the metric itself is not "or more"
    words = satisfaction_scale(tokens(False), 30, -100, 100, "nps").legend("NPS").to_dict()["labelExpr"]
    assert "−30 or less" in words
    assert "70 or more" in words
    words = satisfaction_scale(tokens(False), 4, 1, 5, "score").legend("mean score").to_dict()["labelExpr"]
    assert "2.8 or less" in words
    assert "4.8 or more" in words


def test_a_target_outside_the_metric_is_refused():
    with pytest.raises(QuestionError, match=r"Choose a target between 0\.0 and 1\.0"):
        satisfaction_scale(tokens(False), 4.0)


def test_a_missing_value_is_a_dash():
    assert say(None, "share") == say(float("nan"), "nps") == "–"


@given(
    st.text(st.characters(codec="ascii", categories=["L", "N"]), min_size=1, max_size=9), st.integers(1, 40)
)
def test_wrapping_a_title_loses_no_word(word, times):
    text = " ".join([word] * times)
    for room in ("wide", "half", "narrow"):
        lines = title(text, text, room).to_dict()
        assert " ".join(lines["text"]) == " ".join(lines["subtitle"]) == text
        assert all(len(line) <= {"wide": 90, "half": 50, "narrow": 37}[room] for line in lines["text"])


def test_finishing_configures_once_at_the_outer_edge():
    plain = alt.Chart(pd.DataFrame({"x": [1]})).mark_point().encode(x="x:Q")
    done = finish(plain, tokens(True)).to_dict()
    assert "config" not in alt.LayerChart(layer=[plain]).to_dict(validate=False)["layer"][0]
    assert done["autosize"] == {"type": "fit-x", "contains": "padding"}
    assert done["background"] == "#0e1117"
    assert done["usermeta"] == {"embedOptions": {"renderer": "svg"}}
    assert done["config"]["font"].endswith("sans-serif")
    assert finish(plain, tokens(True), export=True).to_dict()["padding"]["left"] == 16
