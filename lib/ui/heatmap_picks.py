"""What a reader sets and picks on the satisfaction page: question, sides, target, and one cell.

One bound widget holds the picked cell, so that it is in the address; chart and table copy theirs into it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from lib.charts.theme import spoken
from lib.model import heatmap_view
from lib.model.errors import DataError
from lib.model.figures import MISSING, count
from lib.model.filters import Filters
from lib.model.kept_segments import Definition
from lib.ui import customers, page
from lib.ui.words import escaped

CELL = "sat_cell"
#: Part of the keys of chart and table: a new one draws them again with nothing selected.
_ROUND = "sat_round"
_ROWS = {"Touchpoints": "touchpoint", "Stages": "stage"}
_CHANGE = ("before", "difference", "change_low", "change_high")
_SORTS = {"Journey order": "journey", "Worst first": "worst", "Most answers": "answers"}
_AGAINST = {"Target": "target", "Period before": "period"}


@dataclass(frozen=True, slots=True)
class Chosen:
    """The question, what rows and columns are, how rows are sorted, and what marks are against."""

    metric: str
    rows: str
    columns: str
    sort: str
    against: str

    @property
    def sides(self) -> dict[str, str]:
        """What the analyses of the heatmap are asked."""
        return {"metric": self.metric, "rows": self.rows, "columns": self.columns}

    @property
    def titles(self) -> tuple[str, str]:
        """What rows and columns are called."""
        return self.rows.capitalize(), heatmap_view.title(self.columns)


def draw(titles: Mapping[str, str], traits: Sequence[str], groups: bool) -> Chosen:
    """Draw the controls; `titles` are the questions that were asked, the most answered first.

    `traits` are the attributes of customers and `groups` whether orders have products. DataError where
    nothing was asked.
    """
    if not titles:
        raise DataError("The dataset holds no survey answers.", "Import survey answers on the Data page.")
    known = _columns(traits, groups)
    question = st.selectbox("Question", list(titles), width=190, key="sat_question", bind="query-params")
    rows = st.segmented_control(
        "Rows", list(_ROWS), default="Touchpoints", required=True, key="sat_rows", bind="query-params"
    )
    columns = st.selectbox("Columns", list(known), width=170, key="sat_columns", bind="query-params")
    sort = st.selectbox("Sort rows", list(_SORTS), width=150, key="sat_sort", bind="query-params")
    against = st.segmented_control(
        "Mark against", list(_AGAINST), default="Target", required=True, key="sat_against",
        bind="query-params", help="Marks are adjusted for the number of cells. The period before is as long.",
    )  # fmt: skip
    return Chosen(titles[question], _ROWS[rows], known[columns], _SORTS[sort], _AGAINST[against])


def _columns(traits: Sequence[str], groups: bool) -> dict[str, str]:
    """The kinds of columns that this dataset can have, by their titles."""
    kinds = [one for one in heatmap_view.BY if groups or one != "group"]
    own = [f"{heatmap_view.TRAIT}:{name}" for name in traits]
    return {heatmap_view.title(one): one for one in kinds} | {
        f"Trait: {heatmap_view.title(one).lower()}": one for one in own
    }


def changes(chosen: Chosen, ask: Callable[[], pd.DataFrame]) -> pd.DataFrame | None:
    """What differs from the period before, where marks are against it and there is one."""
    with page.explained():
        return ask() if chosen.against == "period" else None
    return None


def places(many: bool) -> tuple[DeltaGenerator, DeltaGenerator]:
    """Where heatmap and answers go: side by side, or below each other where there are many columns."""
    if many:
        return st.container(), st.container()
    chart, aside = st.columns([3, 2], gap="medium")
    return chart, aside


def words(cells: pd.DataFrame) -> dict[str, tuple[str, str]]:
    """Row and column of each cell by the words that name it in the address: `checkout, app`."""
    sides = zip(cells["row"], cells["column"], cells["column_name"], strict=True)
    return {f"{row}, {name}": (row, column) for row, column, name in sides}


def choose(known: dict[str, tuple[str, str]]) -> tuple[str, str] | None:
    """Draw the pick itself: the keyboard's way to every cell, and what clears it."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox(
            "Answers of", list(known), index=None, placeholder="Click a cell, or choose here", key=CELL,
            bind="query-params", on_change=_redraw, width=260,
        )  # fmt: skip
        st.button("Clear selection", on_click=clear, disabled=chosen is None, icon=":material/close:")
    if chosen is None:
        st.caption("Click a cell of the heatmap to read the answers behind it.")
    return known.get(chosen or "")


