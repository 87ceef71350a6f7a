"""The customers behind a figure, as a list to read and to take away."""

import pandas as pd
import streamlit as st

from lib.model import figures
from lib.model.kept_segments import Definition
from lib.ui import page, segments


def listed(
    behind: pd.DataFrame, currency: str, *, key: str, title: str | None = None, who: Definition | None = None
) -> None:
    """The customers, the earliest first, as many as were counted there, with their CSV.

    `who` is the question that lists them: with it they can be kept as a segment.
    """
    if title:
        st.subheader(title)
    number, moment = st.column_config.NumberColumn, st.column_config.DatetimeColumn
    st.dataframe(
        behind,
        hide_index=True,
        height=320,
        key=f"{key}_members",
        column_config={
            "customer_id": "Customer",
            "answers": number("Answers", format="localized"),
            "answered_at": moment("Answered", format="D MMM YYYY"),
            "led_here": st.column_config.TextColumn("What led there", width="large"),
            "first_seen": moment("First seen", format="D MMM YYYY"),
            "last_seen": moment("Last seen", format="D MMM YYYY"),
            "events": number("Events", format="localized"),
            "orders": number("Orders", format="localized"),
            "spent": number(f"Spent ({currency})", format="localized"),
            "channel": "Channel",
            "device": "Device",
            "country": "Country",
        },
        alt=f"{figures.count(len(behind))} customers: {title or 'those behind the selection'}",
    )
    with st.container(horizontal=True):
        page.download(behind, f"{key}_customers", "Customers as CSV")
        if who is not None and len(behind):
            segments.keep(who, key=key)
