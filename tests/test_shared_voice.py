"""Real files about answers, cases and spend: imported as they are, they give the figures known of them."""

from pathlib import Path
from typing import Any

import pytest

from lib.intake.importing import import_files
from lib.intake.mapping_file import from_toml
from tests.shops import ask, files_of, one


def imported(folder: Path, *patterns: str) -> dict[str, dict[str, Any]]:
    """The files of a set by name, each with its rows accounted for."""
    paths = sorted({path for pattern in patterns for path in folder.glob(pattern) if path.suffix != ".md"})
    files = files_of(import_files(paths, "shop"))
    for file in files.values():
        rows = file["rows"]
        assert rows["read"] == rows["accepted"] + rows["merged"] + rows["rejected"], file["name"]
        assert file["kind"] or file["rejected_by"], file["name"]
    return files


def test_google_ads_tables_count_the_campaigns_money_once(shared_data):
    files = imported(shared_data("fivetran_google_ads_seeds"), "*.csv")
    assert len(files) == 11
    assert [name for name, file in files.items() if file["kind"]] == ["campaign_stats_data.csv"]
    sums = "sum(cost)::VARCHAR AS cost, sum(clicks)::INTEGER AS clicks, sum(impressions)::INTEGER AS n"
    assert ask(f"SELECT {sums} FROM spend") == [{"cost": "231.33", "clicks": 280, "n": 1854}]


def test_facebook_ads_have_their_spend_by_campaign(shared_data):
    files = imported(shared_data("facebook_ads_kag"), "*.csv")
    assert [file["rows"]["accepted"] for file in files.values()] == [1143]
    rows = ask("SELECT campaign, sum(cost)::DOUBLE AS cost FROM spend GROUP BY 1 ORDER BY 1")
    assert {row["campaign"]: pytest.approx(row["cost"], abs=1) for row in rows} == {
        "1178": 55662.15, "916": 149.71, "936": 2893.37,
    }  # fmt: skip
    assert one("SELECT sum(impressions)::BIGINT FROM spend") == 213434828
    assert one("SELECT sum(clicks)::BIGINT FROM spend") == 38165


def test_meridians_channels_have_their_spend(shared_data):
    files = imported(shared_data("meridian_marketing_spend"), "*.csv")
    assert [file["rows"]["accepted"] for file in files.values()] == [156]
    rows = ask("SELECT source, sum(cost)::DOUBLE AS cost FROM spend GROUP BY 1 ORDER BY 1")
    assert [row["source"] for row in rows] == [f"channel{n}" for n in range(5)]
    known = (40501713.08, 31320298.20, 12079349.34, 87860358.25, 47730683.48)
    assert [row["cost"] for row in rows] == [pytest.approx(cost, abs=1) for cost in known]
    ends = ask("SELECT min(day)::VARCHAR AS first, max(day)::VARCHAR AS last FROM spend")
    assert ends == [{"first": "2021-01-25", "last": "2024-01-15"}]


def test_cookie_cats_has_its_two_arms(shared_data):
    files = imported(shared_data("cookie_cats_ab"), "*.csv")
    assert [file["kind"] for file in files.values()] == ["assignments"]
    rows = ask("SELECT variant, count(*) AS n FROM assignments GROUP BY 1 ORDER BY 1")
    assert [(row["variant"], row["n"]) for row in rows] == [("gate_30", 44700), ("gate_40", 45489)]


def test_zendesks_tables_are_tickets_people_and_what_stands_beside_them(shared_data):
    files = imported(shared_data("fivetran_zendesk_seeds"), "*.csv")
    assert len(files) == 26
    tickets = files["ticket_data.csv"]["rows"]
    # two of the ten were deleted
    assert (tickets["accepted"], tickets["rejected"]) == (8, 2)
    ends = ask(
        "SELECT min(opened_at)::DATE::VARCHAR AS first, max(opened_at)::DATE::VARCHAR AS last FROM tickets"
    )
    assert ends[0]["last"] == "2020-12-22"
    channels = {
        row["channel"]: row["n"] for row in ask("SELECT channel, count(*) AS n FROM tickets GROUP BY 1")
    }
    assert set(channels) <= {"email", "web"}
    beside = [name for name, file in files.items() if file["kind"] is None]
    assert len(beside) >= 20


