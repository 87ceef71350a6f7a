"""Touchpoints and stages of a published dataset: how much is covered, and other names for them."""

import pandas as pd
import streamlit as st

from lib.intake.mapping_file import from_toml
from lib.model.manifest import Manifest
from lib.model.mapping import Mapping
from lib.ui import changing, importing, stage_editor


def show(manifest: Manifest, found: pd.DataFrame) -> None:
    """Draw the section; `found` has the touchpoints of the dataset (label, stage, events)."""
    given = from_toml(manifest.mapping) if manifest.mapping else Mapping()
    names, known = as_names(found)
    key = f"again_{manifest.name}_{manifest.version}"
    title = "Change t" + stage_editor.title(names, given.naming, known).removeprefix("T")
    with st.expander(title, icon=":material/signpost:"):
        changed = stage_editor.edit(names, given, key, known, "all events")
        if st.button(
            "Publish with these names",
            disabled=changed == given,
            icon=":material/published_with_changes:",
            key=f"{key}_publish",
            help="Makes a new version of the dataset; no file is read again.",
        ):
            importing.follow(changing.begin_naming(manifest.name, changed))


def as_names(found: pd.DataFrame) -> tuple[dict[str, int], dict[str, str | None]]:
    """The touchpoints as names with their events, and the stage of each (None where it has none)."""
    names = {str(label): int(events) for label, events in zip(found["label"], found["events"], strict=True)}
    stages = [stage if isinstance(stage, str) else None for stage in found["stage"]]
    return names, dict(zip(names, stages, strict=True))
