"""Amounts of several currencies: never added up, converted only by the rates that the mapping gives."""

import pytest

from lib.intake.mapping_file import from_toml, to_toml
from lib.model.errors import IntakeError
from tests.shops import ask, files_of, imported, one

ORDERS = """
    order_id,user_id,order_date,total,discount,currency
    1,ann,2026-03-01,100.00,10.00,USD
    2,bob,2026-03-02,50.00,,EUR
    3,cat,2026-04-01,"1,000.00",0.00,usd
    4,dan,2026-04-02,20.00,1.00,
"""


def revenues():
    return [row["r"] for row in ask("SELECT revenue::VARCHAR AS r FROM orders ORDER BY order_id")]


def test_several_currencies_are_refused_with_the_lines_that_convert_them(tmp_path):
    with pytest.raises(IntakeError, match=r"'currency' holds several currencies \(USD 2, EUR 1\)") as raised:
        imported(tmp_path, orders=ORDERS)
    assert 'currency = "EUR"\n[rates]\nUSD = <what 1 USD is in EUR>' in str(raised.value)


def test_a_rate_converts_every_amount_and_the_report_lists_the_sums(tmp_path):
    """100 and 1,000 dollars at 0.92 are 92 and 920; a row without a currency is of the dataset's."""
    mapping = from_toml('currency = "EUR"\n[rates]\nUSD = 0.92')
    manifest = imported(tmp_path, orders=ORDERS, settings={"mapping": mapping})
    assert (manifest.currency, revenues()) == ("EUR", ["92.00", "50.00", "920.00", "20.00"])
    assert one("SELECT sum(discount)::VARCHAR FROM orders") == "10.20"
    notes = files_of(manifest)["orders.csv"]["notes"]
    assert "total: 2 amounts in USD (sum 1,100.00) became EUR (sum 1,012.00) at 0.92" in notes
    assert "discount: 2 amounts in USD (sum 10.00) became EUR (sum 9.20) at 0.92" in notes


def test_a_month_may_have_a_rate_of_its_own(tmp_path):
    mapping = from_toml('[rates]\nUSD = 0.92\n[rates."2026-04"]\nUSD = 0.9')
    manifest = imported(tmp_path, orders=ORDERS, settings={"mapping": mapping})
    assert revenues() == ["92.00", "50.00", "900.00", "20.00"]
    said = "total: 2 amounts in USD (sum 1,100.00) became EUR (sum 992.00) at 0.9 to 0.92"
    assert said in files_of(manifest)["orders.csv"]["notes"]
    assert from_toml(manifest.mapping).rates == {("", "USD"): "0.92", ("2026-04", "USD"): "0.9"}


def test_a_currency_or_a_month_without_a_rate_is_refused_by_name(tmp_path):
    with pytest.raises(IntakeError, match="there is no rate for USD"):
        imported(tmp_path, orders=ORDERS, settings={"mapping": from_toml("[rates]\nGBP = 1.15")})
    with pytest.raises(IntakeError, match="there is no rate for USD 2026-04"):
        imported(tmp_path, orders=ORDERS, settings={"mapping": from_toml('[rates."2026-03"]\nUSD = 0.92')})


def test_signs_beside_the_amounts_are_currencies_too(tmp_path):
    text = "order_id;user_id;order_date;total\n1;ann;2026-03-01;$100.00\n2;bob;2026-03-02;€50.00\n"
    with pytest.raises(IntakeError, match=r"the amounts are in several currencies \(EUR 1, USD 1\)"):
        imported(tmp_path, orders=text)
    imported(tmp_path, orders=text, settings={"mapping": from_toml("[rates]\nUSD = 0.92")})
    assert revenues() == ["92.00", "50.00"]


def test_one_sign_in_all_amounts_is_the_currency_of_the_dataset(tmp_path):
    manifest = imported(tmp_path, orders="order_id,user_id,order_date,total\n1,ann,2026-03-01,£5.00\n")
    assert manifest.currency == "GBP"
    assert "the amounts are in GBP, as the signs beside them say" in files_of(manifest)["orders.csv"]["notes"]


def test_a_whole_file_in_another_currency_is_converted_too(tmp_path):
    head = "order_id,user_id,order_date,total,currency\n"
    files = {
        "orders": head + "1,ann,2026-03-01,5.00,EUR\n",
        "orders_us": head + "2,bob,2026-03-01,5.00,USD\n",
    }
    with pytest.raises(
        IntakeError, match=r"(?s)orders_us.csv is in USD, but the other files are in EUR.*\[rates\]"
    ):
        imported(tmp_path, **files)
    imported(tmp_path, settings={"mapping": from_toml("[rates]\nUSD = 0.92")}, **files)
    assert revenues() == ["5.00", "4.60"]


@pytest.mark.parametrize(
    ("text", "mend"),
    [
        ("[rates]\nUSD = 'much'", "USD = 0.92"),
        ("[rates]\nUSD = 0", "USD = 0.92"),
        ("[rates.March]\nUSD = 0.92", r'Write it as \[rates."2026-03"\]'),
    ],
)
def test_what_is_no_rate_is_refused(text, mend):
    with pytest.raises(IntakeError, match=mend):
        from_toml(text)


def test_a_mapping_remembers_its_rates():
    text = '[rates]\nUSD = 0.92\n[rates."2026-03"]\nUSD = 0.93\n'
    assert from_toml(to_toml(from_toml(text))).rates == {("", "USD"): "0.92", ("2026-03", "USD"): "0.93"}
