"""Files in, a published dataset with its report out; what cannot be taken in says how to mend it."""

import gzip
import json
import threading
from pathlib import Path

import pytest

from lib.intake.importing import import_files
from lib.intake.mapping_file import from_toml
from lib.model.errors import IntakeError, StoreError
from lib.store import catalog
from lib.store.draft import Stopped
from tests.shops import ask, files_of, imported, leftovers, one, written

EVENTS = """
    event_id,visitor_id,user_id,timestamp,event,channel,device,order_number,value
    e1,v1,,2026-03-01T10:00:00Z,view_item,Web,mobile,,
    e2,v1,,2026-03-01T10:01:00Z,add_to_cart,web ,mobile,,
    e3,v1,c1,2026-03-01T10:02:00Z,login,web,mobile,,
    e4,v1,c1,2026-03-01T10:03:00Z,purchase,web,mobile,#1,10.00
    e5,v2,,2026-03-02T09:00:00Z,view_item,APP,desktop,,
"""
ORDERS = """
    order_number,customer_id,created_at,total,status,channel,delivered_at,cancelled_at
    #1,c1,2026-03-01 11:03:00 +0100,12.50,paid,web,2026-03-04 12:00:00 +0100,
    #2,c2,2026-03-02 08:00:00 +0100,20.00,cancelled,phone,,2026-03-02 09:00:00 +0100
    #3,,2026-03-03 08:00:00 +0100,5.00,paid,phone,,
"""
SURVEYS = """
    response_id,customer_id,answered_at,metric,score,scale_min,scale_max,touchpoint,comment
    a1,c1,2026-03-05 10:00:00 UTC,csat,5,1,5,Delivered,Call me on +49 30 23125 111
    a2,c2,2026-03-06 10:00:00 UTC,csat,,1,5,Checkout,
    a3,c2,2026-03-06 11:00:00 UTC,nps,11,0,10,Checkout,
"""


def test_three_silos_become_one_journey_with_stages(tmp_path):
    manifest = imported(tmp_path, events=EVENTS, orders=ORDERS, surveys=SURVEYS)
    assert {file["name"]: (file["kind"], file["rows"]) for file in manifest.report["files"]} == {
        "events.csv": ("events", {"read": 5, "accepted": 5, "merged": 0, "rejected": 0}),
        "orders.csv": ("orders", {"read": 3, "accepted": 3, "merged": 0, "rejected": 0}),
        "surveys.csv": ("feedback", {"read": 3, "accepted": 1, "merged": 0, "rejected": 2}),
    }
    journey = ask(
        "SELECT touchpoint, stage, origin FROM events WHERE customer_id = 'c1' ORDER BY ts, event_id"
    )
    assert [(row["touchpoint"], row["stage"], row["origin"]) for row in journey] == [
        ("product page", "consideration", "file"),
        ("cart", "purchase", "file"),
        ("login", "purchase", "file"),
        ("order placed", "purchase", "file"),
        ("delivered", "retention", "orders"),
        ("survey answered", "retention", "feedback"),
    ]


def test_an_order_and_its_web_purchase_are_one_event_with_the_order_s_revenue(tmp_path):
    imported(tmp_path, events=EVENTS, orders=ORDERS)
    placed = ask("SELECT event_id, order_id, value::VARCHAR AS value FROM events"
                 " WHERE touchpoint = 'order placed' ORDER BY ts")  # fmt: skip
    assert [tuple(row.values()) for row in placed] == [("e4", "#1", "12.50"), ("order:#2", "#2", "20.00")]
    assert one("SELECT ts::VARCHAR FROM events WHERE touchpoint = 'order cancelled'") == "2026-03-02 08:00:00"


def test_a_purchase_page_loaded_again_is_no_second_order(tmp_path):
    again = EVENTS + "    e6,v1,c1,2026-03-01T10:09:00Z,purchase,web,mobile,#1,10.00\n"
    imported(tmp_path, events=again, orders=ORDERS)
    assert one("SELECT touchpoint FROM events WHERE event_id = 'e6'") == "order confirmation"
    assert one("SELECT count(*) FROM events WHERE touchpoint = 'order placed' AND order_id = '#1'") == 1


