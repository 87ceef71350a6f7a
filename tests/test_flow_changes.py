"""Which differences between two flows are real?"""

from datetime import date, timedelta

import pytest

from lib.analysis.flow_changes import flow_changes
from lib.analysis.segment import within
from lib.model.errors import DataError, QuestionError, StoreError
from lib.model.filters import Filters
from lib.model.kept_segments import Definition
from lib.model.rivals import Rival
from lib.store import segments
from lib.store.narrowing import rest
from tests.journeys import START, shop
from tests.open_pages import open_page, texts


def store_of(web: int, app: int, size: int = 100, name: str = "tiny"):
    """`size` customers on each channel come home; so many of each go on to the cart."""
    rows = []
    for channel, going in (("web", web), ("app", app)):
        for number in range(size):
            path = ["home", "cart" if number < going else "blog"]
            rows += [
                {
                    **{"event_id": f"{channel}{number}-{at}", "customer_id": f"{channel}{number}"},
                    **{"ts": START + timedelta(minutes=at), "touchpoint": name, "channel": channel},
                }
                for at, name in enumerate(path)
            ]
    return shop(name=name, events=rows)


WEB = Filters(channel=("web",))


def test_a_planted_difference_is_found_and_said():
    found = flow_changes(store_of(70, 40), WEB, against="channel=app", steps=2)
    first = found[found["target"] == "cart"].iloc[0]
    assert (first["customers"], first["at_source"], first["other_customers"], first["other_at_source"]) == (
        70, 100, 40, 100,
    )  # fmt: skip
    # by hand: 0.7 less 0.4; pooled z = 0.3 / sqrt(0.55 * 0.45 * 0.02) = 4.264
    assert first["difference"] == pytest.approx(0.3)
    assert first["low"] < 0.3 < first["high"]
    assert first["p"] == pytest.approx(2.0e-5, rel=0.02)
    assert first["says"] == "From home in step 1, 70.0% go to cart, against 40.0%: +30.0 pt."


def test_where_nothing_differs_nothing_is_claimed():
    found = flow_changes(store_of(50, 52), WEB, against="channel=app", steps=2)
    assert not found["real"].any()
    assert (found["says"] == "").all()


def test_few_customers_are_not_compared():
    found = flow_changes(store_of(5, 0, size=5), WEB, against="channel=app", steps=2)
    assert found[["share", "difference", "low", "high", "p"]].isna().all(axis=None)
    assert not found["real"].any()


def test_a_move_that_one_side_lacks_counts_nobody_there():
    found = flow_changes(store_of(100, 0), WEB, against="channel=app", steps=2)
    assert dict(zip(found["target"], found["other_customers"], strict=True)) == {"cart": 0, "blog": 100}


def test_the_period_before_is_as_long():
    asked = Filters(since=date(2026, 3, 1), until=date(2026, 3, 31), device=("mobile",))
    before = Rival.of(asked, "before").filters
    assert (before.since, before.until, before.device) == (date(2026, 1, 29), date(2026, 2, 28), ("mobile",))


def test_conditions_take_the_place_of_those_asked_for():
    asked = Filters(device=("mobile",), country=("DE",))
    other = Rival.of(asked, "device=desktop&device=tablet").filters
    assert (other.device, other.country) == (("desktop", "tablet"), ("DE",))


def test_an_open_period_has_none_before_it():
    with pytest.raises(QuestionError, match="Give a first and a last day"):
        Rival.of(Filters(since=date(2026, 3, 1)), "before")


def kept(store, name, **filters):
    """The customers of a channel as a segment."""
    asked = Filters(**filters)
    segments.keep(store.manifest.name, name, Definition.of("members", asked, name, source="home"), by="ann")


def test_a_segment_beside_another_or_everybody_else():
    store = store_of(70, 40)
    for name in ("web", "app"):
        kept(store, name, channel=(name,))
    plain = flow_changes(store, WEB, against="channel=app", steps=2)
    some = within(store, "web")
    for against in ("segment:app", "segment=app", "others"):
        found = flow_changes(some, Filters(segment="web"), against=against, steps=2)
        assert found.equals(plain), against
    with pytest.raises(DataError, match="No journey begins"):
        flow_changes(store, WEB, against="segment:app", steps=2)  # nobody of that segment is on the web


def test_everybody_else_needs_a_segment_and_somebody():
    store = store_of(70, 40)
    with pytest.raises(QuestionError, match="Choose a segment first"):
        flow_changes(store, WEB, against="others", steps=2)
    with pytest.raises(StoreError, match="Nobody is left"):
        rest(store)


def test_two_datasets_side_by_side():
    here, there = store_of(70, 40), store_of(20, 40, name="older")
    found = flow_changes(here, WEB, against="dataset:older", steps=2)
    first = found[found["target"] == "cart"].iloc[0]
    assert (first["share"], first["other_share"]) == (0.7, 0.2)
    assert there.manifest.name == "older"
    with pytest.raises(StoreError, match="older, tiny"):
        flow_changes(here, WEB, against="dataset:newer", steps=2)


def test_the_page_compares_with_segments_and_datasets(monkeypatch):
    monkeypatch.setenv("THROUGHLINE_AUTH", "proxy")
    store_of(20, 40, name="older")
    kept(store_of(70, 40), "app", channel=("app",))
    for against, words in (("segment app", "segment app"), ("dataset older", "dataset older")):
        at = open_page("flow", ds="tiny", flow_against=against)
        assert not at.exception
        assert f"differ from {words} beyond chance" in " ".join(texts(at.subheader))
    at = open_page("flow", ds="tiny", segment="app", flow_against="everybody else")
    assert not at.exception
    assert "2 of 4 moves differ from everybody else beyond chance" in texts(at.subheader)
