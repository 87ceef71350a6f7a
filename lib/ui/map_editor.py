"""What people write on the journey map: a table to edit, the way back, and who wrote what when."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from lib.model.access import may
from lib.model.map_lanes import FIELDS, STATUSES
from lib.model.map_notes import LONGEST, Key, Revision, changed_between
from lib.store import map_notes
from lib.ui import access, changing
from lib.ui.words import day, escaped

_HISTORY = 20


def draw(name: str, touchpoints: Sequence[str], now: Revision) -> None:
    """The notes of the touchpoints on the map; analysts edit them, others read them."""
    st.subheader("Owners, actions and notes", help="Kept with the dataset; new data leave them as they are.")
    if error := changing.failed():
        st.warning(f"{escaped(error.what)} **{escaped(error.mend)}**", icon=":material/info:")
    sheet = frame(touchpoints, now)
    if not may(access.role(), "analyst"):
        st.dataframe(sheet, hide_index=True, key="map_notes", alt="Owners, actions and notes by touchpoint")
        return
    key = f"map_editor_{name}_{now.number}"
    edited = st.data_editor(
        sheet, hide_index=True, disabled=["Touchpoint"], column_config=_columns(), key=key
    )
    changed = differences(sheet, edited)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            f"Save {len(changed)} notes" if changed else "Save notes",
            on_click=changing.attempt, args=(changing.keep_notes, name, changed, now.number),
            disabled=not changed, icon=":material/save:", key="map_save", type="primary",
        )  # fmt: skip
        st.button(
            "Undo the last save",
            on_click=changing.attempt, args=(changing.bring_back_notes, name, now.number - 1),
            disabled=now.number == 0, icon=":material/undo:", key="map_undo",
        )  # fmt: skip
    _history(name, now)


def frame(touchpoints: Sequence[str], now: Revision) -> pd.DataFrame:
    """One row per touchpoint, one column per field, '' where nothing is written."""
    rows = [[one, *(now.notes.get((one, field), "") for field in FIELDS)] for one in touchpoints]
    return pd.DataFrame(rows, columns=["Touchpoint", *FIELDS.values()], dtype=object)


def differences(before: pd.DataFrame, after: pd.DataFrame) -> dict[Key, str]:
    """The notes that were edited, by touchpoint and field."""
    changed: dict[Key, str] = {}
    for field, title in FIELDS.items():
        for touchpoint, old, new in zip(before["Touchpoint"], before[title], after[title], strict=True):
            text = "" if new is None else str(new).strip()
            if text != old:
                changed[str(touchpoint), field] = text
    return changed


def _columns() -> dict[str, Any]:
    text = st.column_config.TextColumn
    return {
        FIELDS["owner"]: text(max_chars=60),
        FIELDS["status"]: st.column_config.SelectboxColumn(options=list(STATUSES)),
        FIELDS["due"]: text(help="YYYY-MM-DD", max_chars=10),
        **{FIELDS[one]: text(max_chars=LONGEST, width="medium") for one in ("action", "hypothesis", "note")},
    }


def _history(name: str, now: Revision) -> None:
    if not now.number:
        return
    with st.expander(f"{now.number} saves so far", icon=":material/history:", key="map_history"):
        rows = []
        for one in map_notes.revisions(name)[:_HISTORY]:
            for (where, what), (old, new) in changed_between(
                map_notes.revision(name, one.number - 1), one
            ).items():
                rows.append((one.number, day(one.at), one.by, where, FIELDS[what], old, new))
        titles = ["Save", "On", "By", "Touchpoint", "Field", "Before", "After"]
        st.dataframe(
            pd.DataFrame(rows, columns=titles), hide_index=True, key="map_saves",
            alt="Who wrote what on the map, the latest first",
        )  # fmt: skip