def who(filters: Filters, measure: str, cell: tuple[str, str], **asked: object) -> Definition:
    """The question that lists the customers of a cell, as `satisfaction_members` is asked it."""
    return Definition.of("satisfaction_members", filters, f"{measure} of {', '.join(cell)}", **asked)


def members(found: pd.DataFrame, currency: str, who: Definition) -> None:
    """The customers of the picked cell."""
    customers.listed(found, currency, key="sat", title="Who gave them", who=who)


def clear() -> None:
    """Pick nothing."""
    st.session_state[CELL] = None
    _redraw()


def key(stem: str) -> str:
    """The key of a chart or table whose selection must not outlive the pick it made."""
    return f"{stem}_{st.session_state.get(_ROUND, 0)}"


def clicks(chart: str) -> dict[str, Any]:
    """What makes the heatmap of that key clickable."""

    def keep() -> None:
        cell = picked(st.session_state.get(chart))
        st.session_state[CELL] = None if cell is None else ", ".join(cell)

    return {"on_select": keep, "pick": "cell"}


def picked(event: Any) -> tuple[str, str] | None:
    """Row and column of a chart's selection; `[]` and `[{}]` both mean nothing is picked."""
    points = [point for point in ((event or {}).get("selection") or {}).get("cell", []) if point]
    return (str(points[0]["row"]), str(points[0]["column"])) if points else None


def answers(found: pd.DataFrame, scale: tuple[float, float]) -> None:
    """The answers of the picked cell: as many rows as the cell has answers, those with words first."""
    with_words = int(found["comment"].notna().sum())
    cell = str(st.session_state.get(CELL))
    st.subheader(escaped(", ".join(spoken(side) for side in cell.split(", "))))
    st.caption(
        f"n = {count(len(found))} answers, {count(with_words)} of them with a comment; scores from "
        f"{scale[0]:g} to {scale[1]:g}"
    )
    st.dataframe(
        found[["score", "given_at", "comment"]],
        hide_index=True,
        height=420,
        row_height=44,
        key="sat_answers",
        column_config={
            "score": st.column_config.NumberColumn("Score", format="%g", width=60),
            "comment": st.column_config.TextColumn("Comment", width="large"),
            "given_at": st.column_config.DatetimeColumn("Given", format="D MMM YYYY", width=105),
        },
        alt=f"{count(len(found))} answers of {cell}",
    )
    page.download(found, "satisfaction_answers", "Answers as CSV")


def table(cells: pd.DataFrame, unit: str, names: tuple[str, str]) -> None:
    """Every cell with its interval and whether it differs from the target; a selected row is picked."""
    known, this = list(words(cells)), key("sat_table")

    def keep() -> None:
        rows = (st.session_state.get(this) or {}).get("selection", {}).get("rows", [])
        st.session_state[CELL] = known[rows[0]] if rows else None

    change = [name for name in ("before_n", *_CHANGE) if name in cells]
    names_of = ["row", "column_name", "n", "customers", "value", "low", "high", "mean", *change, "said"]
    shown = cells[[*names_of, *(["raw"] if "raw" in cells else [])]].copy()
    shown[["row", "column_name"]] = shown[["row", "column_name"]].map(spoken)
    if unit == "share":
        shown[["value", "low", "high", *change[1:]]] *= 100
    said = st.column_config.NumberColumn
    form = {"share": "%.1f%%", "nps": "%.0f"}.get(unit, "%.2f")
    st.dataframe(
        shown,
        hide_index=True,
        height=320,
        key=this,
        placeholder=MISSING,
        on_select=keep,
        selection_mode="single-row",
        column_config={
            "row": names[0],
            "column_name": names[1],
            "n": said("Answers", format="localized"),
            "customers": said("Customers", format="localized"),
            "value": said("Value", format=form),
            "low": said("Low (95%)", format=form),
            "high": said("High (95%)", format=form),
            "mean": said("Mean score", format="%.2f"),
            "said": "Differs",
            "before_n": said("Answers before", format="localized"),
            "before": said("Before", format=form),
            "difference": said("Change", format="%+.1f pt" if unit == "share" else "%+.2f"),
            "change_low": said("Change low (95%)", format=form),
            "change_high": said("Change high (95%)", format=form),
            "raw": st.column_config.TextColumn("Questions", width="large"),
        },
        alt=f"{count(len(cells))} cells with value, interval and number of answers",
    )


def _redraw() -> None:
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1
