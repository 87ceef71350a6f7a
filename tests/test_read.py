"""Files as people have them become sheets, or are refused with the way out."""

import csv
import datetime as dt
import gzip
import hashlib
import io
import json
import re
import zipfile

import duckdb
import pandas as pd
import pytest

from lib.intake.read import read
from lib.model.errors import IntakeError


@pytest.fixture
def put(tmp_path):
    """Write a file and read it: `put("a,b\\n1,2\\n")` is its only sheet."""

    def write(content, name="shop.csv", **options):
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        sheets = read(path, tmp_path / "scratch", **options)
        return sheets[0] if len(sheets) == 1 else sheets

    return write


def loaded(sheet):
    """The rows as a loader with a fixed dialect reads them, and the lines that it could not take."""
    con = duckdb.connect()
    types = {f"c{at}": "VARCHAR" for at in range(sheet.width)}
    rows = con.execute(
        "FROM read_csv($path, auto_detect=false, header=false, skip=$skip, delim=$delim, quote=$quote,"
        f" escape=$escape, comment='', columns={types}, null_padding=true, parallel=false, strict_mode=true,"
        " store_rejects=true)",
        {
            "path": str(sheet.path),
            "skip": sheet.first_row,
            "delim": sheet.delimiter,
            "quote": sheet.quote,
            "escape": sheet.escape,
        },
    ).fetchall()
    rejects = con.execute("SELECT line, csv_line FROM reject_errors").fetchall()
    return [row[: len(sheet.columns)] for row in rows], [(line, text.strip()) for line, text in rejects]


def asides(sheet):
    return [(one.line, one.reason.split(" ")[0]) for one in sheet.asides]


# --- plain files -----------------------------------------------------------------------------------


def test_a_clean_file_is_read_where_it_lies(put, tmp_path):
    text = "day,orders\n2026-03-01,12\n2026-03-02,9\n"
    sheet = put(text)
    assert (sheet.path, sheet.columns, sheet.rows) == (tmp_path / "shop.csv", ("day", "orders"), 2)
    assert sheet.sample == (("2026-03-01", "12"), ("2026-03-02", "9"))
    assert sheet.sha256 == hashlib.sha256(text.encode()).hexdigest()
    assert (sheet.asides, sheet.notes, sheet.encoding) == ((), (), "utf-8")
    assert not (tmp_path / "scratch").exists()


def test_the_name_in_messages_may_be_another_than_the_paths(tmp_path):
    (tmp_path / "tmp8f3").write_text("")
    with pytest.raises(IntakeError, match=r"orders\.csv is empty.*Export it again"):
        read(tmp_path / "tmp8f3", tmp_path, name="orders.csv")


def test_leading_zeros_and_long_ids_stay_as_they_are_written(put):
    sheet = put("id,zip\n2103807459595387724,01012\n2103807459595387725,00007\n")
    assert sheet.sample[0] == ("2103807459595387724", "01012")


def test_a_missing_cell_is_none_and_a_written_null_is_text(put):
    sheet = put('id,a,b\n1,"",null\n2,,x\n')
    assert sheet.sample == (("1", None, "null"), ("2", None, "x"))


def test_a_byte_order_mark_is_no_part_of_the_first_name(put):
    sheet = put(b"\xef\xbb\xbfid,price\n1,2.50\n")
    assert sheet.columns == ("id", "price")


def test_quoted_line_breaks_belong_to_their_cell(put, tmp_path):
    sheet = put(b'id,comment\r\n1,"one\ntwo"\r\n2,fine\r\n')
    assert sheet.path == tmp_path / "shop.csv"
    assert (sheet.rows, loaded(sheet)) == (2, ([("1", "one\ntwo"), ("2", "fine")], []))


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_line_end_will_do(put, end):
    sheet = put(end.join(["id,price", "1,2.50", "2,3.00"]))
    assert loaded(sheet) == ([("1", "2.50"), ("2", "3.00")], [])


