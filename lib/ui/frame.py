"""What surrounds every page: the sidebar with dataset and filters, and which page this is."""

from contextvars import ContextVar
from pathlib import Path

import streamlit as st

from lib.analysis.choices import choices
from lib.model.errors import ThroughlineError
from lib.model.filters import Filters
from lib.model.menu import MENU, Entry
from lib.ui import answers, controls
from lib.ui.words import day

PAGES = Path(__file__).resolve().parents[2] / "pages"
#: The menu line of the page that runs, None outside the frame.
current: ContextVar[Entry | None] = ContextVar("current", default=None)


def page_file(stem: str) -> Path:
    """The file of a page, as Streamlit wants it named."""
    return PAGES / f"{stem}.py"


def entry_at(url_path: str) -> Entry:
    """The menu line of an address; the home page answers at the empty one."""
    return next((entry for entry in MENU if entry.stem == url_path), MENU[0])


def sidebar() -> None:
    """Draw the shared controls; without a dataset there is nothing to choose."""
    with st.sidebar:
        name = controls.choose_dataset()
        if name is None:
            return
        try:
            store = answers.open_store(name)
        except ThroughlineError:
            return  # the page says what is wrong with it
        first, last = store.manifest.period
        st.caption(f"{day(first)} to {day(last)}, version {store.manifest.version}")
        controls.draw_filters(store, answers.answer(choices, store, Filters()))
        st.caption("The address bar holds this very view: copy it to share what you see.")
