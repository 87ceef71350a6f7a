"""One sheet becomes canonical rows: formats decided on whole columns, every row with its fate."""

from dataclasses import dataclass, field, replace
from pathlib import Path

from lib.intake import cases, clocks, currencies, feedback, formats, grain, observed
from lib.intake.currencies import NO_RATES, Rates
from lib.intake.personal import guard, withhold, without_people
from lib.intake.recognise import plain
from lib.intake.unnest import widened
from lib.model.errors import IntakeError
from lib.model.mapping import ROW, Output, SheetMapping, Take
from lib.model.sheets import Sheet
from lib.model.tables import COMPLETES
from lib.store.cells import FOLDED, Reading
from lib.store.convert import Converted, convert, table_of
from lib.store.draft import Draft
from lib.store.merging import Merged, fates, merge, reject
from lib.store.staging import Staged, load, unnest, without
from lib.store.words import forget_words, look_at_words

SQL = Path(__file__).with_name("sql")


@dataclass(slots=True)
class Account:
    """What became of one sheet. read = accepted + merged + rejected."""

    sheet: Sheet
    mapping: SheetMapping
    file_no: int
    read: int = 0
    merged: int = 0
    #: Rows of earlier files that this one corrected.
    changed: int = 0
    rejected: dict[str, int] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)
    staged: Staged | None = None
    currency: str | None = None
    #: Columns that name or reach people; they are not shown in rejected rows.
    secret: frozenset[str] = frozenset()

    @property
    def accepted(self) -> int:
        return self.read - self.merged - sum(self.rejected.values())

    @property
    def kind(self) -> str | None:
        """The canonical table that the first output feeds or completes."""
        kind = self.mapping.kind
        return COMPLETES.get(kind, kind) if kind else None

    def lose(self, reason: str, rows: int) -> None:
        """Count `rows` as rejected for `reason`."""
        if rows:
            self.rejected[reason] = self.rejected.get(reason, 0) + rows


def take_in(
    draft: Draft,
    sheet: Sheet,
    mapping: SheetMapping,
    file_no: int,
    zone: str,
    keys: tuple[bytes, bytes],
    rates: Rates = NO_RATES,
) -> Account:
    """Load, type, check and merge one sheet. Raises IntakeError where its text breaks its own dialect."""
    account = look_through(draft, sheet, mapping, file_no, rates)
    if not account.mapping.outputs or account.questions:
        refuse(draft, account, account.questions[0] if account.questions else account.mapping.reason)
        return account
    reading = Reading(account.sheet.columns, _stem(account.sheet), _zone(account, zone), keys)
    account.notes += clocks.notes(draft, _table(account), account.mapping.outputs, reading)
    account.notes += observed.notes(draft, _table(account), account.sheet, account.mapping.outputs)
    _store(draft, account, reading)
    forget_words(draft, _table(account))
    return account


def _zone(account: Account, zone: str) -> str:
    """The zone of times without an offset: that of the export, where it says one, or else of the drop."""
    times = [plain(take.column or "") for take in clocks.naive(account.mapping.outputs)]
    in_utc = bool(times) and all("utc" in name.split("_") for name in times)
    own = account.mapping.time_zone or ("UTC" if in_utc else zone)
    if own != zone:
        account.notes.append(
            f"its times without an offset were read as those of {own}, which is its own zone"
        )
    return own


def look_through(
    draft: Draft, sheet: Sheet, mapping: SheetMapping, file_no: int = 0, rates: Rates = NO_RATES
) -> Account:
    """Load a sheet and decide what only whole columns can say; what stays open is in `questions`."""
    sheet = without_people(draft, sheet)
    account = Account(sheet, mapping, file_no, notes=[*sheet.notes, *mapping.notes])
    account.staged = staged = load(draft, sheet)
    account.read = staged.read
    for reason, rows in staged.lost:
        account.lose(reason, rows)
    _reconcile(sheet, staged)
    sheet = _unnest(draft, account)
    mapping = _guard(draft, account)
    account.questions += mapping.questions
    if mapping.outputs and not mapping.questions:
        _set_aside(draft, account)
        account.mapping = _settle(draft, account)
        _value(draft, account, rates)
    return account


def _value(draft: Draft, account: Account, rates: Rates) -> None:
    """All amounts of a sheet in one currency, or the question what the others are worth."""
    reading = Reading(account.sheet.columns, "")
    found = currencies.settle(draft, _table(account), account.sheet, account.mapping, rates, reading)
    account.mapping = replace(account.mapping, outputs=found.outputs)
    account.currency = found.currency
    account.notes += found.notes
    account.questions += found.questions


