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
    (titles and header), and `width` is the number of cells a row has.
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
    encoding: str = "utf-8"
    #: Up to 200 records as text, None where a cell is missing.
    sample: tuple[tuple[str | None, ...], ...] = ()
    asides: tuple[Aside, ...] = ()
    notes: tuple[str, ...] = ()
