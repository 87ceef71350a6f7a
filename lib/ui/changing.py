"""Everything that changes data, each checking the role again: no button drawn by mistake can do harm."""

from collections.abc import Callable, Sequence
from collections.abc import Mapping as Named
from typing import Any

import streamlit as st

from lib.intake import learned
from lib.intake.importing import import_sheets, name_anew
from lib.intake.taking import Refused
from lib.model.errors import ThroughlineError
from lib.model.kept_segments import Definition
from lib.model.manifest import Manifest
from lib.model.map_notes import Key
from lib.model.mapping import Mapping
from lib.model.sheets import Sheet
from lib.store import catalog, map_notes, map_versions, segments
from lib.store.store import Store
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
    who = _who()

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


def begin_naming(name: str, mapping: Mapping) -> Job:
    """Publish a dataset with the touchpoint words and rules of `mapping`, in a thread of its own."""
    access.needs("analyst")
    who = _who()

    def work(job: Job) -> Manifest:
        return name_anew(name, mapping, progress=job.tell, stop=job.stopping, created_by=who)

    title = f"Importing {name}"
    return jobs().running(title) or jobs().start(title, work)


def keep_notes(name: str, changed: Named[Key, str], seen: int) -> None:
    """Save what was written on the journey map, unless somebody changed the same notes meanwhile."""
    access.needs("analyst")
    map_notes.save(name, changed, seen=seen, by=_who())


def bring_back_notes(name: str, number: int) -> None:
    """Let the notes of an earlier save stand again."""
    access.needs("analyst")
    map_notes.bring_back(name, number, by=_who())


def keep_map(
    store: Store, cells: Sequence[Named[str, Any]], title: str, counted: str, settings: Named[str, Any]
) -> None:
    """Keep the journey map as it stands, as a dated version."""
    access.needs("analyst")
    map_versions.keep(store, cells, title=title, counted=counted, settings=settings, by=_who())


def keep_segment(name: str, wanted: str, definition: Definition) -> str:
    """Keep the customers that a definition lists as a segment; the name that it got."""
    access.needs("analyst")
    return segments.keep(name, wanted, definition, by=_who()).name


def remove_segment(name: str, gone: str) -> None:
    """Take a kept segment away; it can be brought back."""
    access.needs("analyst")
    segments.remove(name, gone)


def restore_segment(name: str, gone: str) -> None:
    """Bring a removed segment back."""
    access.needs("analyst")
    segments.restore(name, gone)


def _who() -> str:
    return str(st.user.to_dict().get("email") or "local")


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


def forget(shape: str) -> None:
    """Let go of the remembered mapping of a shape of files."""
    access.needs("analyst")
    learned.forget(shape)


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
