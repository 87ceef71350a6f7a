"""Satisfaction as a heatmap: one question, one scale, the journey's order, and a title that says it."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from lib.analysis.pictures.flow import rank
from lib.analysis.satisfaction import ALL, asked, satisfaction
from lib.model.errors import DataError
from lib.model.figures import score, share
from lib.model.filters import UNKNOWN, Filters
from lib.model.metrics import ENOUGH, TOO_FEW
from lib.model.stages import STAGES, stage_of
from lib.store.store import Store

#: Shown as shares (top 40 % of the scale) unless the question is the recommendation.
NAMES = {"csat": "CSAT", "nps": "NPS", "ces": "CES", "rating": "Star ratings"}


@dataclass(frozen=True)
class SatisfactionPicture:
    """`cells` has the columns of `lib.charts.heatmap`; `unit` is share or nps; `overall` the value of all."""

    cells: pd.DataFrame
    unit: str
    metric: str
    scale: tuple[float, float]
    overall: float
    n: int
    title: str
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Weakest:
    """The lowest well-founded row: its label, value with interval, answers, and the value of all."""

    row: str
    value: float
    low: float
    high: float
    n: int
    overall: float


def picture(
    store: Store,
    filters: Filters,
    *,
    metric: str | None = None,
    rows: str = "touchpoint",
    columns: str = "channel",
) -> SatisfactionPicture:
    """Gather the heatmap of one metric (by default the most answered) on its most answered scale."""
    known = asked(store, filters)
    if metric is not None:
        known = known[known["metric"] == metric]
    if known.empty:
        raise DataError(
            "Nobody answered that question inside these filters.", "Choose another question or period."
        )
    chosen = known.iloc[0]
    frame = satisfaction(store, filters, metric=str(chosen["metric"]), rows=rows, columns=columns)
    frame = frame[frame["scale_max"].eq(chosen["scale_max"]) & frame["scale_min"].eq(chosen["scale_min"])]
    cells = _cells(frame, str(chosen["metric"]), rows)
    whole = cells[(cells["row"] == ALL) & (cells["column"] == ALL)].iloc[0]
    overall = float(whole["value"])
    cells = cells.assign(differs=(cells["low"] > overall) | (cells["high"] < overall))
    return SatisfactionPicture(
        cells,
        "nps" if chosen["metric"] == "nps" else "share",
        str(chosen["metric"]),
        (float(chosen["scale_min"]), float(chosen["scale_max"])),
        overall,
        int(whole["n"]),
        _title(cells, str(chosen["metric"]), overall),
        tuple(_other(row) for row in known.iloc[1:].itertuples()),
    )


def weakest(store: Store, filters: Filters) -> Weakest | None:
    """The touchpoint with the lowest satisfaction among those with enough answers; None if there is none."""
    shown = picture(store, filters)
    found = _lowest(shown.cells[shown.cells["column"] == ALL], shown.overall)
    if found is None or shown.unit == "nps":
        return None
    value, low, high = (float(found[name]) for name in ("value", "low", "high"))
    return Weakest(str(found["row"]), value, low, high, int(found["n"]), shown.overall)


def _cells(frame: pd.DataFrame, metric: str, rows: str) -> pd.DataFrame:
    nps = metric == "nps"
    few = frame["n"] < TOO_FEW
    value, low, high = ("nps", "low", "high") if nps else ("top_two", "top_low", "top_high")
    cells = pd.DataFrame(
        {
            "row": frame["row"],
            "column": frame["column"],
            "n": frame["n"],
            "customers": frame["customers"],
            "mean": frame["mean"].where(~few),
            "value": frame[value].where(~few),
            "low": frame[low].where(~few),
            "high": frame[high].where(~few),
        }
    )
    cells["row_group"] = [_stage(label, rows) for label in cells["row"]]
    cells["row_order"] = [_row_place(label, rows) for label in cells["row"]]
    cells["column_order"] = _column_places(cells)
    return cells.sort_values(["row_order", "row", "column_order"], ignore_index=True)


def _stage(label: str, rows: str) -> str:
    if label == ALL:
        return ""
    return (label if rows == "stage" else stage_of(label)) or "other"


def _row_place(label: str, rows: str) -> int:
    """All first, then the journey's order, unknown last."""
    if label == ALL:
        return -1
    if label == UNKNOWN:
        return 9_999
    stage = label if rows == "stage" else stage_of(label)
    return (STAGES.index(stage) if stage in STAGES else 8) * 1000 + min(rank(label, rows), 999)


def _column_places(cells: pd.DataFrame) -> np.ndarray:
    """All first, months in time, the rest by answers, unknown last."""
    answers = cells[cells["row"] == ALL].set_index("column")["n"]
    dated = all(label == ALL or label[:4].isdigit() for label in answers.index)
    order = sorted(
        answers.index,
        key=lambda label: (label != ALL, label == UNKNOWN, label if dated else "", -answers[label], label),
    )
    places = {label: place for place, label in enumerate(order)}
    return np.array([places[label] for label in cells["column"]])


def _lowest(cells: pd.DataFrame, overall: float) -> pd.Series | None:
    """The lowest cell with enough answers whose interval lies below the whole."""
    sure = cells[(cells["n"] >= ENOUGH) & ~cells["row"].isin([ALL, UNKNOWN]) & (cells["high"] < overall)]
    return None if sure.empty else sure.sort_values(["value", "row", "column"]).iloc[0]


def _title(cells: pd.DataFrame, metric: str, overall: float) -> str:
    inner = cells[~cells["column"].isin([ALL, UNKNOWN])]
    found = _lowest(inner, overall)
    if found is None:
        found = _lowest(cells[cells["column"] == ALL], overall)
    said = score if metric == "nps" else share
    if found is None:
        return f"No touchpoint stands clearly below the whole ({NAMES[metric]} {said(overall)})"
    where = (
        str(found["row"]) if found["column"] == ALL else f"{found['row']}, {column_said(found['column'])},"
    )
    return f"{where[:1].upper()}{where[1:]} is weakest: {said(found['value'])} against {said(overall)} in all"


def column_said(label: str) -> str:
    """A column as a sentence writes it: months by name.

    >>> column_said("2026-03-01"), column_said("app")
    ('Mar 2026', 'app')
    """
    if len(label) == 10 and label[:4].isdigit():
        return f"{pd.Timestamp(label):%b %Y}"
    return label


def _other(row: object) -> str:
    """A question that is asked on another scale and therefore not in this picture."""
    return f"{NAMES[row.metric]} {row.scale_min:g} to {row.scale_max:g} (n = {int(row.n):,})"  # type: ignore[attr-defined]
