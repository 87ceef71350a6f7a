"""Which texts stand behind a theme, and how does each sound?"""

import pandas as pd

from lib.analysis.terms.models import teller
from lib.analysis.terms.texts import about, check_theme, with_moods
from lib.analysis.terms.texts import texts as gathered
from lib.model.errors import QuestionError
from lib.model.filters import Filters
from lib.model.masking import masked
from lib.model.moods import ASKED
from lib.stats.sentiment import LANGUAGE, polarity
from lib.store.store import Store


def texts(
    store: Store,
    filters: Filters,
    *,
    theme: str | None = None,
    touchpoint: str | None = None,
    source: str = "all",
    mood: str = "any",
    words: str | None = None,
    method: str = "lexicon",
) -> pd.DataFrame:
    """List comments and topics of tickets, the latest first; as many rows as `voice` counts.

    Columns: kind (comment, ticket), given_at, touchpoint, channel, customer_id, metric, score, scale_max,
    mood, estimated (from the words, because there is no score), polarity (-1 to 1, of English texts, always
    an estimate), language, themes (joined by ` | `), text (addresses and numbers masked). `mood` is unhappy,
    happy or any. Raises DataError where nobody wrote anything.
    """
    check_theme(store, theme, words)
    if mood not in ASKED:
        raise QuestionError.unknown("mood", mood, ASKED)
    found = gathered(store, filters, source=source, touchpoint=touchpoint, words=words)
    found = with_moods(found, teller(store, found, method))
    found = about(found, theme)
    if (wanted := ASKED[mood]) is not None:
        found = found[found["mood"] == wanted]
    english = found["language"] == LANGUAGE
    sound = [polarity(text) if here else None for text, here in zip(found["text"], english, strict=True)]
    found = found.assign(
        polarity=pd.Series(sound, index=found.index, dtype=float),
        themes=found["themes"].map(" | ".join),
        text=found["text"].map(masked),
    )
    columns = (
        "kind given_at touchpoint channel customer_id metric score scale_max mood estimated polarity language"
        " themes text"
    )
    return found.iloc[::-1][columns.split()].reset_index(drop=True)
