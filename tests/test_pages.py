"""Every page, opened through the frame as a reader would, without a browser."""

import threading
from dataclasses import replace
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from lib.model.errors import DataError
from lib.model.manifest import Manifest
from lib.model.menu import HOME, MENU
from lib.store import catalog
from lib.ui import access, answers, first_start, flow_picks, jobs, page
from tests.journeys import START, shop

ROOT = Path(__file__).resolve().parent.parent
SHELL = ROOT / "lib" / "ui" / "shell.py"
STEMS = [entry.stem for entry in MENU if (ROOT / "pages" / f"{entry.stem}.py").is_file()]
each_page = pytest.mark.parametrize("stem", STEMS)


@pytest.fixture(autouse=True)
def _fresh(monkeypatch):
    """No answer of another test, and a role that comes from the reader's groups."""
    st.cache_data.clear()
    st.cache_resource.clear()
    monkeypatch.setenv("THROUGHLINE_AUTH", "proxy")


def publish(name="tiny"):
    """Two journeys on two channels, an order, an answer and a change."""
    steps = {"ann": ("web", "home > cart > order placed"), "bob": ("app", "home > product page")}
    events = [
        {"event_id": f"{who}{n}", "customer_id": who, "ts": START, "touchpoint": step, "channel": channel}
        for who, (channel, path) in steps.items()
        for n, step in enumerate(path.split(" > "))
    ]
    order = {"order_id": "o1", "customer_id": "ann", "ordered_at": START, "revenue": 40, "channel": "web"}
    answer = {
        **{"feedback_id": "f1", "customer_id": "ann", "given_at": START, "metric": "csat", "score": 4},
        **{"scale_min": 1, "scale_max": 5, "touchpoint": "cart", "stage": "purchase", "channel": "web"},
    }
    change = {"name": "New cart", "live_at": START}
    return shop(name=name, events=events, orders=[order], feedback=[answer], changes=[change])


def open_page(stem, *, groups="admin", data=True, **params):
    """The page as a reader with these groups sees it at this address."""
    if data and not catalog.names():
        publish()
    if not data:
        (catalog.home() / "removed").mkdir(parents=True, exist_ok=True)  # somebody had data and removed them
    at = AppTest.from_file(SHELL, default_timeout=60)
    at.user = {"email": "ann@shop.example", "groups": groups}
    for key, value in params.items():
        at.query_params[key] = value
    if stem != HOME:
        at.switch_page(str(ROOT / "pages" / f"{stem}.py"))
    return at.run()


def texts(elements):
    return [element.value for element in elements]


@each_page
def test_a_page_opens_on_data(stem):
    at = open_page(stem)
    assert not at.exception
    assert len(at.title) == 1


@each_page
def test_a_page_without_data_says_what_to_do(stem):
    at = open_page(stem, data=False)
    assert not at.exception
    assert len(at.title) == 1
    if stem != "data":
        assert "There are no data yet." in texts(at.info)
        assert [button.label for button in at.button] == ["Show the sample shop"]


def test_a_viewer_without_data_is_sent_to_an_analyst():
    at = open_page("flow", groups="", data=False)
    assert "An analyst can add files on the Data page" in texts(at.markdown)[-1]
    assert not at.button


@pytest.mark.parametrize(
    "entry", [entry for entry in MENU if entry.role != "viewer"], ids=lambda one: one.stem
)
def test_a_viewer_is_turned_away_and_sees_nothing(entry):
    at = open_page(entry.stem, groups="viewer")
    assert f"needs the role {entry.role}" in at.error[0].value
    assert not at.title
    assert not at.main.dataframe


@each_page
def test_a_page_that_runs_by_itself_brings_its_frame_and_its_role_check(stem):
    publish()
    at = AppTest.from_file(ROOT / "pages" / f"{stem}.py", default_timeout=60).run()
    assert not at.exception
    assert len(at.title) == 1
    assert at.selectbox(key="ds").value == "tiny"


