"""The small print of the stage order: who counts, what is drawn, and what a comparison cannot say."""

from typing import Any

import pandas as pd

from lib.analysis.pictures.order import OrderPicture, measure
from lib.model.figures import count, share
from lib.model.filters import Filters
from lib.model.ideal import Ideal


def look(shown: OrderPicture, room: str) -> dict[str, Any]:
    """What the map is told besides its data: title, subtitle, and the measure that colours the steps."""
    return {
        "title": shown.title,
        "subtitle": subtitle(shown, room),
        "unit": shown.unit,
        "measure": measure(shown),
        "scale_min": shown.ends[0],
        "scale_max": shown.ends[1],
    }


def subtitle(shown: OrderPicture, room: str) -> str:
    """What width and labels mean, with the scale of bars and arcs."""
    moves = shown.drawn(room)
    bars = moves.loc[moves["kind"] == "next", "customers"].max()
    bows = moves.loc[moves["kind"] != "next", "customers"].max()
    widest = [f"widest {name} {count(most)}" for name, most in (("bar", bars), ("arc", bows)) if most == most]
    label = "label: customers and share of those at the step"
    return f"Width: customers ({', '.join(widest)}); {label}" if widest else label.capitalize()


def alt(shown: OrderPicture) -> str:
    """The picture in one sentence for those who do not see it."""
    return f"Map of the moves between {len(shown.steps)} steps. {shown.title}."


def caption(shown: OrderPicture, filters: Filters, path: Ideal) -> str:
    """Who counts, what a skip is, and what the picture leaves out."""
    hidden = len(shown.moves) - len(shown.drawn("wide"))
    parts = [
        f"Counted: {count(shown.customers)} customers whose journey begins in the period; {filters.words()}.",
        f"Repeats of a {path.level} are one visit, and what lies beside the order is left out.",
        "Skipped ahead: to a later step without any that lies between. Went back: to an earlier step; a "
        "new visit that begins with an ad is a step back as well.",
    ]
    if shown.metric:
        parts.append(f"Colour: {measure(shown)} of the answers given about the step in the period.")
    if hidden:
        parts.append(f"{count(hidden)} thin moves are not drawn; the table has all of them.")
    return " ".join(parts)


def missed(steps: pd.DataFrame) -> str:
    """Which step is passed over most, in a sentence."""
    inner = steps[steps["passed_over"] > 0]
    if inner.empty:
        return "Nobody passes a step over."
    worst = inner.sort_values(["share", "step"], ascending=[False, True]).iloc[0]
    return (
        f"Most often missed: {worst['label']}. {count(worst['passed_over'])} customers moved past it "
        f"({share(worst['share'], 0)}, 95% interval {share(worst['low'], 0)} to {share(worst['high'], 0)}), "
        f"{count(worst['never'])} of them never came to it."
    )


def followed(classes: pd.DataFrame, path: Ideal) -> str:
    """How many walked the whole path in order, in a sentence."""
    whole = classes[classes["class"] == "(all)"].iloc[0]
    return (
        f"{count(whole['followed'])} of {count(whole['customers'])} customers "
        f"({share(whole['followed_share'])}, 95% interval {share(whole['followed_low'])} to "
        f"{share(whole['followed_high'])}) came from {path.labels[0]} to "
        f"{path.labels[-1]} in order the first time."
    )


#: What stands under the comparison of classes.
COMPARED = (
    "Customers who travel longer have more chances to go back and more to buy, so the classes differ in more "
    "than their order: read the comparison as who they are, not as what the order does. No move: at most one "
    "step of the order."
)
