"""Kept segments: named questions, evaluated on the version at hand, and everybody of them counted alone."""

import os
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
import streamlit as st

from lib.analysis.flow import flow
from lib.analysis.members import members
from lib.analysis.pictures.flow_behind import asked_again, picked
from lib.analysis.segment import segment, within
from lib.cli import main
from lib.model.errors import DataError, QuestionError
from lib.model.filters import Filters
from lib.model.flow_view import LEFT, FlowView, Pick
from lib.model.kept_segments import Definition, checked
from lib.model.segments import segment as written
from lib.store import catalog, segments
from lib.store.narrowing import KEPT, narrowed
from tests.journeys import START, journeys, shop
from tests.open_pages import open_page, texts

EVERYBODY = Filters()


@pytest.fixture(autouse=True)
def _fresh(monkeypatch):
    st.cache_data.clear()
    st.cache_resource.clear()
    monkeypatch.setenv("THROUGHLINE_AUTH", "proxy")


def four():
    """Ann and Dan buy without the chat, Bob after it, Cid never."""
    return journeys(
        ann="product page > cart > order placed",
        bob="product page > support chat > order placed",
        cid="product page > support chat",
        dan="home[device=mobile] > product page > order placed",
    )


def pattern(text, **more):
    return Definition.of("funnel_members", EVERYBODY, text, steps=text, step=2, **more)


CALM = "product page > !support chat > order placed"


def test_a_pattern_with_negation_is_a_segment():
    store = four()
    segments.keep("tiny", "Bought without support", pattern(CALM), by="ann")
    found = segment(store, EVERYBODY, name="Bought without support")
    assert found["customer_id"].tolist() == ["ann", "dan"]
    assert list(found) == [
        "customer_id", "first_seen", "last_seen", "events", "orders", "spent", "channel", "device", "country",
    ]  # fmt: skip
    mobile = segment(store, Filters(device=("mobile",)), name="Bought without support")
    assert mobile["customer_id"].tolist() == ["dan"]


def test_within_a_segment_its_customers_alone_are_counted():
    store = four()
    segments.keep("tiny", "calm", pattern(CALM), by="ann")
    some = within(store, "calm")
    assert some.manifest.tables["events"] == 6
    counted = flow(some, Filters(segment="calm"), steps=2)
    assert list(zip(counted["source"], counted["target"], counted["customers"], strict=True)) == [
        ("home", "product page", 1), ("product page", "cart", 1),
    ]  # fmt: skip
    assert some.whole is store
    assert some.key != store.key
    assert within(store, "") is store


def test_the_same_set_has_the_same_store_whatever_it_is_called():
    store = four()
    assert narrowed(store, ["ann", "bob"]).key == narrowed(store, ["bob", "ann", "ann"]).key
    assert narrowed(store, ["ann", "bob"]).key != narrowed(store, ["ann"]).key


def test_what_is_built_is_kept_a_while_and_made_again_when_missing():
    store = four()
    place = catalog.folder("tiny") / "segments" / "built"
    first = narrowed(store, ["ann"])
    for number in range(KEPT + 1):
        narrowed(store, ["bob", f"nobody {number}"])
    assert len(list(place.glob("*.duckdb"))) <= KEPT
    assert not [one for one in place.iterdir() if one.suffix not in (".duckdb", ".json")]
    assert flow(narrowed(store, ["ann"]), EVERYBODY, steps=2).equals(flow(first, EVERYBODY, steps=2))


def test_rows_that_belong_to_nobody_are_in_no_segment():
    event = {"event_id": "1", "customer_id": "ann", "ts": START, "touchpoint": "home"}
    orders = [
        {"order_id": "o1", "customer_id": "ann", "ordered_at": START, "revenue": 5},
        {"order_id": "o2", "customer_id": None, "ordered_at": START, "revenue": 7},
    ]
    returns = [{"return_id": f"r{n}", "order_id": f"o{n}", "returned_at": START, "refund": 1} for n in (1, 2)]
    spend = [{"day": date(2026, 1, 5), "source": "ads", "cost": 3}]
    store = shop(events=[event], orders=orders, returns=returns, spend=spend)
    tables = narrowed(store, ["ann"]).manifest.tables
    assert (tables["orders"], tables["returns"], tables["spend"]) == (1, 1, 1)


def test_the_question_is_asked_again_of_new_data():
    segments_before = four()
    segments.keep("tiny", "calm", pattern(CALM), by="ann")
    assert segment(segments_before, EVERYBODY, name="calm")["customer_id"].tolist() == ["ann", "dan"]
    newer = journeys(eve="product page > order placed", bob="product page > support chat > order placed")
    assert segment(newer, EVERYBODY, name="calm")["customer_id"].tolist() == ["eve"]
    nobody = journeys(bob="product page > support chat > order placed")
    with pytest.raises(DataError, match="Nobody is in the segment"):
        within(nobody, "calm")


