"""What names or reaches people is found by header and by content and is not stored as it was."""

from pathlib import Path

import pytest

from lib.intake.mapping_file import from_toml
from lib.model.errors import IntakeError
from lib.store import catalog
from lib.store.draft import Draft
from tests.shops import ask, files_of, imported, one


def masked(text: str) -> str:
    query = catalog.home() / "masked.sql"
    with Draft() as draft:
        query.write_text("SELECT masked($text) AS text", encoding="utf-8")
        return draft.query(query, text=text)["text"].iloc[0]


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("write to Ann.Lee+shop@example.co.uk, please", "write to [e-mail], please"),
        ("müller@example.com?", "[e-mail]?"),
        ("(ann@example.com)", "([e-mail])"),
        ("/reset?email=ann@example.com&step=2", "/reset?email=[e-mail]&step=2"),
        ("call +49 30 5550100 or 0171 5550100", "call [phone] or [phone]"),
        ("my card 4111 1111 1111 1111 was charged", "my card [card] was charged"),
        ("card 4111-1111-1111-1111.", "card [card]."),
        ("card 378282246310005", "card [card]"),
        # one digit off: no card number, and too long for a phone
        ("order 4111 1111 1111 1112 is late", "order 4111 1111 1111 1112 is late"),
        ("thanks @ann_lee!", "thanks [handle]!"),
        ("@shop.example hello", "[handle] hello"),
        ("2 cups @ 5.00 on 2026-03-01", "2 cups @ 5.00 on 2026-03-01"),
        ("nothing of 1,234.50 in 2026", "nothing of 1,234.50 in 2026"),
    ],
)  # fmt: skip
def test_free_text_loses_what_people_could_be_reached_by(said, kept):
    catalog.home().mkdir(parents=True, exist_ok=True)
    assert masked(said) == kept


def test_a_column_full_of_addresses_is_not_taken_over_whatever_it_is_called(tmp_path):
    tickets = """
        ticket_id,customer_id,opened_at,topic,channel
        t1,c1,2026-03-01,delivery,ann@example.com
        t2,c2,2026-03-02,delivery,bob@example.com
    """
    manifest = imported(tmp_path, tickets=tickets)
    assert one("SELECT count(channel) FROM tickets") == 0
    [said] = [note for note in files_of(manifest)["tickets.csv"]["notes"] if "holds" in note]
    assert said == (
        "'channel' holds e-mail addresses (100.0% of its cells): not taken over as channel"
        ' (to keep it on purpose: keep = ["channel"])'
    )


def test_a_column_that_rows_need_is_masked_where_it_is_full_of_addresses(tmp_path):
    events = """
        user_id,timestamp,event
        c1,2026-03-01 10:00:00,ann@example.com
        c2,2026-03-01 10:00:00,bob@example.com
    """
    imported(tmp_path, events=events)
    # names of events are made plain
    assert ask("SELECT DISTINCT touchpoint FROM events") == [{"touchpoint": "[e mail]"}]


def test_a_few_numbers_among_names_of_things_are_masked(tmp_path):
    rows = "".join(f"    t{n},c{n},2026-03-01,delivery\n" for n in range(20))
    tickets = f"ticket_id,customer_id,opened_at,channel\n{rows}    t90,c1,2026-03-01,+49 30 5550100\n"
    imported(tmp_path, tickets=tickets)
    assert [row["channel"] for row in ask("SELECT DISTINCT channel FROM tickets ORDER BY 1")] == [
        "[phone]", "delivery",
    ]  # fmt: skip


def test_attributes_of_customers_are_known_for_names_and_streets_by_their_content(tmp_path):
    customers = """
        customer_id,loyalty_tier,contact,held_by,parcel_to,last_seen_from,birthday
        c1,gold,ann@example.com,Ann Lee,Main Street 5,203.0.113.7,1990-01-01
        c2,gold,bob@example.com,Bob Ray,Hauptstr. 12,203.0.113.8,1991-01-01
        c3,silver,eve@example.com,Eve van Dam,7 High Street,203.0.113.9,1992-01-01
    """
    imported(tmp_path, customers=customers)
    columns = ask("SELECT column_name AS name FROM duckdb_columns() WHERE table_name = 'customers'")
    names = {row["name"] for row in columns}
    assert "loyalty_tier" in names
    assert not names & {"contact", "held_by", "parcel_to", "last_seen_from", "birthday"}


