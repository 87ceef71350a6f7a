"""What do customers write about, and how content are those who write about it?"""

import numpy as np
import pandas as pd

from lib.analysis.satisfaction import ALL, BY, check
from lib.analysis.terms.models import teller
from lib.analysis.terms.texts import exploded, texts, with_moods
from lib.model.errors import QuestionError
from lib.model.filters import Filters
from lib.model.heatmap_view import ROWS
from lib.model.metrics import ENOUGH
from lib.model.moods import MOODS, of_score
from lib.model.themes import NO_THEME
from lib.stats.comparisons import clustered_shares_p
from lib.stats.intervals import (
    Floats,
    Interval,
    PairSums,
    apart,
    benjamini_hochberg,
    clustered_mean_score,
    clustered_share,
)
from lib.store.store import Store

SIDES: tuple[str, ...] = ("theme", "touchpoint", "channel", "language")
#: The false discovery rate at which a difference is marked.
RATE = 0.05
_NOTHING = Interval(np.array(np.nan), np.array(np.nan), np.array(np.nan))


def voice(
    store: Store,
    filters: Filters,
    *,
    by: str = "theme",
    metric: str | None = None,
    touchpoint: str | None = None,
    source: str = "all",
    words: str | None = None,
    method: str = "lexicon",
) -> pd.DataFrame:
    """Count comments and topics of tickets by what they are about; a text may have several themes.

    One row is a theme (or a touchpoint, channel, language, by `by`), the most texts first; `(all)` leads,
    `(no theme)` closes. Columns: theme, n (texts), comments, tickets, customers, share, low, high (of all
    texts; none for `(all)`), negative, neutral, positive (texts by mood: by the score where there is one,
    else estimated from the words), estimated (how many are), not_scored (texts whose mood nobody knows),
    unhappy_share, unhappy_low, unhappy_high (of the negative texts), metric, scale_min, scale_max (the one
    question whose answers are compared, by default the most answered one), answers (texts that came with
    it), mean, mean_low, mean_high, top_two, top_low, top_high, rest_top_two (of the texts without the theme),
    difference, difference_low, difference_high, p_adjusted (Benjamini-Hochberg over `tested` rows with 30
    answers or more on both sides), differs (p_adjusted up to 5 %), tested, other_scales (scored texts of
    other questions or scales). Intervals are at 95 %, clustered by customer. Association, not cause.

    `source` is all, comments or tickets; `words` a shop's own words of themes, by default those kept with
    the dataset; `method` (lexicon, model) estimates the mood of texts without a score. Raises DataError
    where nobody wrote anything.
    """
    check(metric, ROWS[0], BY[0])
    if by not in SIDES:
        raise QuestionError.unknown("side", by, SIDES)
    found = texts(store, filters, source=source, touchpoint=touchpoint, words=words)
    found = with_moods(found, teller(store, found, method))
    labels = exploded(found, by)
    counted = Counted(found, metric)
    rows = [counted.row(ALL, np.ones(len(found), dtype=bool))]
    for label, places in labels.groupby(labels, sort=True):
        held = np.zeros(len(found), dtype=bool)
        held[found.index.get_indexer(places.index.unique())] = True
        rows.append(counted.row(str(label), held))
    return _marked(pd.DataFrame(rows)).rename(columns={"label": by})


