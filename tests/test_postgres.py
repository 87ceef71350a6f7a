"""Tables of PostgreSQL: what the server is asked, and what is said when it refuses.

The server is played by a few lines, so that these tests run everywhere; where THROUGHLINE_TEST_POSTGRES holds
an address, the last one asks a real server the same.
"""

import os

import pytest

from lib.model.errors import StoreError
from lib.store import postgres
from lib.store.postgres import copy_query, copy_table, quoted_name

ADDRESS = "postgresql://me:hidden@db.example.com/shop"
CSV = [b"order_id,total\n", memoryview(b"1,10.00\n")]


class Refusal(Exception):  # noqa: N818 (it plays the client's own error)
    """What the client raises."""

    sqlstate = "42P01"

    class diag:  # noqa: N801
        message_primary = 'relation "nothing" does not exist'


class Server:
    """Connection, cursor and copy in one; `asked` is all that it was told."""

    def __init__(self, refuses=""):
        self.asked, self.refuses, self.rolled_back = [], refuses, False

    def __call__(self, address, connect_timeout):
        assert (address, connect_timeout) == (ADDRESS, 10)
        return self

    def __enter__(self):
        return self

    def __exit__(self, *_):
        return False

    def cursor(self):
        return self

    def rollback(self):
        self.rolled_back = True

    def execute(self, text, prepare=None):
        self.asked.append((text, prepare))
        if self.refuses and self.refuses in text:
            raise Refusal

    def copy(self, text):
        self.asked.append((text, None))
        return Rows()


class Rows:
    """The rows of a copy."""

    def __enter__(self):
        return iter(CSV)

    def __exit__(self, *_):
        return False


@pytest.fixture(autouse=True)
def _played(monkeypatch):
    monkeypatch.setattr(postgres, "_errors", lambda: (Refusal,))


def test_a_table_is_copied_row_by_row_from_a_transaction_that_cannot_write(tmp_path):
    server, target = Server(), tmp_path / "orders.csv"
    copy_table(ADDRESS, "shop.orders", target, server)
    assert target.read_bytes() == b"order_id,total\n1,10.00\n"
    texts = [text for text, _ in server.asked]
    assert texts[0] == "SET TRANSACTION READ ONLY"
    assert "SET LOCAL timezone = 'UTC'" in texts
    assert texts[-1] == 'COPY (\nSELECT * FROM "shop"."orders"\n) TO STDOUT (FORMAT csv, HEADER)'
    assert server.rolled_back


def test_a_query_must_pass_as_one_select_before_it_is_copied(tmp_path):
    server = Server()
    copy_query(ADDRESS, "SELECT 1;\n", tmp_path / "x.csv", server)
    # a prepared statement is one statement, and a cursor is a SELECT
    assert ("DECLARE looked_at NO SCROLL CURSOR FOR SELECT 1", True) in server.asked
    outside = Server(refuses="DECLARE")
    with pytest.raises(StoreError):
        copy_query(ADDRESS, "SELECT 1) TO PROGRAM 'x' --", tmp_path / "x.csv", outside)
    assert not [text for text, _ in outside.asked if "COPY" in text]
    assert outside.rolled_back


def test_a_refusal_says_what_the_server_said_and_what_to_do(tmp_path):
    with pytest.raises(StoreError, match=r'relation "nothing" does not exist\. Check the name of the table'):
        copy_table(ADDRESS, "nothing", tmp_path / "x.csv", Server(refuses="DECLARE"))


def test_a_server_that_lets_nobody_in_is_not_named(tmp_path):
    def closed(address, connect_timeout):
        raise Refusal(f"connection to {address} failed")

    with pytest.raises(StoreError, match=r"did not let us in \(Refusal, 42P01\)") as refused:
        copy_table(ADDRESS, "orders", tmp_path / "x.csv", closed)
    assert "hidden" not in str(refused.value)
    assert "db.example.com" not in str(refused.value)
    assert refused.value.__suppress_context__


@pytest.mark.parametrize("name", ["", "a.b.c", "a.", ".b"])
def test_what_is_no_name_of_a_table_is_refused(name):
    with pytest.raises(StoreError, match=r"Write schema\.table"):
        quoted_name(name)


def test_signs_in_a_name_stay_in_its_quotes():
    assert quoted_name('orders"; DROP TABLE x; --') == '"orders""; DROP TABLE x; --"'


def test_more_rows_than_there_is_room_for_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(postgres, "MAX_BYTES", 20)
    with pytest.raises(StoreError, match="Read a part of them by a query"):
        copy_table(ADDRESS, "orders", tmp_path / "x.csv", Server())


if "THROUGHLINE_TEST_POSTGRES" in os.environ:

    def test_a_real_server_is_read_and_never_written(tmp_path, monkeypatch):
        monkeypatch.undo()
        address, target = os.environ["THROUGHLINE_TEST_POSTGRES"], tmp_path / "x.csv"
        copy_query(
            address, "SELECT 1 AS a, NULL AS b, '' AS c, timestamptz '2026-01-10 10:00+01' AS d", target
        )
        assert target.read_text(encoding="utf-8") == 'a,b,c,d\n1,,"",2026-01-10 09:00:00+00\n'
        copy_table(address, "pg_catalog.pg_database", target)
        assert b"datname" in target.read_bytes()
        for text in (
            "SELECT 1; DROP TABLE x",
            "SELECT 1) TO PROGRAM 'true' --",
            "CREATE TABLE x (a int)",
            "SELECT 1 /*",
            "SELECT nextval('x')",
        ):
            with pytest.raises(StoreError, match="The database refused"):
                copy_query(address, text, target)