def test_an_order_without_a_customer_counts_in_revenue_and_not_in_journeys(tmp_path):
    manifest = imported(tmp_path, orders=ORDERS)
    assert one("SELECT sum(revenue)::VARCHAR FROM orders") == "37.50"
    assert one("SELECT count(*) FROM events WHERE order_id = '#3'") == 0
    assert "1 orders have no customer" in " ".join(manifest.report["warnings"])


def test_spellings_are_folded_and_said(tmp_path):
    manifest = imported(tmp_path, events=EVENTS)
    channels = ask("SELECT channel, count(*) AS n FROM events GROUP BY 1 ORDER BY 1")
    assert [(row["channel"], row["n"]) for row in channels] == [("app", 1), ("web", 4)]
    assert "channel: Web, web became 'web'" in files_of(manifest)["events.csv"]["notes"]


def test_rejected_rows_are_kept_with_reason_and_cells_but_without_numbers_of_people(tmp_path):
    imported(tmp_path, surveys=SURVEYS)
    rows = ask("SELECT file, row_no, kind, reason, cells FROM rejected ORDER BY row_no")
    assert [(row["row_no"], row["kind"], row["reason"]) for row in rows] == [
        (2, "feedback", "score is empty (column 'score')"),
        (3, "feedback", "score lies outside its scale"),
    ]
    assert json.loads(rows[1]["cells"])["score"] == "11"
    assert one("SELECT comment FROM feedback") == "Call me on [phone]"


def test_rows_with_too_many_cells_are_rejected_and_counted(tmp_path):
    manifest = imported(
        tmp_path, orders=ORDERS + "    #4,c4,2026-03-03 08:00:00 +0100,5.00,paid,web,,,oops\n"
    )
    [file] = manifest.report["files"]
    assert file["rows"] == {"read": 4, "accepted": 3, "merged": 0, "rejected": 1}
    assert file["rejected_by"][0]["reason"] == "more cells than the header has columns"


def test_events_repeated_under_one_id_are_merged_and_the_first_stands(tmp_path):
    twice = EVENTS + "    e1,v1,,2026-03-01T10:00:00Z,view_item,Web,desktop,,\n"
    manifest = imported(tmp_path, events=twice)
    assert manifest.report["files"][0]["rows"] == {"read": 6, "accepted": 5, "merged": 1, "rejected": 0}
    assert one("SELECT device FROM events WHERE event_id = 'e1'") == "mobile"
    assert any(
        "1 keys of events came with different rows" in note for note in manifest.report["files"][0]["notes"]
    )


def test_orders_repeated_under_one_number_keep_the_last_filled_cells(tmp_path):
    later = ORDERS + "    #3,c3,2026-03-03 08:00:00 +0100,6.00,,phone,,\n"
    manifest = imported(tmp_path, orders=later)
    assert manifest.report["files"][0]["rows"]["merged"] == 1
    assert ask("SELECT customer_id, revenue::VARCHAR AS r, status FROM orders WHERE order_id = '#3'") == [
        {"customer_id": "c3", "r": "6.00", "status": "paid"}
    ]


def test_equal_rows_of_a_file_without_ids_all_count(tmp_path):
    rows = "user_id,timestamp,event\nann,2026-03-01 10:00:00,view_item\nann,2026-03-01 10:00:00,view_item\n"
    manifest = imported(tmp_path, events=rows)
    assert manifest.report["files"][0]["rows"]["accepted"] == 2
    assert one("SELECT count(DISTINCT event_id) FROM events") == 2


def test_two_systems_that_both_count_from_one_keep_all_their_events(tmp_path):
    web = "event_id,user_id,timestamp,event\n1,ann,2026-03-01 10:00:00,view_item\n"
    app = "event_id,user_id,timestamp,event\n1,bob,2026-03-02 10:00:00,view_item\n"
    manifest = imported(tmp_path, web_events=web, app_events=app)
    assert manifest.tables["events"] == 2


