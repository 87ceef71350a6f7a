"""The settings, quotes and tables of the page about texts, all settings in the address."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from lib.charts.theme import spoken
from lib.model import figures
from lib.ui import page
from lib.ui.picks import Picks
from lib.ui.words import day, escaped

PICKS = Picks("voice", "pick")
_BY = {"Themes": "theme", "Touchpoints": "touchpoint"}
_WHOSE = {"Unhappy": "unhappy", "All": "all"}
_SOURCES = {"Comments and tickets": "all", "Comments": "comments", "Tickets": "tickets"}
_METHODS = {"Word list": "lexicon", "Own model": "model"}
_MOODS = {"Unhappy": "unhappy", "Happy": "happy", "Any": "any"}
EVERYWHERE = "Everywhere"


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a bar is, whose texts count, which texts, and the question that colours them."""

    by: str
    whose: str
    source: str
    metric: str | None
    touchpoint: str | None
    method: str
    words: str

    @property
    def texts(self) -> dict[str, Any]:
        """Which texts are read."""
        return {"source": self.source, "touchpoint": self.touchpoint, "words": self.words}

    @property
    def options(self) -> dict[str, Any]:
        """What `voice` is asked with."""
        return {"by": self.by, "metric": self.metric, "method": self.method, **self.texts}

    def behind(self, pick: str) -> dict[str, Any]:
        """Which texts stand behind a picked bar."""
        return self.texts | ({"theme": pick} if self.by == "theme" else {"touchpoint": pick})


def draw(titles: Mapping[str, str], touchpoints: Sequence[str], words: str) -> Chosen:
    """Draw the controls; `titles` are the questions that were asked, `words` the shop's own words."""
    by = st.segmented_control(
        "Bars are", list(_BY), default="Themes", required=True, key="voice_by", bind="query-params"
    )
    whose = st.segmented_control(
        "Texts of customers who are", list(_WHOSE), default="Unhappy", required=True, key="voice_whose",
        bind="query-params", help="Unhappy: a score in the lowest 40% of its scale (NPS 0 to 6).",
    )  # fmt: skip
    source = st.selectbox("Texts", list(_SOURCES), width=210, key="voice_source", bind="query-params")
    where = st.selectbox(
        "Touchpoint", [EVERYWHERE, *touchpoints], width=170, key="voice_touchpoint", bind="query-params"
    )
    metric = None
    if titles:
        asked = st.selectbox("Question", list(titles), width=130, key="voice_question", bind="query-params")
        metric = titles.get(asked)
    method = st.selectbox(
        "Moods without a score", list(_METHODS), width=160, key="voice_method", bind="query-params",
        help="How the mood of texts without a score is estimated; see below how well that works.",
    )  # fmt: skip
    place = None if where == EVERYWHERE else where
    return Chosen(_BY[by], _WHOSE[whose], _SOURCES[source], metric, place, _METHODS[method], words)


