"""Sheets become staged tables: every cell as text, every record with its place in the file."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import duckdb

from lib.model.errors import IntakeError
from lib.model.mapping import Unnest
from lib.model.sheets import Sheet
from lib.store.cells import reached
from lib.store.draft import Draft, identifier
from lib.store.words import forget_words

#: The recipe that loses nothing: a fixed dialect, no guessed header, no comment sign, long rows aside.
CSV = (
    "SELECT * FROM read_csv($path, auto_detect=false, header=false, skip=$skip, delim=$delim, quote=$quote,"
    " escape=$escape, comment='', null_padding=true, parallel={parallel}, strict_mode=true,"
    " max_line_size=8388608, store_rejects=true, columns={columns})"
)
TOO_LONG = "more cells than the header has columns"


@dataclass(frozen=True, slots=True)
class Staged:
    """A loaded sheet: the table holds `row_no` and the cells `c0`, `c1` ... as text.

    `lost` rows of the file could not be loaded; each stands in `rejected` already, with its reason.
    """

    table: str
    rows: int
    lost: tuple[tuple[str, int], ...] = ()

    @property
    def read(self) -> int:
        """The data rows of the file."""
        return self.rows + sum(rows for _, rows in self.lost)


def load(draft: Draft, sheet: Sheet) -> Staged:
    """Load `sheet` into the draft. Raises IntakeError where the text breaks its own dialect."""
    name = draft.next_name("staged")
    try:
        if sheet.form == "csv":
            _load_csv(draft, sheet, name)
        elif sheet.form == "parquet":
            _load_parquet(draft, sheet, name)
        else:
            _load_ndjson(draft, sheet, name)
    except duckdb.Error as error:
        raise IntakeError(
            f"{sheet.name} breaks off or changes its form within the file: {_short(error)}",
            "Open it in the program it comes from, export it again as CSV (UTF-8) and upload that.",
        ) from error
    return Staged(name, draft.count(name), _lost(draft, sheet))


def _load_csv(draft: Draft, sheet: Sheet, name: str) -> None:
    width = max(sheet.width, len(sheet.columns))
    columns = "{" + ", ".join(f"'c{i}': 'VARCHAR'" for i in range(width)) + "}"
    chosen = ", ".join(f"c{i}" for i in range(len(sheet.columns)))
    values = {
        "path": str(sheet.path),
        "skip": sheet.first_row,
        "delim": sheet.delimiter,
        "quote": sheet.quote,
        "escape": sheet.escape,
    }
    for parallel in ("true", "false"):
        _forget_rejects(draft)
        try:
            text = CSV.format(columns=columns, parallel=parallel)
            _stage(draft, name, f"SELECT {chosen} FROM ({text})", values)
            return
        except duckdb.Error:
            # quoted line breaks and padding go together only in one thread
            if parallel == "false":
                raise


def _load_parquet(draft: Draft, sheet: Sheet, name: str) -> None:
    """Columns by their place; a fraction that is whole, and NaN, are written as people would; lists JSON."""
    path: dict[str, object] = {"path": str(sheet.path)}
    aliases = ", ".join(f"p{i}" for i in range(len(sheet.columns)))
    file = f"FROM read_parquet($path) AS file({aliases})"
    types = [str(row[1]) for row in draft.execute(f"DESCRIBE SELECT * {file}", path)]
    cells = ", ".join(
        f"{f'to_json(p{i})' if _is_nested(type_) else f'p{i}'}::VARCHAR AS c{i}"
        for i, type_ in enumerate(types)
    )
    _stage(draft, name, f"SELECT {cells} {file}", path)


def _is_nested(type_: str) -> bool:
    return type_.startswith(("STRUCT", "MAP", "UNION")) or type_.endswith("]")


def _load_ndjson(draft: Draft, sheet: Sheet, name: str) -> None:
    cells = ", ".join(
        f"nullif(json_extract_string(json, $key{i}), '') AS c{i}" for i in range(len(sheet.columns))
    )
    keys = {f"key{i}": _pointer(column) for i, column in enumerate(sheet.columns)}
    source = (
        f"SELECT {cells}"
        " FROM read_json_objects($path, format='newline_delimited', maximum_object_size=16777216)"
    )
    _stage(draft, name, source, {**keys, "path": str(sheet.path)})


def _stage(draft: Draft, name: str, source: str, values: dict[str, object]) -> None:
    """Keep the cells; rows lie in the order of the file, so that their place needs no column of its own."""
    cells = identifier(cells_of(name))
    draft.execute(f"CREATE OR REPLACE TABLE {cells} AS {source}", values)
    draft.execute(f"CREATE OR REPLACE VIEW {identifier(name)} AS SELECT rowid + 1 AS row_no, * FROM {cells}")


def unnest(draft: Draft, staged: Staged, columns: Sequence[str], lists: Unnest) -> Staged:
    """One row for each element of the lists; what the keys find in it stands behind the other cells.

    A row without elements stays one row. `columns` are those of the sheet.
    """
    name = draft.next_name("staged")
    each, found = _of_columns(columns, lists) if lists.groups else _of_list(columns, lists)
    # what became rows is not carried along with each of them
    spread = {lists.column, *(column for group in lists.groups for column in group)}
    cells = [f"NULL::VARCHAR AS c{i}" if column in spread else f"c{i}" for i, column in enumerate(columns)]
    cells += [f"{one}::VARCHAR AS c{len(columns) + i}" for i, one in enumerate(found)]
    elements = f"unnest(CASE WHEN len({each}) > 0 THEN {each} ELSE [NULL] END) AS element"
    source = f"SELECT {', '.join(cells)} FROM (SELECT *, {elements} FROM {identifier(staged.table)})"
    _stage(draft, name, source, {})
    let_go(draft, staged)
    return replace(staged, table=name, rows=draft.count(name))


def _of_list(columns: Sequence[str], lists: Unnest) -> tuple[str, list[str]]:
    """The list of elements in a cell with JSON, and what each key is in one."""
    cell = f"c{columns.index(lists.column)}"
    each = f"CASE WHEN json_valid({cell}) THEN json_extract({cell}, '$[*]') END"
    return each, [reached("element", f"$.{key}") for key in lists.keys]


def _of_columns(columns: Sequence[str], lists: Unnest) -> tuple[str, list[str]]:
    """The list of those groups of columns in which a cell is filled, and what each key is in one."""
    groups = [
        f"[{', '.join(f'c{columns.index(one)}' if one else 'NULL' for one in group)}]::VARCHAR[]"
        for group in lists.groups
    ]
    filled = "lambda cells: len(list_filter(cells, lambda cell: cell <> '')) > 0"
    each = f"list_filter([{', '.join(groups)}], {filled})"
    return each, [f"element[{i + 1}]" for i in range(len(lists.keys))]


def without(draft: Draft, staged: Staged, rows: str) -> None:
    """Take the rows of table `rows` (`row_no`) out of a loaded sheet; the others keep their places."""
    gone, cells = identifier(_gone(staged.table)), identifier(cells_of(staged.table))
    forget_words(draft, staged.table)
    draft.execute(f"CREATE TABLE IF NOT EXISTS {gone} (row_no BIGINT)")
    draft.execute(f"INSERT INTO {gone} SELECT row_no FROM {identifier(rows)}")
    draft.execute(
        f"CREATE OR REPLACE VIEW {identifier(staged.table)} AS SELECT rowid + 1 AS row_no, * FROM {cells}"
        f" WHERE rowid + 1 NOT IN (SELECT row_no FROM {gone})"
    )


def spread(draft: Draft, staged: str, step: int) -> None:
    """Table `spread`: every `step`-th row of a sheet that was just loaded."""
    cells = identifier(cells_of(staged))
    # places in a table of their own let the engine fetch these rows alone
    places = f"SELECT unnest(range($step - 1, (SELECT count(*) FROM {cells}), $step))"
    draft.execute(
        f"CREATE OR REPLACE TABLE spread AS SELECT rowid + 1 AS row_no, * FROM {cells}"
        f" WHERE rowid IN ({places})",
        {"step": step},
    )


def let_go(draft: Draft, staged: Staged) -> None:
    """Drop the cells of a sheet that has been taken in."""
    forget_words(draft, staged.table)
    draft.execute(f"DROP VIEW IF EXISTS {identifier(staged.table)}")
    draft.drop(cells_of(staged.table), _gone(staged.table))


def cells_of(name: str) -> str:
    """The table behind a staged sheet; its rows lie in the order of the file."""
    return f"{name}_cells"


def _gone(name: str) -> str:
    return f"{name}_gone"


def _pointer(column: str) -> str:
    """A JSON pointer for a key, whatever signs it holds."""
    return "/" + column.replace("~", "~0").replace("/", "~1")


def _lost(draft: Draft, sheet: Sheet) -> tuple[tuple[str, int], ...]:
    """Keep what could not be loaded for download; how many rows by reason."""
    for aside in sheet.unreadable:
        values = {"file": sheet.name, "line": aside.line, "why": aside.reason, "text": aside.text}
        draft.execute(
            "INSERT INTO rejected SELECT $file, $line, NULL, $why, json_object('line', masked($text))", values
        )
    counts = {aside.reason: 0 for aside in sheet.unreadable}
    for aside in sheet.unreadable:
        counts[aside.reason] += 1
    if long := _long_rows(draft, sheet):
        counts[TOO_LONG] = long
    return tuple(counts.items())


def _long_rows(draft: Draft, sheet: Sheet) -> int:
    if not draft.execute("SELECT 1 FROM duckdb_tables() WHERE table_name = 'reject_errors'"):
        return 0
    added = draft.execute(
        "INSERT INTO rejected"
        " SELECT $file, line, NULL, $why, json_object('line', masked(any_value(csv_line)))"
        " FROM reject_errors GROUP BY line ORDER BY line",
        {"file": sheet.name, "why": TOO_LONG},
    )
    _forget_rejects(draft)
    return int(added[0][0])


def _forget_rejects(draft: Draft) -> None:
    draft.drop("reject_errors", "reject_scans")


def _short(error: duckdb.Error) -> str:
    return str(error).splitlines()[0].removeprefix("Invalid Input Error: ")[:200]