def test_mixed_line_ends_are_made_one(put, tmp_path):
    sheet = put("id,price\r\n1,2.50\r\n2,3.00\n3,4.00\r\n")
    assert sheet.path != tmp_path / "shop.csv"
    assert loaded(sheet) == ([("1", "2.50"), ("2", "3.00"), ("3", "4.00")], [])


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "cp1252", "utf-8-sig", "latin-1"])
def test_other_encodings_are_written_again_as_utf_8(put, encoding):
    sheet = put("name,city,age\nJosé,Köln,31\nAndré,Gruyères,44\n".encode(encoding))
    assert sheet.sample == (("José", "Köln", "31"), ("André", "Gruyères", "44"))
    assert loaded(sheet)[0] == list(sheet.sample)


def test_a_code_page_is_a_guess_and_says_so(put):
    sheet = put("name,age\nJosé,31\n".encode("cp1252"))
    assert sheet.encoding == "cp1252"
    assert any("Check accented letters" in note for note in sheet.notes)


def test_one_bad_byte_in_a_utf_8_file_does_not_turn_the_others_into_nonsense(put):
    sheet = put(b"name,age\n" + "Zoë,31\n".encode() * 50 + b"Jos\xe9,12\n")
    assert sheet.sample[0] == ("Zoë", "31")
    assert "1 characters are damaged and shown as \N{REPLACEMENT CHARACTER}" in sheet.notes


def test_text_that_was_broken_earlier_is_reported(put):
    assert any("broken before" in note for note in put("name,age\ncafÃ©,3\n").notes)


# --- where the table begins ------------------------------------------------------------------------


def test_title_lines_are_set_aside(put):
    sheet = put("Sales report\nMarch 2026\n\nday,orders,revenue\n2026-03-01,12,340.50\n2026-03-02,9,210.00\n")
    assert sheet.columns == ("day", "orders", "revenue")
    assert asides(sheet) == [(1, "title"), (2, "title")]
    assert loaded(sheet)[0] == [("2026-03-01", "12", "340.50"), ("2026-03-02", "9", "210.00")]


def test_title_lines_padded_to_the_full_width_are_set_aside_too(put):
    sheet = put("Report,,\n,,\nday,orders,revenue\n2026-03-01,12,340.50\n2026-03-02,9,210.00\n")
    assert (sheet.columns, asides(sheet)) == (("day", "orders", "revenue"), [(1, "title")])


def test_settings_above_the_table_are_titles(put):
    sheet = put(
        "Report:;Sales\nShop:;North\n\nday;orders;revenue;visits\n2026-03-01;12;340,50;77\n2026-03-02;9;1,00;5\n"
    )
    assert (sheet.columns, asides(sheet)) == (
        ("day", "orders", "revenue", "visits"),
        [(1, "title"), (2, "title")],
    )


def test_a_line_of_units_describes_the_columns(put):
    sheet = put("product,price,weight\n,(EUR),(kg)\nlamp,12.50,1.2\nchair,80.00,7.5\n")
    assert (sheet.columns, sheet.labels) == (("product", "price", "weight"), ("", "(EUR)", "(kg)"))
    assert sheet.rows == len(loaded(sheet)[0]) == 2


def test_three_header_rows_are_one_header_and_its_descriptions(put):
    head = "Q1,Q2,Q3\nHow likely are you to come back?,Were you satisfied?,Your age\n{id_1},{id_2},{id_3}\n"
    sheet = put(head + "9,4,31\n7,5,44\n10,5,27\n")
    assert (sheet.columns, sheet.rows) == (("Q1", "Q2", "Q3"), 3)
    assert sheet.labels[0] == "How likely are you to come back? / {id_1}"


def test_a_first_row_with_a_word_among_numbers_is_still_data(put):
    sheet = put(
        "id,name,price\nC1,Ann,free\nC2,Bob,3.50\nC3,Cid,4.00\nC4,Dan,4.10\nC5,Eve,1.00\nC6,Fay,2.00\n"
    )
    assert sheet.rows == 6


def test_years_may_be_column_names(put):
    sheet = put("product,2023,2024,2025\nlamp,17,19,23\nchair,5,6,8\n")
    assert sheet.columns == ("product", "2023", "2024", "2025")


def test_a_file_without_a_header_gets_numbered_columns(put):
    sheet = put("1,Ann,2026-03-01\n2,Bob,2026-03-02\n3,Cid,2026-03-02\n")
    assert (sheet.has_header, sheet.columns, sheet.rows) == (False, ("column1", "column2", "column3"), 3)
    assert any("the first line looks like data" in note for note in sheet.notes)
    assert loaded(sheet)[0][0] == ("1", "Ann", "2026-03-01")


