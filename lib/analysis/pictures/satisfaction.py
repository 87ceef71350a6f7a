"""Satisfaction as a heatmap: one question, one scale, the journey's order, and a title that says it."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from lib.analysis.comments import comments
from lib.analysis.pictures.flow import rank
from lib.analysis.satisfaction import ALL, asked, satisfaction
from lib.model.errors import DataError
from lib.model.figures import score, share
from lib.model.filters import UNKNOWN, Filters
from lib.model.metrics import ENOUGH, TOO_FEW
from lib.model.stages import STAGES, stage_of
from lib.store.store import Store

NAMES = {"csat": "CSAT", "nps": "NPS", "ces": "CES", "rating": "Star ratings"}
Unit = Literal["share", "nps", "score"]
#: In which unit each question is shown: shares of top answers, the balance of promoters, or the mean.
UNITS: dict[str, Unit] = {"csat": "share", "rating": "share", "nps": "nps", "ces": "score"}
#: The columns of `satisfaction` that carry value and limits of each unit.
_VALUES = {
    "share": ("top_two", "top_low", "top_high"),
    "nps": ("nps", "low", "high"),
    "score": ("mean", "low", "high"),
}


@dataclass(frozen=True)
class SatisfactionPicture:
    """`cells` has the columns of `lib.charts.heatmap` but `differs`, `column_name` (months by name)
    and `mean` (of the scores, whatever the unit).

    `overall` is the value of all answers, `n` their number, `others` the scales that are not in the picture.
    `unit` is share (0 to 1), nps (-100 to 100) or score (over `scale`, that of the question).
    """

    cells: pd.DataFrame
    unit: Unit
    metric: str
    scale: tuple[float, float]
    overall: float
    n: int
    title: str
    others: tuple[str, ...]

    @property
    def ends(self) -> tuple[float, float]:
        """The ends of what is shown, in its unit."""
        return {"share": (0.0, 1.0), "nps": (-100.0, 100.0)}.get(self.unit, self.scale)

    @property
    def columns(self) -> list[str]:
        """The columns in their order, `(all)` first."""
        order = self.cells.drop_duplicates("column").sort_values("column_order")
        return [str(one) for one in order["column"]]

    def drawn(self, target: float, most: int) -> pd.DataFrame:
        """The cells of `(all)` and of at most `most` columns: the latest months, else the most answered."""
        _, *others = self.columns
        kept = others[-most:] if _is_month(others[-1]) else others[:most]
        cells = self.against(target)
        return cells[cells["column"].isin([ALL, *kept])].assign(column=lambda rows: rows["column_name"])

    def against(self, target: float) -> pd.DataFrame:
        """The cells with `differs` (the interval leaves the target out) and `said`, that in words."""
        above, below = self.cells["low"] > target, self.cells["high"] < target
        said = np.select(
            [self.cells["value"].isna(), above, below],
            ["too few answers", "above target", "below target"],
            "not told apart",
        )
        return self.cells.assign(differs=above | below, said=said)


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
    name = str(chosen["metric"])
    frame = satisfaction(store, filters, metric=name, rows=rows, columns=columns)
    frame = frame[frame["scale_max"].eq(chosen["scale_max"]) & frame["scale_min"].eq(chosen["scale_min"])]
    cells = _cells(frame, UNITS[name], rows)
    whole = cells[(cells["row"] == ALL) & (cells["column"] == ALL)].iloc[0]
    return SatisfactionPicture(
        cells=cells,
        unit=UNITS[name],
        metric=name,
        scale=(float(chosen["scale_min"]), float(chosen["scale_max"])),
        overall=float(whole["value"]),
        n=int(whole["n"]),
        title=_title(cells, name, float(whole["value"])),
        others=tuple(_other(row) for row in known.iloc[1:].itertuples()),
    )


def behind(
    store: Store,
    filters: Filters,
    *,
    metric: str,
    scale_max: float,
    row: str,
    column: str,
    rows: str,
    columns: str,
) -> pd.DataFrame:
    """The answers of one cell, on the scale that the heatmap shows: given_at, score, comment and more."""
    said = comments(store, filters, metric=metric, row=row, column=column, rows=rows, columns=columns)
    return said[said["scale_max"] == scale_max].reset_index(drop=True)


def weakest(store: Store, filters: Filters) -> Weakest | None:
    """The touchpoint with the lowest satisfaction among those with enough answers; None if there is none."""
    shown = picture(store, filters)
    found = _lowest(shown.cells[shown.cells["column"] == ALL], shown.overall)
    if found is None or shown.unit != "share":
        return None
    value, low, high = (float(found[name]) for name in ("value", "low", "high"))
    return Weakest(str(found["row"]), value, low, high, int(found["n"]), shown.overall)


def _cells(frame: pd.DataFrame, unit: str, rows: str) -> pd.DataFrame:
    few = frame["n"] < TOO_FEW
    value, low, high = _VALUES[unit]
    cells = pd.DataFrame(
        {
            "row": frame["row"],
            "column": frame["column"],
            "n": frame["n"],
            "customers": frame["customers"],
            "value": frame[value].where(~few),
            "low": frame[low].where(~few),
            "high": frame[high].where(~few),
            "mean": frame["mean"].where(~few),
        }
    )
    cells["column_name"] = cells["column"].map(column_said)
    cells["row_group"] = [_stage(label, rows) for label in cells["row"]]
    cells["row_order"] = [_row_place(label, rows) for label in cells["row"]]
    cells["column_order"] = _column_places(cells)
    return cells.sort_values(["row_order", "row", "column_order"], ignore_index=True)


def _stage(label: str, rows: str) -> str:
    """The stage that heads the row of a touchpoint; rows that are stages need no heading."""
    if label == ALL or rows == "stage":
        return ""
    return stage_of(label) or "other"


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
    dated = all(label == ALL or _is_month(label) for label in answers.index)
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
    """The lowest cell of those whose interval lies below the whole, or the lowest such row, or none."""
    inner = cells[~cells["column"].isin([ALL, UNKNOWN])]
    found = _lowest(inner, overall)
    if found is None:
        found = _lowest(cells[cells["column"] == ALL], overall)
    said = value_said(metric, overall)
    if found is None:
        return f"Nothing stands clearly below the whole ({NAMES[metric]} {said})"
    where = spoken(str(found["row"]))
    if found["column"] != ALL:
        where += f", {column_said(str(found['column']))},"
    lowest = value_said(metric, float(found["value"]))
    return f"{where} lies clearly below the whole: {NAMES[metric]} {lowest}, against {said} in all"


def value_said(metric: str, value: float | None) -> str:
    """A value of a question in its unit.

    >>> value_said("csat", 0.584), value_said("nps", -12.0), value_said("ces", 5.13)
    ('58%', '−12', '5.1')
    """
    if UNITS[metric] == "share":
        return share(value, 0)
    return score(value, 0 if UNITS[metric] == "nps" else 1)


def spoken(label: str) -> str:
    """A row or column as it stands alone.

    >>> spoken("product page"), spoken("(all)"), spoken("2026-03-01")
    ('Product page', 'All', 'Mar 26')
    """
    bare = column_said(label).strip("()")
    return bare[:1].upper() + bare[1:]


def column_said(label: str) -> str:
    """A column as it is shown: months by name.

    >>> column_said("2026-03-01"), column_said("app")
    ('Mar 26', 'app')
    """
    return f"{pd.Timestamp(label):%b %y}" if _is_month(label) else label


def _is_month(label: str) -> bool:
    return len(label) == 10 and label[:4].isdigit()


def _other(row: object) -> str:
    """A question that is asked on another scale and therefore not in this picture."""
    return f"{NAMES[row.metric]} {row.scale_min:g} to {row.scale_max:g} (n = {int(row.n):,})"  # type: ignore[attr-defined]
