"""What was recognised in a drop, sheet by sheet, and the analyst's corrections to it."""

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd
import streamlit as st

from lib.intake.importing import survey
from lib.intake.learned import AS_BEFORE, shape
from lib.intake.propose import propose
from lib.intake.recognisers.generic import as_kind
from lib.intake.taking import Refused
from lib.model import figures
from lib.model.mapping import ROW, Mapping, Output, SheetMapping, Take
from lib.model.sheets import Sheet
from lib.model.tables import LOOKUPS, TABLES
from lib.ui import answering, changing
from lib.ui.upload import Drop
from lib.ui.words import escaped

ASIDE = "(leave out)"
LEFT_OUT = "left out"
#: How a column may be read, where the app should not decide from the whole column.
FORMATS = (
    *("iso", "%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%d/%m/%Y %H:%M", "%m/%d/%Y %H:%M", "%d.%m.%Y %H:%M"),
    *(
        "epoch_s",
        "epoch_ms",
        "epoch_us",
        "excel",
        "dot",
        "comma",
        "cents",
        "micros",
        "line_total",
        "reversed",
    ),
)
_SHOWN_ROWS = 8


@st.cache_data(max_entries=4, show_spinner="Reading the files")
def surveyed(drop: Drop, files: int) -> tuple[list[Sheet], list[Refused]]:
    """Every sheet of a drop of so many files, and the files that hold none."""
    drop.scratch.mkdir(exist_ok=True)
    return survey(drop.files, None, drop.scratch)


def review(drop: Drop, given: Mapping | None) -> tuple[list[Sheet], list[Refused], Mapping]:
    """Show the proposal for each sheet and take the corrections; the mapping as it now stands.

    `given` is a mapping the analyst brought, or that of the dataset that is to be renewed.
    """
    sheets, refused = surveyed(drop, len(drop.files))
    for file, why in refused:
        st.warning(escaped(why if file in why else f"{file}: {why}"), icon=":material/block:")
    proposed = propose(sheets, given=given)
    reviewed = {
        sheet.name: _sheet(sheet, proposed.sheets[sheet.name], f"{drop.id}_{place}")
        for place, sheet in enumerate(sheets)
    }
    return sheets, refused, replace(proposed, sheets=reviewed)


def _sheet(sheet: Sheet, found: SheetMapping, key: str) -> SheetMapping:
    undecided = undecided_about(sheet, found)
    icon = ":material/help:" if undecided else ":material/check_circle:"
    rows = f", {figures.count(sheet.rows)} rows" if sheet.rows >= 0 else ""
    with st.expander(f"{escaped(sheet.name)}: {escaped(found.recognised)}{rows}", undecided, icon=icon):
        _why(sheet, found, key)
        chosen = _kind(sheet, found, key)
        if not chosen.outputs:
            return chosen
        top = st.container()
        outputs = tuple(_edited(sheet, one, f"{key}_{place}") for place, one in enumerate(chosen.outputs))
        st.caption("The first rows as they will be understood")
        st.dataframe(understood(sheet, outputs[0]), hide_index=True)
        with top:
            return answering.ask(sheet, with_outputs(chosen, outputs), f"{key}_{chosen.kind}")


def undecided_about(sheet: Sheet, mapping: SheetMapping) -> bool:
    """Whether the rows of a sheet would be set aside: not understood, or with an open question."""
    if not mapping.outputs:
        return mapping.recognised != LEFT_OUT
    return bool(answering.asked(sheet, mapping))


def _why(sheet: Sheet, found: SheetMapping, key: str) -> None:
    """Why the sheet was recognised as it was, and the way back where an earlier mapping was taken."""
    sure = f" Confidence {figures.share(found.confidence, 0)}." if found.outputs else ""
    first = found.reason.partition("\n")[0].partition(": choose one with")[0]
    st.caption(escaped(f"{first}.{sure}"))
    for note in () if found.recognised.endswith(AS_BEFORE) else found.notes:
        st.caption(escaped(note))
    if found.recognised.endswith(AS_BEFORE):
        st.button(
            "Forget this mapping",
            icon=":material/history:",
            on_click=changing.attempt,
            args=(changing.forget_mapping, shape(sheet)),
            key=f"{key}_forget",
            help="The sheet is then recognised afresh. What was imported stays as it is.",
        )


def _kind(sheet: Sheet, found: SheetMapping, key: str) -> SheetMapping:
    """The mapping for the kind that the analyst says the sheet is; the proposal where that is the same."""
    proposed = found.kind or ASIDE
    kind = _between(found.could_be, f"{key}_between") or _any_kind(proposed, f"{key}_kind")
    if kind == proposed:
        return found
    if kind == ASIDE:
        return SheetMapping(LEFT_OUT, reason="left out by the analyst", confidence=1.0)
    said = as_kind(sheet, kind) if kind in TABLES else SheetMapping(kind)
    return said if said.outputs else replace(said, recognised=kind, outputs=(Output(kind, ()),))


def _between(kinds: Sequence[str], key: str) -> str | None:
    """The answer where nothing decides between kinds; None where nothing is asked, or it is none of them."""
    if not kinds:
        return None
    st.warning("Nothing in the file decides what one row is.", icon=":material/help:")
    return st.radio("One row is most likely", kinds, index=None, format_func=_one_row, key=key)


