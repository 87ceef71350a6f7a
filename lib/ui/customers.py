"""The customers behind a figure, as a list to read and to take away."""

import pandas as pd
import streamlit as st

from lib.model import figures
from lib.ui import page


def listed(behind: pd.DataFrame, currency: str, *, key: str, title: str | None = None) -> None:
    """The customers, the earliest first, as many as were counted there, with their CSV."""
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
    page.download(behind, f"{key}_customers", "Customers as CSV")