def test_a_copied_link_chooses_dataset_and_filters():
    publish("other")
    publish()
    at = open_page(
        "flow", ds="other", channel=["web"], since="2026-01-02", flow_steps="4", flow_level="Stages"
    )
    assert not at.exception
    assert at.selectbox(key="ds").value == "other"
    assert at.multiselect(key="channel").value == ["web"]
    assert at.date_input(key="since").value.isoformat() == "2026-01-02"
    assert at.slider(key="flow_steps").value == 4
    assert "Counted: 1 customers, since 2 Jan 2026, channel web, from the journey's start." in " ".join(
        texts(at.caption)
    )


def period_of(name, first, last):
    """Give a published dataset a period."""
    manifest = catalog.current(name)
    text = replace(manifest, period=(first, last)).to_json()
    (catalog.folder(name) / f"{manifest.version:04d}.json").write_text(text)


def test_filters_survive_a_change_to_a_dataset_of_other_years_and_values():
    publish("old")
    publish()
    period_of("old", "2017-01-01", "2018-12-31")
    period_of("tiny", "2026-01-01", "2026-12-31")
    at = open_page("flow", ds="tiny", channel=["web"], since="2026-01-02")
    at.selectbox(key="ds").select("old").run()
    assert not at.exception
    assert at.selectbox(key="ds").value == "old"


def test_a_pick_in_the_link_lists_as_many_customers_as_the_picture_counts():
    at = open_page("flow", flow_pick="1. home > cart")
    assert at.selectbox(key="flow_pick").value == "1. home > cart"
    assert "1 customers" in texts(at.subheader)
    assert at.dataframe[0].value["customer_id"].tolist() == ["ann"]


def test_a_flow_is_compared_with_other_journeys_at_its_address():
    at = open_page("flow", channel=["web"], flow_against="channel=app")
    assert at.selectbox(key="flow_against").value == "channel=app"
    assert any("moves differ from channel=app" in one.value for one in at.subheader)


def test_an_end_and_what_is_left_out_of_a_flow_are_in_the_address():
    at = open_page("flow", flow_end_touchpoint="order placed", flow_hide=["cart"])
    assert at.selectbox(key="flow_end_touchpoint").value == "order placed"
    said = " ".join(one.value for one in at.caption)
    assert "what led to the last order placed, without cart" in said
    assert not at.exception


def test_a_drop_off_can_be_picked():
    at = open_page("flow", flow_pick="2. product page > (left)")
    assert at.dataframe[0].value["customer_id"].tolist() == ["bob"]


def test_garbage_in_the_link_falls_back_with_a_note():
    at = open_page("flow", ds="gone", channel=["fax"], since="yesterday", flow_steps="99", wat="1")
    assert not at.exception
    note = next(text for text in texts(at.info) if "something that is not here" in text)
    for said in ("ds = gone", "channel = fax", "since = yesterday", "flow\\_steps = 99", "wat = 1"):
        assert said in note
    assert at.slider(key="flow_steps").value == 7
    assert not at.multiselect(key="channel").value


def test_a_clean_link_gets_no_note():
    at = open_page("flow", ds="tiny", channel=["web"], flow_steps="7", flow_join="false")
    assert not [text for text in texts(at.info) if "not here" in text]


def test_a_period_that_ends_before_it_begins_says_what_to_do():
    at = open_page("flow", since="2026-02-01", until="2026-01-01")
    assert not at.exception
    assert "Choose an end on or after the beginning" in at.warning[0].value.replace("\\", "")


def test_filters_that_nobody_passes_say_what_to_do():
    at = open_page("flow", since="2027-01-01")
    assert not at.exception
    assert any("take a filter off" in text for text in texts(at.warning))


def test_an_error_is_shown_with_its_mend():
    def script():
        from lib.model.errors import DataError
        from lib.ui import page

        with page.explained():
            raise DataError("No *event* falls inside.", "Widen the dates.")

    at = AppTest.from_function(script, default_timeout=30).run()
    assert at.warning[0].value == "No \\*event\\* falls inside. **Widen the dates.**"


def test_a_bug_stays_loud():
    with pytest.raises(ZeroDivisionError), page.explained():
        1 / 0  # noqa: B018


