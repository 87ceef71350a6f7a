"""Converted rows join the canonical tables: the same row twice becomes one, and every row has its fate."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from lib.model.tables import TABLES
from lib.store.convert import Converted, table_of
from lib.store.draft import Draft, identifier, identifiers, quoted
from lib.store.staging import cells_of

#: What happened first stands; of everything else the newest filled cell stands.
FIRST_WINS = frozenset({"events", "identities"})
#: Cells that stand otherwise in the table than in the file: joined, named, completed.
REWRITTEN = frozenset({"customer_id", "order_id", "touchpoint", "stage", "product"})


@dataclass(frozen=True, slots=True)
class Merged:
    """What became of the good rows of one converted table."""

    converted: Converted
    #: The table of `row_no` that were joined to a row already there, or None where there were none.
    twins: str | None
    #: Keys whose rows differed.
    conflicts: int
    #: Rows of earlier files that got newer cells.
    changed: int = 0
    #: The table of `row_no` and `why` of the rows that were lost, where it is known already.
    lost: str | None = None


def merge(draft: Draft, converted: Converted, file_no: int, *, alone: bool = False) -> Merged:
    """Add the good rows to their canonical table. Rows are merged only where the file brings their key.

    `alone` says that nothing else decides the fate of the sheet's rows.
    """
    rows, twins, conflicts, changed = _good(draft, converted), None, 0, 0
    _add_attributes(draft, converted)
    if converted.keyed:
        twins = draft.next_name("twins")
        draft.execute(f"CREATE TABLE {identifier(twins)} (row_no BIGINT)")
        if several := _several(draft, converted, rows):
            rows, conflicts = _fold(draft, converted, rows, twins, several)
        if draft.count(converted.kind):
            rows, changed = _meet(draft, converted, rows, twins)
    if not alone or converted.per:
        _insert(draft, converted, rows, file_no)
        return Merged(converted, twins, conflicts, changed)
    lost = _lost(draft, converted)
    if converted.kind == "events" and not draft.count("events"):
        _become_events(draft, converted, twins, file_no)
    else:
        _insert(draft, converted, rows, file_no)
    return Merged(converted, twins, conflicts, changed, lost)


def _good(draft: Draft, converted: Converted) -> str:
    """A view of the rows that can be taken."""
    name, columns = f"good_{converted.table}", identifiers(converted.columns)
    draft.execute(
        f"CREATE TEMP VIEW {identifier(name)} AS"
        f" SELECT row_no, {columns} FROM {identifier(converted.table)} WHERE why IS NULL"
    )
    return name


def _add_attributes(draft: Draft, converted: Converted) -> None:
    """Customers may bring attributes of their own: each becomes a column of text."""
    known = {column.name for column in table_of(converted.kind).columns}
    table = identifier(converted.kind)
    for name in converted.columns:
        if name not in known:
            draft.execute(f"ALTER TABLE {table} ADD COLUMN IF NOT EXISTS {identifier(name)} VARCHAR")


def _key(converted: Converted) -> tuple[str, ...]:
    return table_of(converted.kind).key


def _whole_key(converted: Converted) -> str:
    return " AND ".join(f"{identifier(name)} IS NOT NULL" for name in _key(converted))


def _several(draft: Draft, converted: Converted, rows: str) -> str | None:
    """The table of rows whose key stands in several of them; None where every key is the only one.

    Only rows whose key has a hash that repeats are looked at, and only of those is the whole row fetched.
    """
    key, whole, table = identifiers(_key(converted)), _whole_key(converted), identifier(converted.table)
    again, several = draft.next_name("again"), draft.next_name("several")
    repeated = _repeated(draft.hashes(f"SELECT hash({key}) AS h FROM {identifier(rows)} WHERE {whole}"))
    if not len(repeated):
        return None
    draft.frame(again, pd.DataFrame({"h": repeated}))
    places = (
        f"SELECT rowid FROM {table} WHERE why IS NULL AND {whole}"
        f" AND hash({key}) IN (SELECT h FROM {identifier(again)})"
    )
    draft.execute(
        f"CREATE TABLE {identifier(several)} AS SELECT row_no, {identifiers(converted.columns)} FROM {table}"
        f" WHERE rowid IN ({places}) QUALIFY count(*) OVER (PARTITION BY {key}) > 1"
    )
    draft.drop(again)
    return several if draft.count(several) else None


def _repeated(hashes: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The hashes that come more than once, each once; sorting numbers is cheaper than grouping them."""
    hashes = np.sort(hashes)
    return np.unique(hashes[1:][hashes[1:] == hashes[:-1]])


