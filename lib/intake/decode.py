"""Text files as they come, made UTF-8: byte order marks, UTF-16, the old code pages, damaged bytes."""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import charset_normalizer

from lib.intake.scan import Facts, scan
from lib.intake.unpack import AS_CSV, CHUNK, fresh
from lib.model.errors import IntakeError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 1 << 16
#: Single-byte pages of Latin scripts, the likeliest first.
_LATIN = ("cp1252", "latin-1", "mac_roman", "cp850")
#: Fewer characters than this are no evidence of an East Asian page.
_FEW = 4
#: Pages of other alphabets, told apart by charset-normalizer.
_OTHERS = ["cp1251", "koi8_r", "cp1253", "cp1254", "cp1255", "cp1256", "cp1250", "cp866"]
_WORD = re.compile(rb"[A-Za-z\x80-\xff]+")
_LATIN_LETTER = re.compile(rb"[A-Za-z]")
_MOJIBAKE = ("Ã©", "Ã¨", "Ã¼", "Ã¶", "Ã¤", "Ã±", "Ã³", "ÃŸ", "â€™", "â€œ", "â‚¬", "Â£", "Â°")


@dataclass(frozen=True, slots=True)
class Text:
    """A UTF-8 text file. `facts` describe its bytes; `sha256` those of the file it was made from."""

    path: Path
    name: str
    encoding: str
    sha256: str
    facts: Facts
    notes: tuple[str, ...] = ()


def as_utf8(path: Path, scratch: Path, name: str) -> Text:
    """The file as UTF-8: itself if it is that already, else a copy in `scratch`.

    A UTF-8 byte order mark stays where it is (readers skip it). Raises IntakeError for binary data.
    """
    notes: list[str] = []
    facts, encoding = scan(path), _marked(path)
    if encoding in (None, "utf-8-sig"):
        if facts.nuls and encoding is None:
            encoding = _unmarked_utf16(path)
        if facts.nuls and encoding in (None, "utf-8-sig"):
            raise _binary(name, f"it has {facts.nuls:,} zero bytes")
    if encoding in (None, "utf-8-sig") and facts.bad_at is None:
        return Text(path, name, "utf-8", facts.sha256, facts, _broken_text(path, "utf-8"))
    if encoding in (None, "utf-8-sig"):
        encoding, notes = _guess(path, facts, name)
    copy = fresh(scratch, ".txt")
    damaged = _transcode(path, copy, encoding or "utf-8", name)
    if damaged:
        notes.append(f"{damaged:,} characters are damaged and shown as \N{REPLACEMENT CHARACTER}")
    again = scan(copy)
    if again.nuls:
        raise _binary(name, f"it has {again.nuls:,} zero bytes")
    label = "utf-8" if encoding == "utf-8-sig" else str(encoding)
    return Text(copy, name, label, facts.sha256, again, (*notes, *_broken_text(copy, "utf-8")))


def _binary(name: str, why: str) -> IntakeError:
    return IntakeError(f"{name} is binary data, not a table: {why}.", AS_CSV)


def _marked(path: Path) -> str | None:
    with path.open("rb") as file:
        head = file.read(4)
    return next((encoding for mark, encoding in _BOMS if head.startswith(mark)), None)


def _unmarked_utf16(path: Path) -> str | None:
    """UTF-16 without its mark: Latin text then has a zero in (nearly) every second byte."""
    with path.open("rb") as file:
        head = file.read(4096)
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if min(even, odd) * 20 > max(even, odd) or max(even, odd) < len(head) * 0.2:
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _transcode(path: Path, copy: Path, encoding: str, name: str) -> int:
    """Write `path` as UTF-8 in chunks; the number of characters that had to be replaced."""
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    damaged = 0
    with path.open("rb") as source, copy.open("wb") as target:
        for chunk, final in _chunks(source):
            text = decoder.decode(chunk, final)
            damaged += text.count("\N{REPLACEMENT CHARACTER}")
            target.write(text.encode("utf-8", "replace"))
    if damaged and damaged * 20 > copy.stat().st_size:
        raise _binary(name, f"{damaged:,} of its characters mean nothing as {encoding}")
    return damaged


def _chunks(file: IO[bytes]) -> Iterator[tuple[bytes, bool]]:
    while chunk := file.read(CHUNK):
        yield chunk, False
    yield b"", True


def _guess(path: Path, facts: Facts, name: str) -> tuple[str, list[str]]:
    """The code page of text that is not UTF-8, from the lines that show it."""
    sample = _foreign_lines(path, facts.bad_at or 0)
    if sum(byte < 9 or 13 < byte < 27 for byte in sample) * 100 > len(sample):
        raise _binary(name, "control characters stand where text should be")
    if _mostly_utf8(sample):
        return "utf-8", [f"the file is UTF-8, but with bad bytes (the first is byte {facts.bad_at or 0:,})"]
    encoding = guess_page(sample)
    return encoding, [
        f"the text is not UTF-8; it was read as {encoding}. Check accented letters; if they look wrong,"
        " export the file as CSV (UTF-8)"
    ]


