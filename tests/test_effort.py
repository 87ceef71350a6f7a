"""Which end of an effort scale is the easy one: by the names of its ends, by the question, or asked."""

import re

import pytest

from lib.intake.feedback import ASKS
from lib.model.errors import IntakeError
from tests.shops import ask, files_of, imported

ROWS = "1,2026-03-01 10:00:00,ann@example.com,1\n2,2026-03-02 10:00:00,bob@example.com,6\n"


def scores(folder, question: str) -> list[list[float]]:
    """The two answers, 1 and 6, to a question as they are kept, each with the ends of its scale."""
    imported(folder, form=f'Response ID,Timestamp,Email,"{question}"\n{ROWS}')
    found = ask("SELECT score, scale_min, scale_max FROM feedback WHERE metric = 'ces' ORDER BY given_at")
    return [list(row.values()) for row in found]


@pytest.mark.parametrize(
    "question",
    [
        "How easy was it to place your order?",
        "How easy was it to place your order? (1 = very difficult, 7 = very easy)",
        "How much effort did it take? (1 = a lot of effort, 7 = little effort)",
        "Wie einfach war die Bestellung?",
        "Wie einfach war die Bestellung? 1 = sehr schwierig, 7 = sehr einfach",
    ],
)
def test_a_high_score_is_kept_where_it_means_easy(tmp_path, question):
    assert scores(tmp_path, question) == [[1, 1, 7], [6, 1, 7]]


@pytest.mark.parametrize(
    "question",
    [
        "How much effort did you have to put into your order?",
        "How difficult was it to place your order?",
        "How easy was it to place your order? (1 = very easy, 7 = very difficult)",
        "How easy or difficult was your order? Very easy (1) to very difficult (7)",
        "Wie schwierig war die Bestellung?",
        "Wie einfach war die Bestellung? 1 = sehr einfach, 7 = sehr schwierig",
    ],
)
def test_a_score_is_turned_round_where_high_means_effort(tmp_path, question):
    assert scores(tmp_path, question) == [[7, 1, 7], [2, 1, 7]]


def test_the_named_ends_are_the_scale_also_where_nobody_chose_them(tmp_path):
    # 1 and 6 on a scale of ten: turned round they are 10 and 5
    asked = "How easy was your order? 1 = very easy, 10 = very difficult"
    assert scores(tmp_path, asked) == [[10, 1, 10], [5, 1, 10]]


def test_what_was_done_is_in_the_report(tmp_path):
    manifest = imported(
        tmp_path, form=f'Response ID,Timestamp,Email,"How difficult was it to order?"\n{ROWS}'
    )
    [file] = files_of(manifest).values()
    assert any(
        "turned round so that high means easy, by the words of the question" in one for one in file["notes"]
    )


def test_a_score_of_effort_that_nothing_explains_is_asked(tmp_path):
    rows = "1,ann,2026-03-01 10:00:00,ces,1\n2,bob,2026-03-02 10:00:00,ces,6\n"
    with pytest.raises(IntakeError, match="which end of the effort scale is the easy one"):
        imported(tmp_path, answers=f"response_id,customer_id,answered_at,metric,score\n{rows}")


def test_questions_in_a_column_say_it_too(tmp_path):
    about = '"How easy was it? (1 = very easy, 7 = very hard)"'
    rows = f"1,ann,2026-03-01 10:00:00,ces,1,{about}\n2,bob,2026-03-02 10:00:00,ces,6,{about}\n"
    imported(tmp_path, answers=f"response_id,customer_id,answered_at,metric,score,question\n{rows}")
    assert [row["score"] for row in ask("SELECT score FROM feedback ORDER BY given_at")] == [7, 2]


def test_one_of_ten_is_no_name_of_an_end():
    assert not re.search(ASKS["least_easy"], "in 2021 easy orders were rare")
    assert not re.search(ASKS["least_easy"], "how easy was it, 1-7")
