"""Data that keep coming: exports that overlap, corrections that come late, the same file again."""

import pytest

from lib.intake.importing import import_files
from lib.intake.mapping_file import from_toml
from lib.intake.taking import NothingNewError
from lib.store import catalog
from tests.shops import ask, files_of, imported, one, written

ADDED = {"append": True}
HEAD = "order_id,customer_id,created_at,total,status,delivered_at\n"
JANUARY = HEAD + "1,ann,2026-01-10 10:00:00,10.00,paid,\n2,bob,2026-01-31 10:00:00,20.00,paid,\n"
#: The last order of January again, delivered since, and one of February.
FEBRUARY = (
    HEAD + "2,bob,2026-01-31 10:00:00,20.00,,2026-02-03 09:00:00\n3,cat,2026-02-05 10:00:00,5.00,paid,\n"
)
VISITS = "user_id,timestamp,event\n"
ANN = "ann,2026-01-10 10:00:00,view_item\n"
BOB = "bob,2026-01-31 10:00:00,view_item\n"
UNNUMBERED = """
[[sheets."*.csv".tables]]
table = "orders"
columns = { order_id = "#row", customer_id = "customer_id", ordered_at = "created_at", revenue = "total" }
"""
SPEND = "date,source,campaign,cost,clicks\n"


def rows(manifest, name):
    """read, accepted, merged and rejected of one file."""
    return tuple(files_of(manifest)[name]["rows"].values())


def notes(manifest, name):
    return " | ".join(files_of(manifest)[name]["notes"])


def test_overlapping_exports_come_together_by_id_and_the_newest_filled_cell_stands(tmp_path):
    imported(tmp_path / "1", january=JANUARY)
    added = imported(tmp_path / "2", settings=ADDED, february=FEBRUARY)
    assert rows(added, "february.csv") == (2, 1, 1, 0)
    said = ask(
        "SELECT order_id, status, coalesce(delivered_at::VARCHAR, '') AS at FROM orders ORDER BY order_id"
    )
    assert [tuple(row.values()) for row in said] == [
        ("1", "paid", ""),
        ("2", "paid", "2026-02-03 09:00:00"),
        ("3", "paid", ""),
    ]
    assert "1 rows of orders that were there already got newer cells" in notes(added, "february.csv")


def test_a_file_of_corrections_alone_is_taken_in(tmp_path):
    imported(tmp_path / "1", january=JANUARY)
    late = HEAD + "1,ann,2026-01-10 10:00:00,10.00,refunded,\n"
    corrected = imported(tmp_path / "2", settings=ADDED, corrections=late)
    assert rows(corrected, "corrections.csv") == (1, 0, 1, 0)
    assert one("SELECT status FROM orders WHERE order_id = '1'") == "refunded"
    assert corrected.version == 2


def test_a_late_delivery_and_a_late_return_become_events_of_their_journey(tmp_path):
    imported(tmp_path / "1", january=JANUARY)
    returns = "return_id,order_id,returned_at,refund\nr1,2,2026-02-09 10:00:00,20.00\n"
    imported(tmp_path / "2", settings=ADDED, february=FEBRUARY, returns=returns)
    journey = ask("SELECT touchpoint, ts::VARCHAR AS at FROM events WHERE customer_id = 'bob' ORDER BY ts")
    assert [tuple(step.values()) for step in journey] == [
        ("order placed", "2026-01-31 10:00:00"),
        ("delivered", "2026-02-03 09:00:00"),
        ("returned", "2026-02-09 10:00:00"),
    ]
    assert one("SELECT net_revenue::VARCHAR FROM order_facts WHERE order_id = '2'") == "0.00"


@pytest.mark.parametrize(
    ("file", "again"),
    [
        # the same rows, exported in another order or with other line ends: another file to a computer
        (JANUARY, HEAD + "\n".join(reversed(JANUARY.splitlines()[1:])) + "\n"),
        (VISITS + ANN + ANN + BOB, VISITS + BOB + ANN + ANN),
        (
            SPEND + "2026-01-01,google ads,brand,5.00,3\n2026-01-02,google ads,brand,6.00,4\n",
            SPEND + "2026-01-02,google ads,brand,6.00,4\n2026-01-01,google ads,brand,5.00,3\n",
        ),
    ],
    ids=["orders", "events without ids", "spend"],
)
def test_the_same_rows_in_another_file_change_nothing(tmp_path, file, again):
    first = imported(tmp_path / "1", export=file)
    with pytest.raises(NothingNewError, match="Nothing in these files is new"):
        imported(tmp_path / "2", settings=ADDED, export_again=again)
    assert catalog.current("shop") == first


