"""Findings as sentences, each with what it rests on and a way to the page that shows it."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Protocol

import streamlit as st

from lib.model.filters import Filters
from lib.model.menu import entry
from lib.ui import shell
from lib.ui.words import escaped


class Finding(Protocol):
    """One sentence, what it rests on, and where it is shown with which settings."""

    @property
    def title(self) -> str: ...
    @property
    def basis(self) -> str: ...
    @property
    def page(self) -> str: ...
    @property
    def settings(self) -> Sequence[tuple[str, str]]: ...


def show(found: Sequence[Finding], filters: Filters) -> None:
    """Draw the findings; a button opens its page with the same journeys counted."""
    st.subheader("What stands out")
    if not found:
        st.write("Nothing stands out in this period: no change is told from chance. Try a longer period.")
    for number, finding in enumerate(found):
        with st.container(border=True, gap="xsmall", key=f"finding_{number}"):
            st.markdown(f"**{escaped(finding.title)}**")
            st.caption(escaped(finding.basis))
            if st.button(
                f"See it in {entry(finding.page).title}",
                icon=":material/arrow_forward:",
                type="tertiary",
                key=f"finding_{number}_open",
                on_click=_choose,
                args=(filters,),
            ):
                st.switch_page(shell.page_file(finding.page), query_params=dict(finding.settings))


def _choose(filters: Filters) -> None:
    """Set whose journeys count; in the address of a link the controls in the sidebar would not heed it."""
    for key, value in asdict(filters).items():
        st.session_state[key] = list(value) if isinstance(value, tuple) else value
