"""The shop's own model of moods: taught by its rated texts, fitted once a dataset version."""

from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock
from typing import Any

import pandas as pd

from lib.analysis.terms.texts import Teller, texts, with_moods
from lib.model.errors import DataError, QuestionError
from lib.model.filters import Filters
from lib.stats import text_model
from lib.store.store import Store

METHODS: tuple[str, ...] = ("lexicon", "model")
#: As many texts teach at most, the latest; more hardly teach more and take long.
MOST = 20_000
#: Fitted models by dataset version, the latest few.
_KEPT: OrderedDict[str, Any] = OrderedDict()
_ROOM = 4
_LOCK = Lock()


def taught(store: Store) -> pd.DataFrame:
    """The rated texts of the whole dataset with their moods, the latest `MOST`; empty if there are none."""
    try:
        found = texts(store, Filters(), source="comments", words="")
    except DataError:
        return pd.DataFrame({"text": [], "mood": []}, dtype=object)
    rated = found[found["score"].notna()].tail(MOST)
    return with_moods(rated)


def teller(store: Store, found: pd.DataFrame, method: str) -> Teller | None:
    """What tells the moods of texts without a score; None for the lexicon.

    Raises QuestionError for an unknown method, DataError where the shop's texts teach no model.
    """
    if method not in METHODS:
        raise QuestionError.unknown("method", method, METHODS)
    if method == "lexicon" or found["score"].notna().all():
        return None
    model = _model(store)

    def tell(given: Sequence[str]) -> list[str | None]:
        return list(text_model.told(model, given))

    return tell


def _model(store: Store) -> Any:
    with _LOCK:
        if store.key not in _KEPT:
            lessons = taught(store)
            if (why := text_model.why_not(lessons["mood"].tolist())) is not None:
                raise DataError(f"There is no model of this shop's texts: {why}.", "Use the lexicon.")
            _KEPT[store.key] = text_model.fit(lessons["text"].tolist(), lessons["mood"].tolist())
        _KEPT.move_to_end(store.key)
        while len(_KEPT) > _ROOM:
            _KEPT.popitem(last=False)
        return _KEPT[store.key]
