"""How the times of a column are written, decided on all of its cells or asked.

A column may be written in several ways (a system that changed its format, rows typed by hand): a format
then holds every way, joined by `|`; each cell is read by the one it fits, and the note counts them.
"""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from lib.intake import dates
from lib.intake.decision import Decision, ask
from lib.store.draft import Draft

SQL = Path(__file__).with_name("sql")
#: Stands in a question for the canonical column.
TO = "<canonical column>"
#: Families of plain numbers and the format of each.
NUMBERS = {
    "compact": "%Y%m%d",
    "compact_hour": "%Y%m%d%H",
    "compact_time": "%Y%m%d%H%M%S",
    "iso_basic": "iso_basic",
    "epoch_s": "epoch_s",
    "epoch_ms": "epoch_ms",
    "epoch_us": "epoch_us",
    "epoch_ns": "epoch_ns",
    "excel": "excel",
}
#: Ticks of a second in each epoch.
EPOCHS = {"epoch_s": 1, "epoch_ms": 10**3, "epoch_us": 10**6, "epoch_ns": 10**9}
#: This share of the cells must look like times; fewer, and the column is none.
MOST = 0.5


def decide(draft: Draft, column: str, sheet: str) -> Decision:
    """The format of the times in view `cells` (view `placed` has the place of each); names for questions."""
    draft.script(SQL / "read_iso.sql")
    iso: dict[str, Any] = draft.query(SQL / "iso_times.sql").iloc[0].to_dict()
    if iso["iso"] == iso["n"]:
        return Decision("iso", note=_offsets(iso))
    seen: dict[str, Any] = draft.query(SQL / "times.sql").iloc[0].to_dict() | {"iso_day": iso["latest_day"]}
    ways = _ways(draft, seen, iso, column, sheet)
    # dates with something behind them that is no clock have no format
    ways = [(way, cells) for way, cells in ways if way.format or way.question]
    if asked := next((way for way, _ in ways if way.question), None):
        return asked
    if sum(cells for _, cells in ways) < MOST * iso["n"]:
        return _none(seen, column, sheet)
    return _together(ways, _offsets(iso))


def _ways(
    draft: Draft, seen: dict[str, Any], iso: dict[str, Any], column: str, sheet: str
) -> list[tuple[Decision, int]]:
    """Every way in which cells of the column are written, with the number of cells."""
    ways = [(Decision("iso"), int(iso["iso"]))] if iso["iso"] else []
    for family, format_ in NUMBERS.items():
        if seen[family]:
            ways.append((Decision(format_, note=_run(format_, seen)), int(seen[family])))
    if seen["split"]:
        ways.append((dates.three_numbers(draft, seen, column, sheet), int(seen["split"])))
    if seen["year_first"]:
        found = dates.year_first(seen, column)
        # a year, a day and a month may look like ISO: what one cell shows holds for all
        same = [one for one in ways if one[0].format == "iso" and "%d/%m" in found.format.replace("-", "/")]
        ways = [one for one in ways if one not in same]
        ways.append((found, int(seen["year_first"]) + sum(cells for _, cells in same)))
    if seen["named"]:
        ways.append((Decision("named", note="months in words"), int(seen["named"])))
    if seen["named_yy"]:
        said = f"has years of two digits ({seen['named_example']})"
        ways.append((ask(column, sheet, said, ["named_yy"]), int(seen["named_yy"])))
    # what looks like a day but is none (30 February) is written in no way at all
    return [one for one in ways if one[0].format or one[0].question]


def _together(ways: list[tuple[Decision, int]], offsets: str) -> Decision:
    """One format of all ways; where there are several, the rule by which a cell is read is said."""
    notes = [way.note for way, _ in ways if way.note] + ([offsets] if offsets else [])
    if len(ways) > 1:
        told = ", ".join(f"{way.format} ({cells:,})" for way, cells in ways)
        notes.append(f"written in {len(ways)} ways, each cell read by its own: {told}")
    return Decision("|".join(way.format for way, _ in ways), note="; ".join(notes))


def _none(seen: dict[str, Any], column: str, sheet: str) -> Decision:
    """Hardly any cell is a time; read as ISO, every cell will say so."""
    if seen["clocks"] >= MOST * seen["n"]:
        return Decision(
            question=f"{column!r} holds the time of day without the day ({seen['clock']}). Where another"
            " column holds the day, name both in the mapping, the day first:\n"
            f'[sheets."{sheet}".columns]\n{TO} = {{column = "<day>", also = ["{column}"]}}'
        )
    return Decision("iso", note="hardly any cell looks like a time")


def _offsets(iso: dict[str, Any]) -> str:
    offsets, naive = int(iso["offsets"]), int(iso["iso"]) - int(iso["offsets"])
    if not offsets or not naive:
        return ""
    return (
        f"{offsets:,} cells say their offset from UTC, {naive:,} do not and are read in the"
        " dataset's time zone"
    )


def _run(format_: str, seen: dict[str, Any]) -> str:
    """The first and the last day of plain numbers, so that a reader sees whether they were understood."""
    low, high = str(seen["lowest"]), str(seen["highest"])
    if format_ in EPOCHS:
        low, high = (str(_epoch(cell, EPOCHS[format_])) for cell in (low, high))
    elif format_ == "excel":
        low, high = (str(_serial(cell)) for cell in (low, high))
    return f"read as {format_}: {low} to {high}" if format_ != "iso_basic" else ""


def _epoch(cell: str, ticks: int) -> object:
    """The day of an epoch, or the cell where it is none (a column of several ways)."""
    moment = datetime(1970, 1, 1, tzinfo=UTC)
    try:
        return (moment + timedelta(seconds=float(cell.replace(",", ".")) / ticks)).date()
    except OverflowError:
        return cell


def _serial(cell: str) -> object:
    try:
        return (datetime(1899, 12, 30, tzinfo=UTC) + timedelta(days=float(cell.replace(",", ".")))).date()
    except OverflowError:
        return cell
