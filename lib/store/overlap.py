"""Files without ids that overlap: what an earlier file brought is not counted again.

Rows are compared once they are complete, with their touchpoints and customers: that is how the rows of an
earlier version lie in the draft.
"""

from collections.abc import Collection
from dataclasses import dataclass

from lib.model.stages import ORDER_CONFIRMATION, ORDER_PLACED
from lib.model.tables import TABLES
from lib.store.draft import Draft, identifier

#: What an import itself changes in a row, written as it stood before.
_BEFORE = {
    ("events", "touchpoint"): "CASE WHEN order_id IS NOT NULL AND touchpoint = $confirmation THEN $placed"
    " ELSE touchpoint END",
    ("events", "value"): "CASE WHEN order_id IS NULL OR order_id = event_id THEN value END",
    ("events", "order_id"): "nullif(order_id, event_id)",
}


@dataclass(frozen=True, slots=True)
class Replaced:
    """What newer days of spend did: rows that stood there already, and older rows that gave way."""

    merged: int
    older: int
    #: Days of campaigns that two files of one drop tell differently.
    doubtful: int


def merge_again(draft: Draft, kind: str, made: Collection[str], file_no: int) -> int:
    """Take rows of a file out of `kind` that earlier files brought with the same cells; how many rows.

    `made` names the columns that were made of the place in the file, and so tell no row from another.
    Of equal rows within a file each counts, so the second of them goes only where an earlier file had two.
    Where several outputs fed the table, a row counts as merged once all that it became went.
    """
    table, again = identifier(kind), draft.next_name("again")
    cells = f"row({', '.join(_compared(kind, made))})"
    values = {"file_no": file_no, **_touchpoints(kind)}
    if not draft.execute(f"SELECT 1 FROM {table} WHERE file_no < $file_no LIMIT 1", {"file_no": file_no}):
        return 0
    new = f"SELECT rowid AS place, {cells} AS cells, hash({cells}) AS h, row_no FROM {table}"
    draft.execute(
        f"CREATE TABLE {identifier(again)} AS WITH new AS ({new} WHERE file_no = $file_no),"
        f" old AS (SELECT {cells} AS cells, hash({cells}) AS h FROM {table} WHERE file_no < $file_no"
        f" AND hash({cells}) IN (SELECT h FROM new)),"
        " there AS (SELECT cells, h, count(*) AS n FROM old GROUP BY ALL),"
        " counted AS (SELECT *, row_number() OVER (PARTITION BY cells ORDER BY row_no) AS nth FROM new"
        " WHERE h IN (SELECT h FROM there))"
        " SELECT c.place, c.row_no FROM counted c JOIN there t"
        " ON t.h = c.h AND t.cells = c.cells AND c.nth <= t.n",
        values,
    )
    draft.execute(f"DELETE FROM {table} WHERE rowid IN (SELECT place FROM {identifier(again)})")
    gone = draft.execute(
        f"SELECT count(DISTINCT row_no) FROM {identifier(again)} WHERE row_no NOT IN"
        f" (SELECT row_no FROM {table} WHERE file_no = $file_no)",
        {"file_no": file_no},
    )
    draft.drop(again)
    return int(gone[0][0])


def _compared(kind: str, made: Collection[str]) -> list[str]:
    """The cells that make two rows the same; a stage follows from its touchpoint."""
    named = [column.name for column in TABLES[kind].columns if column.name not in {*made, "stage"}]
    return [_BEFORE.get((kind, name), identifier(name)) for name in named]


def _touchpoints(kind: str) -> dict[str, object]:
    return {"confirmation": ORDER_CONFIRMATION, "placed": ORDER_PLACED} if kind == "events" else {}


def replace_days(draft: Draft, file_no: int, first: int) -> Replaced:
    """Let the days of a file of spend stand over those of earlier versions (files before `first`).

    A day of a campaign that says the same as before is merged. Two files of one drop are equally new: where
    they differ both count, and `doubtful` says for how many days of campaigns.
    """
    met = draft.next_name("met")
    _days_met(draft, met, file_no)
    same = f"EXISTS (SELECT 1 FROM {identifier(met)} m WHERE m.same AND {_SAME_DAY})"
    other = f"EXISTS (SELECT 1 FROM {identifier(met)} m WHERE NOT m.same AND {_SAME_DAY})"
    merged = draft.execute(f"DELETE FROM spend WHERE file_no = $n AND {same}", {"n": file_no})
    older = draft.execute(f"DELETE FROM spend WHERE file_no < $first AND {other}", {"first": first})
    doubtful = draft.execute(
        f"SELECT count(*) FROM {identifier(met)} WHERE NOT same AND latest >= $first", {"first": first}
    )
    draft.drop(met)
    return Replaced(merged[0][0], older[0][0], doubtful[0][0])


_SAME_DAY = "m.day = spend.day AND m.source = spend.source AND m.campaign IS NOT DISTINCT FROM spend.campaign"


def _days_met(draft: Draft, met: str, file_no: int) -> None:
    """The days of campaigns that a file and earlier ones both tell, and whether they say the same."""
    cells = "list_sort(list(row(cost, impressions, clicks, channel)) FILTER (file_no {} $n))"
    draft.execute(
        f"CREATE TABLE {identifier(met)} AS SELECT day, source, campaign,"
        f" {cells.format('=')} = {cells.format('<')} AS same, max(file_no) FILTER (file_no < $n) AS latest"
        " FROM spend WHERE file_no <= $n GROUP BY day, source, campaign"
        " HAVING count(*) FILTER (file_no = $n) > 0 AND count(*) FILTER (file_no < $n) > 0",
        {"n": file_no},
    )
