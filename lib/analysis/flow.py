"""What do customers do next, and where do they leave?"""

from pathlib import Path
from typing import Unpack

import numpy as np
import pandas as pd

from lib.analysis.terms.paths import bound
from lib.model.errors import DataError
from lib.model.filters import Filters
from lib.model.flow_view import END, LEFT, NO_PICK, OTHER, FlowView, Pick, Settings
from lib.store.store import Store

SQL = Path(__file__).with_suffix(".sql")
FAST = Path(__file__).with_suffix(".fast.sql")
CUBE = Path(__file__).with_suffix(".cube.sql")


def flow(store: Store, filters: Filters, **settings: Unpack[Settings]) -> pd.DataFrame:
    """Count the customers on every ribbon of a flow; the settings are those of `FlowView`.

    One row is a ribbon or a drop-off: step (from 1), source, target (`(left)` = no later event, `(end)` =
    the end that was asked for is reached, `(other)` = touchpoints beyond the first `rows` of their step),
    customers (unique; passages where every anchor counts), share (of those at the source). Raises DataError
    where nobody is left to count.
    """
    view = FlowView(**settings)
    return grouped(moves(store, filters, view), view.rows)


def moves(store: Store, filters: Filters, view: FlowView, pick: Pick | None = None) -> pd.DataFrame:
    """The ungrouped ribbons, of everybody or of those behind `pick`: step, source, target, customers."""
    values = {**bound(store, filters, view), **(pick.values() if pick else NO_PICK)}
    frame = store.query(_text(store, filters, view, pick), **values)
    if frame.empty:
        raise DataError(*_nobody(view))
    return frame.assign(target=frame["target"].astype(object).where(frame["target"].notna(), LEFT))


def _nobody(view: FlowView) -> tuple[str, str]:
    """Why there is nothing to count, and what to do."""
    if view.start is not None and view.end is not None:
        what = f"Nobody inside these filters comes from {view.start!r} to {view.end!r}."
        return what, "Choose another end, a longer window, or take a filter off."
    return "No journey begins inside these filters.", "Widen the dates or take a filter off."


def _text(store: Store, filters: Filters, view: FlowView, pick: Pick | None) -> Path:
    """The definition, or the twin that is proven equal to it where the settings lie within its reach."""
    if not (store.manifest.packed and view.packed):
        return SQL
    whole = filters.since is None and filters.until is None and not filters.country
    ready = whole and view.level == "touchpoint" and view.anchor is None and pick is None
    return CUBE if ready else FAST


def grouped(ribbons: pd.DataFrame, rows: int) -> pd.DataFrame:
    """Keep the first `rows` labels of each step, the rest together as `(other)`; sums stay exact."""
    kept = kept_labels(ribbons, rows)
    named = ribbons.assign(
        source=shown_labels(ribbons["step"], ribbons["source"], kept),
        target=shown_labels(ribbons["step"] + 1, ribbons["target"], kept),
    )
    frame = named.groupby(["step", "source", "target"], as_index=False)["customers"].sum()
    at_source = frame.groupby(["step", "source"])["customers"].transform("sum")
    frame["share"] = frame["customers"] / at_source
    order = ["step", "customers", "source", "target"]
    return frame.sort_values(order, ascending=[True, False, True, True], ignore_index=True)


def kept_labels(ribbons: pd.DataFrame, rows: int) -> set[tuple[int, str]]:
    """The (step, label) that stay themselves: the most visited of each step, ties by name."""
    here = ribbons.groupby(["step", "source"])["customers"].sum().rename_axis(["step", "label"])
    last = ribbons[(ribbons["step"] == ribbons["step"].max()) & ~goes_nowhere(ribbons["target"])]
    there = last.groupby([last["step"] + 1, "target"])["customers"].sum().rename_axis(["step", "label"])
    counts = pd.concat([here, there]).reset_index()
    counts = counts.sort_values(["step", "customers", "label"], ascending=[True, False, True])
    top = counts[counts.groupby("step").cumcount() < rows]
    return set(zip(top["step"], top["label"], strict=True))


def goes_nowhere(targets: pd.Series) -> pd.Series:
    """Which targets are no touchpoint: the path ends there."""
    return targets.isin([LEFT, END])


def shown_labels(steps: pd.Series, labels: pd.Series, kept: set[tuple[int, str]]) -> np.ndarray:
    """The labels as a grouped flow writes them: what is not kept in its step becomes `(other)`."""
    pairs = zip(steps, labels, strict=True)
    return np.array([b if b in (LEFT, END) or (a, b) in kept else OTHER for a, b in pairs], dtype=object)