#: Real exports, of which some bring ids, some none, and some have rows that are rejected each time.
EXPORTS = {
    "cdnow": ("CDNOW_sample.txt",),
    "online_retail_france": ("france.csv",),
    "rees46_1k": ("2019-Oct-sample.csv",),
    "shopify_orders_export_format": ("orders_export.csv",),
    "support_tickets_synthetic": ("customer_support_tickets.csv",),
    "theydo_survey_formats": ("ces_responses.csv", "csat_responses.csv"),
    "tinybird_web_analytics": ("analytics_events.ndjson",),
}


@pytest.mark.parametrize("folder", EXPORTS)
def test_real_exports_that_come_again_with_other_line_ends_change_nothing(tmp_path, shared_data, folder):
    paths = [shared_data(folder) / name for name in EXPORTS[folder]]
    first = import_files(paths, "shop")
    again = []
    for path in paths:
        content, end = path.read_bytes(), b"\r\n"
        other = content.replace(end, b"\n") if end in content else content.replace(b"\n", end)
        assert other != content
        again.append(tmp_path / path.name)
        again[-1].write_bytes(other)
    with pytest.raises(NothingNewError):
        import_files(again, "shop", append=True)
    assert catalog.current("shop") == first


def test_orders_without_numbers_are_known_by_all_their_cells(tmp_path):
    orders = "customer_id,created_at,total\nann,2026-01-10 10:00:00,10.00\nann,2026-01-10 10:00:00,10.00\n"
    mapping = {"mapping": from_toml(UNNUMBERED)}
    first = imported(tmp_path / "1", settings=mapping, january=orders)
    assert first.tables["orders"] == 2
    later = orders + "bob,2026-02-01 10:00:00,5.00\n"
    added = imported(tmp_path / "2", settings={**ADDED, **mapping}, february=later)
    assert rows(added, "february.csv") == (3, 1, 2, 0)
    assert one("SELECT sum(revenue)::VARCHAR FROM orders") == "25.00"


def test_events_without_ids_of_an_earlier_file_are_merged_and_equal_rows_of_one_file_all_count(tmp_path):
    first = imported(tmp_path / "1", january=VISITS + ANN + ANN + BOB)
    assert first.tables["events"] == 3
    # ann's row came twice before and comes three times now: the third is a new one; so is bob's cart
    later = VISITS + ANN + ANN + ANN + BOB + "bob,2026-01-31 10:00:00,add_to_cart\n"
    added = imported(tmp_path / "2", settings=ADDED, february=later)
    assert rows(added, "february.csv") == (5, 2, 3, 0)
    assert added.tables["events"] == 5
    assert "3 rows of events stood with the same cells in earlier files" in notes(added, "february.csv")


def test_events_without_ids_meet_although_their_visitor_has_become_a_customer(tmp_path):
    links = "visitor_id,customer_id,linked_at\nv1,ann,2026-01-11 10:00:00\n"
    seen = VISITS.replace("user_id", "visitor_id") + "v1,2026-01-10 10:00:00,view_item\n"
    imported(tmp_path / "1", visits=seen, identities=links)
    added = imported(tmp_path / "2", settings=ADDED, visits=seen + "v1,2026-02-01 10:00:00,view_item\n")
    assert rows(added, "visits.csv") == (2, 1, 1, 0)
    assert one("SELECT count(*) FROM events WHERE customer_id = 'ann'") == 2


def test_purchases_without_ids_meet_although_the_order_gave_them_its_revenue(tmp_path):
    bought = "user_id,timestamp,event,order_id,value\nann,2026-01-10 10:00:00,purchase,1,9.00\n"
    reloaded = bought + "ann,2026-01-10 10:05:00,purchase,1,9.00\n"
    imported(tmp_path / "1", visits=reloaded, orders=JANUARY)
    added = imported(tmp_path / "2", settings=ADDED, visits=reloaded + "ann,2026-02-01 10:00:00,login,,\n")
    assert rows(added, "visits.csv") == (3, 1, 2, 0)


