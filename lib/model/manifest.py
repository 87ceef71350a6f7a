"""What is known of one published version of a dataset, kept as JSON beside its file."""

import json
from dataclasses import asdict, dataclass, field
from typing import Any, Self

#: Raised with every change of the layout or of the shared filters: older files must be imported again.
LAYOUT = 5


@dataclass(frozen=True, slots=True)
class Manifest:
    """One sealed version. `report` is the import report (DESIGN: the command line)."""

    name: str
    version: int
    fingerprint: str
    created_at: str
    created_by: str = "local"
    time_zone: str = "UTC"
    currency: str = "EUR"
    layout: int = LAYOUT
    packed: bool = True
    sample: bool = False
    sources: tuple[str, ...] = ()
    #: What each file was called, by the number that its rows carry.
    files: dict[str, str] = field(default_factory=dict)
    tables: dict[str, int] = field(default_factory=dict)
    period: tuple[str | None, str | None] = (None, None)
    report: dict[str, Any] = field(default_factory=dict)
    mapping: str = ""

    def to_json(self) -> str:
        return json.dumps(asdict(self), indent=1, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read a manifest; keys of newer versions are ignored."""
        known = {key: value for key, value in json.loads(text).items() if key in cls.__slots__}
        known["sources"] = tuple(known.get("sources", ()))
        known["period"] = tuple(known.get("period", (None, None)))
        return cls(**known)
