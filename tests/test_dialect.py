"""How a file separates its cells, found out from a few lines."""

import pytest

from lib.intake.cells import kind
from lib.intake.decode import guess_page
from lib.intake.dialect import BLANKS, WHOLE_LINE, Dialect, detect


@pytest.mark.parametrize("sign", [",", ";", "\t", "|", "^"])
def test_each_usual_delimiter_is_found(sign):
    lines = [["day", "orders", "revenue"], ["2026-03-01", "12", "340.50"], ["2026-03-02", "9", "210.00"]]
    assert detect(["\n".join(sign.join(row) for row in lines)]) == Dialect(sign)


def test_decimal_commas_do_not_hide_the_semicolon():
    assert detect(["day;price\n1;1,50\n2;2,75\n3;3,10\n"]).delimiter == ";"


def test_commas_in_the_text_of_a_semicolon_file_are_text():
    text = "id;comment\n1;good, fast, cheap\n2;fine\n3;slow, but kind\n4;never again, sorry\n"
    assert detect([text]).delimiter == ";"


def test_one_ragged_line_does_not_turn_the_file_into_one_column():
    text = "id,name,city\n" + "".join(f"{at},Ann,Bonn\n" for at in range(20)) + "21,Bob,Bonn,extra\n"
    assert detect([text]).delimiter == ","


def test_a_quote_may_be_single():
    text = "id,comment\n1,'good, fast'\n2,'fine'\n3,'a, b, c'\n"
    assert detect([text]) == Dialect(",", "'", "'")


def test_an_apostrophe_is_no_quote():
    assert detect(["id,shop\n1,'t Hof\n2,Ann's\n3,Bob's\n"]).quote == '"'


def test_a_stray_inch_sign_at_the_start_of_a_cell_means_that_nothing_is_quoted():
    text = "id\titem\tprice\n" + "".join(f'{at}\t"{at} inch pipe\t9.50\n' for at in range(1, 8))
    assert detect([text]) == Dialect("\t", "", "")


def test_backslashes_escape_a_delimiter():
    text = "id,title,year\n1,Ship\\, ahoy,1990\n2,Home,1991\n3,Up\\, up\\, away,1992\n"
    assert detect([text]).escape == "\\"


def test_backslashes_escape_a_quote():
    assert detect(['id,title\n1,"The \\"best\\" of"\n2,"Home"\n3,"Say \\"hi\\", Bob"\n']).escape == "\\"


def test_a_windows_path_is_no_escape():
    assert detect(['id,folder\n1,"C:\\in\\"\n2,"C:\\out\\"\n3,"D:\\"\n']).escape == '"'


def test_blanks_before_a_quote_are_skipped():
    assert detect(['day, amount, place\n1, "6,000", Bonn\n2, "7,000", Kiel\n']).skip_blanks


def test_json_in_quoted_cells_is_no_reason_to_skip_blanks():
    text = 'id,payload\n1,"{""a"": ""x"", ""b"": 1}"\n2,"{""a"": ""y"", ""b"": 2}"\n'
    assert detect([text]) == Dialect()


def test_runs_of_blanks_separate_where_every_line_has_as_many_words():
    assert detect([" 0001 19970101  2   29.33\n 0002 19970118 12  129.73\n"]).delimiter == BLANKS


def test_sentences_are_no_columns():
    assert detect(["comment\nvery good shop\nslow\n"]) == Dialect(WHOLE_LINE)


def test_excels_own_separator_line_decides():
    assert detect(["sep=;\na;b\n1,5;2\n"]).delimiter == ";"


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("-", "missing"),
        ("****", "missing"),
        ("(not set)", "missing"),
        ("1,234.50", "number"),
        ("1.234,50 €", "number"),
        ("(12.50)", "number"),
        ("12.5%", "number"),
        ("-1 414", "number"),
        ("EUR 12", "number"),
        ("2026-09-08T15:14:08+02:00", "time"),
        ("2026-09-08 15:14:08 UTC", "time"),
        ("12/1/2026 8:45", "time"),
        ("24 October 2011", "time"),
        ("Apr-14", "time"),
        ("C10045", "code"),
        ("#1547", "code"),
        ("ann@example.com", "code"),
        ("Galway and more", "text"),
    ],
)
def test_a_cell_is_known_by_its_looks(cell, expected):
    assert kind(cell) == expected


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("cp1252", "Größe,Prénom,señor,naïve – “café”"),
        ("mac_roman", "déjà vu,prénom,garçon,élève"),
        ("cp850", "déjà vu,prénom,garçon,élève"),
        ("cp1251", "заказ,клиент,дата,сумма,город,Москва,товар,количество"),
        ("cp932", "注文番号,お客様,ありがとうございます,カード"),
        ("gb18030", "订单号,客户,金额,日期,商品名称,数量,城市"),
        ("big5", "訂單編號,客戶,金額,日期,商品名稱,數量,城市"),
        ("cp949", "주문번호,고객,금액,날짜,상품명,수량,도시"),
    ],
)
def test_old_code_pages_are_told_apart(page, text):
    assert guess_page(text.encode(page)).replace("latin-1", "cp1252") == page
