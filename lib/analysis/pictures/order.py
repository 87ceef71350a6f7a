"""The order of the stages as a picture: steps with satisfaction, moves, and a title that says the finding."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from lib.analysis.order import ALL, order, reached
from lib.analysis.pictures.satisfaction import NAMES, UNITS
from lib.analysis.satisfaction import question, satisfaction
from lib.model.errors import DataError
from lib.model.figures import count, share
from lib.model.filters import Filters
from lib.model.ideal import ARROW
from lib.model.metrics import TOO_FEW
from lib.store.store import Store

Unit = Literal["share", "nps", "score"]
#: The columns of `satisfaction` that carry value and limits of each unit.
_VALUES = {
    "share": ("top_two", "top_low", "top_high"),
    "nps": ("nps", "low", "high"),
    "score": ("mean", "low", "high"),
}
#: Moves of fewer of the customers than this are not drawn, and no more of a kind than fit a room.
THINNEST = 0.005
MOST = {"wide": 12, "narrow": 5}


@dataclass(frozen=True)
class OrderPicture:
    """`steps` and `moves` have the columns of `lib.charts.arcs`; `sums` are the rows of `order` per kind.

    `metric` is None where nobody answered; `unit` and `ends` are those of its values.
    """

    steps: pd.DataFrame
    moves: pd.DataFrame
    sums: pd.DataFrame
    metric: str | None
    unit: Unit
    ends: tuple[float, float]
    title: str

    @property
    def customers(self) -> int:
        """Everybody who counts, also those who met no step."""
        return int(self.sums["at_source"].iloc[0])

    def ends_of(self, move: str) -> dict[str, str]:
        """The source and target of a move by its id."""
        found = self.moves[self.moves["id"] == move].iloc[0]
        return {"source": str(found["source"]), "target": str(found["target"])}

    def drawn(self, room: str) -> pd.DataFrame:
        """The moves that fit the room: the most travelled of each kind."""
        thick = self.moves[self.moves["customers"] >= THINNEST * self.customers]
        return thick[thick.groupby("kind").cumcount() < MOST[room]].reset_index(drop=True)


def picture(
    store: Store,
    filters: Filters,
    *,
    ideal: str | None = None,
    level: str = "stage",
    metric: str | None = None,
) -> OrderPicture:
    """Gather the map of an order; `metric` colours the steps (None: the question answered most)."""
    frame = order(store, filters, ideal=ideal, level=level)
    moves = frame[frame["source"] != ALL].reset_index(drop=True)
    moves["id"] = moves["source"] + ARROW + moves["target"]
    sums = frame[frame["source"] == ALL].reset_index(drop=True)
    asked = question(store, metric)
    name = str(asked["metric"]) if asked["metric"] else None
    unit: Unit = UNITS[name] if name else "share"
    ends = {"share": (0.0, 1.0), "nps": (-100.0, 100.0)}
    scale = (float(str(asked["scale_min"])), float(str(asked["scale_max"]))) if name else (0.0, 1.0)
    steps = _answered(reached(store, filters, ideal=ideal, level=level), store, filters, asked, level)
    return OrderPicture(steps, moves, sums, name, unit, ends.get(unit, scale), _title(moves, sums))


def measure(shown: OrderPicture) -> str:
    """The name of what colours the steps."""
    return NAMES[shown.metric] if shown.metric else ""


def _answered(
    steps: pd.DataFrame, store: Store, filters: Filters, asked: dict[str, object], level: str
) -> pd.DataFrame:
    """The steps with n, value, low and high of the answers about them."""
    empty = steps.assign(n=0, value=np.nan, low=np.nan, high=np.nan)
    if asked["metric"] is None:
        return empty
    try:
        found = satisfaction(store, filters, metric=str(asked["metric"]), rows=level)
    except DataError:  # nobody answered inside the filters: the order is still known
        return empty
    found = found[found["column"].eq("(all)") & found["scale_max"].eq(asked["scale_max"])]
    at = found[found["scale_min"].eq(asked["scale_min"])].set_index("row").reindex(steps["label"])
    value, low, high = (at[name].where(at["n"] >= TOO_FEW) for name in _VALUES[UNITS[str(asked["metric"])]])
    return steps.assign(
        n=at["n"].fillna(0).astype(int).to_numpy(), value=value.to_numpy(float), low=low.to_numpy(float),
        high=high.to_numpy(float),
    )  # fmt: skip


def _title(moves: pd.DataFrame, sums: pd.DataFrame) -> str:
    """How many go back and how many skip, and where most of them do."""
    parts = []
    for kind, does in (("back", "go back"), ("skip", "skip ahead")):
        here = sums[sums["kind"] == kind].iloc[0]
        most = moves[moves["kind"] == kind].head(1)
        if most.empty:
            parts.append(f"none {does}")
            continue
        where = f"{most['source'].iloc[0]} to {most['target'].iloc[0]}"
        parts.append(f"{share(here['share'], 0)} {does}, most from {where}")
    return f"Of {count(sums['at_source'].iloc[0])} customers, {'; '.join(parts)}"
