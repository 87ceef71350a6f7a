"""A sheet with a column for each question: which questions have scores, what they ask, on which scale."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lib.model.answers import steps
from lib.model.mapping import Output, Take
from lib.model.sheets import Sheet

#: Words of a question, by what it measures; asked in this order.
ASKS: tuple[tuple[str, str], ...] = (
    ("nps", r"recommend|\bnps\b|empfehl|recommand|recomend|consigli|aanbevel"),
    (
        "ces",
        r"\beas[yi]|effort|how (?:difficult|hard|complicated)|schwierig|\bces\b|einfach|aufwand"
        r"|facile|fácil|makkelijk",
    ),
    ("csat", r"satisf|\bcsat\b|zufrieden|tevred|soddisf|insatisf"),
    ("rating", r"\brat(?:e|ing)\b|\bstars?\b|bewert|sterne|note\b"),
)
SCALE = re.compile(r"(?<!\d)(\d{1,3})\s*(?:-|–|to|bis|à|a)\s*(\d{1,3})(?!\d)")
#: The two ends by their names: `1 = very easy, 7 = very difficult`.
ENDS = re.compile(r"(?<!\d)(\d{1,3})\s*=\s*[^\d=]+?(\d{1,3})\s*=")
NUMBER = re.compile(r"\d{1,3}(?:[.,]\d+)?")
#: What SurveyMonkey writes under a question that has one answer.
OPTIONS = frozenset({"response", "open-ended response", "score"})
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
    worded = {
        one: found
        for one in told
        if one.metric not in (None, "nps") and one not in scored and (found := _steps(sheet, one.column))
    }
    known = [one for one in told if one in worded or (one in scored and one.metric)]
    written = [one for one in told if one not in scored and not one.metric and _is_open(sheet, one.column)]
    comment = max(written, key=lambda one: _variety(sheet, one.column), default=None)
    notes = [f"{one.column!r} was taken for {one.metric}, by the words of the question" for one in known]
    notes += [_stepped(one, found) for one, found in worded.items()]
    notes += [_unknown(one) for one in scored if not one.metric]
    notes += [_words_only(one) for one in told if one.metric and one not in known]
    outputs = tuple(_output(one, takes, comment, one in worded) for one in known)
    return Asked(outputs, tuple(notes), () if outputs else (_ask(sheet),))


def _steps(sheet: Sheet, column: str) -> dict[str, int] | None:
    return steps(set(_cells(sheet, column)))


def _stepped(one: Question, found: dict[str, int]) -> str:
    said = ", ".join(f"{word!r} is {step}" for word, step in sorted(found.items(), key=lambda pair: pair[1]))
    return f"{one.column!r} is answered in words and was read on the scale 1 to 5: {said}"


def _question(sheet: Sheet, column: str) -> Question:
    """The words of a question stand in its header or in the header line below."""
    at = sheet.columns.index(column)
    label = re.sub(r"\{.*?\}", " ", sheet.labels[at] if at < len(sheet.labels) else "")
    parts = [column.strip(), *(part.strip() for part in label.split(" / "))]
    words = " ".join(dict.fromkeys(part for part in parts if part and part.lower() not in OPTIONS))
    spoken = words.replace("_", " ")
    metric = next((metric for metric, said in ASKS if re.search(said, spoken, re.IGNORECASE)), None)
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


def _variety(sheet: Sheet, column: str) -> int:
    """How many different answers there are; of several open questions the one most written to is kept."""
    return len(set(_cells(sheet, column)))


def _output(one: Question, takes: Sequence[Take], comment: Question | None, worded: bool) -> Output:
    """The answers to one question; on the scale that its words name, or that of answers in words."""
    found = SCALE.search(one.words) or ENDS.search(one.words)
    ends = ("1", "5") if worded else (found[1], found[2]) if found else None
    scale = (Take("scale_min", value=ends[0]), Take("scale_max", value=ends[1])) if ends else ()
    own = (
        Take("metric", value=one.metric),
        Take("score", one.column, format="in_words" if worded else ""),
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
        f"{one.column!r} asks for {one.metric}, but its answers are no scale of five steps: left out."
        " Export the answers as numbers to take it"
    )


def _ask(sheet: Sheet) -> str:
    return (
        "no question with scores was found (recommend, satisfied, easy, rate). Say what the score is in the"
        f' mapping:\n[sheets."{sheet.name}".columns]\nscore = "<column>"\nmetric = {{ value = "csat" }}'
    )
