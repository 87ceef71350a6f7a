"""The small print of a flow: who counts, what is hidden, and what leaving means."""

import pandas as pd

from lib.analysis.open_journeys import LATELY_DAYS
from lib.analysis.pictures.flow import MOST_LINKS, FlowPicture
from lib.model.figures import count, share
from lib.model.filters import Filters
from lib.model.flow_view import FlowView

#: A move hidden in fewer than this share of all moves is not worth a sentence.
_NOTHING = 0.0005


def alt(picture: FlowPicture, filters: Filters, view: FlowView) -> str:
    """The picture in one sentence for those who do not see it."""
    return (
        f"Flow of {count(picture.customers)} {view.unit} over {view.steps} steps "
        f"({filters.words()}). {picture.title}."
    )


def caption(picture: FlowPicture, filters: Filters, view: FlowView, left: pd.DataFrame) -> str:
    """Who counts, what is not drawn, and how many of those who left may still come back."""
    gone, still_open = (int(left.iloc[0][column]) for column in ("gone", "still_open"))
    parts = [
        f"Counted: {count(picture.customers)} {view.unit}, {filters.words()}, {view.words()}.",
        *(_leaving(gone, still_open) if view.end is None else ()),
        f"Each step shows its {view.rows} most visited {view.level}s, the rest together as Other.",
    ]
    if view.unit == "passages":
        parts.append("One customer counts at every passage: the list names such a customer several times.")
    if picture.hidden_share >= _NOTHING:
        parts.append(
            f"{share(picture.hidden_share)} of the moves are too thin to draw (ribbons of less than "
            f"{share(picture.least)} of all, and beyond the {MOST_LINKS} widest); the table has them."
        )
    return " ".join(parts)


def _leaving(gone: int, still_open: int) -> list[str]:
    """What leaving means where the data end."""
    return [
        f"{count(gone)} leave before the last step. Journeys still open when the data end count as left: "
        f"{count(still_open)} of those were here in the last {LATELY_DAYS} days of the data."
    ]
