"""The address of a view: what it asked for that is not here is said, and it is what readers share."""

from collections.abc import Mapping, Sequence
from datetime import date

import streamlit as st

from lib.ui.words import escaped

#: Parameters that are Streamlit's own.
FOREIGN = frozenset({"embed", "embed_options"})
_SEEN = "links_seen"
_FALLEN = "links_fallen"


def arriving() -> dict[str, list[str]] | None:
    """What the address asks for, on the first run of a visit; None on every later one.

    Call it before any widget is drawn: a widget removes what it cannot use from the address.
    """
    if st.session_state.get(_SEEN):
        return None
    st.session_state[_SEEN] = True
    return {key: st.query_params.get_all(key) for key in st.query_params if key not in FOREIGN}


def compare(asked: Mapping[str, Sequence[str]] | None) -> None:
    """Remember what the address asked for and the widgets, drawn by now, did not take."""
    if asked is None:
        return
    st.session_state[_FALLEN] = [
        f"{key} = {', '.join(values)}" for key, values in asked.items() if not _taken(key, list(values))
    ]


def note() -> None:
    """Say what fell back, until the reader closes it."""
    if not (fallen := st.session_state.get(_FALLEN)):
        return
    asked = "; ".join(escaped(one) for one in fallen)
    with st.container(horizontal=True, vertical_alignment="center", wrap=False):
        st.info(
            f"This address asks for something that is not here: {asked}. The usual setting is shown instead.",
            icon=":material/link_off:",
        )
        st.button("Understood", on_click=_close, key="links_close")


def _close() -> None:
    st.session_state[_FALLEN] = []


def _taken(key: str, asked: list[str]) -> bool:
    if key not in st.session_state:
        return False
    if key in st.query_params and st.query_params.get_all(key) == asked:
        return True
    return _said(st.session_state[key]) == [value.lower() for value in asked]


def _said(value: object) -> list[str]:
    """A widget's value as the address would write it."""
    if value is None:
        return []
    if isinstance(value, list | tuple):
        return [said for one in value for said in _said(one)]
    return [value.isoformat() if isinstance(value, date) else str(value).lower()]
