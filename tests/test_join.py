"""Ids that belong to one customer are joined; people who share a device stay apart."""

from lib.intake.join import resolve
from tests.shops import ask, imported, one

EVENTS = """
    event_id,visitor_id,user_id,timestamp,event
    e1,v1,,2026-03-01T10:00:00Z,view_item
    e2,v1,c1,2026-03-01T10:01:00Z,login
    e3,v2,,2026-03-02T10:00:00Z,view_item
    e4,v3,,2026-03-03T10:00:00Z,view_item
"""


def customers():
    rows = ask("SELECT event_id, customer_id FROM events WHERE origin = 'file' ORDER BY event_id")
    return {row["event_id"]: row["customer_id"] for row in rows}


def test_what_was_done_before_the_login_belongs_to_who_logged_in(tmp_path):
    manifest = imported(tmp_path, events=EVENTS)
    assert customers() == {"e1": "c1", "e2": "c1", "e3": "v2", "e4": "v3"}
    assert manifest.report["identity"] == {"links": 1, "matched_share": 1 / 3}


def test_a_file_of_links_joins_too_whatever_the_order_of_the_files(tmp_path):
    links = "visitor_id,customer_id,linked_at\nv2,c2,2026-03-05 10:00:00\n"
    manifest = imported(tmp_path, a_identities=links, events=EVENTS)
    assert customers()["e3"] == "c2"
    assert manifest.report["identity"]["links"] == 2


def test_a_web_purchase_links_its_visitor_to_the_customer_of_the_order(tmp_path):
    events = EVENTS.replace("event\n", "event,order_number\n").replace("view_item\n", "view_item,\n")
    events = events.replace("login", "login,") + "    e5,v3,,2026-03-03T10:09:00Z,purchase,#7\n"
    orders = "order_number,customer_id,created_at,total\n#7,c7,2026-03-03 10:09:00,9.00\n"
    imported(tmp_path, events=events, orders=orders)
    assert customers()["e4"] == "c7"
    assert one("SELECT count(DISTINCT customer_id) FROM events WHERE order_id = '#7'") == 1


def test_a_device_of_many_people_joins_nobody_and_that_is_said(tmp_path):
    logins = "".join(f"    x{n},kiosk,c{n},2026-03-04T10:0{n}:00Z,login\n" for n in range(4))
    before = "    x9,kiosk,,2026-03-04T09:00:00Z,view_item\n"
    manifest = imported(tmp_path, events=EVENTS + before + logins)
    assert customers()["x9"] == "kiosk"
    assert [customers()[f"x{n}"] for n in range(4)] == ["c0", "c1", "c2", "c3"]
    assert any("shared devices" in warning for warning in manifest.report["warnings"])


def test_placeholders_never_link(tmp_path):
    events = (
        EVENTS
        + "    e6,v2,guest,2026-03-02T10:05:00Z,view_item\n    e7,v3,unknown,2026-03-02T10:05:00Z,view_item\n"
    )
    imported(tmp_path, events=events)
    assert customers()["e6"] == "v2"
    assert customers()["e7"] == "v3"


def test_answers_find_their_customer_by_the_order_they_are_about(tmp_path):
    orders = "order_id,customer_id,created_at,total\n1,c1,2026-03-01,9.00\n"
    reviews = "review_id,order_id,review_date,rating\nr1,1,2026-03-09,5\n"
    imported(tmp_path, orders=orders, reviews=reviews)
    assert one("SELECT customer_id FROM feedback") == "c1"


def test_the_report_says_of_each_file_how_many_customers_others_know(tmp_path):
    orders = "order_id,customer_id,created_at,total\n1,c1,2026-03-01,9.00\n2,c8,2026-03-01,9.00\n"
    manifest = imported(tmp_path, events=EVENTS, orders=orders)
    notes = {file["name"]: file["notes"][-1] for file in manifest.report["files"]}
    assert notes["orders.csv"] == "50.0% of its 2 customers are known from other files"
    assert notes["events.csv"] == "33.3% of its 3 customers are known from other files"


def test_chains_are_followed_to_their_end():
    assert resolve([("a", "b"), ("b", "c"), ("x", "b")])[0] == {"a": "c", "b": "c", "x": "c"}


def test_circles_end_in_their_least_id():
    assert resolve([("b", "a"), ("a", "c"), ("c", "b"), ("x", "c")])[0] == {"b": "a", "c": "a", "x": "a"}


def test_two_customers_behind_one_device_are_not_made_one():
    assert resolve([("tablet", "ann"), ("tablet", "bob")]) == ({"tablet": "ann"}, set())