def test_an_answer_is_counted_once_for_all_readers_of_the_same_data():
    store, other = publish(), publish("other")
    asked = []

    def count(store, filters, *, most):
        asked.append((store.key, most))
        return len(asked)

    assert answers.answer(count, store, None, most=1) == answers.answer(count, store, None, most=1) == 1
    assert answers.answer(count, other, None, most=1) == 2
    assert answers.answer(count, store, None, most=2) == 3


def test_a_new_version_is_read_with_the_next_run():
    first = publish()
    assert answers.open_store("tiny").key == first.key
    second = shop(events=[{"event_id": "e", "customer_id": "zoe", "ts": START, "touchpoint": "home"}])
    assert answers.open_store("tiny").key == second.key != first.key


@pytest.mark.parametrize(
    ("event", "point"),
    [
        (None, None),
        ({}, None),
        ({"selection": {"pick": []}}, None),
        ({"selection": {"pick": [{}]}}, None),
        ({"selection": {"pick": [{}, {"id": "a"}]}}, {"id": "a"}),
    ],
)
def test_only_a_real_point_is_a_pick(event, point):
    assert flow_picks.picked(event) == point


def test_the_app_opens_on_the_sample_and_the_work_can_be_stopped(monkeypatch):
    begun, told = threading.Event(), []

    def slow(paths, *, stop, progress):
        told.extend(path.name for path in paths)
        progress("reading", 0.25)
        begun.set()
        stop.wait(20)
        raise DataError("The import was stopped.", "Start it again.")

    monkeypatch.setattr(first_start, "publish_sample", slow)
    at = AppTest.from_file(SHELL, default_timeout=60)
    at.user = {"groups": "admin"}
    at.switch_page(str(ROOT / "pages" / "flow.py")).run()
    assert begun.wait(10)
    at.run()
    job = jobs.jobs().running("Preparing the sample shop")
    assert job is not None
    assert (job.told, job.share) == ("reading", 0.25)
    assert "web_events.csv.gz" in told
    at.button(key="first_stop").click().run()
    assert job.stopping.is_set()


def test_the_sample_is_marked_and_leads_to_own_files():
    publish("sample")
    manifest = catalog.current("sample")
    marked = Manifest.from_json(manifest.to_json().replace('"sample": false', '"sample": true'))
    (catalog.folder("sample") / f"{manifest.version:04d}.json").write_text(marked.to_json())
    at = open_page("flow")
    assert any("Sample data" in text for text in texts(at.markdown))
    assert "Use your own files" in [link.label for link in at.get("page_link")]


def test_whoever_lost_the_role_cannot_change_data_by_an_old_button(monkeypatch):
    publish()
    at = open_page("data")
    monkeypatch.setattr(access, "role", lambda: "analyst")
    at.button(key="remove_tiny").click().run()
    assert catalog.names() == ["tiny"]
    assert "This needs the role admin" in at.warning[0].value


def test_a_removed_dataset_can_be_brought_back():
    at = open_page("data")
    at.button(key="remove_tiny").click().run()
    assert catalog.names() == []
    at.button(key="restore_tiny").click().run()
    assert catalog.names() == ["tiny"]
    assert at.selectbox(key="ds").value == "tiny"


def test_versions_go_back_and_forth():
    publish()
    shop(events=[{"event_id": "e", "customer_id": "zoe", "ts": START, "touchpoint": "home"}])
    at = open_page("data")
    at.button(key="serve_1").click().run()
    assert catalog.current("tiny").version == 1
    at.button(key="serve_2").click().run()
    assert catalog.current("tiny").version == 2


def test_an_answer_explains_itself_with_definition_statement_values_and_ground():
    at = open_page("flow", channel=["web"])
    said = " ".join(texts(at.markdown))
    assert "What do customers do next, and where do they leave?" in said
    assert "Raises" not in said
    assert "**Who counts:** channel web." in said
    assert "dataset tiny, version 1" in said
    statement = at.code[0].value
    assert "-- $channels = ['web']" in statement
    assert "-- $steps = 7" in statement
    assert "FROM kept_paths" in statement
