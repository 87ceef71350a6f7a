"""The small print of the heatmap: what is counted, what bold means, and what the answers cannot say."""

from lib.analysis.pictures.satisfaction import NAMES, SatisfactionPicture, value_said
from lib.model.figures import count
from lib.model.filters import Filters

#: The most columns that fit a room, beside that of all.
MOST = {"wide": 12, "narrow": 5}
#: From this many columns on the heatmap takes the whole width.
MANY = 6
#: Of intervals at 95 %, one in twenty misses.
_MISSES = 0.05


def measure(shown: SatisfactionPicture) -> str:
    """The name of what a tile shows.

    CES is a mean over its scale; CSAT and ratings are shares of top answers.
    """
    return {"ces": "CES, mean", "rating": "Top ratings"}.get(shown.metric, NAMES[shown.metric])


def subtitle(shown: SatisfactionPicture, rows: str, columns: str) -> str:
    """What a tile shows, of what, over what."""
    low, high = shown.scale
    what = {
        "share": f"Share of answers in the top 40% of the scale {low:g} to {high:g}",
        "nps": "Promoters (9, 10) less detractors (0 to 6), in points",
        "score": f"Mean agreement that it was easy, {low:g} to {high:g}",
    }[shown.unit]
    return f"{what}, by {rows} and {columns}; {count(shown.n)} answers"


def alt(shown: SatisfactionPicture, rows: str, columns: str) -> str:
    """The picture in one sentence for those who do not see it."""
    return f"Heatmap of {NAMES[shown.metric]} by {rows} and {columns}. {shown.title}."


def caption(shown: SatisfactionPicture, filters: Filters, target: float) -> list[str]:
    """Who counts, what bold means over so many cells, and who is not heard."""
    compared = int(shown.cells["value"].notna().sum())
    chance = max(1, round(_MISSES * compared))
    said = [
        f"Counted: answers given in the period; {filters.words()}. Intervals are clustered by customer.",
        f"Bold: the 95% interval leaves out the target of {value_said(shown.metric, target)}. "
        f"{count(compared)} cells were compared and nothing is adjusted for their number: about "
        f"{chance} would be bold by chance alone.",
        "Only those who answered are heard; the pleased and the angry answer more often than the rest.",
    ]
    if (columns := len(shown.columns) - 1) > MOST["narrow"]:
        drawn = min(columns, MOST["wide"])
        said.append(
            f"Drawn: {drawn} of {columns} columns, on a phone {MOST['narrow']}; the table has all of them."
        )
    if shown.others:
        said.append(f"Asked on other scales and not in the picture: {'; '.join(shown.others)}.")
    return said
