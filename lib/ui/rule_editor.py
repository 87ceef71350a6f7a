"""Rules that group names into touchpoints, with what each catches shown while it is written."""

from collections import Counter
from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from lib.model import figures
from lib.model.errors import IntakeError
from lib.model.mapping import SheetMapping
from lib.model.naming import TICKET, Naming, TouchpointRule, checked
from lib.model.sheets import Sheet
from lib.model.stages import STAGES
from lib.ui.words import escaped

#: What of each kind rules look at: the canonical column, and what stands before its cells.
NAMED = {"events": ("touchpoint", ""), "tickets": ("topic", TICKET)}
#: Names shown of those that a rule catches.
SHOWN = 4


def said(sheets: Sequence[Sheet], mappings: Mapping[str, SheetMapping]) -> dict[str, int]:
    """The names of events and topics of cases in the first rows of the files, with their rows."""
    found: Counter[str] = Counter()
    for sheet in sheets:
        for output in mappings[sheet.name].outputs:
            if output.kind not in NAMED:
                continue
            to, before = NAMED[output.kind]
            columns = {take.column for take in output.sources(to) if take.path is None}
            places = [place for place, name in enumerate(sheet.columns) if name in columns]
            found.update(before + cell for row in sheet.sample for place in places if (cell := row[place]))
    return dict(found)


def edit(given: Sequence[TouchpointRule], key: str) -> tuple[TouchpointRule, ...]:
    """Draw the rules and take the corrections; a rule that cannot be used says why and is left out."""
    rows = pd.DataFrame(
        [(rule.match, rule.touchpoint, rule.stage) for rule in given],
        columns=["match", "touchpoint", "stage"],
        dtype=object,
    )
    st.markdown("**Rules**")
    st.caption(
        escaped("* stands for any text, ? for one sign: /product/* or checkout_step_* or ticket: delivery*.")
        + " The first rule that matches wins; names that you gave a touchpoint yourself are not touched."
    )
    edited = st.data_editor(
        rows,
        hide_index=True,
        num_rows="dynamic",
        placeholder="",
        key=f"{key}_rules",
        column_config={
            "match": st.column_config.TextColumn("Names like", required=True),
            "touchpoint": st.column_config.TextColumn("Become", required=True),
            "stage": st.column_config.SelectboxColumn(
                "Stage", options=list(STAGES), help="Empty: the stage of the touchpoint in the dictionary."
            ),
        },
    )
    return usable(edited)


def usable(rows: pd.DataFrame) -> tuple[TouchpointRule, ...]:
    """The rules of the table; what cannot be used is said with its mend."""
    found = []
    for row in rows.to_dict("records"):
        match, touchpoint, stage = (_text(row[name]) for name in ("match", "touchpoint", "stage"))
        if not match and not touchpoint:
            continue
        try:
            found.append(checked(TouchpointRule(match, touchpoint, stage or None)))
        except IntakeError as error:
            st.warning(f"{escaped(error.what)} **{escaped(error.mend)}**", icon=":material/rule:")
    return tuple(found)


def preview(naming: Naming, places: Mapping[str, Mapping[str, int]]) -> None:
    """Show what each rule catches in each place (a title, names with their events)."""
    if naming.rules:
        st.dataframe(caught(naming, places), hide_index=True)


def caught(naming: Naming, places: Mapping[str, Mapping[str, int]]) -> pd.DataFrame:
    """One row per rule: what it becomes, and for each place the names and events that it decides."""
    by_place = {title: naming.catches(names) for title, names in places.items()}
    rows = []
    for number, rule in enumerate(naming.rules):
        names = list(dict.fromkeys(name for found in by_place.values() for name in found[number]))
        more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
        rows.append(
            {
                "Rule": rule.match,
                "Becomes": rule.touchpoint,
                "Stage": naming.stage(rule.touchpoint),
                **{title: _counts(found[number]) for title, found in by_place.items()},
                "Catches": ", ".join(names[:SHOWN]) + more if names else "",
            }
        )
    return pd.DataFrame(rows, dtype=object)


def _counts(found: Mapping[str, int]) -> str:
    events, names = sum(found.values()), len(found)
    return f"{_many(events, 'event')}, {_many(names, 'name')}" if found else "none"


def _many(number: int, what: str) -> str:
    return f"{figures.count(number)} {what}{'' if number == 1 else 's'}"


def covered(naming: Naming, title: str, names: Mapping[str, int]) -> str:
    """How many of the events under these names would have a stage, as a sentence."""
    events = {name: count for name, count in names.items() if not name.startswith(TICKET)}
    whole = sum(events.values())
    staged = sum(count for name, count in events.items() if naming.name(name)[1])
    part = figures.share(staged / whole if whole else None)
    return f"{title}: {part} of {figures.count(whole)} events have a stage"


def _text(cell: object) -> str:
    return cell.strip() if isinstance(cell, str) else ""
