"""Words for readings: when a claim may be made, and what the sentence says."""

from dataclasses import replace

import pytest

from lib.model.errors import DataError
from lib.stats.effects import Reading
from lib.stats.verdicts import cannot_tell, verdict

CLEAR = Reading(
    method="default",
    effect=0.0024,
    low=0.001,
    high=0.0038,
    low80=0.0015,
    high80=0.0033,
    low98=0.0007,
    high98=0.0041,
    relative=0.083,
    relative_low=0.03,
    relative_high=0.137,
    p_positive=0.998,
    n_before=300_000,
    n_after=150_000,
    has_control=True,
)
NARROW = replace(CLEAR, low98=-0.0001)
UNCLEAR = replace(NARROW, low=-0.0004, relative_low=-0.012)
DOWN = replace(
    CLEAR,
    **{"effect": -0.0024, "low": -0.0038, "high": -0.001, "low98": -0.0041, "high98": -0.0007},
    **{"relative": -0.083, "relative_low": -0.137, "relative_high": -0.03},
)


@pytest.mark.parametrize(
    ("reading", "failed", "word", "grade"),
    [
        (CLEAR, (), "raised", 2),
        (DOWN, (), "lowered", 2),
        (NARROW, (), "probably raised", 2),
        (UNCLEAR, (), "no detectable effect", 2),
        (CLEAR, ("mix shift",), "probably raised", 3),
        (DOWN, ("mix shift",), "probably lowered", 3),
        (replace(CLEAR, has_control=False), (), "indicative", 4),
        (replace(UNCLEAR, has_control=False), (), "no detectable effect", 4),
        (replace(CLEAR, method="experiment", has_control=False), (), "raised", 1),
    ],
)
def test_the_word_is_as_strong_as_the_data(reading, failed, word, grade):
    found = verdict(reading, failed)
    assert (found.word, found.grade) == (word, grade)


@pytest.mark.parametrize(
    ("reading", "failed", "sentence"),
    [
        (CLEAR, (), "Raised by 8.3% (between 3.0% and 13.7%)."),
        (DOWN, (), "Lowered by 8.3% (between −13.7% and −3.0%)."),
        (UNCLEAR, (), "No detectable effect; anything between −1.2% and 13.7% is possible."),
        (
            CLEAR,
            ("mix shift",),
            "Probably raised by 8.3% (between 3.0% and 13.7%). A check failed: mix shift.",
        ),
        (
            replace(DOWN, has_control=False),
            (),
            "Moved by −8.3% (between −13.7% and −3.0%), which may be the market: there is no control.",
        ),
    ],
)
def test_the_sentence_names_size_and_range(reading, failed, sentence):
    assert verdict(reading, failed).sentence == sentence


def test_a_score_without_a_natural_zero_is_said_in_points_of_its_scale():
    score = replace(CLEAR, effect=0.31, low=0.1, high=0.52, relative=float("nan"))
    assert verdict(score).sentence == "Raised by 0.31 (between 0.10 and 0.52)."


def test_days_that_cannot_answer_say_why_and_what_helps():
    found = cannot_tell(DataError("Only 10 days.", "Wait."))
    assert (found.word, found.sentence) == ("cannot tell", "Cannot tell. Only 10 days. Wait.")
