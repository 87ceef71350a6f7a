"""Satisfaction as a heatmap: one question, one scale, the journey's order, and a title that says it."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from lib.analysis.comments import comments
from lib.analysis.pictures import marks
from lib.analysis.pictures.flow import rank
from lib.analysis.pictures.marks import UNITS as UNITS
from lib.analysis.pictures.marks import Unit
from lib.analysis.satisfaction import ALL, FULL, asked, satisfaction, sums
from lib.model.errors import DataError
from lib.model.figures import score, share
from lib.model.filters import UNKNOWN, Filters
from lib.model.heatmap_view import INDEX, SEGMENTS
from lib.model.metrics import ENOUGH, TOO_FEW
from lib.model.stages import STAGES, stage_of
from lib.store.store import Store

NAMES = {"csat": "CSAT", "nps": "NPS", "ces": "CES", "rating": "Star ratings", INDEX: "Satisfaction index"}
_SIGNS = {"better": "\N{BLACK UP-POINTING TRIANGLE}", "worse": "\N{BLACK DOWN-POINTING TRIANGLE}"}
_ENDS = ("scale_min", "scale_max")
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

    `sums` are those of `satisfaction.sql` for the same cells in the same order.
    `overall` is the value of all answers, `n` their number, `others` the scales that are not in the picture.
    `unit` is share (0 to 1), nps (-100 to 100) or score (over `scale`, that of the question).
    """

    cells: pd.DataFrame
    sums: pd.DataFrame
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
    def on(self) -> float | None:
        """The upper end of the scale of the answers that count; None where all of them do."""
        return None if self.metric == INDEX else self.scale[1]

    @property
    def columns(self) -> list[str]:
        """The columns in their order, `(all)` first."""
        order = self.cells.drop_duplicates("column").sort_values("column_order")
        return [str(one) for one in order["column"]]

    def drawn(self, marked: pd.DataFrame, most: int) -> pd.DataFrame:
        """Of marked cells those of `(all)` and of at most `most` columns: the latest months, else the most
        answered."""
        _, *others = self.columns
        kept = others[-most:] if _is_month(others[-1]) else others[:most]
        return marked[marked["column"].isin([ALL, *kept])].assign(column=lambda rows: rows["column_name"])

    def sorted(self, by: str) -> "SatisfactionPicture":
        """The same with its rows in the journey's order, the worst first, or the most answered first."""
        if by == "journey":
            return self
        whole = self.cells[self.cells["column"] == ALL].set_index("row")
        key = whole["value"].fillna(np.inf) if by == "worst" else -whole["n"].astype(float)
        key[key.index.isin([UNKNOWN])] = np.inf
        key[key.index == ALL] = -np.inf
        place = key.sort_values(kind="stable").index
        order = self.cells["row"].map({label: at for at, label in enumerate(place)})
        cells = self.cells.assign(row_order=order, row_group="")
        cells = cells.sort_values(["row_order", "column_order"])
        return replace(
            self, cells=cells.reset_index(drop=True), sums=self.sums.loc[cells.index].reset_index(drop=True)
        )

    def marked(self, target: float, changes: pd.DataFrame | None = None) -> pd.DataFrame:
        """The cells with `differs`, `said` (that in words) and `p_adjusted`, nan where a cell was not tested.

        Against the target, or against the period before where `changes` (of `satisfaction_changes`) are
        given; then `before`, `difference`, `change_low`, `change_high` and `sign` (an arrow) come with them.
        """
        if self.metric == INDEX:
            return self.cells.assign(differs=False, said="mixed, not compared", p_adjusted=np.nan)
        if changes is None:
            return self._against(target)
        same = changes["scale_max"].eq(self.scale[1]) & changes["scale_min"].eq(self.scale[0])
        kept = changes[same].rename(columns={"low": "change_low", "high": "change_high"})
        names = ["before_n", "before", "difference", "change_low", "change_high", "p_adjusted", "mark"]
        cells = self.cells.merge(kept[["row", "column", *names]], how="left", on=["row", "column"])
        mark = cells["mark"].fillna("")
        said = mark.map({"better": "better than before", "worse": "worse than before", "": "not told apart"})
        untested = np.where(cells["value"].isna(), "too few answers", "not tested: under 30 answers")
        return cells.assign(
            differs=mark != "",
            said=said.where(cells["p_adjusted"].notna(), untested),
            sign=mark.map(_SIGNS).fillna(""),
        )

    def _against(self, target: float) -> pd.DataFrame:
        adjusted = marks.adjusted(marks.against(self.sums, self.unit, target), self.cells["n"])
        differs = adjusted <= marks.RATE
        few, untested = self.cells["value"].isna(), np.isnan(adjusted)
        above = self.cells["value"].to_numpy(float) > target
        said = np.select(
            [few, untested, differs & above, differs],
            ["too few answers", "not tested: under 30 answers", "above target", "below target"],
            "not told apart",
        )
        return self.cells.assign(differs=differs, said=said, p_adjusted=adjusted)


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
    if metric not in (None, INDEX):
        known = known[known["metric"] == metric]
    if known.empty:
        raise DataError(
            "Nobody answered that question inside these filters.", "Choose another question or period."
        )
    name = INDEX if metric == INDEX else str(known.iloc[0]["metric"])
    scale = (0.0, FULL) if metric == INDEX else tuple(float(known.iloc[0][end]) for end in _ENDS)
    sides = {"metric": name, "rows": rows, "columns": columns}
    frame = satisfaction(store, filters, **sides)
    frame = frame[frame["scale_max"].eq(scale[1]) & frame["scale_min"].eq(scale[0])]
    cells = _cells(frame, UNITS[name], rows)
    if name == INDEX:
        cells = cells.assign(raw=_raw(satisfaction(store, filters, rows=rows, columns=columns), cells))
    same = _same(sums(store, filters, name, rows, columns), cells, scale)
    whole = cells[(cells["row"] == ALL) & (cells["column"] == ALL)].iloc[0]
    adjusted = marks.adjusted(marks.against(same, UNITS[name], float(whole["value"])), cells["n"])
    cells = cells.assign(below=(adjusted <= marks.RATE) & (cells["value"] < whole["value"]))
    return SatisfactionPicture(
        cells=cells,
        sums=same,
        unit=UNITS[name],
        metric=name,
        scale=(scale[0], scale[1]),
        overall=float(whole["value"]),
        n=int(whole["n"]),
        title=_title(cells, name, float(whole["value"])),
        others=() if name == INDEX else tuple(_other(row) for row in known.iloc[1:].itertuples()),
    )


