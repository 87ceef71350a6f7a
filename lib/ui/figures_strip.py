"""Headline numbers as a strip, each with its range beside it."""

from collections.abc import Sequence

import streamlit as st


def strip(figures: Sequence[tuple[str, str, str, str]], *, key: str) -> None:
    """Draw the figures: title, figure, range, and what it means."""
    with st.grid(4, min_column_width=150, key=key):
        for title, figure, between, meaning in figures:
            with st.container(border=True, height="stretch", gap="xsmall"):
                st.metric(title, figure, help=meaning)
                st.caption(between)
