"""A draft becomes a sealed version: built beside, renamed, and only then pointed at."""

import fcntl
import os
from dataclasses import replace
from pathlib import Path

from lib.model.errors import StoreError
from lib.model.manifest import Manifest
from lib.model.tables import TABLES
from lib.store import catalog
from lib.store.draft import Draft
from lib.store.layout import build


def publish(draft: Draft, manifest: Manifest) -> Manifest:
    """Seal the draft's tables as the next version of `manifest.name` and serve it.

    A crash at any moment leaves the version that was served before; the same fingerprint again
    publishes nothing and returns the version that holds it.
    """
    place = catalog.folder(manifest.name)
    if same := _already(manifest):
        catalog.point(place, same.version)
        return same
    place.mkdir(parents=True, exist_ok=True)
    with OneWriter(place):
        numbered = replace(manifest, version=catalog.next_version(manifest.name))
        target = catalog.sealed(place, numbered)
        part = target.with_suffix(f".{os.getpid()}.part")
        try:
            sealed = _seal(draft, part, numbered)
            part.replace(target)
        finally:
            _sweep(place)
        _write(place / f"{sealed.version:04d}.json", sealed.to_json())
        catalog.point(place, sealed.version)
    catalog.prune(manifest.name)
    return sealed


def _already(manifest: Manifest) -> Manifest | None:
    """The kept version with the same fingerprint, if it is the one served."""
    pointer = catalog.folder(manifest.name) / "current"
    served = int(pointer.read_text(encoding="utf-8")) if pointer.is_file() else None
    for kept in catalog.versions(manifest.name):
        if (kept.version, kept.fingerprint, kept.layout) == (served, manifest.fingerprint, manifest.layout):
            return kept
    return None


def _seal(draft: Draft, part: Path, manifest: Manifest) -> Manifest:
    """Build the layout in `part`; the manifest with what was counted on the way."""
    with draft.building(part) as connection:
        packed = build(connection, manifest.time_zone)
        tables = {
            name: connection.execute(f"SELECT count(*) FROM {name}").fetchall()[0][0] for name in TABLES
        }
    return replace(manifest, tables=tables, packed=packed)


class OneWriter:
    """One writer per dataset at a time, threads and processes alike.

    The system holds the lock and lets go of it when the process ends, however it ends: the number of a
    process in a file would outlive it, and after a restart may be that of a living one.
    """

    def __init__(self, place: Path) -> None:
        self.path = place / "writing.lock"

    def __enter__(self) -> None:
        self._file = self.path.open("a", encoding="utf-8")
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._file.close()
            raise StoreError(
                f"Somebody else is publishing {self.path.parent.name!r} right now.",
                "Wait until that is done, then try again.",
            ) from None

    def __exit__(self, *_: object) -> None:
        self._file.close()


def _sweep(place: Path) -> None:
    """Take away what builds left behind, this one and those that died; whoever sweeps holds the lock."""
    for leftover in place.glob("[0-9]*"):
        if leftover.suffix in (".part", ".scratch", ".wal"):
            leftover.unlink(missing_ok=True)


def _write(path: Path, text: str) -> None:
    draft = path.with_suffix(f".{os.getpid()}.part")
    draft.write_text(text, encoding="utf-8")
    draft.replace(path)
