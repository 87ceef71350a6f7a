"""The kept versions of a dataset: which one is served, going back and forth, taking the dataset away."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from lib.model.access import may
from lib.model.manifest import Manifest
from lib.store import catalog
from lib.ui import access, changing
from lib.ui.words import day, escaped


def show(name: str) -> None:
    """The versions, with what may be done with them; nothing asks back, everything can be undone."""
    served, kept = catalog.current(name), catalog.versions(name)
    st.dataframe(table(kept, served.version), hide_index=True, column_config=_COLUMNS)
    with st.container(horizontal=True):
        for other in _around(kept, served.version):
            st.button(
                f"Serve version {other.version}",
                icon=":material/undo:" if other.version < served.version else ":material/redo:",
                on_click=changing.attempt,
                args=(changing.serve, name, other.version),
                key=f"serve_{other.version}",
            )
        if may(access.role(), "admin"):
            st.button(
                f"Remove {name}",
                icon=":material/delete:",
                on_click=changing.attempt,
                args=(changing.remove, name),
                key=f"remove_{name}",
                help="It can be brought back here, until the next dataset of this name is removed.",
            )


def after_buttons() -> None:
    """What the last button could not do; after a removal, the way back."""
    if error := changing.failed():
        raise error
    name = changing.removed()
    if name is None or name in catalog.names():
        return
    with st.container(horizontal=True, vertical_alignment="center", wrap=False):
        st.info(f"The dataset {escaped(name)} was removed.", icon=":material/delete:")
        st.button(
            "Bring it back",
            icon=":material/undo:",
            on_click=changing.attempt,
            args=(changing.restore, name),
            key=f"restore_{name}",
        )


def table(kept: Sequence[Manifest], served: int) -> pd.DataFrame:
    """One row per version, the newest first."""
    return pd.DataFrame(
        [
            {
                "Version": one.version,
                "Served": one.version == served,
                "Imported": day(one.created_at),
                "By": one.created_by,
                "Events": one.tables.get("events", 0),
                "Orders": one.tables.get("orders", 0),
                "Files": ", ".join(source.split(" ", 1)[-1] for source in one.sources),
            }
            for one in kept
        ]
    )


def _around(kept: Sequence[Manifest], served: int) -> list[Manifest]:
    """The versions next to the served one: undo, and undo of undo."""
    older = [one for one in kept if one.version < served][:1]
    newer = [one for one in kept if one.version > served][-1:]
    return [*older, *newer]


_COLUMNS = {
    "Version": st.column_config.NumberColumn("Version", width="small"),
    "Served": st.column_config.CheckboxColumn("Served", width="small"),
    "Events": st.column_config.NumberColumn("Events", format="localized"),
    "Orders": st.column_config.NumberColumn("Orders", format="localized"),
}
