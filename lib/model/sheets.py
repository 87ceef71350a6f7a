"""A table as it came out of a file, before anything is understood: text cells under their header."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal


@dataclass(frozen=True, slots=True)
class Aside:
    """A line of the file that is no data row: a title, a footer, a total."""

    line: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of one file, ready to be loaded.

    `path` is UTF-8 text in one dialect with LF or CRLF line ends (`csv`), Parquet (`parquet`) or one JSON
    object a line (`ndjson`). For `csv` the data begin after `first_row` lines of the file are skipped
    (titles and header), and `width` is the number of cells a row has. Line numbers in `path` are those of
    the file as it came (lines set aside are blank there), but for tables of one column. `rows` is -1 where
    a large file was not counted: the loader counts it.

    `sha256` is that of the table's own bytes: of the file, of the unpacked member, of the one worksheet.
    """

    name: str
    path: Path
    form: Literal["csv", "parquet", "ndjson"]
    columns: tuple[str, ...]
    sha256: str
    rows: int
    delimiter: str = ","
    quote: str = '"'
    escape: str = '"'
    #: Physical lines before the first data record.
    first_row: int = 0
    has_header: bool = True
    #: Cells a row has in `path`; those beyond `columns` have no name, are all empty and are not to be loaded.
    width: int = 0
    encoding: str = "utf-8"
    #: Up to 200 records as text, None where a cell is missing.
    sample: tuple[tuple[str | None, ...], ...] = ()
    asides: tuple[Aside, ...] = ()
    notes: tuple[str, ...] = ()
    #: What further header lines say of each column (units, question texts, machine ids), "" where nothing.
    labels: tuple[str, ...] = ()
    #: Lines that should have been rows but could not be read; they are not in `path`.
    unreadable: tuple[Aside, ...] = ()
