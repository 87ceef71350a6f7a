"""The lanes of the journey map: what each says, how it is known, and what people may write into it."""

from dataclasses import dataclass
from typing import Literal

from lib.model.errors import QuestionError

Evidence = Literal["measured", "surveyed", "opinion", "no data"]
#: How a cell is known, with what stands for it in the picture: never colour alone.
EVIDENCE: dict[Evidence, tuple[str, str]] = {
    "measured": ("●", "counted in the events, orders and tickets"),
    "surveyed": ("◆", "answered by some of the customers"),
    "opinion": ("○", "written by somebody on the map"),
    "no data": ("–", "nothing is known: no events, no answers, or too few"),
}
#: In which unit the value of a lane is; text lanes have none.
Unit = Literal["count", "share", "seconds", "satisfaction", "money", "text"]


@dataclass(frozen=True, slots=True)
class Lane:
    """One lane; `about` says what a cell is, for the help, the table and the documentation."""

    id: str
    title: str
    unit: Unit
    evidence: Evidence
    about: str


_ALL = (
    Lane(
        "satisfaction",
        "Satisfaction",
        "satisfaction",
        "surveyed",
        "The answers about the touchpoint to one question on one scale, with the 95% interval.",
    ),
    Lane(
        "difference",
        "Difference",
        "text",
        "surveyed",
        "This map's satisfaction less that of the other; beyond chance is adjusted for the cells compared.",
    ),
    Lane("customers", "Customers", "count", "measured", "Unique customers who met the touchpoint."),
    Lane(
        "bought",
        "Order in 30 days",
        "share",
        "measured",
        "Of the customers watched for 30 days from here, those who placed an order in that time.",
    ),
    Lane("time", "Time to next step", "seconds", "measured", "Median time until the customer's next event."),
    Lane("channels", "Channels", "text", "measured", "The channels by their share of the customers here."),
    Lane(
        "answered",
        "Answered",
        "share",
        "measured",
        "Of the customers here, those who answered a question about it.",
    ),
    Lane(
        "promise", "Promise broken", "share", "measured", "What was later or worse than promised, of all due."
    ),
    Lane(
        "moment",
        "Moment of truth",
        "text",
        "surveyed",
        "How many more of the satisfied than of the unsatisfied order again within 90 days; ★ beyond chance.",
    ),
    Lane("pain", "Pain point", "text", "measured", "The pain that stands out most, with what it rests on."),
    Lane("words", "In their words", "text", "surveyed", "One comment that is typical of the unhappy here."),
    Lane(
        "money",
        "Opportunity",
        "money",
        "measured",
        "What the pain goes along with losing, per year of the data shown; an association, not a cause.",
    ),
)
#: Every lane by its id, in the order in which the map shows them.
LANES: dict[str, Lane] = {lane.id: lane for lane in _ALL}
#: What people write on the map, by touchpoint; the picture shows the first two.
FIELDS: dict[str, str] = {
    "owner": "Owner",
    "status": "Status",
    "action": "Action",
    "due": "Due",
    "hypothesis": "Hypothesis",
    "note": "Note",
}
STATUSES: tuple[str, ...] = ("", "open", "planned", "in progress", "done", "dropped")
#: What the lane of pains says where enough answers show none.
NONE_FOUND = "none found"
#: The most touchpoints that fit one canvas, by default and at all.
USUAL, MOST = 12, 16


@dataclass(frozen=True, slots=True)
class MapLook:
    """What a map shows: the question's unit (share, nps, score), its target, ends and name, and the lanes.

    `lanes` are those below the curve, as (id, title), in their order; `evidence` how each is usually known.
    """

    unit: Literal["share", "nps", "score"]
    target: float
    ends: tuple[float, float]
    measure: str
    lanes: tuple[tuple[str, str], ...] = ()
    evidence: tuple[str, ...] = ()


def lane(name: str) -> Lane:
    """The lane called `name`; QuestionError naming the valid ones otherwise.

    >>> lane("time").unit
    'seconds'
    """
    if name not in LANES:
        raise QuestionError.unknown("lane of the map", name, LANES)
    return LANES[name]
