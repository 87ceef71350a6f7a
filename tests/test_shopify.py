"""Shopify's exports: totals once per order; refunds, codes and shipping beside them; people by address."""

from tests.shops import ask, files_of, imported, one

ORDERS = """
    Name,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Currency,Total,Discount Code,Discount Amount,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Billing Country,Cancelled at,Refunded Amount,Id,Source,Phone
    #1001,ann@example.com,paid,2026-03-01 10:00:00 +0100,fulfilled,2026-03-02 09:00:00 +0100,EUR,25.00,SPRING,5.00,2026-03-01 10:00:00 +0100,2,cup,10.00,C1,DE,,0.00,901,web,
    #1001,ann@example.com,,,,,,,,,,1,jug,10.00,J1,,,,,,
    #1002,bob@example.com,partially_refunded,2026-03-03 10:00:00 +0100,fulfilled,2026-03-04 10:00:00 +0100,EUR,40.00,,0.00,2026-03-03 10:00:00 +0100,4,cup,10.00,C1,AT,,10.00,902,web,
    #1003,ann@example.com,voided,,unfulfilled,,EUR,10.00,,0.00,2026-03-05 10:00:00 +0100,1,cup,10.00,C1,DE,2026-03-05 12:00:00 +0100,0.00,903,pos,
    #1004,,paid,2026-03-06 10:00:00 +0100,unfulfilled,,EUR,10.00,,0.00,2026-03-06 10:00:00 +0100,1,cup,10.00,C1,DE,,0.00,904,web,+49 170 0000000
"""  # noqa: E501


def test_totals_stand_on_the_first_line_and_count_once(tmp_path):
    manifest = imported(tmp_path, orders_export=ORDERS)
    [file] = manifest.report["files"]
    assert file["recognised"] == "shopify orders"
    assert file["rows"] == {"read": 5, "accepted": 5, "merged": 0, "rejected": 0}
    orders = ask("SELECT order_id, revenue::VARCHAR AS r FROM order_facts WHERE counted ORDER BY 1")
    assert [tuple(row.values()) for row in orders] == [
        ("#1001", "25.00"), ("#1002", "40.00"), ("#1004", "10.00"),
    ]  # fmt: skip
    assert one("SELECT revenue::VARCHAR FROM order_facts WHERE status = 'voided'") == "10.00"
    assert one("SELECT sum(quantity)::INTEGER FROM order_items") == 9


def test_what_was_refunded_of_an_order_is_subtracted_and_the_date_is_owned_up_to(tmp_path):
    manifest = imported(tmp_path, orders_export=ORDERS)
    assert ask("SELECT order_id, refund::VARCHAR AS r, returned_at::VARCHAR AS t FROM returns") == [
        {"order_id": "#1002", "r": "10.00", "t": "2026-03-04 09:00:00"}
    ]
    assert one("SELECT sum(net_revenue)::VARCHAR FROM order_facts WHERE counted") == "65.00"
    assert any("not when" in note for note in manifest.report["files"][0]["notes"])


def test_codes_and_shipping_are_moments_of_the_journey(tmp_path):
    imported(tmp_path, orders_export=ORDERS)
    moments = ask(
        "SELECT touchpoint, ts::VARCHAR AS ts FROM events"
        " WHERE order_id = '#1001' OR starts_with(event_id, '#1001') ORDER BY ts, event_id"
    )
    assert [tuple(row.values()) for row in moments] == [
        ("coupon redeemed", "2026-03-01 09:00:00"),
        ("order placed", "2026-03-01 09:00:00"),
        ("order shipped", "2026-03-02 08:00:00"),
    ]
    assert one("SELECT campaign FROM events WHERE touchpoint = 'coupon redeemed'") == "SPRING"


def test_who_gave_only_a_phone_number_is_a_customer_too_and_nobody_is_kept_in_clear(tmp_path):
    imported(tmp_path, orders_export=ORDERS)
    pseudonyms = "SELECT count(DISTINCT customer_id) FROM orders WHERE left(customer_id, 2) IN ('p_', 't_')"
    assert one(pseudonyms) == 3


CUSTOMERS = """
    Customer ID,First Name,Last Name,Email,Accepts Email Marketing,Default Address Country Code,Phone,Accepts SMS Marketing,Total Spent,Total Orders,Note,Tax Exempt,Tags
    '6940095,Ann,Lee,Ann@Example.com,yes,DE,,no,25.00,2,,no,vip
    '6940096,Bob,Orr,bob@example.com,no,AT,,no,40.00,1,,no,
"""  # noqa: E501


def test_the_customers_export_names_the_one_behind_the_address(tmp_path):
    manifest = imported(tmp_path, customers_export=CUSTOMERS, orders_export=ORDERS)
    assert files_of(manifest)["customers_export.csv"]["recognised"] == "shopify customers"
    assert one("SELECT count(*) FROM orders WHERE customer_id = '6940095'") == 2
    [ann] = ask("SELECT country, consent_email, tags FROM customers WHERE customer_id = '6940095'")
    assert ann == {"country": "DE", "consent_email": True, "tags": "vip"}
    assert "first_name" not in ask("SELECT * FROM customers LIMIT 1")[0]


def test_the_older_customers_export_without_ids_knows_people_by_their_address(tmp_path):
    rows = CUSTOMERS.replace("Customer ID,", "").replace("'6940095,", "").replace("'6940096,", "")
    manifest = imported(tmp_path, customers_export=rows, orders_export=ORDERS)
    assert manifest.tables["identities"] == 0
    assert (
        one("SELECT count(*) FROM customers WHERE total_orders = '2' AND starts_with(customer_id, 'p_')") == 1
    )


def test_case_and_blanks_of_a_header_do_not_matter(tmp_path):
    head, *rows = ORDERS.strip().splitlines()
    manifest = imported(
        tmp_path, orders_export="\n".join([head.lower().replace("created at", "Created At "), *rows])
    )
    assert manifest.report["files"][0]["recognised"] == "shopify orders"
    assert manifest.tables["orders"] == 4


def test_squarespace_writes_the_same_lines_under_an_order_id(tmp_path):
    rows = """
        Order ID,Email,Financial Status,Fulfillment Status,Fulfilled at,Currency,Amount Refunded,Total,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku
        00012,ann@example.com,PAID,FULFILLED,2026-03-02 10:00:00 +0100,EUR,5.00,25.00,2026-03-01 10:00:00 +0100,2,cup,10.00,C1
        00012,ann@example.com,,,,,,,,1,jug,5.00,J1
    """  # noqa: E501
    manifest = imported(tmp_path, orders=rows)
    assert manifest.report["files"][0]["recognised"] == "squarespace orders"
    assert ask("SELECT order_id, revenue::VARCHAR AS r FROM orders") == [{"order_id": "00012", "r": "25.00"}]
    assert one("SELECT refund::VARCHAR FROM returns") == "5.00"
    assert manifest.tables["order_items"] == 2
