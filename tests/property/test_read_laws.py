"""Laws of reading: what was written comes back cell for cell, and no bytes raise anything but a refusal."""

import csv
import gzip
import io
import tempfile
from contextlib import suppress
from pathlib import Path

import duckdb
from hypothesis import example, given
from hypothesis import strategies as st

from lib.intake.read import read
from lib.model.errors import IntakeError

WORDS = st.text(
    st.sampled_from("abcdefghijklmnopqrstuvwxyzABCXYZ éüñß,;|'\"\n"), min_size=1, max_size=12
).map(lambda word: f"x{word.strip()}")
NUMBERS = st.integers(0, 99_999).map(str)
DAYS = st.dates().map(str)


@st.composite
def tables(draw):
    """A header and 3 to 12 rows: an id, a day, words and a number, no cell empty."""
    rows = draw(st.lists(st.tuples(NUMBERS, DAYS, WORDS, NUMBERS), min_size=3, max_size=12))
    return [("order id", "day", "comment", "price"), *rows]


def written(table, delimiter, quote, end, encoding, packed):
    text = io.StringIO(newline="")
    csv.writer(
        text, delimiter=delimiter, quotechar=quote, quoting=csv.QUOTE_ALL, lineterminator=end
    ).writerows(table)
    data = text.getvalue().encode(encoding)
    return gzip.compress(data) if packed else data


def read_back(data):
    """The cells of the only sheet as a plain CSV reader with the sheet's dialect sees them."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.csv"
        path.write_bytes(data)
        (sheet,) = read(path, Path(folder) / "scratch")
        types = {f"c{at}": "VARCHAR" for at in range(sheet.width)}
        rows = duckdb.execute(
            "FROM read_csv($path, auto_detect=false, header=false, skip=$skip, delim=$delim, quote=$quote,"
            f" escape=$escape, comment='', columns={types}, null_padding=true, parallel=false,"
            " strict_mode=true)",
            {
                "path": str(sheet.path),
                "skip": sheet.first_row,
                "delim": sheet.delimiter,
                "quote": sheet.quote,
                "escape": sheet.escape,
            },
        ).fetchall()
        return sheet, rows


@given(
    table=tables(),
    delimiter=st.sampled_from([",", ";", "\t", "|"]),
    quote=st.sampled_from(['"', "'"]),
    end=st.sampled_from(["\n", "\r\n"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
    packed=st.booleans(),
)
def test_what_was_written_comes_back_cell_for_cell(table, delimiter, quote, end, encoding, packed):
    sheet, rows = read_back(written(table, delimiter, quote, end, encoding, packed))
    assert sheet.columns == table[0]
    assert rows == list(sheet.sample) == table[1:]
    assert sheet.rows == len(table) - 1


def attempt(data):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.csv"
        path.write_bytes(data)
        with suppress(IntakeError):
            sheets = read(path, Path(folder) / "scratch", max_bytes=10_000_000)
            assert all(sheet.columns and sheet.rows for sheet in sheets)


SEEDS = [
    b'id,name,price\n1,Ann,2.50\n2,"Bob, jr",3.00\nTotal,,5.50\n',
    "id;name\n1;Zoë\n2;José\n".encode("utf-16"),
    gzip.compress(b"id,price\n1,2\n3,4\n"),
    b'{"id": 1, "v": [1, 2]}\n{"id": 2}\n',
    b'{"data": [{"id": 1.5}, {"id": 2}]}',
    b" 0001 19970101  2  29.33\n 0002 19970118  2  29.73\n",
    b"PAR1\x15\x04\x15\x10",
    b"PK\x03\x04\x14\x00\x00\x00",
]


@given(
    seed=st.sampled_from(SEEDS),
    changes=st.lists(st.tuples(st.integers(0, 60), st.binary(max_size=3)), max_size=6),
    cut=st.integers(1, 200),
)
def test_damaged_files_are_read_or_refused_but_never_crash(seed, changes, cut):
    data = seed
    for at, new in changes:
        data = data[:at] + new + data[at + 1 :]
    attempt(data[:cut])


@given(st.binary(max_size=300))
@example(b"\xff")
@example(b"\x00\x00")
@example(b'"')
@example(b"{")
@example(b"[]")
@example(b"sep=;\n")
def test_any_bytes_are_read_or_refused_but_never_crash(data):
    attempt(data)


@given(st.text(st.sampled_from("ab1,;\t|\"'\n\r\\ #{}[]:.-"), max_size=120))
def test_any_text_is_read_or_refused_but_never_crashes(text):
    attempt(text.encode())
