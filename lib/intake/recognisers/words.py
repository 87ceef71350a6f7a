"""What columns are called in the wild (words.toml), with the shared lists put in their places."""

import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

Words = tuple[str, ...]

_FOUND: dict[str, Any] = tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))


def _whole(words: Sequence[str]) -> Words:
    """The words with `@name` replaced by the shared list of that name."""
    return tuple(
        one for word in words for one in (_FOUND["shared"][word[1:]] if word.startswith("@") else [word])
    )


#: Canonical table -> canonical column -> the names it goes by, better ones first.
WORDS: dict[str, dict[str, Words]] = {
    kind: {column: _whole(words) for column, words in columns.items()}
    for kind, columns in _FOUND["words"].items()
}
#: Columns by which people can be reached; they link files and are never kept as they are.
EMAIL, PHONE = _whole(["@email"]), _whole(["@phone"])
#: Ids of customers, of visitors whom nobody knows yet, and of orders.
CUSTOMER, VISITOR, ORDER = (_whole([f"@{name}"]) for name in ("customer", "visitor", "order"))
#: Without these a file cannot be of the kind; of a group one is enough.
NEEDED: dict[str, tuple[Words, ...]] = {
    kind: tuple(tuple(group) for group in groups) for kind, groups in _FOUND["needed"].items()
}
#: Columns that hardly any other kind of file has.
TELLING: dict[str, frozenset[str]] = {kind: frozenset(words) for kind, words in _FOUND["telling"].items()}
#: Words of a file's name that speak for a kind.
FILE_WORDS: dict[str, Words] = {kind: tuple(words) for kind, words in _FOUND["file"].items()}
#: Columns that name or reach a person; they are never taken over.
PRIVATE: Words = tuple(_FOUND["private"])
