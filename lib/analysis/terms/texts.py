"""The texts that people left, comments and topics of tickets, with language, themes and mood."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pandas as pd

from lib.model import moods
from lib.model.errors import DataError, QuestionError
from lib.model.filters import Filters
from lib.model.themes import NO_THEME, rules
from lib.stats.languages import languages
from lib.stats.sentiment import LANGUAGE, mood, polarity
from lib.store.store import Store
from lib.store.theme_words import theme_words

_BESIDE = Path(__file__).parents[1]
COMMENTS = _BESIDE / "voice.sql"
TICKETS = _BESIDE / "voice_tickets.sql"
SOURCES: tuple[str, ...] = ("all", "comments", "tickets")
#: Where tickets are opened in a journey.
TICKET_OPENED = "ticket opened"
#: Tells the moods of texts without a score; None where it cannot.
Teller = Callable[[Sequence[str]], list[str | None]]


def texts(
    store: Store,
    filters: Filters,
    *,
    source: str = "all",
    touchpoint: str | None = None,
    words: str | None = None,
) -> pd.DataFrame:
    """One row a text, in the order of time.

    Columns: kind (comment, ticket), text_id, unit (the customer, or the text itself), customer_id, given_at,
    day, touchpoint, channel, metric, score, scale_min, scale_max (of comments), text, language (or None),
    themes (a tuple). `words` are the shop's own words of themes, by default those kept with the dataset.
    DataError where nobody wrote anything.
    """
    if source not in SOURCES:
        raise QuestionError.unknown("kind of texts", source, SOURCES)
    own = theme_words(store.manifest.name) if words is None else words
    parts = [] if source == "tickets" else [_comments(store, filters, touchpoint)]
    if source != "comments" and touchpoint in (None, TICKET_OPENED):
        parts.append(_tickets(store, filters))
    parts = [part for part in parts if not part.empty]
    if not parts:
        raise DataError(
            "Nobody wrote anything inside these filters.",
            "Widen the dates, or import survey answers with comments, or tickets.",
        )
    found = pd.concat(parts, ignore_index=True)
    return _read(found.sort_values(["given_at", "text_id"], ignore_index=True), own)


def with_moods(found: pd.DataFrame, tell: Teller | None = None) -> pd.DataFrame:
    """The texts with mood (None where unknown) and estimated: a score wins, otherwise the words are asked."""
    by_score = [
        None if pd.isna(score) else moods.of_score(metric, score, low, high)
        for metric, score, low, high in zip(
            found["metric"], found["score"], found["scale_min"], found["scale_max"], strict=True
        )
    ]
    bare = found["score"].isna()
    told = pd.Series(by_score, index=found.index, dtype=object)
    if bare.any():
        told[bare] = (tell or by_words(found[bare]))(found.loc[bare, "text"].tolist())
    return found.assign(mood=told, estimated=bare & told.notna())


def by_words(found: pd.DataFrame) -> Teller:
    """The lexicon's moods of these very texts; None for texts in another language than its own."""
    spoken = found["language"].tolist()

    def tell(given: Sequence[str]) -> list[str | None]:
        pairs = zip(given, spoken, strict=True)
        return [mood(polarity(text)) if language == LANGUAGE else None for text, language in pairs]

    return tell


def exploded(found: pd.DataFrame, by: str) -> pd.Series:
    """The labels of the texts by the text's place: of themes as many as it has, of anything else one."""
    if by != "theme":
        return found[by].fillna("(unknown)").astype(str)
    labelled = found["themes"].map(lambda themes: themes or (NO_THEME,))
    return labelled.explode()


def about(found: pd.DataFrame, theme: str | None) -> pd.DataFrame:
    """The texts of one theme; QuestionError names the known ones where there is no such theme."""
    if theme is None:
        return found
    held = found["themes"].map(lambda themes: theme in (themes or (NO_THEME,)))
    return found[held.astype(bool)]


def check_theme(store: Store, theme: str | None, words: str | None) -> None:
    """Refuse a theme that there is not, naming those that there are."""
    own = theme_words(store.manifest.name) if words is None else words
    known = (*rules(own).themes, NO_THEME)
    if theme is not None and theme not in known:
        raise QuestionError.unknown("theme", theme, known)


def _comments(store: Store, filters: Filters, touchpoint: str | None) -> pd.DataFrame:
    found = store.query(COMMENTS, touchpoint=touchpoint, **filters.values(store.zone))
    return _named(found).assign(kind="comment")


def _tickets(store: Store, filters: Filters) -> pd.DataFrame:
    found = _named(store.query(TICKETS, **filters.values(store.zone)))
    unknown = {"metric": None, "score": None, "scale_min": None, "scale_max": None}
    frame = found.assign(kind="ticket", touchpoint=TICKET_OPENED, **unknown)
    return frame.astype({"score": float, "scale_min": float, "scale_max": float})


def _named(found: pd.DataFrame) -> pd.DataFrame:
    names = {"touchpoint_label": "touchpoint", "channel_label": "channel", "words": "text"}
    frame = found.rename(columns=names)
    texts = ["touchpoint", "channel", "metric", "text", "unit", "customer_id", "text_id"]
    return frame.astype({one: object for one in texts if one in frame})


def _read(found: pd.DataFrame, own: str) -> pd.DataFrame:
    """Language and themes of every text, each different text read once."""
    codes, different = pd.factorize(found["text"])
    spoken = languages(list(different))
    sort = rules(own)
    themes = [sort.found(text, language) for text, language in zip(different, spoken, strict=True)]
    by_code = pd.DataFrame(
        {"language": pd.Series(spoken, dtype=object), "themes": pd.Series(themes, dtype=object)}
    )
    read = by_code.iloc[codes].reset_index(drop=True)
    return pd.concat([found.reset_index(drop=True), read], axis=1)
