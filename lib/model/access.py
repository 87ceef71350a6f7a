"""Who may do what: viewers read, analysts bring data, admins remove it."""

from collections.abc import Mapping
from ipaddress import ip_address

ROLES: tuple[str, ...] = ("viewer", "analyst", "admin")
MODES: tuple[str, ...] = ("open", "oidc", "proxy")


def may(role: str, needed: str) -> bool:
    """Whether a reader with `role` may do what needs `needed`.

    >>> may("viewer", "analyst"), may("admin", "analyst")
    (False, True)
    """
    return ROLES.index(role) >= ROLES.index(needed)


def is_loopback(address: str | None) -> bool:
    """Whether a listening address is reached from this machine alone.

    >>> is_loopback("127.0.0.1"), is_loopback("localhost"), is_loopback("0.0.0.0"), is_loopback(None)
    (True, True, False, False)
    """
    if address == "localhost":
        return True
    try:
        return ip_address(address or "").is_loopback
    except ValueError:
        return False


def open_role(address: str | None) -> str:
    """What everybody may do where no sign-in is configured: everything at home, reading elsewhere."""
    return "admin" if is_loopback(address) else "viewer"


def role_of(
    user: Mapping[str, object],
    *,
    mode: str,
    address: str | None,
    admins: frozenset[str] = frozenset(),
) -> str:
    """The role of a signed-in reader: `admins` by e-mail, others by the groups they bring."""
    if mode == "open":
        return open_role(address)
    if str(user.get("email") or "").lower() in admins:
        return "admin"
    groups = user.get("groups") or ()
    names = groups.split(",") if isinstance(groups, str) else list(groups)  # type: ignore[call-overload]
    known = [str(name).strip() for name in names if str(name).strip() in ROLES]
    return max(known, key=ROLES.index, default="viewer")
