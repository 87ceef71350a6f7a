"""What people write on the journey map, one revision after another."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Self

from lib.model.errors import QuestionError
from lib.model.map_lanes import FIELDS, STATUSES

#: A note is read on a map: more characters than this belong elsewhere.
LONGEST = 500
#: A touchpoint and a field of it.
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Revision:
    """All notes as they stood after one save; `number` 0 is the blank sheet before the first."""

    number: int = 0
    at: str = ""
    by: str = ""
    notes: Mapping[Key, str] = field(default_factory=dict)

    def with_changes(self, changed: Mapping[Key, str]) -> dict[Key, str]:
        """These notes with some of them changed; a blank text takes a note away.

        >>> Revision(notes={("cart", "owner"): "Web"}).with_changes({("cart", "owner"): ""})
        {}
        """
        merged = {**self.notes, **{key: text.strip() for key, text in changed.items()}}
        return {key: text for key, text in sorted(merged.items()) if text}

    def to_json(self) -> str:
        rows = [[*key, text] for key, text in sorted(self.notes.items())]
        return json.dumps(
            {"number": self.number, "at": self.at, "by": self.by, "notes": rows}, ensure_ascii=False, indent=1
        )

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read a revision; fields that this version does not know are left out."""
        kept = json.loads(text)
        notes = {(where, what): said for where, what, said in kept["notes"] if what in FIELDS}
        return cls(int(kept["number"]), str(kept["at"]), str(kept["by"]), notes)


def changed_between(one: Revision, other: Revision) -> dict[Key, tuple[str, str]]:
    """Every note that differs, as (text in one, text in the other); '' where there is none.

    >>> changed_between(Revision(), Revision(notes={("cart", "owner"): "Web"}))
    {('cart', 'owner'): ('', 'Web')}
    """
    keys = sorted({*one.notes, *other.notes})
    pairs = {key: (one.notes.get(key, ""), other.notes.get(key, "")) for key in keys}
    return {key: pair for key, pair in pairs.items() if pair[0] != pair[1]}


def check(changed: Mapping[Key, str]) -> None:
    """Refuse what cannot stand on a map: an unknown field or status, a day that is none, a text too long."""
    for (_, what), text in changed.items():
        if what not in FIELDS:
            raise QuestionError.unknown("field of the map", what, FIELDS)
        if what == "status" and text.strip() not in STATUSES:
            raise QuestionError.unknown("status", text, [one for one in STATUSES if one])
        if what == "due" and text.strip():
            _day(text.strip())
        if len(text) > LONGEST:
            raise QuestionError(
                f"A text of {len(text)} characters is too long for the map.", f"Keep it under {LONGEST}."
            )


def _day(text: str) -> None:
    try:
        date.fromisoformat(text)
    except ValueError as error:
        raise QuestionError(
            f"{text!r} is no day.", "Write it as YYYY-MM-DD, for example 2026-03-31."
        ) from error
