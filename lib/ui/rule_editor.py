"""Rules that group names: a table to edit, and at once what each rule catches."""

from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from lib.model import figures
from lib.model.errors import IntakeError
from lib.model.naming import Naming, TouchpointRule, checked
from lib.model.stages import STAGES
from lib.ui.words import escaped

#: Names that are shown of those that a rule catches.
SHOWN = 5
HELP = (
    "`*` stands for any text, `?` for one sign: `/product/*` is every page of that folder, `checkout_step_*`"
    " every such event, `ticket: delivery*` every case of such a topic. The first rule that matches wins;"
    " what you say of a single name stands over all rules."
)


def edit(names: Mapping[str, int], given: Naming, key: str) -> tuple[TouchpointRule, ...]:
    """Draw the rules of `given` for correction, with what each catches of `names` (name -> events)."""
    st.markdown("**Rules for groups of names**", help=HELP)
    rows = st.data_editor(
        frame(given.rules),
        num_rows="dynamic",
        hide_index=True,
        placeholder="",
        key=f"{key}_rules",
        column_config={
            "match": st.column_config.TextColumn("Names like", help=HELP),
            "touchpoint": "Become the touchpoint",
            "stage": st.column_config.SelectboxColumn("Of the stage", options=list(STAGES)),
        },
    )
    rules, faults = read(rows)
    for fault in faults:
        st.warning(f"{escaped(fault.what)} **{escaped(fault.mend)}**", icon=":material/rule:")
    if rules:
        st.dataframe(preview(names, Naming(given.words, rules)), hide_index=True, column_config=_PREVIEW)
    return rules


def frame(rules: Sequence[TouchpointRule]) -> pd.DataFrame:
    """One row per rule, in their order."""
    rows = [(rule.match, rule.touchpoint, rule.stage) for rule in rules]
    return pd.DataFrame(rows, columns=["match", "touchpoint", "stage"], dtype=object)


def read(rows: pd.DataFrame) -> tuple[tuple[TouchpointRule, ...], list[IntakeError]]:
    """The rules of an edited table that can be used, and what is wrong with the others.

    A row that says no touchpoint yet is still being written: it is passed over.
    """
    rules: list[TouchpointRule] = []
    faults: list[IntakeError] = []
    for match, touchpoint, stage in rows[["match", "touchpoint", "stage"]].itertuples(index=False):
        if not _filled(match) or not _filled(touchpoint):
            continue
        try:
            rule = TouchpointRule(match.strip(), touchpoint.strip(), stage if _filled(stage) else None)
            rules.append(checked(rule))
        except IntakeError as error:
            faults.append(error)
    return tuple(rules), faults


def preview(names: Mapping[str, int], naming: Naming) -> pd.DataFrame:
    """What each rule catches of `names`: how many names, how many events, and the most frequent names."""
    return pd.DataFrame(
        [
            {
                "Rule": f"{rule.match} is {rule.touchpoint}",
                "Stage": naming.stage(rule.touchpoint) or "none yet",
                "Names": len(caught),
                "Events": sum(caught.values()),
                "Catches": _some(list(caught)) or "nothing here: compare it with the names below",
            }
            for rule, caught in zip(naming.rules, naming.catches(names), strict=True)
        ]
    )


def covered(names: Mapping[str, int], naming: Naming, known: Mapping[str, str | None]) -> float | None:
    """The share of the events of `names` whose touchpoint has a stage; `known` are the stages of the files.

    >>> covered({"cart": 3, "spin": 1}, Naming(), {})
    0.75
    """
    events = sum(names.values())
    mapped = sum(n for name, n in names.items() if naming.name(name, known.get(name))[1])
    return mapped / events if events else None


def _some(names: Sequence[str]) -> str:
    more = f" and {figures.count(len(names) - SHOWN)} more" if len(names) > SHOWN else ""
    return ", ".join(names[:SHOWN]) + more


def _filled(cell: object) -> bool:
    return isinstance(cell, str) and bool(cell.strip())


_PREVIEW = {
    "Names": st.column_config.NumberColumn("Names", format="localized", width="small"),
    "Events": st.column_config.NumberColumn("Events", format="localized", width="small"),
    "Catches": st.column_config.TextColumn("Catches", width="large"),
}
