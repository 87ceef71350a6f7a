"""What comes next as a picture: the busiest sources and targets, the rest together, and a finding."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from lib.analysis.pictures.flow import rank, said
from lib.analysis.transitions import transitions
from lib.model.figures import count, share
from lib.model.filters import Filters
from lib.model.flow_view import LEFT, OTHER
from lib.store.store import Store

#: How many sources and targets fit a room.
MOST = {"wide": 12, "narrow": 6}


@dataclass(frozen=True)
class TransitionsPicture:
    """`moves` as `transitions` returns them; `drawn` has the columns of `lib.charts.matrix`."""

    moves: pd.DataFrame
    level: str
    title: str

    def drawn(self, room: str) -> pd.DataFrame:
        """The busiest sources by the busiest targets, `(left)` and `(other)`; each source adds up to 1."""
        most = MOST[room]
        busy = self.moves.drop_duplicates("source").nlargest(most, "from_source")["source"].tolist()
        inner = self.moves[self.moves["target"] != LEFT]
        goals = inner.groupby("target")["moves"].sum().nlargest(most).index.tolist()
        here = self.moves[self.moves["source"].isin(busy)].copy()
        here["pooled"] = ~here["target"].isin([*goals, LEFT])
        here["target"] = here["target"].mask(here["pooled"], OTHER)
        unknown = ["customers", "low", "high"]  # of targets together: customers would count twice
        here[unknown] = here[unknown].astype(float).mask(here["pooled"], np.nan)
        sums = {"customers": "first", "moves": "sum", "share": "sum", "low": "first", "high": "first"}
        tiles = here.groupby(["source", "target"], as_index=False).agg(sums)
        return tiles.assign(
            source_order=[rank(label, self.level) for label in tiles["source"]],
            target_order=[_place(label, self.level) for label in tiles["target"]],
        )


def picture(
    store: Store, filters: Filters, *, level: str = "touchpoint", collapse: bool = True
) -> TransitionsPicture:
    """Gather the matrix of what comes next."""
    moves = transitions(store, filters, level=level, collapse=collapse)
    return TransitionsPicture(moves, level, _title(moves))


def _place(label: str, level: str) -> int:
    return 20_000 if label == LEFT else rank(label, level)


def _title(moves: pd.DataFrame) -> str:
    """The likeliest next step of the busiest place."""
    busiest = moves.nlargest(1, "from_source").iloc[0]["source"]
    first = moves[moves["source"] == busiest].nlargest(1, "moves").iloc[0]
    return (
        f"After {busiest}, {share(first['share'], 0)} go on to {said(first['target'])} "
        f"({count(first['moves'])} of {count(first['from_source'])} moves)"
    )
