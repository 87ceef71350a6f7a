"""Some customers of a dataset as a store of their own, built as if they alone had been imported.

The canonical rows of these customers go through the same layout as an import, so no definition and no fast
twin has to know of segments. What is built lies beside the dataset and is made again when it is missing.
"""

import os
import secrets
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from hashlib import blake2b
from pathlib import Path

import pandas as pd

from lib.model.errors import StoreError
from lib.model.manifest import Manifest
from lib.model.tables import TABLES
from lib.store.draft import Draft, identifier, quoted
from lib.store.layout import build
from lib.store.store import Store

#: So many built files of a dataset are kept, those used last.
KEPT = 12
#: Seconds after which a file that is no longer written to was left behind.
_LEFT_BEHIND = 24 * 3600
CUSTOMERS = Path(__file__).with_name("customers.sql")
_THEIRS = {
    "customer_id": "customer_id IN (SELECT customer_id FROM chosen)",
    "order_id": "order_id IN (SELECT order_id FROM orders)",
}


def narrowed(whole: Store, customers: Sequence[str]) -> Store:
    """The store of these customers of `whole`: all their rows, and none that belong to nobody.

    The period and the import report stay those of the dataset: its data end when they end.
    """
    chosen = sorted(set(customers))
    mark = blake2b("\x1f".join(chosen).encode(), digest_size=12).hexdigest()
    place = whole.path.parent / "segments" / "built"
    file = place / f"{whole.path.stem}-{mark}.duckdb"
    note = file.with_suffix(".json")
    if not (note.is_file() and file.is_file()):
        place.mkdir(parents=True, exist_ok=True)
        _build(whole, chosen, file)
        _prune(place, file)
    os.utime(note)
    return Store(file, Manifest.from_json(note.read_text(encoding="utf-8")), whole)


def rest(some: Store) -> Store:
    """The store of all customers of the version who are not in `some`; StoreError where nobody is left."""
    here, everybody = (set(one.query(CUSTOMERS)["customer_id"]) for one in (some, some.whole))
    if not (others := everybody - here):
        raise StoreError("Nobody is left outside the segment.", "Compare with something else.")
    return narrowed(some.whole, sorted(others))


def _build(whole: Store, customers: list[str], file: Path) -> None:
    """Build the file and, last, the manifest that says it is whole."""
    part = file.with_suffix(f".{secrets.token_hex(4)}.part")  # two readers may want the same at once
    with Draft() as draft:
        draft.frame("chosen", pd.DataFrame({"customer_id": customers}, dtype=object))
        draft.execute(f"ATTACH '{quoted(whole.path)}' AS whole (READ_ONLY)")
        _take(draft)
        draft.execute("DETACH whole")
        try:
            with draft.building(part) as connection:
                packed = build(connection, whole.zone)
            part.replace(file)
        finally:
            for suffix in (".part", ".scratch", ".wal"):
                part.with_suffix(suffix).unlink(missing_ok=True)
        tables = {name: draft.count(name) for name in TABLES}
    note = part.with_suffix(".note")
    note.write_text(replace(whole.manifest, tables=tables, packed=packed).to_json(), encoding="utf-8")
    note.replace(file.with_suffix(".json"))


def _take(draft: Draft) -> None:
    """Put the rows of the chosen customers into the draft; what belongs to no customer comes whole."""
    for table in TABLES.values():
        names = {column.name for column in table.columns}
        theirs = " OR ".join(_THEIRS[one] for one in _belongs(table.name) if one in names)
        theirs = f"WHERE {theirs}" if theirs else ""
        name = identifier(table.name)
        draft.execute(f"INSERT INTO {name} BY NAME SELECT * FROM whole.{name} {theirs}")


def _belongs(table: str) -> tuple[str, ...]:
    """By which columns a row is somebody's: returns and lines often name their order alone."""
    return ("customer_id", "order_id") if table in ("returns", "order_items") else ("customer_id",)


def _prune(place: Path, keep: Path) -> None:
    """Delete what was used longest ago and what a crash left behind; who reads a file goes on reading it."""
    for left in place.iterdir():
        if left.suffix in (".part", ".scratch", ".wal") and left.stat().st_mtime < time.time() - _LEFT_BEHIND:
            left.unlink(missing_ok=True)
    built = sorted(place.glob("*.json"), key=lambda path: path.stat().st_mtime, reverse=True)
    for note in built[KEPT:]:
        if note.stem != keep.stem:
            with suppress(FileNotFoundError):
                note.unlink()
                note.with_suffix(".duckdb").unlink()
