"""How well do estimated moods agree with scores, and with moods given by hand?"""

import numpy as np
import pandas as pd

from lib.analysis.terms.models import taught
from lib.analysis.terms.texts import texts
from lib.model.errors import DataError
from lib.model.filters import Filters
from lib.model.moods import MOODS
from lib.stats import text_model
from lib.stats.sentiment import LANGUAGE, Agreement, agreement, mood, polarity
from lib.store.store import Store
from lib.store.text_labels import key, read, text_labels

COLUMNS = ["method", "against", "n", "accuracy", "macro_f1", *(f"f1_{one}" for one in MOODS), "note"]


def mood_check(store: Store, filters: Filters, *, labels: str | None = None) -> pd.DataFrame:
    """Compare the lexicon and the shop's own model with what is known of the whole dataset's texts.

    One row is a method against one truth: method (lexicon, model), against (scores, labels: given by hand),
    n (texts), accuracy, macro_f1 (mean over the moods of 2 tp / (2 tp + fp + fn)), f1_negative, f1_neutral,
    f1_positive, note (why there is no number). The lexicon is asked about English texts alone; the model
    about texts that it was not taught (five folds, equal texts never apart). A score is no text: people write
    mild words beside low scores, so no method reaches 1. `labels` are the moods by hand as text, by default
    those kept with the dataset. Filters do not matter here.
    """
    known = taught(store)
    rows = [_row("lexicon", "scores", _lexicon(known)), _own_model(known)]
    rows.append(_row("lexicon", "labels", _lexicon(_labelled(store, labels))))
    return pd.DataFrame(rows, columns=COLUMNS)


def _row(method: str, against: str, found: Agreement, note: str = "") -> dict[str, object]:
    said = {"method": method, "against": against, "n": found.n, "accuracy": found.accuracy}
    said |= {"macro_f1": found.macro_f1} | {
        f"f1_{name}": value for name, value in zip(MOODS, found.f1, strict=True)
    }
    return said | {"note": note or ("" if found.n else "no texts to compare")}


def _lexicon(known: pd.DataFrame) -> Agreement:
    if "language" in known:
        known = known[known["language"] == LANGUAGE]
    return agreement(known["mood"].tolist(), [mood(polarity(text)) for text in known["text"]])


def _own_model(known: pd.DataFrame) -> dict[str, object]:
    if (why := text_model.why_not(known["mood"].tolist())) is not None:
        nothing = (np.nan, np.nan, np.nan)
        return _row("model", "scores", Agreement(len(known), np.nan, np.nan, nothing), why)
    found, _ = text_model.held_out(known["text"].tolist(), known["mood"].tolist())
    return _row("model", "scores", found)


def _labelled(store: Store, given: str | None) -> pd.DataFrame:
    """Texts with the mood that somebody gave them by hand, each different text once."""
    labels = text_labels(store.manifest.name) if given is None else read(given)
    if not labels:
        return pd.DataFrame({"text": [], "mood": []}, dtype=object)
    try:
        found = texts(store, Filters(), words="").drop_duplicates("text")
    except DataError:
        return pd.DataFrame({"text": [], "mood": []}, dtype=object)
    found = found.assign(mood=[labels.get(key(text)) for text in found["text"]])
    return found[found["mood"].notna()]
