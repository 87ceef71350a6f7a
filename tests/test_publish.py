"""Does a publication happen as a whole or not at all?"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from lib.model.errors import StoreError
from lib.model.manifest import Manifest
from lib.store import catalog
from lib.store import publish as publish_module
from lib.store.draft import Draft
from lib.store.publish import OneWriter, publish
from tests.conftest import ROOT
from tests.journeys import fill, journeys


def place() -> Path:
    return catalog.folder("tiny")


def leftovers() -> list[str]:
    return [path.name for path in place().iterdir() if path.suffix in (".part", ".scratch", ".wal")]


def served() -> int:
    """The events of the version that a reader gets."""
    return catalog.open_store("tiny").manifest.tables["events"]


def test_a_version_is_a_sealed_file_a_manifest_and_the_pointer_to_it():
    store = journeys(ann="home > cart")
    fingerprint = store.manifest.fingerprint
    files = {path.name for path in place().iterdir()} - {"writing.lock"}
    assert files == {f"0001-{fingerprint}.duckdb", "0001.json", "current"}
    assert (place() / "current").read_text() == "1"


def test_the_manifest_counts_the_canonical_rows():
    tables = journeys(ann="home > cart").manifest.tables
    assert (tables["events"], tables["orders"]) == (2, 0)


def test_the_same_fingerprint_again_publishes_nothing():
    first = journeys(ann="home").manifest
    assert journeys(ann="home").manifest == first
    assert [one.version for one in catalog.versions("tiny")] == [1]


def test_the_same_fingerprint_as_an_older_version_is_a_new_one():
    journeys(ann="home")
    journeys(ann="home > cart")
    assert journeys(ann="home").manifest.version == 3


class CrashError(Exception):
    """The power goes off."""


@pytest.mark.parametrize("moment", ["build", "_write", "catalog.point"])
def test_a_crash_at_any_moment_leaves_the_version_served_before(monkeypatch, moment):
    journeys(ann="home")

    def crash(*_):
        raise CrashError

    with monkeypatch.context() as patch:
        patch.setattr(f"lib.store.publish.{moment}", crash)
        with pytest.raises(CrashError):
            journeys(ann="home > cart")
    assert catalog.current("tiny").version == 1
    assert served() == 1
    assert leftovers() == []
    journeys(ann="home > cart")
    assert served() == 2


def test_a_crash_before_the_first_version_leaves_no_dataset(monkeypatch):
    def crash(*_):
        raise CrashError

    with monkeypatch.context() as patch:
        patch.setattr(publish_module, "build", crash)
        with pytest.raises(CrashError):
            journeys(ann="home")
    assert catalog.names() == []
    assert journeys(ann="home").manifest.version == 1


def test_what_a_build_left_behind_when_it_died_is_swept_by_the_next():
    journeys(ann="home")
    for name in ("0002-abc.999.part", "0002-abc.999.scratch", "0002-abc.999.part.wal"):
        (place() / name).write_text("half a file")
    journeys(ann="home > cart")
    assert leftovers() == []


def test_a_reader_keeps_the_version_it_opened_while_the_next_is_published(tmp_path):
    count = tmp_path / "count.sql"
    count.write_text("SELECT COUNT(*) AS n FROM events")
    before = journeys(ann="home")
    after = journeys(ann="home > cart")
    assert before.query(count)["n"].tolist() == [1]
    assert after.query(count)["n"].tolist() == [2]


def test_a_second_writer_waits_for_nobody_and_is_told():
    journeys(ann="home")
    with OneWriter(place()), pytest.raises(StoreError, match="Wait until that is done"):
        journeys(ann="home > cart")
    journeys(ann="home > cart")
    assert served() == 2


def test_the_lock_of_a_process_that_died_is_taken_over():
    journeys(ann="home")
    code = (
        "import os, sys; from pathlib import Path; from lib.store.publish import OneWriter;"
        "OneWriter(Path(sys.argv[1])).__enter__(); os._exit(9)"
    )
    died = subprocess.run([sys.executable, "-c", code, str(place())], cwd=ROOT, check=False)
    assert died.returncode == 9
    assert (place() / "writing.lock").exists()
    journeys(ann="home > cart")
    assert served() == 2


def test_a_lock_file_with_the_number_of_a_living_process_holds_nobody_up():
    # after a restart in a container the new process often has the number of the old one
    journeys(ann="home")
    (place() / "writing.lock").write_text(str(os.getpid()))
    journeys(ann="home > cart")
    assert served() == 2


def test_a_name_that_could_lead_elsewhere_is_never_published():
    with Draft() as draft:
        fill(draft, "events", ())
        with pytest.raises(StoreError, match="letters, digits"):
            publish(draft, Manifest("../elsewhere", 0, "abc", "2026-01-01"))


def test_a_quote_in_the_path_of_the_home_folder_breaks_nothing(tmp_path, monkeypatch):
    monkeypatch.setenv("THROUGHLINE_HOME", str(tmp_path / "o'home"))
    assert journeys(ann="home").manifest.tables["events"] == 1
