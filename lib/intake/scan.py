"""One fast pass over the bytes of a text file: what it is made of, and whether anything looks unusual."""

import codecs
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

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
    rb"\n(?:[,;\t| \"']*\r?(?=\n)|(?:[^,;\t|\n]{0,60}[,;\t|]+)?[\"' ]*(?:"
    + b"|".join(re.escape(word.encode()) for word in TOTAL_WORDS)
    + rb")[a-z: ]{0,12}[\"' ]*[,;\t|])",
    re.IGNORECASE,
)
_LONGEST_ODD = 200


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
    """Read the file once in chunks; about 0.2 s for 100 MB of plain text."""
    sha, decoder = hashlib.sha256(), codecs.getincrementaldecoder("utf-8")()
    size = lf = cr = crlf = quotes = nuls = 0
    bad_at: int | None = None
    odd, tail = False, b"\n"
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            sha.update(chunk)
            if bad_at is None:
                bad_at = _bad_at(decoder, chunk, size)
            seam = tail[-1:] + chunk
            lf, cr, crlf = lf + chunk.count(b"\n"), cr + chunk.count(b"\r"), crlf + seam.count(b"\r\n")
            quotes, nuls = quotes + chunk.count(b'"'), nuls + chunk.count(b"\0")
            odd = odd or _ODD.search(tail + chunk) is not None
            tail = (tail + chunk[-_LONGEST_ODD:])[-_LONGEST_ODD:]
            size += len(chunk)
    if bad_at is None and _bad_at(decoder, b"", size, final=True) is not None:
        bad_at = size
    open_end = tail[-1:] not in b"\r\n"
    return Facts(sha.hexdigest(), size, lf - crlf, cr - crlf, crlf, quotes, nuls, bad_at, odd, open_end)


def _bad_at(decoder: codecs.IncrementalDecoder, chunk: bytes, before: int, final: bool = False) -> int | None:
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
