"""What the heatmap shows beside its tiles."""

from datetime import datetime

import pytest

from lib.analysis.pictures.satisfaction import picture
from lib.model.filters import Filters
from tests.journeys import shop

AT = datetime(2026, 1, 5, 10)


def test_the_mean_score_stands_beside_the_share_of_top_answers():
    scores = [5, 5, 5, 5, 5, 4, 3, 2, 1, 1]  # 6 of 10 in the top two; 36 / 10 in the mean
    asked = {"given_at": AT, "metric": "rating", "scale_min": 1, "scale_max": 5}
    answers = [
        {"feedback_id": f"f{n}", "customer_id": f"c{n}", "score": score, **asked}
        for n, score in enumerate(scores)
    ]
    whole = picture(shop(feedback=answers), Filters()).cells.iloc[0]
    assert (whole["n"], whole["value"], whole["mean"]) == (10, pytest.approx(0.6), pytest.approx(3.6))
