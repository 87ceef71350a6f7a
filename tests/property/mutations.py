"""Files as they should never be: small tables of a shop, written in every form and then damaged at random."""

import csv
import gzip
import io
import json
import zipfile
from collections.abc import Callable
from random import Random

import pyarrow
import pyarrow.parquet

Table = list[list[str]]
#: A file's name and its bytes.
File = tuple[str, bytes]

NULLS = ("", "NULL", "null", "-", "--", "N/A", "(not set)", "nan", "0000-00-00", "****", "None", " ")
ODD = (
    "=cmd|'/C calc'!A0", '=HYPERLINK("http://x.example","y")', "@SUM(1+1)", "+1+1", "\ufeff", "\u202e",
    "\N{PILE OF POO}", '"', '""', "'", "\\", "\\'", "a\nb", "a\r\nb", "a,b;c\td|e", "{",
    '{"a": [1, {"b": null}]}', "[1,2", "1e999", "-1e-999", "inf", "NaN", "2.10381E+18", "0x1F",
    "12:61", "31/02/2026", "2026-13-45", "0001-01-01", "9999-12-31T23:59:60Z", "2026-03-29 02:30:00",
    "1.234", "1,234", "1.234,50", "(12.50)", "12,5 %", "USD 3", "$1", "Robert'); DROP TABLE orders;--",
    "99999999999999999999999999999999", "${x}", "$name", "%s %d", "\x1a", "\x85", "\u2028", "\ud7ff",
)  # fmt: skip
SCHEMAS = "http://schemas.openxmlformats.org"
DAYS = (
    "2026-03-01",
    "2026-03-01T10:00:00Z",
    "2026-03-02 10:00:00+0200",
    "01/03/2026",
    "13/03/2026",
    "1772359200",
)
HEADERS = {
    "orders": ("order_id", "customer_id", "order_date", "total", "status", "currency", "discount"),
    "events": ("event_id", "visitor_id", "user_id", "timestamp", "event", "channel", "order_id", "value"),
    "survey_nps": ("response_id", "customer_id", "date", "score", "comment", "channel"),
    "tickets": ("ticket_id", "customer_id", "created_at", "solved_at", "topic", "channel"),
    "ad_spend": ("day", "source", "campaign", "cost", "impressions", "clicks"),
}
_VALUES: dict[str, Callable[[Random], str]] = {
    "date": lambda at: at.choice(DAYS),
    "number": lambda at: at.choice(["1", "5.00", "12,50", "10", "0", "-3", "1,000.00"]),
    "id": lambda at: f"{at.choice('abco')}{at.randrange(30)}",
    "word": lambda at: at.choice(
        ["paid", "email", "Email", "e-mail", "view_item", "purchase", "EUR", "late", "x y"]
    ),
}
ENCODINGS = (
    "utf-8",
    "utf-8",
    "utf-8-sig",
    "utf-16",
    "utf-16-le",
    "utf-32",
    "cp1252",
    "latin-1",
    "cp932",
    "big5",
)


def mutated(seed: int) -> File:
    """The file of this number: the same number is always the same file."""
    at = Random(seed)  # noqa: S311 (chance, not secrecy)
    kind = at.choice(list(HEADERS))
    form = at.choices(list(FORMS), [10, 3, 2, 2, 2])[0]
    table = _changed(_table(kind, at), at)
    data = FORMS[form](table, at)
    for _ in range(at.choice((0, 0, 0, 1, 1, 2))):
        data = at.choice(DAMAGES)(data, at)
    name, data = at.choices((_bare, _gzipped, _zipped), [12, 2, 3])[0](f"{kind}_{seed}.{form}", data, at)
    return name, at.choice(DAMAGES)(data, at) if at.random() < 0.15 else data


def bombs() -> list[File]:
    """Files that are small on disk and large when they are opened."""
    zeros = bytes(150_000_000)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("orders.csv", zeros)
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("inner.zip", packed.getvalue())
    wide = (",".join(f"c{n}" for n in range(20_000)) + "\n" + "1," * 20_000 + "\n").encode()
    return [
        ("bomb.csv.gz", gzip.compress(zeros)),
        ("bomb.zip", packed.getvalue()),
        ("nested.zip", inner.getvalue()),
        ("deep.json", b"[" * 200_000),
        ("deep_object.json", b'{"a":' * 100_000 + b"1" + b"}" * 100_000),
        ("wide.csv", wide),
        ("cell.csv", b'id,comment\n1,"' + b"x" * 30_000_000 + b'"\n2,y\n'),
        ("open.csv", b'id,comment\n1,"' + b"x,y\n" * 2_000_000),
        ("line.csv", b"x" * 20_000_000),
    ]


