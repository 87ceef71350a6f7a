"""What in a sheet names or reaches people, by header and by content: left out, masked, or kept on purpose."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from lib.intake.recognise import plain
from lib.intake.recognisers.columns import is_private
from lib.intake.recognisers.words import EMAIL, PHONE
from lib.model.errors import IntakeError
from lib.model.figures import share
from lib.model.mapping import ROW, Output, SheetMapping, Take
from lib.model.sheets import Sheet
from lib.store.cells import KEPT, MASK, PEOPLE
from lib.store.convert import is_name, table_of
from lib.store.draft import Draft
from lib.store.staging import spread

SQL = Path(__file__).with_name("sql")
#: Rows that are looked at, spread through the file.
LOOKED_AT = 2_000
#: From this share of its cells on a column is one of addresses, numbers or names.
MANY = 0.1
MANY_NAMES = 0.6
KINDS = {
    "mails": "e-mail addresses",
    "phones": "phone numbers",
    "machines": "addresses of machines (IP)",
    "streets": "street addresses",
    "names": "names of people",
}
#: What people wrote is masked word by word.
FREE_TEXT = frozenset({"comment", "question", "reason"})
WITHHELD = "not kept: the file names people"


@dataclass(slots=True)
class Look:
    """What a column holds: the share of its cells by kind, where there is any."""

    shares: dict[str, float] = field(default_factory=dict)
    #: The same few words again and again: in a column of things these are no names of people.
    repeats: bool = False

    @property
    def named(self) -> bool:
        """Whether the cells are names, in a column that says who somebody is."""
        return self.shares.get("names", 0.0) >= MANY_NAMES

    def most(self, kinds: Iterable[str] = tuple(KINDS)) -> tuple[str, float] | None:
        """The kind that makes this a column of people, with its share; None where there is none."""
        kinds = [kind for kind in kinds if kind != "names" or not self.repeats]
        found = [(self.shares.get(kind, 0.0), kind) for kind in kinds]
        held = [(part, kind) for part, kind in found if part >= (MANY_NAMES if kind == "names" else MANY)]
        return (max(held)[1], max(held)[0]) if held else None


@dataclass(frozen=True, slots=True)
class Guarded:
    """A mapping that stores nothing of people as it is but what the analyst keeps; what to know of it."""

    mapping: SheetMapping
    #: Columns that name or reach people: never shown, not in rejected rows either.
    secret: frozenset[str]
    notes: tuple[str, ...] = ()


def guard(draft: Draft, table: str, sheet: Sheet, rows: int, mapping: SheetMapping) -> Guarded:
    """Look at every column of the staged `table` and decide how it may be taken.

    Raises IntakeError where the mapping keeps a column that the sheet does not have.
    """
    for column in mapping.keep:
        if column not in sheet.columns:
            raise IntakeError.unknown(f"column to keep in {sheet.name}", column, sheet.columns)
    looks = _looks(draft, table, sheet, rows)
    notes: list[str] = []
    named = _by_address(mapping.outputs, looks, notes)
    outputs = tuple(_guarded(output, looks, mapping.keep, notes) for output in named)
    outputs = _with_kept(outputs, mapping.keep)
    if mapping.keep and outputs:
        notes.append(f"kept on purpose, as they are: {', '.join(mapping.keep)}")
    who = {take.column for output in mapping.outputs for take in output.takes if take.to in PEOPLE}
    secret = frozenset(
        column
        for column, look in looks.items()
        if is_private(plain(column)) or look.most() or (column in who and look.shares.get("names"))
    )
    open_ = _shown(outputs) | set(mapping.keep)
    return Guarded(replace(mapping, outputs=outputs), secret - open_, tuple(dict.fromkeys(notes)))


def without_people(draft: Draft, sheet: Sheet) -> Sheet:
    """The sheet with masked texts in the lines that were set aside: reports show them."""
    asides = tuple(
        replace(aside, text=str(draft.query(SQL / "masked.sql", text=aside.text)["text"].iloc[0]))
        for aside in sheet.asides
    )
    return replace(sheet, asides=asides)


def withhold(draft: Draft, sheet: Sheet) -> None:
    """Forget the text of lines that could not be read as rows."""
    draft.script(SQL / "withhold.sql", file=sheet.name, said=WITHHELD)


def _looks(draft: Draft, table: str, sheet: Sheet, rows: int) -> dict[str, Look]:
    """What every column holds, by some of its rows."""
    spread(draft, table, max(1, rows // LOOKED_AT))
    found = {str(row["name"]): row for row in draft.query(SQL / "looks.sql").to_dict("records")}
    return {column: _look(found.get(f"c{at}", {})) for at, column in enumerate(sheet.columns)}


def _look(counts: Mapping[Hashable, Any]) -> Look:
    n = int(counts.get("n", 0))
    shares = {kind: int(counts[kind]) / n for kind in KINDS if n and int(counts[kind])}
    return Look(shares, repeats=bool(n) and int(counts["different"]) < n / 2)


def _by_address(outputs: tuple[Output, ...], looks: dict[str, Look], notes: list[str]) -> tuple[Output, ...]:
    """Customers whose ids are names are known by their address instead, where the sheet has one."""
    who = next((take for output in outputs if (take := output.take("customer_id"))), None)
    if who is None or who.column not in looks or not looks[who.column].named:
        return outputs
    mail = next((one.take("anonymous_id") for one in outputs if _is_of_addresses(one)), None)
    if mail is None:
        notes.append(f"{who.column!r} holds names of people: people of one name count as one customer")
        return outputs
    notes.append(f"{who.column!r} holds names of people: customers are known by {mail.column!r} instead")
    kept = [output for output in outputs if output.take("anonymous_id") != mail]
    return tuple(_known_by(output, who, replace(mail, to="customer_id")) for output in kept)


def _is_of_addresses(output: Output) -> bool:
    take = output.take("anonymous_id")
    return take is not None and plain(take.column or "") in EMAIL


def _known_by(output: Output, who: Take, mail: Take) -> Output:
    return replace(output, takes=tuple(mail if take == who else take for take in output.takes))


def _guarded(output: Output, looks: dict[str, Look], keep: Sequence[str], notes: list[str]) -> Output:
    """The output with takes that may be stored."""
    types = {column.name: column for column in table_of(output.kind).columns}
    takes: list[Take] = []
    for take in output.takes:
        column = take.column
        type_ = types[take.to].type if take.to in types else "text"
        if column is None or column == ROW or type_ not in ("text", "id") or take.to in FREE_TEXT:
            takes.append(take)
        elif take.to in PEOPLE:
            takes.append(_person(take, column))
        elif column in keep:
            takes.append(replace(take, format=KEPT))
        else:
            required = take.to in types and types[take.to].required
            takes += _thing(take, looks[column], take.to not in types, required, notes)
    return replace(output, takes=tuple(takes))


def _person(take: Take, column: str) -> Take:
    """Who: read by what the header says, unless that is settled already."""
    name = plain(column)
    if take.format or not is_private(name):
        return take
    if take.to == "anonymous_id" and name in (*EMAIL, *PHONE):
        return replace(take, format="email" if name in EMAIL else "phone")
    return replace(take, format="personal")


def _thing(take: Take, look: Look, attribute: bool, required: bool, notes: list[str]) -> list[Take]:
    """What else a row says: left out or masked where it is full of people, masked where a few are in it."""
    column = str(take.column)
    if attribute and is_private(plain(column)):
        notes.append(f"{column!r} was not taken over: it names or reaches people {_keep(column)}")
        return []
    id_ = take.to.endswith("_id")
    kinds = [kind for kind in KINDS if attribute or (kind != "names" and not (id_ and kind == "phones"))]
    if (most := look.most(kinds)) is not None:
        if take.path is not None:
            # the whole cell was looked at, of which this is only a part
            return [take if take.format else replace(take, format=MASK)]
        kind, part = most
        said = f"{column!r} holds {KINDS[kind]} ({share(part)} of its cells)"
        if required:
            notes.append(f"{said}: masked {_keep(column)}")
            return [replace(take, format=MASK)]
        notes.append(f"{said}: not taken over as {take.to} {_keep(column)}")
        return []
    some = any(look.shares.get(kind) for kind in ("mails", "phones", "machines"))
    return [replace(take, format=MASK)] if some and not take.format and not id_ else [take]


def _keep(column: str) -> str:
    return f'(to keep it on purpose: keep = ["{column}"])'


def _with_kept(outputs: tuple[Output, ...], keep: Sequence[str]) -> tuple[Output, ...]:
    """Kept columns that nothing takes become attributes of the customers in this sheet."""
    taken = {take.column for output in outputs for take in output.takes if take.to not in PEOPLE}
    missing = [column for column in keep if column not in taken and is_name(plain(column))]
    source = next((output for output in outputs if output.take("customer_id")), None)
    if not missing or source is None:
        return outputs
    kept = tuple(Take(plain(column), column, format=KEPT) for column in missing)
    if known := next((output for output in outputs if output.kind == "customers"), None):
        return tuple(replace(one, takes=(*one.takes, *kept)) if one is known else one for one in outputs)
    return (*outputs, Output("customers", (*source.sources("customer_id"), *kept)))


def _shown(outputs: Sequence[Output]) -> set[str]:
    """Columns that are stored as they are."""
    return {
        str(take.column)
        for output in outputs
        for take in output.takes
        if take.to not in PEOPLE and take.format != MASK
    }