def test_a_first_line_whose_words_come_again_is_data(put):
    assert not put("email,open\nemail,click\nsms,open\nemail,open\n").has_header


def test_names_without_values_among_words_are_a_header(put):
    assert put("channel,action\nemail,click\nsms,open\nemail,open\n").has_header


def test_doubled_and_empty_names_are_made_unique(put):
    sheet = put("v, v ,V,,id\n1,2,3,4,5\n6,7,8,9,0\n")
    assert sheet.columns == ("v", "v_2", "V_3", "column4", "id")
    assert "column 4 has no name, called column4" in sheet.notes


def test_a_header_over_two_lines_in_quotes_is_one_name(put):
    sheet = put('id,"price\n(EUR)"\n1,2.50\n2,3.00\n')
    assert sheet.columns == ("id", "price (EUR)")
    assert loaded(sheet) == ([("1", "2.50"), ("2", "3.00")], [])


def test_the_empty_column_of_a_trailing_delimiter_is_left_off(put, tmp_path):
    sheet = put("id,price,\n1,2.50,\n2,3.00,\n")
    assert (sheet.columns, sheet.width, sheet.path) == (("id", "price"), 3, tmp_path / "shop.csv")
    assert loaded(sheet)[0] == [("1", "2.50"), ("2", "3.00")]


def test_a_trailing_delimiter_only_in_the_data_is_left_off_too(put):
    sheet = put("id,price\n1,2.50,\n2,3.00,\n3,1.00,\n")
    assert (sheet.columns, loaded(sheet)[0][0]) == (("id", "price"), ("1", "2.50"))


def test_an_unnamed_last_column_that_holds_something_stays(put):
    assert put("id,price,\n1,2.50,\n2,3.00,gift\n").columns == ("id", "price", "column3")


def test_an_unnamed_first_column_stays(put):
    assert put(",day,orders\n0,2026-03-01,3\n1,2026-03-02,4\n").columns == ("column1", "day", "orders")


# --- what is no data row ---------------------------------------------------------------------------


def test_a_totals_row_is_set_aside_when_it_is_the_sum(put):
    sheet = put("city,orders\nBonn,10\nKiel,20\nTotal,30\n")
    assert (sheet.rows, asides(sheet)) == (2, [(4, "totals")])
    assert loaded(sheet)[0] == [("Bonn", "10"), ("Kiel", "20")]


def test_a_totals_row_may_stand_first_and_in_another_language(put):
    sheet = put("Stadt;Umsatz\nGesamt;1.234,50\nBonn;1.000,00\nKiel;234,50\n")
    assert asides(sheet) == [(2, "totals")]


def test_totals_of_sections_and_of_the_whole_are_all_set_aside(put):
    north = "city,orders,revenue\nBonn,1,10.00\nKiel,2,20.00\nTotal north,3,30.00\n"
    south = "Ulm,4,40.00\nAalen,5,50.00\nTotal south,9,90.00\nGrand total,12,120.00\n"
    assert [line for line, _ in asides(put(north + south))] == [4, 7, 8]


def test_a_label_without_the_sum_is_data_and_is_reported(put):
    sheet = put("shop,orders\nTotal Tools,7\nBonn,10\nKiel,20\n")
    assert (sheet.rows, sheet.asides) == (3, ())
    assert any("are not the sum of the others: kept as data" in note for note in sheet.notes)


def test_the_right_sum_without_a_label_is_data(put):
    assert put("city,orders\nBonn,10\nKiel,20\nUlm,30\n").rows == 3


def test_a_total_with_an_empty_key_is_set_aside(put):
    sheet = put("city,orders\nBonn,10\nKiel,20\nUlm,5\n,35\n")
    assert (sheet.rows, asides(sheet)) == (3, [(5, "totals")])


def test_averages_in_a_totals_row_do_not_save_it(put):
    sheet = put("ad,clicks,ctr\na,10,1.0%\nb,30,2.0%\nTotal,40,1.6%\n")
    assert asides(sheet) == [(4, "totals")]