def test_words_that_come_again_and_again_are_no_names(tmp_path):
    rows = "".join(f"    c{n},{('new buyer', 'old friend')[n % 2]}\n" for n in range(10))
    imported(tmp_path, customers=f"customer_id,loyalty_tier\n{rows}")
    assert one("SELECT count(DISTINCT loyalty_tier) FROM customers") == 2


def test_ids_that_are_names_addresses_of_machines_or_in_a_column_of_people_become_pseudonyms(tmp_path):
    orders = """
        order_id,customer,created_at,total
        1,Ann Lee,2026-03-01,9.00
        2,203.0.113.7,2026-03-01,9.00
        3,2001:db8::7:1,2026-03-01,9.00
        4,C100,2026-03-01,9.00
        5,household 7,2026-03-01,9.00
    """
    imported(tmp_path, orders=orders)
    ids = [row["customer_id"] for row in ask("SELECT customer_id FROM orders ORDER BY order_id")]
    assert [one.startswith("n_") for one in ids] == [True, True, True, False, False]
    mails = "order_id,email,created_at,total\n1,ann at example,2026-03-01,9.00\n"
    imported(tmp_path, orders=mails)
    assert one("SELECT customer_id FROM orders").startswith("n_")


def test_what_the_analyst_keeps_on_purpose_is_kept_and_said(tmp_path):
    customers = "customer_id,email,contact\nc1,ann@example.com,Ann Lee\nc2,bob@example.com,Bob Ray\n"
    given = from_toml('[sheets."customers.csv"]\nkeep = ["email", "contact"]')
    manifest = imported(tmp_path, settings={"mapping": given}, customers=customers)
    rows = ask("SELECT email, contact FROM customers ORDER BY customer_id")
    assert rows[0] == {"email": "ann@example.com", "contact": "Ann Lee"}
    assert "kept on purpose, as they are: email, contact" in files_of(manifest)["customers.csv"]["notes"]
    again = imported(
        tmp_path, name="two", settings={"mapping": from_toml(manifest.mapping)}, customers=customers
    )
    assert again.mapping == manifest.mapping
    assert ask("SELECT email FROM customers ORDER BY 1", "two")[0] == {"email": "ann@example.com"}


def test_a_kept_address_joins_other_files_all_the_same(tmp_path):
    orders = "order_id,email,created_at,total\n1,ann@example.com,2026-03-01,9.00\n"
    tickets = "ticket_id,email,opened_at\nt1,Ann@Example.com,2026-03-02\n"
    given = from_toml('[sheets."orders.csv"]\nkeep = ["email"]')
    manifest = imported(tmp_path, settings={"mapping": given}, orders=orders, tickets=tickets)
    assert manifest.report["customers"] == 1
    assert one("SELECT email FROM customers") == "ann@example.com"
    assert one("SELECT customer_id FROM orders").startswith("p_")


def test_keeping_a_column_that_is_not_there_names_those_that_are(tmp_path):
    given = from_toml('[sheets."orders.csv"]\nkeep = ["mail"]')
    orders = "order_id,email,created_at,total\n1,ann@example.com,2026-03-01,9.00\n"
    with pytest.raises(IntakeError, match="Choose one of: order_id, email, created_at, total"):
        imported(tmp_path, settings={"mapping": given}, orders=orders)


