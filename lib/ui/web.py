"""What the server does around the pages: headers on every answer, and the deep link kept over sign-in."""

from urllib.parse import quote, unquote, urlsplit

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lib.model.menu import STEMS

Headers = list[tuple[bytes, bytes]]

#: Added to every answer. Pages may be framed by this host alone.
SECURITY: Headers = [
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"content-security-policy", b"frame-ancestors 'self'"),
]
#: The cookie that remembers, for ten minutes, which page a reader asked for before signing in.
NEXT = "tl_next"


async def ready(request: Request) -> JSONResponse:
    """Whether the server answers; for whoever starts or watches it."""
    del request
    return JSONResponse({"status": "ok"})


async def home(request: Request) -> RedirectResponse:
    """The home page answers at `/`; its own name leads there, with its settings."""
    return RedirectResponse(_with_query("/", request.url.query), 303)


class SecurityHeaders:
    """Adds the security headers to every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.app(scope, receive, _adding(SECURITY, send) if scope["type"] == "http" else send)


class KeepDeepLink:
    """Brings a reader back to the page that was asked for before signing in, which ends at `/` always.

    The cookie's text is never a redirect's target: only a page of the menu is, with its settings.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not _asks_for_page(scope):
            await self.app(scope, receive, send)
            return
        cookies, wanted = _cookies(scope)
        # only a hint that somebody is signed in: the shell is the proof
        signed_in = any(cookie.startswith("_streamlit_user") for cookie in cookies)
        if signed_in and wanted and scope["path"] == "/":
            answer = RedirectResponse(_inside(wanted), 303)
            answer.delete_cookie(NEXT)
            await answer(scope, receive, send)
        elif signed_in or not _worth_keeping(scope):
            await self.app(scope, receive, send)
        else:
            await self.app(scope, receive, _adding([(b"set-cookie", _remembering(scope))], send))


def _adding(extra: Headers, send: Send) -> Send:
    async def add(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message["headers"], *extra]
        await send(message)

    return add


def _asks_for_page(scope: Scope) -> bool:
    if scope["type"] != "http" or scope["method"] != "GET":
        return False
    return b"text/html" in dict(scope["headers"]).get(b"accept", b"")


def _cookies(scope: Scope) -> tuple[list[str], str]:
    """All cookies, and the page remembered in ours ("" where there is none)."""
    cookies = dict(scope["headers"]).get(b"cookie", b"").decode("latin-1").split("; ")
    remembered = (cookie.removeprefix(f"{NEXT}=") for cookie in cookies if cookie.startswith(f"{NEXT}="))
    return cookies, unquote(next(remembered, ""))


def _inside(wanted: str) -> str:
    """The page of ours that a remembered address names, `/` for anything else."""
    asked = urlsplit(wanted)
    stem = asked.path.strip("/")
    return _with_query(f"/{stem}" if stem in STEMS else "/", asked.query)


def _worth_keeping(scope: Scope) -> bool:
    return scope["path"].strip("/") in STEMS or (scope["path"] == "/" and bool(scope["query_string"]))


def _remembering(scope: Scope) -> bytes:
    address = quote(_with_query(scope["path"], scope["query_string"].decode("latin-1")), safe="")
    return f"{NEXT}={address}; Max-Age=600; Path=/; HttpOnly; SameSite=Lax".encode("latin-1")


def _with_query(path: str, query: str) -> str:
    return f"{path}?{query}" if query else path
