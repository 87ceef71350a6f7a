"""Which touchpoint and stage names stand for: rules and single words over the dictionary, with coverage."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import pandas as pd
import streamlit as st

from lib.model import figures
from lib.model.mapping import Mapping as Whole
from lib.model.mapping import Output, SheetMapping
from lib.model.naming import TICKET, Naming, compared
from lib.model.sheets import Sheet
from lib.model.stages import STAGES, plain
from lib.ui import rule_editor

#: Event name made plain -> (touchpoint, stage).
Named = dict[str, tuple[str, str | None]]
#: Names that are listed, the most frequent first.
MOST = 1000
#: Columns whose values become touchpoints, by the table they are of.
NAMING = {"events": "touchpoint", "tickets": "topic"}


def edit(names: Mapping[str, int], given: Whole, key: str, known: Mapping[str, str | None], of: str) -> Whole:
    """Draw rules, names and their coverage for correction; `given` with the words and rules as they now are.

    `names` are names with their events, `known` the stages that the data say of them, `of` whose events
    they are.
    """
    if not names and not given.rules:
        return given
    shown = dict(sorted(names.items(), key=lambda one: (-one[1], one[0]))[:MOST])
    top = st.empty()
    rules = rule_editor.edit(shown, given.naming, key)
    naming = Naming(given.touchpoints, rules)
    st.markdown("**Single names**", help="What you say here stands over rules and dictionary.")
    if len(names) > MOST:
        st.caption(f"The {MOST:,} most frequent of {figures.count(len(names))} names.")
    edited = st.data_editor(
        table(in_order(shown, given.naming, known), naming, known),
        hide_index=True,
        placeholder="",
        key=f"{key}_stages",
        disabled=["name", "events"],
        column_config={
            "name": "Name in the files",
            "events": st.column_config.NumberColumn("Events", format="localized", width="small"),
            "touchpoint": "Touchpoint",
            "stage": st.column_config.SelectboxColumn("Stage", options=list(STAGES)),
        },
    )
    changed = replace(given, touchpoints=corrected(edited, naming, known), rules=rules)
    top.markdown(headline(names, changed.naming, known, of))
    return changed


def headline(names: Mapping[str, int], naming: Naming, known: Mapping[str, str | None], of: str) -> str:
    """How much has a stage, in words."""
    share = figures.share(rule_editor.covered(names, naming, known))
    return f"{share} of {of} have a stage; {_without(names, naming, known)}."


def title(names: Mapping[str, int], naming: Naming, known: Mapping[str, str | None]) -> str:
    """The heading over names as they were found: those without a stage are counted."""
    return f"Touchpoints and stages: {_without(names, naming, known)}"


def _without(names: Mapping[str, int], naming: Naming, known: Mapping[str, str | None]) -> str:
    lost = sum(naming.name(name, known.get(name))[1] is None for name in names)
    return f"{figures.count(lost) if lost else 'no'} {'name' if lost == 1 else 'names'} without a stage"


def seen(sheets: Sequence[Sheet], mappings: Mapping[str, SheetMapping]) -> dict[str, int]:
    """The names in the first rows of every sheet, of events and of what cases are about, with their rows."""
    found: Counter[str] = Counter()
    for sheet in sheets:
        for output in mappings[sheet.name].outputs:
            found.update(_names(sheet, output))
    return dict(found)


def _names(sheet: Sheet, output: Output) -> Iterator[str]:
    before = TICKET if output.kind == "tickets" else ""
    takes = output.sources(NAMING.get(output.kind, "")) if output.kind in NAMING else ()
    columns = {take.column for take in takes if take.path is None}
    for place in (place for place, name in enumerate(sheet.columns) if name in columns):
        yield from (before + compared(cell) for row in sheet.sample if (cell := row[place]))


def in_order(names: Mapping[str, int], naming: Naming, known: Mapping[str, str | None]) -> dict[str, int]:
    """The names without a stage first, then the most frequent.

    The order must not move while the table is edited: its corrections belong to places, not to names.
    """
    has = {name: naming.name(name, known.get(name))[1] is not None for name in names}
    return {name: names[name] for name in sorted(names, key=lambda name: (has[name], -names[name], name))}


def table(names: Mapping[str, int], naming: Naming, known: Mapping[str, str | None]) -> pd.DataFrame:
    """One row per name with its touchpoint and stage."""
    rows = [(name, events, *naming.name(name, known.get(name))) for name, events in names.items()]
    return pd.DataFrame(rows, columns=["name", "events", "touchpoint", "stage"], dtype=object)


def corrected(rows: pd.DataFrame, naming: Naming, known: Mapping[str, str | None]) -> Named:
    """What the analyst says otherwise than rules and dictionary; what was said before stays."""
    kept: Named = dict(naming.words)
    for name, _, touchpoint, stage in rows.itertuples(index=False):
        said = (touchpoint or name, stage if isinstance(stage, str) else None)
        if said != naming.name(name, known.get(name)):
            kept[plain(name)] = said
    return kept