#: Six files with people planted in every place that files have for them.
PLANTED = {
    "web_events": """
        event_id,visitor_id,user_id,timestamp,event,campaign,ip
        e1,v1,ann.planted@example.com,2026-03-01T10:00:00Z,/account?mail=ann.planted@example.com,spring,203.0.113.77
        e2,v1,,2026-03-01T10:00:30Z,view_item,for bob.planted@example.com,203.0.113.77
        e3,v2,Zora Planted,2026-03-01T10:01:00Z,view_item,spring,203.0.113.78
        e4,v3,,not a time,bob.planted@example.com,spring,203.0.113.78
    """,
    "orders": """
        order_id,email,billing_name,phone,created_at,total,status,note
        1,Ann.Planted@example.com,Zora Planted,+49 30 5550177,2026-03-01,9.00,paid,
        2,bob.planted@example.com,Yuri Planted,0171 5550178,2026-03-02,x,paid,
        3,bob.planted@example.com,Yuri Planted,0171 5550178,2026-03-02,9.00,paid,,Yuri Planted,extra
    """,
    "customers": """
        customer_id,first_name,last_name,email,phone,contact,held_by,tier
        c1,Zora,Planted,ann.planted@example.com,+49 30 5550177,ann.planted@example.com,Zora Planted,gold
        c2,Yuri,Planted,bob.planted@example.com,0171 5550178,0171 5550178,Yuri Planted,gold
    """,
    "tickets": """
        ticket_id,requester,requester_email,opened_at,topic,channel
        t1,Zora Planted,ann.planted@example.com,2026-03-03,mail ann.planted@example.com,email
        t2,Yuri Planted,bob.planted@example.com,2026-03-04,call 0171 5550178,phone
        t3,Yuri Planted,bob.planted@example.com,soon,call 0171 5550178,phone
        t4,Yuri Planted,bob.planted@example.com,soon,late,phone
        t5,Zora Planted,ann.planted@example.com,soon,late,phone
    """,
    "surveys": """
        response_id,respondent,email,answered_at,metric,score,scale_min,scale_max,comment
        a1,Zora Planted,ann.planted@example.com,2026-03-05,csat,5,1,5,I am ann.planted@example.com
        a2,Yuri Planted,bob.planted@example.com,2026-03-05,csat,9,1,5,+49 30 5550177 please
    """,
    "returns": """
        return_id,order_id,email,returned_at,refund,reason
        r1,1,ann.planted@example.com,2026-03-09,9.00,too small for ann.planted@example.com
        r2,,bob.planted@example.com,soon,9.00,call 0171 5550178
    """,
}
SECRETS = (
    "planted@example",
    "zora planted",
    "yuri planted",
    "zora",
    "yuri",
    "5550177",
    "5550178",
    "203.0.113.7",
)


def test_no_byte_of_what_the_shop_stores_names_or_reaches_anybody(tmp_path):
    manifest = imported(tmp_path, **PLANTED)
    rows = [file["rows"] for file in manifest.report["files"]]
    assert sum(row["rejected"] for row in rows) == 8
    stored = [path for path in catalog.home().rglob("*") if path.is_file() and path.name != "asked.sql"]
    assert {path.suffix for path in stored} >= {".duckdb", ".json", ".key"}
    assert any(found(path, "gold") for path in stored), "what may be kept is found by the same search"
    tables = ask("SELECT table_name AS name FROM duckdb_tables()")
    told = "".join(str(ask(f'SELECT * FROM "{table["name"]}"')) for table in tables).lower()
    assert "too small for [e-mail]" in told
    for secret in SECRETS:
        assert secret not in told
        assert [path.name for path in stored if found(path, secret)] == []


def found(path: Path, secret: str) -> bool:
    return secret.encode() in path.read_bytes().lower()


def test_people_of_one_name_stay_apart_where_the_file_has_their_addresses(tmp_path):
    tickets = """
        ticket_id,requester,requester_email,opened_at
        t1,Ann Lee,ann@example.com,2026-03-01
        t2,Ann Lee,other.ann@example.com,2026-03-02
        t3,Bob Ray,bob@example.com,2026-03-02
    """
    manifest = imported(tmp_path, tickets=tickets)
    assert manifest.report["customers"] == 3
    notes = files_of(manifest)["tickets.csv"]["notes"]
    assert "'requester' holds names of people: customers are known by 'requester_email' instead" in notes
    without = "\n".join(
        ",".join(cell for at, cell in enumerate(line.strip().split(",")) if at != 2)
        for line in tickets.strip().splitlines()
    )
    manifest = imported(tmp_path, tickets=without)
    assert manifest.report["customers"] == 2
    assert any(
        "people of one name count as one" in note for note in files_of(manifest)["tickets.csv"]["notes"]
    )
