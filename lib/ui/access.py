"""Who is here, and what they may do: no sign-in (`open`), a provider (`oidc`), or a proxy's headers."""

import os

import streamlit as st

from lib.model.access import MODES, is_loopback, may, role_of
from lib.model.errors import AccessError, QuestionError

HOW = "docs/sign-in.md describes how to configure sign-in."


def mode() -> str:
    """How readers are known, from THROUGHLINE_AUTH; QuestionError where it is no mode of ours."""
    chosen = os.environ.get("THROUGHLINE_AUTH", "open")
    if chosen not in MODES:
        raise QuestionError.unknown("sign-in mode (THROUGHLINE_AUTH)", chosen, MODES)
    return chosen


def address() -> str | None:
    """The address that this server listens on."""
    listening: str | None = st.get_option("server.address")
    return listening


def role() -> str:
    """What this reader may do: viewer, analyst or admin."""
    named = os.environ.get("THROUGHLINE_ADMINS", "").lower().split(",")
    admins = frozenset(name.strip() for name in named if name.strip())
    return role_of(st.user.to_dict(), mode=mode(), address=address(), admins=admins)


def needs(least: str) -> None:
    """Stop whoever may not; every function that changes data calls it, whatever page drew its button."""
    if not may(role(), least):
        raise AccessError(f"This needs the role {least}; yours is {role()}.", hint())


def hint() -> str:
    """What a reader who may not do something can do about it."""
    if mode() == "open" and not is_loopback(address()):
        return (
            "Everybody who reaches this server may read and nobody may change anything, "
            f"because no sign-in is configured. {HOW}"
        )
    return "Ask an admin of this server to give you that role."


def sign_in() -> None:
    """Where a provider signs readers in, let nobody further who is not."""
    if mode() == "oidc" and not st.user.is_logged_in:
        st.title("Sign in")
        st.write("Your organisation signs you in; you come back to the page you asked for.")
        st.button("Sign in", on_click=st.login, type="primary")
        st.stop()
