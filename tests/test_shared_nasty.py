"""Files that break readers: read with the right shape, or refused with the right reason; none is lost."""

import json
from pathlib import Path

import pytest

from lib.intake.importing import import_files
from lib.intake.read import read
from lib.model.errors import IntakeError
from tests.shops import files_of, leftovers, written

#: Records below the header, columns, and how many records are set aside, by the first word of the reason.
#: Titles stand above the header: they are no records. Counted in the files themselves.
READ: dict[str, tuple[int, int, dict[str, int]]] = {
    "begrotingsanalyse-2011.csv": (36, 14, {"title": 2, "totals": 3}),
    "characters.csv": (382, 18, {}),
    "clevercsv/airedale.csv": (55, 8, {"footer": 1, "blank": 1}),
    "clevercsv/imdb.csv": (100, 44, {}),
    "clevercsv/milk.csv": (380, 23, {"footer": 9, "blank": 1}),
    "complex.csv": (3, 4, {}),
    "csv-spectrum/csvs/comma_in_quotes.csv": (1, 5, {}),
    "csv-spectrum/csvs/empty.csv": (2, 3, {}),
    "csv-spectrum/csvs/empty_crlf.csv": (2, 3, {}),
    "csv-spectrum/csvs/escaped_quotes.csv": (2, 2, {}),
    "csv-spectrum/csvs/json.csv": (1, 2, {}),
    "csv-spectrum/csvs/location_coordinates.csv": (1, 4, {}),
    "csv-spectrum/csvs/newlines.csv": (3, 3, {}),
    "csv-spectrum/csvs/newlines_crlf.csv": (3, 3, {}),
    "csv-spectrum/csvs/quotes_and_newlines.csv": (2, 2, {}),
    "csv-spectrum/csvs/simple.csv": (1, 3, {}),
    "csv-spectrum/csvs/simple_crlf.csv": (1, 3, {}),
    "csv-spectrum/csvs/utf8.csv": (2, 3, {}),
    "csv-spectrum/json/comma_in_quotes.json": (1, 5, {}),
    "csv-spectrum/json/empty.json": (2, 3, {}),
    "csv-spectrum/json/empty_crlf.json": (2, 3, {}),
    "csv-spectrum/json/escaped_quotes.json": (2, 2, {}),
    "csv-spectrum/json/json.json": (1, 2, {}),
    "csv-spectrum/json/location_coordinates.json": (1, 4, {}),
    "csv-spectrum/json/newlines.json": (3, 3, {}),
    "csv-spectrum/json/newlines_crlf.json": (3, 3, {}),
    "csv-spectrum/json/quotes_and_newlines.json": (2, 2, {}),
    "csv-spectrum/json/simple.json": (1, 3, {}),
    "csv-spectrum/json/simple_crlf.json": (1, 3, {}),
    "csv-spectrum/json/utf8.json": (2, 3, {}),
    "example.tsv": (140, 17, {}),
    "excel_pasting.csv": (17, 9, {"title": 2, "totals": 1, "footer": 2, "blank": 1}),
    "long.csv": (4000, 1, {}),
    "mixedGLB.csv": (133, 19, {"title": 2}),
    "null.csv": (10, 4, {}),
    "simple.csv": (6, 3, {}),
    "simple.psv": (28, 6, {}),
    "simple.ssv": (6, 3, {}),
    "simple.xlsx": (6, 3, {}),
    "simple.zip": (6, 3, {}),
    "skip_initials.csv": (2, 2, {}),
    "spanish_chars.csv": (116, 8, {"footer": 1, "blank": 1}),
    "sparse_with_column_errors.csv": (2237, 4, {"blank": 37}),
    "superset/unicode_test.csv": (41, 5, {}),
    "utf-16le_encoded.csv": (327, 19, {}),
    "weird_head_padding.csv": (82, 10, {"title": 6, "footer": 16, "blank": 6}),
}
#: Why a file is refused, and the way out.
REFUSED = {
    "badcolspan.html": r"web page.*save it as \.xlsx or as CSV",
    "blank_line.ods": r"OpenDocument.*save it as \.xlsx or as CSV",
    "complex.html": "web page",
    "encrypted_no_password.xls": r"old Excel workbook.*Save it as \.xlsx or CSV",
    "excel_properties.xls": "old Excel workbook",
    "html.html": "web page",
    "invisible_text.html": "web page",
    "large.ods": "OpenDocument",
    "libreoffice.xlsx": "no data rows.*Save the worksheet that holds the table",
    "loffice-4.4.1.2.ods": "OpenDocument",
    "multilineods.ods": "OpenDocument",
    "ods_formats.ods": "OpenDocument",
    "rowcolspan.html": "web page",
    "simple.ods": "OpenDocument",
    "simple.unknown": r"empty \(0 bytes\).*a header and at least one data row",
    "simple.xls": "old Excel workbook",
    "small.csv": "no data rows.*a header and at least one data row",
    "span_rich.xls": "old Excel workbook",
    "unicode_sheet_name.xls": "old Excel workbook",
    "utf8bom.csv": "no data rows.*a header and at least one data row",
}


