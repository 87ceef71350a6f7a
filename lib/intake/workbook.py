"""Excel workbooks (.xlsx): every worksheet that holds something becomes a CSV, then a Sheet."""

import csv
import datetime as dt
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import python_calamine as calamine

from lib.intake.delimited import read_delimited
from lib.intake.dialect import Dialect
from lib.intake.unpack import RATIO, RATIO_FROM, fresh
from lib.model.errors import IntakeError
from lib.model.sheets import Sheet

_AS_CSV = "Open it in a spreadsheet program, save the sheet as CSV (UTF-8), and import that."
#: Worksheets are held in memory while they are read.
_LARGEST = 1_000_000_000


def read_workbook(path: Path, scratch: Path, name: str, max_bytes: int) -> Iterator[Sheet | IntakeError]:
    """The worksheets that hold something, in their order; one that is no table as the error that says why.

    Dates come as ISO text, whole numbers without a decimal point. Raises IntakeError for a workbook that is
    damaged, locked, or empty.
    """
    _refuse_bombs(path, name, min(max_bytes, _LARGEST))
    filled = 0
    try:
        with path.open("rb") as file, calamine.CalamineWorkbook.from_filelike(file) as book:
            for title in _worksheets(book):
                rows = book.get_sheet_by_name(title).to_python(skip_empty_area=False)
                if not any(cell != "" for row in rows for cell in row):
                    continue
                filled += 1
                yield _sheet(rows, scratch, f"{name}/{title}")
    except calamine.PasswordError as error:
        raise IntakeError(
            f"{name} is locked with a password.", "Save it without a password and import that."
        ) from error
    except (calamine.CalamineError, ValueError, OSError) as error:
        raise IntakeError(f"{name} is a workbook that cannot be read ({error}).", _AS_CSV) from error
    if not filled:
        raise IntakeError(
            f"{name} has no data rows (every worksheet is empty).", "Save the worksheet that holds the table."
        )


def _refuse_bombs(path: Path, name: str, limit: int) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            size = sum(member.file_size for member in archive.infolist())
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise IntakeError(
            f"{name} is a workbook that is cut short or damaged.", "Download or save it again."
        ) from error
    if size > limit or (size > RATIO_FROM and size > RATIO * path.stat().st_size):
        raise IntakeError(f"{name} unpacks to {size // 1_000_000:,} MB, too much for a workbook.", _AS_CSV)


def _worksheets(book: calamine.CalamineWorkbook) -> list[str]:
    return [one.name for one in book.sheets_metadata if one.typ == calamine.SheetTypeEnum.WorkSheet]


def _sheet(rows: Sequence[Sequence[object]], scratch: Path, name: str) -> Sheet | IntakeError:
    path = fresh(scratch, ".csv")
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\r\n").writerows([as_text(cell) for cell in row] for row in rows)
    try:
        return replace(read_delimited(path, scratch, name, Dialect()), encoding="xlsx")
    except IntakeError as error:
        return error


def as_text(cell: object) -> str:
    """A cell as text: ISO dates, whole numbers without a point, fractions to the 15 digits a workbook keeps.

    >>> as_text(3.0), as_text(0.1 + 0.2), as_text(dt.datetime(2026, 9, 8)), as_text(True)
    ('3', '0.3', '2026-09-08 00:00:00', 'true')
    """
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e18 else format(cell, ".15g")
    if isinstance(cell, dt.timedelta):
        minutes, seconds = divmod(int(cell.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    return str(cell)
