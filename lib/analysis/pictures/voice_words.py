"""The small print of the page about texts: what is counted, what is estimated, what cannot be said."""

from typing import Any

import pandas as pd

from lib.analysis.pictures.satisfaction import NAMES, spoken
from lib.analysis.pictures.voice import MOST, VoicePicture
from lib.model.figures import count, share
from lib.model.filters import Filters
from lib.model.metrics import ENOUGH
from lib.stats.intervals import newcombe


def measure(shown: VoicePicture) -> str:
    """The name of what colours the bars."""
    return f"Top answers, {NAMES[shown.metric]}" if shown.metric else "Top answers"


def subtitle(shown: VoicePicture) -> str:
    """What a bar's length and its colour are."""
    whose = "texts of unhappy customers" if shown.whose == "unhappy" else "texts"
    colour = f"colour: {measure(shown)} of those who wrote, dashed: too few"
    colour = colour if shown.metric else "no scores came with the texts"
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
    return rows if len(rows) > 1 else rows.iloc[:0]


def moved(months: pd.DataFrame) -> dict[str, Any]:
    """The words of the trend of a theme: all texts of the later half of its whole months against the earlier.

    The interval of the difference is Newcombe's.
    """
    whole = months[~months["open"].astype(bool)].reset_index(drop=True)
    half = len(whole) // 2
    early, late = whole.iloc[:half], whole.iloc[len(whole) - half :]
    name = spoken(str(months["theme"].iloc[0]))
    title = f"{name}: its share of texts by month"
    if half:
        sums = [int(part[column].sum()) for part in (late, early) for column in ("n", "texts")]
        _, low, high = newcombe(*sums).floats()
        way = "rose" if low > 0 else "fell" if high < 0 else "did not clearly move"
        title = f"{name} {way}: {share(sums[2] / sums[3])} of texts up to {_month(early)}, "
        title += f"{share(sums[0] / sums[1])} since {_month(late, 0)}"
    return {
        "title": title,
        "subtitle": f"Share of a month's texts, 95% interval; months with under {ENOUGH} texts are left out",
        "measure": "Share of texts",
    }


def _month(rows: pd.DataFrame, place: int = -1) -> str:
    return f"{pd.Timestamp(rows['period'].iloc[place]):%b %Y}"


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
