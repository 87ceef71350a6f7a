"""The words that a shop adds to the lists of themes, kept beside its dataset; they outlive versions."""

import json
import os

from lib.model.themes import read, written
from lib.store.catalog import folder


def theme_words(name: str) -> str:
    """The shop's own words of dataset `name`, as the text that `lib.model.themes` reads; empty if none."""
    path = folder(name) / "themes.json"
    if not path.is_file():
        return ""
    given = json.loads(path.read_text(encoding="utf-8"))
    return written({theme: tuple(words) for theme, words in given.items()})


def set_theme_words(name: str, text: str) -> None:
    """Replace the shop's own words; QuestionError where the text cannot be read."""
    given, place = read(text), folder(name)
    draft = place / f"themes.{os.getpid()}.part"
    draft.write_text(json.dumps(given, indent=1, ensure_ascii=False), encoding="utf-8")
    draft.replace(place / "themes.json")