def _fold(draft: Draft, converted: Converted, rows: str, twins: str, several: str) -> tuple[str, int]:
    """One row for each key, and how many keys came with different rows. The rest goes to `twins`."""
    key = identifiers(_key(converted))
    draft.execute(
        f"INSERT INTO {identifier(twins)} SELECT row_no FROM {identifier(several)}"
        f" QUALIFY row_number() OVER (PARTITION BY {key} ORDER BY row_no) > 1"
    )
    conflicts = draft.execute(
        f"SELECT count(*) FROM (SELECT 1 FROM {identifier(several)} GROUP BY {key}"
        f" HAVING count(DISTINCT ({identifiers(converted.columns)}, 0)) > 1)"
    )[0][0]
    return _without_twins(draft, converted, rows, twins, several), int(conflicts)


def _without_twins(draft: Draft, converted: Converted, rows: str, twins: str, several: str) -> str:
    """The rows that stand; where not the first wins, cells are filled from the last row that has them."""
    folded, key = draft.next_name("folded"), identifiers(_key(converted))
    alone = f"SELECT * FROM {identifier(rows)} WHERE row_no NOT IN (SELECT row_no FROM {identifier(twins)})"
    if converted.kind not in FIRST_WINS:
        others = [name for name in converted.columns if name not in _key(converted)]
        values = "".join(f", arg_max({identifier(name)}, row_no) AS {identifier(name)}" for name in others)
        alone = (
            f"SELECT * FROM {identifier(rows)} WHERE row_no NOT IN (SELECT row_no FROM {identifier(several)})"
            f" UNION ALL BY NAME SELECT min(row_no) AS row_no, {key}{values}"
            f" FROM {identifier(several)} GROUP BY {key}"
        )
    draft.execute(f"CREATE TEMP VIEW {identifier(folded)} AS {alone}")
    return folded


def _meet(draft: Draft, converted: Converted, rows: str, twins: str) -> tuple[str, int]:
    """Rows whose key is already in the canonical table: newer cells go there, the row falls away.

    Returns what is left, and how many rows of the table changed.
    """
    kind, key = identifier(converted.kind), _key(converted)
    if converted.kind == "events":
        rows = _tell_apart(draft, rows)
    same = " AND ".join(f"new.{identifier(name)} = old.{identifier(name)}" for name in key)
    draft.execute(
        f"INSERT INTO {identifier(twins)} SELECT row_no FROM {identifier(rows)} AS new"
        f" WHERE EXISTS (SELECT 1 FROM {kind} AS old WHERE {same})"
    )
    others, changed = [name for name in converted.columns if name not in key], 0
    if converted.kind not in FIRST_WINS and others:
        changed = _differing(draft, kind, rows, same, others)
        cells = ", ".join(
            f"{identifier(n)} = coalesce(new.{identifier(n)}, old.{identifier(n)})" for n in others
        )
        draft.execute(f"UPDATE {kind} AS old SET {cells} FROM {identifier(rows)} AS new WHERE {same}")
    fresh = draft.next_name("fresh")
    draft.execute(
        f"CREATE TABLE {identifier(fresh)} AS SELECT * FROM {identifier(rows)} AS new"
        f" WHERE NOT EXISTS (SELECT 1 FROM {kind} AS old WHERE {same})"
    )
    return fresh, changed


def _differing(draft: Draft, kind: str, rows: str, same: str, names: Sequence[str]) -> int:
    """Rows of the table that newer cells change; of what an import rewrites, only empty cells can tell."""
    differs = " OR ".join(
        f"(new.{n} IS NOT NULL AND old.{n} IS NULL)" if name in REWRITTEN
        else f"new.{n} IS NOT NULL AND new.{n} IS DISTINCT FROM old.{n}"
        for name, n in ((name, identifier(name)) for name in names)
    )  # fmt: skip
    found = draft.execute(
        f"SELECT count(*) FROM {kind} AS old JOIN {identifier(rows)} AS new ON {same} WHERE {differs}"
    )
    return int(found[0][0])


