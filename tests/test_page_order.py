"""The page of the stage order: the map's words, the path that is picked, and the customers behind a move."""

from datetime import datetime, timedelta

import pytest

from lib.analysis.pictures import order_words as said
from lib.analysis.pictures.order import picture
from lib.model.filters import Filters
from lib.model.ideal import Ideal
from tests.open_pages import open_page, publish, texts
from tests.test_order import NAMES, TEN


def ten(**tables):
    """The ten customers of `test_order`, with answers about the cart."""
    events = [
        {
            "event_id": f"{who}-{place}", "customer_id": who, "touchpoint": NAMES[letter], "channel": "web",
            "ts": at(place),
        }
        for who, code in TEN.items()
        for place, letter in enumerate(code)
    ]  # fmt: skip
    return publish(events=events, **tables)


def at(place):
    return datetime(2026, 3, 1, 12) + timedelta(minutes=place)


def answers(count, score=5):
    return [
        {
            "feedback_id": f"f{number}", "customer_id": f"c{number % 5}", "given_at": at(60 + number),
            "metric": "csat", "score": score, "scale_min": 1, "scale_max": 5, "touchpoint": "cart",
            "stage": "purchase",
        }
        for number in range(count)
    ]  # fmt: skip


def test_the_title_says_how_many_go_back_and_skip_and_where():
    shown = picture(ten(), Filters())
    assert shown.title == (
        "Of 10 customers, 20% go back, most from consideration to awareness; 30% skip ahead, "
        "most from awareness to purchase"
    )
    assert shown.metric is None
    assert shown.steps["value"].isna().all()


def test_steps_carry_the_answers_about_them():
    shown = picture(ten(feedback=answers(12)), Filters())
    steps = shown.steps.set_index("label")
    assert steps.loc["purchase", ["n", "value"]].tolist() == [12, 1]
    assert steps["value"].drop("purchase").isna().all()
    assert picture(ten(feedback=answers(9)), Filters()).steps["value"].isna().all()


def test_a_phone_gets_fewer_moves_and_the_small_print_counts_what_is_not_drawn():
    shown = picture(ten(), Filters())
    assert len(shown.drawn("narrow")) <= len(shown.drawn("wide")) == len(shown.moves)
    assert "not drawn" not in said.caption(shown, Filters(), Ideal())


def test_the_page_shows_map_comparison_and_steps():
    ten(feedback=answers(12))
    page = open_page("order")
    assert not page.exception
    moves, classes, steps = [frame.value for frame in page.dataframe]
    assert moves["kind"].tolist()[0] == "Next"
    assert classes["class"].tolist() == ["Conforming", "Skipped", "Went back", "Both", "No move", "All"]
    assert steps["label"].tolist() == ["awareness", "consideration", "purchase", "retention", "advocacy"]
    spoken = " ".join(texts(page.markdown))
    assert "1 of 10 customers (10.0%" in spoken
    assert "Most often missed: consideration. 2 customers moved past it (22%" in spoken


def test_a_move_in_the_link_lists_as_many_customers_as_the_map_counts():
    ten()
    page = open_page("order", order_pick="awareness > purchase")
    assert "2 customers: awareness > purchase" in texts(page.subheader)
    assert page.dataframe[0].value["customer_id"].tolist() == ["c4", "c7"]


def test_an_ideal_path_in_the_link_is_taken_in_its_order():
    ten()
    page = open_page("order", order_level="Touchpoints", order_path_touchpoint=["cart", "product page"])
    assert not page.exception
    assert page.multiselect(key="order_path_touchpoint").value == ["cart", "product page"]
    assert page.dataframe[-1].value["label"].tolist() == ["cart", "product page"]


@pytest.mark.parametrize(
    ("params", "mend"),
    [
        ({"order_path_stage": ["purchase"]}, "Choose between 2 and 12"),
        ({"since": "2026-06-01"}, "Widen the dates"),
    ],
)
def test_what_cannot_be_shown_says_what_to_do(params, mend):
    ten()
    page = open_page("order", **params)
    assert not page.exception
    assert mend in texts(page.warning)[0]


def test_garbage_in_the_link_falls_back_with_a_note():
    ten()
    page = open_page("order", order_level="Galaxies", order_pick="here > there", order_colour="Joy")
    assert not page.exception
    assert "order_level = Galaxies" in texts(page.info)[0]
