"""From a drop to a published version: terms, corrections, the import itself with progress, its outcome."""

from collections.abc import Sequence
from dataclasses import replace
from zoneinfo import available_timezones

import streamlit as st

from lib.intake.mapping_file import from_toml, to_toml
from lib.model.identity import STRICTNESS
from lib.model.manifest import Manifest
from lib.model.mapping import Mapping
from lib.model.sheets import Sheet
from lib.store import catalog
from lib.ui import changing, controls, jobs, page, proposal, question_controls, stage_editor, upload
from lib.ui.upload import Drop
from lib.ui.words import escaped

NEW, ADD = "Replaces it", "Is added to it"
CURRENCIES = ("EUR", "USD", "GBP", "CHF", "SEK", "DKK", "NOK", "PLN", "CZK", "BRL", "JPY", "AUD", "CAD")
_JOB = "importing_job"
_NAME = "importing_named"
_JOINED = {"strict": "strictly", "default": "as usual", "loose": "loosely"}


def desk(drop: Drop) -> None:
    """Everything between the upload and the published version."""
    st.subheader("What was recognised")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name, append = _name()
        given = _terms(_given(name) or Mapping())
        given = _joined(given)
    sheets, refused, reviewed = proposal.review(drop, given)
    mapping = _named(sheets, reviewed, drop.id)
    if asked := question_controls.still_open(reviewed.sheets.values()):
        are = "question is" if asked == 1 else "questions are"
        st.caption(f":orange[:material/help:] {asked} {are} open: those files would be set aside as a whole.")
    with st.container(horizontal=True):
        if st.button("Import", type="primary", icon=":material/play_arrow:", disabled=not sheets):
            st.session_state[_NAME] = name
            job = changing.begin_import(sheets, refused, mapping, name, append=append)
            follow(job)
        st.download_button(
            "Save this mapping",
            to_toml(mapping),
            "mapping.toml",
            "application/toml",
            icon=":material/save:",
            on_click="ignore",
        )
        st.button("Put the files away", icon=":material/close:", on_click=upload.forget)


def _named(sheets: Sequence[Sheet], reviewed: Mapping, key: str) -> Mapping:
    """The mapping with touchpoints and stages for the names in the first rows of the files."""
    names = stage_editor.seen(sheets, reviewed.sheets)
    if not names and not reviewed.rules:
        return reviewed
    with st.expander(stage_editor.title(names, reviewed.naming, {}), icon=":material/signpost:"):
        return stage_editor.edit(names, reviewed, key, {}, "the events in the first rows")


def follow(job: jobs.Job) -> None:
    """Watch a job that publishes, on this page, until it ends."""
    st.session_state[_JOB] = job.id
    st.rerun()


def running() -> bool:
    """Show the reader's import while it runs, or how it ended; whether one runs."""
    job = jobs.jobs().get(st.session_state.get(_JOB))
    if job is None:
        return False
    if not job.done:
        jobs.watch(job, key="importing")
        return True
    if isinstance(job.result, Manifest):
        _published(job.result)
    else:
        jobs.explain_end(job)
        st.caption("What was published before is served as it was.")
    return False


def _published(manifest: Manifest) -> None:
    if st.session_state.pop(f"{_JOB}_shown", None) is None and controls.chosen() != manifest.name:
        st.session_state[f"{_JOB}_shown"] = True
        controls.open_next(manifest.name)
        st.rerun()
    with st.container(horizontal=True, vertical_alignment="center", wrap=False):
        st.success(
            f"Version {manifest.version} of {escaped(manifest.name)} is published and served.",
            icon=":material/check_circle:",
        )
        page.link("flow", "See the flow")


def _name() -> tuple[str, bool]:
    """What the dataset is called, and whether files are added to it where it exists."""
    # while an import runs the field is not drawn and forgets what was written
    kept = st.session_state.get(_NAME, "shop")
    name = st.text_input("Dataset", kept, max_chars=64, key="importing_name", width=180).strip()
    catalog.folder(name)
    if name not in catalog.names():
        return name, False
    how = st.segmented_control(
        f"{name} exists: this import", [NEW, ADD], default=NEW, required=True, key="importing_how"
    )
    return name, how == ADD


def _given(name: str) -> Mapping | None:
    """The mapping that the analyst brings, else the one with which the dataset was imported last."""
    with st.popover("Use a saved mapping", icon=":material/upload_file:"):
        file = st.file_uploader("Mapping (TOML)", type=["toml"], max_upload_size=1, key="importing_mapping")
    if file is not None:
        return from_toml(file.getvalue().decode("utf-8", "replace"), upload.safe_name(file.name))
    if name in catalog.names() and (kept := catalog.current(name).mapping):
        return from_toml(kept)
    return None


def _terms(mapping: Mapping) -> Mapping:
    """Time zone and currency of the dataset."""
    zones = sorted(available_timezones())
    zone = st.selectbox(
        "Time zone of the business",
        zones,
        zones.index(mapping.time_zone),
        key="importing_zone",
        width=220,
        help="Days, weeks and months are cut in it, and times without a zone are read in it.",
    )
    currency = st.selectbox(
        "Currency",
        list(dict.fromkeys([mapping.currency, *CURRENCIES])),
        key="importing_currency",
        accept_new_options=True,
        width=120,
        help="One per dataset; what the files themselves say stands over it.",
    )
    return replace(mapping, time_zone=zone, currency=str(currency))


def _joined(mapping: Mapping) -> Mapping:
    """How much is joined on one customer."""
    levels = list(STRICTNESS)
    strictness = st.selectbox(
        "Customers are joined",
        levels,
        levels.index(mapping.strictness),
        format_func=_JOINED.__getitem__,
        key="importing_strictness",
        width=170,
        help=" ".join(f"{_JOINED[level].capitalize()}: {said}." for level, said in STRICTNESS.items()),
    )
    return replace(mapping, strictness=strictness)
