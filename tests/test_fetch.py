"""Files from web addresses: off until allowed, never from the own network, never a secret in a message."""

import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from lib.intake.allowed import Allowed
from lib.intake.fetch import checked, fetch, is_public
from lib.model.errors import IntakeError

FILE = b"order_id,customer_id,created_at,total\n1,ann,2026-01-10,10.00\n"
OPEN = Allowed(urls=True)
HERE = Allowed(urls=True, hosts=("127.0.0.1",))


class Shop(BaseHTTPRequestHandler):
    """A server of files with every habit that matters here."""

    def do_GET(self):  # noqa: N802 (named by the standard library)
        path = self.path.partition("?")[0]
        answer = getattr(self, f"_{path.strip('/').partition('/')[0].partition('.')[0]}")
        answer()

    def _send(self, status=200, body=FILE, **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _orders(self):
        self._send()

    def _named(self):
        self._send(Content_Disposition='attachment; filename="../../march orders.csv"')

    def _moved(self):
        self._send(302, b"", Location="/orders.csv")

    def _away(self):
        self._send(302, b"", Location=f"http://localhost:{self.server.server_port}/orders.csv")

    def _astray(self):
        self._send(302, b"", Location="https://[::1/orders.csv")

    def _round(self):
        self._send(302, b"", Location="/round")

    def _gone(self):
        self._send(403, b"")

    def _short(self):
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        self.wfile.write(FILE)

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def port():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Shop)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server.server_port
    server.shutdown()
    server.server_close()
    thread.join()


def at(port, path):
    return f"http://127.0.0.1:{port}/{path}"


def test_a_file_is_fetched_and_called_by_its_address(port, tmp_path):
    target = tmp_path / "source"
    assert fetch(at(port, "orders.csv?signature=abc"), target, HERE) == "orders.csv"
    assert target.read_bytes() == FILE


def test_signs_that_an_address_may_not_hold_are_written_as_it_may(port, tmp_path):
    assert fetch(at(port, "orders.csv/März 2026.csv?für=1"), tmp_path / "source", HERE) == "März 2026.csv"


def test_the_name_that_the_server_gives_is_made_harmless(port, tmp_path):
    assert fetch(at(port, "named"), tmp_path / "source", HERE) == "march orders.csv"


def test_redirects_are_followed_and_each_is_checked(port, tmp_path):
    assert fetch(at(port, "moved"), tmp_path / "source", HERE) == "orders.csv"
    with pytest.raises(IntakeError, match="is on no allowed host"):
        fetch(at(port, "away"), tmp_path / "source", HERE)
    for path in ("round", "astray"):
        with pytest.raises(IntakeError, match="Give the address of the file itself"):
            fetch(at(port, path), tmp_path / "source", HERE)


@pytest.mark.parametrize(
    ("path", "mend"),
    [("gone", "A signed link may have expired"), ("short", "Try again later")],
)
def test_what_is_no_whole_file_is_refused_with_what_to_do(port, tmp_path, path, mend):
    with pytest.raises(IntakeError, match=mend):
        fetch(at(port, path), tmp_path / "source", HERE)


def test_a_file_may_not_be_larger_than_the_limit(port, tmp_path):
    with pytest.raises(IntakeError, match="is larger than 10 bytes"):
        fetch(at(port, "orders.csv"), tmp_path / "source", HERE, max_bytes=10)


@pytest.mark.parametrize(
    ("url", "allowed", "mend"),
    [
        ("https://files.example.com/a.csv", Allowed(), "allow_urls = true"),
        ("https://me:hidden@files.example.com/a.csv", OPEN, "signed"),
        ("http://files.example.com/a.csv", OPEN, "Use https://"),
        ("ftp://files.example.com/a.csv", OPEN, "Begin it with https://"),
        ("https://files.example.com/a.csv", HERE, "Allowed are: 127.0.0.1"),
        ("https://[::1/a.csv", OPEN, "Write https://HOST/FILE"),
        ("https://files.example.com:99999/a.csv", OPEN, "Write https://HOST/FILE"),
        ("https://127.0.0.1/a.csv", OPEN, "allowed_hosts"),
        ("https://2130706433/a.csv", OPEN, "allowed_hosts"),  # 127.0.0.1 as one number
        ("https://[::1]/a.csv", OPEN, "allowed_hosts"),
        ("https://10.0.0.7/a.csv", OPEN, "allowed_hosts"),
        ("https://169.254.169.254/latest/meta-data", OPEN, "allowed_hosts"),
    ],
)
def test_addresses_that_are_not_meant_are_refused_with_what_to_do(url, allowed, mend):
    with pytest.raises(IntakeError, match=mend) as refused:
        checked(url, allowed)
    assert "hidden" not in str(refused.value)


def resolves(monkeypatch, *numbers):
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (number, 443)) for number in numbers]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)


def test_a_name_that_leads_into_the_own_network_is_refused_whatever_else_it_leads_to(monkeypatch):
    resolves(monkeypatch, "93.184.216.34", "192.168.1.5")
    with pytest.raises(IntakeError, match="in its own network"):
        checked("https://files.example.com/a.csv", OPEN)


def test_the_number_that_was_checked_is_the_one_connected_to(monkeypatch):
    resolves(monkeypatch, "93.184.216.34")
    assert checked("https://files.example.com/a.csv", OPEN)[1] == "93.184.216.34"


def test_a_host_that_the_owner_named_may_lie_in_the_own_network(monkeypatch):
    resolves(monkeypatch, "192.168.1.5")
    named = Allowed(urls=True, hosts=("*.shop.example",))
    assert checked("https://files.shop.example/a.csv", named)[1] == "192.168.1.5"


@pytest.mark.parametrize(
    "number", ["0.0.0.0", "100.64.0.1", "224.0.0.1", "fe80::1", "64:ff9b::7f00:1", "2002:7f00:1::"]
)
def test_numbers_that_are_not_of_the_open_network(number):
    assert not is_public(number)


def test_no_message_shows_a_signature(port, tmp_path):
    with pytest.raises(IntakeError) as refused:
        fetch(at(port, "gone?X-Amz-Signature=abc"), tmp_path / "source", HERE)
    assert "abc" not in str(refused.value)
