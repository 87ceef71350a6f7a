"""A mapping for a whole drop: each sheet recognised, the analyst's decisions laid over the proposals."""

from collections.abc import Sequence
from dataclasses import replace

from lib.intake.learned import recall
from lib.intake.mapping_file import sheet_for, with_formats
from lib.intake.recognise import recognise
from lib.intake.recognisers.generic import as_kind
from lib.intake.unnest import widened
from lib.model.errors import IntakeError
from lib.model.mapping import ROW, Mapping, SheetMapping
from lib.model.sheets import Sheet


def propose(sheets: Sequence[Sheet], kind: str | None = None, given: Mapping | None = None) -> Mapping:
    """How every sheet would be read; `kind` makes all of them that canonical table.

    What `given` says of a sheet (by name or pattern) stands over what was remembered of its shape, and that
    over what is recognised. Formats that are not
    given stay empty: they are decided over the whole column while the file is taken in.
    """
    mapping = given or Mapping()
    return replace(
        mapping,
        sheets={sheet.name: _of_sheet(sheet, kind, sheet_for(given, sheet.name)) for sheet in sheets},
    )


def _of_sheet(sheet: Sheet, kind: str | None, given: SheetMapping | None) -> SheetMapping:
    if given is None:
        return as_kind(sheet, kind) if kind else recall(sheet) or recognise(sheet)
    if given.outputs or given.confidence:
        _check_columns(sheet, given)
        return with_formats(given)
    wanted = kind or given.given_kind
    found = as_kind(sheet, wanted) if wanted else recognise(sheet)
    asides = (*found.asides, *given.asides)
    zone = given.time_zone or found.time_zone
    found = replace(found, keep=given.keep, asides=asides, time_zone=zone)
    _check_columns(sheet, replace(found, outputs=()))
    return decide(sheet, found, given)


def decide(sheet: Sheet, found: SheetMapping, given: SheetMapping) -> SheetMapping:
    """The formats and single columns that `given` names, laid over those proposed.

    The questions that they answer fall away. Raises IntakeError for a column that the sheet has not.
    """
    found = replace(found, formats=found.formats | given.formats)
    return with_formats(_with_columns(sheet, found, given))


def _with_columns(sheet: Sheet, found: SheetMapping, given: SheetMapping) -> SheetMapping:
    """Single columns that the analyst named, put over those proposed; the questions they answer fall away."""
    if not found.outputs or not given.decided:
        return found
    decided = {take.to for take in given.decided}
    first = found.outputs[0]
    kept = tuple(take for take in first.takes if take.to not in decided)
    whole = replace(
        found,
        outputs=(replace(first, takes=kept + given.decided), *found.outputs[1:]),
        questions=tuple(
            question for question in found.questions if not any(to in question for to in decided)
        ),
    )
    _check_columns(sheet, whole)
    return whole


def _check_columns(sheet: Sheet, mapping: SheetMapping) -> None:
    """Every column that a mapping names must be in the sheet."""
    wide = widened(sheet, mapping.unnest)
    for output in mapping.outputs:
        named = [column for take in output.takes for column in (take.column, *take.also)]
        named += [output.per, output.only[0] if output.only else None]
        named += [column for column, _ in output.unless]
        _must_have(wide, named)
    _must_have(wide, [aside.column for aside in mapping.asides])


def _must_have(sheet: Sheet, columns: Sequence[str | None]) -> None:
    for column in columns:
        if column not in (None, ROW, *sheet.columns):
            raise IntakeError.unknown(f"column in {sheet.name}", column, sheet.columns)
