"""Forms without columns of their own: every scored question is an answer of its own."""

import pytest

from lib.intake.propose import propose
from lib.intake.read import read
from tests.shops import ask, imported, one, written

FORM = """
    Timestamp,Email Address,How likely are you to recommend us?,How satisfied are you with the delivery?,What could we do better?
    2026-03-14 10:00:00,ann@example.com,9,4,Please keep it just as it is
    2026-03-15 10:00:00,bob@example.com,3,,It took two weeks to get here
"""  # noqa: E501


def test_a_form_s_questions_are_answers_by_their_words(tmp_path):
    [file] = imported(tmp_path, form=FORM).report["files"]
    assert (file["recognised"], file["kind"]) == ("answers to a form", "feedback")
    assert file["rows"] == {"read": 2, "accepted": 2, "merged": 0, "rejected": 0}
    rows = ask("SELECT metric, score, scale_max, comment FROM feedback ORDER BY metric, score")
    assert [(row["metric"], row["score"], row["scale_max"]) for row in rows] == [
        ("csat", 4.0, 5.0),
        ("nps", 3.0, 10.0),
        ("nps", 9.0, 10.0),
    ]
    assert rows[1]["comment"] == "It took two weeks to get here"
    assert one("SELECT count(*) FROM feedback WHERE starts_with(customer_id, 'p_')") == 3


def test_several_scores_of_one_answer_are_none_of_them_dropped(tmp_path):
    imported(
        tmp_path,
        survey="""
            response_id,customer_id,date,nps_score,csat_score,comment
            1,c1,2026-03-14,10,5,fine
            2,c2,2026-03-15,6,3,slow
        """,
    )
    assert ask("SELECT metric, sum(score)::INTEGER AS total FROM feedback GROUP BY 1 ORDER BY 1") == [
        {"metric": "csat", "total": 8},
        {"metric": "nps", "total": 16},
    ]
    assert one("SELECT count(DISTINCT feedback_id) FROM feedback") == 4


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        # means of days are no answers
        ("date,nps,csat,responses\n2026-03-01,41.5,4.2,120\n2026-03-02,38.0,4.1,99\n", None),
        ("response_id,customer_id,date,score,metric,comment\n1,c1,2026-03-01,5,csat,fine\n", "feedback"),
        ("ticket_id,created_at,customer_id,csat,nps\n1,2026-03-01,c1,5,9\n", "tickets"),
    ],
)
def test_other_tables_with_scores_are_what_they_were(tmp_path, text, kind):
    [path] = written(tmp_path, table=text)
    [sheet] = read(path, tmp_path)
    found = propose([sheet]).sheets[sheet.name]
    assert (found.kind, found.recognised == "answers to a form") == (kind, False)
