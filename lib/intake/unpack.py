"""What a file really is, told from its bytes and never from its ending; archives are opened here."""

import gzip
import re
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Literal

from lib.model.errors import IntakeError

Form = Literal["text", "parquet", "workbook"]

CHUNK = 1 << 22
#: Unpacked bytes that may stand against one packed byte, once the result is larger than RATIO_FROM.
RATIO = 400
RATIO_FROM = 100_000_000

AS_CSV = "Export the table as CSV (UTF-8) and import that."
_RESAVE = "Open it in a spreadsheet program, save it as .xlsx or as CSV (UTF-8), and import that."
_UNPACK = "Unpack it first and import the files inside, or pack them as .zip or .gz."

#: First bytes, what the file is, what to do instead.
_STRANGERS: tuple[tuple[bytes, str, str], ...] = (
    (b"\x89PNG\r\n", "a PNG picture", AS_CSV),
    (b"\xff\xd8\xff", "a JPEG picture", AS_CSV),
    (b"GIF8", "a GIF picture", AS_CSV),
    (b"%PDF-", "a PDF document", AS_CSV),
    (b"{\\rtf", "a rich text document", AS_CSV),
    (b"MZ", "a Windows program", AS_CSV),
    (b"\x7fELF", "a Linux program", AS_CSV),
    (b"SQLite format 3\x00", "an SQLite database", "Export each table as CSV (UTF-8) and import those."),
    (b"ARROW1", "an Arrow file", "Save it as Parquet or CSV (UTF-8) and import that."),
    (b"ORC", "an ORC file", "Save it as Parquet or CSV (UTF-8) and import that."),
    (b"Obj\x01", "an Avro file", "Save it as Parquet or CSV (UTF-8) and import that."),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", _UNPACK),
    (b"Rar!\x1a\x07", "a RAR archive", _UNPACK),
    (b"BZh", "a bzip2 archive", _UNPACK),
    (b"\xfd7zXZ\x00", "an xz archive", _UNPACK),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive", _UNPACK),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MARKUP = (b"<!doctype html", b"<html", b"<head", b"<body", b"<table", b"<div", b"<svg", b"<workbook")
#: The first element of XML, behind what it says of itself and comments.
_ROOT = re.compile(rb"<\?xml[^>]*>\s*(?:<!--.*?-->\s*)*(<[^>]*>?)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Found:
    """One table's file: where its bytes lie now and what to call it."""

    path: Path
    name: str
    form: Form


def fresh(scratch: Path, suffix: str) -> Path:
    """A new empty file in `scratch`."""
    scratch.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=scratch, suffix=suffix, delete=False) as file:
        return Path(file.name)


def unpack(path: Path, scratch: Path, name: str, max_bytes: int) -> Iterator[Found | IntakeError]:
    """Every table's file inside `path`; a member that cannot be one comes as the error that says why.

    Raises IntakeError when the file itself is empty, damaged or of a kind that holds no table.
    """
    _refuse_strangers(path, name)
    match _packing(path):
        case "gzip":
            yield _inner(_gunzip(path, scratch, name, max_bytes), name)
        case "zip":
            yield from _members(path, scratch, name, max_bytes)
        case form:
            yield Found(path, name, form)


def _head(path: Path, size: int = 1024) -> bytes:
    with path.open("rb") as file:
        return file.read(size)


def _packing(path: Path) -> Literal["gzip", "zip"] | Form:
    head = _head(path, 4)
    if head[:2] == b"\x1f\x8b":
        return "gzip"
    if head == b"PK\x03\x04" or head == b"PK\x05\x06":
        return "workbook" if _is_workbook(path) else "zip"
    return "parquet" if head == b"PAR1" else "text"


def _is_workbook(path: Path) -> bool:
    return any(part.startswith("xl/workbook.") for part in _listing(path, path.name))


def _listing(path: Path, name: str) -> list[str]:
    try:
        with zipfile.ZipFile(path) as archive:
            return archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError) as error:
        raise _damaged(name, "zip archive") from error


def _damaged(name: str, what: str) -> IntakeError:
    return IntakeError(
        f"{name} is a {what} that is cut short or damaged; nothing was read from it.",
        "Export or download it again; unpack it once yourself to see whether it is whole.",
    )


def _refuse_strangers(path: Path, name: str) -> None:
    head = _head(path)
    if not head:
        raise IntakeError(
            f"{name} is empty (0 bytes).",
            "Export it again; a table needs a header and at least one data row.",
        )
    for magic, what, mend in _STRANGERS:
        if head.startswith(magic) and not _is_plain(head):
            raise IntakeError(f"{name} is {what}, not a table.", mend)
    _refuse_office(path, head, name)
    start = _begins(head)
    if start.startswith(_MARKUP) or (root := _ROOT.match(start)) and root[1].startswith(_MARKUP):
        raise IntakeError(f"{name} is a web page or markup (HTML or XML), not a table.", _RESAVE)


def _begins(head: bytes) -> bytes:
    return head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()


