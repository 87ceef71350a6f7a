"""The settings and the table of the drivers page, all settings in the address."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from lib.model import figures

_LEVELS = {"Stages": "stage", "Touchpoints": "touchpoint"}


@dataclass(frozen=True, slots=True)
class Chosen:
    """The outcome, what may drive it, and the drivers that were named (none: those that leave enough)."""

    outcome: str
    by: str
    named: tuple[str, ...]


def draw(outcomes: Mapping[str, str], labels: Callable[[str], Sequence[str]]) -> Chosen:
    """Draw the controls; `labels` lists stages or touchpoints."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        outcome = outcomes[
            st.selectbox("Outcome", list(outcomes), width=250, key="drivers_outcome", bind="query-params")
        ]
        by = _LEVELS[
            st.segmented_control(
                "Drivers",
                list(_LEVELS),
                default="Stages",
                required=True,
                key="drivers_level",
                bind="query-params",
            )  # fmt: skip
        ]
        named = st.multiselect(
            "Among", list(labels(by)), key=f"drivers_among_{by}", bind="query-params", width=380,
            max_selections=12, placeholder="Those that leave enough customers",
            help="Only customers who answered about each of these count. Fewer drivers leave more customers.",
        )  # fmt: skip
    return Chosen(outcome, by, tuple(named))


def table(found: pd.DataFrame, measure: str) -> None:
    """The drivers, the most important first, with those left out."""
    said = pd.DataFrame({"driver": found["driver"], "importance": found["importance"] * 100})
    said["between"] = [
        f"{figures.share(low)} to {figures.share(high)}" if low == low else figures.MISSING
        for low, high in zip(found["low"], found["high"], strict=True)
    ]
    said["apart"] = found["greyed"].map({True: "may be chance", False: "beyond chance"})
    said["apart"] = said["apart"].where(found["used"], "left out")
    said["correlation"] = found["correlation"]
    few = found["n"] < 10
    said["performance"] = (found["performance"] * 100).where(~few)
    said["performance_between"] = [
        "too few answers" if little else f"{figures.share(low)} to {figures.share(high)}"
        for low, high, little in zip(found["performance_low"], found["performance_high"], few, strict=True)
    ]
    for name in ("n", "customers", "otherwise"):
        said[name] = found[name]
    number = st.column_config.NumberColumn
    st.dataframe(
        said, hide_index=True, key="drivers_table", placeholder=figures.MISSING,
        column_config={
            "driver": "Driver",
            "importance": number("Importance (part of R²)", format="%.1f%%"),
            "between": st.column_config.TextColumn("95%", width=120),
            "apart": "Told apart",
            "correlation": number("Correlation", format="%.2f"),
            "performance": number(measure, format="%.1f%%"),
            "performance_between": st.column_config.TextColumn("95% ", width=120),
            "n": number("Answers", format="localized"),
            "customers": number("Customers", format="localized"),
            "otherwise": number(
                "Would count otherwise", format="localized",
                help="Customers who would count without it; of those left out, with it.",
            ),
        },
        alt=f"{len(found)} drivers with importance, performance and their intervals",
    )  # fmt: skip
