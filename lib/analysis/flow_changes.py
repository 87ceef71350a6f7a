"""What do these customers do otherwise than those, and which differences are real?"""

from typing import Unpack

import pandas as pd

from lib.analysis.flow import kept_labels, moves, shown_labels
from lib.analysis.segment import within
from lib.model.figures import points, share
from lib.model.filters import Filters
from lib.model.flow_view import LEFT, OTHER, FlowView, Settings
from lib.model.metrics import TOO_FEW
from lib.model.rivals import BEFORE as BEFORE
from lib.model.rivals import Rival
from lib.stats.comparisons import two_shares_p
from lib.stats.intervals import benjamini_hochberg, newcombe
from lib.store.catalog import open_store
from lib.store.narrowing import rest
from lib.store.store import Store

#: The share of marked changes that may be chance.
LEVEL = 0.05
_KEYS = ["step", "source", "target"]


def flow_changes(
    store: Store, filters: Filters, *, against: str = BEFORE, **settings: Unpack[Settings]
) -> pd.DataFrame:
    """Compare each move of a flow with the same move of other journeys, the surest change first.

    `against` is `before`, the equally long period before the one asked for; conditions that take the place of
    those asked for (`device=desktop`); `segment:NAME`; `others`, all who are not in the segment asked for; or
    `dataset:NAME`. One row is a move: step, source, target, customers and at_source,
    other_customers and other_at_source, share and other_share (of those at the source), difference (of the
    shares, this less that), low, high (95 %, Newcombe), p (adjusted for the number of moves, Benjamini and
    Hochberg 1995), real (p below 5 %) and says. Below the least customers at a source there is no comparison.
    The groups are taken as independent: a customer who is in both counts in both. Settings: `FlowView`.
    """
    other, other_filters = rival(store, filters, against)
    return compared(store, filters, other=other, other_filters=other_filters, view=FlowView(**settings))


def rival(store: Store, filters: Filters, against: str) -> tuple[Store, Filters]:
    """The store and the filters of the other side."""
    other = Rival.of(filters, against)
    if other.dataset is not None:
        return open_store(other.dataset), other.filters
    if other.others:
        return rest(store), other.filters
    if other.filters.segment == filters.segment:
        return store, other.filters
    return within(store.whole, other.filters.segment), other.filters


def compared(
    store: Store, filters: Filters, *, other: Store, other_filters: Filters, view: FlowView
) -> pd.DataFrame:
    """The same for two datasets, or one with two sets of filters."""
    ribbons = [moves(store, filters, view), moves(other, other_filters, view)]
    kept = kept_labels(pd.concat(ribbons, ignore_index=True), view.rows)
    here, there = (_counted(one, kept) for one in ribbons)
    both = here.join(there.add_prefix("other_"), how="outer").reset_index()
    for prefix in ("", "other_"):
        both[f"{prefix}customers"] = both[f"{prefix}customers"].fillna(0).astype(int)
        at = both.groupby(["step", "source"])[f"{prefix}customers"].transform("sum")
        both[f"{prefix}at_source"] = at.astype(int)
    return _judged(both)


def _counted(ribbons: pd.DataFrame, kept: set[tuple[int, str]]) -> pd.DataFrame:
    named = ribbons.assign(
        source=shown_labels(ribbons["step"], ribbons["source"], kept),
        target=shown_labels(ribbons["step"] + 1, ribbons["target"], kept),
    )
    return named.groupby(_KEYS)[["customers"]].sum()


def _judged(both: pd.DataFrame) -> pd.DataFrame:
    """Shares, differences with intervals, and which of them are real."""
    enough = (both["at_source"] >= TOO_FEW) & (both["other_at_source"] >= TOO_FEW)
    counts = [
        both[one].where(enough) for one in ("customers", "at_source", "other_customers", "other_at_source")
    ]
    gap = newcombe(*counts)
    adjusted = pd.Series(benjamini_hochberg(two_shares_p(*counts)), index=both.index)
    found = both.assign(
        share=counts[0] / counts[1],
        other_share=counts[2] / counts[3],
        difference=gap.value,
        low=gap.low,
        high=gap.high,
        p=adjusted,
        real=adjusted < LEVEL,
    )
    found["says"] = [_said(row) for row in found.itertuples()]
    surest = found.assign(size=found["difference"].abs())
    order = surest.sort_values(
        ["real", "p", "size", *_KEYS], ascending=[False, True, False, True, True, True]
    )
    columns = ["customers", "at_source", "other_customers", "other_at_source", "share", "other_share"]
    return order[[*_KEYS, *columns, "difference", "low", "high", "p", "real", "says"]].reset_index(drop=True)


def _said(row: object) -> str:
    """A real change as a sentence; nothing where none is shown."""
    if not row.real:  # type: ignore[attr-defined]
        return ""
    source = {OTHER: "other touchpoints"}.get(row.source, row.source)  # type: ignore[attr-defined]
    target = {OTHER: "go to other touchpoints", LEFT: "leave"}.get(row.target, f"go to {row.target}")  # type: ignore[attr-defined]
    now, then, gap = share(row.share), share(row.other_share), points(row.difference)  # type: ignore[attr-defined]
    return f"From {source} in step {row.step}, {now} {target}, against {then}: {gap}."  # type: ignore[attr-defined]