def questions(store: Store, filters: Filters) -> dict[str, str]:
    """The questions that were asked by their titles, the most answered first; of several, their index too."""
    known = asked(store, filters)
    found = {NAMES[metric]: str(metric) for metric in known["metric"].drop_duplicates()}
    return found | ({"Index 0\N{EN DASH}100, mixed": INDEX} if len(known) > 1 else {})


def behind(
    store: Store,
    filters: Filters,
    *,
    metric: str,
    scale_max: float | None,
    row: str,
    column: str,
    rows: str,
    columns: str,
) -> pd.DataFrame:
    """The answers of one cell, on the scale that the heatmap shows: given_at, score, comment and more."""
    cell = {"row": row, "column": column, "rows": rows, "columns": columns}
    return comments(store, filters, metric=metric, scale_max=scale_max, **cell)


def weakest(store: Store, filters: Filters) -> Weakest | None:
    """The touchpoint with the lowest satisfaction among those with enough answers; None if there is none."""
    shown = picture(store, filters)
    found = _lowest(shown.cells[shown.cells["column"] == ALL], shown.overall)
    if found is None or shown.unit != "share":
        return None
    value, low, high = (float(found[name]) for name in ("value", "low", "high"))
    return Weakest(str(found["row"]), value, low, high, int(found["n"]), shown.overall)


def _same(found: pd.DataFrame, cells: pd.DataFrame, scale: tuple[float, ...]) -> pd.DataFrame:
    """The sums of the same cells in the same order."""
    found = found[found["scale_max"].eq(scale[1]) & found["scale_min"].eq(scale[0])]
    wanted = pd.MultiIndex.from_frame(cells[["row", "column"]])
    return found.set_index(["row_label", "column_label"]).loc[wanted].reset_index()


def _raw(frame: pd.DataFrame, cells: pd.DataFrame) -> list[str]:
    """Each question of a cell of the index in its own unit, with its answers."""
    said: dict[tuple[str, str], list[str]] = {}
    for one in frame.itertuples():
        unit = UNITS[str(one.metric)]
        value = None if one.n < TOO_FEW else getattr(one, _VALUES[unit][0])
        text = f"{NAMES[str(one.metric)]} {value_said(str(one.metric), value)} (n = {int(one.n):,})"
        said.setdefault((str(one.row), str(one.column)), []).append(text)
    return ["; ".join(said[place]) for place in zip(cells["row"], cells["column"], strict=True)]


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
    if set(answers.index) <= {ALL, UNKNOWN, *SEGMENTS}:
        places = {label: place for place, label in enumerate((ALL, *SEGMENTS, UNKNOWN))}
        return np.array([places[label] for label in cells["column"]])
    dated = all(label == ALL or _is_month(label) for label in answers.index)
    order = sorted(
        answers.index,
        key=lambda label: (label != ALL, label == UNKNOWN, label if dated else "", -answers[label], label),
    )
    places = {label: place for place, label in enumerate(order)}
    return np.array([places[label] for label in cells["column"]])


def _lowest(cells: pd.DataFrame, overall: float) -> pd.Series | None:
    """The lowest cell with enough answers that surely lies below the whole, whatever the number of cells."""
    sure = cells[(cells["n"] >= ENOUGH) & ~cells["row"].isin([ALL, UNKNOWN]) & cells["below"]]
    sure = sure[sure["high"] < overall]
    return None if sure.empty else sure.sort_values(["value", "row", "column"]).iloc[0]


def _title(cells: pd.DataFrame, metric: str, overall: float) -> str:
    """The lowest cell of those that surely lie below the whole, or the lowest such row, or none."""
    if metric == INDEX:
        return (
            f"Index {value_said(metric, overall)} of 100 in all: mixed, not comparable question by question"
        )
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
    if metric == INDEX:
        return score(value, 0)
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
