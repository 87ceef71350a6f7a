"""Answers as survey tools export them: a column for each question, and header lines of their own."""

from pathlib import Path

import pytest

from lib.intake.importing import import_files
from lib.intake.mapping_file import from_toml
from lib.model.errors import IntakeError
from tests.shops import ask, one

QUALTRICS = """\
StartDate,EndDate,IPAddress,Finished,RecordedDate,ResponseId,RecipientEmail,Q1,Q2,Q3
Start Date,End Date,IP Address,Finished,Recorded Date,Response ID,Recipient Email,How likely are you to recommend us?,How satisfied are you with the delivery?,What could be better?
"{""ImportId"":""startDate""}","{""ImportId"":""endDate""}","{""ImportId"":""ip""}","{""ImportId"":""f""}","{""ImportId"":""r""}","{""ImportId"":""_recordId""}","{""ImportId"":""e""}","{""ImportId"":""QID1""}","{""ImportId"":""QID2""}","{""ImportId"":""QID3""}"
2026-03-01 10:00:00,2026-03-01 10:05:00,192.0.2.1,1,2026-03-01 10:05:01,R_1,ann@example.com,9,5,"Nothing, it was all fine"
2026-03-02 10:00:00,2026-03-02 10:05:00,192.0.2.2,1,2026-03-02 10:05:01,R_2,bob@example.com,3,2,Please deliver on the promised day
2026-03-03 10:00:00,2026-03-03 10:05:00,192.0.2.3,1,2026-03-03 10:05:01,R_3,eve@example.com,8,,It took a week to get a reply
"""  # noqa: E501
MONKEY = """\
Respondent ID,Collector ID,Start Date,End Date,IP Address,Email Address,How easy was the return? (1-7)
,,,,,,Response
118,42,2026-03-01 10:00:00,2026-03-01 10:05:00,,ann@example.com,7
119,42,2026-03-02 10:00:00,2026-03-02 10:05:00,,bob@example.com,2
"""
TYPEFORM = """\
#,How would you rate the product (1-5)?,Anything else?,Start Date (UTC),Submit Date (UTC),Network ID
a1,5,I like the colour a lot,2026-03-01 10:00:00,2026-03-01 10:05:00,n1
a2,2,The zip broke on day two,2026-03-02 10:00:00,2026-03-02 10:05:00,n2
"""
FORMS = """\
ID,Start time,Completion time,Email,Name,How likely would you recommend us (0-10),Rate your satisfaction
1,2026-03-01 10:00:00,2026-03-01 10:05:00,ann@example.com,Ann Lee,10,Neutral
2,2026-03-02 10:00:00,2026-03-02 10:05:00,bob@example.com,Bob Orr,4,Satisfied
"""
DELIGHTED = """\
ID,Person Email,Score,Comment,Survey Type,Created At
1,ann@example.com,9,Great,NPS,2026-03-01 10:00:00
2,bob@example.com,4,Fine,CSAT,2026-03-02 10:00:00
"""


def taken(folder: Path, text: str, name: str = "answers") -> dict:
    path = folder / f"{name}.csv"
    path.write_text(text, encoding="utf-8")
    [file] = import_files([path], "shop").report["files"]
    rows = file["rows"]
    assert rows["read"] == rows["accepted"] + rows["merged"] + rows["rejected"]
    return file


def test_qualtrics_header_lines_are_its_questions_and_each_question_is_an_answer(tmp_path):
    file = taken(tmp_path, QUALTRICS)
    assert (file["recognised"], file["rows"]["read"], file["rows"]["accepted"]) == ("Qualtrics answers", 3, 3)
    rows = ask(
        "SELECT metric, count(*) AS n, sum(score)::INTEGER AS total FROM feedback GROUP BY 1 ORDER BY 1"
    )
    assert rows == [{"metric": "csat", "n": 2, "total": 7}, {"metric": "nps", "n": 3, "total": 20}]
    assert one("SELECT count(DISTINCT feedback_id) FROM feedback") == 5
    assert one("SELECT question FROM feedback WHERE metric = 'csat' LIMIT 1").startswith("Q2 How satisfied")
    assert one("SELECT comment FROM feedback WHERE score = 3") == "Please deliver on the promised day"
    assert one("SELECT count(DISTINCT customer_id) FROM feedback WHERE starts_with(customer_id, 'p_')") == 3


