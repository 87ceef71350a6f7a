"""How every DuckDB connection of the house is opened: bounded, closed to the outside, in UTC."""

import os
from pathlib import Path
from threading import Lock

import duckdb

#: A file that is open already is shared within the process, settings and all: one at a time may set them.
_SETTING = Lock()
_GB = 1_000_000_000
#: Where Linux says how much memory a container may use; "max" without a limit.
_CONTAINER = Path("/sys/fs/cgroup/memory.max")


def _memory() -> str:
    return os.environ.get("THROUGHLINE_MEMORY", "2GB")


def _drafting_memory() -> str:
    """A third of what this machine (or its container) has: imports sort everything, and spill beyond it."""
    whole = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    if _CONTAINER.is_file() and (said := _CONTAINER.read_text(encoding="ascii").strip()).isdigit():
        whole = min(whole, int(said))
    third = min(max(whole // 3, 2 * _GB), 8 * _GB)
    return os.environ.get("THROUGHLINE_MEMORY", f"{third // 1_000_000}MB")


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


def drafting(spill: Path) -> duckdb.DuckDBPyConnection:
    """Database `draft` in memory, for what is written and read once; beyond its limit it spills into `spill`.

    Rows keep the order in which they arrive.
    """
    config: dict[str, str | bool | int | float | list[str]] = {
        "threads": _threads(),
        "memory_limit": _drafting_memory(),
        "temp_directory": str(spill),
        "autoinstall_known_extensions": "false",
        "preserve_insertion_order": "true",
    }
    connection = duckdb.connect(":memory:", config=config)
    connection.execute("SET GLOBAL TimeZone = 'UTC'")
    connection.execute("ATTACH ':memory:' AS draft")
    connection.execute("USE draft")
    return connection
