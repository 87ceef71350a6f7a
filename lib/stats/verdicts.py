"""From a reading to a word: what may be claimed, how strongly, and in which sentence."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from lib.model import figures
from lib.model.errors import DataError
from lib.stats.effects import Reading

Word = Literal[
    "raised",
    "lowered",
    "probably raised",
    "probably lowered",
    "indicative",
    "no detectable effect",
    "cannot tell",
]
#: How far the data can carry a claim: 1 randomised, 2 control with its checks passed, 3 control with a failed
#: check, 4 no control.
Grade = Literal[1, 2, 3, 4]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The word (only "raised" and "lowered" are claims), a sentence for people, and the grade behind them."""

    word: Word
    sentence: str
    grade: Grade


def grade_of(reading: Reading, failed: Sequence[str] = ()) -> Grade:
    """How far the data behind a reading carry a claim; `failed` names the checks that did not pass."""
    if reading.method == "experiment":
        return 1
    if not reading.has_control:
        return 4
    return 3 if failed else 2


def verdict(reading: Reading, failed: Sequence[str] = ()) -> Verdict:
    """What may be said of a reading (the default one, or an experiment).

    A claim needs a control with its checks passed and the 98 % interval on one side of 0; "probably" the 95 %
    interval. Without a control nothing is claimed. `failed` names the checks that did not pass.
    """
    grade = grade_of(reading, failed)
    word = _word(reading, grade)
    notes = "".join(f" A check failed: {name}." for name in failed)
    return Verdict(word, _sentence(word, reading) + notes, grade)


def cannot_tell(error: DataError, grade: Grade = 4) -> Verdict:
    """The verdict where the days cannot answer, with the reason and what would help."""
    return Verdict("cannot tell", f"Cannot tell. {error}", grade)


def _word(reading: Reading, grade: Grade) -> Word:
    if reading.low <= 0 <= reading.high:
        return "no detectable effect"
    if grade == 4:
        return "indicative"
    up = reading.effect > 0
    if grade == 3 or reading.low98 <= 0 <= reading.high98:
        return "probably raised" if up else "probably lowered"
    return "raised" if up else "lowered"


def _sentence(word: Word, reading: Reading) -> str:
    size, low, high = _figures(reading, signed=word == "indicative")
    if word == "no detectable effect":
        return f"No detectable effect; anything between {low} and {high} is possible."
    if word == "indicative":
        return f"Moved by {size} (between {low} and {high}), which may be the market: there is no control."
    return f"{word.capitalize()} by {size} (between {low} and {high})."


def _figures(reading: Reading, signed: bool) -> tuple[str, str, str]:
    """Effect and 95 % limits in words: relative, or for a score without a natural zero as they are.

    "Lowered by" already says the sign; "moved by" needs it (`signed`).
    """
    said: Callable[[float], str] = figures.share
    size, low, high = reading.relative, reading.relative_low, reading.relative_high
    if math.isnan(size):
        said, size, low, high = _as_score, reading.effect, reading.low, reading.high
    return said(size if signed else abs(size)), said(low), said(high)


def _as_score(value: float) -> str:
    return figures.score(value, 2)