def test_surveymonkeys_second_header_line_is_no_answer_and_its_scale_is_in_the_question(tmp_path):
    file = taken(tmp_path, MONKEY)
    assert (file["recognised"], file["rows"]["accepted"]) == ("SurveyMonkey answers", 2)
    assert ask("SELECT metric, score, scale_min, scale_max FROM feedback ORDER BY given_at LIMIT 1") == [
        {"metric": "ces", "score": 7.0, "scale_min": 1.0, "scale_max": 7.0}
    ]


def test_typeform_has_its_questions_as_headers(tmp_path):
    file = taken(tmp_path, TYPEFORM)
    assert file["recognised"] == "Typeform answers"
    rows = ask("SELECT metric, score, scale_max, comment FROM feedback ORDER BY given_at")
    assert rows[1] == {
        "metric": "rating",
        "score": 2.0,
        "scale_max": 5.0,
        "comment": "The zip broke on day two",
    }


def test_answers_in_words_are_steps_of_a_scale_and_the_report_says_which(tmp_path):
    file = taken(tmp_path, FORMS)
    assert file["recognised"] == "Microsoft Forms answers"
    assert one("SELECT count(*) FROM feedback WHERE metric = 'nps'") == 2
    rows = ask(
        "SELECT score, scale_min, scale_max FROM feedback WHERE metric = 'csat' ORDER BY customer_id, score"
    )
    assert sorted(row["score"] for row in rows) == [3.0, 4.0]
    assert (rows[0]["scale_min"], rows[0]["scale_max"]) == (1.0, 5.0)
    assert any("'Neutral' is 3, 'Satisfied' is 4" in note for note in file["notes"])


def test_words_that_are_more_than_five_steps_or_none_are_said_to_be_left_out(tmp_path):
    file = taken(tmp_path, FORMS.replace("Neutral", "Somewhat satisfied"))
    assert one("SELECT count(*) FROM feedback WHERE metric = 'csat'") == 0
    assert any("no scale of five steps: left out" in note for note in file["notes"])


def test_an_answer_that_is_off_its_scale_is_said_where_the_rest_of_its_row_is_taken(tmp_path):
    text = TYPEFORM.replace("Anything else?", "How likely would you recommend us?").replace(
        "I like the colour a lot", "10"
    ).replace("The zip broke on day two", "11")  # fmt: skip
    file = taken(tmp_path, text)
    assert file["rows"]["accepted"] == 2
    assert (
        "1 answers to 'How likely would you recommend us?' are left out: score lies outside its scale"
        in (file["notes"])
    )


def test_delighted_says_of_each_answer_what_was_asked(tmp_path):
    file = taken(tmp_path, DELIGHTED)
    assert (file["recognised"], file["rows"]["accepted"]) == ("delighted answers", 2)
    rows = ask("SELECT metric, score, scale_max FROM feedback ORDER BY given_at")
    assert rows == [
        {"metric": "nps", "score": 9.0, "scale_max": 10.0},
        {"metric": "csat", "score": 4.0, "scale_max": 5.0},
    ]  # fmt: skip


def test_a_survey_without_scores_says_what_to_decide(tmp_path):
    text = "ID,Start time,Completion time,Which colour\n1,2026-03-01 10:00:00,2026-03-01 10:05:00,red\n"
    with pytest.raises(IntakeError) as refused:
        taken(tmp_path, text)
    assert "no question with scores" in str(refused.value)
    assert 'score = "<column>"' in str(refused.value)


LONG = """\
Respondent ID,Collector ID,Start Date,End Date,Email Address,Custom Data 1,How likely would you recommend us?,,Which did you use?,,What else?
,,,,,,Score,Group,Search,Cart,Open-Ended Response
118,42,03/01/2026 10:00:00 AM,03/14/2026 10:05:00 AM,ann@example.com,c1,9,Promoter,Search,,I love it all very much
119,42,03/02/2026 10:00:00 AM,03/15/2026 10:05:00 AM,bob@example.com,c2,2,Detractor,,Cart,It was late by a week
"""  # noqa: E501


