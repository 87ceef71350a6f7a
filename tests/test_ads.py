"""Ad platforms: what was spent on which day, in which currency, and nothing twice."""

from lib.intake.mapping_file import from_toml, to_toml
from lib.intake.propose import propose
from lib.intake.read import read
from lib.model.mapping import Mapping
from tests.shops import ask, files_of, imported, one, written

GOOGLE = """
    Campaign performance
    1 March 2026 - 2 March 2026
    Day,Campaign,Currency code,Cost,Clicks,Impr.,CTR,Avg. CPC
    2026-03-01,brand,EUR,"1,012.50",100,"2,000",5.00%,10.13
    2026-03-02,brand,EUR,500.00, --,"1,000",5.00%,10.00
    Total: Account,,,"1,512.50",100,"3,000",,
"""


def test_a_google_report_is_read_below_its_title_without_its_total(tmp_path):
    [path] = written(tmp_path, report="")
    path.write_text("\n".join(line.strip() for line in GOOGLE.strip().splitlines()) + "\n", encoding="utf-8")
    from lib.intake.importing import import_files

    manifest = import_files([path], "shop")
    [file] = manifest.report["files"]
    assert (file["recognised"], file["kind"]) == ("google ads report", "spend")
    assert file["rows"] == {"read": 2, "accepted": 2, "merged": 0, "rejected": 0}
    assert one("SELECT sum(cost)::VARCHAR FROM spend") == "1512.50"
    assert one("SELECT sum(impressions) FROM spend") == 3000
    assert one("SELECT count(*) FROM spend WHERE clicks IS NULL") == 1
    assert manifest.currency == "EUR"
    assert any("'CTR', 'Avg. CPC'" in note for note in file["notes"])


def test_a_google_report_without_days_says_what_to_do(tmp_path):
    [path] = written(tmp_path, report="Campaign,Cost,Clicks,Impr.\nbrand,10.00,1,10\n")
    [sheet] = read(path, tmp_path)
    found = propose([sheet]).sheets[sheet.name]
    assert found.outputs == ()
    assert "Segment the report by day" in found.reason


def test_of_a_connectors_tables_the_campaigns_count_and_nothing_twice(tmp_path):
    manifest = imported(
        tmp_path,
        campaign_stats="""
            date,customer_id,base_campaign,id,cost_micros,clicks,impressions
            2026-03-01,9,customers/9/campaigns/7,7,1500000,3,40
        """,
        keyword_stats="""
            date,customer_id,ad_group_criterion_criterion_id,cost_micros,clicks,impressions
            2026-03-01,9,55,1500000,3,40
        """,
    )
    assert ask("SELECT campaign, cost::VARCHAR AS cost FROM spend") == [{"campaign": "7", "cost": "1.50"}]
    files = files_of(manifest)
    assert files["keyword_stats.csv"]["kind"] is None
    assert "count twice" in files["keyword_stats.csv"]["rejected_by"][0]["reason"]


META = """
    Campaign name,Reporting starts,Reporting ends,Amount spent (USD),Impressions,Link clicks,CPC
    spring,2026-03-01,2026-03-01,12.50,1000,5,2.50
    spring,2026-03-02,2026-03-02,7.50,500,,
"""


def test_a_meta_report_is_in_the_currency_of_its_header(tmp_path):
    manifest = imported(tmp_path, meta_report=META)
    [file] = manifest.report["files"]
    assert (file["recognised"], file["rows"]["accepted"]) == ("meta ads report", 2)
    assert (manifest.currency, one("SELECT sum(cost)::VARCHAR FROM spend")) == ("USD", "20.00")
    assert one("SELECT DISTINCT source FROM spend") == "meta ads"


def test_rows_of_a_meta_report_that_cover_weeks_say_where_they_stand(tmp_path):
    [path] = written(tmp_path, weekly=META.replace("2026-03-02,7.50", "2026-03-08,7.50"))
    [sheet] = read(path, tmp_path)
    found = propose([sheet]).sheets[sheet.name]
    assert any("several days" in note for note in found.notes)


def test_the_line_of_totals_and_the_sums_over_a_breakdown_are_no_spend(tmp_path):
    manifest = imported(
        tmp_path,
        by_age="""
            Day,Campaign name,Age,Amount spent (EUR),Impressions,Link clicks
            2026-03-01,,,30.00,2500,8
            2026-03-01,spring,,20.00,1500,7
            2026-03-01,spring,18-24,12.50,1000,5
            2026-03-01,spring,25-34,7.50,500,2
            2026-03-01,brand,,10.00,1000,1
            2026-03-01,brand,18-24,10.00,1000,1
        """,
    )
    [file] = manifest.report["files"]
    assert file["rows"] == {"read": 6, "accepted": 3, "merged": 0, "rejected": 3}
    assert file["rejected_by"] == [
        {"reason": "'Campaign name' is empty: the row adds up others", "rows": 1},
        {"reason": "'Age' is empty: the row adds up others", "rows": 2},
    ]
    assert one("SELECT sum(cost)::VARCHAR FROM spend") == "30.00"


def test_an_age_that_is_not_known_is_spend_where_nothing_shows_that_it_adds_up_others(tmp_path):
    imported(
        tmp_path,
        by_age="""
            Day,Campaign name,Age,Amount spent (EUR),Impressions,Link clicks
            2026-03-01,spring,,5.00,1500,7
            2026-03-01,spring,18-24,12.50,1000,5
        """,
    )
    assert one("SELECT sum(cost)::VARCHAR FROM spend") == "17.50"


