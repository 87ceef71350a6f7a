"""What was recognised in a drop, sheet by sheet, and the analyst's corrections to it."""

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd
import streamlit as st

from lib.intake import learned
from lib.intake.asking import in_words
from lib.intake.currencies import Rates
from lib.intake.importing import survey
from lib.intake.propose import propose
from lib.intake.recognise import BY_HAND
from lib.intake.recognisers.columns import matched
from lib.intake.recognisers.generic import as_kind
from lib.intake.taking import Refused
from lib.intake.unnest import widened
from lib.model import figures
from lib.model.mapping import ROW, Mapping, Output, SheetMapping, Take
from lib.model.sheets import Sheet
from lib.model.tables import LOOKUPS, TABLES
from lib.ui import changing, question_controls
from lib.ui.upload import Drop
from lib.ui.words import escaped

ASIDE, OTHER = "(leave out)", "something else"
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
    rates = Rates(proposed.currency, proposed.rates)
    reviewed = {
        sheet.name: _sheet(sheet, proposed.sheets[sheet.name], rates, f"{drop.id}_{place}")
        for place, sheet in enumerate(sheets)
    }
    return sheets, refused, replace(proposed, sheets=reviewed)


def _sheet(sheet: Sheet, found: SheetMapping, rates: Rates, key: str) -> SheetMapping:
    """One sheet: its questions first, then what it was taken for and its columns, for correction."""
    questions = st.container()
    icon = ":material/check_circle:" if found.outputs else ":material/help:"
    rows = f", {figures.count(sheet.rows)} rows" if sheet.rows >= 0 else ""
    title = f"{escaped(sheet.name)}: {escaped(found.recognised)}{rows}"
    details = st.expander(title, expanded=not found.outputs, icon=icon)
    with details:
        _why(found)
        _forgettable(sheet, found, key)
        chosen = _kind(sheet, found, key)
    with questions:
        answers = question_controls.ask(sheet, chosen, rates, key)
    with details:
        if not chosen.outputs:
            _raw(sheet)
            return answers.into(chosen)
        sheet = widened(sheet, chosen.unnest)
        outputs = tuple(_edited(sheet, one, f"{key}_{place}") for place, one in enumerate(chosen.outputs))
        _understood(sheet, outputs[0])
    return answers.into(with_outputs(chosen, outputs))


def _raw(sheet: Sheet) -> None:
    """The first rows as they are in the file, for whoever has to say what they are."""
    st.caption("The first rows of the file")
    rows = [dict(zip(sheet.columns, row, strict=False)) for row in sheet.sample[:_SHOWN_ROWS]]
    st.dataframe(pd.DataFrame(rows, columns=list(sheet.columns), dtype=object), hide_index=True)


def _understood(sheet: Sheet, output: Output) -> None:
    """The first rows as they will be taken, and what a row still lacks."""
    if missing := lacking(output):
        _raw(sheet)
        st.warning(
            f"Still needed: {', '.join(missing)}. Choose a column of the file for each.",
            icon=":material/rule:",
        )
        return
    st.caption("The first rows as they will be understood")
    st.dataframe(understood(sheet, output), hide_index=True)


def lacking(output: Output) -> list[str]:
    """The canonical columns that a row must have and that come from nowhere yet."""
    required = {**TABLES, **LOOKUPS}[output.kind].required
    ends = {"scale_min", "scale_max"} if output.kind == "feedback" else set()
    return [name for name in required if output.take(name) is None and name not in ends]


def _why(found: SheetMapping) -> None:
    sure = f" Confidence {figures.share(found.confidence, 0)}." if found.outputs else ""
    why = in_words(found.reason).rstrip(".")
    st.caption(escaped(f"{why[:1].upper()}{why[1:]}.{sure} {' '.join(found.notes)}"))


def _forgettable(sheet: Sheet, found: SheetMapping, key: str) -> None:
    """A button that lets go of a remembered mapping, where this is one."""
    if found.recognised.endswith(learned.AS_BEFORE) and (shape := learned.shape(sheet)):
        st.button(
            "Forget this mapping",
            icon=":material/history:",
            key=f"{key}_forget",
            on_click=changing.attempt,
            args=(changing.forget, shape),
            help="The file is recognised by itself again.",
        )


def _kind(sheet: Sheet, found: SheetMapping, key: str) -> SheetMapping:
    """The mapping for the kind that the analyst says the sheet is; the proposal where that is the same."""
    if likely := found.could_be:
        picked = st.radio(
            "One row is", [*likely, OTHER], index=None, format_func=_one_row, key=f"{key}_likely"
        )
        if picked != OTHER:
            return as_kind(sheet, picked) if picked else found
    options = [*TABLES, *LOOKUPS, ASIDE]
    proposed = found.kind or ASIDE
    kind = st.selectbox(
        "One row is", options, options.index(proposed), format_func=_one_row, key=f"{key}_kind"
    )
    if kind == proposed:
        return found
    if kind == ASIDE:
        return SheetMapping("left out", reason="left out by the analyst", confidence=1.0)
    return by_hand(sheet, kind)


def by_hand(sheet: Sheet, kind: str) -> SheetMapping:
    """The mapping of a sheet as `kind` on the analyst's word, with every column that can be found by name."""
    said = as_kind(sheet, kind) if kind in TABLES else SheetMapping(kind)
    if said.outputs:
        return said
    takes = tuple(Take(to, column) for to, column in matched(sheet, kind).items()) if kind in TABLES else ()
    name = f"{kind.replace('_', ' ')} {BY_HAND}"
    return replace(said, recognised=name, outputs=(Output(kind, takes),), confidence=1.0)


def _one_row(kind: str) -> str:
    return kind if kind in (ASIDE, OTHER) else f"{({**TABLES, **LOOKUPS})[kind].one_row} ({kind})"


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
