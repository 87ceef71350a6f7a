"""The page of drivers: a finding that claims no more than it can, the field, and the table."""

import numpy as np
import pytest

from lib.analysis.pictures import drivers as said
from lib.analysis.pictures.drivers import picture, possible
from lib.model.filters import Filters
from tests.open_pages import open_page, publish, texts
from tests.test_drivers import answers
from tests.test_drivers import said as answer


def noise(size=150):
    """Scores that have nothing to do with each other."""
    rng, rows = np.random.default_rng(1), []
    for n in range(size):
        for stage in ("purchase", "retention"):
            rows.append(answer(f"c{n}", stage, int(rng.integers(1, 6))))
        rows.append(answer(f"c{n}", None, int(rng.integers(0, 11)), "nps", (0, 10)))
    return rows


def test_the_title_says_which_goes_with_it_most_with_r_squared_and_n():
    shown = picture(publish(feedback=answers()), Filters())
    assert said.title(shown) == (
        "Satisfaction with purchase goes with NPS more than any other stage (R² 100.0%, n = 120)"
    )
    assert "An association" in said.caption(shown, Filters())


def test_chance_is_not_claimed():
    shown = picture(publish(feedback=noise()), Filters())
    assert said.title(shown).startswith("No stage is told apart as a driver of NPS")


def test_a_driver_that_goes_the_wrong_way_is_said():
    rows = [row | {"score": 10 - row["score"]} if row["metric"] == "nps" else row for row in answers()]
    spoken = said.caption(picture(publish(feedback=rows), Filters()), Filters())
    assert "The more content with purchase and retention, the less NPS." in spoken


def test_outcomes_are_those_that_the_data_have():
    assert possible(publish(feedback=answers()), Filters()) == ["nps", "csat", "churn"]


def test_the_page_shows_field_and_table():
    publish(feedback=answers())
    page = open_page("drivers")
    assert not page.exception
    table = page.dataframe[0].value
    assert table["driver"].tolist() == ["purchase", "retention"]
    assert table["importance"].tolist() == pytest.approx([80, 20])
    assert table["apart"].tolist() == ["beyond chance", "beyond chance"]


def test_drivers_in_the_link_are_the_only_ones():
    publish(feedback=answers())
    page = open_page("drivers", drivers_among_stage=["retention"])
    assert not page.exception
    table = page.dataframe[0].value
    assert table["apart"].tolist()[1] == "left out"
    assert table["importance"].tolist()[0] == pytest.approx(20)


@pytest.mark.parametrize(
    ("params", "mend"),
    [({"since": "2026-06-01"}, "Widen the dates"), ({"drivers_outcome": "CSAT"}, "Widen the dates")],
)
def test_what_cannot_be_shown_says_what_to_do(params, mend):
    publish(feedback=answers())
    page = open_page("drivers", **params)
    assert not page.exception
    assert mend in texts(page.warning)[0]
