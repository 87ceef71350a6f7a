"""The small print of the page about texts: what is counted, what is estimated, what cannot be said."""

from typing import Any

import pandas as pd

from lib.analysis.pictures.satisfaction import NAMES, spoken
from lib.analysis.pictures.voice import MOST, VoicePicture
from lib.model.figures import count, share
from lib.model.filters import Filters
from lib.model.metrics import ENOUGH


def measure(shown: VoicePicture) -> str:
    """The name of what colours the bars."""
    return f"Top answers, {NAMES[shown.metric]}" if shown.metric else "Top answers"


def subtitle(shown: VoicePicture) -> str:
    """What a bar's length and its colour are."""
    whose = "texts of unhappy customers" if shown.whose == "unhappy" else "texts"
    colour = (
        f"colour: {measure(shown)} of those who wrote" if shown.metric else "no scores came with the texts"
    )
    many = "; a text may have several themes" if shown.by == "theme" else ""
    return f"Share of {count(shown.texts)} {whose} with 95% interval; {colour}{many}"


def look(shown: VoicePicture) -> dict[str, Any]:
    """The words of the bars."""
    whose = "unhappy texts" if shown.whose == "unhappy" else "texts"
    return {
        "title": shown.title,
        "subtitle": subtitle(shown),
        "measure": measure(shown),
        "length": f"Share of {whose}",
        "counted": "texts",
    }


def monthly(found: pd.DataFrame, pick: str | None) -> pd.DataFrame:
    """The months of a picked theme that have 30 texts, as the trend draws them; empty if fewer than two."""
    rows = found[(found["theme"] == pick) & (found["texts"] >= ENOUGH)].rename(columns={"share": "value"})
    return rows[["theme", "period", "value", "low", "high", "open"]] if len(rows) > 1 else rows.iloc[:0]


def moved(months: pd.DataFrame) -> dict[str, Any]:
    """The words of the trend of a theme: its last whole month against its first, if their intervals part."""
    pick = str(months["theme"].iloc[0])
    whole = months[~months["open"].astype(bool)]
    title = f"{spoken(pick)}: no clear move in its share of texts"
    if len(whole) > 1:
        first, last = whole.iloc[0], whole.iloc[-1]
        if last["low"] > first["high"] or last["high"] < first["low"]:
            way = "rose" if last["value"] > first["value"] else "fell"
            ends = f"{share(first['value'])} in {_month(first)} to {share(last['value'])} in {_month(last)}"
            title = f"{spoken(pick)} {way} from {ends}"
    few = f"months with under {ENOUGH} texts are left out"
    return {
        "title": title,
        "subtitle": f"Share of all texts of the month, with 95% interval; {few}",
        "measure": "Share of texts",
    }


def _month(row: pd.Series) -> str:
    return f"{pd.Timestamp(row['period']):%b %Y}"


def alt(shown: VoicePicture) -> str:
    """The picture in one sentence for those who do not see it."""
    return f"Bars of what customers write about, by {shown.by}. {shown.title}."


def caption(shown: VoicePicture, filters: Filters) -> str:
    """Who counts, whose mood is estimated, and how many bars are not drawn."""
    whole = shown.whole
    said = [
        f"Counted: {count(whole['comments'])} comments and {count(whole['tickets'])} topics of tickets; "
        f"{filters.words()}. Intervals are clustered by customer."
    ]
    said.append(
        f"Moods come from the scores; {count(whole['estimated'])} texts without a score have an estimated "
        f"one, {count(whole['not_scored'])} are not scored (no score, nor a language that can be estimated)."
    )
    if whole["other_scales"] and shown.metric:
        low, high = whole["scale_min"], whole["scale_max"]
        said.append(
            f"Scores: {NAMES[shown.metric]} {low:g} to {high:g}; {count(whole['other_scales'])} texts came "
            "with another question or scale."
        )
    if (more := len(shown.bars) - MOST["wide"]) > 0:
        said.append(f"Not drawn: {more} more; the table has all of them.")
    said.append("Only those who write are heard.")
    return " ".join(said)
