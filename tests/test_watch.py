"""A watched folder: what lies still is taken once, what fails is told once, what changes is taken again."""

import os
import threading

import pytest

from lib.intake.watch import Watch, watch
from lib.model.errors import IntakeError, StoreError
from lib.model.manifest import Manifest
from lib.store import catalog
from lib.store.publish import OneWriter
from tests.shops import one, written

HEAD = "order_id,customer_id,created_at,total\n"
ANN = "1,ann,2026-01-10 10:00:00,10.00\n"
BOB = "2,bob,2026-02-10 10:00:00,20.00\n"
GO = threading.Event()


def changed(path, text):
    """Write a file so that its time of change differs, however fast the test is."""
    before = path.stat().st_mtime_ns
    path.write_text(text, encoding="utf-8")
    os.utime(path, ns=(before + 1_000_000_000, before + 1_000_000_000))


def names(paths):
    return [path.name for path in paths]


def test_a_file_is_taken_once_it_lies_still(tmp_path):
    [orders] = written(tmp_path, orders=HEAD)
    watched = Watch(tmp_path, "shop")
    assert watched.look() == []
    changed(orders, HEAD + ANN)  # somebody is still writing it
    assert watched.look() == []
    assert names(watched.look()) == ["orders.csv"]


def test_what_was_taken_is_taken_again_only_when_it_changes(tmp_path):
    [orders] = written(tmp_path, orders=HEAD + ANN)
    watched = Watch(tmp_path, "shop")
    watched.look()
    assert watched.take(watched.look(), GO).version == 1
    assert watched.look() == []
    changed(orders, HEAD + ANN + BOB)
    watched.look()
    assert watched.take(watched.look(), GO).version == 2
    assert one("SELECT count(*) FROM orders") == 2


def test_a_file_that_cannot_be_taken_is_told_and_left_alone_until_it_changes(tmp_path):
    [orders] = written(tmp_path, orders=HEAD)
    watched = Watch(tmp_path, "shop")
    watched.look()
    with pytest.raises(IntakeError, match="at least one data row"):
        watched.take(watched.look(), GO)
    assert watched.look() == []
    changed(orders, HEAD + ANN)
    watched.look()
    assert watched.take(watched.look(), GO).tables["orders"] == 1


def test_after_a_restart_files_that_are_in_already_add_nothing(tmp_path):
    written(tmp_path, orders=HEAD + ANN)
    for expected in (1, None):
        watched = Watch(tmp_path, "shop")
        watched.look()
        found = watched.take(watched.look(), GO)
        assert (found and found.version) == expected
    assert catalog.current("shop").version == 1


def test_while_somebody_else_publishes_the_files_wait_for_the_next_look(tmp_path):
    written(tmp_path, orders=HEAD + ANN)
    watched = Watch(tmp_path, "shop")
    watched.look()
    catalog.folder("shop").mkdir(parents=True)
    with OneWriter(catalog.folder("shop")), pytest.raises(StoreError, match="Somebody else is publishing"):
        watched.take(watched.look(), GO)
    assert names(watched.look()) == ["orders.csv"]


def test_unfinished_files_and_folders_are_not_looked_at(tmp_path):
    (tmp_path / "done").mkdir()
    (tmp_path / "orders.csv.part").write_text(HEAD, encoding="utf-8")
    watched = Watch(tmp_path, "shop")
    assert watched.look() == watched.look() == []


def test_a_folder_that_is_not_there_says_what_to_do(tmp_path):
    with pytest.raises(IntakeError, match="make the folder"):
        Watch(tmp_path / "nowhere", "shop").look()


def test_once_takes_what_lies_there_and_ends(tmp_path):
    written(tmp_path, january=HEAD + ANN, february=HEAD + BOB)
    told = []
    watch(Watch(tmp_path, "shop"), 0.01, lambda *said: told.append(said), threading.Event(), once=True)
    [(manifest, paths)] = told
    assert isinstance(manifest, Manifest)
    assert names(paths) == ["february.csv", "january.csv"]
    assert one("SELECT count(*) FROM orders") == 2


def test_errors_are_told_and_the_watch_goes_on_until_it_is_stopped(tmp_path):
    [orders] = written(tmp_path, orders=HEAD)
    told, stop = [], threading.Event()

    def tell(outcome, paths):
        told.append(type(outcome))
        if isinstance(outcome, IntakeError):
            changed(orders, HEAD + ANN)
        else:
            stop.set()

    watch(Watch(tmp_path, "shop"), 0.01, tell, stop)
    assert told == [IntakeError, Manifest]


def test_a_stop_while_files_are_taken_ends_the_watch_and_publishes_nothing(tmp_path, monkeypatch):
    written(tmp_path, orders=HEAD + ANN)
    stop, told, take = threading.Event(), [], Watch.take

    def stopped_on_the_way(watched, paths, event):
        event.set()
        return take(watched, paths, event)

    monkeypatch.setattr(Watch, "take", stopped_on_the_way)
    watch(Watch(tmp_path, "shop"), 0.01, lambda *said: told.append(said), stop)
    assert told == []
    assert catalog.names() == []