def _table(kind: str, at: Random) -> Table:
    header = list(HEADERS[kind])
    return [header, *([_value(name, at) for name in header] for _ in range(at.choice((0, 1, 2, 5, 12, 40))))]


def _value(name: str, at: Random) -> str:
    if any(word in name for word in ("date", "_at", "time", "day")):
        return _VALUES["date"](at)
    if name in ("total", "discount", "value", "score", "cost", "impressions", "clicks"):
        return _VALUES["number"](at)
    return _VALUES["id" if name.endswith("_id") else "word"](at)


def _changed(table: Table, at: Random) -> Table:
    """The cells spoiled, the header spoiled, rows ragged: some of it, or nothing."""
    for _ in range(at.choice((0, 1, 3, 8))):
        row = at.choice(table)
        row[at.randrange(len(row))] = at.choice(NULLS) if at.random() < 0.5 else at.choice(ODD)
    if at.random() < 0.02:
        table[-1][0] = "\x00"
    if at.random() < 0.02:
        table[-1][-1] = at.choice("x\n\",'") * at.choice((70_000, 400_000))
    return at.choice(HEADINGS)(table, at)


def _same(table: Table, _at: Random) -> Table:
    return table


def _headless(table: Table, _at: Random) -> Table:
    return table[1:] or table


def _repeated(table: Table, at: Random) -> Table:
    place = at.randrange(len(table)) + 1
    return [*table[:place], list(table[0]), *table[place:]]


def _doubled(table: Table, at: Random) -> Table:
    head = list(table[0])
    head[at.randrange(len(head))] = head[0]
    return [head, *table[1:]]


def _unnamed(table: Table, at: Random) -> Table:
    return [["" if at.random() < 0.4 else name for name in table[0]], *table[1:]]


def _ragged(table: Table, at: Random) -> Table:
    return [
        _short(row, at) if at.random() < 0.3 else [*row, *["x"] * at.choice((0, 0, 1, 9))] for row in table
    ]


def _short(row: list[str], at: Random) -> list[str]:
    return row[: at.randrange(len(row) + 1)]


def _titled(table: Table, at: Random) -> Table:
    title = [["Report"], ["From", "to"], []][: at.randrange(1, 4)]
    return [*title, *table, at.choice([["Total", "5.00"], [], ["Created today by the shop"]])]


def _two_tables(table: Table, at: Random) -> Table:
    return [*table, [], *_table(at.choice(list(HEADERS)), at)]


HEADINGS = (_same, _same, _same, _headless, _repeated, _doubled, _unnamed, _ragged, _titled, _two_tables)


