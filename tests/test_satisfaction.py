"""Where are customers content, and where are they let down?"""

from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
import pytest

from lib.analysis.satisfaction import asked, satisfaction
from lib.model.errors import DataError, QuestionError
from lib.model.filters import Filters
from lib.store.store import Store
from tests.journeys import journeys, shop

EVERYBODY = Filters()
MONDAY = datetime(2026, 1, 5, 10)
SCALES = {"csat": (1, 5), "nps": (0, 10), "ces": (1, 7)}
#: The columns of the published contract; more may follow them.
LEAST = ["metric", "row", "column", "n", "customers", "mean", "top_two", "nps", "low", "high"]
LEAST += ["scale_min", "scale_max"]


def answer(
    number: int, customer: str | None, metric: str, score: float, touchpoint: str | None, **more: Any
) -> dict[str, Any]:
    least, most = SCALES[metric]
    scale = {"scale_min": least, "scale_max": most}
    given = {"given_at": MONDAY, "metric": metric, "score": score, "channel": "web"}
    return (
        {"feedback_id": f"f{number}", "customer_id": customer, "touchpoint": touchpoint}
        | given
        | scale
        | more
    )


@pytest.fixture(scope="module")
def store(tmp_path_factory) -> Store:
    answers = [
        answer(1, "ann", "csat", 5, "cart", stage="purchase"),
        answer(2, "ann", "csat", 4, "cart", stage="purchase"),
        answer(3, "bob", "csat", 1, "cart", stage="purchase", channel="app"),
        answer(4, "cid", "csat", 3, "delivered", stage="retention", given_at=MONDAY + timedelta(days=40)),
        answer(5, None, "csat", 5, None, channel=None),
        answer(6, "ann", "nps", 10, "delivered"),
        answer(7, "bob", "nps", 6, "delivered"),
        answer(8, "cid", "nps", 8, "delivered"),
        # the same question on another scale is another question
        answer(9, "dan", "csat", 10, "cart", scale_min=0, scale_max=10),
    ]
    visits = [
        {"event_id": f"e{name}", "customer_id": name, "ts": MONDAY, "touchpoint": "home", "device": device}
        for name, device in (("ann", "mobile"), ("bob", "desktop"))
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("THROUGHLINE_HOME", str(tmp_path_factory.mktemp("home")))
        return shop(feedback=answers, events=visits)


def cells(store: Store, metric: str = "csat", scale_max: float = 5, **options: Any) -> dict[tuple, Any]:
    """(row, column) -> the cell"""
    frame = satisfaction(store, options.pop("filters", EVERYBODY), metric=metric, **options)
    frame = frame[frame["scale_max"] == scale_max]
    return {(one.row, one.column): one for one in frame.itertuples()}


def test_an_answer_has_the_columns_that_scripts_rely_on(store):
    assert list(satisfaction(store, EVERYBODY))[: len(LEAST)] == LEAST


def test_a_cell_counts_answers_and_customers_apart(store):
    cart = cells(store)["cart", "(all)"]
    # ann 5 and 4, bob 1: mean 10 / 3, two of three in the top two boxes
    assert (cart.n, cart.customers) == (3, 2)
    assert (cart.mean, cart.top_two) == pytest.approx((10 / 3, 2 / 3))
    assert cart.low < cart.mean < cart.high
    assert np.isnan(cart.nps)


def test_cells_and_sums_cross_rows_with_columns(store):
    found = {place: cell.n for place, cell in cells(store).items()}
    assert found == {
        ("(all)", "(all)"): 5,
        ("cart", "(all)"): 3,
        ("delivered", "(all)"): 1,
        ("(unknown)", "(all)"): 1,
        ("(all)", "web"): 3,
        ("(all)", "app"): 1,
        ("(all)", "(unknown)"): 1,
        ("cart", "web"): 2,
        ("cart", "app"): 1,
        ("delivered", "web"): 1,
        ("(unknown)", "(unknown)"): 1,
    }


def test_an_answer_of_nobody_known_is_a_customer_of_its_own(store):
    assert cells(store)["(unknown)", "(all)"].customers == 1
    assert cells(store)["(all)", "(all)"].customers == 4


def test_the_recommendation_is_read_as_nps_with_its_own_interval(store):
    # one promoter (10), one passive (8), one detractor (6): 0
    delivered = cells(store, "nps", 10)["delivered", "(all)"]
    assert delivered.nps == 0
    assert -100 <= delivered.low < 0 < delivered.high <= 100


@pytest.mark.parametrize(("score", "counts"), [(0, -100), (6, -100), (7, 0), (8, 0), (9, 100), (10, 100)])
def test_promoters_begin_at_nine_and_detractors_end_at_six(score, counts):
    store = shop(feedback=[answer(1, "ann", "nps", score, "delivered")])
    assert cells(store, "nps", 10)["(all)", "(all)"].nps == counts


# the top 40 % of the classes, rounded down: 4 and 5 of 5, 6 and 7 of 7, 7 to 10 of 1-10 and of 0-10
@pytest.mark.parametrize(
    ("scale", "least"), [((1, 5), 4), ((1, 7), 6), ((1, 10), 7), ((0, 10), 7), ((0, 4), 3)]
)
def test_csat_counts_the_top_forty_percent_of_any_scale(scale, least):
    low, high = scale
    answers = [
        answer(at, f"c{at}", "csat", at, "cart", scale_min=low, scale_max=high) for at in range(low, high + 1)
    ]
    whole = cells(shop(feedback=answers), "csat", high)["(all)", "(all)"]
    assert whole.top_two == pytest.approx((high - least + 1) / (high - low + 1))


def test_two_scales_of_one_question_are_never_mixed(store):
    frame = satisfaction(store, EVERYBODY, metric="csat")
    whole = frame[(frame["row"] == "(all)") & (frame["column"] == "(all)")]
    assert whole[["scale_min", "scale_max", "n"]].to_numpy().tolist() == [[1, 5, 5], [0, 10, 1]]


def test_rows_may_be_stages_and_columns_months(store):
    found = {place: cell.n for place, cell in cells(store, rows="stage", columns="month").items()}
    assert found["purchase", "2026-01-01"] == 3
    assert found["retention", "2026-02-01"] == 1
    assert found["(unknown)", "(all)"] == 1


def test_the_device_of_an_answer_is_that_of_the_customers_first_event(store):
    found = {place: cell.n for place, cell in cells(store, columns="device").items()}
    assert found["cart", "mobile"] == 2
    assert found["cart", "desktop"] == 1
    assert found["(all)", "(unknown)"] == 2


def test_filters_choose_answers_by_their_own_day_and_channel(store):
    assert cells(store, filters=Filters(channel=("app",)))["(all)", "(all)"].n == 1
    assert cells(store, filters=Filters(until=date(2026, 1, 31)))["(all)", "(all)"].n == 4


def test_an_interval_widens_where_a_customer_answers_again_and_again(tmp_path_factory):
    scores = [5, 1, 5, 1, 5, 1, 5, 1]
    each = [answer(i, f"c{i}", "csat", score, "cart") for i, score in enumerate(scores)]
    # four customers who said the same twice know less than eight who each spoke once
    twice = [answer(i, f"c{i % 4}", "csat", scores[i % 4], "cart") for i in range(8)]
    one, other = (
        cells(shop(name=name, feedback=rows))["(all)", "(all)"]
        for name, rows in zip("ab", (each, twice), strict=True)
    )
    assert one.mean == other.mean == 3
    assert other.high - other.low > one.high - one.low


def test_what_was_asked_is_listed_by_the_number_of_answers(store):
    assert asked(store, EVERYBODY)[["metric", "scale_max", "n"]].to_numpy().tolist() == [
        ["csat", 5, 5],
        ["nps", 10, 3],
        ["csat", 10, 1],
    ]


def test_where_nobody_answered_the_mend_is_an_import():
    with pytest.raises(DataError, match="import survey answers"):
        satisfaction(journeys(ann="home"), EVERYBODY)


@pytest.mark.parametrize(
    ("options", "mend"),
    [
        ({"metric": "joy"}, "Choose one of: csat, nps, ces, rating, index"),
        ({"rows": "channel"}, "Choose one of: touchpoint, stage"),
        ({"columns": "stage"}, "Choose one of: channel, month, device, country, segment, group, trait:"),
    ],
)
def test_an_unknown_choice_names_the_known_ones(store, options, mend):
    with pytest.raises(QuestionError, match=mend):
        satisfaction(store, EVERYBODY, **options)
