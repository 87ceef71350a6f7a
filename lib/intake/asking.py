"""What must be asked before a drop can be taken in, each question with the answers to choose from.

Questions are found by looking at every value, without storing a row. The mapping lines that a question
names are its answers: choosing one is the same as writing them into a mapping file.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from lib.intake.check import look
from lib.intake.mapping_file import from_toml
from lib.intake.propose import decide
from lib.intake.pseudonym import keys
from lib.model.errors import IntakeError
from lib.model.mapping import SetAside, SheetMapping
from lib.model.sheets import Sheet
from lib.model.tables import FEEDBACK_METRICS
from lib.store.draft import Draft

#: Constants that a question names one example of, with all that are usual.
USUAL: dict[str, tuple[str, ...]] = {
    "metric": tuple(FEEDBACK_METRICS),
    "source": ("google ads", "meta ads", "microsoft ads", "tiktok ads", "pinterest ads", "affiliate"),
}
_CURRENCIES = re.compile(r"^'(?P<column>.+)' holds several currencies \((?P<list>[^)]+)\)")
#: Example cells that show how the answers differ.
EXAMPLES = 2


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer: what it `says` to a person, and what it decides of the sheet."""

    says: str
    decides: SheetMapping


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, in words, with its answers; none where only the file or the mapping can answer."""

    text: str
    choices: tuple[Choice, ...] = ()


def questions(sheet: Sheet, mapping: SheetMapping) -> list[Question]:
    """What must be decided before `sheet` can be taken in as `mapping` says."""
    if not mapping.outputs:
        return []
    with Draft() as draft:
        account = look(draft, sheet, mapping, keys())
    return [of_text(text, sheet) for text in dict.fromkeys(account.questions)]


def of_text(text: str, sheet: Sheet) -> Question:
    """A question with the answers that its lines name."""
    if found := _CURRENCIES.match(text):
        return Question(text.partition(". ")[0], tuple(_of_currencies(found["column"], found["list"])))
    said, _, lines = text.partition("\n")
    choices = tuple(choice for one in _alternatives(lines) for choice in _choices(one, sheet))
    asked = re.sub(r",? (?:or )?[Dd]ecide it in the mapping:$", "", said) if choices else text
    return Question(asked.rstrip(".") + ("." if choices else ""), choices)


def answer(sheet: Sheet, mapping: SheetMapping, choice: Choice) -> SheetMapping:
    """The mapping with one question answered."""
    said = choice.decides
    return decide(sheet, replace(mapping, asides=(*mapping.asides, *said.asides)), said)


def _alternatives(lines: str) -> Iterator[str]:
    """Each answer as lines of a mapping file; an answer without a heading is under the last one."""
    heading = ""
    for one in re.split(r"(?:^|\n)or ", lines):
        first = one.split("\n", 1)[0]
        heading = first if first.startswith("[") else heading
        if one.strip() and "<" not in one:
            yield one if first.startswith("[") else f"{heading}\n{one}"


def _choices(lines: str, sheet: Sheet) -> Iterator[Choice]:
    try:
        said = from_toml(lines).sheets.get(sheet.name)
    except IntakeError:
        return
    if said is None:
        return
    for column, way in said.formats.items():
        means = re.search(r"# (.+)$", lines)
        yield Choice(_means(sheet, column, way, means[1] if means else ""), said)
    for take in said.decided:
        for value in dict.fromkeys([str(take.value), *USUAL.get(take.to, ())]):
            yield Choice(value, replace(said, decided=(replace(take, value=value),)))


def _means(sheet: Sheet, column: str, way: str, said: str) -> str:
    """An answer about a format as a person reads it: by example values of the file."""
    if said:
        return said[0].upper() + said[1:]
    read = [f"{cell} is {when}" for cell in _cells(sheet, column) if (when := reading(cell, way))]
    return "; ".join(read[:EXAMPLES]) or way


def _cells(sheet: Sheet, column: str) -> list[str]:
    """Cells of a column, those of unlike numbers first: 04/04/2026 shows nothing."""
    if column not in sheet.columns:
        return []
    place = sheet.columns.index(column)
    cells = dict.fromkeys(cell for row in sheet.sample if (cell := row[place]))
    return sorted(cells, key=lambda cell: len(set(re.findall(r"\d+", cell)[:2])) < 2)


def reading(cell: str, way: str) -> str:
    """A time as `way` reads it, or '' where it does not.

    >>> reading("03/04/2026", "%d/%m/%Y"), reading("03/04/2026 9:05", "%m/%d/%Y|%m/%d/%Y %H:%M")
    ('3 April 2026', '4 March 2026, 09:05')
    """
    for pattern in way.split("|"):
        try:
            when = datetime.strptime(cell.strip(), pattern)  # noqa: DTZ007 (a wall clock, shown as it is)
        except ValueError:
            continue
        clock = f", {when:%H:%M}" if "%H" in pattern or "%I" in pattern else ""
        return f"{when.day} {when:%B %Y}{clock}"
    return ""


def _of_currencies(column: str, listed: str) -> Iterator[Choice]:
    """Take in one of several currencies; the rows in others are set aside with the reason."""
    found = [one.rsplit(" ", 1) for one in listed.split(", ")]
    for currency, rows in found:
        others = tuple(other for other, _ in found if other != currency)
        aside = SetAside(column, others, f"in another currency than {currency}, which are never added up")
        said = f"Only {currency} ({rows} {'row' if rows == '1' else 'rows'})"
        yield Choice(said, SheetMapping("", asides=(aside,)))


def open_questions(sheets: Sequence[Sheet], mappings: dict[str, SheetMapping]) -> dict[str, list[Question]]:
    """The questions about each sheet that has any."""
    found = {sheet.name: questions(sheet, mappings[sheet.name]) for sheet in sheets}
    return {name: asked for name, asked in found.items() if asked}
