"""Cases of help desks: who asked what, when, and when the answer came."""

import json

from lib.intake.importing import import_files
from tests.shops import ask, files_of, imported, one


def test_a_view_of_zendesk_knows_its_people_by_their_address_and_no_name_is_kept(tmp_path):
    manifest = imported(
        tmp_path,
        view="""
            Id,Requester,Requester email,Subject,Created at,Solved at,Satisfaction Score,Via,Type
            7,Ann Lee,ann@example.com,Where?,2026-03-01T10:00:00Z,2026-03-01T12:00:00Z,Good,Email,Problem
            8,Bob Orr,bob@example.com,Broken,2026-03-02T10:00:00Z,,,Web form,Question
        """,
    )
    [file] = manifest.report["files"]
    assert (file["recognised"], file["rows"]["accepted"]) == ("zendesk tickets", 2)
    assert any("good or bad" in note for note in file["notes"])
    rows = ask("SELECT ticket_id, channel, topic, solved_at IS NULL AS open FROM tickets ORDER BY 1")
    assert rows == [
        {"ticket_id": "7", "channel": "email", "topic": "Problem", "open": False},
        {"ticket_id": "8", "channel": "web form", "topic": "Question", "open": True},
    ]
    assert one("SELECT count(*) FROM tickets WHERE starts_with(customer_id, 'p_')") == 2


def test_zendesks_own_json_is_a_list_of_tickets(tmp_path):
    ticket = {
        "id": 35, "requester_id": 20, "submitter_id": 21, "created_at": "2026-03-01T10:00:00Z",
        "via": {"channel": "chat"}, "satisfaction_rating": {"score": "good"}, "status": "open",
        "subject": "Late",
    }  # fmt: skip
    path = tmp_path / "tickets.json"
    path.write_text(
        json.dumps({"tickets": [ticket, {**ticket, "id": 36, "status": "deleted"}]}), encoding="utf-8"
    )
    [file] = import_files([path], "shop").report["files"]
    assert (file["kind"], file["rows"]["accepted"], file["rows"]["rejected"]) == ("tickets", 1, 1)
    assert file["rejected_by"][0]["reason"] == "the ticket was deleted in the help desk"
    assert ask("SELECT ticket_id, customer_id, channel FROM tickets") == [
        {"ticket_id": "35", "customer_id": "20", "channel": "chat"}
    ]


def test_hours_until_an_answer_become_the_time_of_the_answer(tmp_path):
    manifest = imported(
        tmp_path,
        tickets="""
            Ticket_ID,Created_Date,Customer_ID,Channel,First_Response_Time_Hours,Resolution_Time_Hours,CSAT_Score
            T1,2026-03-01 10:00:00,ann,Chat,1.5,26,5
            T2,2026-03-02 10:00:00,bob,Email,,,
        """,
    )
    [file] = manifest.report["files"]
    assert any(
        "'First_Response_Time_Hours' was counted from 'Created_Date'" in note for note in file["notes"]
    )
    rows = ask(
        "SELECT first_reply_at::VARCHAR AS a, solved_at::VARCHAR AS b, csat FROM tickets ORDER BY ticket_id"
    )
    assert (rows[0]["a"], rows[0]["b"], rows[0]["csat"]) == ("2026-03-01 11:30:00", "2026-03-02 12:00:00", 5)
    assert one("SELECT count(*) FROM tickets WHERE first_reply_at IS NULL") == 1


def test_other_desks_are_known_by_their_columns(tmp_path):
    manifest = imported(
        tmp_path,
        fresh="""
            Ticket ID,Subject,Status,Source,Type,Created time,Resolved time,Email
            1,Late,Closed,Email,Delivery,2026-03-01 10:00:00,2026-03-01 11:00:00,ann@example.com
        """,
        gorgias="""
            Ticket id,Customer email,Channel,Creation date,Closed date,Contact reason
            2,ann@example.com,chat,2026-03-02T10:00:00Z,2026-03-02T11:00:00Z,Return
        """,
        intercom="""
            Conversation ID,Conversation started at (UTC),First closed at (UTC),User email
            3,2026-03-03 10:00:00,2026-03-03 11:00:00,ann@example.com
        """,
    )
    found = {name: file["recognised"] for name, file in files_of(manifest).items()}
    assert found == {
        "fresh.csv": "freshdesk tickets", "gorgias.csv": "gorgias tickets",
        "intercom.csv": "intercom conversations",
    }  # fmt: skip
    assert one("SELECT count(DISTINCT customer_id) FROM tickets") == 1
    assert one("SELECT count(*) FROM tickets WHERE solved_at IS NOT NULL") == 3


