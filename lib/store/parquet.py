"""A dataset's canonical tables as Parquet files: the way out, readable by everything."""

from pathlib import Path

import duckdb

from lib.model.errors import StoreError
from lib.model.tables import TABLES
from lib.store import catalog


def export(name: str, out: Path) -> list[Path]:
    """Write every canonical table of dataset `name` that holds rows to `out`, one file each."""
    manifest = catalog.current(name)
    sealed = catalog.sealed(catalog.folder(name), manifest)
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"{out} cannot be written to: {error.strerror}.", "Choose another folder."
        ) from error
    written = []
    with duckdb.connect(str(sealed), read_only=True) as connection:
        for table in TABLES:
            if manifest.tables.get(table):
                columns = ", ".join(column.name for column in TABLES[table].columns)
                target = out / f"{table}.parquet"
                connection.sql(f"SELECT {columns} FROM {table}").write_parquet(str(target))
                written.append(target)
    return written
