"""The notes on a dataset's journey map: kept beside it, one file a save, so that nothing is ever lost.

They belong to the name, not to a version: new data refresh what is measured and leave what people wrote.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from lib.model.errors import StoreError
from lib.model.map_lanes import FIELDS
from lib.model.map_notes import Key, Revision, changed_between, check
from lib.store import numbered
from lib.store.catalog import folder


def latest(name: str) -> Revision:
    """The notes of dataset `name` as they stand."""
    taken = numbered.numbers(_place(name))
    return revision(name, taken[-1]) if taken else Revision()


def revision(name: str, number: int) -> Revision:
    """The notes as they stood after save `number`; 0 is before the first."""
    return Revision.from_json(numbered.text_of(_place(name), number)) if number else Revision()


def revisions(name: str) -> list[Revision]:
    """All saves, the newest first."""
    return [revision(name, number) for number in reversed(numbered.numbers(_place(name)))]


def save(name: str, changed: Mapping[Key, str], *, seen: int, by: str) -> Revision:
    """Change some notes, on top of whatever others changed since revision `seen`.

    Raises StoreError where somebody else changed one of the same notes meanwhile: nothing is overwritten
    unseen. QuestionError where a note cannot stand on a map.
    """
    check(changed)
    for _ in range(20):
        now = latest(name)
        _same_notes(changed, revision(name, seen), now)
        made = Revision(
            now.number + 1, datetime.now(UTC).isoformat(timespec="seconds"), by, now.with_changes(changed)
        )
        if numbered.append(_place(name), made.number, made.to_json()):
            return made
    raise StoreError("Too many others are saving at this moment.", "Save again.")


def bring_back(name: str, number: int, *, by: str) -> Revision:
    """Save the notes of an earlier revision as the newest: undo, and undo of undo."""
    now, then = latest(name), revision(name, number)
    differing = changed_between(now, then)
    return save(name, {key: text for key, (_, text) in differing.items()}, seen=now.number, by=by)


def _same_notes(changed: Mapping[Key, str], seen: Revision, now: Revision) -> None:
    """StoreError where a note was changed since it was seen, to something else than is wanted."""
    others = changed_between(seen, now)
    for key, text in changed.items():
        if key in others and others[key][1] != text.strip():
            where, what = key
            raise StoreError(
                f"Meanwhile {FIELDS[what]} of {where} was changed to {others[key][1]!r}; the last to save"
                f" was {now.by or 'somebody'}.",
                "Nothing was saved. Look at the new text, and save yours again if it should stand.",
            )


def _place(name: str) -> Path:
    return folder(name) / "map" / "notes"
