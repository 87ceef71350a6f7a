"""Who may do what, and what the server adds to every answer."""

import asyncio
from urllib.parse import quote

import pytest

from lib.model.access import is_loopback, may, open_role, role_of
from lib.model.errors import AccessError, QuestionError
from lib.ui import access
from lib.ui.web import KeepDeepLink, SecurityHeaders


@pytest.mark.parametrize(
    ("role", "needed", "allowed"),
    [("viewer", "viewer", True), ("viewer", "analyst", False), ("admin", "analyst", True)],
)
def test_each_role_may_what_those_before_it_may(role, needed, allowed):
    assert may(role, needed) is allowed


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "localhost"])
def test_at_home_the_one_user_may_do_everything(address):
    assert is_loopback(address)
    assert open_role(address) == "admin"


@pytest.mark.parametrize("address", ["0.0.0.0", "192.168.1.7", "::", "shop.example", "", None])
def test_on_any_other_address_everybody_only_reads(address):
    assert open_role(address) == "viewer"
    assert role_of({"groups": "admin"}, mode="open", address=address) == "viewer"


@pytest.mark.parametrize(
    ("user", "role"),
    [
        ({}, "viewer"),
        ({"email": None, "groups": None}, "viewer"),
        ({"groups": ["analyst"]}, "analyst"),
        ({"groups": "other, analyst"}, "analyst"),
        ({"groups": ["viewer", "admin", "analyst"]}, "admin"),
        ({"groups": ["root", "administrator"]}, "viewer"),
        ({"email": "Ann@Shop.example", "groups": []}, "admin"),
    ],
)
@pytest.mark.parametrize("mode", ["oidc", "proxy"])
def test_a_signed_in_reader_has_the_highest_of_the_groups(user, role, mode):
    admins = frozenset({"ann@shop.example"})
    assert role_of(user, mode=mode, address="127.0.0.1", admins=admins) == role


def test_an_unknown_mode_names_the_known_ones(monkeypatch):
    monkeypatch.setenv("THROUGHLINE_AUTH", "password")
    with pytest.raises(QuestionError, match="Choose one of: open, oidc, proxy"):
        access.mode()


def test_whoever_may_not_is_told_how_sign_in_is_configured(monkeypatch):
    monkeypatch.setattr(access.st, "get_option", lambda name: "0.0.0.0")
    with pytest.raises(AccessError, match=r"no sign-in is configured\. docs/sign-in\.md"):
        access.needs("analyst")


def test_whoever_is_signed_in_is_sent_to_an_admin(monkeypatch):
    monkeypatch.setenv("THROUGHLINE_AUTH", "proxy")
    with pytest.raises(AccessError, match="Ask an admin"):
        access.needs("analyst")


def test_at_home_nobody_is_stopped(monkeypatch):
    monkeypatch.setattr(access.st, "get_option", lambda name: "127.0.0.1")
    access.needs("admin")


async def _page(scope, receive, send):
    await send({"type": "http.response.start", "status": 200, "headers": [(b"x-own", b"1")]})
    await send({"type": "http.response.body", "body": b"page"})


def answer(middleware, path="/", query="", cookie="", accept="text/html", method="GET"):
    """Status and headers of one request through a middleware."""
    sent = []

    async def send(message):
        sent.append(message)

    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "query_string": query.encode(),
        "headers": [(b"accept", accept.encode()), (b"cookie", cookie.encode())],
    }
    asyncio.run(middleware(_page)(scope, None, send))
    return sent[0]["status"], [(name.decode(), value.decode()) for name, value in sent[0]["headers"]]


def test_every_answer_carries_the_security_headers():
    status, headers = answer(SecurityHeaders)
    assert status == 200
    assert ("x-own", "1") in headers
    assert ("x-content-type-options", "nosniff") in headers
    assert ("content-security-policy", "frame-ancestors 'self'") in headers


def test_a_deep_link_is_remembered_before_signing_in():
    _, headers = answer(KeepDeepLink, "/flow", "channel=web&flow_steps=5")
    remembered = quote("/flow?channel=web&flow_steps=5", safe="")
    assert ("set-cookie", f"tl_next={remembered}; Max-Age=600; Path=/; HttpOnly; SameSite=Lax") in headers


@pytest.mark.parametrize(("path", "query"), [("/", ""), ("/unknown", ""), ("/_stcore/health", "")])
def test_what_is_no_view_is_not_remembered(path, query):
    assert answer(KeepDeepLink, path, query) == (200, [("x-own", "1")])


def test_only_pages_are_remembered():
    assert answer(KeepDeepLink, "/flow", accept="application/json")[1] == [("x-own", "1")]
    assert answer(KeepDeepLink, "/flow", method="POST")[1] == [("x-own", "1")]


def signed_in_with(wanted):
    cookie = f"_streamlit_user=x; tl_next={quote(wanted, safe='')}"
    status, headers = answer(KeepDeepLink, cookie=cookie)
    return status, dict(headers)


def test_after_signing_in_the_reader_comes_back_to_the_page_asked_for():
    status, headers = signed_in_with("/flow?channel=web")
    assert (status, headers["location"]) == (303, "/flow?channel=web")
    assert "tl_next=" in headers["set-cookie"]
    assert "Max-Age=0" in headers["set-cookie"]


@pytest.mark.parametrize(
    "evil",
    [
        "//evil.example/flow",
        "https://evil.example/flow",
        "/\\evil.example",
        "javascript:alert(1)",
        "/../flow",
    ],
)
def test_a_planted_cookie_cannot_lead_away(evil):
    _, headers = signed_in_with(evil)
    assert headers["location"] in ("/", "/flow")


def test_without_the_cookie_nothing_is_redirected():
    assert answer(KeepDeepLink, cookie="_streamlit_user=x")[0] == 200
