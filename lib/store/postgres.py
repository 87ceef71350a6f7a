"""A table or a query of a PostgreSQL database as a CSV file, read and never written.

The client (psycopg) is wanted only by those who read a database: `pip install 'throughline[postgres]'`.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from lib.model.errors import StoreError

MAX_BYTES = 8_000_000_000
#: Seconds to reach the server.
PATIENCE = 10
#: Times as text that says its zone, whatever the server is set to; nothing may be written.
_SETTINGS = (
    "SET TRANSACTION READ ONLY",
    "SET LOCAL timezone = 'UTC'",
    "SET LOCAL datestyle = 'ISO'",
    "SET LOCAL intervalstyle = 'iso_8601'",
    "SET LOCAL statement_timeout = '30min'",
)
Connect = Callable[..., Any]


def copy_table(address: str, table: str, target: Path, connect: Connect | None = None) -> None:
    """Write every row of `schema.table` (or `table`) to `target`, with a header.

    Raises StoreError where the client is not installed, the server does not answer, or it has no such table.
    `address` holds a password: no message shows any part of it.
    """
    copy_query(address, f"SELECT * FROM {quoted_name(table)}", target, connect)


def copy_query(address: str, query: str, target: Path, connect: Connect | None = None) -> None:
    """Write the rows of one SELECT to `target`, with a header; errors as for `copy_table`."""
    text = query.strip().removesuffix(";").rstrip()
    with _open(address, connect) as connection, connection.cursor() as cursor:
        try:
            _begin(cursor, text)
            # the cursor above took the text: it is one SELECT, and nothing in it ends these brackets
            with (
                target.open("wb") as file,
                cursor.copy(f"COPY (\n{text}\n) TO STDOUT (FORMAT csv, HEADER)") as rows,
            ):
                _write(rows, file.write)
        except _errors() as error:
            raise _refused(error) from None
        finally:
            connection.rollback()


def quoted_name(table: str) -> str:
    """A table's name as SQL, each part in quotes.

    >>> quoted_name('shop.orders'), quoted_name('we"ird')
    ('"shop"."orders"', '"we""ird"')
    """
    parts = table.split(".")
    if not all(parts) or len(parts) > 2 or "\0" in table:
        raise StoreError(f"{table!r} is no name of a table.", "Write schema.table, or table alone.")
    return ".".join('"' + part.replace('"', '""') + '"' for part in parts)


def _begin(cursor: Any, text: str) -> None:
    for setting in _SETTINGS:
        cursor.execute(setting)
    cursor.execute(f"DECLARE looked_at NO SCROLL CURSOR FOR {text}", prepare=True)
    cursor.execute("CLOSE looked_at")


def _write(rows: Any, write: Callable[[bytes], object]) -> None:
    size = 0
    for chunk in rows:
        size += len(chunk)
        if size > MAX_BYTES:
            raise StoreError(
                f"The rows are more than {MAX_BYTES:,} bytes.", "Read a part of them by a query."
            )
        write(bytes(chunk))


def _open(address: str, connect: Connect | None) -> Any:
    try:
        return (connect or _client().connect)(address, connect_timeout=PATIENCE)
    except _errors() as error:
        code = getattr(error, "sqlstate", None)
        raise StoreError(
            f"The database did not let us in ({type(error).__name__}{f', {code}' if code else ''}).",
            "Check that it runs, and its address in [sources.postgresql] of .streamlit/secrets.toml.",
        ) from None


def _client() -> Any:
    try:
        import psycopg
    except ImportError:
        raise StoreError(
            "The client for PostgreSQL is not installed.", "Run: pip install 'throughline[postgres]'."
        ) from None
    return psycopg


def _errors() -> tuple[type[Exception], ...]:
    """What the client raises; nothing of its own where there is no client."""
    try:
        import psycopg
    except ImportError:
        return ()
    return (psycopg.Error,)


def _refused(error: Exception) -> StoreError:
    said = getattr(getattr(error, "diag", None), "message_primary", None) or type(error).__name__
    return StoreError(
        f"The database refused: {said}.", "Check the name of the table or the text of the query."
    )