def _csv(table: Table, at: Random) -> bytes:
    out = io.StringIO(newline="")
    settings: dict[str, object] = {
        "delimiter": at.choice([",", ",", ",", ";", "\t", "|", "^", " "]),
        "quotechar": at.choice(['"', '"', "'"]),
        "quoting": at.choice([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
        "lineterminator": at.choice(["\n", "\n", "\r\n", "\r"]),
    }
    csv.writer(out, **settings).writerows(table)  # type: ignore[arg-type]
    text = out.getvalue()
    if at.random() < 0.1:
        text = text.replace('"', "")
    if at.random() < 0.1:
        text = "".join(sign + at.choice(["", "\r", "\n"]) if sign == "\n" else sign for sign in text)
    return text.encode(at.choice(ENCODINGS), "replace")


def _records(table: Table) -> list[dict[str, str]]:
    return [dict(zip(table[0], row, strict=False)) for row in table[1:]] or [{"id": "1"}]


def _ndjson(table: Table, at: Random) -> bytes:
    lines = [json.dumps(row, ensure_ascii=at.random() < 0.5) for row in _records(table)]
    if at.random() < 0.3:
        lines.insert(
            at.randrange(len(lines) + 1), at.choice(["", "null", "[1]", "{", '{"a": NaN}', "\x00", '"x"'])
        )
    return "\n".join(lines).encode("utf-8", "replace")


def _json(table: Table, at: Random) -> bytes:
    rows: object = _records(table)
    for _ in range(at.choice((0, 1, 2, 60))):
        rows = {at.choice(["data", "rows", "id", ""]): rows}
    return json.dumps(rows).encode("utf-8", "replace")


def _parquet(table: Table, at: Random) -> bytes:
    width = max(map(len, table)) or 1
    names = [*table[0], *(f"more{n}" for n in range(width - len(table[0])))]
    columns = [[row[i] if i < len(row) else None for row in table[1:]] for i in range(width)]
    arrays = [pyarrow.array(column, pyarrow.string()) for column in columns]
    if at.random() < 0.4:
        arrays[0] = pyarrow.array([float(i) if i % 3 else None for i in range(len(table) - 1)])
        arrays[-1] = pyarrow.array([{"key": i, "more": [i, None]} for i in range(len(table) - 1)])
    out = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.Table.from_arrays(arrays, names), out)
    return out.getvalue()


def _xlsx(table: Table, _at: Random) -> bytes:
    """The least that a workbook needs, its cells as text within the rows."""
    rows = "".join(
        "<row>" + "".join(f'<c t="inlineStr"><is><t>{_escaped(cell)}</t></is></c>' for cell in row) + "</row>"
        for row in table
    )
    main, office = f"{SCHEMAS}/spreadsheetml/2006/main", f"{SCHEMAS}/officeDocument/2006/relationships"
    package = f"{SCHEMAS}/package/2006"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"/>',
        "_rels/.rels": _relations(package, f"{office}/officeDocument", "xl/workbook.xml"),
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
        '<sheet name="Sheet1" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": _relations(package, f"{office}/worksheet", "worksheets/sheet1.xml"),
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>',
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text.encode("utf-8", "replace"))
    return out.getvalue()


def _relations(package: str, type_: str, target: str) -> str:
    one = f'<Relationship Id="r1" Type="{type_}" Target="{target}"/>'
    return f'<Relationships xmlns="{package}/relationships">{one}</Relationships>'


def _escaped(cell: str) -> str:
    plain = "".join(sign for sign in cell if sign >= " " or sign == "\n")
    return plain.replace("&", "&amp;").replace("<", "&lt;")


FORMS: dict[str, Callable[[Table, Random], bytes]] = {
    "csv": _csv, "ndjson": _ndjson, "json": _json, "parquet": _parquet, "xlsx": _xlsx,
}  # fmt: skip


def _cut(data: bytes, at: Random) -> bytes:
    return data[: at.randrange(len(data) + 1)]


def _beheaded(data: bytes, at: Random) -> bytes:
    return data[at.randrange(min(len(data), 40) + 1) :]


def _flipped(data: bytes, at: Random) -> bytes:
    changed = bytearray(data)
    for _ in range(at.choice((1, 3, 20)) if data else 0):
        changed[at.randrange(len(data))] = at.randrange(256)
    return bytes(changed)


def _filled_in(data: bytes, at: Random) -> bytes:
    place = at.randrange(len(data) + 1)
    new = at.choice([b"\x00", b'"', b"\xff\xfe", b"\xef\xbb\xbf", b"\n", b"\r", b",", b"\\", at.randbytes(6)])
    return data[:place] + new * at.choice((1, 1, 2, 500)) + data[place:]


def _stuttering(data: bytes, at: Random) -> bytes:
    start = at.randrange(len(data) + 1)
    piece = data[start : start + at.randrange(1, 200)]
    return data[:start] + piece * at.choice((2, 3, 40)) + data[start:]


DAMAGES = (_cut, _beheaded, _flipped, _filled_in, _stuttering)


def _bare(name: str, data: bytes, at: Random) -> File:
    """The file itself; its ending may lie."""
    return (name if at.random() < 0.9 else f"{name}.{at.choice(['csv', 'xlsx', 'gz', 'txt', 'exe'])}"), data


def _gzipped(name: str, data: bytes, _at: Random) -> File:
    return f"{name}.gz", gzip.compress(data, 1)


def _zipped(name: str, data: bytes, at: Random) -> File:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", at.choice([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])) as archive:
        archive.writestr(at.choice([name, f"../{name}", f"a/b/{name}", "__MACOSX/x", "\u202e.csv"]), data)
        if at.random() < 0.3:
            archive.writestr("more.csv", b"order_id,customer_id,order_date,total\nm1,ann,2026-03-01,5.00\n")
    packed = f"{name}.zip", out.getvalue()
    return _zipped(*packed, at) if at.random() < 0.1 else packed
