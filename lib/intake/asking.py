"""The questions of a sheet as choices: what each answer would mean, and the mapping after the answers."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from lib.intake.check import look_through
from lib.intake.currencies import NO_RATES, Rates
from lib.intake.mapping_file import with_formats
from lib.intake.recognisers.shapes import PLATFORMS
from lib.model.errors import IntakeError
from lib.model.mapping import SetAside, SheetMapping, Take
from lib.model.sheets import Sheet
from lib.model.tables import FEEDBACK_METRICS
from lib.store.draft import Draft

#: What may be said of canonical columns that hold for a whole file.
SAID = {"metric": tuple(FEEDBACK_METRICS), "source": tuple(dict.fromkeys(PLATFORMS.values()))}
#: Canonical columns whose answer may be another word.
OPEN = frozenset({"source"})
_LINES = re.compile(
    r"[.,:]? *(?:or )?(?:[Dd]ecide it|name both|choose one with --kind, or) in the mapping[^\n]*\n"
)
_CURRENCIES = re.compile(r"'(?P<column>.+)' holds several currencies \((?P<list>[^)]+)\)[^.]*")
_FORMAT = re.compile(r'(?:or )?"(?P<column>.+)" = "(?P<format>[^"]*)"(?:\s+# (?P<means>.*))?')
_VALUE = re.compile(r'(?P<to>\w+) = \{ value = ".*" \}')
_DAY = re.compile(r'(?P<to>\w+) = \{column = "<day>", also = \["(?P<clock>.+)"\]\}')


@dataclass(frozen=True, slots=True)
class Question:
    """What must be decided before a sheet can be read.

    `text` is the question as the report has it, `said` its words without the lines of a mapping. An answer
    is one of `choices`: a format of the `column`, or what the canonical column `to` holds. Without choices
    only another export answers it.
    """

    text: str
    said: str
    column: str = ""
    to: str = ""
    choices: tuple[str, ...] = ()
    #: What the choices mean, where the question says it.
    means: tuple[str, ...] = ()
    #: Whether the choice is the one value of the column whose rows are taken.
    only: bool = False


def open_questions(sheet: Sheet, mapping: SheetMapping, rates: Rates = NO_RATES) -> tuple[Question, ...]:
    """What only the whole columns of a sheet leave open; every cell is looked at, nothing is stored."""
    if not mapping.outputs:
        return ()
    with Draft() as draft:
        try:
            found = look_through(draft, sheet, replace(mapping, questions=()), rates=rates).questions
        except IntakeError as error:
            found = [str(error)]
    return tuple(question(sheet, text) for text in dict.fromkeys(found))


def question(sheet: Sheet, text: str) -> Question:
    """A question of the mapping or of the columns, with the answers that its lines offer."""
    if found := _CURRENCIES.match(text):
        listed = [one.rsplit(" ", 1) for one in found["list"].split(", ")]
        choices, means = tuple(one for one, _ in listed), tuple(f"only {one}, {n} rows" for one, n in listed)
        return Question(text, found[0].rstrip("."), found["column"], "", choices, means, only=True)
    said, *lines = _LINES.split(text, maxsplit=1)
    for line in lines[0].splitlines() if lines else ():
        if _FORMAT.fullmatch(line):
            return _of_formats(text, said, lines[0].splitlines())
        if (found := _VALUE.fullmatch(line)) and found["to"] in SAID:
            return Question(text, said, to=found["to"], choices=SAID[found["to"]])
        if found := _DAY.fullmatch(line):
            days = tuple(column for column in sheet.columns if column != found["clock"])
            return Question(text, said, found["clock"], found["to"], days)
    return Question(text, text)


def in_words(text: str) -> str:
    """A question or a reason without the lines of a mapping.

    >>> in_words('nothing says what was asked. Decide it in the mapping:\\nmetric = { value = "csat" }')
    'nothing says what was asked'
    """
    return _LINES.split(text, maxsplit=1)[0]


def _of_formats(text: str, said: str, lines: Iterable[str]) -> Question:
    found = [one for line in lines if (one := _FORMAT.fullmatch(line))]
    means = tuple(one["means"] or "" for one in found)
    return Question(text, said, found[0]["column"], "", tuple(one["format"] for one in found), means)


def meaning(sheet: Sheet, asked: Question, choice: str) -> str:
    """What an answer would make of the sheet, with a value of its own where that shows it.

    A date `03/04/2026` read as `%d/%m/%Y` is shown as 3 April 2026.
    """
    if asked.to:
        return f"{_example(sheet, choice)} in {choice}" if asked.column else choice
    if said := asked.means[asked.choices.index(choice)]:
        return said
    read = ((cell, _day(cell, choice)) for cell in _cells(sheet, asked.column))
    return next((f"{cell} is {shown}" for cell, shown in read if shown), choice)


def _cells(sheet: Sheet, column: str) -> Iterator[str]:
    place = sheet.columns.index(column)
    return (cell for row in sheet.sample if (cell := row[place]))


def _example(sheet: Sheet, column: str) -> str:
    return next(_cells(sheet, column), "nothing")


def _day(cell: str, format_: str) -> str | None:
    """The day of a cell as a format of several patterns reads it, in words; None where none fits."""
    for pattern in format_.split("|"):
        try:
            when = datetime.strptime(cell.strip(), pattern)  # noqa: DTZ007 (only its words are shown)
        except ValueError:
            continue
        return f"{when.day} {when:%B} {when.year}"
    return None


def answered(found: SheetMapping, answers: Mapping[Question, str]) -> SheetMapping:
    """The mapping with what was answered; those questions are gone from it."""
    formats = {one.column: answer for one, answer in answers.items() if not one.to and not one.only}
    asides = [_others(asked, answer) for asked, answer in answers.items() if asked.only]
    said = {asked.to: _take(asked, answer) for asked, answer in answers.items() if asked.to}
    closed = {asked.text for asked in answers}
    return with_formats(
        replace(
            _with_takes(found, said),
            formats={**found.formats, **formats},
            asides=(*found.asides, *asides),
            questions=tuple(one for one in found.questions if one not in closed),
        )
    )


def _others(asked: Question, answer: str) -> SetAside:
    others = tuple(one for one in asked.choices if one != answer)
    return SetAside(asked.column, others, f"not in {answer}, and currencies are never added up")


def _take(asked: Question, answer: str) -> Take:
    if asked.column:
        return Take(asked.to, answer, also=(asked.column,))
    return Take(asked.to, value=answer)


def _with_takes(found: SheetMapping, said: Mapping[str, Take]) -> SheetMapping:
    """What was said of canonical columns, in the first table that a sheet feeds."""
    if not said or not found.outputs:
        return found
    first, *rest = found.outputs
    kept = tuple(take for take in first.takes if take.to not in said)
    return replace(found, outputs=(replace(first, takes=(*kept, *said.values())), *rest))
