"""Which touchpoint and stage an event name stands for: the dictionary, and the analyst over it."""

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd
import streamlit as st

from lib.model.mapping import SheetMapping
from lib.model.sheets import Sheet
from lib.model.stages import STAGES, plain, stage_of, touchpoint_of

#: Event name made plain -> (touchpoint, stage).
Named = dict[str, tuple[str, str | None]]


def edit(
    sheets: Sequence[Sheet],
    mappings: Mapping[str, SheetMapping],
    given: Named,
    unknown: Iterable[str],
    key: str,
) -> Named:
    """Draw the table of event names and take the corrections.

    The names are those in the first rows of the files, those of `given`, and the `unknown` of the dataset
    that is open; what has no stage yet comes first.
    """
    names = {*seen(sheets, mappings), *given, *(plain(name) for name in unknown)}
    if not names:
        return given
    rows = table(names, given)
    missing = int(rows["stage"].isna().sum())
    title = f"Touchpoints and stages: {missing} without a stage" if missing else "Touchpoints and stages"
    with st.expander(title, icon=":material/signpost:"):
        edited = st.data_editor(
            rows,
            hide_index=True,
            placeholder="",
            key=f"{key}_stages",
            disabled=["name"],
            column_config={
                "name": "Name in the files",
                "touchpoint": "Touchpoint",
                "stage": st.column_config.SelectboxColumn("Stage", options=list(STAGES)),
            },
        )
    return corrected(edited, given)


def seen(sheets: Sequence[Sheet], mappings: Mapping[str, SheetMapping]) -> set[str]:
    """The event names in the first rows of every sheet that holds events."""
    found: set[str] = set()
    for sheet in sheets:
        for output in mappings[sheet.name].outputs:
            columns = {take.column for take in output.sources("touchpoint") if take.path is None}
            if output.kind == "events":
                places = [place for place, name in enumerate(sheet.columns) if name in columns]
                found |= {plain(cell) for row in sheet.sample for place in places if (cell := row[place])}
    return found


def table(names: Iterable[str], given: Named) -> pd.DataFrame:
    """One row per name with its touchpoint and stage, those without a stage first."""
    said = {name: given.get(name, shipped(name)) for name in names}
    order = sorted(said, key=lambda name: (said[name][1] is not None, name))
    rows = [(name, *said[name]) for name in order]
    return pd.DataFrame(rows, columns=["name", "touchpoint", "stage"], dtype=object)


def shipped(name: str) -> tuple[str, str | None]:
    """What the dictionary says of a name.

    >>> shipped("add to cart"), shipped("spin the wheel")
    (('cart', 'purchase'), ('spin the wheel', None))
    """
    touchpoint = touchpoint_of(name)
    return touchpoint, stage_of(touchpoint)


def corrected(rows: pd.DataFrame, given: Named) -> Named:
    """What the analyst says otherwise than the dictionary; what was said before stays."""
    kept = dict(given)
    for name, touchpoint, stage in rows.itertuples(index=False):
        said = (touchpoint or name, stage if isinstance(stage, str) else None)
        if said != given.get(name, shipped(name)):
            kept[name] = said
    return kept
