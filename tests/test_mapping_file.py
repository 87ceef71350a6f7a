"""A mapping is written as TOML and read back; what is wrong in it is named with the valid choices."""

import pytest

from lib.intake.mapping_file import from_toml, to_toml
from lib.intake.propose import propose
from lib.intake.read import read
from lib.model.errors import IntakeError
from lib.model.mapping import Mapping, Output, SetAside, SheetMapping, Take

ORDER = Take("order_id", "No. 1")
TOTAL = Take("revenue", "x", format="comma")
LINE = Take("refund", "p", format="times", also=("q",))
PAGE = Take("touchpoint", "j", path="$.a.b")
WHOLE = Mapping(
    time_zone="Europe/Berlin",
    currency="CHF",
    strictness="loose",
    links={"phone": False},
    nobody=("p_0123456789abcdef0123",),
    touchpoints={"spin the wheel": ("game", "consideration"), "view": ("shelf", None)},
    sheets={
        "a [1].csv": SheetMapping(
            "orders",
            (
                Output("orders", (ORDER, TOTAL), per="No. 1", sums=("revenue",)),
                Output("events", (PAGE, Take("channel", value="web")), only=("k", ("1", "2"))),
                Output("returns", (LINE,), unless=(("k", ("", "c*")), ("j", ("3",)))),
                Output("feedback", (Take("feedback_id", "a", also=("b",)), Take("feedback_id", "#row"))),
            ),
            confidence=1.0,
            reason="because",
            asides=(SetAside("gone", ("true", "1"), "deleted"),),
            keep=("No. 1",),
        ),
        "b.csv": SheetMapping("not recognised", reason="nothing fits", confidence=1.0),
    },
)  # fmt: skip

TABLES = "[[sheets.'a.csv'.tables]]\ntable = "


def test_what_is_written_is_read_back():
    assert from_toml(to_toml(WHOLE)) == WHOLE


@pytest.mark.parametrize(
    ("text", "mend"),
    [
        ("time_zone = 'Berlin'", "Europe/Berlin"),
        ("zone = 'UTC'", "Choose one of: time_zone, currency, rates, strictness, nobody, links"),
        ("currency = 3", "currency must be text in quotes"),
        ("strictness = 'lax'", "Choose one of: strict, default, loose"),
        ("[links]\nfax = true", "Choose one of: link table, login, e-mail, order"),
        ("[links]\nphone = 'no'", "true or false"),
        ("nobody = 'p_1'", "a list in square brackets"),
        ("time_zone = \ncurrency = 'EUR'", "at line 1.*Mend that line"),
        ("[sheets.'a.csv']\nkind = 'order'", "Choose one of: events, orders"),
        ("[sheets.'a.csv']\nkinds = 'orders'", "Choose one of: recognised, kind"),
        (f"{TABLES}'visits'", "Choose one of: events, orders"),
        (f"{TABLES}'orders'\ncolumns = {{ total = 'x' }}", "order_id, customer_id, ordered_at"),
        (f"{TABLES}'orders'\ncolumns = {{ revenue = {{ col = 'x' }} }}", "column, value, path"),
        (f"{TABLES}'orders'\ncolumns = {{ revenue = {{ format = 'dot' }} }}", "`column` or `value`"),
        (f"{TABLES}'orders'\nonly = {{ column = 'x' }}", "`column` and `values`"),
        ("[[sheets.'a.csv'.asides]]\ncolumn = 'x'\nvalue = 'y'", "`column` and `values`"),
        ("[touchpoints]\nview = { stage = 'purchase' }", "`touchpoint` and `stage`"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_with_the_valid_choices(text, mend):
    with pytest.raises(IntakeError, match=f"(?s){mend}"):
        from_toml(text)


def test_a_short_entry_decides_one_column_and_leaves_the_rest_to_the_proposal(tmp_path):
    path = tmp_path / "answers.csv"
    path.write_text("response_id,customer_id,date,score\n1,ann,2026-01-01,4\n", encoding="utf-8")
    sheets = read(path, tmp_path)
    asked = propose(sheets).sheets["answers.csv"]
    assert '[sheets."answers.csv".columns]\nmetric = { value = "csat" }' in asked.questions[0]
    given = from_toml('[sheets."answers.csv".columns]\nmetric = { value = "csat" }')
    decided = propose(sheets, given=given).sheets["answers.csv"]
    assert decided.questions == ()
    assert decided.outputs[0].take("metric").value == "csat"
    assert decided.outputs[0].take("score").column == "score"


def test_a_column_that_the_file_lacks_is_named_with_those_it_has(tmp_path):
    path = tmp_path / "orders.csv"
    path.write_text("nr,who\n1,ann\n", encoding="utf-8")
    given = from_toml("[[sheets.'orders.csv'.tables]]\ntable = 'orders'\ncolumns = { order_id = 'number' }")
    with pytest.raises(IntakeError, match="Choose one of: nr, who"):
        propose(read(path, tmp_path), given=given)
