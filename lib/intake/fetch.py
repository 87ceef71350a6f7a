"""A file from a web address, where the owner of the installation allows that.

Every address on the way, redirects included, is looked up once, checked, and then connected to by number, so
that a name cannot point elsewhere in between. Addresses of the own machine and network are refused unless
their host is named. No cookies, no proxy, no credentials; what stands behind the `?` is never shown.
"""

import http.client
import ipaddress
import re
import socket
import ssl
import time
from pathlib import Path
from typing import IO
from urllib.parse import SplitResult, quote, unquote, urljoin, urlsplit

from lib.intake.allowed import Allowed
from lib.model.errors import IntakeError

#: Seconds without a byte, and for the whole file.
PATIENCE, WHOLE = 30.0, 1800.0
MAX_BYTES = 2_000_000_000
MOST_REDIRECTS = 5
_MOVED = (301, 302, 303, 307, 308)
_CHUNK = 1 << 20
#: Signs that stand for themselves in an address; what is written as %XX already stays so.
_SIGNS = "/%:@!$&'()*+,;=~-._"
#: Networks whose addresses stand for others, of any kind (NAT64, 6to4, Teredo).
_WRAPPING = tuple(map(ipaddress.IPv6Network, ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")))
_PORTS = {"http": 80, "https": 443}


def is_url(word: str) -> bool:
    """Whether a source is a web address.

    >>> is_url("https://files.example.com/orders.csv"), is_url("orders.csv")
    (True, False)
    """
    return word.lower().startswith(("http://", "https://"))


def shown(url: str) -> str:
    """An address as it may be shown: without user, password, signature.

    >>> shown("https://me:secret@files.example.com/a/orders.csv?X-Amz-Signature=abc")
    'https://files.example.com/a/orders.csv'
    """
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.hostname or ''}{parts.path}"


def fetch(url: str, target: Path, allowed: Allowed, *, max_bytes: int = MAX_BYTES) -> str:
    """Write what lies at `url` to `target` and return what the file is called.

    Raises IntakeError where addresses are not allowed, where this one is refused, and where it does not
    answer with a file.
    """
    until = time.monotonic() + WHOLE
    for _ in range(MOST_REDIRECTS + 1):
        parts, number = checked(url, allowed)
        connection = _connection(parts, number)
        try:
            answer = _ask(connection, parts)
            if answer.status not in _MOVED:
                _must_be_a_file(answer, url)
                with target.open("wb") as file:
                    _copy(answer, file, url, max_bytes, until)
                return _name(answer, parts)
            url = _next(url, answer.getheader("Location", ""))
        except (OSError, http.client.HTTPException) as error:
            raise IntakeError(
                f"{shown(url)} did not answer with the whole file ({type(error).__name__}).",
                "Try again later, or download it yourself and import the file.",
            ) from None
        finally:
            connection.close()
    raise IntakeError(
        f"{shown(url)} leads from one address to the next.", "Give the address of the file itself."
    )


def checked(url: str, allowed: Allowed) -> tuple[SplitResult, str]:
    """The parts of an address that may be asked, and the number of its host; IntakeError for all others."""
    if not allowed.urls:
        raise IntakeError(
            "Web addresses are not read here.",
            "Set allow_urls = true under [sources] in .streamlit/secrets.toml, or THROUGHLINE_ALLOW_URLS=1.",
        )
    parts = _parts(url)
    host = parts.hostname or ""
    named = allowed.names(host)
    _must(
        not parts.username and not parts.password,
        url,
        "holds a password",
        "Use a link that is signed instead.",
    )
    _must(
        parts.scheme in _PORTS and bool(host), url, "is no http or https address", "Begin it with https://."
    )
    _must(
        not allowed.hosts or named, url, "is on no allowed host", f"Allowed are: {', '.join(allowed.hosts)}."
    )
    _must(
        parts.scheme == "https" or named, url, "is not encrypted",
        "Use https://, or name its host in allowed_hosts.",
    )  # fmt: skip
    number = _number(host, _port(parts), url)
    _must(
        named or is_public(number), url, "lies on this machine or in its own network",
        "Name its host in allowed_hosts under [sources] if it is meant.",
    )  # fmt: skip
    return parts, number


def is_public(number: str) -> bool:
    """Whether a number is one of the open network, also where it wraps another one.

    >>> is_public("8.8.8.8"), is_public("10.0.0.7"), is_public("::ffff:127.0.0.1"), is_public("169.254.1.1")
    (True, False, False, False)
    """
    found = ipaddress.ip_address(number)
    if isinstance(found, ipaddress.IPv6Address):
        if any(found in net for net in _WRAPPING):
            return False
        found = found.ipv4_mapped or found
    return found.is_global and not found.is_multicast


def _must(right: bool, url: str, what: str, mend: str) -> None:
    if not right:
        raise IntakeError(f"{shown(url)} {what}.", mend)


def _parts(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        _ = parts.port  # read only now, and refused where it is none
    except ValueError:
        raise IntakeError(
            "A web address cannot be read: its host or port is none.", "Write https://HOST/FILE."
        ) from None
    return parts


def _port(parts: SplitResult) -> int:
    return parts.port or _PORTS[parts.scheme]


def _number(host: str, port: int, url: str) -> str:
    """The first number of a host; a host with any number of the own network is judged by that one."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise IntakeError(f"The host of {shown(url)} is not known.", "Check the address.") from None
    numbers = [str(one[4][0]).split("%")[0] for one in found]
    inside = [one for one in numbers if not is_public(one)]
    return (inside or numbers)[0]


class _Numbered(http.client.HTTPConnection):
    """A connection to a number that was checked, under the name of its host."""

    def __init__(self, host: str, port: int, number: str, context: ssl.SSLContext | None) -> None:
        super().__init__(host, port, timeout=PATIENCE)
        self._number, self._context = number, context

    def connect(self) -> None:
        self.sock = socket.create_connection((self._number, self.port), timeout=PATIENCE)
        if self._context is not None:
            self.sock = self._context.wrap_socket(self.sock, server_hostname=self.host)


def _connection(parts: SplitResult, number: str) -> http.client.HTTPConnection:
    context = ssl.create_default_context() if parts.scheme == "https" else None
    return _Numbered(parts.hostname or "", _port(parts), number, context)


def _ask(connection: http.client.HTTPConnection, parts: SplitResult) -> http.client.HTTPResponse:
    path = quote(parts.path or "/", safe=_SIGNS)
    query = quote(parts.query, safe=_SIGNS + "?")
    headers = {"User-Agent": "throughline", "Accept-Encoding": "identity"}
    connection.request("GET", f"{path}?{query}" if query else path, headers=headers)
    return connection.getresponse()


def _next(url: str, location: str) -> str:
    """Where a redirect leads, which is checked like every address."""
    try:
        return urljoin(url, location)
    except ValueError:
        raise IntakeError(
            f"{shown(url)} leads to what is no address.", "Give the address of the file itself."
        ) from None


def _must_be_a_file(answer: http.client.HTTPResponse, url: str) -> None:
    if answer.status == 200:
        return
    mend = {
        401: "It wants a login: make a signed link to the file.",
        403: "A signed link may have expired: make a new one.",
        404: "Check the address.",
    }.get(answer.status, "Try again later, or download it yourself and import the file.")
    raise IntakeError(f"{shown(url)} answered {answer.status} {answer.reason}.", mend)


def _copy(answer: http.client.HTTPResponse, file: IO[bytes], url: str, max_bytes: int, until: float) -> None:
    """Copy the body, as long as it is neither too large nor too slow, and whole at its end."""
    said, read = answer.length, 0
    while True:
        _must(
            max(said or 0, read) <= max_bytes, url, f"is larger than {max_bytes:,} bytes", "Split the export."
        )
        _must(time.monotonic() <= until, url, "takes too long", "Download it yourself and import the file.")
        chunk = answer.read(_CHUNK)
        if not chunk:
            break
        read += len(chunk)
        file.write(chunk)
    _must(said is None or read == said, url, "broke off", "Try again later.")


def _name(answer: http.client.HTTPResponse, parts: SplitResult) -> str:
    """What the file is called: by its header, else by its address."""
    found = re.search(r'filename="?([^";]+)"?', answer.getheader("Content-Disposition", ""))
    name = found[1] if found else unquote(parts.path)
    return re.sub(r"[^\w. ()-]", "_", re.split(r"[/\\]", name)[-1]).strip(". ")[-120:] or "file"