def choose(known: Sequence[str]) -> str | None:
    """Draw the pick itself: the keyboard's way to every bar, and what clears it."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen: str | None = st.selectbox(
            "Read the texts about", known, index=None, placeholder="Click a bar, or choose here",
            key=PICKS.name, bind="query-params", width=320,
        )  # fmt: skip
        st.button(
            "Clear selection", on_click=PICKS.clear, disabled=chosen is None, icon=":material/close:",
            key="voice_clear",
        )  # fmt: skip
    return chosen


def quotes_of(chosen: Chosen, pick: str) -> dict[str, Any]:
    """Draw which customers are quoted; what `quotes` is asked with for a picked bar."""
    shown = st.segmented_control(
        "Quotes of customers who are", list(_MOODS), default="Unhappy", required=True, key="voice_mood",
        bind="query-params",
    )  # fmt: skip
    behind = {name: given for name, given in chosen.behind(pick).items() if name != "source"}
    return behind | {"mood": _MOODS[shown]}


def quoted(found: pd.DataFrame) -> None:
    """A few comments as they were written, each with its score, place and day."""
    if found.empty:
        st.caption("Nobody wrote such a comment.")
    for row in found.itertuples():
        said = f"{row.score:g} of {row.scale_max:g}, {spoken(row.touchpoint)}, {day(row.given_at)}"
        said = said if pd.isna(row.customer_id) else f"{said}, customer {row.customer_id}"
        st.markdown(f"> {escaped(' '.join(row.text.split()))}  \n> :small[{escaped(said)}]")


def listed(found: pd.DataFrame, pick: str) -> None:
    """Every text behind the pick, the latest first, as many as were counted."""
    estimated = found["mood"].where(~found["estimated"], found["mood"] + " (estimated)")
    shown = found.assign(mood=estimated.fillna("not scored"))
    columns = ["given_at", "text", "score", "scale_max", "mood", "touchpoint", "themes", "language", "kind"]
    number = st.column_config.NumberColumn
    with st.expander(f"All {figures.count(len(found))} texts", icon=":material/list:", key="voice_texts"):
        st.dataframe(
            shown[columns],
            hide_index=True,
            height=380,
            key="voice_listed",
            placeholder=figures.MISSING,
            column_config={
                "given_at": st.column_config.DatetimeColumn("Given", format="D MMM YYYY", width=105),
                "text": st.column_config.TextColumn("Text", width="large"),
                "score": number("Score", format="%g", width=60),
                "scale_max": number("Of", format="%g", width=50),
                "mood": "Mood",
                "touchpoint": "Touchpoint",
                "themes": "Themes",
                "language": "Language",
                "kind": "Kind",
            },
            alt=f"{figures.count(len(found))} texts about {pick}",
        )
        page.download(found, "voice_texts", "Texts as CSV")


def table(rows: pd.DataFrame, by: str, measure: str) -> None:
    """Every bar with its numbers; a selected row is picked."""
    names = [by, "n", "customers", "share", "low", "high", "negative", "neutral", "positive", "estimated"]
    names += ["not_scored", "unhappy_share", "answers", "mean", "top_two", "rest_top_two", "difference"]
    names += ["difference_low", "difference_high"]
    shown = rows[names].copy()
    shown[by] = shown[by].map(spoken)
    parts = [one for one in names if "share" in one or "top_two" in one or "difference" in one]
    shown[[*parts, "low", "high"]] *= 100
    shown["differs"] = rows["differs"].map({True: "yes", False: "not told apart"})
    shown.loc[rows["difference"].isna(), "differs"] = "too few answers"
    number = st.column_config.NumberColumn
    percent: Any = {"format": "%.1f%%"}
    st.dataframe(
        shown,
        hide_index=True,
        height=320,
        placeholder=figures.MISSING,
        **PICKS.rows(PICKS.key("table"), rows[by].tolist()),
        column_config={
            by: by.capitalize(),
            "n": number("Texts", format="localized"),
            "customers": number("Customers", format="localized"),
            "share": number("Share of texts", **percent),
            "low": number("Low (95%)", **percent),
            "high": number("High (95%)", **percent),
            "negative": number("Unhappy", format="localized"),
            "neutral": number("Neutral", format="localized"),
            "positive": number("Happy", format="localized"),
            "estimated": number("Of these estimated", format="localized"),
            "not_scored": number("Not scored", format="localized"),
            "unhappy_share": number("Share of unhappy texts", **percent),
            "answers": number("Answers", format="localized"),
            "mean": number("Mean score", format="%.2f"),
            "top_two": number(measure, **percent),
            "rest_top_two": number("Of other texts", **percent),
            "difference": number("Difference (pt)", format="%.1f"),
            "difference_low": number("Low (95%) ", format="%.1f"),
            "difference_high": number("High (95%) ", format="%.1f"),
            "differs": "Differs",
        },
        alt=f"{figures.count(len(rows))} rows with texts, shares, moods and scores",
    )
    st.caption(
        f"Differs: adjusted for the {figures.count(int(rows['tested'].max()))} rows that were tested "
        "(those with 30 answers and more on both sides)."
    )
