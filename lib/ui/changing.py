"""Everything that changes data, each checking the role again: no button drawn by mistake can do harm."""

from collections.abc import Callable, Sequence

import streamlit as st

from lib.intake import learned
from lib.intake.importing import import_sheets
from lib.intake.taking import Refused
from lib.model.errors import ThroughlineError
from lib.model.manifest import Manifest
from lib.model.mapping import Mapping
from lib.model.sheets import Sheet
from lib.store import catalog
from lib.ui import access, controls
from lib.ui.jobs import Job, jobs

_REMOVED = "changing_removed"
_FAILED = "changing_failed"


def begin_import(
    sheets: Sequence[Sheet], refused: Sequence[Refused], mapping: Mapping, name: str, *, append: bool
) -> Job:
    """Publish sheets as a dataset, in a thread of its own; what is published now is served meanwhile.

    A second import of the same name is not begun while one runs: the running one is returned.
    """
    access.needs("analyst")
    catalog.folder(name)
    who = str(st.user.to_dict().get("email") or "local")

    def work(job: Job) -> Manifest:
        return import_sheets(
            sheets,
            refused,
            mapping,
            name,
            append=append,
            progress=job.tell,
            stop=job.stopping,
            created_by=who,
        )

    title = f"Importing {name}"
    return jobs().running(title) or jobs().start(title, work)


def attempt(action: Callable[..., None], *given: object) -> None:
    """Run an action from a button; what the reader can mend is kept for `failed`, a bug stays loud."""
    try:
        action(*given)
    except ThroughlineError as error:
        st.session_state[_FAILED] = error


def failed() -> ThroughlineError | None:
    """What the last button could not do; asked once, then forgotten."""
    error: ThroughlineError | None = st.session_state.pop(_FAILED, None)
    return error


def serve(name: str, version: int) -> None:
    """Serve another kept version of a dataset."""
    access.needs("analyst")
    catalog.serve(name, version)


def remove(name: str) -> None:
    """Take a dataset away; it can be brought back."""
    access.needs("admin")
    catalog.remove(name)
    st.session_state[_REMOVED] = name
    st.session_state.pop(controls.DATASET, None)


def removed() -> str | None:
    """The dataset that this reader removed last, while it can be brought back."""
    name: str | None = st.session_state.get(_REMOVED)
    return name


def restore(name: str) -> None:
    """Bring a removed dataset back."""
    access.needs("admin")
    catalog.restore(name)
    st.session_state.pop(_REMOVED, None)
    controls.open_next(name)


def forget_mapping(shape: str) -> None:
    """Let go of a mapping that was remembered for files of this shape."""
    access.needs("analyst")
    learned.forget(shape)
