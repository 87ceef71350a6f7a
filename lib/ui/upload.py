"""Files on their way in: copied to disk at once and dropped from Streamlit's memory, which would keep them.

A drop is a folder in the inbox; only its id is kept with the reader, and nothing of it is published.
"""

import re
import secrets
import shutil
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from lib.store import catalog
from lib.ui import access

_DROP = "upload_drop"
_ROUND = "upload_round"
#: Files that nobody imported are thrown away after so many seconds.
_FORGOTTEN = 24 * 3600
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Drop:
    """Files that one reader brought together."""

    id: str

    @property
    def folder(self) -> Path:
        return inbox() / self.id

    @property
    def scratch(self) -> Path:
        """Where what is unpacked from the files lies."""
        return self.folder / "scratch"

    @property
    def files(self) -> list[Path]:
        """The files in the order in which they came; each is called what its owner called it."""
        return sorted(self.folder.glob("files/*/*"))

    def add(self, name: str, source: IO[bytes]) -> None:
        """Copy one file into the drop; its name is made harmless, its content is not looked at."""
        place = self.folder / "files" / f"{len(self.files):04d}"
        place.mkdir(parents=True)
        with (place / safe_name(name)).open("wb") as target:
            shutil.copyfileobj(source, target, _CHUNK)

    def discard(self) -> None:
        """Throw the files away."""
        shutil.rmtree(self.folder, ignore_errors=True)


def inbox() -> Path:
    """Where drops lie."""
    return catalog.home() / "inbox"


def safe_name(name: str) -> str:
    """The last part of a name as a file of ours may be called.

    >>> safe_name("../../etc/pass wd.csv"), safe_name("C:\\\\shop\\\\orders.csv"), safe_name("..")
    ('pass wd.csv', 'orders.csv', 'file')
    """
    last = re.split(r"[/\\\\]", name)[-1]
    return re.sub(r"[^\w. ()-]", "_", last).strip(". ")[-120:] or "file"


def limit_mb() -> int:
    """The most that one file may have, in megabytes."""
    return int(st.get_option("server.maxUploadSize"))


def current() -> Drop | None:
    """The reader's drop, if its files are still there."""
    drop = Drop(str(st.session_state.get(_DROP)))
    return drop if st.session_state.get(_DROP) and drop.files else None


def forget() -> None:
    """Throw the reader's drop away."""
    if drop := current():
        drop.discard()
    st.session_state.pop(_DROP, None)


def take_files() -> None:
    """Draw the uploader; what arrives goes to disk, and the page runs again without it in memory."""
    uploaded = st.file_uploader(
        "Files of your shop",
        accept_multiple_files=True,
        key=f"upload_{st.session_state.get(_ROUND, 0)}",
        help="CSV or text in any usual dialect, Excel, JSON, Parquet, also packed as gz or zip.",
    )
    st.caption(
        f"Up to {limit_mb():,} MB a file (the server's setting server.maxUploadSize). Larger files go in on "
        "the command line: throughline import FILE --dataset NAME. Files stay on this server."
    )
    if uploaded:
        _keep(uploaded)
        st.rerun()


def _keep(uploaded: list[Any]) -> None:
    access.needs("analyst")
    _sweep()
    drop = current() or Drop(secrets.token_hex(8))
    for file in uploaded:
        drop.add(file.name, file)
        _drop_from_memory(file.file_id)
    st.session_state[_DROP] = drop.id
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1


def _drop_from_memory(file_id: str) -> None:
    """Streamlit's own copy of an upload; without this it stays until the server ends."""
    context: Any = get_script_run_ctx()
    if context is not None:
        context.uploaded_file_mgr.remove_file(context.session_id, file_id)


def _sweep() -> None:
    """Throw away drops that nobody came back to."""
    for folder in inbox().glob("*"):
        if time.time() - folder.stat().st_mtime > _FORGOTTEN:
            shutil.rmtree(folder, ignore_errors=True)
