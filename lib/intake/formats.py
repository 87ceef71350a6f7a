"""How the times and amounts of a sheet are written: decided column by column, one export one way."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from lib.intake import amounts, times
from lib.intake.decision import Decision
from lib.model.mapping import Output, Take
from lib.model.sheets import Sheet
from lib.model.tables import Column, Type
from lib.store.convert import table_of
from lib.store.draft import Draft
from lib.store.words import look_at_words

SQL = Path(__file__).with_name("sql")
#: What a column is (time or amount), its name in the file, and those of columns that are read with it.
Key = tuple[str, str, tuple[str, ...]]
#: Stands for a format where a column that a row may lack cannot be read.
LEFT_OUT = "left_out"
#: Words of a format that say what becomes of a value, not how its text is read.
MEANINGS = frozenset({"line_total", "times", "per_line", "per_order", "reversed", "as_is"})


@dataclass(slots=True)
class Formats:
    """The format of each column, with what should be known and what must be asked."""

    by_column: dict[Key, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)

    def into(self, output: Output) -> Output:
        """The output with the formats in its takes; columns that cannot be read are left out of it."""
        types = {column.name: _family(column.type) for column in table_of(output.kind).columns}
        takes = []
        for take in output.takes:
            found = self.by_column.get((types.get(take.to, ""), take.column or "", take.also), "")
            if found != LEFT_OUT:
                takes.append(take if _said(take) else replace(take, format=f"{found} {take.format}".strip()))
        return replace(output, takes=tuple(takes))


def decide(draft: Draft, table: str, sheet: Sheet, outputs: Sequence[Output]) -> Formats:
    """Look at every cell of every time and amount in `outputs`; `table` holds the staged sheet."""
    wanted = _wanted(sheet, outputs)
    decided = {key: _decide(draft, table, sheet, key, wanted[key]) for key in wanted}
    settled = (_day_or_month(decided.values()), _comma_or_dot(decided.values()))
    formats = Formats()
    for key, decision in decided.items():
        to = wanted[key]
        question = decision.question.replace(times.TO, to.name)
        _settle(formats, key, replace(decision, question=question), settled, to.required)
    return formats


def _wanted(sheet: Sheet, outputs: Sequence[Output]) -> dict[Key, Column]:
    """The columns to decide and what each becomes; of several, one that a row must have."""
    wanted: dict[Key, Column] = {}
    for output in outputs:
        for column in table_of(output.kind).columns:
            family = _family(column.type)
            for take in output.sources(column.name):
                if family and take.column in sheet.columns and not take.path and not _said(take):
                    key = (family, str(take.column), take.also)
                    if key not in wanted or column.required:
                        wanted[key] = column
    return wanted


def _family(type_: Type) -> str:
    """What is decided of a column of this type: how its times, or its amounts, are written."""
    if type_ in ("timestamp", "date"):
        return "time"
    return type_ if type_ in ("money", "number", "integer") else ""


def _said(take: Take) -> bool:
    """Whether the format says already how the text is read."""
    return bool(set(take.format.split()) - MEANINGS)


def _decide(draft: Draft, table: str, sheet: Sheet, key: Key, to: Column) -> Decision:
    family, column, also = key
    cells = [f"c{sheet.columns.index(name)}" for name in (column, *also)]
    if also and family == "time":
        draft.look_at(table, "parts", row_no="row_no", day=cells[0], clock=cells[1])
        draft.script(SQL / "day_and_clock.sql")
    else:
        draft.look_at(table, "placed", cell=cells[0], row_no="row_no")
        look_at_words(draft, table, cells[0])
    if family == "time":
        return times.decide(draft, column, sheet.name)
    return amounts.decide(draft, column, sheet.name, to.name, to.type)


def _day_or_month(decisions: Iterable[Decision]) -> str | None:
    """What stands first in the dates of this file, where one of its columns settles it."""
    found = [way for one in decisions for way in one.format.split("|") if re.match(r"%[dm][/.-] ?%[dm]", way)]
    return found[0][:2] if found else None


def _comma_or_dot(decisions: Iterable[Decision]) -> str | None:
    """How this file marks decimals, where its columns agree on it."""
    found = {
        one.format for one in decisions if one.format == "comma" or (one.format == "dot" and one.settled)
    }
    return found.pop() if len(found) == 1 else None


def _settle(
    formats: Formats, key: Key, decision: Decision, settled: Sequence[str | None], required: bool
) -> None:
    """What one column settles holds for those that leave it open; the rest is asked, or left out."""
    chosen, note = decision.format, decision.note
    order, decimals = settled
    if decision.question and order and (found := _offered(decision.question, order)):
        chosen, note = found, "day and month in the order of the other columns"
    elif decision.question and decimals and _offered(decision.question, decimals):
        chosen, note = decimals, "decimals are marked as in the other columns"
    elif decision.question and required:
        formats.questions.append(decision.question)
    elif decision.question:
        chosen, note = LEFT_OUT, f"left out, as it {decision.question.split(' ', 1)[1]}"
    if note:
        formats.notes.append(f"{key[1]}: {note}")
    formats.by_column[key] = chosen


def _offered(question: str, order: str) -> str | None:
    """The format among those that a question offers which begins with `order`."""
    offered = [line.split('"')[3] for line in question.splitlines() if line.count('"') == 4]
    return next((one for one in offered if one.startswith(order)), None)
