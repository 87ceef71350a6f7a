"""What the satisfaction page asks, in one place; who is not heard comes with its finding."""

from dataclasses import dataclass

import pandas as pd

from lib.analysis.advocacy import advocacy
from lib.analysis.nonresponse import nonresponse
from lib.analysis.pictures import nonresponse_words
from lib.analysis.pictures.satisfaction import behind, picture, questions
from lib.analysis.response import response
from lib.analysis.satisfaction_changes import satisfaction_changes as changes
from lib.analysis.satisfaction_members import satisfaction_members as members
from lib.analysis.satisfaction_worst import satisfaction_worst as worst
from lib.analysis.traits import traits
from lib.model.filters import Filters
from lib.store.store import Store

__all__ = [
    "advocacy",
    "behind",
    "changes",
    "members",
    "picture",
    "questions",
    "response",
    "silence",
    "traits",
    "worst",
]


@dataclass(frozen=True)
class Silence:
    """`frame` is the answer of `nonresponse`; `title` its finding, `said` its sentences."""

    frame: pd.DataFrame
    currency: str
    title: str
    said: list[str]


def silence(store: Store, filters: Filters) -> Silence:
    """Compare those who answered with those who did not."""
    frame = nonresponse(store, filters)
    title, said = (tell(frame, store.currency) for tell in (nonresponse_words.title, nonresponse_words.said))
    return Silence(frame, store.currency, str(title), list(said))