def test_addresses_become_pseudonyms_that_join_over_files_and_no_name_is_taken_over(tmp_path):
    orders = (
        "order_id,customer_email,customer_name,created_at,total\n1,Ann@Example.com,Ann Lee,2026-03-01,10.00\n"
    )
    tickets = "ticket_id,email,opened_at,topic\nt1, ann@example.com,2026-03-02,write to ann@example.com\n"
    manifest = imported(tmp_path, orders=orders, tickets=tickets)
    assert manifest.report["customers"] == 1
    assert one("SELECT customer_id FROM orders").startswith("p_")
    assert one("SELECT topic FROM tickets") == "write to [e-mail]"
    sealed = next(catalog.folder("shop").glob("*.duckdb")).read_bytes()
    assert b"ann@example" not in sealed.lower()
    assert b"Ann Lee" not in sealed


def test_the_key_of_the_pseudonyms_is_readable_by_its_owner_alone(tmp_path):
    imported(tmp_path, orders=ORDERS)
    key = catalog.home() / "pseudonym.key"
    assert key.stat().st_mode & 0o777 == 0o600
    before = key.read_bytes()
    imported(tmp_path, orders=ORDERS, name="other")
    assert key.read_bytes() == before


def test_guests_and_placeholders_are_nobody(tmp_path):
    rows = ORDERS + "    #4,guest,2026-03-03 08:00:00 +0100,5.00,paid,web,,\n"
    imported(tmp_path, orders=rows)
    assert one("SELECT count(*) FROM orders WHERE customer_id IS NULL") == 2


def test_a_currency_column_names_the_currency_and_several_are_refused(tmp_path):
    head = "order_id,user_id,created_at,total,currency\n"
    manifest = imported(tmp_path, orders=head + "1,ann,2026-03-01,10.00,usd\n")
    assert manifest.currency == "USD"
    with pytest.raises(IntakeError, match="Export one currency at a time"):
        imported(tmp_path, orders=head + "1,ann,2026-03-01,10.00,USD\n2,ann,2026-03-02,9.00,GBP\n")


def test_money_of_an_order_comes_from_its_lines_where_the_orders_do_not_say(tmp_path):
    lines = """
        invoice_no,customer_id,invoice_date,description,quantity,unit_price
        1,ann,2026-03-01 10:00,cup,2,4.50
        1,ann,2026-03-01 10:00,plate,1,6.00
        2,bob,2026-03-02 10:00,cup,1,4.50
    """
    manifest = imported(tmp_path, lines=lines)
    assert manifest.report["files"][0]["kind"] == "order_items"
    totals = ask("SELECT order_id, revenue::VARCHAR AS r FROM orders ORDER BY 1")
    assert [tuple(row.values()) for row in totals] == [("1", "15.00"), ("2", "4.50")]


def test_orders_whose_money_nothing_says_are_rejected_with_what_is_missing(tmp_path, shared_data):
    path = shared_data("olist_sample") / "olist_orders_dataset.csv"
    with pytest.raises(IntakeError, match="import the payments or the lines too"):
        import_files([path], "shop")


def test_the_mapping_of_a_manifest_reproduces_the_import(tmp_path):
    paths = written(tmp_path, events=EVENTS, orders=ORDERS, surveys=SURVEYS)
    first = import_files(paths, "one")
    second = import_files(paths, "two", mapping=from_toml(first.mapping))
    assert second.mapping == first.mapping
    assert second.fingerprint == first.fingerprint
    assert second.tables == first.tables


def test_the_analyst_s_touchpoints_stand_over_the_shipped_ones(tmp_path):
    mapping = from_toml('[touchpoints]\nview_item = { touchpoint = "shelf", stage = "awareness" }')
    imported(tmp_path, settings={"mapping": mapping}, events=EVENTS)
    assert ask("SELECT DISTINCT stage FROM events WHERE touchpoint = 'shelf'") == [{"stage": "awareness"}]


