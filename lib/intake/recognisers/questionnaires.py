"""Answers of forms that have no columns of their own (Google Forms): a column for each question."""

import re

from lib.intake.recognise import plain
from lib.intake.recognisers.addresses import addresses
from lib.intake.recognisers.columns import by_name
from lib.intake.recognisers.questions import asked
from lib.intake.recognisers.words import CUSTOMER, WORDS
from lib.model.mapping import Output, SheetMapping, Take
from lib.model.sheets import Sheet

EXPORTS = {"any form with a column for each question (Google Forms)": "answers, one for each scored question"}
WORD = WORDS["feedback"]
#: Ids of one answer; a bare `id` could be of anything.
IDS = tuple(name for name in WORD["feedback_id"] if name not in ("id", "row_id"))
#: Scores under a short name; two of them are two questions.
SCORES = re.compile(r"(nps|csat|ces|rating|satisfaction|effort|recommendation)(_score|_rating)?")
#: A question has at least so many words.
LEAST_WORDS = 4
#: A row about one of these, or with the metric in a column, is another kind of table.
OTHERS = frozenset((*WORDS["tickets"]["ticket_id"][:6], *WORD["metric"], "scale_min", "scale_max"))


def recognise(sheet: Sheet) -> SheetMapping | None:
    """A time, whole questions or several scores, and who or which answer where the names are short."""
    named = by_name(sheet)
    when = next((named[name] for name in WORD["given_at"] if name in named), None)
    questions = [column for column in sheet.columns if _is_question(column)]
    scores = [column for name, column in named.items() if SCORES.fullmatch(name)]
    if when is None or OTHERS & set(named):
        return None
    found_by = {*IDS, *CUSTOMER} & set(named)
    if not questions and (len(set(scores)) < 2 or not found_by):
        return None
    takes = _takes(named, when)
    taken = {take.column for take in takes}
    found = asked(sheet, [column for column in sheet.columns if column not in taken], takes)
    if not found.outputs:
        return None
    links = addresses(sheet, Output("feedback", tuple(takes)))
    return SheetMapping(
        recognised="answers to a form",
        outputs=(*found.outputs, *links),
        confidence=0.8,
        reason=f"{when!r} and {len(found.outputs)} questions with scores, a column each",
        notes=found.notes,
    )


def _is_question(column: str) -> bool:
    """Whether a header is a sentence.

    >>> _is_question("How easy was it to order?"), _is_question("Order number")
    (True, False)
    """
    return column.strip().endswith("?") or len(plain(column).split("_")) >= LEAST_WORDS


def _takes(named: dict[str, str], when: str) -> list[Take]:
    """Who answered, when and what about; every column of the customer counts, the first filled one."""
    words = {**{to: WORD[to] for to in ("order_id", "touchpoint", "stage", "channel")}, "feedback_id": IDS}
    found = {to: next((named[name] for name in names if name in named), None) for to, names in words.items()}
    who = dict.fromkeys(named[name] for name in CUSTOMER if name in named)
    takes = [Take("given_at", when), *(Take("customer_id", column) for column in who)]
    return takes + [Take(to, column) for to, column in found.items() if column]
