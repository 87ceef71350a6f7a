"""Every export is known by its columns; what is not known says what it would need."""

from pathlib import Path

import pytest

from lib.intake.propose import propose
from lib.intake.read import read
from lib.intake.recognise import recognise
from lib.model.mapping import SheetMapping

SAMPLE = Path(__file__).resolve().parent.parent / "sample_data" / "small"


def of(folder: Path, name: str, text: str) -> SheetMapping:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    [sheet] = read(path, folder)
    return recognise(sheet)


@pytest.mark.parametrize(
    ("stem", "kind"),
    [
        ("web_events", "events"), ("orders", "orders"), ("returns", "returns"), ("surveys", "feedback"),
        ("tickets", "tickets"), ("ad_spend", "spend"), ("identities", "identities"), ("changes", "changes"),
    ],
)  # fmt: skip
def test_every_file_of_the_sample_shop_is_known_with_all_its_columns(tmp_path, stem, kind):
    [sheet] = read(SAMPLE / f"{stem}.csv.gz", tmp_path)
    found = recognise(sheet)
    assert found.kind == kind
    taken = {take.column for output in found.outputs for take in output.takes}
    assert taken == set(sheet.columns)
    assert found.confidence > 0.9


@pytest.mark.parametrize(
    ("header", "row", "kind"),
    [
        ("user_id,event_time,event_type", "u1,2026-01-01 10:00:00,view", "events"),
        ("Cookie ID,Server Time,Page URL", "k1,2026-01-01 10:00:00,/cart", "events"),
        ("Bestellnummer,Kundennummer,Bestelldatum,Gesamtbetrag", "B1,K1,2026-01-01,10.00", "orders"),
        ("Order Number,Customer Email,Order Date,Grand Total", "1,a@example.com,2026-01-01,10.00", "orders"),
        ("order_id,sku,quantity,unit_price", "1,X1,2,3.00", "order_items"),
        ("RMA,Order ID,Return Date,Refund Amount,Return Reason", "1,2,2026-01-01,3.00,size", "returns"),
        ("Case Number,Created At,Closed At,Contact Reason", "7,2026-01-01,2026-01-02,late", "tickets"),
        ("Date,Campaign,Source,Amount Spent,Impressions,Link Clicks", "2026-01-01,a,b,1.5,100,2", "spend"),
        ("device_id,user_id", "d1,u1", "identities"),
        ("experiment,user_id,variant,assigned_at", "e1,u1,B,2026-01-01", "assignments"),
        ("feature,launched_at,page", "new cart,2026-01-01,cart", "changes"),
        ("customer_id,customer_since,country,accepts_marketing", "c1,2026-01-01,DE,yes", "customers"),
    ],
)  # fmt: skip
def test_other_exports_are_known_by_what_their_columns_are_called(tmp_path, header, row, kind):
    found = of(tmp_path, "export.csv", f"{header}\n{row}\n{row.replace('1', '3', 1)}\n")
    assert found.kind == kind, found.reason
    assert found.reason


def test_who_is_logged_in_stands_before_the_visitor_and_both_together_are_a_link(tmp_path):
    found = of(tmp_path, "web.csv", "visitor_id,user_id,timestamp,event\nv1,u1,2026-01-01 10:00:00,view\n")
    assert [take.column for take in found.outputs[0].sources("customer_id")] == ["user_id", "visitor_id"]
    assert found.outputs[1].kind == "identities"


def test_events_without_anybody_name_the_columns_that_say_who(tmp_path):
    found = of(tmp_path, "web.csv", "timestamp,event\n2026-01-01 10:00:00,view\n")
    assert found.kind is None
    assert "who (such as customer_id, user_id or visitor_id)" in found.reason


def test_a_misspelt_customer_column_is_pointed_out(tmp_path):
    found = of(tmp_path, "web.csv", "timestamp,event,costumer_id\n2026-01-01 10:00:00,view,c1\n")
    assert "'costumer_id' looks like customer_id" in found.reason


@pytest.mark.parametrize(
    "text",
    [
        "day,sessions,bounce_rate\n2026-01-01,100,0.4\n2026-01-02,90,0.5\n",
        "Detractors,Passives,Promoters,Date\n12,8,80,2026-01-01\n",
        "step,users,conversion_rate\ncart,100,0.4\ncheckout,40,0.5\n",
        "Date,Revenue\n2026-01-01,100\n2026-01-02,120\n",
    ],
)
def test_tables_that_are_added_up_are_refused(tmp_path, text):
    found = of(tmp_path, "table.csv", text)
    assert found.kind is None
    assert "already added up" in found.reason


def test_spend_per_day_is_no_refused_table(tmp_path):
    found = of(tmp_path, "google_ads.csv", "day,campaign,cost,clicks\n2026-01-01,brand,12.5,7\n")
    assert found.kind == "spend"
    assert found.outputs[0].take("source").value == "google ads"


def test_customers_bring_attributes_but_not_their_names(tmp_path):
    text = "customer_id,first_name,email,city,loyalty_tier\nc1,Ann,ann@example.com,Bonn,gold\n"
    found = of(tmp_path, "customers.csv", text)
    assert {take.to for take in found.outputs[0].takes} == {"customer_id", "loyalty_tier"}


def test_a_pattern_in_the_given_mapping_covers_next_month_s_file(tmp_path):
    from lib.intake.mapping_file import from_toml

    path = tmp_path / "orders_2026-02.csv"
    path.write_text("nr,who,day,sum\n1,ann,2026-02-01,5.00\n", encoding="utf-8")
    given = from_toml(
        '[[sheets."orders_*.csv".tables]]\ntable = "orders"\n'
        'columns = { order_id = "nr", customer_id = "who", ordered_at = "day", revenue = "sum" }\n'
    )
    mapping = propose(read(path, tmp_path), given=given)
    assert mapping.sheets["orders_2026-02.csv"].kind == "orders"