def _guard(draft: Draft, account: Account) -> SheetMapping:
    """See to it that nothing of people is stored as it is; the mapping that holds to that."""
    staged = account.staged
    if staged is None:
        raise AssertionError("the sheet is loaded first")
    guarded = guard(draft, staged.table, account.sheet, staged.rows, account.mapping)
    account.mapping, account.secret = guarded.mapping, guarded.secret
    account.notes += guarded.notes
    if staged.lost and account.secret:
        withhold(draft, account.sheet)
    return guarded.mapping


def refuse(draft: Draft, account: Account, reason: str) -> None:
    """Reject every row of a sheet for one reason."""
    staged = account.staged
    rows = draft.count(staged.table) if staged else 0
    if staged is None or not rows:
        return
    draft.look_at(staged.table, "whole", row_no="row_no")
    draft.script(SQL / "refuse.sql", why=reason)
    _reject(draft, account, "refused", None)
    account.lose(reason, rows)


def _set_aside(draft: Draft, account: Account) -> None:
    """Reject the rows of which the export itself says that they do not count: deleted ones, tests."""
    columns = account.sheet.columns
    for aside in (one for one in account.mapping.asides if one.column in columns):
        at = columns.index(aside.column)
        draft.look_at(_table(account), "cells", row_no="row_no", cell=f"c{at}")
        values = [value.lower() for value in aside.values]
        begins = [value[:-1] for value in values if value.endswith("*")]
        draft.script(SQL / "set_aside.sql", values=values, begins=begins, why=aside.reason)
        if (rows := draft.count("aside")) and account.staged:
            _reject(draft, account, "aside", account.kind)
            account.lose(aside.reason, rows)
            without(draft, account.staged, "aside")


def _reconcile(sheet: Sheet, staged: Staged) -> None:
    """What was counted while reading must be what was loaded."""
    counted = sheet.rows + len(sheet.unreadable)
    if sheet.rows >= 0 and counted != staged.read:
        raise IntakeError(
            f"{sheet.name} holds {counted:,} rows, but {staged.read:,} were loaded; nothing was stored.",
            "Open it in the program it comes from, export it again as CSV (UTF-8) and upload that.",
        )


def _unnest(draft: Draft, account: Account) -> Sheet:
    """The sheet with a row for each element of its lists, where the mapping wants that; counted as such."""
    lists, sheet, staged = account.mapping.unnest, account.sheet, account.staged
    wide = widened(sheet, lists)
    if lists is None or staged is None or wide is sheet:
        return sheet
    longer = unnest(draft, staged, sheet.columns, lists)
    account.notes.append(
        f"{staged.rows:,} rows of the file hold lists in {lists.column!r}: each element was read as a row of"
        f" its own, {longer.rows:,} in all"
    )
    account.read += longer.rows - staged.rows
    account.staged, account.sheet = longer, wide
    return wide


def _stem(sheet: Sheet) -> str:
    """What begins the ids made for rows of this sheet: the same for the same file, and for no other."""
    return f"{plain(Path(sheet.name).stem) or 'file'}-{sheet.sha256[:6]}"


def _settle(draft: Draft, account: Account) -> SheetMapping:
    """Everything that only the whole column can say: formats, scales, directions."""
    outputs: list[Output] = []
    for output in account.mapping.outputs:
        if output.kind == "feedback":
            settled = feedback.settle(draft, _table(account), account.sheet, output)
            account.notes += settled.notes
            account.questions += settled.questions
            outputs += settled.outputs
        else:
            outputs.append(output)
    found = formats.decide(draft, _table(account), account.sheet, outputs)
    account.notes += found.notes
    account.questions += found.questions
    made = replace(account.mapping, outputs=tuple(found.into(output) for output in outputs))
    grained = grain.settle(draft, _table(account), account.sheet, made)
    account.notes += grained.notes
    account.questions += grained.questions
    whole = tuple(_with_ids(output) for output in grained.outputs)
    return replace(account.mapping, outputs=whole or account.mapping.outputs)


def _table(account: Account) -> str:
    if account.staged is None:
        raise AssertionError("the sheet is loaded first")
    return account.staged.table


def _with_ids(output: Output) -> Output:
    """Ids that a file lacks, wholly or in some rows, are made from the place of the row."""
    table = table_of(output.kind)
    free = [name for name in table.key if table.column(name).type == "id" and not table.column(name).required]
    lacking = [name for name in free if not any(take.column == ROW for take in output.sources(name))]
    return replace(output, takes=(*output.takes, *(Take(name, ROW) for name in lacking)))


