"""The small print of the heatmap: what is counted, what bold means, and what the answers cannot say."""

from typing import Any

import pandas as pd

from lib.analysis.pictures.satisfaction import NAMES, SatisfactionPicture, value_said
from lib.model.figures import count
from lib.model.filters import Filters
from lib.model.heatmap_view import INDEX, title, trait
from lib.model.metrics import ENOUGH

#: The most columns that fit a room, beside that of all.
MOST = {"wide": 12, "narrow": 5}
#: From this many columns on the heatmap takes the whole width.
MANY = 6


def measure(shown: SatisfactionPicture) -> str:
    """The name of what a tile shows.

    CES is a mean over its scale; CSAT and ratings are shares of top answers.
    """
    return {"ces": "CES, mean", "rating": "Top ratings", INDEX: "Index (mixed)"}.get(
        shown.metric, NAMES[shown.metric]
    )


def look(
    shown: SatisfactionPicture, rows: str, columns: str, target: float, marked: pd.DataFrame
) -> dict[str, Any]:
    """What the heatmap is told besides its cells."""
    return {
        "title": shown.title,
        "subtitle": subtitle(shown, rows, columns),
        "unit": "nps" if shown.metric == INDEX else shown.unit,  # both are read without decimals
        "target": target,
        "scale_min": shown.ends[0],
        "scale_max": shown.ends[1],
        "measure": measure(shown),
        "rows_title": rows.capitalize(),
        "columns_title": title(columns),
        "marked": _against(shown, marked),
    }


def subtitle(shown: SatisfactionPicture, rows: str, columns: str) -> str:
    """What a tile shows, of what, over what."""
    low, high = shown.scale
    over = f"by {rows} and {title(columns).lower()}; {count(shown.n)} answers"
    if shown.metric == INDEX:
        return f"Mean of 100 (score \N{MINUS SIGN} least) / (most \N{MINUS SIGN} least), {over}"
    what = {
        "share": f"Share of answers in the top 40% of the scale {low:g} to {high:g}",
        "nps": "Promoters (9, 10) less detractors (0 to 6), in points",
        "score": f"Mean agreement that it was easy, {low:g} to {high:g}",
    }[shown.unit]
    return f"{what}, {over}"


def alt(shown: SatisfactionPicture, rows: str, columns: str) -> str:
    """The picture in one sentence for those who do not see it."""
    return f"Heatmap of {NAMES[shown.metric]} by {rows} and {title(columns).lower()}. {shown.title}."


def caption(
    shown: SatisfactionPicture, filters: Filters, target: float, marked: pd.DataFrame, columns: str
) -> list[str]:
    """Who counts, what bold means over so many cells, and who is not heard."""
    tested, bold = int(marked["p_adjusted"].notna().sum()), int(marked["differs"].sum())
    if (than := _against(shown, marked)) == "the target":
        than += f" of {value_said(shown.metric, target)}"
    said = [
        f"Counted: answers given in the period; {filters.words()}. Intervals are clustered by customer.",
        f"Bold: differs from {than}. {count(tested)} cells with {ENOUGH} answers or more were tested; marks "
        f"are adjusted for their number (Benjamini-Hochberg, 5%): {count(bold)} marked."
        if than
        else "Mixed: a cell stands on the questions asked there, so that cells differ by question as well; "
        "none is marked.",
        "Only those who answered are heard; who does not is under \N{LEFT DOUBLE QUOTATION MARK}Who is not "
        "heard\N{RIGHT DOUBLE QUOTATION MARK} below.",
    ]
    if note := _sides(columns):
        said.append(note)
    if (beside := len(shown.columns) - 1) > MOST["narrow"]:
        drawn = min(beside, MOST["wide"])
        said.append(
            f"Drawn: {drawn} of {beside} columns, on a phone {MOST['narrow']}; the table has all of them."
        )
    if shown.others:
        said.append(f"Asked on other scales and not in the picture: {'; '.join(shown.others)}.")
    return said


def _against(shown: SatisfactionPicture, marked: pd.DataFrame) -> str:
    """What marks are against; nothing where questions are mixed."""
    if shown.metric == INDEX:
        return ""
    return "the period before" if "difference" in marked else "the target"


def _sides(columns: str) -> str:
    """What has to be known of some kinds of columns."""
    if columns == "group":
        return "An answer whose order has several product groups counts in each of them, and once in All."
    if columns == "segment":
        return "Customers are what their counted orders up to the answer say; an order of that moment counts."
    return "Attributes are those of the customer file, as they are now." if trait(columns) else ""