def test_footers_and_blank_rows_are_set_aside_and_counted(put):
    sheet = put(
        "day,orders,revenue\n2026-03-01,12,3.50\n,,\n2026-03-02,9,2.10\n"
        "\nReport created March 3\nSource: the shop,,\n"
    )
    assert (sheet.rows, asides(sheet)) == (2, [(6, "footer"), (7, "footer")])
    assert "2 blank lines were skipped" in sheet.notes
    assert loaded(sheet)[0] == [("2026-03-01", "12", "3.50"), ("2026-03-02", "9", "2.10")]


def test_a_customer_of_whom_only_the_id_is_known_is_no_footer(put):
    assert put("customer,city,age\nC1,Bonn,31\nC2,,\n").rows == 2


def test_a_long_name_without_a_value_is_no_footer(put):
    assert put("city,orders\nBonn,3\nKiel,4\nBad Homburg vor der Höhe,\n").rows == 3


def test_excels_separator_line_is_no_row(put):
    sheet = put("sep=;\ncity;orders\nBonn;3\nKiel;4\n")
    assert (sheet.columns, sheet.delimiter, sheet.rows) == (("city", "orders"), ";", 2)


def test_lines_with_a_hash_are_data(put):
    sheet = put("name,total\n#1547,20.00\n#1548,10.00,extra\n#1549\n#1550,7.00\n")
    rows, rejects = loaded(sheet)
    assert [row[0] for row in rows] == ["#1547", "#1549", "#1550"]
    assert rejects == [(3, "#1548,10.00,extra")]
    assert sheet.notes == (
        "1 rows have fewer than 2 cells; the missing ones count as empty",
        "1 rows have more than 2 cells and cannot be read",
    )


def test_lines_keep_their_numbers_when_others_are_set_aside(put):
    sheet = put("city,orders\nTotal,30\nBonn,10\nKiel,20\nUlm,0,2\n")
    assert loaded(sheet)[1] == [(5, "Ulm,0,2")]


def test_the_header_of_glued_exports_is_set_aside(put):
    sheet = put("day,orders\n2026-03-01,12\nday,orders\n2026-03-02,9\n")
    assert (sheet.rows, asides(sheet)) == (2, [(3, "the")])


def test_blank_lines_in_a_table_of_one_column_are_no_rows(put):
    sheet = put("email\na@example.com\n\nb@example.com\n")
    assert loaded(sheet)[0] == [("a@example.com",), ("b@example.com",)]


def test_odd_dialects_are_written_again_as_plain_csv(put):
    sheet = put("id,title,year\n1,Ship\\, ahoy,1990\n2,Home,1991\n3,Up\\, up\\, away,1992\n")
    assert loaded(sheet)[0] == [
        ("1", "Ship, ahoy", "1990"),
        ("2", "Home", "1991"),
        ("3", "Up, up, away", "1992"),
    ]


def test_fixed_columns_are_written_again_as_plain_csv(put):
    sheet = put(" 0001 19970101  2   29.33\n 0002 19970118 12  129.73\n")
    assert loaded(sheet)[0] == [("0001", "19970101", "2", "29.33"), ("0002", "19970118", "12", "129.73")]


def test_a_large_clean_file_is_neither_copied_nor_counted_cell_by_cell(put, tmp_path, monkeypatch):
    monkeypatch.setattr("lib.intake.delimited.SMALL", 0)
    sheet = put("id,price\n" + "".join(f"{at},2.50\n" for at in range(500)))
    assert (sheet.path, sheet.rows) == (tmp_path / "shop.csv", 500)
    assert put('id,price\n1,"2,50"\n2,"3,00"\n').rows == -1


@pytest.mark.parametrize("odd", ["Total,500\n", "\n", ",\n", "id,orders\n", "#9,1,1\nReport of March 3\n"])
def test_a_large_file_with_something_odd_is_read_line_by_line(put, monkeypatch, odd):
    monkeypatch.setattr("lib.intake.delimited.SMALL", 0)
    sheet = put("id,orders\n" + "".join(f"{at},1\n" for at in range(500)) + odd)
    assert sheet.rows >= 500
    assert sheet.asides or sheet.notes


