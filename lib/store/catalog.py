"""The datasets of this installation: where they lie, which version is served, undo and removal.

A dataset is a folder under `$THROUGHLINE_HOME/datasets` with a sealed file and a manifest for each
version, and a file `current` that names the version served. Files are never written twice: a new
version is a new name, and the pointer moves last, atomically.
"""

import json
import os
import re
import shutil
from pathlib import Path

from lib.model.errors import StoreError
from lib.model.manifest import Manifest
from lib.store.store import Store

ROOT = Path(__file__).resolve().parents[2]
#: Versions kept for undo, the served one included.
KEPT = 5


def home() -> Path:
    """Where datasets live: `$THROUGHLINE_HOME`, by default `var/` beside the launcher."""
    return Path(os.environ.get("THROUGHLINE_HOME") or ROOT / "var")


def folder(name: str) -> Path:
    """The folder of a dataset; StoreError where the name could not be a folder's."""
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}", name):
        raise StoreError(
            f"{name!r} cannot be the name of a dataset.",
            "Use up to 64 letters, digits, '-' and '_', beginning with a letter or digit.",
        )
    return home() / "datasets" / name


def names() -> list[str]:
    """The names of all published datasets."""
    return sorted(path.parent.name for path in (home() / "datasets").glob("*/current"))


def current(name: str) -> Manifest:
    """The manifest of the version served."""
    pointer = folder(name) / "current"
    if not pointer.is_file():
        raise StoreError.unknown("dataset", name, names())
    return _manifest(folder(name), int(pointer.read_text(encoding="utf-8")))


def versions(name: str) -> list[Manifest]:
    """All kept versions that can be read, newest first."""
    found = []
    for version in sorted(_numbers(name), reverse=True):
        try:
            found.append(_manifest(folder(name), version))
        except StoreError:
            continue  # a damaged version must not stand in the way of the others
    return found


def _numbers(name: str) -> list[int]:
    return [int(path.stem) for path in folder(name).glob("*.json") if path.stem.isdigit()]


def open_store(name: str) -> Store:
    """Open the version served."""
    manifest = current(name)
    return Store(sealed(folder(name), manifest), manifest)


def sealed(place: Path, manifest: Manifest) -> Path:
    """The file of one version."""
    return place / f"{manifest.version:04d}-{manifest.fingerprint}.duckdb"


def serve(name: str, version: int) -> Manifest:
    """Serve another kept version: undo, and undo of undo."""
    kept = {manifest.version: manifest for manifest in versions(name)}
    if version not in kept:
        raise StoreError.unknown("version", version, sorted(kept))
    point(folder(name), version)
    return kept[version]


def point(place: Path, version: int) -> None:
    """Move the pointer, atomically."""
    draft = place / f"current.{os.getpid()}.part"
    draft.write_text(str(version), encoding="utf-8")
    draft.replace(place / "current")


def remove(name: str) -> Path:
    """Take a dataset away; it waits in the bin until the next removal of the same name, for undo."""
    current(name)
    bin_ = home() / "removed" / name
    shutil.rmtree(bin_, ignore_errors=True)
    bin_.parent.mkdir(parents=True, exist_ok=True)
    folder(name).rename(bin_)
    return bin_


def restore(name: str) -> None:
    """Bring the last removed dataset of this name back."""
    bin_ = home() / "removed" / name
    if not bin_.is_dir():
        raise StoreError(f"No removed dataset is called {name!r}.", "Import its files again.")
    if folder(name).exists():
        raise StoreError(f"A dataset called {name!r} exists again.", "Remove it first.")
    bin_.rename(folder(name))


def prune(name: str) -> None:
    """Delete versions beyond those kept for undo; the served one always stays."""
    served = current(name).version
    for manifest in versions(name)[KEPT:]:
        if manifest.version != served:
            sealed(folder(name), manifest).unlink(missing_ok=True)
            (folder(name) / f"{manifest.version:04d}.json").unlink(missing_ok=True)


def next_version(name: str) -> int:
    """The number that the next published version gets."""
    return max(_numbers(name), default=0) + 1


def _manifest(place: Path, version: int) -> Manifest:
    path = place / f"{version:04d}.json"
    try:
        return Manifest.from_json(path.read_text(encoding="utf-8"))
    except (OSError, json.JSONDecodeError, TypeError) as error:
        raise StoreError(
            f"The manifest of {place.name!r}, version {version}, cannot be read.",
            "Serve another version of it on the Data page, or import its files again.",
        ) from error
