"""Where a dataset comes from, remembered beside it, so that it can be read again without being asked.

`sources.toml` in the folder of the dataset: the sources as they were given (files and folders with their
whole path), how they go in, and what they held when they were read last. Only its owner can read it: a
signed address is a secret while it holds.
"""

import os
import tomllib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

import tomli_w

from lib.intake.fetch import is_url
from lib.intake.sources import DATABASE
from lib.model.errors import IntakeError
from lib.store import catalog

FILE = "sources.toml"


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a dataset is read again: `mapping` is the TOML given, `held` the print of what was read last."""

    sources: tuple[str, ...]
    append: bool = False
    kind: str = ""
    mapping: str = ""
    held: str = ""

    @classmethod
    def of(cls, name: str) -> Self:
        """The recipe of a dataset. IntakeError where none is remembered."""
        catalog.current(name)
        path = catalog.folder(name) / FILE
        if not path.is_file():
            raise IntakeError(
                f"Where {name!r} comes from is not remembered.",
                f"Import it once more: throughline import SOURCE... --dataset {name} --remember",
            )
        return cls(**_checked(path))

    def keep(self, name: str) -> None:
        """Remember this recipe beside the dataset, in place of the one before."""
        path = catalog.folder(name) / FILE
        part = path.with_suffix(f".{os.getpid()}.part")
        said = {**asdict(self), "sources": list(self.sources)}
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            tomli_w.dump(said, file, multiline_strings=True)
        part.replace(path)


def _checked(path: Path) -> dict[str, Any]:
    """What the file says. It may have been written by hand."""
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise IntakeError(f"{path} is no valid TOML: {error}.", "Mend that line.") from None
    for key in said:
        if key not in Recipe.__slots__:
            raise IntakeError.unknown(f"setting in {path}", key, Recipe.__slots__)
    sources = said.get("sources")
    if not isinstance(sources, list) or not sources or not all(isinstance(one, str) for one in sources):
        raise IntakeError(f"{path} names no sources.", 'Write sources = ["/exports"].')
    return {**said, "sources": tuple(sources)}


def whole_paths(words: Sequence[str]) -> tuple[str, ...]:
    """Sources as they are found from anywhere: a job of the system runs in another folder.

    >>> whole_paths(["https://files.example.com/orders.csv", "/exports/*.csv"])
    ('https://files.example.com/orders.csv', '/exports/*.csv')
    """
    return tuple(_whole(word) for word in words)


def _whole(word: str) -> str:
    if is_url(word):
        return word
    if word.lower().startswith(DATABASE):
        head, sign, query = word.partition("/@")
        return f"{head}{sign}{Path(query).absolute()}" if sign else word
    return str(Path(word).absolute())
