"""A dated version of the journey map: its cells as they were, and whose journeys they counted."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Self

#: The columns of a cell that a version keeps.
CELL = ("stage", "touchpoint", "place", "lane", "evidence", "value", "low", "high", "n", "text")


@dataclass(frozen=True, slots=True)
class MapVersion:
    """`counted` says whose journeys in words; `settings` are the map's; `data` is the dataset's version."""

    number: int
    title: str
    at: str
    by: str
    data: int
    counted: str
    settings: Mapping[str, Any]
    notes: int
    cells: Sequence[Mapping[str, Any]]

    def to_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, allow_nan=False)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read a version; keys of newer ones are ignored."""
        return cls(**{key: value for key, value in json.loads(text).items() if key in cls.__slots__})
