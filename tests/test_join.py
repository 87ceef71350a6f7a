"""Ids that belong to one customer are joined; people who share a device stay apart."""

from lib.intake.mapping_file import from_toml
from lib.intake.matches import words
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
    identity = manifest.report["identity"]
    assert (identity["links"], identity["matched_share"]) == (1, 1 / 3)


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


CUSTOMERS = """
    customer_id,name,email,phone,country
    c1,Ann Lee,Ann@Example.com,+49 30 5550100,DE
    c2,Bob Ray,bob@example.com,030 5550101,AT
"""
BY_MAIL = """
    response_id,email,answered_at,metric,score,scale_min,scale_max
    a1, ann@EXAMPLE.com ,2026-03-05 10:00:00,csat,5,1,5
    a2,eve@example.com,2026-03-06 10:00:00,csat,4,1,5
"""


def owners(table: str, key: str) -> dict[str, str | None]:
    """Key of a row -> its customer, None where it is nobody's."""
    rows = ask(f"SELECT {key}, coalesce(customer_id, '') AS who FROM {table} ORDER BY 1")
    return {row[key]: row["who"] or None for row in rows}


def test_what_is_known_by_address_alone_finds_the_customer_whose_address_it_is(tmp_path):
    orders = "order_id,customer_email,created_at,total\n1,ANN@example.com,2026-03-01,9.00\n"
    manifest = imported(tmp_path, orders=orders, customers=CUSTOMERS, surveys=BY_MAIL, events=EVENTS)
    assert owners("orders", "order_id") == {"1": "c1"}
    assert one("SELECT customer_id FROM feedback WHERE feedback_id LIKE '%a1'") == "c1"
    assert one("SELECT customer_id FROM feedback WHERE feedback_id LIKE '%a2'").startswith("p_")
    files = {file["name"]: file for file in manifest.report["identity"]["files"]}
    assert (files["surveys.csv"]["customers"], files["surveys.csv"]["matched"]) == (2, 1)
    assert files["surveys.csv"]["by_rule"] == [{"rule": "e-mail", "ids": 1}]
    [lonely] = files["surveys.csv"]["unmatched"]
    assert lonely["id"].startswith("p_")
    assert (lonely["table"], lonely["rows"], lonely["first_row"]) == ("feedback", 1, 2)


def test_tags_and_dots_of_an_address_are_part_of_it(tmp_path):
    orders = """
        order_id,customer_email,created_at,total
        1,ann@example.com,2026-03-01,9.00
        2,ann+shop@example.com,2026-03-02,9.00
        3,a.nn@example.com,2026-03-03,9.00
        4,Ann Lee <ann@example.com>,2026-03-04,9.00
    """
    assert imported(tmp_path, orders=orders).report["customers"] == 3


def test_the_help_desk_s_own_ids_lead_to_the_shop_s_customers(tmp_path):
    tickets = "ticket_id,requester_id,requester_email,opened_at\nt1,9001,ann@example.com,2026-03-02\n"
    orders = "order_id,customer_id,created_at,total\n1,c1,2026-03-01,9.00\n"
    imported(tmp_path, tickets=tickets, customers=CUSTOMERS, orders=orders)
    assert owners("tickets", "ticket_id") == {"t1": "c1"}


def test_a_phone_number_joins_only_where_that_was_asked_for(tmp_path):
    tickets = "ticket_id,requester_id,phone,opened_at\nt1,9001,0049 (0)30 555-0100,2026-03-02\n"
    files = {"tickets": tickets, "customers": CUSTOMERS}
    imported(tmp_path, **files)
    assert owners("tickets", "ticket_id") == {"t1": "9001"}
    loose = {"mapping": from_toml('strictness = "loose"')}
    manifest = imported(tmp_path, settings=loose, **files)
    assert owners("tickets", "ticket_id") == {"t1": "c1"}
    assert from_toml(manifest.mapping).strictness == "loose"
    one_rule = {"mapping": from_toml("[links]\nphone = true")}
    imported(tmp_path, settings=one_rule, **files)
    assert owners("tickets", "ticket_id") == {"t1": "c1"}


def test_placeholder_addresses_and_numbers_are_nobody(tmp_path):
    orders = """
        order_id,customer_email,phone,created_at,total
        1,noreply@example.com,0000000000,2026-03-01,9.00
        2,guest@example.com,+49 111111111,2026-03-02,9.00
        3,test@example.com,,2026-03-03,9.00
        4,n/a,,2026-03-03,9.00
        5,0,,2026-03-03,9.00
        6,ann@example.com,+1 5555555555,2026-03-03,9.00
        7,bob@example.com,+1 5555555555,2026-03-03,9.00
    """
    manifest = imported(tmp_path, settings={"mapping": from_toml('strictness = "loose"')}, orders=orders)
    assert [owner is None for owner in owners("orders", "order_id").values()] == [True] * 5 + [False] * 2
    assert manifest.report["customers"] == 2


def test_the_shop_s_own_address_is_nobody_s_and_that_is_said(tmp_path):
    lines = "".join(f"    c{n},shop@example.com\n" for n in range(21))
    orders = "order_id,customer_email,created_at,total\n1,shop@example.com,2026-03-01,9.00\n"
    tickets = "ticket_id,customer_id,opened_at\nt1,c3,2026-03-02\n"
    files = {"customers": "customer_id,email\n" + lines, "orders": orders, "tickets": tickets}
    manifest = imported(tmp_path, **files)
    assert owners("orders", "order_id") == {"1": None}
    assert owners("tickets", "ticket_id") == {"t1": "c3"}
    assert any("the shop's own or placeholders" in warning for warning in manifest.report["warnings"])


