"""Moods that people gave to texts by hand, kept beside the dataset under each text's key."""

import hashlib
import json
import os
from collections.abc import Mapping

from lib.model.errors import QuestionError
from lib.model.moods import MOODS
from lib.store.catalog import folder


def key(text: str) -> str:
    """What a label is kept under, so that no text is kept twice."""
    return hashlib.sha256(text.strip().encode()).hexdigest()[:16]


def text_labels(name: str) -> dict[str, str]:
    """The mood by the key of its text, of dataset `name`; empty where nothing was labelled."""
    path = folder(name) / "text_labels.json"
    if not path.is_file():
        return {}
    given = json.loads(path.read_text(encoding="utf-8"))
    return {one: mood for one, mood in given.items() if mood in MOODS}


def written(labels: Mapping[str, str]) -> str:
    """Labels as one text, in a fixed order.

    >>> read(written({"b": "positive", "a": "negative"}))
    {'a': 'negative', 'b': 'positive'}
    """
    return " ".join(f"{one}={mood}" for one, mood in sorted(labels.items()))


def read(text: str) -> dict[str, str]:
    """The labels that `written` wrote."""
    return dict(pair.split("=") for pair in text.split())


def label_texts(name: str, given: Mapping[str, str | None]) -> None:
    """Add moods by text, None takes one back; QuestionError names the moods where one is unknown."""
    kept = text_labels(name)
    for text, mood in given.items():
        if mood is not None and mood not in MOODS:
            raise QuestionError.unknown("mood", mood, MOODS)
        if mood is None:
            kept.pop(key(text), None)
        else:
            kept[key(text)] = mood
    place = folder(name)
    draft = place / f"text_labels.{os.getpid()}.part"
    draft.write_text(json.dumps(kept, indent=1), encoding="utf-8")
    draft.replace(place / "text_labels.json")
