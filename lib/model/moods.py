"""The mood of an answer by its score: unhappy, neutral or happy, the same rule on every scale."""

import math
from typing import Literal

Mood = Literal["negative", "neutral", "positive"]
MOODS: tuple[Mood, ...] = ("negative", "neutral", "positive")
#: What quotes may be asked for, by the mood they have (None: any).
ASKED: dict[str, Mood | None] = {"unhappy": "negative", "happy": "positive", "any": None}
#: Moods as numbers, for the definitions.
FEELING: dict[Mood | None, int | None] = {"negative": -1, "neutral": 0, "positive": 1, None: None}


def of_score(metric: str, score: float, scale_min: float, scale_max: float) -> Mood:
    """Positive in the top 40 % of the scale, negative in the lowest 40 %; NPS by its own bands.

    The scale is counted in whole steps, as for the share of top answers.

    >>> [of_score("csat", score, 1, 5) for score in (2, 3, 4)]
    ['negative', 'neutral', 'positive']
    >>> [of_score("nps", score, 0, 10) for score in (6, 8, 9)]
    ['negative', 'neutral', 'positive']
    """
    if metric == "nps":
        return "positive" if score >= 9 else "negative" if score <= 6 else "neutral"
    reach = max(1, math.floor(0.4 * (scale_max - scale_min + 1)))
    if score > scale_max - reach:
        return "positive"
    return "negative" if score < scale_min + reach else "neutral"
