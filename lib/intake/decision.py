"""How a column is read: decided, or a question with the lines of a mapping that answer it."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Decision:
    """How a column is read: a format, or a question that must be answered first."""

    format: str = ""
    question: str = ""
    note: str = ""
    #: Whether a cell of the column proves the format, so that it may speak for other columns of the file.
    settled: bool = False


def ask(column: str, sheet: str, said: str, formats: Sequence[str]) -> Decision:
    """The question what `column` means, with the lines for each of the `formats` that it could have."""
    lines = "\nor ".join(f'[sheets."{sheet}".formats]\n"{column}" = "{one}"' for one in formats)
    return Decision(question=f"{column!r} {said}. Decide it in the mapping:\n{lines}")
