"""Themes as bars: how many write about each, how content they are, and a title that says it."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from lib.analysis.pictures.satisfaction import NAMES, spoken
from lib.analysis.voice import voice
from lib.model.figures import count, share
from lib.model.filters import Filters
from lib.model.metrics import ENOUGH, TOO_FEW
from lib.model.themes import NO_THEME
from lib.store.store import Store

#: Whose texts the bars count.
WHOSE: tuple[str, ...] = ("unhappy", "all")
#: The most bars that fit a room.
MOST = {"wide": 14, "narrow": 9}


@dataclass(frozen=True)
class VoicePicture:
    """`rows` is the answer of `voice` without `(all)`, without numbers on too few answers.

    `whole` is its `(all)`; `bars` has the columns of `lib.charts.bars`; `whose` is unhappy or all, `by` what
    a bar is.
    """

    rows: pd.DataFrame
    whole: pd.Series
    bars: pd.DataFrame
    whose: str
    by: str
    title: str

    @property
    def metric(self) -> str | None:
        """The question whose answers colour the bars."""
        return self.whole["metric"]  # type: ignore[no-any-return]

    @property
    def texts(self) -> int:
        """How many texts all bars are shares of."""
        return int(self.whole["negative" if self.whose == "unhappy" else "n"])

    @property
    def labels(self) -> list[str]:
        """What can be picked: the bars, then what has a row in the table alone."""
        return list(dict.fromkeys([*self.bars["id"], *self.rows[self.by]]))

    def drawn(self, room: str) -> pd.DataFrame:
        """As many bars as fit a room."""
        return self.bars.head(MOST["narrow" if room == "narrow" else "wide"])


def picture(
    store: Store,
    filters: Filters,
    *,
    by: str = "theme",
    whose: str = "unhappy",
    metric: str | None = None,
    touchpoint: str | None = None,
    source: str = "all",
    words: str | None = None,
    method: str = "lexicon",
) -> VoicePicture:
    """Gather the bars; where fewer than ten texts are unhappy, those of all texts. Options as for `voice`."""
    found = voice(
        store, filters, by=by, metric=metric, touchpoint=touchpoint, source=source, words=words, method=method
    )
    whole, rows = found.iloc[0], _without_few(found.iloc[1:].reset_index(drop=True))
    whose = whose if whole["negative"] >= TOO_FEW else "all"
    shown = _bars(rows, by, whose)
    return VoicePicture(rows, whole, shown, whose, by, _title(shown, whole, whose, by))


def _without_few(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows without numbers of satisfaction that stand on too few answers."""
    rows = rows.copy()
    few = rows["answers"] < TOO_FEW
    own = ["mean", "mean_low", "mean_high", "top_two", "top_low", "top_high"]
    rows.loc[few, [*own, "difference", "difference_low", "difference_high"]] = np.nan
    return rows


def _bars(rows: pd.DataFrame, by: str, whose: str) -> pd.DataFrame:
    names = (
        ("unhappy_share", "unhappy_low", "unhappy_high") if whose == "unhappy" else ("share", "low", "high")
    )
    shown = pd.DataFrame(
        {
            "id": rows[by],
            "n": rows["negative" if whose == "unhappy" else "n"],
            "share": rows[names[0]],
            "low": rows[names[1]],
            "high": rows[names[2]],
            "value": rows["top_two"],
            "value_low": rows["top_low"],
            "value_high": rows["top_high"],
            "answers": rows["answers"],
        }
    )
    shown = shown[shown["n"] > 0].assign(last=lambda some: some["id"].eq(NO_THEME))
    order = shown.sort_values(["last", "n", "id"], ascending=[True, False, True], ignore_index=True)
    return order.drop(columns="last")


def _title(shown: pd.DataFrame, whole: pd.Series, whose: str, by: str) -> str:
    """What is written about most; where two cannot be told apart, both are named."""
    known = shown[shown["id"] != NO_THEME]
    total = int(whole["negative" if whose == "unhappy" else "n"])
    who = "unhappy customers" if whose == "unhappy" else "customers"
    if total < ENOUGH or known.empty:
        return f"{count(total)} texts are too few to say what {who} write about most"
    first = known.iloc[0]
    said = f"{share(first['share'], 0)} of {'their ' if whose == 'unhappy' else ''}{count(total)} texts"
    if by != "theme":
        return f"Most texts of {who} come from {_name(first['id'])}: {said}"
    near = known[(known.index > 0) & (known["high"] > first["low"])]
    if near.empty:
        return f"{spoken(str(first['id']))} is what {who} write about most: {said}"
    if len(near) > 1:
        return f"No one theme stands out in what {who} write about; first comes {first['id']}: {said}"
    second = near.iloc[0]
    return f"{spoken(str(first['id']))} and {second['id']} are what {who} write about most: {said}" + (
        f", and {share(second['share'], 0)}"
    )


def _name(label: object) -> str:
    return str(label).strip("()")


def link(shown: VoicePicture, pick: str) -> str:
    """How content those are who wrote about a theme, against the other texts, in a sentence."""
    row = shown.rows[shown.rows[shown.by] == pick].iloc[0]
    answers, metric = int(row["answers"]), NAMES.get(str(shown.metric), "")
    if pd.isna(row["top_two"]):
        return f"Too few answers came with these texts to say how content their writers are (n = {answers})."
    between = f"{share(row['top_low'], 0)} to {share(row['top_high'], 0)}"
    said = (
        f"Of {count(answers)} answers to {metric} with such a text {share(row['top_two'], 0)} are in the top "
    )
    said += f"40% of the scale ({between}), mean score {row['mean']:.2f}"
    if pd.isna(row["difference"]):
        return f"{said}."
    gap = f"{share(row['rest_top_two'], 0)} of the other texts"
    if not row["differs"]:
        return f"{said}; {gap}, which is not told apart."
    low, high = sorted((abs(row["difference_low"]), abs(row["difference_high"])))
    way = "fewer" if row["difference"] < 0 else "more"
    return f"{said}; {gap}: {low * 100:.0f} to {high * 100:.0f} points {way}. An association, not a cause."