def test_the_currency_of_a_sheet_is_kept_with_the_mapping(tmp_path):
    [path] = written(tmp_path, meta=META)
    [sheet] = read(path, tmp_path)
    mapping = propose([sheet], given=Mapping())
    assert from_toml(to_toml(mapping)).sheets["meta.csv"].currency == "USD"


def test_a_column_of_spend_for_each_channel_is_a_row_for_each(tmp_path):
    manifest = imported(
        tmp_path,
        weeks="""
            week,tv_spend,search_spend,search_clicks,sales
            2026-03-02,100.00,20.00,7,900
            2026-03-09,50.00,,0,800
        """,
    )
    [file] = manifest.report["files"]
    assert file["rows"] == {"read": 2, "accepted": 2, "merged": 0, "rejected": 0}
    rows = ask(
        "SELECT source, sum(cost)::VARCHAR AS cost, sum(clicks)::INTEGER AS clicks FROM spend"
        " GROUP BY 1 ORDER BY 1"
    )
    assert rows[0] == {"source": "search", "cost": "20.00", "clicks": 7}
    assert (rows[1]["source"], rows[1]["cost"]) == ("tv", "150.00")
    assert any("sales" in note for note in file["notes"])


def test_the_results_of_a_test_are_its_arms_named_after_the_file(tmp_path):
    manifest = imported(
        tmp_path,
        gate_test="""
            userid,version,retention_7
            u1,gate_30,TRUE
            u2,gate_40,FALSE
        """,
        events="""
            user_id,timestamp,event
            u1,2026-03-01T10:00:00Z,view_item
        """,
    )
    assert files_of(manifest)["gate_test.csv"]["recognised"] == "test results"
    rows = ask("SELECT experiment, customer_id, variant FROM assignments ORDER BY 2")
    assert rows == [
        {"experiment": "gate_test", "customer_id": "u1", "variant": "gate_30"},
        {"experiment": "gate_test", "customer_id": "u2", "variant": "gate_40"},
    ]
    assert one("SELECT retention_7 FROM customers WHERE customer_id = 'u1'") == "TRUE"


def test_the_total_of_a_wide_table_is_not_counted_again(tmp_path):
    manifest = imported(
        tmp_path,
        weeks="""
            week,tv_spend,search_spend,total_spend
            2026-03-02,100.00,20.00,120.00
            2026-03-09,50.00,10.00,60.00
        """,
    )
    assert one("SELECT sum(cost)::VARCHAR FROM spend") == "180.00"
    assert any("'total_spend' was left out" in note for note in manifest.report["files"][0]["notes"])


ORDERS = """
    order_number,customer_id,date,total,shipping_cost,product_cost,variant,revenue
    1,c1,2026-03-01 10:00:00,50.00,5.00,20.00,red,45.00
    2,c2,2026-03-02 10:00:00,70.00,5.00,30.00,blue,65.00
"""


def test_what_an_order_costs_is_no_spend_and_the_variant_of_a_product_no_test(tmp_path):
    assert imported(tmp_path, orders=ORDERS).report["files"][0]["kind"] == "orders"


def test_the_costs_of_a_day_are_no_channels(tmp_path):
    text = "date,shipping_cost,product_cost\n2026-03-01,5.00,20.00\n2026-03-02,5.00,30.00\n"
    [path] = written(tmp_path, costs=text)
    [sheet] = read(path, tmp_path)
    assert propose([sheet]).sheets[sheet.name].kind is None


def test_users_who_come_again_under_a_version_of_the_app_are_events_and_no_test(tmp_path):
    manifest = imported(
        tmp_path,
        clicks="""
            user_id,timestamp,page,version,clicked
            u1,2026-03-01 10:00:00,/cart,v1,1
            u1,2026-03-01 10:01:00,/cart,v2,0
        """,
    )
    assert manifest.report["files"][0]["kind"] == "events"


GERMAN = """
    Kampagnenbericht;;;;;;
    1. März 2026 - 2. März 2026;;;;;;
    Tag;Kampagne;Währungscode;Kosten;Klicks;Impr.;CTR
    2026-03-01;brand;EUR;1.012,50;100;2.000;5,00 %
    2026-03-02;brand;EUR;500,00; --;1.000;5,00 %
    Gesamt: Konto;;EUR;1.512,50;100;3.000;
"""


def test_a_german_google_report_has_its_thousands_and_its_own_source(tmp_path):
    manifest = imported(tmp_path, bericht=GERMAN)
    [file] = manifest.report["files"]
    assert (file["recognised"], file["rows"]["accepted"]) == ("google ads report", 2)
    sums = "sum(cost)::VARCHAR AS cost, sum(impressions)::INTEGER AS n, sum(clicks)::INTEGER AS clicks"
    assert ask(f"SELECT source, {sums} FROM spend GROUP BY 1") == [
        {"source": "google ads", "cost": "1512.50", "n": 3000, "clicks": 100}
    ]


def test_a_german_meta_report_is_one_as_well(tmp_path):
    manifest = imported(
        tmp_path,
        bericht="""
            Tag;Kampagnenname;Ausgegebener Betrag (EUR);Impressionen;Link-Klicks
            2026-03-01;;20,50;1.500;7
            2026-03-01;spring;20,50;1.500;7
        """,
    )
    [file] = manifest.report["files"]
    assert (file["recognised"], file["rows"]["accepted"]) == ("meta ads report", 1)
    assert ask(
        "SELECT cost::VARCHAR AS cost, impressions::INTEGER AS n, clicks::INTEGER AS c FROM spend"
    ) == [{"cost": "20.50", "n": 1500, "c": 7}]