# --- refusals --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "what", "mend"),
    [
        (b"", "is empty", "Export it again"),
        (b"\n\n \n", "no data rows", "Check the dates and filters"),
        (b"id,price\n", "no data rows", "Check the dates and filters"),
        (b"\xef\xbb\xbfid,price", "no data rows", "Check the dates and filters"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "a PNG picture", "Export the table as CSV"),
        (b"%PDF-1.7\n%abc", "a PDF document", "Export the table as CSV"),
        (b"MZ\x90\x00\x03\x00\x00\x00", "a Windows program", "Export the table as CSV"),
        (b"SQLite format 3\x00\x10\x00", "an SQLite database", "Export each table as CSV"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
            r"old Excel workbook \(\.xls\)",
            r"Save it as \.xlsx or CSV",
        ),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "locked with a password",
            r"Take the password off, save it as \.xlsx",
        ),
        (b"<!DOCTYPE html><table><tr><td>1</td></tr></table>", "a web page", r"save it as \.xlsx or as CSV"),
        (b"id,price\n1,2\0.50\n", "binary data", "Export the table as CSV"),
        (bytes(range(1, 32)) * 40 + b"\xff\xfe\xfd", "binary data", "Export the table as CSV"),
        (b"PAR1 this is cut", "a Parquet file that is cut short", "Export it again"),
        (
            b"\x1f\x8b\x08\x00broken",
            "a gzip file that is cut short or damaged",
            "Export or download it again",
        ),
        (b"PK\x03\x04broken", "a zip archive that is cut short or damaged", "Export or download it again"),
        (b'{"data": [1, 2', "looks like JSON, but line 1", "one object a line"),
        (b"[[1, 2], [3, 4]]", "not of objects", "one object a line"),
        (
            b'{"orders": [{"id": 1}], "refunds": [{"id": 2}]}',
            "several lists",
            "Save the one that holds the rows",
        ),
        (
            b"id,a,b\nx,1,2,3\ny,4,5,6\nz,7,8,9\n",
            "line 2 has 4 values, the header has 3",
            "Give every column a name",
        ),
        (b"id;comment, long\nx\ny\nz\nu\nv\nw\n", "could not be cut into columns", "with one delimiter"),
        (
            b'id,note\n1,"a, b"\n2,"c, d"\n3,"e\n4,f\n',
            "line 4 opens a quote",
            "Close or remove the quote in line 4",
        ),
    ],
)
def test_what_holds_no_table_is_refused_with_a_way_out(put, content, what, mend):
    with pytest.raises(IntakeError, match=what) as error:
        put(content)
    assert "shop.csv" in error.value.what
    assert re.search(mend, error.value.mend)


def test_two_tables_of_different_widths_are_refused(put):
    with pytest.raises(IntakeError, match="Save each table as its own file"):
        put("day,orders\n2026-03-01,12\n2026-03-02,9\n\ncity,orders,revenue\nBonn,3,4.50\nKiel,2,3.50\n")


def test_two_tables_of_one_width_are_refused(put):
    with pytest.raises(IntakeError, match="at line 5 the columns change"):
        put("day,orders\n2026-03-01,12\n2026-03-02,9\n\ncity,visits\nBonn,3\nKiel,2\n")


def test_a_line_of_another_width_among_columns_set_apart_by_blanks_is_refused(put):
    good = "".join(f" {at:05} 19970101  2   29.33\n" for at in range(12_000))
    with pytest.raises(IntakeError, match="line 12001 has 5 values.*comma, semicolon or tab"):
        put(good + " 12001 19970101  2   29.33 x\n")


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(IntakeError, match="Check the path"):
        read(tmp_path / "nowhere.csv", tmp_path)


# --- archives --------------------------------------------------------------------------------------


def zipped(**members):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def test_gzip_is_known_by_its_bytes(put):
    sheet = put(gzip.compress(b"id,price\n1,2.50\n"), name="orders.csv")
    assert (sheet.name, loaded(sheet)[0]) == ("orders.csv", [("1", "2.50")])


def test_every_table_in_a_zip_is_a_sheet_and_the_rest_is_named(put):
    packed = zipped(
        **{
            "orders.csv": "id,price\n1,2.50\n",
            "__MACOSX/._orders.csv": b"\0\1",
            "folder/": "",
            "folder/refunds.csv": "id,refund\n1,2.50\n",
            "logo.png": b"\x89PNG\r\n\x1a\n",
        }
    )
    orders, refunds = put(packed, name="export.zip")
    assert (orders.name, refunds.name) == ("export.zip/orders.csv", "export.zip/folder/refunds.csv")
    assert orders.notes == ("left out: export.zip/logo.png is a PNG picture, not a table.",)


