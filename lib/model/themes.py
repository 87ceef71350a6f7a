"""What texts are about: lists of words by theme and language, shipped in `themes.toml`, and the shop's own.

A shop writes its words as text: `parking = car park | garage; late delivery = slow | -late`. A word adds
to the theme in every language, a minus in front takes a shipped word away, a new name is a new theme.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

from lib.model.errors import QuestionError

Words = Mapping[str, tuple[str, ...]]

_SHIPPED = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
#: The shipped words: by theme, then by language.
SHIPPED: dict[str, dict[str, tuple[str, ...]]] = {
    theme: {language: tuple(words) for language, words in lists.items()} for theme, lists in _SHIPPED.items()
}
LANGUAGES: tuple[str, ...] = ("en", "de", "fr", "es", "nl", "pt", "it")
#: How a text of no theme is counted.
NO_THEME = "(no theme)"
#: As many words as one entry of a list may have.
MOST_WORDS = 6
_WORD = re.compile(r"\w+")


class Rules:
    """The shipped words with a shop's own: which themes has a text?"""

    def __init__(self, own: Words | None = None) -> None:
        mine = own or {}
        self.themes: tuple[str, ...] = (*SHIPPED, *(theme for theme in mine if theme not in SHIPPED))
        self._lists = {language: _Index(_pairs(mine, (language,))) for language in LANGUAGES}
        self._all = _Index(_pairs(mine, LANGUAGES))
        self._own = _Index(_pairs(mine, ()))

    def found(self, text: str, language: str | None = None) -> tuple[str, ...]:
        """The themes of a text, in the order of the lists: by the words of its language.

        All lists are looked up where the language is unknown, the shop's own words alone where it is none
        of ours.

        >>> Rules().found("The parcel came late, and dented!", "en")
        ('late delivery', 'damaged', 'delivery and packing')
        >>> Rules({"parking": ("car park",)}).found("No car park", "sv")
        ('parking',)
        """
        index = self._all if language is None else self._lists.get(language, self._own)
        hits = index.themes(_WORD.findall(plain(text)))
        return tuple(theme for theme in self.themes if theme in hits)


@cache
def rules(own: str = "") -> Rules:
    """The rules with a shop's own words, written as text."""
    return Rules(read(own))


def plain(text: str) -> str:
    """A text in which case and accents do not matter.

    >>> plain("Größe: NÃO chegou!")
    'grosse: nao chegou!'
    """
    parted = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in parted if not unicodedata.combining(sign))


def read(text: str) -> dict[str, tuple[str, ...]]:
    """A shop's own words by theme. QuestionError where a theme is not complete or an entry is too long.

    >>> read("parking = car park | garage; late delivery = -late")
    {'parking': ('car park', 'garage'), 'late delivery': ('-late',)}
    """
    return dict(_theme(part) for part in text.split(";") if part.strip())


def written(words: Words) -> str:
    """The text that `read` reads.

    >>> written({"parking": ("car park", "garage")})
    'parking = car park | garage'
    """
    return "; ".join(f"{theme} = {' | '.join(entries)}" for theme, entries in words.items() if entries)


def _theme(part: str) -> tuple[str, tuple[str, ...]]:
    name, sign, words = part.partition("=")
    theme = " ".join(name.lower().split())
    entries = tuple(dict.fromkeys(_entry(one) for one in words.split("|") if one.strip(" -*")))
    if not sign or not theme or theme.startswith("(") or not entries:
        raise QuestionError(
            f"The theme {part.strip()!r} is not complete.",
            "Write a name, = and words: parking = car park | garage.",
        )
    return theme, entries


def _entry(text: str) -> str:
    """An entry as it is looked up, its minus and its `*` kept."""
    bare = text.strip()
    words = _WORD.findall(plain(bare))
    if not 1 <= len(words) <= MOST_WORDS:
        raise QuestionError(
            f"{bare!r} is no entry of a word list.", f"Write one to {MOST_WORDS} words, * only at the end."
        )
    return f"{'-' if bare.startswith('-') else ''}{' '.join(words)}{'*' if bare.endswith('*') else ''}"


def _pairs(own: Words, languages: Iterable[str]) -> Iterator[tuple[str, str]]:
    """(entry, theme) of the shipped lists of these languages and of the shop's own."""
    for theme, lists in SHIPPED.items():
        gone = {entry[1:] for entry in own.get(theme, ()) if entry.startswith("-")}
        for language in languages:
            yield from ((entry, theme) for entry in lists.get(language, ()) if entry not in gone)
    for theme, entries in own.items():
        yield from ((entry, theme) for entry in entries if not entry.startswith("-"))


class _Index:
    """Entries by their number of words: whole ones, and beginnings by their length."""

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        self._whole: dict[str, set[str]] = {}
        self._begun: dict[str, set[str]] = {}
        sizes: set[tuple[int, int]] = set()
        self._longest = 1
        for entry, theme in pairs:
            number = len(entry.split())
            self._longest = max(self._longest, number)
            if entry.endswith("*"):
                self._begun.setdefault(entry[:-1], set()).add(theme)
                sizes.add((number, len(entry) - 1))
            else:
                self._whole.setdefault(entry, set()).add(theme)
        self._sizes = {
            number: sorted(size for one, size in sizes if one == number)
            for number in range(1, self._longest + 1)
        }

    def themes(self, words: list[str]) -> set[str]:
        """The themes of which an entry stands in these words, one after the other."""
        hits: set[str] = set()
        for at in range(len(words)):
            gram = ""
            for number, word in enumerate(words[at : at + self._longest], 1):
                gram = f"{gram} {word}" if gram else word
                hits |= self._whole.get(gram, _NONE)
                for size in self._sizes[number]:
                    hits |= self._begun.get(gram[:size], _NONE)
        return hits


_NONE: frozenset[str] = frozenset()
