"""Sources that are remembered and read again: new data make a new version, the same data make none."""

import stat

import pytest

from lib.intake.allowed import Allowed
from lib.intake.recipe import FILE, Recipe
from lib.intake.refresh import import_sources, refresh
from lib.model.errors import IntakeError, StoreError
from lib.store import catalog
from tests.shops import leftovers, one, written

NONE = Allowed()
HEAD = "order_id,customer_id,created_at,total\n"
ANN = "1,ann,2026-01-10 10:00:00,10.00\n"
BOB = "2,bob,2026-02-10 10:00:00,20.00\n"


def remembered(folder, **more):
    """A dataset of a folder with one order in it, its source remembered."""
    written(folder, january=HEAD + ANN)
    return import_sources([str(folder)], "shop", NONE, remember=True, **more)


def test_a_folder_in_which_nothing_changed_is_nothing_new(tmp_path):
    first = remembered(tmp_path / "exports")
    assert refresh("shop", NONE) is None
    assert catalog.current("shop") == first
    assert leftovers() == []


def test_a_file_that_came_since_makes_a_new_version(tmp_path):
    first = remembered(tmp_path / "exports")
    written(tmp_path / "exports", february=HEAD + BOB)
    second = refresh("shop", NONE)
    assert second.version == first.version + 1
    assert one("SELECT count(*) FROM orders") == 2
    assert refresh("shop", NONE) is None


def test_a_dataset_that_was_imported_is_made_anew_so_that_what_left_the_sources_leaves_it(tmp_path):
    remembered(tmp_path / "exports")
    written(tmp_path / "exports", january=HEAD + BOB)
    refresh("shop", NONE)
    assert one("SELECT order_id FROM orders") == "2"


def test_a_dataset_that_was_added_to_is_added_to(tmp_path):
    written(tmp_path / "first", old=HEAD + ANN)
    import_sources([str(tmp_path / "first")], "shop", NONE)
    written(tmp_path / "exports", january=HEAD + ANN.replace("10.00", "11.00"))
    import_sources([str(tmp_path / "exports")], "shop", NONE, append=True, remember=True)
    written(tmp_path / "exports", january=HEAD + BOB)
    refresh("shop", NONE)
    assert one("SELECT count(*) FROM orders") == 2


def test_other_bytes_with_the_same_rows_are_nothing_new_to_a_dataset_that_is_added_to(tmp_path):
    remembered(tmp_path / "exports")
    import_sources([str(tmp_path / "exports")], "two", NONE)
    written(tmp_path / "more", again=HEAD + BOB)
    added = import_sources([str(tmp_path / "more")], "two", NONE, append=True, remember=True)
    written(tmp_path / "more", again=HEAD + BOB + ANN)
    assert refresh("two", NONE) is None
    assert catalog.current("two") == added


def test_an_undo_is_not_undone_by_the_next_refresh(tmp_path):
    remembered(tmp_path / "exports")
    written(tmp_path / "exports", february=HEAD + BOB)
    refresh("shop", NONE)
    catalog.serve("shop", 1)
    assert refresh("shop", NONE) is None
    assert catalog.current("shop").version == 1


def test_the_mapping_and_kind_that_were_given_hold_again(tmp_path):
    mapping = 'time_zone = "Europe/Berlin"\ncurrency = "CHF"\n'
    remembered(tmp_path / "exports", mapping=mapping, kind="orders")
    written(tmp_path / "exports", february=HEAD + BOB)
    again = refresh("shop", NONE)
    assert (again.time_zone, again.currency) == ("Europe/Berlin", "CHF")
    # ten o'clock in Berlin in winter
    assert one("SELECT ordered_at::VARCHAR FROM orders WHERE order_id = '2'") == "2026-02-10 09:00:00"


def test_files_are_remembered_with_their_whole_path_and_for_their_owner_alone(tmp_path, monkeypatch):
    written(tmp_path / "exports", january=HEAD + ANN)
    monkeypatch.chdir(tmp_path)
    import_sources(["exports/*.csv"], "shop", NONE, remember=True)
    monkeypatch.chdir("/")
    assert Recipe.of("shop").sources == (f"{tmp_path}/exports/*.csv",)
    assert stat.S_IMODE((catalog.folder("shop") / FILE).stat().st_mode) == 0o600
    assert refresh("shop", NONE) is None


def test_sources_that_went_away_say_so_and_leave_what_is_served(tmp_path):
    first = remembered(tmp_path / "exports")
    (tmp_path / "exports" / "january.csv").unlink()
    with pytest.raises(IntakeError, match="Put the exports into it"):
        refresh("shop", NONE)
    assert catalog.current("shop") == first


def test_a_bad_file_leaves_what_is_served_and_is_tried_again_once_mended(tmp_path):
    first = remembered(tmp_path / "exports")
    written(tmp_path / "exports", january="order_id,created_at\n")
    for _ in range(2):
        with pytest.raises(IntakeError, match="at least one data row"):
            refresh("shop", NONE)
    assert catalog.current("shop") == first
    written(tmp_path / "exports", january=HEAD + BOB)
    assert refresh("shop", NONE).version == 2


def test_a_dataset_whose_sources_nobody_remembers_says_how_to(tmp_path):
    written(tmp_path, january=HEAD + ANN)
    import_sources([str(tmp_path)], "shop", NONE)
    with pytest.raises(IntakeError, match="throughline import SOURCE... --dataset shop --remember"):
        refresh("shop", NONE)
    with pytest.raises(StoreError, match="Choose one of: shop"):
        refresh("other", NONE)


@pytest.mark.parametrize(
    ("text", "mend"),
    [
        ("sources = [", "Mend that line"),
        ("sources = []", "Write sources ="),
        ('source = ["/exports"]', "Choose one of: sources, append"),
    ],
)
def test_a_recipe_spoiled_by_hand_says_how_to_mend_it(tmp_path, text, mend):
    remembered(tmp_path / "exports")
    (catalog.folder("shop") / FILE).write_text(text, encoding="utf-8")
    with pytest.raises(IntakeError, match=mend):
        refresh("shop", NONE)
