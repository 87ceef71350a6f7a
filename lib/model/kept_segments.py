"""Kept segments: named sets of customers, each the question that lists them and not the list itself."""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from hashlib import blake2b
from typing import Any, Self

from lib.model.errors import QuestionError
from lib.model.filters import COLUMNS, Filters

_NAME = re.compile(r"\w[\w .,'()+>!-]{0,59}")
#: The most segments of one dataset.
MOST = 100
#: What an option of an analysis may be.
Value = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Definition:
    """An analysis that lists customers, its options and filters; `within` is the segment it was asked in.

    `said` is what a reader picked, in words. Evaluated when it is used, so it holds for new data as well.
    """

    analysis: str
    options: tuple[tuple[str, Value], ...] = ()
    filters: Filters = field(default_factory=Filters)
    said: str = ""
    within: "Definition | None" = None

    @classmethod
    def of(cls, analysis: str, filters: Filters, said: str, **options: object) -> Self:
        """The question as a page asked it; options that are None are left out."""
        given = tuple(sorted((name, _plainly(value)) for name, value in options.items() if value is not None))
        return cls(analysis, given, filters, said)

    def words(self) -> str:
        """Who is in it, as a reader would say it.

        >>> Definition("members", said="2. cart", filters=Filters(device=("mobile",))).words()
        '2. cart; device mobile'
        """
        chosen = replace(self.filters, segment="")
        parts = [self.said or self.analysis]
        parts += [] if chosen.is_empty else [chosen.words()]
        parts += [f"of those: {self.within.words()}"] if self.within else []
        return "; ".join(parts)

    def to_dict(self) -> dict[str, Any]:
        return {
            "analysis": self.analysis,
            "options": dict(self.options),
            "filters": _plain(self.filters),
            "said": self.said,
            "within": self.within.to_dict() if self.within else None,
        }

    @classmethod
    def from_dict(cls, given: Mapping[str, Any]) -> Self:
        """Read a definition; keys of newer versions are ignored."""
        inner = given.get("within")
        return cls(
            str(given["analysis"]),
            tuple(sorted(given.get("options", {}).items())),
            _filters(given.get("filters", {})),
            str(given.get("said", "")),
            cls.from_dict(inner) if inner else None,
        )

    @property
    def mark(self) -> str:
        """Stands for the question in names of files and caches."""
        text = json.dumps(self.to_dict(), sort_keys=True, ensure_ascii=False)
        return blake2b(text.encode(), digest_size=8).hexdigest()


@dataclass(frozen=True, slots=True)
class Segment:
    """A definition under a name; `version` is that of the dataset on which it was kept."""

    name: str
    definition: Definition
    kept_at: str
    by: str
    version: int


@dataclass(frozen=True, slots=True)
class Shelf:
    """All segments of a dataset after one change; number 0 is before the first."""

    number: int = 0
    segments: tuple[Segment, ...] = ()

    def named(self) -> dict[str, Segment]:
        return {one.name: one for one in self.segments}

    def to_json(self) -> str:
        rows = [
            {**asdict(replace(one, definition=Definition(""))), "definition": one.definition.to_dict()}
            for one in self.segments
        ]
        return json.dumps({"number": self.number, "segments": rows}, indent=1, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Self:
        given = json.loads(text)
        found = [
            Segment(**{**row, "definition": Definition.from_dict(row["definition"])})
            for row in given["segments"]
        ]
        return cls(given["number"], tuple(found))


def _plainly(value: object) -> Value:
    """An option as JSON keeps it; numbers of NumPy become plain ones."""
    if isinstance(value, str | bool | int | float):
        return value
    if hasattr(value, "item"):
        return _plainly(value.item())
    message = f"{value!r} is no option that can be kept"
    raise TypeError(message)


def checked(name: str) -> str:
    """A name without what surrounds it; QuestionError where it cannot be that of a segment.

    >>> checked("  Bought without support ")
    'Bought without support'
    """
    short = " ".join(name.split())
    if not _NAME.fullmatch(short):
        raise QuestionError(
            f"{short!r} cannot be the name of a segment." if short else "The segment has no name.",
            "Use up to 60 letters, digits, spaces and . , ' ( ) + > ! -, beginning with a letter or digit.",
        )
    return short


def _plain(filters: Filters) -> dict[str, Any]:
    days = {name: getattr(filters, name) for name in ("since", "until")}
    lists = {name: list(getattr(filters, name)) for name in COLUMNS}
    return {**{name: day.isoformat() if day else None for name, day in days.items()}, **lists}


def _filters(given: Mapping[str, Any]) -> Filters:
    days: dict[str, Any] = {
        name: date.fromisoformat(given[name]) for name in ("since", "until") if given.get(name)
    }
    lists: dict[str, Any] = {name: tuple(given.get(name) or ()) for name in COLUMNS}
    return Filters(**days, **lists)
