"""The first minutes: the app opens on an invented shop, says so, and leads to the shop's own files."""

import streamlit as st

from lib.intake.sample import publish_sample, small_files
from lib.model.access import may
from lib.store import catalog
from lib.ui import access, frame, jobs
from lib.ui.jobs import Job

_TITLE = "Preparing the sample shop"


def welcome() -> None:
    """What a page shows where there is no dataset: the sample shop on its way, or how to get data in."""
    job = jobs.jobs().running(_TITLE) or jobs.jobs().get(st.session_state.get("first_job"))
    if job is None and _untouched():
        job = _begin()
    if job and not job.done:
        st.write("The sample shop is being made ready; this takes a few seconds.")
        jobs.watch(job, key="first")
        return
    if job and job.error:
        jobs.explain_end(job)
    _empty()


def sample_note() -> None:
    """Say that what is shown is invented, and lead to the shop's own files."""
    with st.container(horizontal=True, vertical_alignment="center", key="sample_note"):
        st.badge("Sample data", icon=":material/science:", color="orange", help="An invented shop.")
        if may(access.role(), "analyst"):
            _own_files()


def _own_files() -> None:
    st.page_link(frame.page_file("data"), label="Use your own files", icon=":material/upload_file:")


def _untouched() -> bool:
    """Whether nobody has had data here: a removed sample does not come back by itself."""
    return not (catalog.home() / "removed").exists() and may(access.role(), "analyst")


def _begin() -> Job:
    job = jobs.jobs().start(_TITLE, _publish)
    st.session_state["first_job"] = job.id
    return job


def _again() -> None:
    _begin()


def _publish(job: Job) -> object:
    return publish_sample(small_files(), stop=job.stopping, progress=job.tell)


def _empty() -> None:
    st.info("There are no data yet.", icon=":material/database_off:")
    if not may(access.role(), "analyst"):
        st.write(f"An analyst can add files on the Data page. {access.hint()}")
        return
    _own_files()
    st.button("Show the sample shop", on_click=_again, icon=":material/science:")
