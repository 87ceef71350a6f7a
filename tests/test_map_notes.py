"""What people write on the map: kept with the dataset, never overwritten unseen, always brought back."""

import json
from dataclasses import replace

import pytest

from lib.model.errors import QuestionError, StoreError
from lib.model.map_notes import LONGEST, Revision, changed_between
from lib.store import catalog, map_notes, map_versions, numbered
from tests.journeys import journeys

OWNER, NOTE = ("cart", "owner"), ("cart", "note")


def save(changed, seen=0, by="ann"):
    return map_notes.save("tiny", changed, seen=seen, by=by)


@pytest.fixture(autouse=True)
def store():
    return journeys(ann="cart > order placed")


def test_a_blank_sheet_comes_before_the_first_save():
    assert map_notes.latest("tiny") == Revision()
    assert map_notes.revisions("tiny") == []


def test_a_save_changes_what_it_names_and_leaves_the_rest():
    save({OWNER: "Web team", NOTE: "Vouchers?"})
    second = save({NOTE: ""}, seen=1, by="bob")
    assert dict(second.notes) == {OWNER: "Web team"}
    assert map_notes.latest("tiny") == second
    assert [(one.number, one.by) for one in map_notes.revisions("tiny")] == [(2, "bob"), (1, "ann")]


def test_two_who_write_different_notes_both_keep_theirs():
    save({OWNER: "Web team"})
    both = save({NOTE: "Slow"}, seen=0, by="bob")
    assert dict(both.notes) == {NOTE: "Slow", OWNER: "Web team"}


def test_the_second_to_write_the_same_note_is_told_instead_of_overwriting():
    save({OWNER: "Web team"})
    with pytest.raises(StoreError, match="'Web team'.*ann.*Nothing was saved"):
        save({OWNER: "Payments"}, seen=0, by="bob")
    assert map_notes.latest("tiny").notes[OWNER] == "Web team"
    # having seen it, bob may
    assert save({OWNER: "Payments"}, seen=1, by="bob").notes[OWNER] == "Payments"


def test_the_same_text_from_two_is_no_conflict():
    save({OWNER: "Web team"})
    assert save({OWNER: " Web team "}, seen=0, by="bob").number == 2


def test_an_earlier_save_is_brought_back_and_that_can_be_undone_too():
    save({OWNER: "Web team"})
    save({OWNER: "Payments", NOTE: "New"}, seen=1)
    assert dict(map_notes.bring_back("tiny", 1, by="ann").notes) == {OWNER: "Web team"}
    assert dict(map_notes.bring_back("tiny", 2, by="ann").notes) == {OWNER: "Payments", NOTE: "New"}
    assert dict(map_notes.bring_back("tiny", 0, by="ann").notes) == {}
    with pytest.raises(StoreError, match="Choose one of: 1, 2"):
        map_notes.bring_back("tiny", 99, by="ann")


@pytest.mark.parametrize(
    ("key", "text", "mend"),
    [
        (("cart", "colour"), "red", "owner, status"),
        (("cart", "status"), "maybe", "open, planned"),
        (("cart", "due"), "next week", "YYYY-MM-DD"),
        (NOTE, "x" * (LONGEST + 1), f"under {LONGEST}"),
    ],
)
def test_what_cannot_stand_on_a_map_is_refused_with_a_mend(key, text, mend):
    with pytest.raises(QuestionError, match=mend):
        save({key: text})
    assert map_notes.latest("tiny").number == 0


def test_hostile_text_is_kept_as_it_is():
    text = '"]}\n<script>alert(1)</script> =1+1'
    assert save({NOTE: text}).notes[NOTE] == text
    assert map_notes.latest("tiny").notes[NOTE] == text


def test_notes_outlive_new_data_and_go_with_the_dataset():
    save({OWNER: "Web team"})
    journeys(ann="cart", bob="cart")
    assert catalog.current("tiny").version == 2
    assert map_notes.latest("tiny").notes[OWNER] == "Web team"
    catalog.remove("tiny")
    catalog.restore("tiny")
    assert map_notes.latest("tiny").notes[OWNER] == "Web team"
    assert catalog.names() == ["tiny"]


def test_a_number_is_given_once(tmp_path):
    place = tmp_path / "notes"
    assert numbered.append(place, 1, "first")
    assert not numbered.append(place, 1, "second")
    assert numbered.text_of(place, 1) == "first"
    assert [path.name for path in place.iterdir()] == ["0001.json"]
    assert numbered.keep(place, str) == 2


def test_fields_of_another_version_are_left_out():
    text = json.dumps(
        {"number": 3, "at": "", "by": "", "notes": [["cart", "owner", "x"], ["cart", "mood", "y"]]}
    )
    assert dict(Revision.from_json(text).notes) == {OWNER: "x"}


def test_differences_name_both_texts():
    one = Revision(notes={OWNER: "a"})
    assert changed_between(one, replace(one, notes={OWNER: "b", NOTE: "c"})) == {
        NOTE: ("", "c"),
        OWNER: ("a", "b"),
    }


def test_a_version_of_the_map_keeps_its_cells_and_what_they_counted(store):
    rows = [{"touchpoint": "cart", "lane": "bought", "value": 0.5, "low": None}]
    kept = map_versions.keep(
        store, rows, title=" First quarter ", counted="everybody", settings={"metric": "csat"}, by="ann"
    )
    assert (kept.number, kept.title, kept.data, kept.counted) == (1, "First quarter", 1, "everybody")
    [again] = map_versions.versions("tiny")
    assert again == kept
    frame = map_versions.cells(again)
    assert frame.loc[0, ["touchpoint", "value"]].tolist() == ["cart", 0.5]
    with pytest.raises(QuestionError, match="title"):
        map_versions.keep(store, rows, title=" ", counted="", settings={}, by="ann")