def test_kept_within_a_segment_it_stays_what_it_was_when_that_one_goes():
    store = four()
    segments.keep("tiny", "calm", pattern(CALM), by="ann")
    asked = Definition.of("members", Filters(segment="calm"), "1. home", source="home")
    made = segments.keep("tiny", "calm at home", asked, by="ann")
    segments.remove("tiny", "calm")
    assert segment(store, EVERYBODY, name="calm at home")["customer_id"].tolist() == ["dan"]
    assert made.definition.words() == f"1. home; of those: {CALM}"
    assert segments.segment("tiny", "calm at home").definition == made.definition


@pytest.mark.parametrize(
    "pick",
    [Pick(1, ("home", "product page")), Pick(2, ("cart", "support chat"), (LEFT,)), Pick(2, ("cart",))],
)
def test_the_customers_behind_a_pick_are_the_segment(pick):
    store = four()
    behind = picked(store, EVERYBODY, view=FlowView(steps=4), pick=pick, metric=None)
    segments.keep("tiny", "picked", behind.who, by="ann")
    again = segment(store, EVERYBODY, name="picked")
    assert sorted(again["customer_id"]) == sorted(behind.customers["customer_id"])


def test_several_labels_are_asked_as_one_element():
    store = four()
    assert len(members(store, EVERYBODY, step=2, source="cart | support chat")) == 3
    with pytest.raises(QuestionError, match="'cat'"):
        members(store, EVERYBODY, step=2, source="cart | cat")


def test_removed_and_brought_back():
    four()
    for name in ("calm", "Another"):
        segments.keep("tiny", name, pattern(CALM), by="ann")
    assert list(segments.segments("tiny")) == ["Another", "calm"]
    segments.remove("tiny", "calm")
    assert list(segments.segments("tiny")) == ["Another"]
    assert list(segments.removed("tiny")) == ["calm"]
    segments.restore("tiny", "calm")
    assert list(segments.segments("tiny")) == ["Another", "calm"]
    assert not segments.removed("tiny")
    with pytest.raises(QuestionError, match="There is a segment called 'calm'"):
        segments.keep("tiny", " calm ", pattern(CALM), by="ann")


def test_a_definition_survives_being_written_down():
    asked = Filters(since=date(2026, 1, 2), channel=("app", "web"))
    one = asked_again(FlowView(start="cart", steps=4), Pick(2, ("blog",), (LEFT,)), asked)
    assert Definition.from_dict(one.to_dict()) == one
    assert one.words().endswith("then left; since 2 Jan 2026, channel app or web")


@pytest.mark.parametrize("name", ["", "  ", "a=b", "a;b", "a&b", "a/b", "x" * 61, "[x](y)"])
def test_names_that_an_address_or_a_condition_would_misread_are_refused(name):
    with pytest.raises(QuestionError, match="segment"):
        checked(name)


def test_filters_carry_the_name_and_say_it():
    chosen = Filters.where(["segment=calm", "device=mobile"])
    assert (chosen.segment, chosen.words()) == ("calm", "segment calm, device mobile")
    assert Filters(segment="calm").is_empty
    with pytest.raises(QuestionError, match="Write segment=NAME once"):
        Filters.where(["segment=a", "segment=b"])
    with pytest.raises(QuestionError, match="cannot be part of such a segment"):
        written("segment=calm")


def test_the_command_line_keeps_lists_and_asks_within_a_segment(capsys):
    four()
    ask = ["answer", "funnel_members", "--dataset", "tiny", "--set", f"steps={CALM}", "--set", "step=2"]
    assert main([*ask, "--keep", "calm"]) == 0
    assert "segment calm: 2 customers now" in capsys.readouterr().err
    asked = ["--dataset", "tiny", "--where", "segment=calm", "--set", "steps=2", "--format", "csv"]
    assert main(["answer", "flow", *asked]) == 0
    assert capsys.readouterr().out.splitlines()[1:] == [
        "1,home,product page,1,1.0",
        "1,product page,cart,1,1.0",
    ]
    assert main(["segments", "tiny"]) == 0
    assert capsys.readouterr().out == f"calm: funnel_members steps={CALM} step=2\n"
    assert main(["segments", "tiny", "--remove", "calm"]) == 0
    assert main(["answer", "flow", *asked]) == 2
    assert "There is no segment called 'calm'" in capsys.readouterr().err
    assert main(["segments", "tiny", "--restore", "calm"]) == 0
    assert main(["answer", "flow", "--dataset", "tiny", "--keep", "all"]) == 2
    assert "flow lists no customers" in capsys.readouterr().err


@pytest.mark.parametrize("stem", ["flow", "funnel", "order", "routes", "kpis", "overview", "journey_map"])
def test_a_segment_in_the_link_narrows_every_page(stem):
    four()
    segments.keep("tiny", "calm", pattern(CALM), by="ann")
    at = open_page(stem, segment="calm")
    assert not at.exception
    assert at.selectbox(key="segment").value == "calm"
    assert not any("not here" in one for one in texts(at.info))


