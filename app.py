"""The launcher: `streamlit run app.py`. It draws nothing; `lib/ui/shell.py` is the frame of every page.

A folder `pages/` beside the script that Streamlit runs would be taken for an old-style app, whose pages
run without frame and role check on the first deep link; so the script that runs is the shell.
"""

import os
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.routing import Route

from lib.model.menu import HOME
from lib.ui.web import KeepDeepLink, SecurityHeaders, home, ready

SHELL = Path(__file__).resolve().parent / "lib" / "ui" / "shell.py"
SIGN_IN = [Middleware(KeepDeepLink)] if os.environ.get("THROUGHLINE_AUTH") == "oidc" else []

app = st.App(
    SHELL,
    routes=[Route("/api/ready", ready), Route(f"/{HOME}", home)],
    middleware=[Middleware(SecurityHeaders), *SIGN_IN],
)
