"""Files on their way in: uploads, the analyst's corrections, the import and its report."""

import time
from pathlib import Path

import pandas as pd
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from lib.export.text import csv_text
from lib.intake.propose import propose
from lib.intake.read import read
from lib.model.errors import AccessError, StoreError
from lib.model.mapping import Output, SheetMapping, Take
from lib.model.naming import Naming
from lib.store import catalog
from lib.ui import access, accounts, changing, joined, proposal, stage_editor, upload
from lib.ui.jobs import Jobs
from tests.journeys import journeys
from tests.test_pages import ROOT, SHELL, texts

EVENTS = b"""customer_id,timestamp,event,channel
ann,2026-01-05 10:00:00,home,web
ann,2026-01-05 10:01:00,spin_wheel,web
bob,no date,home,app
"""
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(64)


@pytest.fixture(autouse=True)
def _at_home(monkeypatch):
    st.cache_data.clear()
    st.cache_resource.clear()
    monkeypatch.setattr(access, "address", lambda: "127.0.0.1")


def sheet_of(content: bytes, tmp_path: Path, name="events.csv"):
    path = tmp_path / name
    path.write_bytes(content)
    return read(path, tmp_path)[0]


def open_data():
    at = AppTest.from_file(SHELL, default_timeout=60)
    at.switch_page(str(ROOT / "pages" / "data.py"))
    return at.run()


def drop(at, name, content):
    """Drop a file as a browser would; the page runs again without it."""
    at.file_uploader[0].upload(name, content, "text/csv")
    return at.run()


def import_(at):
    next(button for button in at.button if button.label == "Import").click().run()
    for _ in range(200):
        if not [button for button in at.button if button.key == "importing_stop"]:
            return at
        time.sleep(0.1)
        at.run()
    raise AssertionError("the import did not end")


def test_the_page_states_the_upload_limit(monkeypatch):
    monkeypatch.setattr(upload, "limit_mb", lambda: 1234)
    assert any("Up to 1,234 MB a file" in text for text in texts(open_data().caption))


def test_files_are_copied_to_disk_under_a_harmless_name_and_leave_memory(monkeypatch):
    forgotten = []
    monkeypatch.setattr(upload, "_drop_from_memory", forgotten.append)
    at = drop(open_data(), "../../evil.csv", EVENTS)
    assert not at.exception
    files = list(upload.inbox().glob("*/files/*/*"))
    assert [file.name for file in files] == ["evil.csv"]
    assert files[0].read_bytes() == EVENTS
    assert len(forgotten) == 1


def test_streamlit_still_has_the_way_to_let_go_of_an_upload():
    from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager

    assert MemoryUploadedFileManager("/x").remove_file("session", "file") is None


def test_files_become_a_dataset_and_the_report_accounts_for_every_row():
    at = import_(drop(open_data(), "shop events.csv", EVENTS))
    assert not at.exception
    assert "Version 1 of shop is published and served." in texts(at.success)
    assert at.selectbox(key="ds").value == "shop"
    report = catalog.current("shop").report
    line = accounts.files(report).iloc[0]
    assert (line["Read"], line["Accepted"], line["Merged"], line["Rejected"]) == (3, 2, 0, 1)
    assert accounts.rejections(report)["Rows"].tolist() == [1]
    assert [button.label for button in at.get("download_button")][-1] == "Rejected rows as CSV"


def test_the_name_of_the_dataset_stays_after_the_import():
    at = drop(open_data(), "e.csv", EVENTS)
    at.text_input(key="importing_name").set_value("other").run()
    assert import_(at).text_input(key="importing_name").value == "other"


def test_event_names_without_a_stage_are_counted_in_the_heading():
    at = drop(open_data(), "e.csv", EVENTS)
    assert any("1 name without a stage" in expander.label for expander in at.expander)


def test_a_picture_gives_one_message_and_the_published_data_stay():
    journeys(ann="home > cart")
    at = drop(open_data(), "table.csv", PICTURE)
    assert not at.exception
    assert any("is a PNG picture" in text for text in texts(at.warning))
    assert catalog.names() == ["tiny"]
    assert not list((catalog.home() / "drafts").glob("*"))


def test_an_import_that_brings_nothing_says_why_and_leaves_what_is_published():
    journeys(ann="home > cart")
    at = import_(drop(open_data(), "e.csv", EVENTS.replace(b"2026-01-05 10:0", b"soon ")))
    assert any("Nothing could be taken in" in text for text in texts(at.warning))
    assert "What was published before is served as it was." in texts(at.caption)
    assert catalog.names() == ["tiny"]


def test_a_name_that_cannot_be_a_dataset_says_what_can():
    at = drop(open_data(), "e.csv", EVENTS)
    at.text_input(key="importing_name").set_value("../shop").run()
    assert not at.exception
    assert any("letters, digits" in text for text in texts(at.warning))


@pytest.mark.parametrize("action", [changing.serve, changing.remove, changing.restore])
def test_every_change_checks_the_role_again(action, monkeypatch):
    monkeypatch.setattr(access, "address", lambda: "0.0.0.0")
    given = ("tiny", 1) if action is changing.serve else ("tiny",)
    with pytest.raises(AccessError, match="no sign-in is configured"):
        action(*given)
    with pytest.raises(AccessError, match="no sign-in is configured"):
        changing.begin_import([], [], None, "tiny", append=False)