def is_xml(path: Path) -> bool:
    """Whether the file says that it is XML, or is all between the signs of its first and last element."""
    start = _begins(_head(path))
    if start.startswith((b"<?xml", b"<!doctype")):
        return True
    with path.open("rb") as file:
        file.seek(max(path.stat().st_size - 1024, 0))
        whole = file.read().rstrip().endswith(b">")
    return whole and re.match(rb"<[a-z_][\w.-]*[\s/>]", start) is not None


def _is_plain(head: bytes) -> bool:
    """Short letters such as MZ or ORC may also begin a text file: lines of plain text are no program."""
    return head[:1].isalpha() and b"\n" in head and not any(byte < 9 for byte in head) and head[:4] != b"BZh9"


def _refuse_office(path: Path, head: bytes, name: str) -> None:
    if head.startswith(_OLE):
        locked = "EncryptedPackage".encode("utf-16-le") in path.read_bytes()[: 1 << 24]
        what = "a workbook locked with a password" if locked else "an old Excel workbook (.xls)"
        mend = "Take the password off, save" if locked else "Save"
        raise IntakeError(f"This is {what}: {name}.", f"{mend} it as .xlsx or CSV (UTF-8) and import that.")
    if head[:4] == b"PK\x03\x04" and b"mimetypeapplication/vnd.oasis.opendocument" in head:
        raise IntakeError(f"{name} is an OpenDocument file (.ods or alike), not CSV.", _RESAVE)
    if head[257:262] == b"ustar":
        raise IntakeError(f"{name} is a tar archive.", _UNPACK)
    if head[8:12] == b"DUCK":
        raise IntakeError(
            f"{name} is a DuckDB database.", "Export each table as Parquet or CSV and import those."
        )


def _inner(path: Path, name: str) -> Found:
    """What came out of an archive: a table's file, or refused."""
    _refuse_strangers(path, name)
    form = _packing(path)
    if form in ("gzip", "zip"):
        raise IntakeError(
            f"{name} holds a further archive.", "Unpack the inner archive and import its files."
        )
    return Found(path, name, form)  # type: ignore[arg-type]


def _gunzip(path: Path, scratch: Path, name: str, max_bytes: int) -> Path:
    out = fresh(scratch, ".unpacked")
    try:
        with gzip.open(path) as packed:
            _copy(packed, out, name, path.stat().st_size, max_bytes)
    except (EOFError, gzip.BadGzipFile, zlib.error, OSError) as error:
        raise _damaged(name, "gzip file") from error
    return out


def _copy(packed: IO[bytes] | gzip.GzipFile, out: Path, name: str, packed_size: int, max_bytes: int) -> int:
    """Unpack in chunks and stop at the limit, whatever the archive says about itself."""
    size = 0
    with out.open("wb") as file:
        while chunk := packed.read(CHUNK):
            size += len(chunk)
            if size > max_bytes or (size > RATIO_FROM and size > RATIO * packed_size):
                raise IntakeError(
                    f"{name} unpacks to more than {size // 1_000_000:,} MB from {packed_size:,} bytes;"
                    f" reading stopped there (limit {max_bytes // 1_000_000:,} MB).",
                    "Unpack it yourself, check what it holds, and import the table in parts.",
                )
            file.write(chunk)
    return size


def _members(path: Path, scratch: Path, name: str, max_bytes: int) -> Iterator[Found | IntakeError]:
    _refuse_document(path, name)
    try:
        with zipfile.ZipFile(path) as archive:
            members = [one for one in archive.infolist() if _is_table(one)]
            if not members:
                raise IntakeError(
                    f"{name} holds no files.", "Pack the exported CSV files into it and try again."
                )
            left = max_bytes
            for member in members:
                found, used = _member(archive, member, scratch, name, left)
                left -= used
                yield found
    except (zipfile.BadZipFile, OSError, ValueError, zlib.error, EOFError) as error:
        raise _damaged(name, "zip archive") from error


def _refuse_document(path: Path, name: str) -> None:
    folders = {part.split("/")[0] for part in _listing(path, name)}
    for folder, what in (
        ("word", "a Word document"),
        ("ppt", "a PowerPoint file"),
        ("META-INF", "a program archive"),
    ):
        if folder in folders and ("[Content_Types].xml" in folders or folder == "META-INF"):
            raise IntakeError(f"{name} is {what}, not a table.", AS_CSV)


def _is_table(member: zipfile.ZipInfo) -> bool:
    parts = member.filename.split("/")
    return not member.is_dir() and parts[0] != "__MACOSX" and not parts[-1].startswith(".")


def _member(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, scratch: Path, name: str, left: int
) -> tuple[Found | IntakeError, int]:
    label = f"{name}/{member.filename}"
    if member.flag_bits & 1:
        raise IntakeError(f"{label} is locked with a password.", "Pack it again without a password.")
    out = fresh(scratch, ".unpacked")
    try:
        with archive.open(member) as packed:
            used = _copy(packed, out, label, max(member.compress_size, 1), left)
    except NotImplementedError as error:
        raise IntakeError(f"{label} is packed in a way that cannot be read.", _UNPACK) from error
    try:
        return _inner(out, label), used
    except IntakeError as error:
        return error, used
