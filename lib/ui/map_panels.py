"""Beside the journey map: one touchpoint looked at closely, what changed, kept versions, blind spots."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import pandas as pd
import streamlit as st

from lib.model.access import may
from lib.model.figures import MISSING, count
from lib.model.map_lanes import EVIDENCE
from lib.model.map_version import CELL, MapVersion
from lib.store import map_versions
from lib.store.store import Store
from lib.ui import access, changing, page
from lib.ui.words import day, escaped

#: Blind spots that are read as sentences; the table has all.
_SENTENCES = 6


class Changes(Protocol):
    """What differs between two maps: the frame of the analysis, and the same in words."""

    @property
    def found(self) -> pd.DataFrame: ...
    @property
    def written(self) -> pd.DataFrame: ...


class Closer(Protocol):
    """One touchpoint: its pains with what they rest on, and the answers about it."""

    @property
    def hurts(self) -> pd.DataFrame: ...
    @property
    def answers(self) -> pd.DataFrame: ...


def closer(touchpoint: str, known: Sequence[tuple[str, str, str]], found: Closer) -> None:
    """Everything that is known of one touchpoint, each pain with what it rests on, and the answers."""
    st.subheader(escaped(touchpoint.capitalize()))
    lines = [f"- **{title}**: {escaped(said)} ({EVIDENCE[kind][0]} {kind})" for title, said, kind in known]  # type: ignore[index]
    st.markdown("\n".join(lines))
    for row in found.hurts.itertuples():
        st.markdown(f"**{escaped(str(row.says))}**: {escaped(str(row.basis))}.")
    _answers(found.answers)


def _answers(found: pd.DataFrame) -> None:
    st.dataframe(
        found[["score", "given_at", "comment"]], hide_index=True, height=280, key="map_answers",
        column_config={
            "score": st.column_config.NumberColumn("Score", format="%g", width=60),
            "given_at": st.column_config.DatetimeColumn("Given", format="D MMM YYYY", width=105),
            "comment": st.column_config.TextColumn("Comment", width="large"),
        },
        alt=f"{count(len(found))} answers about the touchpoint",
    )  # fmt: skip


def changes(what: Changes, against: str, key: str) -> None:
    """What differs from another map: the cells told from chance first, those without data now said so."""
    found = what.found
    real, compared = int(found["real"].sum()), int(found["p"].notna().sum())
    gone = int((found["says"] == "no data now").sum())
    st.subheader(f"{count(real)} of {count(compared)} cells differ from {escaped(against)} beyond chance")
    if gone:
        st.caption(
            f"{count(gone)} cells had data then and have none now: they say no data, not the old value."
        )
    st.dataframe(
        what.written, hide_index=True, height=300, key=key, placeholder=MISSING,
        alt=f"{count(len(found))} cells beside those of {against}",
    )  # fmt: skip
    st.caption("Both sides are taken as independent; p is adjusted for the number of cells compared.")
    page.download(found, key)


def versions(
    store: Store, cells: pd.DataFrame, counted: str, settings: Mapping[str, Any], proposal: str
) -> MapVersion | None:
    """Keep the map as a dated version; the one that is chosen to compare with, None where none is."""
    kept = map_versions.versions(store.manifest.name)
    st.subheader(
        "Versions of the map", help="A version keeps every cell as it is now, to compare with later."
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if may(access.role(), "analyst"):
            title = st.text_input("Title", placeholder=proposal, key="map_title", max_chars=120, width=300)
            rows = cells[list(CELL)].astype(object).where(cells[list(CELL)].notna(), None).to_dict("records")
            st.button(
                "Keep this version", icon=":material/bookmark_add:", key="map_keep",
                on_click=changing.attempt,
                args=(changing.keep_map, store, rows, title or proposal, counted, settings),
            )  # fmt: skip
        names = {f"{one.number}: {one.title}, {day(one.at)}": one for one in kept}
        if not names:
            st.caption("No version is kept yet.")
            return None
        chosen = st.selectbox(
            "Compare with a version", list(names), index=None, placeholder="None", key="map_version",
            bind="query-params", width=340,
        )  # fmt: skip
    return names.get(chosen or "")


def since(version: MapVersion, what: Changes) -> None:
    """What changed since a version was kept."""
    kept = f"Kept on {day(version.at)} by {version.by}, from version {version.data} of the data"
    st.caption(escaped(f"{kept}: {version.counted}."))
    changes(what, version.title, "map_since")


def blind(found: pd.DataFrame) -> None:
    """What the map cannot show, as sentences and as a table."""
    st.subheader("Blind spots", help="Touchpoints that are missing, hardly used, or never asked about.")
    for says in found["says"].head(_SENTENCES):
        st.markdown(f"- {escaped(says)}")
    if len(found) > _SENTENCES:
        with st.expander(f"All {len(found)}", key="map_blind"):
            st.dataframe(
                found[["kind", "stage", "touchpoint", "customers", "says"]], hide_index=True, key="map_spots",
                placeholder=MISSING, alt=f"{len(found)} blind spots",
            )  # fmt: skip


def table(written: pd.DataFrame, alt: str) -> None:
    """The keyboard's and the screen reader's way to every cell."""
    st.subheader("The map as a table")
    st.dataframe(written, hide_index=True, key="map_table", alt=alt)
