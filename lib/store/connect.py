"""How every DuckDB connection of the house is opened: bounded, closed to the outside, in UTC."""

import os
from pathlib import Path
from threading import Lock

import duckdb

#: A file that is open already is shared within the process, settings and all: one at a time may set them.
_SETTING = Lock()


def _memory() -> str:
    return os.environ.get("THROUGHLINE_MEMORY", "2GB")


def _threads() -> int:
    return int(os.environ.get("THROUGHLINE_THREADS", "0")) or min(os.cpu_count() or 2, 8)


def reading(path: Path) -> duckdb.DuckDBPyConnection:
    """A sealed file, read-only: no file of the machine can be read through it and no setting changed."""
    config: dict[str, str | bool | int | float | list[str]] = {
        "threads": _threads(),
        "memory_limit": _memory(),
        "enable_external_access": "false",
    }
    with _SETTING:
        connection = duckdb.connect(str(path), read_only=True, config=config)
        if not connection.execute("SELECT current_setting('lock_configuration')").fetchall()[0][0]:
            connection.execute("SET GLOBAL TimeZone = 'UTC'")
            connection.execute("SET lock_configuration = true")
    return connection


def writing(path: Path) -> duckdb.DuckDBPyConnection:
    """A file that is being built; it may spill beside itself and keeps the order in which rows arrive."""
    config: dict[str, str | bool | int | float | list[str]] = {
        "threads": _threads(),
        "memory_limit": _memory(),
        "temp_directory": f"{path}.spill",
        "autoinstall_known_extensions": "false",
        "preserve_insertion_order": "true",
    }
    connection = duckdb.connect(str(path), config=config)
    connection.execute("SET GLOBAL TimeZone = 'UTC'")
    return connection


def drafting(spill: Path) -> duckdb.DuckDBPyConnection:
    """A database in memory for what is written and read once; beyond its limit it spills into `spill`."""
    config: dict[str, str | bool | int | float | list[str]] = {
        "threads": _threads(),
        "memory_limit": _memory(),
        "temp_directory": str(spill),
        "autoinstall_known_extensions": "false",
        "preserve_insertion_order": "true",
    }
    connection = duckdb.connect(":memory:", config=config)
    connection.execute("SET GLOBAL TimeZone = 'UTC'")
    return connection