@pytest.fixture
def nasty(shared_data):
    return shared_data("nasty_csv_share")


def test_every_nasty_file_has_its_line_here(nasty):
    names = {str(path.relative_to(nasty)) for path in nasty.rglob("*") if path.is_file()}
    assert names - {"SOURCE.md"} == set(READ) | set(REFUSED)


@pytest.mark.parametrize("name", READ)
def test_a_nasty_table_has_its_shape_and_only_what_is_no_row_is_set_aside(nasty, tmp_path, name):
    (sheet,) = read(nasty / name, tmp_path)
    records, width, set_aside = READ[name]
    reasons = [one.reason.split()[0] for one in sheet.asides]
    blank = sum(int(note.split()[0]) for note in sheet.notes if "blank lines" in note)
    found = {reason: reasons.count(reason) for reason in reasons} | ({"blank": blank} if blank else {})
    below = sum(n for reason, n in set_aside.items() if reason != "title")
    assert (sheet.rows, len(sheet.columns), found) == (records - below, width, set_aside)


@pytest.mark.parametrize("name", REFUSED)
def test_a_nasty_file_without_a_table_is_refused_with_the_way_out(nasty, tmp_path, name):
    with pytest.raises(IntakeError, match=REFUSED[name]):
        read(nasty / name, tmp_path)


@pytest.mark.parametrize("name", [name for name in READ if name.endswith(".json")])
def test_the_answers_of_the_spectrum_are_tables_too(nasty, tmp_path, name):
    """The JSON files say what the CSV files hold; both come out as the same cells."""
    (answer,) = read(nasty / name, tmp_path)
    (table,) = read(nasty / name.replace("json/", "csvs/").replace(".json", ".csv"), tmp_path)
    said = json.loads((nasty / name).read_text())
    rows = [list(row.values()) for row in (said if isinstance(said, list) else [said])]
    assert [[cell or "" for cell in row] for row in answer.sample] == rows
    if "newlines_crlf" not in name:  # the shared copy of this file has other line ends than its answer
        assert (table.columns, table.sample) == (answer.columns, answer.sample)


def test_no_nasty_row_enters_a_shop_and_every_one_is_accounted_for(nasty, tmp_path):
    """None of them is about customers: beside a good one, all rows are set aside with a reason."""
    good = written(tmp_path, orders="order_id,customer_id,order_date,total\n1,ann,2026-03-01,5.00\n")
    names = [*READ, *REFUSED]
    paths: list[Path] = [nasty / name for name in names]
    manifest = import_files([*good, *paths], "shop", names=["orders.csv", *names])
    files = files_of(manifest)
    assert manifest.report["tables"]["orders"] == files["orders.csv"]["rows"]["accepted"] == 1
    for name, file in files.items():
        rows = file["rows"]
        assert rows["read"] == rows["accepted"] + rows["merged"] + rows["rejected"], name
        assert sum(one["rows"] for one in file["rejected_by"]) == rows["rejected"], name
        if name != "orders.csv":
            assert (file["kind"], rows["accepted"]) == (None, 0), name
            assert all(one["reason"] for one in file["rejected_by"]), name
    assert leftovers() == []
