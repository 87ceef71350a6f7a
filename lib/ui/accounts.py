"""What became of every row: the import report of a version, as the Data page shows it."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from lib.export.text import json_text
from lib.model import figures
from lib.model.manifest import Manifest
from lib.ui import joined, page
from lib.ui.words import day, escaped

Report = Mapping[str, Any]
_BY = "recognised by "


def show(manifest: Manifest) -> None:
    """The report of one version: what came in, what to do next, what was set aside, what joined."""
    report = manifest.report
    if not report:
        st.caption("There is no report of this version.")
        return
    _totals(manifest)
    _steps(report)
    st.markdown("**What came in**")
    st.dataframe(files(report), hide_index=True, column_config=_FILES)
    reasons = rejections(report)
    if len(reasons):
        st.markdown("**What was set aside, and why**")
        st.dataframe(reasons, hide_index=True, column_config=_REASONS)
    joined.show(report["identity"])
    joined.show_touchpoints(report.get("touchpoints", {}))
    _warnings(report)
    with st.expander("Notes and columns of each file", icon=":material/description:"):
        _notes(report)
    st.download_button(
        "Report as JSON",
        json_text(report),
        f"{manifest.name}_report.json",
        "application/json",
        icon=":material/data_object:",
        on_click="ignore",
    )


def _steps(report: Report) -> None:
    """What to do next, in order; the last step leads to the pictures."""
    if not (found := report.get("next")):
        return
    st.markdown("**What to do next**")
    lines = [
        f"{place}. **{escaped(str(one['do']))}**: {escaped(str(one['why']))}."
        for place, one in enumerate(found, start=1)
    ]
    st.markdown("\n".join(lines))
    for stem in dict.fromkeys(one["page"] for one in found if one["page"] not in ("", "data")):
        page.link(stem, f"Open {stem}")


def _warnings(report: Report) -> None:
    """What should be known before a number is believed."""
    if not report["warnings"]:
        return
    st.markdown("**What to know**")
    st.markdown("\n".join(f"- {escaped(str(one)).replace(chr(10), ' ')}" for one in report["warnings"]))


def files(report: Report) -> pd.DataFrame:
    """One row per file: what it was recognised as, and its rows read, accepted, merged and rejected."""
    return pd.DataFrame(
        [
            {
                "File": one["name"],
                "Recognised as": one["recognised"],
                "Table": one["kind"] or "",
                **_counts(one),
                "Why": _why(one),
            }
            for one in report["files"]
        ]
    )


def _why(file: Mapping[str, Any]) -> str:
    """Why a file was recognised as it was, in the words of the report."""
    said = [note.removeprefix(_BY) for note in file["notes"] if note.startswith(_BY)]
    return said[0].partition("\n")[0] if said else ""


def rejections(report: Report) -> pd.DataFrame:
    """One row per file and reason, the most rows first."""
    rows = [
        {"File": file["name"], "Reason": str(why["reason"]).partition("\n")[0], "Rows": why["rows"]}
        for file in report["files"]
        for why in file["rejected_by"]
    ]
    frame = pd.DataFrame(rows, columns=["File", "Reason", "Rows"])
    return frame.sort_values("Rows", ascending=False, ignore_index=True)


def rejected_rows(report: Report) -> int:
    """How many rows of all files were rejected."""
    return sum(int(file["rows"]["rejected"]) for file in report.get("files", ()))


def _counts(file: Mapping[str, Any]) -> dict[str, int]:
    return {name.capitalize(): file["rows"][name] for name in ("read", "accepted", "merged", "rejected")}


def _totals(manifest: Manifest) -> None:
    report = manifest.report
    read = sum(int(file["rows"]["read"]) for file in report["files"])
    accepted = sum(int(file["rows"]["accepted"]) for file in report["files"])
    with st.container(horizontal=True):
        st.metric("Customers", figures.count(report["customers"]), border=True, width=160)
        st.metric("Events", figures.short(manifest.tables.get("events", 0)), border=True, width=160)
        st.metric("Orders", figures.count(manifest.tables.get("orders", 0)), border=True, width=160)
        st.metric("Rows accepted", _share(accepted, read), border=True, width=160, help="Of all rows read.")
        matched = report["identity"]["matched_share"]
        covered = report.get("touchpoints", {}).get("coverage")
        st.metric("With a stage", figures.share(covered), border=True, width=160, help="Of all events.")
        st.metric(
            "Matched",
            figures.share(matched),
            border=True,
            width=160,
            help="The share of anonymous ids that lead to a customer.",
        )
    first, last = manifest.period
    st.caption(
        f"{day(first)} to {day(last)}; days are cut in {escaped(manifest.time_zone)}, money is in "
        f"{escaped(manifest.currency)}. Read = accepted + merged + rejected, for every file."
    )


def _share(part: int, whole: int) -> str:
    return figures.share(part / whole if whole else None)


def _notes(report: Report) -> None:
    for file in report["files"]:
        st.markdown(f"**{escaped(file['name'])}**")
        for note in file["notes"]:
            st.caption(escaped(str(note)))
        if file["mapping"]:
            st.dataframe(pd.DataFrame(file["mapping"]), hide_index=True)


def _number(title: str) -> Any:
    return st.column_config.NumberColumn(title, format="localized")


_REASONS = {
    "Reason": st.column_config.TextColumn("Reason", width="large"),
    "Rows": st.column_config.NumberColumn("Rows", format="localized", width="small"),
}
_FILES = {name: _number(name) for name in ("Read", "Accepted", "Merged", "Rejected")}
