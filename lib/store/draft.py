"""A draft: the scratch database in which files become canonical tables, before anything is published.

Source text never becomes SQL: staged columns are called `c0`, `c1` ... whatever their header says,
conversions are macros chosen from a whitelist, and every value is bound.
"""

import secrets
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import duckdb
import pandas as pd

from lib.model.errors import IntakeError
from lib.model.sheets import Sheet
from lib.model.tables import SQL_TYPES, TABLES
from lib.store.catalog import home
from lib.store.connect import writing
from lib.store.store import parameters, read

CONVERSIONS = Path(__file__).with_name("conversions.sql")


class Draft:
    """A scratch database under the home folder; leaving it removes every trace."""

    def __init__(self) -> None:
        self.folder = home() / "drafts" / secrets.token_hex(6)
        self.folder.mkdir(parents=True)
        self.path = self.folder / "draft.duckdb"
        self._connection = writing(self.path)
        self._staged = 0
        self.script(CONVERSIONS)
        self._create_tables()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def close(self) -> None:
        """Write everything out and let go of the file."""
        self._connection.close()

    def interrupt(self) -> None:
        """Stop the statement that runs, from another thread."""
        self._connection.interrupt()

    def script(self, sql: Path, **values: object) -> None:
        """Run every statement of a file in order; each binds the $names it has."""
        for statement in duckdb.extract_statements(read(sql)):
            bound = {name: values[name] for name in statement.named_parameters}
            self._connection.execute(statement, bound)

    def query(self, sql: Path, **values: object) -> pd.DataFrame:
        """Run the one statement of a file and fetch its answer."""
        text = read(sql)
        return self._connection.execute(text, {n: values[n] for n in parameters(text)}).df()

    def execute(self, text: str, values: Any = None) -> list[tuple[Any, ...]]:
        """Run composed text; for the store's own modules only, never with words of a file in it."""
        return self._connection.execute(text, values).fetchall()

    def frame(self, name: str, rows: pd.DataFrame) -> None:
        """Keep a small frame as table `name`."""
        self._connection.register("incoming", rows)
        self._connection.execute(f"CREATE OR REPLACE TABLE {identifier(name)} AS SELECT * FROM incoming")
        self._connection.unregister("incoming")

    def count(self, table: str) -> int:
        """The rows of a table of this draft."""
        return int(self.execute(f"SELECT count(*) FROM {identifier(table)}")[0][0])

    def next_name(self, stem: str) -> str:
        """A name for the next table of the draft that nothing else has."""
        self._staged += 1
        return f"{stem}_{self._staged}"

    def load(self, sheet: Sheet) -> tuple[str, int]:
        """Load a sheet as text: the staged table (`row_no`, `c0` ...) and the number of rows that were too long."""
        from lib.store.staging import load

        return load(self, sheet)

    def _create_tables(self) -> None:
        for table in TABLES.values():
            columns = ", ".join(f"{column.name} {SQL_TYPES[column.type]}" for column in table.columns)
            self.execute(f"CREATE TABLE {table.name} ({columns}, file_no INTEGER, row_no BIGINT)")
        self.execute("ALTER TABLE events ADD COLUMN origin VARCHAR DEFAULT 'file'")
        self.execute(
            "CREATE TABLE rejected (file VARCHAR, row_no BIGINT, kind VARCHAR, reason VARCHAR, cells VARCHAR)"
        )


def identifier(name: str) -> str:
    """A name that we made ourselves, refused if it could be anything else."""
    if not name.replace("_", "").isalnum() or not name.isascii():
        message = f"{name!r} is no name of ours"
        raise ValueError(message)
    return f'"{name}"'


def identifiers(names: Iterable[str]) -> str:
    """Several of our names, separated by commas."""
    return ", ".join(identifier(name) for name in names)


def one(rows: Sequence[tuple[Any, ...]]) -> Any:
    """The single value of an answer of one row and one column."""
    if len(rows) != 1:
        raise IntakeError("The answer has no single row.", "This is a fault of the app: please report it.")
    return rows[0][0]
