"""XML as programs exchange it: a root with rows of one name, read row by row into one JSON object a line.

Only elements and their text are read. What XML can do beyond that (document types, entities, references to
other files) is refused before anything of it is looked at.
"""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn, TextIO
from xml.parsers import expat

from lib.intake.jsonlines import read_lines
from lib.intake.unpack import fresh
from lib.model.errors import IntakeError
from lib.model.sheets import Sheet

#: Elements within elements, and letters in one row.
DEEPEST = 20
LONGEST_ROW = 16_000_000
#: What one of several alike is called where a list stands in XML.
ITEM = frozenset({"row", "item", "element", "entry"})
_AS_CSV = "Export the table as CSV (UTF-8) or JSON and import that."


def read_xml(path: Path, scratch: Path, name: str) -> Sheet:
    """The rows of an XML file: the children of its root, their elements as columns, nested ones as JSON text.

    Raises IntakeError for a document type or entities, damaged XML, and a root without rows of one name.
    """
    target = fresh(scratch, ".ndjson")
    with path.open("rb") as file, target.open("w", encoding="utf-8") as lines:
        reader = _Reader(name, lines)
        try:
            reader.parser.ParseFile(file)
        except expat.ExpatError as error:
            what = (
                f"{name} is XML that cannot be read at line {error.lineno} ({expat.ErrorString(error.code)})."
            )
            raise IntakeError(what, "Export it again, or " + _AS_CSV[0].lower() + _AS_CSV[1:]) from error
    if len(reader.rows) != 1:
        _refuse(name, f"below its root stand {_said(reader.rows)}")
    return read_lines(target, scratch, name)


def _said(rows: dict[str, int]) -> str:
    return " and ".join(f"{name} ({n})" for name, n in list(rows.items())[:5]) or "no elements"


def _refuse(name: str, why: str) -> NoReturn:
    raise IntakeError(f"{name} is XML, but not a table of rows: {why}.", _AS_CSV)


@dataclass(slots=True)
class _Element:
    """An element that is being read: its text, and what its children became."""

    name: str
    text: list[str] = field(default_factory=list)
    children: list[tuple[str, Any]] = field(default_factory=list)

    def value(self) -> Any:  # noqa: ANN401 (JSON is anything)
        """Text, a list where the children are items, else an object; children alike make a list in it."""
        if not self.children:
            return "".join(self.text).strip()
        names = {name for name, _ in self.children}
        if len(names) == 1 and (len(self.children) > 1 or names <= ITEM):
            return [value for _, value in self.children]
        alike: dict[str, list[Any]] = {}
        for name, value in self.children:
            alike.setdefault(name, []).append(value)
        return {name: values if len(values) > 1 else values[0] for name, values in alike.items()}


class _Reader:
    """Follows the parser and writes each row as soon as it is whole."""

    def __init__(self, name: str, lines: TextIO) -> None:
        self.name, self.lines = name, lines
        self.open: list[_Element] = []
        self.rows: dict[str, int] = {}
        self.length = 0
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._no_doctype
        self.parser.EntityDeclHandler = self._no_doctype
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text

    def _no_doctype(self, *_said: Any) -> None:  # noqa: ANN401 (whatever the parser tells)
        raise IntakeError(
            f"{self.name} is XML with a document type or entities, which could make it read other files or"
            " grow without end; nothing of it was read.",
            _AS_CSV,
        )

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if len(self.open) >= DEEPEST:
            _refuse(self.name, f"its elements lie more than {DEEPEST} deep")
        self._count(len(name) + sum(map(len, attributes.values())))
        self.open.append(_Element(name, children=list(attributes.items())))

    def _text(self, text: str) -> None:
        self._count(len(text))
        self.open[-1].text.append(text)

    def _count(self, letters: int) -> None:
        self.length += letters
        if self.length > LONGEST_ROW:
            _refuse(self.name, f"one of its rows is longer than {LONGEST_ROW:,} letters")

    def _end(self, name: str) -> None:
        closed = self.open.pop()
        if len(self.open) == 1:
            self._write(closed)
        elif self.open:
            self.open[-1].children.append((name, closed.value()))

    def _write(self, row: _Element) -> None:
        self.rows[row.name] = self.rows.get(row.name, 0) + 1
        self.length = 0
        value = row.value()
        line = value if isinstance(value, dict) else {row.name: value}
        self.lines.write(json.dumps(line, ensure_ascii=False) + "\n")