def _any_kind(proposed: str, key: str) -> str:
    kinds = [*TABLES, *LOOKUPS, ASIDE]
    return st.selectbox("One row is", kinds, kinds.index(proposed), format_func=_one_row, key=key)


def _one_row(kind: str) -> str:
    return kind if kind == ASIDE else f"{({**TABLES, **LOOKUPS})[kind].one_row} ({kind})"


def _edited(sheet: Sheet, output: Output, key: str) -> Output:
    """The output after the analyst's corrections in its table of columns."""
    st.markdown(f"**Columns of {output.kind}**")
    text = st.column_config.TextColumn
    choice = st.column_config.SelectboxColumn
    rows = st.data_editor(
        columns(sheet, output),
        hide_index=True,
        placeholder="",
        key=f"{key}_{output.kind}",
        disabled=["column", "needed", "example", "note"],
        column_config={
            "column": text("Here", width="small"),
            "needed": st.column_config.CheckboxColumn("Needed", width="small"),
            "from": choice("Column of the file", options=[*sheet.columns, ROW]),
            "always": text("Or always", help="The same value in every row."),
            "read as": choice("Read as", options=_formats(output), help="Empty: found in the whole column."),
            "example": text("Example"),
            "note": text("Note"),
        },
    )
    return with_rows(output, rows)


def columns(sheet: Sheet, output: Output) -> pd.DataFrame:
    """The table that the analyst corrects: one row per canonical column, with where it comes from."""
    table = {**TABLES, **LOOKUPS}[output.kind]
    further = [take.to for take in output.takes if take.to not in {one.name for one in table.columns}]
    takes = {name: output.take(name) for name in [*(one.name for one in table.columns), *further]}
    return pd.DataFrame(
        {
            "column": list(takes),
            "needed": [name in table.required for name in takes],
            "from": [take.column if take else None for take in takes.values()],
            "always": [take.value if take else None for take in takes.values()],
            "read as": [(take.format or None) if take else None for take in takes.values()],
            "example": [_example(sheet, take) for take in takes.values()],
            "note": [_note(output, take) for take in takes.values()],
        },
        dtype=object,
    )


def with_rows(output: Output, rows: pd.DataFrame) -> Output:
    """The output as the corrected table says; what was not touched keeps all of its sources."""
    takes: list[Take] = []
    for row in rows.to_dict("records"):
        old = output.take(row["column"])
        column, value, read_as = (_filled(row[name]) for name in ("from", "always", "read as"))
        if old and (old.column, old.value, old.format or None) == (column, value, read_as):
            takes += output.sources(row["column"])
        elif column and old and old.column == column:
            takes += [replace(old, format=read_as or ""), *output.sources(row["column"])[1:]]
        elif column or value:
            takes.append(Take(row["column"], column, None if column else value, format=read_as or ""))
    return replace(output, takes=tuple(takes))


def with_outputs(found: SheetMapping, outputs: Sequence[Output]) -> SheetMapping:
    """The sheet with corrected outputs; questions about a corrected column are answered."""
    changed = {
        take.to
        for old, new in zip(found.outputs, outputs, strict=True)
        for take in {*old.takes} ^ {*new.takes}
    }
    open_ = tuple(one for one in found.questions if not any(to in one for to in changed))
    return replace(found, outputs=tuple(outputs), questions=open_)


def understood(sheet: Sheet, output: Output) -> pd.DataFrame:
    """The first rows of the sheet under the names they will have; texts, before they are read as values."""
    rows = sheet.sample[:_SHOWN_ROWS]
    places = {name: place for place, name in enumerate(sheet.columns)}
    shown: dict[str, list[str | None]] = {}
    for take in output.takes:
        cells = [_cell(take, row, number, places) for number, row in enumerate(rows, start=1)]
        kept = shown.get(take.to, [None] * len(rows))
        shown[take.to] = [first or cell for first, cell in zip(kept, cells, strict=True)]
    return pd.DataFrame(shown)


def _cell(take: Take, row: Sequence[str | None], number: int, places: dict[str, int]) -> str | None:
    if take.column == ROW:
        return str(number)
    parts = [row[places[name]] for name in (take.column, *take.also) if name in places]
    return take.value if take.column is None else "-".join(part or "" for part in parts) or None


def _example(sheet: Sheet, take: Take | None) -> str | None:
    if take is None or take.column not in sheet.columns:
        return None
    place = sheet.columns.index(str(take.column))
    return next((row[place] for row in sheet.sample if row[place]), None)


def _note(output: Output, take: Take | None) -> str | None:
    if take is None:
        return None
    others = [other.column or other.value or "" for other in output.sources(take.to)[1:]]
    parts = [take.note, f"at {take.path}" if take.path else "", f"else {', '.join(others)}" if others else ""]
    return "; ".join(part for part in parts if part) or None


def _formats(output: Output) -> list[str]:
    return list(dict.fromkeys([*FORMATS, *(take.format for take in output.takes if take.format)]))


def _filled(cell: object) -> str | None:
    return cell.strip() or None if isinstance(cell, str) else None
