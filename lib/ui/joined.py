"""What joined with what, and which names have a stage: two parts of the report on the Data page."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from lib.model import figures
from lib.model.identity import STRICTNESS
from lib.ui.words import escaped


def show(identity: Mapping[str, Any]) -> None:
    """How the files were joined on one customer, by which rules, and what another strictness would change."""
    table = files(identity)
    if table.empty:
        return
    st.markdown("**What joined with what**")
    level = str(identity["strictness"])
    st.caption(
        escaped(f"Joined {level}: {STRICTNESS[level]}. {_rules(identity)}")  # type: ignore[index]
    )
    st.dataframe(table, hide_index=True)
    with st.expander("If more or less were joined", icon=":material/join_inner:"):
        st.dataframe(compared(identity), hide_index=True)


def files(identity: Mapping[str, Any]) -> pd.DataFrame:
    """One row per file with customers: how many another file knows, by what, and a few that none does."""
    rows = [
        {
            "File": one["name"],
            "Customers": figures.count(one["customers"]),
            "Known from other files": figures.share(one["matched_share"]),
            "By": ", ".join(f"{rule['rule']} ({figures.count(rule['ids'])})" for rule in one["by_rule"]),
            "Unmatched, for example": ", ".join(str(who["id"]) for who in one["unmatched"][:3]),
        }
        for one in identity.get("files", ())
        if one["customers"]
    ]
    return pd.DataFrame(rows, dtype=object)


def compared(identity: Mapping[str, Any]) -> pd.DataFrame:
    """One row per strictness: the headline figures that it would give."""
    return pd.DataFrame(
        [
            {
                "Joined": str(one["strictness"]).capitalize(),
                "Customers": figures.count(one["customers"]),
                "With an order": figures.count(one["customers_with_order"]),
                "Conversion": figures.share(one["conversion"]),
                "Repeat rate": figures.share(one["repeat_rate"]),
                "Visitors matched": figures.share(one["matched_share"]),
            }
            for one in identity["compared"]
        ],
        dtype=object,
    )


def _rules(identity: Mapping[str, Any]) -> str:
    used = [rule for rule in identity["rules"] if rule["links"]]
    said = ", ".join(f"{rule['rule']} {figures.count(rule['links'])}" for rule in used)
    return f"Links: {said}." if said else "No file links two ids."


def show_touchpoints(found: Mapping[str, Any]) -> None:
    """How much has a stage, the names that have none, and what each rule caught."""
    if not found.get("events"):
        return
    st.markdown("**Touchpoints and stages**")
    st.caption(
        escaped(
            f"{figures.share(found['coverage'])} of {figures.count(found['events'])} events have a stage,"
            f" under {figures.count(found['names'])} touchpoints."
        )
    )
    if found["unmapped"]:
        more = found["unmapped_names"] - len(found["unmapped"])
        rest = f" ({figures.count(more)} rarer names are not listed)" if more else ""
        with st.expander(f"Names without a stage: {figures.count(found['unmapped_names'])}{rest}"):
            st.dataframe(_table(found["unmapped"], Name="name", Events="events"), hide_index=True)
    if found["rules"]:
        with st.expander(f"Rules: {len(found['rules'])}"):
            columns = {"Rule": "match", "Becomes": "touchpoint", "Names": "names", "Events": "events"}
            st.dataframe(_table(found["rules"], **columns), hide_index=True)


def _table(rows: list[Mapping[str, Any]], **columns: str) -> pd.DataFrame:
    return pd.DataFrame([{title: row[name] for title, name in columns.items()} for row in rows])
