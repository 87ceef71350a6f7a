"""A sheet with a column for each question: which questions have scores, what they ask, on which scale."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lib.model.mapping import Output, Take
from lib.model.sheets import Sheet

#: Words of a question, by what it measures; asked in this order.
ASKS: tuple[tuple[str, str], ...] = (
    ("nps", r"recommend|\bnps\b|empfehl|recommand|recomend|consigli|aanbevel"),
    ("ces", r"\beas[yi]|effort|\bces\b|einfach|aufwand|facile|fácil|makkelijk"),
    ("csat", r"satisf|\bcsat\b|zufrieden|tevred|soddisf|insatisf"),
    ("rating", r"\brat(?:e|ing)\b|\bstars?\b|bewert|sterne|note\b"),
)
SCALE = re.compile(r"(?<!\d)(\d{1,3})\s*(?:-|–|to|bis|à|a)\s*(\d{1,3})(?!\d)")
NUMBER = re.compile(r"\d{1,3}(?:[.,]\d+)?")
#: A column of which this share of the filled cells are numbers holds scores.
MOST = 0.9
#: An open answer is longer than a choice.
LONG = 12


@dataclass(frozen=True, slots=True)
class Question:
    """One column: its name, its words, and the metric that they ask for."""

    column: str
    words: str
    metric: str | None


@dataclass(frozen=True, slots=True)
class Asked:
    """The outputs of a sheet of questions, what should be known, and what must be asked."""

    outputs: tuple[Output, ...]
    notes: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()


def asked(sheet: Sheet, columns: Iterable[str], takes: Sequence[Take]) -> Asked:
    """An output of feedback for each scored question among `columns`; `takes` hold for all of them.

    The metric is that of the question's words; a column of scores whose words say none is named in a note.
    """
    told = [_question(sheet, column) for column in columns]
    scored = [one for one in told if _numbers(sheet, one.column)]
    known = [one for one in scored if one.metric]
    comment = next((one for one in told if one not in scored and _is_open(sheet, one.column)), None)
    notes = [f"{one.column!r} was taken for {one.metric}, by the words of the question" for one in known]
    notes += [_unknown(one) for one in scored if not one.metric]
    notes += [_words_only(one) for one in told if one.metric and one not in scored]
    outputs = tuple(_output(one, takes, comment) for one in known)
    return Asked(outputs, tuple(notes), () if outputs else (_ask(sheet),))


def _question(sheet: Sheet, column: str) -> Question:
    """The words of a question stand in its header or in the header line below."""
    at = sheet.columns.index(column)
    label = sheet.labels[at] if at < len(sheet.labels) else ""
    words = re.sub(r"\{.*?\}", " ", f"{column} {label}").strip()
    metric = next((metric for metric, said in ASKS if re.search(said, words, re.IGNORECASE)), None)
    return Question(column, words, metric)


def _cells(sheet: Sheet, column: str) -> list[str]:
    at = sheet.columns.index(column)
    return [cell.strip() for row in sheet.sample if (cell := row[at]) and cell.strip()]


def _numbers(sheet: Sheet, column: str) -> bool:
    cells = _cells(sheet, column)
    return bool(cells) and sum(bool(NUMBER.fullmatch(cell)) for cell in cells) >= MOST * len(cells)


def _is_open(sheet: Sheet, column: str) -> bool:
    """Many different longer texts: people wrote them, they chose none."""
    cells = _cells(sheet, column)
    different = len(set(cells)) > max(1, len(cells) // 2)
    return bool(cells) and different and sum(map(len, cells)) >= LONG * len(cells)


def _output(one: Question, takes: Sequence[Take], comment: Question | None) -> Output:
    found = SCALE.search(one.words)
    scale = (Take("scale_min", value=found[1]), Take("scale_max", value=found[2])) if found else ()
    own = (
        Take("metric", value=one.metric),
        Take("score", one.column),
        *scale,
        Take("question", value=one.words[:200]),
        *((Take("comment", comment.column),) if comment else ()),
    )
    ids = tuple(
        Take(take.to, take.column, value=one.column) if take.to == "feedback_id" else take for take in takes
    )
    return Output("feedback", (*ids, *own))


def _unknown(one: Question) -> str:
    return (
        f"{one.column!r} holds numbers, but its words do not say what was asked: left out. Name it in the"
        " mapping to take it"
    )


def _words_only(one: Question) -> str:
    return (
        f"{one.column!r} asks for {one.metric}, but is answered in words: left out. Export the answers as"
        " numbers to take it"
    )


def _ask(sheet: Sheet) -> str:
    return (
        "no question with scores was found (recommend, satisfied, easy, rate). Say what the score is in the"
        f' mapping:\n[sheets."{sheet.name}".columns]\nscore = "<column>"\nmetric = {{ value = "csat" }}'
    )
