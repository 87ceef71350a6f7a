"""What did the customers behind one cell of the heatmap say?"""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from lib.analysis.comments import comments
from lib.analysis.satisfaction import satisfaction
from lib.model.errors import QuestionError
from lib.model.filters import Filters
from lib.store.store import Store
from tests.journeys import shop

EVERYBODY = Filters()
MONDAY = datetime(2026, 1, 5, 10)


def answer(number: int, days: int, **more: Any) -> dict[str, Any]:
    given = {
        "given_at": MONDAY + timedelta(days=days),
        "metric": "csat",
        "score": 3,
        "scale_min": 1,
        "scale_max": 5,
    }
    place = {"touchpoint": "cart", "stage": "purchase", "channel": "web"}
    return {"feedback_id": f"f{number}", "customer_id": f"c{number}"} | given | place | more


@pytest.fixture(scope="module")
def store(tmp_path_factory) -> Store:
    answers = [
        answer(1, 0, comment="slow"),
        answer(2, 2),
        answer(3, 1, comment="fine"),
        answer(4, 40, comment="later", channel="app"),
        answer(5, 0, touchpoint=None, stage=None, channel=None),
        answer(6, 0, scale_min=0, scale_max=10),
        answer(7, 0, metric="ces", scale_max=7),
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("THROUGHLINE_HOME", str(tmp_path_factory.mktemp("home")))
        return shop(feedback=answers)


def who(frame) -> list[str]:
    return frame["customer_id"].tolist()


def test_those_with_words_come_first_and_the_latest_of_them(store):
    # words: c4 (day 40), c3 (day 1), c1 (day 0); without: c2 (day 2), then c5 and c6 of one day by their ids
    assert who(comments(store, EVERYBODY)) == ["c4", "c3", "c1", "c2", "c5", "c6"]


def test_a_cell_is_a_row_a_column_or_both(store):
    assert who(comments(store, EVERYBODY, row="cart", column="app")) == ["c4"]
    assert who(comments(store, EVERYBODY, row="(unknown)")) == ["c5"]
    assert who(
        comments(store, EVERYBODY, rows="stage", row="purchase", columns="month", column="2026-02-01")
    ) == ["c4"]


def test_filters_choose_the_answers(store):
    assert who(comments(store, Filters(since=date(2026, 2, 1)))) == ["c4"]


@pytest.mark.parametrize("columns", ["channel", "month", "device", "country"])
@pytest.mark.parametrize("rows", ["touchpoint", "stage"])
def test_the_list_is_as_long_as_the_number_in_the_cell(store, rows, columns):
    cells = satisfaction(store, EVERYBODY, rows=rows, columns=columns)
    for cell in cells.itertuples():
        said = comments(
            store,
            EVERYBODY,
            metric=cell.metric,
            row=cell.row,
            column=cell.column,
            rows=rows,
            columns=columns,
            scale_max=cell.scale_max,
        )
        assert len(said) == cell.n


def test_an_unknown_question_or_cell_names_the_known_ones(store):
    with pytest.raises(QuestionError, match="Choose one of: csat, nps"):
        comments(store, EVERYBODY, metric="joy")
    with pytest.raises(QuestionError, match="Choose one of: touchpoint, stage"):
        comments(store, EVERYBODY, rows="channel")
    with pytest.raises(QuestionError, match="Choose one of: channel, month"):
        comments(store, EVERYBODY, columns="stage")
