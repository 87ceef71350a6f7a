"""Bring files in, see what became of every row, go back to an earlier version, take a dataset away."""

import streamlit as st

from lib.analysis.health import health
from lib.analysis.rejected import rejected
from lib.analysis.touchpoints import touchpoints
from lib.model.filters import Filters
from lib.ui import accounts, health_card, importing, naming_again, page, segments, shell, upload, versions

shell.enter(role="analyst")
st.title("Data")

store = None
with page.explained():
    versions.after_buttons()
with page.explained():
    store = page.chosen()
    if not importing.running():
        st.subheader("Add files")
        upload.take_files()
        if drop := upload.current():
            importing.desk(drop)

with page.explained():
    if store is not None:
        st.subheader(f"What is in {store.manifest.name}")
        accounts.show(store.manifest)
        if accounts.rejected_rows(store.manifest.report):
            rows = page.answer(rejected, store, Filters())
            page.download(rows, "rejected_rows", "Rejected rows as CSV")
        naming_again.show(store.manifest, page.answer(touchpoints, store, Filters()))
        health_card.show(page.answer(health, store, Filters()))
        st.subheader("Segments", help="Customers kept under a name, by the question that lists them.")
        segments.shelf(store.manifest.name)
        st.subheader("Versions", help="Every import makes a new version; the last ones are kept.")
        versions.show(store.manifest.name)
