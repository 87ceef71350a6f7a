"""Files that are written once and numbered: what comes later never overwrites what came before."""

import os
from collections.abc import Callable
from pathlib import Path

from lib.model.errors import StoreError


def numbers(place: Path) -> list[int]:
    """The numbers that are taken, in their order."""
    return sorted(int(path.stem) for path in place.glob("*.json") if path.stem.isdigit())


def text_of(place: Path, number: int) -> str:
    """The text kept under a number; StoreError where there is none."""
    path = _path(place, number)
    if not path.is_file():
        raise StoreError.unknown("number", number, numbers(place))
    return path.read_text(encoding="utf-8")


def append(place: Path, number: int, text: str) -> bool:
    """Keep a text under a number that is free, whole or not at all; False where somebody was faster."""
    place.mkdir(parents=True, exist_ok=True)
    draft = place / f"{number:04d}.{os.getpid()}.{id(text)}.part"
    draft.write_text(text, encoding="utf-8")
    try:
        os.link(draft, _path(place, number))
    except FileExistsError:
        return False
    finally:
        draft.unlink()
    return True


def next_number(place: Path) -> int:
    """The first number after those that are taken."""
    return max(numbers(place), default=0) + 1


def keep(place: Path, build: Callable[[int], str], tries: int = 20) -> int:
    """Keep what `build` makes of the next free number, and say which it was."""
    for _ in range(tries):
        number = next_number(place)
        if append(place, number, build(number)):
            return number
    raise StoreError("Too many others are saving at this moment.", "Save again.")


def _path(place: Path, number: int) -> Path:
    return place / f"{number:04d}.json"
