"""Files as people have them -> sheets: text cells under their header, nothing understood yet.

Whatever its ending says, a file is what its bytes say: text with delimiters in any usual dialect and
encoding, JSON, XML, Parquet, an Excel workbook, or a gzip or zip archive of these.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from lib.intake.delimited import read_delimited
from lib.intake.jsonlines import looks_like_json, read_json
from lib.intake.parquet import read_parquet
from lib.intake.unpack import Found, is_xml, unpack
from lib.intake.workbook import read_workbook
from lib.intake.xml import read_xml
from lib.model.errors import IntakeError
from lib.model.sheets import Sheet

#: An archive may not unpack to more than this.
MAX_BYTES = 8_000_000_000


def read(path: Path, scratch: Path, *, name: str | None = None, max_bytes: int = MAX_BYTES) -> list[Sheet]:
    """Every table in the file at `path`, in its order.

    A file that is clean already is not copied: `Sheet.path` is then `path` itself. Everything else is
    written to `scratch` as plain CSV or one JSON object a line; the caller removes `scratch` when the
    sheets are loaded. `name` is what the file is called in messages, where `path` is a temporary one;
    members of archives and worksheets are called `name/member`.

    Raises IntakeError, which says what was found and what to do, for everything that holds no table:
    empty or damaged files, headers without rows, pictures, programs, old workbooks, archives that unpack
    to more than `max_bytes`, several tables in one file. Where some members of an archive are tables and
    others are not, the notes of the first sheet say which were left out.
    """
    label = name or path.name
    if not path.is_file():
        raise IntakeError(f"There is no file {label}.", "Check the path; a folder is imported file by file.")
    tables = list(_tables(path, scratch, label, max_bytes))
    sheets = [one for one in tables if isinstance(one, Sheet)]
    refused = [one for one in tables if isinstance(one, IntakeError)]
    if not sheets:
        raise refused[0]
    notes = tuple(f"left out: {error.what}" for error in refused)
    return [replace(sheets[0], notes=(*sheets[0].notes, *notes)), *sheets[1:]]


def _tables(path: Path, scratch: Path, name: str, max_bytes: int) -> Iterator[Sheet | IntakeError]:
    for found in unpack(path, scratch, name, max_bytes):
        if isinstance(found, IntakeError):
            yield found
            continue
        try:
            yield from _one(found, scratch, max_bytes)
        except IntakeError as error:
            yield error


def _one(found: Found, scratch: Path, max_bytes: int) -> Iterator[Sheet | IntakeError]:
    if found.form == "parquet":
        yield read_parquet(found.path, found.name)
    elif found.form == "workbook":
        yield from read_workbook(found.path, scratch, found.name, max_bytes)
    elif is_xml(found.path):
        yield read_xml(found.path, scratch, found.name)
    elif looks_like_json(found.path):
        yield read_json(found.path, scratch, found.name)
    else:
        yield read_delimited(found.path, scratch, found.name)
