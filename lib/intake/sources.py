"""Where files come from: a path, a folder, a pattern, a web address, a table of a database."""

import glob
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from lib.intake.allowed import Allowed
from lib.intake.fetch import fetch, is_url
from lib.model.errors import IntakeError
from lib.store.postgres import copy_query, copy_table

DATABASE = "postgresql:"
#: Files that are still being written, and what systems leave in folders.
UNFINISHED = (".part", ".tmp", ".crdownload", ".swp", ".filepart")


@dataclass(frozen=True, slots=True)
class Source:
    """One file at hand, and what it is called in the report."""

    path: Path
    name: str


def gather(words: Sequence[str], scratch: Path, allowed: Allowed) -> list[Source]:
    """Bring every file that `words` name within reach; what has to be copied is copied into `scratch`.

    A word is a file, a folder (its files by name, none of its folders), a pattern such as `exports/*.csv`,
    a web address, or `postgresql:NAME/schema.table`, where NAME stands in the secrets;
    `postgresql:NAME/@FILE.sql` reads a query. Raises IntakeError for the first word that leads to no file.
    """
    found: list[Source] = []
    for word in words:
        found += _of_word(word, scratch, allowed, len(found))
    return found


def _of_word(word: str, scratch: Path, allowed: Allowed, place: int) -> Iterator[Source]:
    target = scratch / f"source_{place:04d}"
    if is_url(word):
        yield Source(target, fetch(word, target, allowed))
    elif word.lower().startswith(DATABASE):
        yield Source(target, _of_database(word[len(DATABASE) :], target, allowed))
    else:
        yield from (Source(path, path.name) for path in files_of(word))


def files_of(word: str) -> list[Path]:
    """The files that a path, a folder or a pattern names, by name."""
    path = Path(word)
    if path.is_file():
        return [path]
    inside = path.iterdir() if path.is_dir() else map(Path, glob.glob(word, recursive=True))  # noqa: PTH207 (it may be absolute)
    found = sorted(one for one in inside if one.is_file() and is_finished(one))
    if not found:
        mend = "Put the exports into it." if path.is_dir() else "Check the path."
        raise IntakeError(f"There is no file {'in ' if path.is_dir() else ''}{word}.", mend)
    return found


def is_finished(path: Path) -> bool:
    """Whether a file's name says nothing against reading it.

    >>> is_finished(Path("orders.csv")), is_finished(Path("orders.csv.part")), is_finished(Path(".DS_Store"))
    (True, False, False)
    """
    return not path.name.startswith((".", "~$")) and path.suffix.lower() not in UNFINISHED


def _of_database(word: str, target: Path, allowed: Allowed) -> str:
    """Copy a table or the rows of a query; what the file is called."""
    name, sign, what = word.partition("/")
    if not sign or not what:
        raise IntakeError(
            f"{DATABASE}{word} names no table.",
            f"Write {DATABASE}NAME/schema.table or {DATABASE}NAME/@FILE.sql.",
        )
    address = allowed.database(name)
    if not what.startswith("@"):
        copy_table(address, what, target)
        return f"{what}.csv"
    query = Path(what[1:])
    if not query.is_file():
        raise IntakeError(f"There is no file {query}.", "Check the path behind the @.")
    copy_query(address, query.read_text(encoding="utf-8"), target)
    return f"{query.stem}.csv"


def print_of(sources: Sequence[Source]) -> str:
    """What the files are and hold, as 16 hex digits: the same as long as nothing changed."""
    whole = hashlib.sha256()
    for source in sources:
        with source.path.open("rb") as file:
            whole.update(f"{source.name}\n{hashlib.file_digest(file, 'sha256').hexdigest()}\n".encode())
    return whole.hexdigest()[:16]
