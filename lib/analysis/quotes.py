"""Which few comments speak for the customers of a touchpoint or a theme?"""

from pathlib import Path

import pandas as pd

from lib.analysis.terms.texts import check_theme
from lib.model.errors import QuestionError
from lib.model.filters import Filters
from lib.model.masking import masked
from lib.model.moods import ASKED, FEELING
from lib.model.themes import NO_THEME, rules
from lib.stats.languages import languages
from lib.stats.typical import typical
from lib.store.store import Store
from lib.store.theme_words import theme_words

SQL = Path(__file__).with_suffix(".sql")
#: So many comments of a touchpoint are read, the latest ones.
LATEST = 2_000
COLUMNS = ["touchpoint", "theme", "text", "score", "scale_max", "given_at", "customer_id"]


def quotes(
    store: Store,
    filters: Filters,
    *,
    touchpoint: str | None = None,
    theme: str | None = None,
    mood: str = "unhappy",
    most: int = 5,
    words: str | None = None,
) -> pd.DataFrame:
    """Pick at most `most` comments of each touchpoint, or of one theme, that speak for the others.

    One row is a comment, the most typical first: touchpoint, theme (the asked one, else those of the text
    joined by ` | `), text, score, scale_max, given_at, customer_id (as stored: a pseudonym). Typical is what
    has the words of most, is long enough to say something, and is not nearly equal to one before; of the
    latest 2,000 of each touchpoint. `mood` is unhappy (lowest 40 % of the scale, NPS up to 6), happy or any.
    With a theme and no touchpoint they are picked from all touchpoints together. Addresses and numbers are
    masked. Empty where nobody wrote such a comment.
    """
    check_theme(store, theme, words)
    if mood not in ASKED:
        raise QuestionError.unknown("mood", mood, ASKED)
    values = filters.values(store.zone) | {"touchpoint": touchpoint, "feeling": FEELING[ASKED[mood]]}
    found = store.query(SQL, latest=LATEST, **values).astype({"label": object, "words": object})
    found = found.rename(columns={"label": "touchpoint", "words": "text"})
    own = theme_words(store.manifest.name) if words is None else words
    if theme is not None:
        found = found[[theme in themes for themes in _themes(found["text"], own)]]
        picked = _picked(found, most)
    else:
        parts = [_picked(part, most) for _, part in found.groupby("touchpoint", sort=True)]
        picked = pd.concat(parts) if parts else found
    themes = [" | ".join(one) for one in _themes(picked["text"], own)] if theme is None else theme
    shown = picked.assign(theme=themes, text=picked["text"].map(masked))
    return shown[COLUMNS].reset_index(drop=True)


def _picked(found: pd.DataFrame, most: int) -> pd.DataFrame:
    return found.iloc[typical(found["text"].tolist(), most)]


def _themes(given: pd.Series, own: str) -> list[tuple[str, ...]]:
    """The themes of each text; a text of none has the one that says so."""
    texts, sort = given.tolist(), rules(own)
    spoken = languages(texts)
    return [sort.found(text, language) or (NO_THEME,) for text, language in zip(texts, spoken, strict=True)]
