"""Sheets become staged tables: every cell as text, every record with its place in the file."""

import duckdb

from lib.model.errors import IntakeError
from lib.model.sheets import Sheet
from lib.store.draft import Draft, identifier

#: How rows of each form are read; `$path` and the dialect are bound, columns are numbered.
CSV = (
    "SELECT * FROM read_csv($path, auto_detect=false, header=false, skip=$skip, delim=$delim, quote=$quote,"
    " escape=$escape, comment='', null_padding={padding}, parallel={parallel}, strict_mode=true,"
    " max_line_size=8388608, store_rejects=true, columns={columns})"
)


def load(draft: Draft, sheet: Sheet) -> tuple[str, int]:
    """Load `sheet` into the draft: the table (`row_no`, `c0` ...) and how many rows were too long to read.

    Raises IntakeError where the text breaks its own dialect.
    """
    name = draft.next_name("staged")
    try:
        if sheet.form == "csv":
            return name, _load_csv(draft, sheet, name)
        _load_columns(draft, sheet, name)
    except (duckdb.InvalidInputException, duckdb.ConversionException, duckdb.IOException) as error:
        raise IntakeError(
            f"{sheet.name} breaks off or changes its form within the file: {_short(error)}",
            "Open it in the program it comes from, export it again as CSV (UTF-8) and upload that.",
        ) from error
    return name, 0


def _load_csv(draft: Draft, sheet: Sheet, name: str) -> int:
    width = len(sheet.columns)
    columns = "{" + ", ".join(f"'c{i}': 'VARCHAR'" for i in range(width)) + "}"
    values = {
        "path": str(sheet.path),
        "skip": sheet.first_row,
        "delim": sheet.delimiter,
        "quote": sheet.quote,
        "escape": sheet.escape,
    }
    _forget_rejects(draft)
    for parallel in ("true", "false"):
        text = CSV.format(columns=columns, padding="true", parallel=parallel)
        try:
            draft.execute(
                f"CREATE OR REPLACE TABLE {identifier(name)} AS"
                f" SELECT row_number() OVER () AS row_no, * FROM ({text})",
                values,
            )
            break
        except duckdb.InvalidInputException:
            # quoted line breaks and padding go together only in one thread
            if parallel == "false":
                raise
            _forget_rejects(draft)
    return (
        int(draft.execute("SELECT count(DISTINCT line) FROM reject_errors")[0][0]) if _rejects(draft) else 0
    )


def _load_columns(draft: Draft, sheet: Sheet, name: str) -> None:
    source = (
        "read_parquet($path)"
        if sheet.form == "parquet"
        else "read_json_objects($path, format='newline_delimited')"
    )
    if sheet.form == "parquet":
        cells = ", ".join(f"columns_{i}::VARCHAR AS c{i}" for i in range(len(sheet.columns)))
        aliases = ", ".join(f"columns_{i}" for i in range(len(sheet.columns)))
        text = f"SELECT row_number() OVER () AS row_no, {cells} FROM {source} AS file({aliases})"
        draft.execute(f"CREATE TABLE {identifier(name)} AS {text}", {"path": str(sheet.path)})
        return
    cells = ", ".join(f"json_extract_string(json, $key{i}) AS c{i}" for i in range(len(sheet.columns)))
    values = {f"key{i}": _pointer(column) for i, column in enumerate(sheet.columns)}
    draft.execute(
        f"CREATE TABLE {identifier(name)} AS SELECT row_number() OVER () AS row_no, {cells} FROM {source}",
        {**values, "path": str(sheet.path)},
    )


def _pointer(column: str) -> str:
    """A JSON pointer for a key, whatever signs it holds."""
    return "/" + column.replace("~", "~0").replace("/", "~1")


def _rejects(draft: Draft) -> bool:
    return bool(draft.execute("SELECT 1 FROM duckdb_tables() WHERE table_name = 'reject_errors'"))


def _forget_rejects(draft: Draft) -> None:
    for table in ("reject_errors", "reject_scans"):
        draft.execute(f"DROP TABLE IF EXISTS {table}")


def _short(error: duckdb.Error) -> str:
    return str(error).splitlines()[0].removeprefix("Invalid Input Error: ")[:200]
