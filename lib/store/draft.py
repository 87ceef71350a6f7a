"""A draft: the scratch database in which files become canonical tables, before anything is published.

Source text never becomes SQL: staged columns are called `c0`, `c1` ... whatever their header says,
conversions are macros chosen from a whitelist, and every value is bound.
"""

import secrets
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import duckdb
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from lib.model.errors import IntakeError
from lib.model.tables import LOOKUPS, SQL_TYPES, TABLES
from lib.store.catalog import home
from lib.store.connect import drafting
from lib.store.store import parameters, read

CONVERSIONS = Path(__file__).with_name("conversions.sql")


class Stopped(IntakeError):  # noqa: N818 (it is a wish of the reader, not a fault)
    """The reader stopped an import; nothing was published."""

    def __init__(self) -> None:
        super().__init__("The import was stopped; nothing was published.", "Start it again when you like.")


class Draft:
    """A scratch database that spills under the home folder; leaving it removes every trace."""

    def __init__(self) -> None:
        self.folder = home() / "drafts" / secrets.token_hex(6)
        self.folder.mkdir(parents=True)
        self._connection = drafting(self.folder / "spill")
        self._named = 0
        #: Of staged sheets: the tables of the different cells of their columns (lib/store/words.py).
        self.words: dict[str, dict[str, str]] = {}
        self.script(CONVERSIONS)
        self._create_tables()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    @contextmanager
    def building(self, part: Path) -> Iterator[duckdb.DuckDBPyConnection]:
        """The connection with a new file `part` as its main database, this draft as `draft`, scratch as `x`.

        The file is whole once the block is left. Nothing is copied: it is built from memory.
        """
        scratch = part.with_suffix(".scratch")
        for place, name in ((part, "sealed"), (scratch, "x")):
            self.execute(f"ATTACH '{quoted(place)}' AS {name}")
        self.execute("USE sealed")
        try:
            yield self._connection
            self.execute("CHECKPOINT sealed")
        except duckdb.InterruptException:
            raise Stopped from None
        finally:
            self.execute("USE draft")
            self.execute("DETACH x")
            self.execute("DETACH sealed")

    def interrupt(self) -> None:
        """Stop the statement that runs, from another thread; whoever waits for it gets `Stopped`."""
        self._connection.interrupt()

    def script(self, sql: Path, **values: object) -> None:
        """Run every statement of a file in order; each binds the $names it has."""
        for statement in duckdb.extract_statements(read(sql)):
            self._run(statement, {name: values[name] for name in statement.named_parameters})

    def query(self, sql: Path, **values: object) -> pd.DataFrame:
        """Run the one statement of a file and fetch its answer."""
        text = read(sql)
        return self._run(text, {name: values[name] for name in parameters(text)}).df()

    def execute(self, text: str, values: Any = None) -> list[tuple[Any, ...]]:
        """Run composed text; for the store's own modules only, never with words of a file in it."""
        found: list[tuple[Any, ...]] = self._run(text, values).fetchall()
        return found

    def hashes(self, text: str) -> NDArray[np.uint64]:
        """The one column of hashes that a composed text gives, none of them NULL."""
        [found] = self._run(text).fetchnumpy().values()
        return np.asarray(found, dtype=np.uint64)

    def frame(self, name: str, rows: pd.DataFrame) -> None:
        """Keep a small frame as table `name`."""
        self._connection.register("incoming", rows)
        self.execute(f"CREATE OR REPLACE TABLE {identifier(name)} AS SELECT * FROM incoming")
        self._connection.unregister("incoming")

    def look_at(self, table: str, name: str = "cells", **columns: str | None) -> None:
        """Make a table known to `.sql` files as `name`, with its columns under fixed names."""
        chosen = ", ".join(
            f"{identifier(column) if column else 'NULL::VARCHAR'} AS {identifier(alias)}"
            for alias, column in columns.items()
        )
        view = f"CREATE OR REPLACE TEMP VIEW {identifier(name)}"
        self.execute(f"{view} AS SELECT {chosen or '*'} FROM {identifier(table)}")

    def count(self, table: str) -> int:
        """The rows of a table of this draft."""
        return int(self.execute(f"SELECT count(*) FROM {identifier(table)}")[0][0])

    def next_name(self, stem: str) -> str:
        """A name for the next table of the draft that nothing else has."""
        self._named += 1
        return f"{stem}_{self._named}"

    def drop(self, *tables: str) -> None:
        """Let go of tables that are no longer needed."""
        for table in tables:
            self.execute(f"DROP TABLE IF EXISTS {identifier(table)}")

    def _run(self, statement: Any, values: Any = None) -> duckdb.DuckDBPyConnection:
        try:
            return self._connection.execute(statement, values)
        except duckdb.InterruptException:
            raise Stopped from None

    def _create_tables(self) -> None:
        for table in (*TABLES.values(), *LOOKUPS.values()):
            columns = ", ".join(f"{column.name} {SQL_TYPES[column.type]}" for column in table.columns)
            self.execute(f"CREATE TABLE {table.name} ({columns}, file_no INTEGER, row_no BIGINT)")
        self.execute("ALTER TABLE events ADD COLUMN origin VARCHAR DEFAULT 'file'")
        # two ids that two files give one order
        self.execute("CREATE TABLE order_people (one VARCHAR, other VARCHAR, met_at TIMESTAMP)")
        self.execute(
            "CREATE TABLE rejected (file VARCHAR, row_no BIGINT, kind VARCHAR, reason VARCHAR, cells VARCHAR)"
        )


def quoted(path: Path) -> str:
    """A path as it stands inside single quotes: ATTACH takes no bound value."""
    return str(path).replace("'", "''")


def identifier(name: str) -> str:
    """A name that we made ourselves, refused if it could be anything else."""
    if not name.replace("_", "").isalnum() or not name.isascii():
        message = f"{name!r} is no name of ours"
        raise ValueError(message)
    return f'"{name}"'


def identifiers(names: Iterable[str]) -> str:
    """Several of our names, separated by commas."""
    return ", ".join(identifier(name) for name in names)
