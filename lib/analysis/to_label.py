"""Which texts should somebody read next and say how they sound?"""

import pandas as pd

from lib.analysis.terms.texts import texts
from lib.model.filters import Filters
from lib.model.masking import masked
from lib.store.store import Store
from lib.store.text_labels import key, read, text_labels


def to_label(store: Store, filters: Filters, *, most: int = 20, labels: str | None = None) -> pd.DataFrame:
    """Draw a sample of texts to give a mood by hand: text (masked), words (as kept), language, mood.

    Texts that have a mood by hand already come last, with it; the others in an order by chance that is the
    same on every run. Scores are not shown, so that they do not lead the reader. Each different text comes
    once. `labels` are the moods by hand as text, by default those kept with the
    dataset. Raises DataError where nobody wrote anything.
    """
    found = texts(store, filters, words="").drop_duplicates("text")
    by_hand = text_labels(store.manifest.name) if labels is None else read(labels)
    keys = found["text"].map(key)
    found = found.assign(order=keys, mood=keys.map(by_hand.get).astype(object), words=found["text"])
    found["done"] = found["mood"].notna()
    found["text"] = found["text"].map(masked)
    drawn = found.sort_values(["done", "order"]).head(most)
    return drawn[["text", "words", "language", "mood"]].reset_index(drop=True)
