"""The kept segments of a dataset, beside it: one file a change, so that nothing is ever lost.

They belong to the name, not to a version: new data are asked the same question.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from lib.model.errors import QuestionError
from lib.model.kept_segments import MOST, Definition, Segment, Shelf, checked
from lib.store import numbered
from lib.store.catalog import current, folder

Change = Callable[[dict[str, Segment]], dict[str, Segment]]


def segments(name: str) -> dict[str, Segment]:
    """The segments of dataset `name` by their names, in the order of the alphabet."""
    return _latest(name).named()


def segment(name: str, wanted: str) -> Segment:
    """One segment of a dataset; QuestionError names those that there are."""
    known = segments(name)
    if wanted not in known:
        raise QuestionError.unknown("segment", wanted, known)
    return known[wanted]


def keep(name: str, wanted: str, definition: Definition, *, by: str) -> Segment:
    """Keep a definition under a name that is free; asked within a segment, it holds that one's definition.

    QuestionError where the name is taken or cannot be one.
    """
    if inner := definition.filters.segment:
        asked = replace(definition.filters, segment="")
        definition = replace(definition, filters=asked, within=segment(name, inner).definition)
    now = datetime.now(UTC).isoformat(timespec="seconds")
    made = Segment(checked(wanted), definition, now, by, current(name).version)

    def added(known: dict[str, Segment]) -> dict[str, Segment]:
        if made.name in known:
            raise QuestionError(
                f"There is a segment called {made.name!r}.", "Choose another name, or remove that one first."
            )
        if len(known) >= MOST:
            raise QuestionError(f"There are {MOST} segments already.", "Remove one that nobody uses.")
        return known | {made.name: made}

    _change(name, added)
    return made


def remove(name: str, gone: str) -> None:
    """Take a segment away; it can be brought back."""
    segment(name, gone)
    _change(name, lambda known: {one: kept for one, kept in known.items() if one != gone})


def removed(name: str) -> dict[str, Segment]:
    """What was taken away and has no successor of the same name, the latest first."""
    place, known = _place(name), segments(name)
    found: dict[str, Segment] = {}
    for number in reversed(numbered.numbers(place)):
        for one, kept in Shelf.from_json(numbered.text_of(place, number)).named().items():
            if one not in known:
                found.setdefault(one, kept)
    return found


def restore(name: str, gone: str) -> None:
    """Bring a removed segment back as it last was."""
    kept = removed(name)
    if gone not in kept:
        raise QuestionError.unknown("removed segment", gone, kept)
    _change(name, lambda known: known | {gone: kept[gone]})


def _change(name: str, change: Change) -> None:
    place = _place(name)

    def build(number: int) -> str:
        known = change(_latest(name).named())
        return Shelf(number, tuple(known[one] for one in sorted(known, key=str.casefold))).to_json()

    numbered.keep(place, build)


def _latest(name: str) -> Shelf:
    place = _place(name)
    taken = numbered.numbers(place)
    return Shelf.from_json(numbered.text_of(place, taken[-1])) if taken else Shelf()


def _place(name: str) -> Path:
    return folder(name) / "segments"
