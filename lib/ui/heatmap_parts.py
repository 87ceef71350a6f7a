"""What stands below the heatmap: its cells, the worst of them, who is not heard, who speaks for the shop."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import streamlit as st

from lib.charts.theme import spoken
from lib.model import figures
from lib.model.figures import MISSING, count
from lib.ui import page
from lib.ui.words import escaped

Ask = Callable[[], Any]
CELLS, WORST, UNHEARD, ADVOCACY = "Cells", "Worst cells", "Who is not heard", "Advocacy"


def show(
    *, cells: Ask, worst: Callable[[bool], pd.DataFrame], unheard: tuple[Ask, Ask], advocacy: Ask
) -> None:
    """Choose one part and draw it; only that one is asked for.

    `cells` draws the cells; the others give frames: the worst cells (told whether to shrink small ones),
    answer rates and who did not answer, and what promoters do.
    """
    part = st.segmented_control(
        "Below the picture", [CELLS, WORST, UNHEARD, ADVOCACY], default=CELLS, required=True, key="sat_part",
        bind="query-params", label_visibility="collapsed",
    )  # fmt: skip
    with page.explained():
        if part == WORST:
            _worst(worst)
        elif part == UNHEARD:
            _unheard(*unheard)
        elif part == ADVOCACY:
            _advocacy(advocacy())
        else:
            cells()


def _worst(ask: Callable[[bool], pd.DataFrame]) -> None:
    """The worst cells with how often each stays in the list; `ask` is told whether to shrink small ones."""
    shrink = st.toggle(
        "Draw small cells towards the whole", value=True, key="sat_shrink", bind="query-params",
        help="Empirical Bayes: a cell of few answers is ranked as if part of the whole's answers were in it.",
    )  # fmt: skip
    found = ask(shrink)
    cells = int(found["cells"].iloc[0])
    how = "by the value drawn towards the whole" if shrink else "by the raw value"
    st.caption(
        f"The lowest {len(found)} of {cells} cells with 10 answers or more, ranked {how}. Value is the raw "
        "share of top answers. Stays: in how many of 500 bootstrap draws of answers the cell is in the list."
    )
    shown = found[["rank", "row", "column", "n", "value", "low", "high", "shrunk", "stability"]].copy()
    shown[["row", "column"]] = shown[["row", "column"]].map(spoken)
    shown[["value", "low", "high", "shrunk", "stability"]] *= 100
    number = st.column_config.NumberColumn
    st.dataframe(
        shown if shrink else shown.drop(columns="shrunk"),
        hide_index=True,
        key="sat_worst",
        column_config={
            "rank": number("Rank", width=60),
            "row": "Row",
            "column": "Column",
            "n": number("Answers", format="localized"),
            "value": number("Value", format="%.1f%%"),
            "low": number("Low (95%)", format="%.1f%%"),
            "high": number("High (95%)", format="%.1f%%"),
            "shrunk": number("Ranked by", format="%.1f%%", help="The value drawn towards the whole."),
            "stability": number("Stays", format="%.0f%%"),
        },
        alt=f"The {len(found)} worst of {cells} cells with their values and how stable the list is",
    )


def _unheard(rates: Ask, silence: Ask) -> None:
    """Answer rates, and those who answered against those who did not, as far as the data have them."""
    with page.explained():
        _response(rates())
    with page.explained():
        found = silence()
        _silent(found.frame, found.title, found.said, found.currency)


def _response(found: pd.DataFrame) -> None:
    """Answer rates; rows that nobody answers stay."""
    shown = found.copy()
    shown["row"] = shown["row"].map(spoken)
    shown[["share", "low", "high"]] *= 100
    strangers = int(found.loc[found["row"] == "(all)", "strangers"].sum())
    st.caption(
        "Of the customers who came to each, how many answered about it then or later. All: those who came to "
        f"anything that is asked about. Not in the rates: {count(strangers)} answers of nobody known."
    )
    number = st.column_config.NumberColumn
    st.dataframe(
        shown,
        hide_index=True,
        height=320,
        key="sat_response",
        placeholder=MISSING,
        column_config={
            "row": "Row",
            "reached": number("Came", format="localized"),
            "answered": number("Answered", format="localized"),
            "share": number("Share", format="%.1f%%"),
            "low": number("Low (95%)", format="%.1f%%"),
            "high": number("High (95%)", format="%.1f%%"),
            "beside": number(
                "Without an event",
                format="localized",
                help="Customers who answered about it and have no event there.",
            ),
            "strangers": number("Of nobody known", format="localized", help="Answers without a customer."),
        },
        alt=f"Answer rates of {len(found)} rows",
    )


def _silent(found: pd.DataFrame, title: str, said: list[str], currency: str) -> None:
    """Those who answered against those who did not."""
    st.subheader(escaped(title))
    shown = found[["trait", "answered_n", "silent_n", "differs"]].copy()
    share = found["unit"] == "share"
    for name in ("answered", "silent"):
        amounts = found[name].map(lambda one: figures.money(one, currency))
        shown[name] = found[name].map(figures.share).where(share, amounts)
    low, high = found["low"], found["high"]
    points = [f"{figures.points(a)} to {figures.points(b)}" for a, b in zip(low, high, strict=True)]
    money = [
        f"{figures.money(a, currency)} to {figures.money(b, currency)}"
        for a, b in zip(low, high, strict=True)
    ]
    shown["between"] = pd.Series(points, found.index).where(share, pd.Series(money, found.index))
    shown["between"] = shown["between"].where(low.notna(), MISSING)
    shown["differs"] = shown["differs"].map({True: "differs", False: "not told apart"})
    st.dataframe(
        shown[["trait", "answered", "silent", "between", "answered_n", "silent_n", "differs"]],
        hide_index=True,
        key="sat_silent",
        column_config={
            "trait": "Trait",
            "answered": "Answered",
            "silent": "Did not",
            "between": "Difference (95%)",
            "answered_n": st.column_config.NumberColumn("Customers who answered", format="localized"),
            "silent_n": st.column_config.NumberColumn("Who did not", format="localized"),
            "differs": "Differs",
        },
        alt="Customers who answered against those who did not",
    )
    st.caption(escaped(" ".join(said)))


def _advocacy(found: pd.DataFrame) -> None:
    """Who referred, shared or reviewed, by what they had answered."""
    st.caption(
        "Customers by their first answer to the recommendation question in the period, with 90 full days of "
        "data after it: who referred, shared or reviewed in those days. That they go together does not say "
        "that one makes the other."
    )
    shown = found.copy()
    shown[["group", "action"]] = shown[["group", "action"]].map(spoken)
    shown[["share", "low", "high"]] *= 100
    number = st.column_config.NumberColumn
    st.dataframe(
        shown,
        hide_index=True,
        key="sat_advocacy",
        placeholder=MISSING,
        column_config={
            "group": "Group",
            "action": "Action",
            "customers": number("Customers", format="localized"),
            "acted": number("Did", format="localized"),
            "share": number("Share", format="%.1f%%"),
            "low": number("Low (95%)", format="%.1f%%"),
            "high": number("High (95%)", format="%.1f%%"),
        },
        alt="Promoters, passives and detractors with what they did for the shop",
    )