def _foreign_lines(path: Path, bad_at: int) -> bytes:
    """Up to 64 kB of lines with bytes above 127, from the first bad byte on."""
    lines, size = [], 0
    with path.open("rb") as file:
        file.seek(max(bad_at - 2000, 0))
        for line in file.read(CHUNK).splitlines():
            if not line.isascii() and size < _SAMPLE:
                lines.append(line[:4000])
                size += len(lines[-1])
    return b"\n".join(lines)


def _mostly_utf8(sample: bytes) -> bool:
    """Text whose many-byte letters are nearly all right UTF-8 has been damaged, not written otherwise."""
    text = sample.decode("utf-8", "replace")
    bad = text.count("\N{REPLACEMENT CHARACTER}")
    good = sum(ord(letter) > 127 for letter in text) - bad
    return good > 5 * bad


def guess_page(sample: bytes) -> str:
    """The likeliest code page of `sample`, a text that is not UTF-8.

    Pairs of bytes that are everyday characters of a Chinese, Japanese or Korean page speak for that page;
    words that mix ASCII letters with others for a Latin one; anything else is left to charset-normalizer.

    >>> guess_page("Größe, prêt à porter".encode("cp1252"))
    'cp1252'
    >>> guess_page("注文番号,お客様,ありがとう".encode("cp932"))
    'cp932'
    """
    wide = _double_byte(sample)
    if wide:
        return wide
    words = [word for word in _WORD.findall(sample) if not word.isascii()]
    mixed = sum(len(word) == 1 or _LATIN_LETTER.search(word) is not None for word in words)
    if mixed * 2 >= len(words) or sum(byte > 127 for byte in sample) < 2 * _FEW:
        return max(_LATIN, key=lambda page: _plausible(sample, page))
    return _other_alphabet(sample)


def _plausible(sample: bytes, page: str) -> float:
    """Letters within words speak for a page, signs within words and unused codes against it."""
    text = sample.decode(page, "replace")
    score = 0
    for before, one, after in zip(" " + text, text, text[1:] + " ", strict=False):
        if ord(one) > 127:
            odd_capital = one.isupper() and before.islower()
            bad = not one.isprintable() or one == "\N{REPLACEMENT CHARACTER}" or odd_capital
            score += (
                -3 if bad else 1 if one.isalpha() else 0 if not (before.isalpha() and after.isalpha()) else -1
            )
    return score


def _double_byte(sample: bytes) -> str | None:
    """The East Asian page in which the text decodes and most pairs are everyday characters."""
    shares = {page: _everyday(sample, page) for page in ("cp932", "euc_jp", "cp949", "gb18030", "big5")}
    best = max(shares, key=lambda page: shares[page])
    return best if shares[best] > 0.7 else None


def _everyday(sample: bytes, page: str) -> float:
    """Share of the non-ASCII characters that are everyday ones of `page` (0 where it does not decode)."""
    try:
        text = sample.decode(page)
    except UnicodeDecodeError:
        return 0.0
    wide = [one for one in text if ord(one) > 127]
    if len(wide) < _FEW:
        return 0.0
    kana = sum("\u3041" <= one <= "\u30ff" for one in wide)
    hangul = sum("\uac00" <= one <= "\ud7a3" for one in wide)
    if page in ("cp932", "euc_jp"):
        halfwidth = sum("\uff61" <= one <= "\uff9f" for one in wide)
        return 1.0 if kana > 0.15 * len(wide) and halfwidth < 0.1 * len(wide) else 0.0
    if page == "cp949":
        return hangul / len(wide)
    last_lead, first_trail = (0xC6, 0x40) if page == "big5" else (0xD7, 0xA1)
    pairs = [one.encode(page)[:2] for one in wide]
    return sum(0xA1 <= lead <= last_lead and trail >= first_trail for lead, trail in pairs) / len(pairs)


def _other_alphabet(sample: bytes) -> str:
    best = charset_normalizer.from_bytes(sample, cp_isolation=_OTHERS).best()
    return best.encoding if best else "cp1252"


def _broken_text(path: Path, encoding: str) -> tuple[str, ...]:
    """A note when the text was already broken by an earlier program (an é that became two signs)."""
    with path.open("rb") as file:
        text = file.read(1 << 18).decode(encoding, "ignore")
    found = [pair for pair in _MOJIBAKE if pair in text]
    if not found:
        return ()
    return (
        f"some letters were broken before this file was written (it holds {found[0]!r}); export it again",
    )
