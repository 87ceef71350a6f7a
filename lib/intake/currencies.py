"""The currency of a sheet's amounts: one, or several that a table of rates makes one; never just added up."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pandas as pd

from lib.intake.recognise import plain
from lib.model.mapping import Output, SheetMapping, Take
from lib.model.sheets import Sheet
from lib.store.cells import Reading
from lib.store.convert import table_of
from lib.store.draft import Draft
from lib.store.worth import convert_column, count_currencies, weigh

SQL = Path(__file__).with_name("sql")
NAMES = ("currency", "currency_code", "presentment_currency", "order_currency", "waehrung", "währung")
#: What an amount says besides how it is read.
MEANINGS = ("line_total",)


@dataclass(frozen=True, slots=True)
class Rates:
    """The currency of the dataset, and (month or "", currency) -> what one unit is worth in it."""

    currency: str = "EUR"
    worth: dict[tuple[str, str], str] = field(default_factory=dict)


NO_RATES = Rates()


@dataclass(frozen=True, slots=True)
class OneCurrency:
    """The outputs with their amounts in one currency, None where nothing says which."""

    currency: str | None
    outputs: tuple[Output, ...]
    notes: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()


def settle(
    draft: Draft, staged: str, sheet: Sheet, mapping: SheetMapping, rates: Rates, reading: Reading
) -> OneCurrency:
    """Which currency the amounts of a sheet are in; with rates, all of them in that of the dataset."""
    amounts = _amounts(sheet, mapping.outputs)
    if not amounts:
        return OneCurrency(mapping.currency or None, mapping.outputs)
    column = _column(sheet, mapping.outputs)
    count_currencies(draft, staged, reading, _said(column, mapping), amounts, rates.currency)
    found = {str(row.currency): int(row.n) for row in draft.query(SQL / "currencies.sql").itertuples()}
    foreign = [currency for currency in found if currency != rates.currency]
    if rates.worth and foreign:
        return _converted(draft, staged, mapping, rates, reading, column, amounts)
    if len(found) > 1:
        return OneCurrency(None, mapping.outputs, questions=(_ask(column, found, rates),))
    only = next(iter(found), None)
    signs = only and column is None and not mapping.currency
    notes = (f"the amounts are in {only}, as the signs beside them say",) if signs else ()
    return OneCurrency(only, mapping.outputs, notes)


def _amounts(sheet: Sheet, outputs: Sequence[Output]) -> list[Take]:
    """The columns that hold money, each once for each way of reading it."""
    found: dict[tuple[str | None, str | None], Take] = {}
    for output in outputs:
        money = {column.name for column in table_of(output.kind).columns if column.type == "money"}
        for take in output.takes:
            if take.to in money and take.column in sheet.columns:
                found.setdefault((take.column, take.path), take)
    return list(found.values())


def _column(sheet: Sheet, outputs: Sequence[Output]) -> str | None:
    """The column that names the currency: by its name, or as the companion of an amount that is taken."""
    named = {plain(column): column for column in reversed(sheet.columns)}
    taken = [plain(take.column or "") for output in outputs for take in output.takes]
    beside = [one.removesuffix("_amount") + "_currency_code" for one in taken if one.endswith("_amount")]
    return next((named[one] for one in [*(n for n in named if n in NAMES), *beside] if one in named), None)


def _said(column: str | None, mapping: SheetMapping) -> Take | None:
    """Where the currency of a row stands; None where only the signs of the amounts tell."""
    if column is not None:
        return Take("currency", column)
    return Take("currency", value=mapping.currency) if mapping.currency else None


def _ask(column: str | None, found: dict[str, int], rates: Rates) -> str:
    names = ", ".join(f"{currency} {n:,}" for currency, n in found.items())
    holder = f"{column!r} holds" if column else "the amounts are in"
    return (
        f"{holder} several currencies ({names}), which are never added up."
        f" Export one currency at a time, or say in the mapping what each is worth:\n{_lines(found, rates)}"
    )


def _lines(currencies: Iterable[str], rates: Rates) -> str:
    lines = [f"{one} = <what 1 {one} is in {rates.currency}>" for one in currencies if one != rates.currency]
    return "\n".join([f'currency = "{rates.currency}"', "[rates]", *lines])


def _converted(
    draft: Draft,
    staged: str,
    mapping: SheetMapping,
    rates: Rates,
    reading: Reading,
    column: str | None,
    amounts: Sequence[Take],
) -> OneCurrency:
    """Every amount in the currency of the dataset, each conversion told; refused where a rate is missing."""
    if any(take.path for take in amounts):
        said = f"{column!r} holds another currency, and its amounts within JSON cannot be converted"
        return OneCurrency(None, mapping.outputs, questions=(f"{said}. Export one currency at a time",))
    worth = [(month, currency, rate) for (month, currency), rate in rates.worth.items()]
    draft.frame("rates", pd.DataFrame(worth, columns=["month", "currency", "rate"], dtype="str"))
    missing = weigh(draft, staged, reading, _said(column, mapping), amounts, _moment(mapping), rates.currency)
    if missing:
        names = ", ".join(f"{currency} {month}".strip() for currency, month in missing)
        lines = _lines(dict.fromkeys(currency for currency, _ in missing), rates)
        question = f"there is no rate for {names}. Say in the mapping what each is worth:\n{lines}"
        return OneCurrency(None, mapping.outputs, questions=(question,))
    notes = [note for take in amounts for note in _convert(draft, staged, reading, take, rates.currency)]
    columns = {take.column for take in amounts}
    outputs = tuple(_read_anew(output, columns) for output in mapping.outputs)
    return OneCurrency(rates.currency, outputs, tuple(notes))


def _moment(mapping: SheetMapping) -> Take | None:
    """The time that says which month's rate holds: that which a row must have."""
    for output in mapping.outputs:
        for column in table_of(output.kind).columns:
            take = output.take(column.name)
            if column.required and column.type in ("timestamp", "date") and take and take.column:
                return take
    return None


def _convert(draft: Draft, staged: str, reading: Reading, take: Take, to: str) -> Iterator[str]:
    for one in convert_column(draft, staged, reading, take, to):
        run = one.low if one.low == one.high else f"{one.low} to {one.high}"
        yield (
            f"{take.column}: {one.amounts:,} amounts in {one.currency} (sum {one.before:,}) became {to}"
            f" (sum {one.after:,}) at {run}"
        )


def _read_anew(output: Output, columns: set[str | None]) -> Output:
    """Converted cells are plain decimals, whatever they were."""
    money = {column.name for column in table_of(output.kind).columns if column.type == "money"}
    takes = (
        replace(take, format=" ".join(["dot", *(word for word in take.format.split() if word in MEANINGS)]))
        if take.to in money and take.column in columns
        else take
        for take in output.takes
    )
    return replace(output, takes=tuple(takes))