def test_the_tickets_with_durations_have_their_figures(shared_data):
    files = imported(shared_data("support_tickets_synthetic"), "*.csv")
    assert [(file["kind"], file["rows"]["accepted"]) for file in files.values()] == [("tickets", 1000)]
    [notes] = [file["notes"] for file in files.values()]
    # open, pending and in progress; their resolution times are kept
    assert any(note.startswith(f"{175 + 193 + 204} cases are not over") for note in notes)
    assert "13 cases were solved before their first reply: both times were kept" in notes
    assert one("SELECT count(csat) FROM tickets") == 428
    assert one("SELECT round(avg(csat), 3) FROM tickets") == 3.696
    assert one("SELECT round(count_if(csat >= 4) / count(csat), 4) FROM tickets") == 0.5958
    hours = "epoch(first_reply_at - opened_at) / 3600"
    assert one(f"SELECT round(avg({hours}), 2) FROM tickets") == 17.52
    assert one(f"SELECT round(median({hours}), 3) FROM tickets") == 10.195
    assert one("SELECT round(avg(epoch(solved_at - opened_at) / 3600), 2) FROM tickets") == 54.85
    rows = ask("SELECT channel, round(avg(csat), 3) AS mean FROM tickets WHERE csat IS NOT NULL GROUP BY 1")
    assert {row["channel"]: row["mean"] for row in rows} == {
        "phone": 3.811, "web portal": 3.75, "chat": 3.619, "email": 3.6,
    }  # fmt: skip


def test_the_survey_formats_are_answers_or_refused_with_the_reason(shared_data):
    files = imported(shared_data("theydo_survey_formats"), "*.csv")
    assert len(files) == 12
    kinds = {name for name, file in files.items() if file["kind"] == "feedback" and file["rows"]["accepted"]}
    assert kinds == {"nps_responses.csv", "csat_responses.csv", "ces_responses.csv"}
    [row] = ask(
        "SELECT avg(score) AS mean, count_if(score >= 9) - count_if(score <= 6) AS nps, count(*) AS n"
        " FROM feedback WHERE metric = 'nps' AND scale_min = 0"
    )
    assert (row["n"], row["mean"], 100 * row["nps"] / row["n"]) == (100, 7.45, 15.0)
    assert ask(
        "SELECT avg(score) AS mean, count_if(score >= 4) AS top FROM feedback WHERE metric = 'csat'"
    ) == [{"mean": 3.77, "top": 63}]
    assert one("SELECT avg(score) FROM feedback WHERE metric = 'ces'") == 4.78
    aside = {name: file["rejected_by"][0]["reason"] for name, file in files.items() if name not in kinds}
    for name in ("csat_aggregated_data.csv", "website_visitors.csv", "CSAT-example.csv", "NPS-example.csv"):
        assert "already added up" in aside[name], name
    assert "day-month or month-day" in aside["NPS.csv"]
    # scores from 1 to 10 without a word of what was asked
    assert "nothing says what was asked" in aside["20k responses.csv"]


def test_the_form_export_has_its_figures_once_its_dates_are_decided(shared_data):
    answer = from_toml('[sheets."NPS.csv".formats]\n"Completion Time" = "%d/%m/%Y %H:%M"')
    [file] = import_files([shared_data("theydo_survey_formats") / "NPS.csv"], "shop", mapping=answer).report[
        "files"
    ]
    assert (file["recognised"], file["rows"]["accepted"]) == ("Microsoft Forms answers", 14)
    [row] = ask(
        "SELECT count(*) AS n, count_if(score >= 9) - count_if(score <= 6) AS nps, min(scale_min) AS low,"
        " max(scale_max) AS high FROM feedback WHERE metric = 'nps'"
    )
    assert (row["n"], 100 * row["nps"] / row["n"], row["low"], row["high"]) == (14, 50.0, 1, 10)


def test_answers_without_a_word_of_what_was_asked_have_their_figures_once_it_is_said(shared_data):
    path = shared_data("theydo_survey_formats") / "20k responses.csv"
    answer = from_toml(f'[sheets."{path.name}".columns]\nmetric = {{ value = "nps" }}')
    [file] = import_files([path], "shop", mapping=answer).report["files"]
    assert file["rows"]["accepted"] == 20000
    [row] = ask(
        "SELECT round(avg(score), 3) AS mean, count(DISTINCT customer_id) AS customers,"
        " count_if(score >= 9) - count_if(score <= 6) AS nps, min(given_at)::DATE::VARCHAR AS first,"
        " max(given_at)::DATE::VARCHAR AS last FROM feedback"
    )
    assert (row["mean"], row["customers"]) == (5.484, 17934)
    assert round(100 * row["nps"] / 20000, 1) == -40.3
    assert (row["first"], row["last"]) == ("2025-04-01", "2025-05-31")
