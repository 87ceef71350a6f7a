"""Rows that hold a list, such as a session with its hits: seen as one row for each element of the list."""

import json
from collections.abc import Iterator, Sequence
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
    if unnest is None or not ({unnest.column} | set(_grouped(unnest))) & set(sheet.columns):
        return sheet
    columns = (*sheet.columns, *unnest.columns)
    longer = [row for one in sheet.sample for row in _rows(one, sheet.columns, unnest)]
    return replace(
        sheet, columns=columns, width=len(columns), rows=-1, sample=tuple(longer[:_SAMPLE]), labels=()
    )


def _grouped(unnest: Unnest) -> tuple[str, ...]:
    return tuple(column for group in unnest.groups for column in group if column)


def _rows(row: Row, columns: Sequence[str], unnest: Unnest) -> Iterator[Row]:
    spread = {unnest.column, *_grouped(unnest)}
    around = tuple(None if name in spread else cell for name, cell in zip(columns, row, strict=True))
    named = dict(zip(columns, row, strict=True))
    found = _of_columns(named, unnest) if unnest.groups else _of_list(named.get(unnest.column), unnest)
    for one in found or [(None,) * len(unnest.keys)]:
        yield (*around, *one)


def _of_columns(row: dict[str, str | None], unnest: Unnest) -> list[Row]:
    found = [tuple(row.get(column) for column in group) for group in unnest.groups]
    return [cells for cells in found if any(cells)]


def _of_list(cell: str | None, unnest: Unnest) -> list[Row]:
    return [tuple(as_text(_reach(one, key)) for key in unnest.keys) for one in _elements(cell)]


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