def test_an_archive_within_an_archive_is_refused(put):
    with pytest.raises(IntakeError, match="Unpack the inner archive"):
        put(zipped(**{"inner.zip": zipped(**{"a.csv": "a,b\n1,2\n"})}))


def test_a_bomb_stops_at_the_limit(put):
    with pytest.raises(IntakeError, match="Unpack it yourself"):
        put(gzip.compress(b"0" * 5_000_000), max_bytes=1_000_000)
    with pytest.raises(IntakeError, match="Unpack it yourself"):
        put(zipped(**{"a.csv": b"0" * 600_000, "b.csv": b"0" * 600_000}), max_bytes=1_000_000)


def test_a_gzip_cut_short_is_refused(put):
    whole = gzip.compress(b"".join(b"%d,%d\n" % (at, at * 7919 % 1000) for at in range(5000)))
    with pytest.raises(IntakeError, match="Export or download it again"):
        put(whole[: len(whole) // 2])


@pytest.mark.parametrize(
    ("member", "what"),
    [("word/document.xml", "a Word document"), ("ppt/presentation.xml", "a PowerPoint file")],
)
def test_office_documents_are_named(put, member, what):
    with pytest.raises(IntakeError, match=f"{what}.*Export the table as CSV"):
        put(zipped(**{"[Content_Types].xml": "<Types/>", member: "<x/>"}))


def test_an_opendocument_sheet_is_named(put):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    with pytest.raises(IntakeError, match=r"OpenDocument file.*save it as \.xlsx or as CSV"):
        put(buffer.getvalue())


# --- other forms -----------------------------------------------------------------------------------


def test_parquet_is_read_where_it_lies(tmp_path):
    path = tmp_path / "export.dat"
    pd.DataFrame({"id": ["1", "2"], "price": [2.5, None], "ok": [True, False]}).to_parquet(path)
    (sheet,) = read(path, tmp_path / "scratch")
    assert (sheet.form, sheet.path, sheet.rows, sheet.columns) == ("parquet", path, 2, ("id", "price", "ok"))
    assert sheet.sample[0] == ("1", "2.5", "true")


def test_an_empty_parquet_file_has_no_data_rows(tmp_path):
    path = tmp_path / "export.parquet"
    pd.DataFrame({"id": pd.Series([], dtype="str")}).to_parquet(path)
    with pytest.raises(IntakeError, match=r"no data rows.*Check the dates and filters"):
        read(path, tmp_path)


def test_one_object_a_line_is_read_where_it_lies(put, tmp_path):
    lines = '{"id": 2103807459595387724, "tags": ["a"]}\n{"id": 2, "late": "yes", "price": 1.10}\n'
    sheet = put(lines)
    assert (sheet.form, sheet.path, sheet.rows) == ("ndjson", tmp_path / "shop.csv", 2)
    assert sheet.columns == ("id", "tags", "late", "price")
    assert sheet.sample == (("2103807459595387724", '["a"]', None, None), ("2", None, "yes", "1.10"))


def test_a_bad_line_among_objects_is_kept_apart(put):
    sheet = put('{"id": 1}\n{"id": 2\n{"id": 3}\n' + '{"id": 4}\n' * 8)
    assert [(one.line, one.text) for one in sheet.unreadable] == [(2, '{"id": 2')]
    assert [json.loads(line)["id"] for line in sheet.path.read_text().splitlines() if line][:2] == [1, 3]


@pytest.mark.parametrize(
    "document", [[{"id": 1, "v": 1.10}, {"id": 2}], {"data": [{"id": 1, "v": 1.10}, {"id": 2}], "page": 1}]
)
def test_a_list_of_objects_becomes_one_object_a_line(put, document):
    sheet = put(json.dumps(document, indent=2))
    assert (sheet.form, sheet.columns, sheet.rows) == ("ndjson", ("id", "v"), 2)
    assert [json.loads(line) for line in sheet.path.read_text().splitlines()] == [
        {"id": 1, "v": "1.1"},
        {"id": 2},
    ]


def test_a_lone_object_with_an_id_is_one_row_whatever_lists_it_holds(put):
    sheet = put('{"order_id": 7, "lines": [{"sku": "a"}, {"sku": "b"}]}')
    assert (sheet.rows, sheet.columns) == (1, ("order_id", "lines"))


def workbook(path, **sheets):
    """A minimal .xlsx: one part per worksheet, strings inline, dates as styled numbers."""
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    names = "".join(
        f'<sheet name="{name}" sheetId="{at}" r:id="r{at}"/>' for at, name in enumerate(sheets, 1)
    )
    links = "".join(
        f'<Relationship Id="r{at}" Type="{rel}/worksheet" Target="worksheets/sheet{at}.xml"/>'
        for at in range(1, len(sheets) + 1)
    )
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("[Content_Types].xml", f'<Types xmlns="{package}/content-types"/>')
        start = f'<Relationship Id="b" Type="{rel}/officeDocument" Target="xl/workbook.xml"/>'
        book.writestr(
            "_rels/.rels", f'<Relationships xmlns="{package}/relationships">{start}</Relationships>'
        )
        book.writestr(
            "xl/workbook.xml", f'<workbook {main} xmlns:r="{rel}"><sheets>{names}</sheets></workbook>'
        )
        style = f'<Relationship Id="s" Type="{rel}/styles" Target="styles.xml"/>'
        book.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{package}/relationships">{links}{style}</Relationships>',
        )
        formats = '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="22"/></cellXfs>'
        book.writestr("xl/styles.xml", f"<styleSheet {main}>{formats}</styleSheet>")
        for at, rows in enumerate(sheets.values(), 1):
            body = "".join(f"<row>{''.join(map(cell, row))}</row>" for row in rows)
            book.writestr(
                f"xl/worksheets/sheet{at}.xml", f"<worksheet {main}><sheetData>{body}</sheetData></worksheet>"
            )


def cell(value):
    if isinstance(value, dt.date):
        stamp = value if isinstance(value, dt.datetime) else dt.datetime(value.year, value.month, value.day)
        days = (stamp - dt.datetime(1899, 12, 30)).total_seconds() / 86400
        return f'<c s="{2 if isinstance(value, dt.datetime) else 1}"><v>{days}</v></c>'
    if isinstance(value, str):
        return f'<c t="inlineStr"><is><t>{value}</t></is></c>'
    return f"<c><v>{value}</v></c>"


def test_every_worksheet_that_holds_something_is_a_sheet(tmp_path):
    path = tmp_path / "book.csv"
    rows = [["day", "orders", "price"], [dt.date(2026, 3, 1), 12, 2.5], [dt.date(2026, 3, 2), 9, 0.1 + 0.2]]
    visits = [["at", "visits"], [dt.datetime(2026, 3, 1, 8, 30), 7]]
    workbook(path, Orders=[["Report"], *rows], Empty=[], Visits=visits, Cover=[["Made for the board"]])
    orders, visits = read(path, tmp_path / "scratch")
    assert (orders.name, visits.name) == ("book.csv/Orders", "book.csv/Visits")
    assert orders.columns == ("day", "orders", "price")
    assert loaded(orders)[0] == [("2026-03-01", "12", "2.5"), ("2026-03-02", "9", "0.3")]
    assert visits.sample == (("2026-03-01 08:30:00", "7"),)
    assert orders.asides[0].text == "Report"
    assert any("left out: book.csv/Cover has no data rows" in note for note in orders.notes)


def test_an_empty_workbook_has_no_data_rows(tmp_path):
    workbook(tmp_path / "book.xlsx", Sheet1=[])
    with pytest.raises(IntakeError, match=r"no data rows.*Save the worksheet that holds the table"):
        read(tmp_path / "book.xlsx", tmp_path)


# --- files of other people -------------------------------------------------------------------------

SHAPES = {
    "spanish_chars.csv": (116, 8, "cp1252"),
    "characters.csv": (382, 18, "big5"),
    "utf-16le_encoded.csv": (327, 19, "utf-16"),
    "sparse_with_column_errors.csv": (2237, 4, "cp1252"),
    "clevercsv/imdb.csv": (100, 44, "utf-8"),
    "clevercsv/milk.csv": (380, 23, "utf-8"),
    "simple.psv": (28, 6, "utf-8"),
    "null.csv": (10, 4, "utf-8"),
    "complex.csv": (3, 4, "utf-8"),
    "simple.xlsx": (6, 3, "xlsx"),
    "simple.zip": (6, 3, "utf-8"),
}


@pytest.mark.parametrize("name", SHAPES)
def test_a_nasty_file_has_its_shape(shared_data, tmp_path, name):
    (sheet,) = read(shared_data("nasty_csv_share") / name, tmp_path)
    blank = sum(int(note.split()[0]) for note in sheet.notes if "blank lines" in note)
    below = sum(one.reason.startswith(("footer", "totals")) for one in sheet.asides)
    assert (sheet.rows + blank + below, sheet.width, sheet.encoding) == SHAPES[name]


@pytest.mark.parametrize(
    ("name", "rows", "columns", "set_aside"),
    [
        ("clevercsv/airedale.csv", 53, 8, {"footer": 1}),
        ("excel_pasting.csv", 13, 9, {"title": 2, "totals": 1, "footer": 2}),
        ("mixedGLB.csv", 133, 19, {"title": 2}),
        ("weird_head_padding.csv", 60, 10, {"title": 6, "footer": 16}),
    ],
)
def test_a_nasty_file_loses_only_its_titles_totals_and_footers(
    shared_data, tmp_path, name, rows, columns, set_aside
):
    (sheet,) = read(shared_data("nasty_csv_share") / name, tmp_path)
    reasons = [one.reason.split()[0] for one in sheet.asides]
    assert (sheet.rows, len(sheet.columns)) == (rows, columns)
    assert {reason: reasons.count(reason) for reason in reasons} == set_aside


def test_the_spectrum_of_csv_comes_back_as_its_authors_say(shared_data, tmp_path):
    folder = shared_data("nasty_csv_share") / "csv-spectrum"
    for path in sorted((folder / "csvs").glob("*.csv")):
        (sheet,) = read(path, tmp_path)
        expected = json.loads((folder / "json" / f"{path.stem}.json").read_text())
        got = [dict(zip(sheet.columns, (cell or "" for cell in row), strict=True)) for row in sheet.sample]
        if path.stem != "newlines_crlf":  # the shared copy of this file has other line ends than its answer
            assert got == (expected if isinstance(expected, list) else [expected]), path.name


@pytest.mark.parametrize("name", ["small.csv", "utf8bom.csv", "simple.unknown"])
def test_nasty_files_without_rows_are_refused(shared_data, tmp_path, name):
    with pytest.raises(IntakeError, match="a table needs a header and at least one data row"):
        read(shared_data("nasty_csv_share") / name, tmp_path)


@pytest.mark.parametrize("pattern", ["*.xls", "*.ods", "*.html"])
def test_nasty_workbooks_and_pages_are_refused_by_content(shared_data, tmp_path, pattern):
    for path in sorted(shared_data("nasty_csv_share").glob(pattern)):
        disguised = tmp_path / f"{path.stem}.csv"
        disguised.write_bytes(path.read_bytes())
        with pytest.raises(IntakeError, match=r"CSV \(UTF-8\)"):
            read(disguised, tmp_path)


def test_fixed_columns_of_a_known_file_keep_their_figures(shared_data, tmp_path):
    (master,) = read(shared_data("cdnow") / "CDNOW_master.txt", tmp_path)
    (sample,) = read(shared_data("cdnow") / "CDNOW_sample.txt", tmp_path)
    assert (master.rows, master.columns[0], sample.rows, sample.has_header) == (
        69_659,
        "customer_id",
        6_919,
        False,
    )
    with master.path.open(newline="") as file:
        assert sum(1 for row in csv.reader(file) if row) == 69_659


def test_a_row_with_a_time_is_neither_a_label_nor_a_total(tmp_path):
    lines = [
        "event_id,visitor,ts,order",
        "e1,v,2026-03-02T10:00:00Z,",
        ",,2026-03-01T10:00:00Z,1",
        "e2,,2026-03-01T10:00:00Z,1",
    ]
    path = tmp_path / "events.csv"
    path.write_text("\n".join([*lines, ",,2026-03-01T10:00:00Z,2"]) + "\n", encoding="utf-8")
    [sheet] = read(path, tmp_path)
    assert (sheet.rows, sheet.asides, sheet.labels) == (4, (), ())