class Counted:
    """The texts as arrays, and one question on one scale of which scores are compared."""

    def __init__(self, found: pd.DataFrame, metric: str | None) -> None:
        self.units, names = pd.factorize(found["unit"])
        self.size = len(names)
        self.kind, self.mood = found["kind"].to_numpy(), found["mood"].to_numpy()
        self.estimated = found["estimated"].to_numpy(bool)
        self.score = found["score"].to_numpy(float)
        self.asked = _question(found, metric)
        self.rated = np.zeros(len(found), dtype=bool)
        self.top = np.zeros(len(found))
        if self.asked:
            name, low, high = self.asked
            same = found["metric"].eq(name) & found["scale_min"].eq(low) & found["scale_max"].eq(high)
            self.rated = same.to_numpy(bool)
            self.top[self.rated] = [_is_top(score, low, high) for score in self.score[self.rated]]

    def row(self, label: str, held: np.ndarray) -> dict[str, object]:
        """Everything that is said of the texts in `held`."""
        whole = label == ALL
        bad = self.mood == "negative"
        share = _NOTHING if whole else clustered_share(self._pairs(np.ones_like(held), held))
        unhappy = _NOTHING if whole else clustered_share(self._pairs(bad, bad & held))
        rated = self.rated & held
        row: dict[str, object] = {"label": label, "n": int(held.sum())}
        row |= {f"{kind}s": int((self.kind[held] == kind).sum()) for kind in ("comment", "ticket")}
        row |= {"customers": int(np.unique(self.units[held]).size)}
        row |= _named(share, "share", "low", "high")
        row |= {mood: int((self.mood[held] == mood).sum()) for mood in MOODS}
        row |= {
            "estimated": int(self.estimated[held].sum()),
            "not_scored": int(pd.isna(self.mood[held]).sum()),
        }
        row |= _named(unhappy, "unhappy_share", "unhappy_low", "unhappy_high")
        row |= dict(zip(("metric", "scale_min", "scale_max"), self.asked or (None,) * 3, strict=True))
        row |= {"answers": int(rated.sum())} | self._scores(rated, whole)
        row["other_scales"] = int((held & ~self.rated & ~np.isnan(self.score)).sum())
        return row

    def _scores(self, rated: np.ndarray, whole: bool) -> dict[str, object]:
        """Mean and share of top answers, and how far that is from the texts without the theme."""
        mean, own = _NOTHING, _NOTHING
        tops = self._pairs(rated, self.top * rated)
        if rated.any() and self.asked:
            sums = self._pairs(rated, np.where(rated, self.score, 0.0))
            mean, own = clustered_mean_score(sums, *self.asked[1:]), clustered_share(tops)
        without = self.rated & ~rated
        others = self._pairs(without, self.top * without)
        compared = not whole and rated.any() and without.any()
        rest = clustered_share(others) if compared else _NOTHING
        gap = apart(own, rest) if compared else _NOTHING
        enough = compared and min(int(rated.sum()), int(without.sum())) >= ENOUGH
        said = _named(mean, "mean", "mean_low", "mean_high") | _named(own, "top_two", "top_low", "top_high")
        said |= {"rest_top_two": float(rest.value)}
        said |= _named(gap, "difference", "difference_low", "difference_high")
        return said | {"p": float(clustered_shares_p(tops, others)) if enough else np.nan}

    def _pairs(self, among: np.ndarray, which: np.ndarray) -> PairSums:
        """Sums over the customers with a text in `among`: how many they have, and of these in `which`."""
        below = np.bincount(self.units, weights=among, minlength=self.size)
        above = np.bincount(self.units, weights=which, minlength=self.size)
        there = below > 0
        return PairSums.of(below[there], above[there])


def _question(found: pd.DataFrame, metric: str | None) -> tuple[str, float, float] | None:
    """The question on the scale that most of the texts came with; None where none has a score."""
    scored = found[found["score"].notna()]
    scored = scored if metric is None else scored[scored["metric"] == metric]
    if scored.empty:
        return None
    counts = scored.groupby(["metric", "scale_min", "scale_max"], sort=True).size()
    name, low, high = counts.idxmax()
    return str(name), float(low), float(high)


def _is_top(score: float, low: float, high: float) -> bool:
    """In the top 40 % of the scale, on NPS as well."""
    return of_score("csat", score, low, high) == "positive"


def _named(found: Interval, *names: str) -> dict[str, object]:
    return dict(zip(names, (float(one) for one in found), strict=True))


def _marked(rows: pd.DataFrame) -> pd.DataFrame:
    """All first, no theme last, the most texts before fewer; what differs is marked over all rows."""
    adjusted: Floats = benjamini_hochberg(rows.pop("p"))
    last = rows["label"].map({ALL: -1, NO_THEME: 1}).fillna(0)
    other = rows.pop("other_scales")
    rows = rows.assign(
        p_adjusted=adjusted,
        differs=adjusted <= RATE,
        tested=int(np.isfinite(adjusted).sum()),
        other_scales=other,
        last=last,
    )
    order = ["last", "n", "label"]
    return rows.sort_values(order, ascending=[True, False, True], ignore_index=True).drop(columns="last")
