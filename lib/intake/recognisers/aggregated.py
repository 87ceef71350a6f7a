"""Tables that somebody has already added up: rates per day, counts per answer, funnels. Nobody is in them."""

import re

from lib.intake.recognise import plain
from lib.intake.recognisers.words import CUSTOMER, ORDER, VISITOR, WORDS
from lib.model.mapping import SheetMapping
from lib.model.sheets import Sheet

EXPORTS = {
    "tables that are added up already (a rate per day, counts per answer, a funnel)": (
        "refused with the reason: no row is about one customer, order or answer"
    ),
}

RATE = re.compile(
    r"(^|_)(rate|avg|average|mean|share|pct|percent|ratio|ctr|aov|per_session|per_visit|bounce)(_|$|s$)"
)
COUNT = re.compile(
    r"^(ga_)?((new|returning|unique|total|mobile|desktop|tablet)_)?"
    r"(visitors|visits|users|sessions|page_?views|respondents|responses|transactions|conversions|customers|orders|"
    r"clicks|impressions|purchases|bounces|goal_completions|carts|checkouts|count|value|sales|revenue)$"
)
ANSWERS = re.compile(
    r"^((very|extremely|somewhat)_)?(un|dis)?satisfied$|^neutral$|^(detractors|passives|promoters)$"
)
#: A column of money or sales for each medium, as tables for media mix models have.
MEDIUM = re.compile(
    r"^(tv|television|radio|newspapers?|print|magazines?|outdoor|billboards?|cinema)(_spend|_cost)?$"
)
#: Scores are means where a column beside them counts the answers.
SCORE = re.compile(r"(nps|csat|ces|satisfaction|effort)(_score)?")
COUNTED = frozenset(("responses", "respondents", "answers", "response_count", "n_responses"))
WHEN = re.compile(r"(^|_)(date|day|week|month|year|year_month|timestamp|hour|quarter|datum)$")
IDS = frozenset(
    (*CUSTOMER, *VISITOR, *ORDER, *WORDS["tickets"]["ticket_id"][:6], "response_id", "session_id")
)
COSTS = frozenset(WORDS["spend"]["cost"])


def recognise(sheet: Sheet) -> SheetMapping | None:
    """Refused with the reason where every number is a count or a rate and no row is about somebody."""
    names = [plain(column) for column in sheet.columns]
    if any(name in IDS for name in names) or any(name in COSTS for name in names):
        return None
    means = SCORE if COUNTED & set(names) else None
    summed = [
        column
        for column, name in zip(sheet.columns, names, strict=True)
        if _is_summary(name) or (means and means.fullmatch(name))
    ]
    periods = [name for name in names if WHEN.search(name)]
    answers = [name for name in names if ANSWERS.search(name)]
    if len(answers) < 2 and (
        not summed or len(summed) + len(periods) < 0.6 * len(names) or not periods + _steps(names)
    ):
        return None
    shown = ", ".join(repr(column) for column in summed[:3])
    return SheetMapping(
        recognised="an aggregated table",
        confidence=0.9,
        reason=(
            f"this table is already added up ({shown}): no row is about"
            " one customer, order or answer. Export the single events, orders or answers instead"
        ),
    )


def _is_summary(name: str) -> bool:
    return any(pattern.search(name) for pattern in (RATE, COUNT, ANSWERS, MEDIUM))


def _steps(names: list[str]) -> list[str]:
    return [
        name for name in names if name in ("step", "stage", "funnel_step", "country", "channel", "device")
    ]
