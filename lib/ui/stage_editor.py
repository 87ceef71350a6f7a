"""Which touchpoint and stage an event name stands for: the dictionary, and the analyst over it."""

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd
import streamlit as st

from lib.model.mapping import SheetMapping
from lib.model.naming import TICKET, Naming, path
from lib.model.sheets import Sheet
from lib.model.stages import STAGES, plain
from lib.ui import rule_editor
from lib.ui.words import escaped

#: Event name made plain -> (touchpoint, stage).
Words = dict[str, tuple[str, str | None]]


def edit(
    sheets: Sequence[Sheet],
    mappings: Mapping[str, SheetMapping],
    given: Naming,
    dataset: tuple[str, Mapping[str, int]],
    key: str,
) -> Naming:
    """Draw rules and names with what they lead to, and take the corrections.

    The names are those in the first rows of the files, those of `given`, and those of the open `dataset`
    (its name, its touchpoints with their events); what has no stage yet comes first.
    """
    first = rule_editor.said(sheets, mappings)
    places = {title: names for title, names in (("In the first rows", first), dataset) if names}
    names = {shown(name) for found in places.values() for name in found if not name.startswith(TICKET)}
    names |= set(given.words)
    if not names and not given.rules and not first:
        return given
    missing = sum(given.name(name)[1] is None for name in names)
    title = f"Touchpoints and stages: {missing} without a stage" if missing else "Touchpoints and stages"
    with st.expander(title, icon=":material/signpost:"):
        summary = st.container()
        rules = rule_editor.edit(given.rules, key)
        preview = st.container()
        words = _words(names, Naming(given.words, rules), key)
        naming = Naming(words, rules)
        with preview:
            rule_editor.preview(naming, places)
        said = [rule_editor.covered(naming, *one) for one in places.items()]
        summary.markdown(escaped(". ".join(said)) + "." if said else "")
    return naming


def _words(names: Iterable[str], naming: Naming, key: str) -> Words:
    st.markdown("**Single names**")
    edited = st.data_editor(
        table(names, naming),
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
    return corrected(edited, naming)


def shown(name: str) -> str:
    """A name as the table lists it: the path of an address, any other name made plain.

    >>> shown("/Product/12?ref=mail"), shown("Add_To_Cart")
    ('/product/12', 'add to cart')
    """
    return plain(path(name) or name)


def table(names: Iterable[str], naming: Naming) -> pd.DataFrame:
    """One row per name with its touchpoint and stage, those without a stage first."""
    said = {name: naming.name(name) for name in names}
    order = sorted(said, key=lambda name: (said[name][1] is not None, name))
    rows = [(name, *said[name]) for name in order]
    return pd.DataFrame(rows, columns=["name", "touchpoint", "stage"], dtype=object)


def corrected(rows: pd.DataFrame, naming: Naming) -> Words:
    """What the analyst says otherwise than rules and dictionary; what was said before stays."""
    kept = dict(naming.words)
    for name, touchpoint, stage in rows.itertuples(index=False):
        said = (touchpoint or name, stage if isinstance(stage, str) else None)
        if said != naming.name(name):
            kept[name] = said
    return kept