def test_names_without_a_stage_are_counted(tmp_path):
    manifest = imported(tmp_path, events=EVENTS.replace("login", "spin_the_wheel"))
    assert "1 events have names without a stage ('spin the wheel')" in " ".join(manifest.report["warnings"])


def test_appending_adds_new_rows_derives_again_and_resolves_earlier_visits(tmp_path):
    first = imported(tmp_path / "march", events=EVENTS, orders=ORDERS)
    links = "visitor_id,customer_id,linked_at\nv2,c9,2026-04-01 10:00:00\n"
    later = ORDERS.replace("#1,", "#11,").replace(
        "#2,c2,2026-03-02 08:00:00 +0100,20.00", "#2,c2,2026-03-02 08:00:00 +0100,21.00"
    )
    second = imported(tmp_path / "april", settings={"append": True}, orders=later, identities=links)
    assert second.version == first.version + 1
    assert files_of(second)["orders.csv"]["rows"] == {"read": 3, "accepted": 1, "merged": 2, "rejected": 0}
    assert one("SELECT count(*) FROM orders") == 4
    assert one("SELECT revenue::VARCHAR FROM orders WHERE order_id = '#2'") == "21.00"
    assert one("SELECT count(*) FROM events WHERE touchpoint = 'order placed'") == 3
    assert one("SELECT customer_id FROM events WHERE event_id = 'e5'") == "c9"


def test_the_same_file_again_adds_nothing_and_says_so(tmp_path):
    first = imported(tmp_path, orders=ORDERS)
    with pytest.raises(IntakeError, match="Nothing in these files is new"):
        imported(tmp_path, settings={"append": True}, orders=ORDERS)
    assert catalog.current("shop") == first
    assert leftovers() == []


def test_the_same_file_twice_in_one_drop_is_merged_row_by_row(tmp_path):
    paths = [*written(tmp_path / "a", orders=ORDERS), *written(tmp_path / "b", orders=ORDERS)]
    manifest = import_files(paths, "shop")
    assert [file["rows"] for file in manifest.report["files"]] == [
        {"read": 3, "accepted": 3, "merged": 0, "rejected": 0},
        {"read": 3, "accepted": 0, "merged": 3, "rejected": 0},
    ]
    assert "the same file as orders.csv in this drop" in manifest.report["files"][1]["notes"][1]
    assert manifest.tables["orders"] == 3


def test_importing_the_same_again_publishes_nothing_new(tmp_path):
    first = imported(tmp_path, orders=ORDERS)
    assert imported(tmp_path, orders=ORDERS).version == first.version


def test_appending_to_a_dataset_that_is_not_there_names_those_that_are(tmp_path):
    imported(tmp_path, orders=ORDERS)
    with pytest.raises(StoreError, match="Choose one of: shop"):
        imported(tmp_path, settings={"append": True}, name="other", orders=ORDERS)


PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8
BAD = {
    "empty.csv": (b"", "data row"),
    "header_only.csv": (b"order_id,created_at,total\n", "at least one data row"),
    "picture.csv": (PICTURE, "picture|image|PNG"),
    "no_customer.csv": (b"timestamp,event\n2026-03-01 10:00:00,view\n", r"who \(such as customer_id"),
    "no_dates.csv": (
        b"order_id,user_id,created_at,total\n1,ann,soon,5\n2,bob,later,6\n",
        "ordered_at cannot be read as a time",
    ),
    "added_up.csv": (
        b"date,visitors,conversion_rate\n2026-03-01,100,0.03\n2026-03-02,90,0.02\n",
        "already added up",
    ),
    "cut.csv.gz": (gzip.compress(ORDERS.encode() * 200)[:-40], "again|damaged|cut"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_says_how_to_mend_it_and_leaves_everything_as_it_was(tmp_path, name):
    before = imported(tmp_path, orders=ORDERS)
    kept = sorted(path.name for path in catalog.folder("shop").iterdir())
    content, mend = BAD[name]
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(IntakeError, match=mend):
        import_files([path], "shop")
    assert catalog.current("shop") == before
    assert sorted(path.name for path in catalog.folder("shop").iterdir()) == kept
    assert leftovers() == []


def test_the_wrong_kind_names_what_is_missing(tmp_path):
    with pytest.raises(
        IntakeError, match=r"for spend there is no column that says what was spent \(such as cost"
    ):
        imported(tmp_path, settings={"kind": "spend"}, events=EVENTS)
    with pytest.raises(IntakeError, match="Choose one of: assignments, changes"):
        imported(tmp_path, settings={"kind": "visits"}, events=EVENTS)


def test_a_bad_file_beside_a_good_one_is_listed_with_its_reason(tmp_path):
    picture = tmp_path / "picture.csv"
    picture.write_bytes(PICTURE)
    manifest = import_files([*written(tmp_path, orders=ORDERS), picture], "shop")
    listed = files_of(manifest)["picture.csv"]
    assert listed["kind"] is None
    assert listed["notes"]
    assert manifest.tables["orders"] == 3


def test_a_name_that_cannot_be_a_folder_is_refused_before_anything_is_read(tmp_path):
    with pytest.raises(StoreError, match="Use up to 64 letters"):
        imported(tmp_path, name="../shop", orders=ORDERS)


def test_stopping_leaves_what_was_served(tmp_path):
    before = imported(tmp_path, orders=ORDERS)
    stop = threading.Event()
    with pytest.raises(Stopped, match="Start it again"):
        imported(tmp_path, settings={"stop": stop, "progress": lambda *_: stop.set()}, events=EVENTS)
    assert catalog.current("shop") == before
    assert leftovers() == []


def test_progress_only_moves_forward(tmp_path):
    seen = []
    imported(
        tmp_path, settings={"progress": lambda step, share: seen.append(share)}, events=EVENTS, orders=ORDERS
    )
    assert seen == sorted(seen)
    assert (seen[0], seen[-1]) == (0.0, 1.0)


SAMPLE = Path(__file__).resolve().parent.parent / "sample_data"


def test_the_sample_shop_comes_in_whole_and_the_report_counts_its_dirt(tmp_path):
    truth = json.loads((SAMPLE / "small" / "truth.json").read_text(encoding="utf-8"))
    mapping = from_toml((SAMPLE / "mapping.toml").read_text(encoding="utf-8"))
    manifest = import_files(sorted((SAMPLE / "small").glob("*.csv.gz")), "shop", mapping=mapping, sample=True)
    files = {name.removesuffix(".csv.gz"): file for name, file in files_of(manifest).items()}
    dirt = truth["dirt"]["web_events"]
    assert files["web_events"]["rows"]["read"] == truth["files"]["web_events"]
    assert files["web_events"]["rows"]["merged"] == dirt["duplicates"]
    lost = {"ts": 0, "customer_id": 0}
    for reason in files["web_events"]["rejected_by"]:
        lost[reason["reason"].split()[0]] += reason["rows"]
    # a time of zeros is unknown, another one cannot be read
    assert lost == {"ts": dirt["unreadable_timestamps"], "customer_id": dirt["missing_ids"]}
    assert files["surveys"]["rows"]["rejected"] == truth["dirt"]["surveys"]["no_score"]
    assert files["ad_spend"]["rows"]["accepted"] == truth["files"]["ad_spend"] - 1
    assert (
        one("SELECT count(*) FROM orders WHERE customer_id IS NULL") == truth["dirt"]["orders"]["no_customer"]
    )
    assert one("SELECT sum(revenue)::VARCHAR FROM order_facts WHERE counted") == str(truth["shop"]["revenue"])
    assert one("SELECT sum(refund)::VARCHAR FROM returns") == str(truth["shop"]["refunds"])
    assert one("SELECT count(*) FROM session_facts") == truth["shop"]["sessions"]
    assert one("SELECT count(*) FROM session_facts WHERE orders > 0") == truth["shop"]["sessions_with_order"]
    assert manifest.report["identity"]["links"] == truth["files"]["identities"]
    assert (manifest.time_zone, manifest.sample) == ("Europe/Berlin", True)
