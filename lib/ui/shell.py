"""The frame around every page: menu, role, shared controls. `app.py` makes Streamlit run this file.

Every page begins with `enter(role=...)`, so that no other way of starting the app runs a page without
its frame and its role check.
"""

from pathlib import Path

import streamlit as st

from lib.model.access import may
from lib.model.errors import ThroughlineError
from lib.model.menu import HOME, MENU
from lib.ui import access, frame, links, look
from lib.ui.frame import page_file as page_file

ICON = Path(__file__).resolve().parent / "static" / "icon.svg"


def run() -> None:
    """Draw the frame and, within it, the page that the reader asked for."""
    st.set_page_config(page_title="Throughline", page_icon=ICON, layout="wide")
    asked = links.arriving()
    look.dress()
    access.sign_in()
    page = st.navigation(_sections(access.role()), expanded=True)
    notes = st.container()
    frame.sidebar()
    token = frame.current.set(frame.entry_at(page.url_path))
    try:
        page.run()
    finally:
        frame.current.reset(token)
        links.compare(asked)
        with notes:
            links.note()


def enter(*, role: str) -> None:
    """Begin a page: bring the frame where it is missing, and let nobody in who may not."""
    if frame.current.get() is None:
        run()
        st.stop()
    try:
        access.needs(role)
    except ThroughlineError as error:
        st.error(f"{error.what} {error.mend}", icon=":material/lock:")
        st.stop()


def _sections(role: str) -> dict[str, list[st.Page]]:
    """The menu; what this reader may not open is registered but hidden, and says so at its address."""
    sections: dict[str, list[st.Page]] = {}
    for entry in MENU:
        sections.setdefault(entry.section, []).append(
            st.Page(
                page_file(entry.stem),
                title=entry.title,
                icon=entry.icon,
                default=entry.stem == HOME,
                visibility="visible" if may(role, entry.role) else "hidden",
            )
        )
    return sections


if __name__ == "__main__":
    # Streamlit runs this file under another name than the one by which pages import it: going through
    # the import keeps one frame. With two, every page would be drawn twice.
    from lib.ui import shell

    shell.run()
