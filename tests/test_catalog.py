"""Which datasets are there, which version is served, and can a mistake be undone?"""

import pytest

from lib.model.errors import StoreError
from lib.store import catalog
from tests.journeys import journeys


def versions() -> list[int]:
    return [manifest.version for manifest in catalog.versions("tiny")]


def test_datasets_are_listed_by_name():
    assert catalog.names() == []
    journeys(ann="home")
    assert catalog.names() == ["tiny"]


@pytest.mark.parametrize(
    "name", ["", "-shop", "../shop", "shop/1", "my shop", "shöp", ".", "a" * 65, "shop\n"]
)
def test_a_name_that_could_lead_elsewhere_is_refused(name):
    with pytest.raises(StoreError, match="letters, digits"):
        catalog.folder(name)


def test_an_unknown_dataset_names_the_known_ones():
    with pytest.raises(StoreError, match="there are none"):
        catalog.current("tiny")
    journeys(ann="home")
    with pytest.raises(StoreError, match="Choose one of: tiny"):
        catalog.open_store("shop")


def test_every_version_has_its_number_and_the_newest_is_served():
    journeys(ann="home")
    journeys(ann="home > cart")
    assert versions() == [2, 1]
    assert catalog.current("tiny").version == 2


def test_an_earlier_version_is_served_again_and_the_later_one_too():
    journeys(ann="home")
    journeys(ann="home > cart")
    assert catalog.serve("tiny", 1).version == 1
    assert catalog.open_store("tiny").manifest.tables["events"] == 1
    catalog.serve("tiny", 2)
    assert catalog.open_store("tiny").manifest.tables["events"] == 2


def test_after_an_undo_the_next_version_still_gets_a_number_of_its_own():
    journeys(ann="home")
    journeys(ann="home > cart")
    catalog.serve("tiny", 1)
    journeys(ann="home > blog")
    assert versions() == [3, 2, 1]
    assert catalog.current("tiny").version == 3


def test_a_version_that_is_not_kept_names_those_that_are():
    journeys(ann="home")
    with pytest.raises(StoreError, match="Choose one of: 1"):
        catalog.serve("tiny", 7)


def test_only_the_five_newest_versions_are_kept_with_their_files():
    for number in range(6):
        journeys(**{f"customer{number}": "home"})
    assert versions() == [6, 5, 4, 3, 2]
    assert len(list(catalog.folder("tiny").glob("*.duckdb"))) == 5


def test_the_version_served_outlives_the_pruning(monkeypatch):
    for number in range(3):
        journeys(**{f"customer{number}": "home"})
    catalog.serve("tiny", 1)
    monkeypatch.setattr(catalog, "KEPT", 1)
    catalog.prune("tiny")
    assert versions() == [3, 1]
    assert catalog.open_store("tiny").manifest.version == 1


def test_a_removed_dataset_is_gone_and_can_be_brought_back():
    journeys(ann="home")
    catalog.remove("tiny")
    assert catalog.names() == []
    with pytest.raises(StoreError, match="there are none"):
        catalog.remove("tiny")
    catalog.restore("tiny")
    assert catalog.open_store("tiny").manifest.tables["events"] == 1


def test_a_dataset_is_not_brought_back_over_another_of_its_name():
    journeys(ann="home")
    catalog.remove("tiny")
    journeys(bob="home")
    with pytest.raises(StoreError, match="Remove it first"):
        catalog.restore("tiny")


def test_what_was_never_removed_cannot_be_brought_back():
    with pytest.raises(StoreError, match="Import its files again"):
        catalog.restore("tiny")


def test_a_damaged_version_can_be_left_for_another_or_imported_again():
    journeys(ann="home")
    journeys(ann="home > cart")
    (catalog.folder("tiny") / "0002.json").write_text("{")
    with pytest.raises(StoreError, match="Serve another version"):
        catalog.open_store("tiny")
    assert versions() == [1]
    catalog.serve("tiny", 1)
    assert catalog.open_store("tiny").manifest.tables["events"] == 1
    journeys(ann="home > blog > cart")
    assert catalog.current("tiny").version == 3


def test_a_damaged_version_can_be_replaced_while_it_is_served():
    journeys(ann="home")
    (catalog.folder("tiny") / "0001.json").write_text("{")
    journeys(ann="home")
    assert catalog.open_store("tiny").manifest.version == 2
