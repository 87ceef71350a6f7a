"""The health of a dataset: one line for each doubt, what to do about it, and what each check means."""

import math

import pandas as pd
import streamlit as st

from lib.model.figures import count, share
from lib.model.health import CHECKS, LEVELS, Check
from lib.ui.words import escaped

_MARKS = {
    "ok": (":material/check_circle:", "green"),
    "look": (":material/visibility:", "orange"),
    "bad": (":material/error:", "red"),
}
_SAID = {"ok": "All is well", "look": "Deserves a look", "bad": "Figures are wrong or thin"}


def show(found: pd.DataFrame) -> None:
    """Draw the card from the frame of `lib.analysis.health`, the gravest first."""
    st.subheader("Health", help="Whether these data are fresh, whole, on one clock, and made by people.")
    if found.empty:
        st.caption("There is nothing to check yet.")
        return
    st.markdown(headline(found))
    for row in doubts(found).itertuples():
        icon, colour = _MARKS[str(row.level)]
        title = CHECKS[str(row.check)].title
        st.markdown(f":{colour}[{icon}] **{title}.** {escaped(str(row.words))} {escaped(str(row.mend))}")
    with st.expander("Every check, and what it means", icon=":material/monitor_heart:"):
        st.dataframe(table(found), hide_index=True, column_config=_COLUMNS)
        with st.container(horizontal=True):
            for name in dict.fromkeys(found["check"]):
                with st.popover(CHECKS[name].title, icon=":material/function:", key=f"health_{name}"):
                    st.markdown(escaped(f"{CHECKS[name].definition} {limits(CHECKS[name])}"))


def headline(found: pd.DataFrame) -> str:
    """How many checks there were and how they went.

    >>> headline(pd.DataFrame({"level": ["ok", "bad", "ok"]}))
    '3 checks: 2 well, 0 deserve a look, 1 bad.'
    """
    well, look, bad = ((found["level"] == level).sum() for level in LEVELS)
    return f"{count(len(found))} checks: {count(well)} well, {count(look)} deserve a look, {count(bad)} bad."


def limits(check: Check) -> str:
    """From where on a check doubts.

    >>> limits(CHECKS["unmapped"]), limits(CHECKS["age"])
    ('Deserves a look from 5.0%, is bad from 30.0%.', 'Deserves a look from 8 days.')
    """
    bad = "" if math.isinf(check.bad) else f", is bad from {_value(check.bad, check.unit)}"
    return f"Deserves a look from {_value(check.look, check.unit)}{bad}."


def _value(value: float, unit: str) -> str:
    if math.isnan(value):
        return ""
    return share(value) if unit == "share" else f"{count(value)} {unit}"


def doubts(found: pd.DataFrame) -> pd.DataFrame:
    """What is not well, the gravest first."""
    lost = found[found["level"] != "ok"]
    return lost.sort_values(
        "level", key=lambda levels: levels.map(LEVELS.index), ascending=False, kind="stable"
    )


def table(found: pd.DataFrame) -> pd.DataFrame:
    """Every check as it is shown."""
    return pd.DataFrame(
        {
            "Check": [CHECKS[name].title for name in found["check"]],
            "Of": found["subject"],
            "Level": found["level"].map(_SAID),
            "Value": [_value(value, unit) for value, unit in zip(found["value"], found["unit"], strict=True)],
            "Found": found["words"],
        }
    )


_COLUMNS = {"Found": st.column_config.TextColumn("Found", width="large")}
