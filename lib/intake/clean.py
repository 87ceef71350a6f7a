"""Reading a text file record by record, and writing its data rows again as plain CSV."""

import csv
from collections.abc import Iterator
from pathlib import Path

from lib.intake.cells import filled
from lib.intake.dialect import Dialect, Record, records
from lib.intake.header import Header
from lib.intake.unpack import fresh
from lib.model.errors import IntakeError


def read_records(path: Path, dialect: Dialect, name: str) -> Iterator[Record]:
    """All records of a UTF-8 file; IntakeError where a quote is never closed or a cell never ends."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        line = 0
        try:
            for one in records(file, dialect):
                line = one.line
                yield one
        except csv.Error as error:
            raise IntakeError(
                f"{name}: the cell after line {line} does not end ({error}); a quote there is never closed.",
                f"Look at the quotes ({dialect.quote}) from line {line + 1} on, or export the file again.",
            ) from error


def write_clean(
    path: Path, dialect: Dialect, header: Header, out: set[int], scratch: Path, name: str
) -> Path:
    """A copy as plain CSV (commas unless the file has another single delimiter) without the lines `out`.

    Lines left out stay behind as blank lines, so that line numbers of the copy are those of the file;
    only a table of one column, where a blank line would be a row, loses them.
    """
    target = fresh(scratch, ".csv")
    delimiter = dialect.delimiter if len(dialect.delimiter) == 1 else ","
    with target.open("w", encoding="utf-8", newline="") as file:
        # CRLF makes the writer quote every cell that holds either sign
        writer = csv.writer(file, delimiter=delimiter, lineterminator="\r\n")
        for row in read_records(path, dialect, name):
            if row.line > header.first and row.line not in out and any(map(str.strip, row.cells)):
                writer.writerow(row.cells)
            elif header.width > 1 or row.line <= header.first:
                file.write("\r\n" * _lines_left(row, header))
    return target


def _lines_left(row: Record, header: Header) -> int:
    return row.lines if row.line > header.first else min(row.lines, header.first - row.line + 1)


def sample_of(
    path: Path, dialect: Dialect, header: Header, out: set[int], name: str, size: int = 200
) -> list[list[str]]:
    """The first data records, in the order of the file."""
    rows: list[list[str]] = []
    for row in read_records(path, dialect, name):
        if row.line > header.first and row.line not in out and filled(row.cells):
            rows.append(row.cells)
        if len(rows) == size:
            break
    return rows
