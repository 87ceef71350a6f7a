"""Refusals that several readers share: what was found, and what to do instead."""

from lib.model.errors import IntakeError


def no_rows(name: str, what: str) -> IntakeError:
    return IntakeError(
        f"{name} has no data rows ({what}).",
        "Check the dates and filters of the export; a table needs a header and at least one data row.",
    )


def two_tables(name: str, line: int, first: int, second: int) -> IntakeError:
    return IntakeError(
        f"{name} holds more than one table: at line {line} the columns change"
        f" ({first} in one, {second} in the other). Nothing was stored.",
        "Save each table as its own file and import those.",
    )


def narrow_header(name: str, line: int, values: int, names: int) -> IntakeError:
    return IntakeError(
        f"{name}: line {line} has {values} values, the header has {names}, and most rows are like it."
        " Nothing was stored.",
        "Give every column a name in the header, or quote the cells that hold the delimiter.",
    )


def open_quote(name: str, line: int, quote: str, swallowed: int) -> IntakeError:
    return IntakeError(
        f"{name}: line {line} opens a quote ({quote}) that is never closed; it swallows the"
        f" {swallowed:,} lines below it. Nothing was stored.",
        f"Close or remove the quote in line {line}, or export the file again.",
    )
