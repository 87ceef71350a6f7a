"""Rows that hold a list, such as a session with its hits: seen as one row for each element of the list."""

import json
from collections.abc import Iterator
from dataclasses import replace

from lib.intake.jsonlines import as_text
from lib.model.mapping import Unnest
from lib.model.sheets import Sheet

_SAMPLE = 200

Row = tuple[str | None, ...]


def widened(sheet: Sheet, unnest: Unnest | None) -> Sheet:
    """The sheet as it looks once its lists are unnested: further columns, and a sample of the longer table.

    The count of rows is left open (-1): it is known when the sheet is loaded.
    """
    if unnest is None or unnest.column not in sheet.columns:
        return sheet
    columns = (*sheet.columns, *unnest.columns)
    longer = [row for one in sheet.sample for row in _rows(one, sheet.columns.index(unnest.column), unnest)]
    return replace(
        sheet, columns=columns, width=len(columns), rows=-1, sample=tuple(longer[:_SAMPLE]), labels=()
    )


def _rows(row: Row, at: int, unnest: Unnest) -> Iterator[Row]:
    for one in _elements(row[at]) or [None]:
        found = [as_text(_reach(one, key)) for key in unnest.keys]
        yield (*row[:at], as_text(one), *row[at + 1 :], *found)


def _elements(cell: str | None) -> list[object]:
    try:
        found = json.loads(cell or "null", parse_float=str, parse_int=str)
    except (json.JSONDecodeError, RecursionError):
        return []
    return found if isinstance(found, list) else []


def _reach(element: object, key: str) -> object:
    for step in key.split("."):
        element = element.get(step) if isinstance(element, dict) else None
    return element
