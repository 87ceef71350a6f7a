"""From a drop to a published version: terms, corrections, the import itself with progress, its outcome."""

from collections.abc import Sequence
from dataclasses import replace
from zoneinfo import available_timezones

import pandas as pd
import streamlit as st

from lib.intake.mapping_file import from_toml, to_toml
from lib.model.identity import STRICTNESS, Strictness
from lib.model.manifest import Manifest
from lib.model.mapping import Mapping
from lib.model.sheets import Sheet
from lib.store import catalog
from lib.ui import changing, controls, jobs, page, proposal, stage_editor, upload
from lib.ui.upload import Drop
from lib.ui.words import escaped

NEW, ADD = "Replaces it", "Is added to it"
CURRENCIES = ("EUR", "USD", "GBP", "CHF", "SEK", "DKK", "NOK", "PLN", "CZK", "BRL", "JPY", "AUD", "CAD")
_JOB = "importing_job"


def desk(drop: Drop, named: pd.DataFrame | None) -> None:
    """Everything between the upload and the published version.

    `named` lists the touchpoints of the open dataset (label, stage, events): rules are tried on them.
    """
    st.subheader("What was recognised")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name, append = _name()
        given = _given(name) or Mapping()
        terms = _terms(given)
    sheets, refused, reviewed = proposal.review(drop, given)
    naming = stage_editor.edit(sheets, reviewed.sheets, given.naming, _happening(named), drop.id)
    mapping = replace(
        terms, sheets=reviewed.sheets, touchpoints=dict(naming.words), rules=tuple(naming.rules)
    )
    _open(sheets, reviewed)
    with st.container(horizontal=True):
        if st.button("Import", type="primary", icon=":material/play_arrow:", disabled=not sheets):
            job = changing.begin_import(sheets, refused, mapping, name, append=append)
            st.session_state[_JOB] = job.id
            st.rerun()
        st.download_button(
            "Save this mapping",
            to_toml(mapping),
            "mapping.toml",
            "application/toml",
            icon=":material/save:",
            on_click="ignore",
        )
        st.button("Put the files away", icon=":material/close:", on_click=upload.forget)


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
    name = st.text_input("Dataset", "shop", max_chars=64, key="importing_name", width=180).strip()
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
    """Time zone and currency of the dataset, and how much is joined on one customer."""
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
    return replace(mapping, time_zone=zone, currency=str(currency), strictness=_strictness(mapping))


def _strictness(mapping: Mapping) -> Strictness:
    """How much is joined on one customer."""
    levels = list(STRICTNESS)
    return st.selectbox(
        "Join customers",
        levels,
        levels.index(mapping.strictness),
        format_func=lambda level: level.capitalize(),
        key="importing_strictness",
        width=140,
        help=". ".join(f"{level.capitalize()}: {said}" for level, said in STRICTNESS.items())
        + ". The report shows what each would change.",
    )


def _happening(named: pd.DataFrame | None) -> tuple[str, dict[str, int]]:
    """What the open dataset is called here, and its touchpoints with their events."""
    if named is None:
        return "", {}
    counts = zip(named["label"], named["events"], strict=True)
    return f"In {controls.chosen()}", {str(label): int(events) for label, events in counts}


def _open(sheets: Sequence[Sheet], mapping: Mapping) -> None:
    """Say before the import which files would be set aside."""
    names = [s.name for s in sheets if proposal.undecided_about(s, mapping.sheets[s.name])]
    if names:
        what = "This file is" if len(names) == 1 else "These files are"
        st.caption(f"{what} set aside until it is decided above what is asked: {escaped(', '.join(names))}.")
