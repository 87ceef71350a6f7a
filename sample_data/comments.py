"""Free text of the survey answers: invented sentences by touchpoint and mood."""

import tomllib
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from sample_data import answers as survey
from sample_data.answers import Answers
from sample_data.rows import Array

QUESTIONS = {
    survey.CSAT: "How satisfied are you with this step?",
    survey.NPS: "How likely are you to recommend our shop?",
    survey.CES: "It was easy to get my problem solved.",
}
WORDS = tomllib.loads(Path(__file__).with_name("comments.toml").read_text(encoding="utf-8"))
MOODS = ("unhappy", "neutral", "happy")
HAPPY = 2
TALKS = np.array([0.5, 0.25, 0.3])  # share of unhappy, neutral, happy answers with a comment


def write(found: Answers, rng: np.random.Generator) -> Array:
    """A comment for each answer, '' where nothing was written."""
    mood = _mood(found)
    said = np.full(len(mood), "", dtype=object)
    talks = rng.random(len(mood)) < TALKS[mood]
    for row in np.flatnonzero(talks).tolist():
        said[row] = _sentence(found, row, int(mood[row]), rng.random(3))
    return said


def _mood(found: Answers) -> Array:
    low, high = np.array(survey.SCALES)[found.metric].T
    happy = (found.score - low) / (high - low)
    mood: Array = np.digitize(happy, (0.45, 0.72))
    return mood


def _sentence(found: Answers, row: int, mood: int, chance: Array) -> str:
    late = int(found.late[row])
    if late and mood < HAPPY and chance[0] < 0.8:
        first = _one_of(WORDS["late"]["said"], float(chance[1])).format(n=late).replace(" 1 days", " 1 day")
    else:
        about = WORDS["about"][survey.TOUCHPOINTS[found.touchpoint[row]]]
        first = _one_of(about[MOODS[mood]], float(chance[1]))
    if chance[2] < 0.6:
        return first
    return f"{first} {_one_of(WORDS['and_then'][MOODS[mood]], float(chance[2] - 0.6) / 0.4)}"


def _one_of(choices: Sequence[str], chance: float) -> str:
    return choices[min(int(chance * len(choices)), len(choices) - 1)]
