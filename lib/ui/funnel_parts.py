"""What is shown beside a funnel: breakdown, trend, times, what came next, what separates."""

from typing import Any

import pandas as pd
import streamlit as st

from lib.charts.theme import Room, Tokens, spoken
from lib.charts.trend import trend
from lib.model.figures import MISSING, count
from lib.ui import page, rooms

PARTS = ("Breakdown", "Trend", "Time taken", "What separates")
_BY = {"Channel": "channel", "Device": "device", "Country": "country"}
#: The most rows that a table shows without scrolling.
_SHORT = 11
_TOUCHES = {"First touch": "first", "Last touch": "last"}


def part() -> str:
    """What is shown beside the picture."""
    chosen: str = st.segmented_control(
        "See", PARTS, default=PARTS[0], required=True, key="funnel_part", bind="query-params"
    )
    return chosen


def split_by() -> dict[str, str]:
    """By what the funnel is broken down, and of which event it is read."""
    with st.container(horizontal=True):
        by = st.segmented_control(
            "By", list(_BY), default="Channel", required=True, key="funnel_by", bind="query-params"
        )
        touch = st.segmented_control(
            "Read off",
            list(_TOUCHES),
            default="First touch",
            required=True,
            key="funnel_touch",
            bind="query-params",
            help="The entry, or the last event before the outcome.",
        )
    return {"by": _BY[by], "touch": _TOUCHES[touch]}


def grain() -> str:
    """The periods of the trend."""
    chosen: str = st.segmented_control(
        "Entered in each",
        ["Week", "Month"],
        default="Week",
        required=True,
        key="funnel_grain",
        bind="query-params",
    )
    return chosen.lower()


def breakdown(frame: pd.DataFrame) -> None:
    """The rates of each value with their limits."""
    shown = frame[["value", "n", "customers", "rate", "low", "high", "said"]].copy()
    _table(
        shown,
        ("rate", "low", "high"),
        "funnel_breakdown",
        {
            "value": str(frame["by"].iloc[0]).capitalize(),
            "n": _number("Entered"),
            "customers": _number("Converted"),
            "rate": _percent("Rate"),
            "low": _percent("Low (95%)"),
            "high": _percent("High (95%)"),
            "said": "Note",
        },
    )


def trended(frame: pd.DataFrame, title: str, *of: object) -> None:
    """The rate by when customers entered."""
    subtitle = "Of those who entered, who reached the last step within the window"

    def draw(tokens: Tokens, room: Room) -> object:
        return trend(
            frame,
            tokens=tokens,
            title=title,
            subtitle=subtitle,
            unit="share",
            measure="Converted",
            narrow=room == "narrow",
        )

    rooms.show(draw, *of, key="funnel_trend", alt=title)
    page.download(frame, "funnel_trend", "Trend as CSV")


def times(frame: pd.DataFrame) -> None:
    """How long those who converted took."""
    shown = frame[["bucket", "customers", "share", "so_far"]].copy()
    _table(
        shown,
        ("share", "so_far"),
        "funnel_times",
        {
            "bucket": "Time taken",
            "customers": _number("Customers"),
            "share": _bar("Share"),
            "so_far": _percent("So far"),
        },
    )


def following(frame: pd.DataFrame) -> None:
    """What those who dropped out did next."""
    st.subheader("What they did next", help="The next event of another kind, whenever it came.")
    _table(
        frame,
        ("share",),
        "funnel_next",
        {
            "label": "Next",
            "customers": _number("Customers"),
            "share": _bar("Share"),
        },
    )


def separating(frame: pd.DataFrame) -> None:
    """Which properties go with converting."""
    columns = [
        "property",
        "value",
        "said",
        "difference",
        "low",
        "high",
        "rate_with",
        "n_with",
        "rate_without",
    ]
    shares = ("difference", "low", "high", "rate_with", "rate_without")
    points = st.column_config.NumberColumn
    _table(
        frame[[*columns, "n_without", "p"]],
        shares,
        "funnel_drivers",
        {
            "property": "Property",
            "value": "Value",
            "said": "Those with it",
            "difference": points("Difference, pt", format="%+.1f"),
            "low": points("Low (95%)", format="%+.1f"),
            "high": points("High (95%)", format="%+.1f"),
            "rate_with": _percent("Rate with"),
            "n_with": _number("Customers with"),
            "rate_without": _percent("Rate without"),
            "n_without": _number("Customers without"),
            "p": points("p, adjusted", format="%.3f"),
        },
    )
    st.caption(
        "What goes together, not what causes: who comes far touches what lies there, who needs longer has "
        f"more time for it. p is adjusted for the {count(len(frame))} properties compared."
    )


def _table(frame: pd.DataFrame, shares: tuple[str, ...], key: str, columns: dict[str, Any]) -> None:
    """A table with shares in percent and labels as they are said, and its CSV."""
    shown = frame.copy()
    shown[list(shares)] *= 100
    for name in shown.select_dtypes(["object", "str"]):
        shown[name] = shown[name].map(spoken)
    st.dataframe(
        shown,
        hide_index=True,
        height="content" if len(shown) <= _SHORT else 400,
        key=key,
        placeholder=MISSING,
        column_config=columns,
        alt=f"{count(len(shown))} rows: {key.replace('_', ' ')}",
    )
    page.download(frame, key, "Table as CSV")


def _number(title: str) -> Any:
    return st.column_config.NumberColumn(title, format="localized")


def _percent(title: str) -> Any:
    return st.column_config.NumberColumn(title, format="%.1f%%")


def _bar(title: str) -> Any:
    return st.column_config.ProgressColumn(title, format="%.1f%%", min_value=0, max_value=100)
