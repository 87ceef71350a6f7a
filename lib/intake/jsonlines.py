"""JSON files: one object a line (NDJSON) as they are, lists of objects rewritten to one object a line."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lib.intake.decode import Text, as_utf8
from lib.intake.refusals import no_rows
from lib.intake.unpack import fresh
from lib.model.errors import IntakeError
from lib.model.sheets import Aside, Sheet

#: A JSON document has to be held in memory whole; above this it must come as one object a line.
LARGEST_DOCUMENT = 300_000_000
_SAMPLE = 200
_MOST_BAD = 1000
_LINES = "Write one object a line (NDJSON), or export the table as CSV (UTF-8), and import that."


def looks_like_json(path: Path) -> bool:
    """Whether the first sign of the file begins an object or a list of objects."""
    with path.open("rb") as file:
        start = file.read(4096)
    for encoding in ("utf-16",) if start[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig",):
        text = start.decode(encoding, "ignore").lstrip()
        return text[:1] == "{" or (text[:1] == "[" and text[1:].lstrip()[:1] in ("{", "]", "["))
    return False


def read_json(path: Path, scratch: Path, name: str) -> Sheet:
    """The objects of a JSON file, one a row, their keys as columns; nested values stay JSON text.

    Raises IntakeError when the file is no JSON, holds no list of objects, or several of them.
    """
    text = as_utf8(path, scratch, name)
    seen = _objects_by_line(text.path)
    if seen.rows > 1 and len(seen.bad) <= max(1, seen.rows // 10):
        return _from_lines(text, seen, scratch)
    return _from_document(text, scratch)


def read_lines(path: Path, scratch: Path, name: str) -> Sheet:
    """The objects of a file that has one a line for certain, be it only one."""
    text = as_utf8(path, scratch, name)
    return _from_lines(text, _objects_by_line(text.path), scratch)


@dataclass(slots=True)
class _Seen:
    """What a pass over the lines found: rows, their keys in order, and the lines that are no objects."""

    rows: int = 0
    keys: dict[str, None] = field(default_factory=dict)
    bad: list[Aside] = field(default_factory=list)
    blank: int = 0
    sample: list[dict[str, Any]] = field(default_factory=list)


def _objects_by_line(path: Path) -> _Seen:
    """Read line by line; give up where the file is plainly not one object a line."""
    seen = _Seen()
    for at, line, value in _lines(path):
        if not line.strip():
            seen.blank += 1
        elif isinstance(value, dict):
            _count(seen, value)
        else:
            seen.bad.append(Aside(at, line.strip()[:300], "not a JSON object"))
            if len(seen.bad) > max(_MOST_BAD, seen.rows) or (not seen.rows and len(seen.bad) > 1):
                break
    return seen


def _count(seen: _Seen, value: dict[str, Any]) -> None:
    seen.rows += 1
    seen.keys.update(dict.fromkeys(value))
    if len(seen.sample) < _SAMPLE:
        seen.sample.append(value)


def _lines(path: Path) -> Iterator[tuple[int, str, Any]]:
    decode = _decoder()
    with path.open(encoding="utf-8-sig", newline="\n") as file:
        for at, line in enumerate(file, 1):
            yield at, line, decode(line)


def _decoder() -> Callable[[str], Any]:
    """Reads a text, numbers kept as they are written; None where it is no JSON."""

    def decode(text: str) -> Any:  # noqa: ANN401 (JSON is anything)
        try:
            return json.loads(text, parse_float=str, parse_int=str, parse_constant=lambda _: None)
        except (json.JSONDecodeError, RecursionError):
            return None

    return decode


def _from_lines(text: Text, seen: _Seen, scratch: Path) -> Sheet:
    path = text.path
    with path.open("rb") as file:
        marked = file.read(3) == b"\xef\xbb\xbf"
    if seen.bad or marked:
        path = _without(path, {one.line for one in seen.bad}, scratch)
    notes = (
        [f"{len(seen.bad)} lines are not JSON objects (the first is line {seen.bad[0].line})"]
        if seen.bad
        else []
    )
    return _sheet(text, path, seen, tuple(seen.bad), (*text.notes, *notes))


def _without(path: Path, bad: set[int], scratch: Path) -> Path:
    target = fresh(scratch, ".ndjson")
    with path.open(encoding="utf-8-sig", newline="\n") as source, target.open("w", encoding="utf-8") as file:
        file.writelines("\n" if at in bad else line for at, line in enumerate(source, 1))
    return target


def _sheet(text: Text, path: Path, seen: _Seen, bad: tuple[Aside, ...], notes: tuple[str, ...]) -> Sheet:
    columns = tuple(seen.keys)
    if not columns:
        raise no_rows(text.name, "its objects are empty")
    return Sheet(
        name=text.name,
        path=path,
        form="ndjson",
        columns=columns,
        sha256=text.sha256,
        rows=seen.rows,
        encoding=text.encoding,
        sample=tuple(tuple(as_text(row.get(column)) for column in columns) for row in seen.sample),
        notes=notes,
        width=len(columns),
        unreadable=bad,
    )


def as_text(value: Any) -> str | None:  # noqa: ANN401 (JSON is anything)
    """A JSON value as the text of a cell; None where there is none.

    >>> as_text("5"), as_text(True), as_text(None), as_text({"a": ["1"]})
    ('5', 'true', None, '{"a": ["1"]}')
    """
    if value is None or value == "":
        return None
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _from_document(text: Text, scratch: Path) -> Sheet:
    if text.facts.size > LARGEST_DOCUMENT:
        raise IntakeError(f"{text.name} is one JSON document of {text.facts.size // 1_000_000:,} MB.", _LINES)
    value = _loaded(text)
    rows, where = _rows_in(value, text.name)
    objects = [row for row in rows if isinstance(row, dict)]
    if not objects:
        raise no_rows(text.name, "an empty list")
    seen = _Seen()
    path = fresh(scratch, ".ndjson")
    with path.open("w", encoding="utf-8") as file:
        for row in objects:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
            _count(seen, row)
    bad = tuple(
        Aside(at, str(row)[:300], "not a JSON object")
        for at, row in enumerate(rows, 1)
        if not isinstance(row, dict)
    )
    notes = (f"the rows were found in the list {where!r}",) if where else ()
    return _sheet(text, path, seen, bad, (*text.notes, *notes))


def _loaded(text: Text) -> Any:  # noqa: ANN401 (JSON is anything)
    """The whole document; fractions stay text so that no digit changes."""
    try:
        content = text.path.read_text(encoding="utf-8-sig")
        return json.loads(content, parse_float=str, parse_constant=lambda _: None)
    except json.JSONDecodeError as error:
        what = f"{text.name} looks like JSON, but line {error.lineno} cannot be read ({error.msg})."
        raise IntakeError(what, "Export it again, or " + _LINES[0].lower() + _LINES[1:]) from error
    except (RecursionError, ValueError) as error:
        raise IntakeError(f"{text.name} is JSON that cannot be read ({error}).", _LINES) from error


def _rows_in(value: Any, name: str) -> tuple[list[Any], str]:  # noqa: ANN401 (JSON is anything)
    """The list of objects in a document and the keys that lead to it; a lone object is one row."""
    if isinstance(value, list):
        if value and not any(isinstance(row, dict) for row in value):
            raise IntakeError(f"{name} is a JSON list, but not of objects.", _LINES)
        return value, ""
    lists = dict(_lists(value, "", 0)) if isinstance(value, dict) and not _is_record(value) else {}
    if len(lists) > 1:
        names = ", ".join(f"{where} ({len(rows)})" for where, rows in lists.items())
        raise IntakeError(
            f"{name} holds several lists of objects: {names}.",
            "Save the one that holds the rows as its own file.",
        )
    if lists:
        where, rows = next(iter(lists.items()))
        return rows, where
    return [value], ""


def _is_record(value: dict[str, Any]) -> bool:
    """A lone object with an id of its own is one row, even if it holds lists (an order with its lines)."""
    return any(key.lower() == "id" or key.lower().endswith("_id") for key in value)


def _lists(value: dict[str, Any], path: str, depth: int) -> Iterator[tuple[str, list[Any]]]:
    """Every list of objects in an object, three levels deep."""
    for key, inner in value.items():
        where = f"{path}.{key}" if path else key
        if isinstance(inner, list) and inner and all(isinstance(row, dict) for row in inner):
            yield where, inner
        elif isinstance(inner, dict) and depth < 2:
            yield from _lists(inner, where, depth + 1)
