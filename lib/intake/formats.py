"""How the times and amounts of a sheet are written: decided column by column, one export one way."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from lib.intake import amounts, times
from lib.intake.decision import Decision
from lib.model.mapping import Output, Take
from lib.model.sheets import Sheet
from lib.store.convert import table_of
from lib.store.draft import Draft

SQL = Path(__file__).with_name("sql")
#: What a column is (time or amount), its name in the file, and those of columns that are read with it.
Key = tuple[str, str, tuple[str, ...]]
#: Stands for a format where a column that a row may lack cannot be read.
LEFT_OUT = "left_out"
#: Who decides how a column of each family is read.
WAYS = {"time": times.decide, "amount": amounts.decide, "count": amounts.decide_count}
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
    decided = {key: _decide(draft, table, sheet, key) for key in wanted}
    order = _day_or_month(decided.values())
    formats = Formats()
    for key, decision in decided.items():
        to, required = wanted[key]
        question = decision.question.replace(times.TO, to)
        _settle(formats, key, replace(decision, question=question), order, required)
    return formats


def _wanted(sheet: Sheet, outputs: Sequence[Output]) -> dict[Key, tuple[str, bool]]:
    """The columns to decide, what each becomes, and whether a row must have it."""
    wanted: dict[Key, tuple[str, bool]] = {}
    for output in outputs:
        for column in table_of(output.kind).columns:
            family = _family(column.type)
            for take in output.sources(column.name):
                if family and take.column in sheet.columns and not take.path and not _said(take):
                    key = (family, str(take.column), take.also)
                    to, required = wanted.get(key, (column.name, False))
                    wanted[key] = (to, required or column.required)
    return wanted


def _family(type_: str) -> str:
    """Times, amounts and counts are written in several ways; everything else has one.

    >>> _family("date"), _family("money"), _family("integer"), _family("id")
    ('time', 'amount', 'count', '')
    """
    if type_ in ("timestamp", "date"):
        return "time"
    return {"money": "amount", "number": "amount", "integer": "count"}.get(type_, "")


def _said(take: Take) -> bool:
    """Whether the format says already how the text is read."""
    return bool(set(take.format.split()) - MEANINGS)


def _decide(draft: Draft, table: str, sheet: Sheet, key: Key) -> Decision:
    family, column, also = key
    cells = [f"c{sheet.columns.index(name)}" for name in (column, *also)]
    if also and family == "time":
        draft.look_at(table, "parts", row_no="row_no", day=cells[0], clock=cells[1])
        draft.script(SQL / "day_and_clock.sql")
    else:
        draft.look_at(table, "cells", cell=cells[0], row_no="row_no")
    return WAYS[family](draft, column, sheet.name)


def _day_or_month(decisions: Iterable[Decision]) -> str | None:
    """What stands first in the dates of this file, where one of its columns settles it."""
    found = [way for one in decisions for way in one.format.split("|") if re.match(r"%[dm][/.-] ?%[dm]", way)]
    return found[0][:2] if found else None


def _settle(formats: Formats, key: Key, decision: Decision, order: str | None, required: bool) -> None:
    """What one column settles holds for those that leave it open; the rest is asked, or left out."""
    chosen, note = decision.format, decision.note
    if decision.question and order and (found := _offered(decision.question, order)):
        chosen, note = found, "day and month in the order of the other columns"
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
