"""Mappings that were made by hand, kept for the next file of the same shape.

A shape is the set of a sheet's column names, whatever their order, case and signs. What the analyst decided
(not what was found in the values of one file) lies as TOML under `mappings` in the home of the datasets.
"""

import hashlib
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import tomli_w

from lib.intake.mapping_file import from_toml, sheet_for, to_toml
from lib.intake.recognise import plain, recognise
from lib.model.errors import IntakeError
from lib.model.mapping import ROW, Mapping, Output, SetAside, SheetMapping, Take
from lib.model.sheets import Sheet
from lib.store import catalog

#: Stands behind what a sheet was recognised as, where its mapping was remembered.
AS_BEFORE = ", as you mapped it before"


@dataclass(frozen=True, slots=True)
class Learned:
    """One remembered mapping: the file it was made for, when, and what becomes of such files."""

    shape: str
    file: str
    on: str
    columns: int
    mapping: SheetMapping


def shape(sheet: Sheet) -> str | None:
    """The fingerprint of a sheet's columns, 16 hex digits; None where two of them are called alike."""
    names = sorted(plain(column) for column in sheet.columns)
    if not sheet.has_header or len(names) != len(set(names)):
        return None
    return hashlib.sha256("\n".join(names).encode()).hexdigest()[:16]


def remember(sheet: Sheet, mapping: SheetMapping) -> bool:
    """Keep a mapping that was made by hand; whether there was anything to keep."""
    key = shape(sheet)
    if key is None or not mapping.outputs or mapping.questions or same(mapping, recognise(sheet)):
        return False
    kept = replace(mapping, recognised=mapping.recognised.removesuffix(AS_BEFORE), reason="")
    text = to_toml(Mapping(sheets={"sheet": kept}))
    about = {"file": sheet.name, "on": datetime.now(UTC).date().isoformat(), "columns": len(sheet.columns)}
    _folder().mkdir(parents=True, exist_ok=True)
    draft = _folder() / f"{key}.part"
    draft.write_text(tomli_w.dumps({"about": about, "mapping": text}), encoding="utf-8")
    draft.replace(_folder() / f"{key}.toml")
    return True


def remember_all(sheets: Iterable[Sheet], made: Mapping, before: Mapping | None) -> None:
    """Keep what was decided by hand, but for what the last mapping of the dataset said already."""
    for sheet in sheets:
        mapping, old = made.sheets.get(sheet.name), sheet_for(before, sheet.name)
        if mapping and not (old and same(mapping, old)):
            remember(sheet, mapping)


def recall(sheet: Sheet) -> SheetMapping | None:
    """The remembered mapping of a sheet's shape in the sheet's own spelling, or None."""
    key = shape(sheet)
    found = _read(_folder() / f"{key}.toml") if key else None
    if found is None:
        return None
    made = respelt(found.mapping, {plain(column): column for column in sheet.columns})
    return replace(
        made,
        recognised=f"{made.recognised}{AS_BEFORE}",
        reason=f"the {found.columns} columns of {found.file}, which you mapped on {found.on}",
        confidence=1.0,
        notes=(f"to have it recognised afresh: throughline mappings --forget {found.shape}",),
    )


def forget(key: str) -> None:
    """Let go of a remembered mapping. Raises IntakeError with the known ones where it is not there."""
    if key not in {one.shape for one in learned()}:
        raise IntakeError.unknown("remembered mapping", key, [one.shape for one in learned()])
    (_folder() / f"{key}.toml").unlink()


def learned() -> list[Learned]:
    """Every remembered mapping that can be read, the latest first."""
    found = [one for path in _folder().glob("*.toml") if (one := _read(path))]
    return sorted(found, key=lambda one: (one.on, one.file, one.shape), reverse=True)


def same(one: SheetMapping, other: SheetMapping) -> bool:
    """Whether two mappings read a sheet alike, whatever they say of themselves."""
    return _said(one) == _said(other)


def _said(mapping: SheetMapping) -> tuple[object, ...]:
    bare = [
        replace(output, takes=tuple(replace(take, note="") for take in output.takes))
        for output in mapping.outputs
    ]
    return tuple(bare), mapping.asides, mapping.keep


def respelt(mapping: SheetMapping, named: dict[str, str]) -> SheetMapping:
    """The mapping with its columns as `named` (plain name -> name in the sheet) spells them."""

    def name(column: str) -> str:
        return column if column == ROW else named.get(plain(column), column)

    return replace(
        mapping,
        outputs=tuple(_output(output, name) for output in mapping.outputs),
        formats={name(column): way for column, way in mapping.formats.items()},
        keep=tuple(name(column) for column in mapping.keep),
        asides=tuple(SetAside(name(one.column), one.values, one.reason) for one in mapping.asides),
    )


def _output(output: Output, name: Callable[[str], str]) -> Output:
    return replace(
        output,
        takes=tuple(_take(take, name) for take in output.takes),
        per=name(output.per) if output.per else None,
        only=(name(output.only[0]), output.only[1]) if output.only else None,
        unless=tuple((name(column), values) for column, values in output.unless),
    )


def _take(take: Take, name: Callable[[str], str]) -> Take:
    return replace(take, column=name(take.column) if take.column else None, also=tuple(map(name, take.also)))


def _folder() -> Path:
    return catalog.home() / "mappings"


def _read(path: Path) -> Learned | None:
    """One remembered mapping; None where it is not there, or an older version wrote it otherwise."""
    try:
        said = tomllib.loads(path.read_text("utf-8"))
        about = said["about"]
        mapping = from_toml(said["mapping"]).sheets["sheet"]
    except (OSError, tomllib.TOMLDecodeError, KeyError, TypeError, IntakeError):
        return None
    return Learned(path.stem, str(about["file"]), str(about["on"]), int(about["columns"]), mapping)