def _tell_apart(draft: Draft, rows: str) -> str:
    """Two systems may both count their events from 1: the same id at another time is another event.

    Its new id is made of its time, so that it is the same event when it comes again.
    """
    name = draft.next_name("apart")
    draft.execute(
        f"CREATE TABLE {identifier(name)} AS SELECT new.* REPLACE ("
        "CASE WHEN EXISTS (SELECT 1 FROM events old WHERE old.event_id = new.event_id AND old.ts <> new.ts)"
        " THEN new.event_id || '-' || epoch_us(new.ts) ELSE new.event_id END AS event_id)"
        f" FROM {identifier(rows)} AS new"
    )
    return name


def _insert(draft: Draft, converted: Converted, rows: str, file_no: int) -> None:
    names = identifiers(converted.columns)
    draft.execute(
        f"INSERT INTO {identifier(converted.kind)} ({names}, file_no, row_no)"
        f" SELECT {names}, $file_no, row_no FROM {identifier(rows)}",
        {"file_no": file_no},
    )


def _lost(draft: Draft, converted: Converted) -> str:
    """The rows that could not be taken, each with its reason."""
    lost = draft.next_name("lost")
    draft.execute(
        f"CREATE TABLE {identifier(lost)} AS"
        f" SELECT row_no, why FROM {identifier(converted.table)} WHERE why IS NOT NULL"
    )
    return lost


def _become_events(draft: Draft, converted: Converted, twins: str | None, file_no: int) -> None:
    """The first file of events becomes the table itself: copying millions of rows would cost seconds."""
    table = identifier(converted.table)
    draft.execute(f"DROP VIEW {identifier(f'good_{converted.table}')}")
    draft.execute(f"DELETE FROM {table} WHERE why IS NOT NULL")
    if twins and draft.count(twins):
        draft.execute(f"DELETE FROM {table} WHERE row_no IN (SELECT row_no FROM {identifier(twins)})")
    for name in ("why", "faults"):
        draft.execute(f"ALTER TABLE {table} DROP COLUMN {name}")
    for name, kind in draft.execute(
        "SELECT column_name, data_type FROM duckdb_columns() WHERE table_name = 'events'"
        " AND database_name = 'draft' ORDER BY column_index"
    ):
        default = {"file_no": int(file_no), "origin": "'file'"}.get(name, "NULL")
        if name not in (*converted.columns, "row_no"):
            draft.execute(f"ALTER TABLE {table} ADD COLUMN {identifier(name)} {kind} DEFAULT {default}")
    draft.execute("ALTER TABLE events RENAME TO none_before")
    draft.drop("none_before")
    draft.execute(f"ALTER TABLE {table} RENAME TO events")
    for name, default in (("file_no", "NULL"), ("origin", "'file'")):
        draft.execute(f"ALTER TABLE events ALTER COLUMN {name} SET DEFAULT {default}")


def reject(
    draft: Draft,
    staged: str,
    columns: Sequence[str],
    shown: Sequence[str],
    lost: str,
    file: str,
    kind: str | None,
) -> None:
    """Keep the rows in `lost` (`row_no`, `why`) for download: the cells of the `shown` columns, masked."""
    values: dict[str, object] = {"file": file, "kind": kind}
    cells = []
    for i, column in enumerate(shown):
        values[f"h{i}"] = column
        cells.append(f"$h{i}::VARCHAR, masked(c{list(columns).index(column)})")
    places = f"SELECT row_no - 1 FROM {identifier(lost)}"
    rows = f"SELECT rowid + 1 AS row_no, * FROM {identifier(cells_of(staged))} WHERE rowid IN ({places})"
    draft.execute(
        f"INSERT INTO rejected SELECT $file, s.row_no, $kind::VARCHAR, l.why, json_object({', '.join(cells)})"
        f" FROM ({rows}) s JOIN {identifier(lost)} l ON l.row_no = s.row_no ORDER BY s.row_no",
        values,
    )


