"""One fast pass over the bytes of a text file: what it is made of, and whether anything looks unusual."""

import codecs
import hashlib
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from lib.intake.unpack import CHUNK

Ends = Literal["lf", "crlf", "cr", "mixed"]

#: Words that begin a totals row in exports, in lower case.
TOTAL_WORDS = (
    "grand total",
    "total",
    "subtotal",
    "sub-total",
    "totals",
    "totaal",
    "totale",
    "totaux",
    "sum",
    "summe",
    "gesamt",
    "gesamtsumme",
    "gesamtergebnis",
    "insgesamt",
    "somme",
    "suma",
    "soma",
    "somma",
    "razem",
    "celkem",
    "итого",
    "всего",
    "合計",
    "总计",
    "合计",
)
#: A line that is blank, all delimiters, or has a totals word in its first or second cell.
_ODD = re.compile(
    rb"[,;\t| \"']*\r?\n|(?:[^,;\t|\n]{0,60}[,;\t|]+)?[\"' ]*(?:"
    + b"|".join(re.escape(word.encode()) for word in TOTAL_WORDS)
    + rb")[a-z: ]{0,12}[\"' ]*[,;\t|]",
    re.IGNORECASE,
)
_LONGEST_ODD = 200
_DELIMITERS = b",;\t|"
#: A first cell that is longer than this is no key beside which a totals word would stand.
_LONGEST_KEY = 60
_NEWLINE = 10

Bytes = NDArray[np.uint8]


def _marked(signs: bytes) -> NDArray[np.bool_]:
    """For each byte, whether it is one of `signs`."""
    marks = np.zeros(256, dtype=bool)
    marks[list(signs)] = True
    return marks


def _begins(word: str) -> bytes:
    """The first byte of a word, small and capital."""
    return word[:1].lower().encode()[:1] + word[:1].upper().encode()[:1]


#: Where a line or its second cell begins with another byte, it is not odd.
_SUSPECT = _marked(_DELIMITERS + b" \"'\r\n" + b"".join(map(_begins, TOTAL_WORDS)))
_ENDS_CELL = _marked(_DELIMITERS + b"\n")


@dataclass(frozen=True, slots=True)
class Facts:
    """What a pass over the bytes found. `bad_at` is the first byte that is not UTF-8."""

    sha256: str
    size: int
    #: Bare line feeds, bare carriage returns, and pairs of them.
    lf: int
    cr: int
    crlf: int
    quotes: int
    nuls: int
    bad_at: int | None
    odd_lines: bool
    ends_open: bool

    @property
    def lines(self) -> int:
        """Physical lines, the last one counted even without its line end."""
        return self.lf + self.cr + self.crlf + self.ends_open

    @property
    def ends(self) -> Ends:
        return line_ends(self.lf, self.cr, self.crlf)


def scan(path: Path) -> Facts:
    """Read the file once in chunks; its hash is taken beside that, in a thread of its own."""
    with ThreadPoolExecutor(1) as beside:
        sha = beside.submit(_sha256, path)
        seen = _Seen()
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                seen.look(chunk)
        return seen.facts(sha.result())


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@dataclass(slots=True)
class _Seen:
    """What the chunks so far showed."""

    size: int = 0
    lf: int = 0
    cr: int = 0
    crlf: int = 0
    quotes: int = 0
    nuls: int = 0
    bad_at: int | None = None
    odd: bool = False
    tail: bytes = b"\n"
    decoder: codecs.IncrementalDecoder = field(default_factory=codecs.getincrementaldecoder("utf-8"))

    def look(self, chunk: bytes) -> None:
        if self.bad_at is None:
            self.bad_at = _bad_at(self.decoder, chunk, self.size)
        # most files have none of these signs, and that is seen much faster than they are counted
        if b"\r" in chunk or self.tail.endswith(b"\r"):
            self.cr += chunk.count(b"\r")
            self.crlf += (self.tail[-1:] + chunk).count(b"\r\n")
        self.quotes += chunk.count(b'"') if b'"' in chunk else 0
        self.nuls += chunk.count(b"\0") if b"\0" in chunk else 0
        self.lf += int(np.count_nonzero(np.frombuffer(chunk, dtype=np.uint8) == _NEWLINE))
        self.odd = self.odd or has_odd_line(self.tail + chunk)
        self.tail = (self.tail + chunk[-_LONGEST_ODD:])[-_LONGEST_ODD:]
        self.size += len(chunk)

    def facts(self, sha256: str) -> Facts:
        bad_at = self.bad_at
        if bad_at is None and _bad_at(self.decoder, b"", self.size, final=True) is not None:
            bad_at = self.size
        open_end = self.tail[-1:] not in (b"\r", b"\n")
        return Facts(
            sha256, self.size, self.lf - self.crlf, self.cr - self.crlf, self.crlf, self.quotes, self.nuls,
            bad_at, self.odd, open_end,
        )  # fmt: skip


def has_odd_line(block: bytes) -> bool:
    r"""Whether a line behind the first line feed is blank, all delimiters, or may be a total.

    >>> has_odd_line(b"a,b\n1,2\nTotal,3\n"), has_odd_line(b"a,b\nt1,2\nt2,3\n"), has_odd_line(b"a\n;;\n")
    (True, False, True)
    """
    return any(_ODD.match(block, at) for at in _suspects(block))


def _suspects(block: bytes) -> Iterator[int]:
    """Where lines begin that may be odd, by the first byte of the line and of its second cell."""
    signs: Bytes = np.frombuffer(block, dtype=np.uint8)
    starts = np.flatnonzero(signs == _NEWLINE) + 1
    starts = starts[starts < len(signs)]
    suspect = _SUSPECT[signs[starts]] | _SUSPECT[signs[_second(signs, starts)]]
    yield from starts[suspect].tolist()


def _second(signs: Bytes, starts: NDArray[Any]) -> NDArray[Any]:
    """Where the second cell of each line begins; the line itself where its first cell is too long."""
    last = len(signs) - 1
    at, found, open_ = starts.copy(), starts.copy(), np.arange(len(starts))
    for _ in range(_LONGEST_KEY + 1):
        ends = _ENDS_CELL[signs[at]]
        found[open_[ends]] = np.minimum(at[ends] + 1, last)
        at, open_ = np.minimum(at[~ends] + 1, last), open_[~ends]
        if not len(open_):
            break
    return found


def _bad_at(decoder: codecs.IncrementalDecoder, chunk: bytes, before: int, final: bool = False) -> int | None:
    if chunk.isascii() and not decoder.getstate()[0]:
        return None
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError as error:
        return max(before + error.start - (len(error.object) - len(chunk)), 0)
    return None


def line_ends(lf: int, cr: int, crlf: int) -> Ends:
    """The one kind of line end there is, or `mixed`.

    >>> line_ends(5, 0, 0), line_ends(5, 0, 1)
    ('lf', 'mixed')
    """
    if (lf > 0) + (cr > 0) + (crlf > 0) > 1:
        return "mixed"
    return "cr" if cr else "crlf" if crlf else "lf"
