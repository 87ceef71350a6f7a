"""Dated versions of a dataset's journey map, kept beside it: what was known at the time, to compare with."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from lib.model.errors import QuestionError
from lib.model.map_version import CELL, MapVersion
from lib.store import map_notes, numbered
from lib.store.catalog import folder
from lib.store.store import Store


def keep(
    store: Store,
    cells: Sequence[Mapping[str, Any]],
    *,
    title: str,
    counted: str,
    settings: Mapping[str, Any],
    by: str,
) -> MapVersion:
    """Keep the cells of a map under a title; QuestionError without one."""
    if not title.strip():
        raise QuestionError("The version has no title.", "Write one, for example the quarter.")
    name = store.manifest.name
    made: list[MapVersion] = []

    def build(number: int) -> str:
        made.append(
            MapVersion(
                number, title.strip()[:120], datetime.now(UTC).isoformat(timespec="seconds"), by,
                store.manifest.version, counted, dict(settings), map_notes.latest(name).number, cells,
            )
        )  # fmt: skip
        return made[-1].to_json()

    numbered.keep(_place(name), build)
    return made[-1]


def versions(name: str) -> list[MapVersion]:
    """All versions kept of the map of dataset `name`, the newest first."""
    place = _place(name)
    return [MapVersion.from_json(numbered.text_of(place, one)) for one in reversed(numbered.numbers(place))]


def cells(version: MapVersion) -> pd.DataFrame:
    """The cells of a version as a frame with the columns of the map."""
    return pd.DataFrame(list(version.cells), columns=list(CELL))


def _place(name: str) -> Path:
    return folder(name) / "map" / "versions"
