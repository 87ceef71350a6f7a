"""Kept segments on the pages: the customers behind a pick are kept, listed, taken away and brought back."""

from collections.abc import Callable

import pandas as pd
import streamlit as st

from lib.model.access import may
from lib.model.errors import ThroughlineError
from lib.model.kept_segments import Definition, Segment
from lib.store import segments
from lib.ui import access, changing, controls, page
from lib.ui.words import day, escaped


def keep(definition: Definition, *, key: str) -> None:
    """Let analysts keep the customers who are listed as a segment of the dataset that is open."""
    dataset = controls.chosen()
    if dataset is None or not may(access.role(), "analyst"):
        return
    with st.popover("Keep as a segment", icon=":material/bookmark_add:", key=f"{key}_keep"):
        st.caption(
            f"{escaped(definition.words())}. The question is kept, not the list: new data are asked again."
        )
        with st.form(f"{key}_keep_form", border=False):
            name = f"{key}_keep_name"
            st.text_input("Name of the segment", key=name, max_chars=60, placeholder="Bought without support")
            st.form_submit_button(
                "Keep", icon=":material/bookmark_add:", on_click=_keep, args=(dataset, definition, name)
            )


def _keep(dataset: str, definition: Definition, key: str) -> None:
    name = str(st.session_state.get(key) or "")

    def act() -> None:
        kept = changing.keep_segment(dataset, name, definition)
        st.toast(
            f'"{escaped(kept)}" is kept: choose it at the side, under Segment.', icon=":material/bookmark:"
        )

    _told(act)


def shelf(name: str) -> None:
    """The segments of dataset `name`, with what may be done with them."""
    known, gone = segments.segments(name), segments.removed(name)
    if not known and not gone:
        st.caption("None is kept yet: where a page lists customers, they can be kept.")
        return
    if known:
        _table(known)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        _action("Remove a segment", list(known), name, changing.remove_segment, ":material/delete:")
        _action("Bring a segment back", list(gone), name, changing.restore_segment, ":material/undo:")


def _table(known: dict[str, Segment]) -> None:
    rows = [
        {"Segment": one.name, "Who": one.definition.words(), "Kept": day(one.kept_at), "By": one.by}
        for one in known.values()
    ]
    said = f"{len(rows)} kept segments with who is in them"
    st.dataframe(pd.DataFrame(rows), hide_index=True, key="segments_table", alt=said)


def _action(
    label: str, names: list[str], dataset: str, action: Callable[[str, str], None], icon: str
) -> None:
    if not names:
        return
    key = f"segments_{label.split()[0].lower()}"
    chosen = st.selectbox(label, names, index=None, placeholder="Choose", key=key, width=260)
    st.button(
        label.split()[0], icon=icon, key=f"{key}_now", disabled=chosen is None,
        on_click=_told, args=(lambda: action(dataset, str(chosen)),),
    )  # fmt: skip


def _told(action: Callable[[], None]) -> None:
    """Do what a button asks; what the reader can mend is said."""
    try:
        action()
    except ThroughlineError as error:
        page.explain(error)