def test_lines_of_an_order_without_numbers_are_not_doubled(tmp_path):
    head = "invoice_no,customer_id,invoice_date,description,quantity,unit_price\n"
    first = "1,ann,2026-01-10 10:00,cup,2,4.50\n1,ann,2026-01-10 10:00,plate,1,6.00\n"
    imported(tmp_path / "1", lines=head + first)
    added = imported(
        tmp_path / "2", settings=ADDED, lines=head + first + "2,bob,2026-02-01 10:00,cup,1,4.50\n"
    )
    assert rows(added, "lines.csv") == (3, 1, 2, 0)
    assert one("SELECT sum(revenue)::VARCHAR FROM orders") == "19.50"
    assert one("SELECT count(*) FROM order_items") == 3


def test_newer_days_of_spend_stand_and_the_report_says_how_many_gave_way(tmp_path):
    january = "2026-01-30,google ads,brand,5.00,3\n2026-01-31,google ads,brand,6.00,4\n"
    imported(tmp_path / "1", spend=SPEND + january + "2026-01-31,meta ads,brand,1.00,1\n")
    # the last day was not over when January was exported
    february = "2026-01-30,google ads,brand,5.00,3\n2026-01-31,google ads,brand,7.50,5\n"
    added = imported(
        tmp_path / "2", settings=ADDED, spend=SPEND + february + "2026-02-01,google ads,brand,2.00,2\n"
    )
    assert rows(added, "spend.csv") == (3, 2, 1, 0)
    costs = ask("SELECT day::VARCHAR AS day, source, cost::VARCHAR AS cost FROM spend ORDER BY day, source")
    assert [tuple(row.values()) for row in costs] == [
        ("2026-01-30", "google ads", "5.00"),
        ("2026-01-31", "google ads", "7.50"),
        ("2026-01-31", "meta ads", "1.00"),
        ("2026-02-01", "google ads", "2.00"),
    ]
    assert "1 earlier rows of spend gave way" in notes(added, "spend.csv")


def test_two_files_of_one_drop_that_tell_the_same_day_differently_both_count_and_are_named(tmp_path):
    files = {
        "germany": SPEND + "2026-01-31,google ads,,6.00,4\n",
        "france": SPEND + "2026-01-31,google ads,,2.00,1\n",
    }
    manifest = imported(tmp_path, **files)
    assert one("SELECT sum(cost)::VARCHAR FROM spend") == "8.00"
    assert "1 days of campaigns are told differently by another file" in notes(manifest, "france.csv")


def test_an_id_that_two_systems_share_stays_two_events_however_often_they_come(tmp_path):
    head = "event_id,user_id,timestamp,event\n"
    web, app = "1,ann,2026-01-10 10:00:00,view_item\n", "1,bob,2026-01-12 10:00:00,view_item\n"
    imported(tmp_path / "1", web=head + web)
    imported(tmp_path / "2", settings=ADDED, app=head + app)
    third = imported(
        tmp_path / "3", settings=ADDED, app_again=head + app + "2,bob,2026-01-13 10:00:00,login\n"
    )
    assert rows(third, "app_again.csv") == (2, 1, 1, 0)
    assert third.tables["events"] == 3


def test_a_file_of_a_known_name_adds_and_corrects_but_takes_nothing_away(tmp_path):
    imported(tmp_path / "1", orders=JANUARY)
    added = imported(tmp_path / "2", settings=ADDED, orders=FEBRUARY)
    assert one("SELECT count(*) FROM orders") == 3
    assert "rows that only the earlier one has stay" in notes(added, "orders.csv")


def test_undo_serves_what_was_there_before_the_correction(tmp_path):
    imported(tmp_path / "1", january=JANUARY)
    imported(tmp_path / "2", settings=ADDED, february=FEBRUARY)
    catalog.serve("shop", 1)
    assert one("SELECT count(*) FROM orders") == 2
    assert one("SELECT count(*) FROM orders WHERE delivered_at IS NOT NULL") == 0


def test_in_one_drop_the_later_file_corrects_the_earlier_one(tmp_path):
    manifest = import_files(written(tmp_path, january=JANUARY, later=FEBRUARY), "shop")
    assert [tuple(file["rows"].values()) for file in manifest.report["files"]] == [(2, 2, 0, 0), (2, 1, 1, 0)]
    assert one("SELECT delivered_at::VARCHAR FROM orders WHERE order_id = '2'") == "2026-02-03 09:00:00"
