"""One text file with delimiters -> one Sheet, without a copy wherever the file is clean."""

import mmap
from pathlib import Path

from lib.intake.cells import filled
from lib.intake.clean import sample_of, write_clean
from lib.intake.decode import Text, as_utf8
from lib.intake.dialect import Dialect, Record, detect, records
from lib.intake.header import Header, find_header, named_width
from lib.intake.refusals import no_rows
from lib.intake.scan import Ends, line_ends
from lib.intake.sweep import Swept, sweep
from lib.model.errors import IntakeError
from lib.model.sheets import Sheet

_HEAD = 1 << 18
_BLOCK = 1 << 15
#: Files up to this size are read record by record; larger ones only where a fast pass saw something odd.
SMALL = 4 << 20


def read_delimited(path: Path, scratch: Path, name: str, dialect: Dialect | None = None) -> Sheet:
    """The table in a text file.

    Raises IntakeError when there is no data row, more than one table, or no way to cut it into columns.
    """
    text = as_utf8(path, scratch, name)
    blocks = sample_blocks(text)
    if not "".join(blocks).strip("\ufeff \t\r\n"):
        raise no_rows(name, "only blank lines")
    dialect = dialect or detect(blocks)
    head = list(records(blocks[0].splitlines(keepends=True), dialect))
    header = find_header(head, name)
    _refuse_uncut(header, blocks[0], name)
    swept = _sweep_if_odd(text, dialect, header, blocks)
    return _sheet(text, dialect, header, swept, scratch, head)