def test_an_address_behind_very_many_orders_is_asked_about_and_can_be_named_as_nobody(tmp_path):
    lines = "".join(f"    {n},shop@example.com,2026-03-01,9.00\n" for n in range(20))
    orders = f"order_id,customer_email,created_at,total\n{lines}    90,ann@example.com,2026-03-01,9.00\n"
    first = imported(tmp_path, orders=orders)
    [said] = [
        warning for warning in first.report["warnings"] if "may be" in warning or "nobody = " in warning
    ]
    assert "20 orders (95.2% of all)" in said
    given = from_toml(said[said.index("nobody = ") :])
    second = imported(tmp_path, settings={"mapping": given}, orders=orders)
    assert second.report["customers"] == 1
    assert one("SELECT count(*) FROM orders WHERE customer_id IS NULL") == 20


def test_one_order_in_two_files_links_the_two_ids_it_is_known_by(tmp_path):
    shop = "order_id,customer_id,created_at,total\n1,c1,2026-03-01,9.00\n2,c1,2026-03-05,7.00\n"
    till = "order_id,customer_email,created_at,total\n1,ann@example.com,2026-03-01,9.00\n"
    for files in ({"a_orders": shop, "b_orders": till}, {"a_orders": till, "b_orders": shop}):
        imported(tmp_path, surveys=BY_MAIL, **files)
        assert owners("orders", "order_id") == {"1": "c1", "2": "c1"}
        assert one("SELECT customer_id FROM feedback WHERE feedback_id LIKE '%a1'") == "c1"


def test_an_id_that_the_shop_gives_its_customers_is_no_device(tmp_path):
    events = EVENTS + "    e6,c2,c1,2026-03-02T10:05:00Z,view_item\n"
    orders = "order_id,customer_id,created_at,total\n1,c1,2026-03-01,9.00\n2,c2,2026-03-01,9.00\n"
    imported(tmp_path, events=events, orders=orders)
    assert owners("orders", "order_id") == {"1": "c1", "2": "c2"}


def test_what_changes_if_less_is_joined_is_counted(tmp_path):
    orders = """
        order_id,customer_id,customer_email,phone,created_at,total
        1,c1,ann@example.com,,2026-03-01,9.00
        2,k7,ann@example.com,,2026-03-02,9.00
        3,c2,,+49 30 5550101,2026-03-02,9.00
        4,c3,,+49 30 5550101,2026-03-03,9.00
    """
    compared = imported(tmp_path, orders=orders, events=EVENTS).report["identity"]["compared"]
    # events know c1 (v1), v2 and v3; orders c1, k7, c2, c3
    assert [(row["strictness"], row["customers"], row["customers_with_order"]) for row in compared] == [
        ("strict", 6, 4), ("default", 5, 3), ("loose", 4, 2),
    ]  # fmt: skip
    assert [row["repeat_rate"] for row in compared] == [0, 1 / 3, 1]
    assert [row["conversion"] for row in compared] == [4 / 6, 3 / 5, 2 / 4]
    assert [row["matched_share"] for row in compared] == [1 / 3, 1 / 3, 1 / 3]


def test_purchases_in_events_count_as_orders_where_no_file_brought_any(tmp_path):
    bought = EVENTS + "    e8,v1,c1,2026-03-04T10:00:00Z,purchase\n"
    bought = bought.replace("timestamp,event", "timestamp,event,order_number")
    bought = "\n".join(f"{line},{'#1' if 'purchase' in line else ''}" for line in bought.strip().splitlines())
    compared = imported(tmp_path, events=bought.replace("order_number,", "order_number")).report["identity"][
        "compared"
    ]
    assert {row["customers_with_order"] for row in compared} == {1}


def test_appending_keeps_how_strictly_the_dataset_is_joined(tmp_path):
    strict = {"mapping": from_toml('strictness = "strict"')}
    imported(tmp_path / "a", settings=strict, customers=CUSTOMERS, events=EVENTS)
    second = imported(tmp_path / "b", settings={"append": True}, surveys=BY_MAIL)
    assert second.report["identity"]["strictness"] == "strict"
    assert one("SELECT count(*) FROM feedback WHERE customer_id LIKE 'p_%'") == 2


def test_appending_keeps_who_is_nobody_and_which_rules_were_switched(tmp_path):
    given = {"mapping": from_toml('nobody = ["c2"]\n[links]\n"e-mail" = false')}
    imported(tmp_path / "a", settings=given, customers=CUSTOMERS, events=EVENTS)
    second = imported(tmp_path / "b", settings={"append": True}, surveys=BY_MAIL)
    kept = from_toml(second.mapping)
    assert (kept.nobody, kept.links) == (("c2",), {"e-mail": False})
    assert one("SELECT count(*) FROM feedback WHERE customer_id LIKE 'p_%'") == 2


def test_an_appended_list_of_addresses_joins_what_came_before_it(tmp_path):
    imported(tmp_path / "a", surveys=BY_MAIL, events=EVENTS)
    imported(tmp_path / "b", settings={"append": True}, customers=CUSTOMERS)
    assert one("SELECT customer_id FROM feedback WHERE feedback_id LIKE '%a1'") == "c1"


def test_the_words_of_the_report_name_rules_files_and_what_would_change(tmp_path):
    manifest = imported(tmp_path, customers=CUSTOMERS, surveys=BY_MAIL, events=EVENTS)
    said = "\n".join(words(manifest.report["identity"]))
    assert "joined default (also the same e-mail address and the same order number), 3 links" in said
    assert "by e-mail: 2 links, 2 ids led to their customer" in said
    assert "surveys.csv: 50.0% of 2 customers are known from other files (ids led on: 1 by e-mail)" in said
    assert "unmatched, for example: p_" in said
    assert "strict: 5 customers" in said
    assert "default: 4 customers" in said
    assert "example.com" not in said