def test_the_small_print_says_the_segment_and_counts_it_alone():
    four()
    segments.keep("tiny", "calm", pattern(CALM), by="ann")
    at = open_page("flow", segment="calm")
    assert any(text.startswith("Counted: 2 customers, segment calm, ") for text in texts(at.caption))


def test_a_segment_that_is_not_there_falls_back_with_a_note():
    four()
    segments.keep("tiny", "calm", pattern(CALM), by="ann")
    at = open_page("flow", segment="gone")
    assert not at.exception
    assert "segment = gone" in texts(at.info)[0]
    assert at.selectbox(key="segment").value is None


def test_an_empty_segment_says_so_and_leaves_the_choice():
    four()
    segments.keep("tiny", "nobody", pattern("cart > home"), by="ann")
    at = open_page("flow", segment="nobody")
    assert not at.exception
    assert "Nobody is in the segment" in texts(at.warning)[0]
    assert at.selectbox(key="segment").value == "nobody"


@pytest.mark.parametrize(
    ("stem", "params"),
    [
        ("flow", {"flow_pick": "1. product page > cart"}),
        ("funnel", {"funnel_steps_touchpoint": CALM, "funnel_pick": "reached order placed"}),
        ("order", {"order_pick": "consideration > purchase"}),
    ],
)
def test_analysts_keep_the_customers_who_are_listed(stem, params):
    four()
    at = open_page(stem, **params)
    assert not at.exception
    if stem == "funnel":
        options = at.selectbox(key="funnel_pick").options
        at.selectbox(key="funnel_pick").set_value(next(one for one in options if "order placed" in one)).run()
    listed = next(one.value for one in at.dataframe if "customer_id" in one.value)
    at.text_input(key=f"{stem}_keep_name").set_value("Mine")
    next(one for one in at.button if one.label == "Keep").click().run()
    assert not at.exception
    assert list(segments.segments("tiny")) == ["Mine"]
    kept = segment(catalog.open_store("tiny"), EVERYBODY, name="Mine")
    assert sorted(kept["customer_id"]) == sorted(listed["customer_id"])
    at.selectbox(key="segment").set_value("Mine").run()
    assert not at.exception
    assert at.query_params["segment"] == "Mine"


def test_viewers_keep_nothing():
    four()
    at = open_page("flow", groups="viewer", flow_pick="1. product page > cart")
    assert not at.exception
    assert "Keep" not in [one.label for one in at.button]


def test_the_data_page_lists_removes_and_brings_back():
    four()
    segments.keep("tiny", "calm", pattern(CALM), by="ann")
    at = open_page("data")
    assert any(
        "calm" in one.value.get("Segment", []).tolist() for one in at.dataframe if "Segment" in one.value
    )
    at.selectbox(key="segments_remove").set_value("calm").run()
    at.button(key="segments_remove_now").click().run()
    assert not segments.segments("tiny")
    at.selectbox(key="segments_bring").set_value("calm").run()
    at.button(key="segments_bring_now").click().run()
    assert not at.exception
    assert list(segments.segments("tiny")) == ["calm"]


def test_a_segment_that_is_removed_while_it_is_chosen_lets_go():
    four()
    segments.keep("tiny", "calm", pattern(CALM), by="ann")
    segments.keep("tiny", "other", pattern(CALM), by="ann")
    at = open_page("data", segment="calm")
    at.selectbox(key="segments_remove").set_value("calm").run()
    at.button(key="segments_remove_now").click().run()
    assert not at.exception
    assert at.selectbox(key="segment").value is None


def test_what_a_crash_left_behind_is_swept_and_two_may_build_at_once():
    store = four()
    place = catalog.folder("tiny") / "segments" / "built"
    narrowed(store, ["ann"])
    old, new = place / "x.0a.part", place / "y.0b.part"
    for one in (old, new):
        one.touch()
    os.utime(old, (0, 0))
    with ThreadPoolExecutor(2) as pool:
        both = list(pool.map(lambda who: narrowed(store, who), [["bob", "cid"], ["bob", "cid"]]))
    assert both[0].key == both[1].key
    assert (old.exists(), new.exists()) == (False, True)


def test_a_cell_of_the_heatmap_is_a_segment():
    event = {"event_id": "1", "customer_id": "ann", "ts": START, "touchpoint": "checkout"}
    answer = {"metric": "csat", "score": 4, "scale_min": 1, "scale_max": 5, "touchpoint": "checkout"}
    said = [
        {"feedback_id": who, "customer_id": who, "given_at": START, "channel": channel, **answer}
        for who, channel in (("ann", "web"), ("bob", "app"))
    ]
    shop(events=[event, {**event, "event_id": "2", "customer_id": "bob"}], feedback=said)
    at = open_page("satisfaction", sat_cell="checkout, web")
    assert not at.exception
    at.text_input(key="sat_keep_name").set_value("Asked")
    next(one for one in at.button if one.label == "Keep").click().run()
    kept = segments.segment("tiny", "Asked")
    assert kept.definition.words() == "CSAT of checkout, web"
    assert segment(catalog.open_store("tiny"), EVERYBODY, name="Asked")["customer_id"].tolist() == ["ann"]