def sample_blocks(text: Text) -> list[str]:
    """Whole lines from the head of the file and, of large ones, from the middle and the end."""
    size = text.path.stat().st_size
    with text.path.open("rb") as file:
        head = file.read(_HEAD)
        if size <= _HEAD:
            return [head.decode("utf-8-sig", "replace")]
        blocks = [head[: _last_end(head)]]
        for at in (size // 3, size * 2 // 3, size - _BLOCK):
            file.seek(max(at, _HEAD))
            block = file.read(_BLOCK)
            whole = block[block.find(b"\n") + 1 :]
            blocks.append(whole if at == size - _BLOCK else whole[: _last_end(whole)])
    return [block.decode("utf-8-sig", "replace") for block in blocks]


def _last_end(block: bytes) -> int:
    end = max(block.rfind(b"\n"), block.rfind(b"\r")) + 1
    return end or len(block)


def _refuse_uncut(header: Header, head: str, name: str) -> None:
    """One column whose unquoted header holds delimiters: the cutting failed."""
    if header.width > 1 or not header.has_header:
        return
    line = head.splitlines()[header.first - 1]
    found = [sign for sign in (",", ";", "\t", "|") if sign in line]
    if found and not line.lstrip().startswith(('"', "'")):
        raise IntakeError(
            f"{name} could not be cut into columns: line {header.first} ({line[:80]!r}) holds {found[0]!r},"
            " but the lines below it do not follow it.",
            "Export the file again as CSV (UTF-8) with one delimiter, and cells that hold it in quotes.",
        )


def _sweep_if_odd(text: Text, dialect: Dialect, header: Header, blocks: list[str]) -> Swept | None:
    """Read record by record unless a large file showed nothing that asks for it."""
    facts = text.facts
    odd = (
        facts.size <= SMALL
        or not dialect.plain
        or facts.odd_lines
        or facts.ends not in ("lf", "crlf")
        or facts.quotes % 2
        or header.width == 1
        or named_width(header) < header.width
        or _odd_tail(blocks[-1], dialect, header)
        or _repeats(text.path, header, dialect)
    )
    return sweep(text.path, dialect, header, text.name) if odd else None


def _odd_tail(block: str, dialect: Dialect, header: Header) -> bool:
    rows = [row for row in records(block.splitlines(keepends=True), dialect) if row.cells][-12:]
    return any(
        filled(row.cells) < 2 or not row.cells[0].strip() or len(row.cells) != header.width for row in rows
    )


def _repeats(path: Path, header: Header, dialect: Dialect) -> bool:
    """Whether the header line stands once more below (several exports glued together)."""
    line = dialect.delimiter.join(header.cells).encode()
    if not header.has_header or not line:
        return False
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as whole:
        return whole.find(b"\n" + line, whole.find(line) + 1) >= 0


def _sheet(
    text: Text, dialect: Dialect, header: Header, swept: Swept | None, scratch: Path, head: list[Record]
) -> Sheet:
    out = swept.out if swept else set()
    path, own, first = text.path, dialect, header.first
    if _needs_copy(text, dialect, header, swept):
        path = write_clean(text.path, dialect, header, out, scratch, text.name)
        own = Dialect(dialect.delimiter if len(dialect.delimiter) == 1 else ",")
    keep = _columns_kept(header, swept)
    rows = _rows(text, header, swept)
    if rows == 0:
        raise no_rows(text.name, "a header only")
    data = sample_of(text.path, dialect, header, out, text.name)
    return Sheet(
        name=text.name,
        path=path,
        form="csv",
        columns=header.names[:keep],
        sha256=text.sha256,
        rows=rows,
        delimiter=own.delimiter,
        quote=own.quote,
        escape=own.escape,
        first_row=first,
        has_header=header.has_header,
        encoding=text.encoding,
        sample=tuple(_padded(row, keep) for row in data),
        asides=tuple(sorted((*header.asides, *(swept.asides if swept else ())), key=lambda one: one.line)),
        notes=(*text.notes, *_notes(header, swept, keep)),
        width=header.width,
        labels=header.labels[:keep],
    )


def _padded(row: list[str], width: int) -> tuple[str | None, ...]:
    return tuple((row[at] or None) if at < len(row) else None for at in range(width))


def _needs_copy(text: Text, dialect: Dialect, header: Header, swept: Swept | None) -> bool:
    """Whether the loader's plain recipe would misread the file as it lies there."""
    if not dialect.plain and dialect != Dialect(dialect.delimiter, "", ""):
        return True
    if header.folded or swept is None:
        return header.folded
    if _outer_ends(text, swept) not in ("lf", "crlf"):
        return True
    blank_row = swept.blank if header.width == 1 else swept.delimiters_only
    return bool(swept.asides or blank_row)


def _outer_ends(text: Text, swept: Swept) -> Ends:
    """How the records end; line ends within quoted cells may be others."""
    facts, inner = text.facts, swept.inner_ends
    return line_ends(facts.lf - inner[0], facts.cr - inner[1], facts.crlf - inner[2])


def _columns_kept(header: Header, swept: Swept | None) -> int:
    """Unnamed columns at the end are left off when no row ever fills them."""
    keep = named_width(header)
    if swept is None:
        return keep
    return max([keep, *(at + 1 for at in swept.filled if at < header.width)])


def _rows(text: Text, header: Header, swept: Swept | None) -> int:
    if swept is not None:
        return swept.rows
    return text.facts.lines - header.first if text.facts.quotes == 0 else -1


def _notes(header: Header, swept: Swept | None, keep: int) -> list[str]:
    notes = [note for note in header.notes if not _about_dropped(note, header, keep)]
    if keep < header.width:
        notes.append(f"{header.width - keep} empty columns without a name at the end were left off")
    if swept is None:
        return notes
    if swept.blank:
        notes.append(f"{swept.blank} blank lines were skipped")
    if swept.short:
        notes.append(
            f"{swept.short} rows have fewer than {header.width} cells; the missing ones count as empty"
        )
    if swept.long:
        notes.append(f"{swept.long} rows have more than {header.width} cells and cannot be read")
    return notes + swept.notes


def _about_dropped(note: str, header: Header, keep: int) -> bool:
    return any(
        note == f"column {at} has no name, called {header.names[at - 1]}"
        for at in range(keep + 1, header.width + 1)
    )