def test_the_proposal_shows_rows_as_they_will_be_understood(tmp_path):
    sheet = sheet_of(EVENTS, tmp_path)
    output = propose([sheet]).sheets[sheet.name].outputs[0]
    shown = proposal.understood(sheet, output)
    assert shown["customer_id"].tolist() == ["ann", "ann", "bob"]
    assert shown["touchpoint"].tolist() == ["home", "spin_wheel", "home"]


def test_columns_that_were_not_touched_keep_all_their_sources(tmp_path):
    sheet = sheet_of(EVENTS, tmp_path)
    output = Output(
        "events",
        (
            Take("customer_id", "customer_id"),
            Take("customer_id", "channel", note="else"),
            Take("touchpoint", "event", path="$.x"),
        ),
    )
    assert proposal.with_rows(output, proposal.columns(sheet, output)) == output


def test_corrections_change_column_constant_and_format(tmp_path):
    sheet = sheet_of(EVENTS, tmp_path)
    output = Output(
        "events", (Take("customer_id", "channel"), Take("ts", "timestamp"), Take("device", "event"))
    )
    rows = proposal.columns(sheet, output).set_index("column")
    rows.loc["customer_id", "from"] = "customer_id"
    rows.loc["ts", "read as"] = "%d/%m/%Y"
    rows.loc["device", "from"] = None
    rows.loc["channel", "always"] = "web"
    assert set(proposal.with_rows(output, rows.reset_index()).takes) == {
        Take("customer_id", "customer_id"),
        Take("ts", "timestamp", format="%d/%m/%Y"),
        Take("channel", value="web"),
    }


def test_a_question_is_answered_by_correcting_what_it_is_about():
    asked = SheetMapping(
        "feedback", (Output("feedback", ()),), questions=("which scale_max has the score?", "when was it?")
    )
    answered = proposal.with_outputs(asked, (Output("feedback", (Take("scale_max", value="5"),)),))
    assert answered.questions == ("when was it?",)


def test_event_names_without_a_stage_come_first_and_can_get_one(tmp_path):
    sheet = sheet_of(EVENTS, tmp_path)
    names = stage_editor.seen([sheet], propose([sheet]).sheets)
    assert names == {"home": 2, "spin wheel": 1}
    naming = Naming({"old name": ("home", "consideration")})
    rows = stage_editor.table(stage_editor.in_order(names, naming, {}), naming, {})
    assert rows["name"].tolist() == ["spin wheel", "home"]
    rows.loc[0, ["touchpoint", "stage"]] = ["lucky wheel", "consideration"]
    assert stage_editor.corrected(rows, naming, {}) == {
        "old name": ("home", "consideration"),
        "spin wheel": ("lucky wheel", "consideration"),
    }


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\tx", "\rx"])
def test_a_cell_that_a_spreadsheet_would_run_is_made_harmless(cell):
    frame = pd.DataFrame({"name": [cell, "cart", None], "change": [-1.5, 2, 3]})
    back = csv_text(frame).split("\n", 1)
    assert back[0] == "name,change"
    assert f"'{cell}" in back[1]
    assert "cart,2.0" in back[1]
    assert "\n,3.0" in back[1]


def test_a_job_tells_how_far_it_is_can_be_stopped_and_keeps_its_error():
    jobs = Jobs()

    def work(job):
        job.tell("reading", 0.5)
        job.stopping.wait(10)
        raise StoreError("It was stopped.", "Start it again.")

    job = jobs.start("Importing x", work)
    for _ in range(100):
        if job.share:
            break
        time.sleep(0.02)
    assert (job.told, job.share, jobs.running("Importing x")) == ("reading", 0.5, job)
    job.stop()
    for _ in range(100):
        if job.done:
            break
        time.sleep(0.02)
    assert str(job.error) == "It was stopped. Start it again."
    assert jobs.running("Importing x") is None
    assert jobs.get(job.id) is job


def test_old_jobs_are_forgotten():
    jobs = Jobs()
    ids = []
    for _ in range(25):
        job = jobs.start("quick", lambda job: 1)
        while not job.done:
            time.sleep(0.005)
        ids.append(job.id)
    assert jobs.get(ids[0]) is None
    assert jobs.get(ids[-1]).result == 1


def test_the_strictness_that_is_chosen_holds_for_the_import():
    at = drop(open_data(), "e.csv", EVENTS)
    at = import_(at.selectbox(key="importing_strictness").set_value("strict").run())
    assert catalog.current("shop").report["identity"]["strictness"] == "strict"


def test_the_report_says_what_came_in_what_joined_and_what_to_do_next():
    at = drop(open_data(), "events.csv", EVENTS)
    at.file_uploader[0].upload(
        "orders.csv", b"order_id,customer_id,created_at,total\n1,ann,2026-01-06,9.50", "text/csv"
    )
    at = import_(at.run())
    said = texts(at.markdown)
    assert any(one.startswith("1. **Look at the rejected rows of events.csv") for one in said)
    parts = ["What to do next", "What came in", "What was set aside, and why", "What joined with what"]
    assert [one for part in parts for one in said if one == f"**{part}**"] == [
        f"**{part}**" for part in parts
    ]
    files = accounts.files(catalog.current("shop").report)
    assert files["Why"].str.contains("columns, named as in").all()
    joins = joined.files(catalog.current("shop").report["identity"]).set_index("File")
    # ann is in both files, bob's only row has no date
    assert joins.loc["events.csv", "Known from other files"] == "100.0%"
    assert "Report as JSON" in [button.label for button in at.get("download_button")]