def fates(
    draft: Draft, staged: str, outputs: Sequence[Merged], keys: Sequence[str | None]
) -> tuple[str, int]:
    """The table of lost rows (`row_no`, `why`) and the number of merged ones.

    A row is lost where no output took it, with the first output's reason; it is merged where the first
    output that took it joined it to another. `keys` names the staged column of outputs that make one row
    of many.
    """
    if len(outputs) == 1 and outputs[0].lost:
        twins = outputs[0].twins
        return outputs[0].lost, draft.count(twins) if twins else 0
    lost, whole = draft.next_name("lost"), list(zip(outputs, keys, strict=True))
    taken = " OR ".join(f"EXISTS ({_takers(merged, key)})" for merged, key in whole)
    reasons = ", ".join(f"({_reason(merged, key)})" for merged, key in whole)
    draft.execute(
        f"CREATE TABLE {identifier(lost)} AS SELECT row_no,"
        f" coalesce({reasons}, 'nothing in the mapping takes this row') AS why"
        f" FROM {identifier(staged)} s WHERE NOT ({taken})"
    )
    merged_rows = 0
    for i, (merged, key) in enumerate(whole):
        if merged.twins is None:
            continue
        earlier = "".join(f" AND NOT EXISTS ({_takers(one, k)})" for one, k in whole[:i])
        merged_rows += int(
            draft.execute(
                f"SELECT count(*) FROM {identifier(staged)} s WHERE EXISTS ({_twins(merged, key)}){earlier}"
            )[0][0]
        )
    return lost, merged_rows


def _takers(merged: Merged, key: str | None) -> str:
    return f"SELECT 1 FROM {identifier(merged.converted.table)} t WHERE t.why IS NULL AND {_belongs(key)}"


def _reason(merged: Merged, key: str | None) -> str:
    return f"SELECT min(t.why) FROM {identifier(merged.converted.table)} t WHERE {_belongs(key)}"


def _belongs(key: str | None) -> str:
    return "t.row_no = s.row_no" if key is None else f"t.key = filled(s.{identifier(key)})"


def _twins(merged: Merged, key: str | None) -> str:
    if key is None:
        return f"SELECT 1 FROM {identifier(merged.twins or '')} t WHERE t.row_no = s.row_no"
    return (
        f"SELECT 1 FROM {identifier(merged.converted.table)} t JOIN {identifier(merged.twins or '')} w"
        f" ON w.row_no = t.row_no WHERE {_belongs(key)}"
    )


def take_over(draft: Draft, sealed: Path) -> int:
    """Begin a draft with the rows of a published version; the number of the next file.

    What was derived from other tables is left behind: it is derived again.
    """
    draft.execute(f"ATTACH '{quoted(sealed)}' AS served (READ_ONLY)")
    for name in TABLES:
        _add_missing(draft, name)
        only = " WHERE origin = 'file'" if name == "events" else " WHERE file_no IS NOT NULL"
        draft.execute(f"INSERT INTO {identifier(name)} BY NAME SELECT * FROM served.{identifier(name)}{only}")
    draft.execute("INSERT INTO rejected BY NAME SELECT * FROM served.rejected")
    draft.execute("DETACH served")
    numbers = " UNION ALL ".join(f"SELECT max(file_no) AS n FROM {identifier(name)}" for name in TABLES)
    return int(draft.execute(f"SELECT coalesce(max(n), -1) + 1 FROM ({numbers})")[0][0])


def _add_missing(draft: Draft, table: str) -> None:
    """Attributes of customers that the served version has."""
    columns = "SELECT column_name FROM duckdb_columns() WHERE table_name = $table AND database_name"
    served = {row[0] for row in draft.execute(f"{columns} = 'served'", {"table": table})}
    own = {row[0] for row in draft.execute(f"{columns} <> 'served'", {"table": table})}
    for name in sorted(served - own):
        draft.execute(f"ALTER TABLE {identifier(table)} ADD COLUMN {identifier(name)} VARCHAR")