def test_options_below_the_questions_are_header_and_the_address_links_to_the_shop_s_own_id(tmp_path):
    file = taken(tmp_path, LONG)
    assert file["rows"] == {"read": 2, "accepted": 2, "merged": 0, "rejected": 0}
    rows = ask("SELECT customer_id, score, question, comment FROM feedback ORDER BY customer_id")
    assert rows[0] == {
        "customer_id": "c1", "score": 9.0, "question": "How likely would you recommend us?",
        "comment": "I love it all very much",
    }  # fmt: skip
    links = ask("SELECT starts_with(anonymous_id, 'p_') AS hidden, customer_id FROM identities ORDER BY 2")
    assert links == [{"hidden": True, "customer_id": "c1"}, {"hidden": True, "customer_id": "c2"}]


PREVIEWED = """\
StartDate,EndDate,Status,RecordedDate,ResponseId,ExternalReference,order_id,Q1
Start Date,End Date,Response Type,Recorded Date,Response ID,External Data Reference,order_id,How likely are you to recommend us?
"{""ImportId"":""startDate"",""timeZone"":""America/Denver""}","{""ImportId"":""endDate"",""timeZone"":""America/Denver""}","{""ImportId"":""status""}","{""ImportId"":""recordedDate"",""timeZone"":""America/Denver""}","{""ImportId"":""_recordId""}","{""ImportId"":""externalDataReference""}","{""ImportId"":""order_id""}","{""ImportId"":""QID1""}"
2026-03-01 10:00:00,2026-03-01 10:05:00,IP Address,2026-03-01 10:05:01,R_1,c1,A1,10
2026-03-01 11:00:00,2026-03-01 11:05:00,Survey Preview,2026-03-01 11:05:01,R_2,,,0
"""  # noqa: E501


def test_qualtrics_previews_are_no_answers_and_its_times_are_of_the_zone_in_its_header(tmp_path):
    file = taken(tmp_path, PREVIEWED)
    assert file["rows"] == {"read": 2, "accepted": 1, "merged": 0, "rejected": 1}
    assert "preview" in file["rejected_by"][0]["reason"]
    # Denver is seven hours behind UTC in winter
    assert ask("SELECT given_at::VARCHAR AS at, order_id FROM feedback") == [
        {"at": "2026-03-01 17:05:01", "order_id": "A1"}
    ]
    assert any("read as those of America/Denver, which is its own zone" in note for note in file["notes"])


def test_columns_in_utc_are_not_moved_to_the_zone_of_the_drop(tmp_path):
    path = tmp_path / "typeform.csv"
    path.write_text(TYPEFORM, encoding="utf-8")
    import_files([path], "shop", mapping=from_toml('time_zone = "Europe/Berlin"'))
    assert one("SELECT min(given_at)::VARCHAR FROM feedback") == "2026-03-01 10:05:00"


def test_the_zone_of_a_sheet_is_decided_by_the_mapping_and_kept_with_it(tmp_path):
    path = tmp_path / "survey.csv"
    path.write_text(PREVIEWED, encoding="utf-8")
    manifest = import_files([path], "shop", mapping=from_toml('[sheets."survey.csv"]\ntime_zone = "UTC"'))
    assert one("SELECT given_at::VARCHAR FROM feedback") == "2026-03-01 10:05:01"
    assert from_toml(manifest.mapping).sheets["survey.csv"].time_zone == "UTC"


def test_delighted_s_own_properties_are_the_shop_s_ids(tmp_path):
    text = DELIGHTED.replace("Created At", "Created At,customer_id,order_id").replace(":00\n", ":00,c1,A1\n")
    taken(tmp_path, text)
    assert ask("SELECT DISTINCT customer_id, order_id, channel FROM feedback") == [
        {"customer_id": "c1", "order_id": "A1", "channel": None}
    ]
    assert one("SELECT count(*) FROM identities WHERE starts_with(anonymous_id, 'p_')") == 2
