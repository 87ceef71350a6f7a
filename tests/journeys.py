"""Tiny shops written as text: `journeys(ann="ad > product page > cart > order placed", bob="ad")`."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import pandas as pd

from lib.model.manifest import Manifest
from lib.model.stages import stage_of
from lib.model.tables import SQL_TYPES, TABLES
from lib.store import catalog
from lib.store.draft import Draft
from lib.store.publish import publish
from lib.store.store import Store

START = datetime(2026, 1, 5, 10)
Rows = Sequence[Mapping[str, Any]]


def journeys(**paths: str) -> Store:
    """A store of one event a minute; a step may carry attributes: `cart[device=mobile,channel=app]`.

    `|` between steps is a pause of two hours, so that a new session begins.
    """
    rows = []
    for customer, path in paths.items():
        at = START
        for part in path.replace("|", "> | >").split(">"):
            step = part.strip()
            if step == "|":
                at += timedelta(hours=2)
            elif step:
                rows.append(_event(customer, step, at, len(rows)))
                at += timedelta(minutes=1)
    return shop(events=rows)


def _event(customer: str, step: str, at: datetime, number: int) -> dict[str, Any]:
    name, _, inside = step.rstrip("]").partition("[")
    extra = dict(pair.split("=") for pair in inside.split(",") if pair)
    return {
        "event_id": f"e{number:06d}",
        "customer_id": customer,
        "ts": at,
        "touchpoint": name,
        "channel": "web",
        "device": "desktop",
        "country": "DE",
        **extra,
    }


def shop(zone: str = "UTC", name: str = "tiny", **tables: Rows) -> Store:
    """Publish canonical rows as dataset `name` under the home of this test, and open it."""
    with Draft() as draft:
        for table in TABLES:
            fill(draft, table, tables.get(table, ()))
        published = publish(draft, Manifest(name, 0, fingerprint(tables), "2026-01-01", time_zone=zone))
    return Store(catalog.sealed(catalog.folder(name), published), published)


def fingerprint(tables: Mapping[str, Rows]) -> str:
    return f"{abs(hash(repr(sorted(tables.items())))):016x}"[:16]


def fill(draft: Draft, table: str, rows: Rows) -> None:
    """Put rows into a canonical table of a draft; missing columns are NULL."""
    if table == "events":
        rows = [{"stage": stage_of(row["touchpoint"]), "origin": "file", **row} for row in rows]
    if not rows:
        return
    draft.frame("given", pd.DataFrame(list(rows)).astype(object))
    types = {column.name: SQL_TYPES[column.type] for column in TABLES[table].columns} | {"origin": "VARCHAR"}
    names = list(pd.DataFrame(list(rows)).columns)
    cells = ", ".join(f'"{column}"::{types[column]}' for column in names)
    draft.execute(f"INSERT INTO {table} ({', '.join(names)}) SELECT {cells} FROM given")
