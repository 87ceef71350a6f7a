"""Canonical tables become the layout that analyses read: codes, steps, sessions, journeys, packed runs."""

from pathlib import Path

import duckdb

from lib.model.stages import CART, CHECKOUT, ORDER_PLACED, PASSIVE
from lib.model.statuses import NOT_COUNTED
from lib.model.tables import TABLES
from lib.store.store import read

BUILD = Path(__file__).with_name("build")
#: Written into every file, so that each reader finds them: the shared filters and paths.
MACROS = ("filters", "paths.fast")
#: A session ends after more than this many minutes without an event.
SESSION_GAP_MINUTES = 30
#: Touchpoints that fit a byte beside 0 (left) and 255 (other).
MOST_PACKED = 254
#: How the canonical tables are stored: the order serves the questions asked most.
ORDER = {"spend": "day, source"}
#: An attribute with more different values than this is no trait to cut by.
MOST_CHOICES = 50


def build(connection: duckdb.DuckDBPyConnection, zone: str) -> bool:
    """Build every table of the layout from the attached database `draft`, with intermediates in `x`.

    Returns whether runs were packed. Raises nothing of its own: the draft holds what was checked.
    """
    values = {
        "zone": zone,
        "gap": SESSION_GAP_MINUTES,
        "not_counted": sorted(NOT_COUNTED),
        "cart": CART,
        "checkout": CHECKOUT,
        "order_placed": ORDER_PLACED,
        "passive": sorted(PASSIVE),
    }
    for name in ("1_codes", "2_orders", "3_steps", "4_sessions", "5_journeys"):
        script(connection, BUILD / f"{name}.sql", values)
    packed = max(_codes(connection)) <= MOST_PACKED
    values |= {"stage_codes": _stage_codes(connection), "unknown_code": MOST_PACKED}
    script(connection, BUILD / ("6_packed.sql" if packed else "7_unpacked.sql"), values)
    _keep_canonical(connection)
    _keep_traits(connection)
    for name in (*MACROS, *(("packed",) if packed else ())):
        script(connection, Path(__file__).with_name(f"{name}.sql"), {})
    return packed


def _codes(connection: duckdb.DuckDBPyConnection) -> tuple[int, int]:
    """How many codes touchpoints need, and channels with the unknown one."""
    counts = "SELECT (SELECT count(*) FROM dim_tp), 1 + len(enum_range(NULL::channel_t))"
    touchpoints, channels = connection.execute(counts).fetchall()[0]
    return int(touchpoints), int(channels)


def _stage_codes(connection: duckdb.DuckDBPyConnection) -> list[int]:
    """The code of each touchpoint's stage, in the order of the touchpoints' own codes."""
    ranked = "SELECT dense_rank() OVER (ORDER BY coalesce(stage, '(unknown)')) FROM dim_tp ORDER BY ev"
    return [int(code) for (code,) in connection.execute(ranked).fetchall()]


def script(connection: duckdb.DuckDBPyConnection, sql: Path, values: dict[str, object]) -> None:
    """Run every statement of a file; each binds the $names it has."""
    for statement in duckdb.extract_statements(read(sql)):
        connection.execute(statement, {name: values[name] for name in statement.named_parameters})


def _keep_canonical(connection: duckdb.DuckDBPyConnection) -> None:
    for name in [*(table for table in TABLES if table != "events"), "rejected"]:
        order = f" ORDER BY {ORDER[name]}" if name in ORDER else ""
        connection.execute(f"CREATE TABLE {name} AS SELECT * FROM draft.{name}{order}")


def _keep_traits(connection: duckdb.DuckDBPyConnection) -> None:
    """Write the customers' own attributes as rows: definitions are static and cannot name columns."""
    connection.execute("CREATE TABLE customer_traits (customer_id VARCHAR, trait VARCHAR, choice VARCHAR)")
    own = {column.name for column in TABLES["customers"].columns} | {"file_no", "row_no"}
    columns = connection.execute("DESCRIBE draft.customers").fetchall()
    for name, kind, *_ in columns:
        if name in own or kind not in ("VARCHAR", "BOOLEAN"):
            continue
        column = '"' + name.replace('"', '""') + '"'
        connection.execute(
            f"INSERT INTO customer_traits SELECT customer_id, $trait, {column}::VARCHAR FROM draft.customers"
            f" WHERE {column} IS NOT NULL"
            f" AND (SELECT count(DISTINCT {column}) FROM draft.customers) <= $most ORDER BY customer_id",
            {"trait": name, "most": MOST_CHOICES},
        )