def test_a_view_s_minutes_until_the_answer_and_the_shop_s_own_id_are_taken(tmp_path):
    manifest = imported(
        tmp_path,
        view="""
            Id,Requester,Requester external id,Requester email,Created at,CSAT,First reply time in minutes
            71,Ann Lee,c1,ann@example.com,2026-03-01 10:00,5,30
            72,Bob Orr,,bob@example.com,2026-03-02 10:00,,
            73,Ann Lee,,ann@example.com,2026-03-03 10:00,,
        """,
    )
    [file] = manifest.report["files"]
    assert "'First reply time in minutes' was counted from 'Created at'" in file["notes"]
    rows = ask("SELECT ticket_id, customer_id, first_reply_at::VARCHAR AS at, csat FROM tickets ORDER BY 1")
    assert (rows[0]["customer_id"], rows[0]["at"], rows[0]["csat"]) == ("c1", "2026-03-01 10:30:00", 5)
    # her address leads from the case without an id to the customer of the other
    assert rows[2]["customer_id"] == "c1"
    assert rows[1]["customer_id"].startswith("p_")


def test_durations_as_clocks_and_with_decimal_commas_are_what_they_say(tmp_path):
    imported(
        tmp_path,
        fresh="""
            Ticket ID;Status;Created time;Email;First response time (in hrs);Resolution time (in hrs)
            1;Closed;2026-03-01 10:00:00;ann@example.com;01:30:00;26:00:00
            2;Closed;2026-03-01 10:00:00;ann@example.com;0,5;1,25
        """,
    )
    rows = ask("SELECT first_reply_at::VARCHAR AS a, solved_at::VARCHAR AS b FROM tickets ORDER BY ticket_id")
    assert rows == [
        {"a": "2026-03-01 11:30:00", "b": "2026-03-02 12:00:00"},
        {"a": "2026-03-01 10:30:00", "b": "2026-03-01 11:15:00"},
    ]


def test_times_that_cannot_all_be_right_are_kept_and_counted(tmp_path):
    manifest = imported(
        tmp_path,
        tickets="""
            ticket_id,status,opened_at,first_reply_at,solved_at
            1,Open,2026-03-01 10:00:00,2026-03-01 11:00:00,2026-03-01 12:00:00
            2,Closed,2026-03-01 10:00:00,2026-03-01 13:00:00,2026-03-01 12:00:00
            3,Closed,2026-03-01 10:00:00,2026-03-01 09:00:00,2026-03-01 12:00:00
        """,
    )
    notes = manifest.report["files"][0]["notes"]
    assert (
        "1 cases are not over by their 'status', but have a time at which they were solved: the time was kept"
    ) in notes
    assert "1 cases were solved before their first reply: both times were kept" in notes
    assert "1 cases were answered or solved before they were opened: all times were kept" in notes
    assert one("SELECT count(solved_at) FROM tickets") == 3


def test_the_address_in_hubspots_contact_is_the_one_of_other_files(tmp_path):
    imported(
        tmp_path,
        hubspot="""
            Ticket ID,Pipeline,Ticket status,Create date,Associated Contact,Time to close (HH:mm:ss)
            11,Support,Closed,2026-03-14 10:00,Ann Lee (ann@example.com),00:30:00
        """,
        orders="""
            order_id,customer_email,created_at,total
            A1,ann@example.com,2026-03-01 10:00:00,20.00
        """,
    )  # fmt: skip
    same = "SELECT count(*) FROM tickets JOIN orders USING (customer_id)"
    assert one(same) == 1
    assert one("SELECT solved_at::VARCHAR FROM tickets") == "2026-03-14 10:30:00"