def _store(draft: Draft, account: Account, reading: Reading) -> None:
    """Convert and merge every output, then settle the fate of every row."""
    done: list[Merged] = []
    outputs = account.mapping.outputs
    answering = [_answers(account, output) for output in outputs]
    alone = sum(answering) == 1 and not outputs[0].only and not outputs[0].unless
    for output in outputs:
        _note_spellings(draft, account, output)
        first = not done or output.only is not None
        converted = convert(draft, _table(account), output, reading, first=first)
        _note_order_people(draft, converted)
        merged = merge(draft, converted, account.file_no, alone=alone and not done)
        done.append(merged)
        _note(account, output, merged)
    if account.kind == "tickets":
        account.notes += cases.notes(draft, _table(account), account.sheet, account.file_no)
    whole = [(o, m) for o, m, own in zip(outputs, done, answering, strict=True) if own]
    keys = [f"c{account.sheet.columns.index(o.per)}" if o.per else None for o, _ in whole]
    lost, account.merged = fates(draft, _table(account), [merged for _, merged in whole], keys)
    draft.look_at(lost, "lost", row_no="row_no", why="why")
    for row in draft.query(SQL / "reasons.sql").itertuples():
        account.lose(str(row.why), int(row.n))
    if len(whole) > 1:
        _note_missed(draft, account, [(o, m) for o, m in whole if not o.per and o.kind == "feedback"])
    _reject(draft, account, lost, account.kind)
    draft.drop(lost, *(name for one in done for name in (one.converted.table, one.twins) if name))


def _note_missed(draft: Draft, account: Account, whole: list[tuple[Output, Merged]]) -> None:
    """Say which questions have answers that could not be taken, where the rows were for another question."""
    for output, merged in whole:
        score = output.take("score")
        draft.look_at(merged.converted.table, "made", row_no="row_no", why="why")
        for row in draft.query(SQL / "missed.sql").itertuples():
            account.notes.append(
                f"{row.n:,} answers to {(score.column if score else '')!r} are left out: {row.why}"
            )


def _answers(account: Account, output: Output) -> bool:
    """Whether an output decides the fate of rows: of the first kind, or of rows that are its own.

    What comes beside it (links, profiles) is extra.
    """
    return output.kind == account.mapping.kind or output.only is not None


def _note_order_people(draft: Draft, converted: Converted) -> None:
    """Two files may know one order by two ids of its customer; merging keeps one of them."""
    if converted.kind == "orders" and "customer_id" in converted.columns and draft.count("orders"):
        draft.look_at(converted.table, "coming", order_id="order_id", customer_id="customer_id")
        draft.script(SQL / "order_people.sql")


def _reject(draft: Draft, account: Account, lost: str, kind: str | None) -> None:
    """Keep lost rows for download, without what names or reaches people."""
    columns = account.sheet.columns
    shown = [column for column in columns if column not in account.secret]
    reject(draft, _table(account), columns, shown, lost, account.sheet.name, kind)


def reject_late(draft: Draft, account: Account) -> None:
    """Reject the rows of table `late` that are this sheet's, where its first output lost them."""
    kind = account.mapping.kind
    if kind is None or account.staged is None or account.mapping.outputs[0].per:
        return
    draft.script(SQL / "late_of_file.sql", file_no=account.file_no, kind=kind)
    for row in draft.query(SQL / "late_reasons.sql").itertuples():
        account.lose(str(row.why), int(row.n))
    _reject(draft, account, "late_of_file", account.kind)


def _note_spellings(draft: Draft, account: Account, output: Output) -> None:
    for take in output.takes:
        if take.to not in FOLDED or take.column not in account.sheet.columns or take.path:
            continue
        look_at_words(draft, _table(account), f"c{account.sheet.columns.index(take.column)}")
        for row in draft.query(SQL / "spellings.sql").itertuples():
            account.notes.append(f"{take.to}: {row.spellings} became {row.word!r}")


def _note(account: Account, output: Output, merged: Merged) -> None:
    for column, cells in merged.converted.unreadable:
        account.notes.append(
            f"{cells:,} cells of {output.kind}.{column} could not be read and count as unknown"
        )
    if merged.changed:
        account.changed += merged.changed
        account.notes.append(
            f"{merged.changed:,} rows of {output.kind} that were there already got newer cells"
        )
    if merged.conflicts and output.kind != "identities":
        first = "the first row" if output.kind == "events" else "the last filled cells"
        account.notes.append(
            f"{merged.conflicts:,} keys of {output.kind} came with different rows; {first} stand"
        )
    if output.take(table_of(output.kind).key[0] if table_of(output.kind).key else "") and _made_ids(output):
        account.notes.append(f"{output.kind} have no id in this file: equal rows are kept, each counts")


def _made_ids(output: Output) -> bool:
    key = table_of(output.kind).key
    sources = [output.sources(name) for name in key]
    return any(takes and all(take.column == ROW for take in takes) for takes in sources)
