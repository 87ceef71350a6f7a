"""Staged text becomes typed canonical columns, with a reason for every row that cannot be one."""

from collections.abc import Sequence
from dataclasses import dataclass

from lib.model.mapping import ROW, Output, Take
from lib.model.tables import TABLES, Column, Table
from lib.store.draft import Draft, identifier

#: The macro that reads each type; times and days also need the zone.
MACROS = {
    "text": "to_text",
    "id": "to_id",
    "timestamp": "to_instant",
    "date": "to_day",
    "money": "to_money",
    "number": "to_number",
    "integer": "to_integer",
    "boolean": "to_flag",
}


@dataclass(frozen=True, slots=True)
class Converted:
    """A staged sheet as rows of one canonical table: `table` holds the columns, `row_no`, `why` and `raw`."""

    table: str
    kind: str
    #: (column, unreadable cells) of columns that a row may lack.
    unreadable: tuple[tuple[str, int], ...]


def convert(
    draft: Draft, staged: str, columns: Sequence[str], output: Output, zone: str, stem: str
) -> Converted:
    """Type every column of `output`; `why` is the first failing rule in words, NULL for a good row.

    `stem` begins the ids that are made where the file has none.
    """
    table = TABLES[output.kind]
    values: dict[str, object] = {"zone": zone, "stem": stem}
    taken = [column for column in table.columns if output.take(column.name)]
    cells = [_cell(output.take(c.name), columns, values, f"p{i}") for i, c in enumerate(taken)]  # type: ignore[arg-type]
    typed = [
        f"{_read(column, cell, output.take(column.name), values, f'f{i}')} AS {column.name}, {cell} AS raw_{i}"
        for i, (column, cell) in enumerate(zip(taken, cells, strict=True))
    ]
    name = draft.next_name("converted")
    why = _why(table, taken, values)
    text = (
        f"CREATE TABLE {identifier(name)} AS SELECT *, {why} AS why FROM"
        f" (SELECT row_no, {', '.join(typed)} FROM {identifier(staged)} {_only(output, columns, values)})"
    )
    draft.execute(text, _used(text, values))
    return Converted(name, output.kind, _unreadable(draft, name, table, taken))


def _cell(take: Take, columns: Sequence[str], values: dict[str, object], key: str) -> str:
    """The text of a cell, before it is read."""
    if take.column is None:
        values[key] = take.value
        return f"${key}::VARCHAR"
    if take.column == ROW:
        return "($stem || '-' || row_no)"
    cell = f"c{list(columns).index(take.column)}"
    if take.path is None:
        return cell
    values[key] = take.path
    return f"CASE WHEN json_valid({cell}) THEN json_extract_string({cell}, ${key}) END"


def _read(column: Column, cell: str, take: Take | None, values: dict[str, object], key: str) -> str:
    format_ = take.format if take else ""
    timely = column.type in ("timestamp", "date")
    if timely and "%" in format_:
        values[key] = format_.split("|")
        return _by_pattern(column, cell, key, format_)
    values[key] = format_
    return f"{MACROS[column.type]}({cell}, ${key}::VARCHAR{', $zone' if timely else ''})"


def _by_pattern(column: Column, cell: str, key: str, format_: str) -> str:
    """A time by strptime patterns; they must be bound where they are used, so no macro can hold this."""
    parsed = f"try_strptime(trim({cell}), ${key}::VARCHAR[])"
    if column.type == "date":
        return f"CAST({parsed} AS DATE)"
    zoned = parsed if "%z" in format_ else f"timezone($zone, {parsed})"
    return f"({zoned} AT TIME ZONE 'UTC')"


def _why(table: Table, taken: Sequence[Column], values: dict[str, object]) -> str:
    """The first failing rule of a row: a required column empty or unreadable."""
    rules = []
    for i, column in enumerate(taken):
        if not column.required:
            continue
        values[f"e{i}"] = f"{column.name} is empty"
        values[f"u{i}"] = f"{column.name} cannot be read as {_said(column)}"
        rules.append(f"WHEN filled(raw_{i}) IS NULL THEN $e{i}::VARCHAR")
        rules.append(f"WHEN {column.name} IS NULL THEN $u{i}::VARCHAR")
    return f"CASE {' '.join(rules)} END" if rules else "NULL::VARCHAR"


def _said(column: Column) -> str:
    kinds = {"timestamp": "a time", "date": "a day", "money": "an amount", "id": "an id", "text": "text"}
    return kinds.get(column.type, "a number")


def _only(output: Output, columns: Sequence[str], values: dict[str, object]) -> str:
    if output.only is None:
        return ""
    column, wanted = output.only
    values["only"] = [value.strip().lower() for value in wanted]
    return f"WHERE list_contains($only::VARCHAR[], lower(trim(c{list(columns).index(column)})))"


def _unreadable(
    draft: Draft, name: str, table: Table, taken: Sequence[Column]
) -> tuple[tuple[str, int], ...]:
    optional = [(i, column) for i, column in enumerate(taken) if not column.required]
    if not optional:
        return ()
    counts = ", ".join(
        f"count_if(filled(raw_{i}) IS NOT NULL AND {column.name} IS NULL)" for i, column in optional
    )
    found = draft.execute(f"SELECT {counts} FROM {identifier(name)} WHERE why IS NULL")[0]
    return tuple((column.name, n) for (_, column), n in zip(optional, found, strict=True) if n)


def _used(text: str, values: dict[str, object]) -> dict[str, object]:
    """The values whose names stand in the text."""
    import re

    named = set(re.findall(r"\$([a-z]+[0-9]*)", text))
    return {name: value for name, value in values.items() if name in named}
