"""Imports for tests: files written as text, published, and asked."""

from collections.abc import Mapping as Named
from pathlib import Path
from typing import Any

from lib.intake.importing import import_files
from lib.model.manifest import Manifest
from lib.store import catalog


def written(folder: Path, **files: str) -> list[Path]:
    """Files `stem.csv` with these texts; lines are unindented and `|` around them is left as it is."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for stem, text in files.items():
        path = folder / f"{stem}.csv"
        lines = [line.strip() for line in text.strip().splitlines()]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        paths.append(path)
    return paths


def imported(
    folder: Path, *, name: str = "shop", settings: Named[str, Any] | None = None, **files: str
) -> Manifest:
    """Import texts as files of dataset `name`."""
    return import_files(written(folder, **files), name, **(settings or {}))


def ask(text: str, name: str = "shop", **values: object) -> list[dict[str, Any]]:
    """The rows that a question to the published dataset gives."""
    query = catalog.home() / "asked.sql"
    query.write_text(text, encoding="utf-8")
    from lib.store.store import read

    read.cache_clear()
    return catalog.open_store(name).query(query, **values).to_dict("records")  # type: ignore[return-value]


def one(text: str, name: str = "shop", **values: object) -> Any:  # noqa: ANN401
    """The single value that a question gives."""
    [row] = ask(text, name, **values)
    [value] = row.values()
    return value


def files_of(manifest: Manifest) -> dict[str, dict[str, Any]]:
    """The files of a report by name."""
    return {file["name"]: file for file in manifest.report["files"]}


def leftovers() -> list[str]:
    """What an import must not leave behind: drafts, parts, scratch files."""
    home = catalog.home()
    drafts = [str(path) for path in (home / "drafts").glob("*")] if (home / "drafts").is_dir() else []
    return drafts + [str(path) for path in home.rglob("*") if path.suffix in (".part", ".scratch", ".wal")]
