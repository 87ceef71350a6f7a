"""Amounts of several currencies become amounts of one, in the staged cells, by a table of rates."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from lib.model.mapping import Take
from lib.model.tables import Column
from lib.store.cells import Reading, Text, read_cell
from lib.store.draft import Draft, identifier
from lib.store.staging import cells_of
from lib.store.words import forget_words, words_of

WEIGH = Path(__file__).with_name("weigh.sql")
MISSING = Path(__file__).with_name("missing_rates.sql")
CONVERSIONS = Path(__file__).with_name("converted_sums.sql")

#: Currencies that are written with a bare `$`.
DOLLARS = frozenset({"USD", "CAD", "AUD", "NZD", "SGD", "HKD", "MXN"})


@dataclass(frozen=True, slots=True)
class Conversion:
    """What became of the amounts of one currency in one column: sums before and after, the range of rates."""

    currency: str
    amounts: int
    before: Decimal
    after: Decimal
    low: str
    high: str


def count_currencies(
    draft: Draft, staged: str, reading: Reading, said: Take | None, amounts: Sequence[Take], to: str
) -> None:
    """Table `currencies` (`currency`, `n`): as the take `said` has it, else by the signs of the amounts."""
    text = Text(reading)
    currency = _currency(said, amounts, to, text)
    draft.drop("currencies")
    draft.execute(
        f"CREATE TABLE currencies AS SELECT {currency} AS currency, sum(n)::BIGINT AS n"
        f" FROM ({_counted(draft, staged, text)}) GROUP BY 1",
        text.values,
    )


def _counted(draft: Draft, staged: str, text: Text) -> str:
    """The cells that are read, with the number of their rows: of one column each different cell once."""
    [column] = text.alone.values() if len(text.cells) == len(text.alone) == 1 else [None]
    words = words_of(draft, staged, column) if column else None
    if words is None:
        return f"SELECT *, 1 AS n FROM ({text.filled(staged)})"
    [(made, name)] = text.cells.items()
    return f"SELECT {made} AS {name}, n FROM (SELECT cell AS {column}, n FROM {identifier(words)})"


def _currency(said: Take | None, amounts: Sequence[Take], to: str, text: Text) -> str:
    """A bare `$` is that of the dataset where its currency is a dollar, else that of the United States."""
    if said is not None:
        return f"upper({text.cell(said)})"
    dollar = text.bind(to if to in DOLLARS else "USD")
    signs = ", ".join(f"currency_of({text.cell(take)})" for take in amounts)
    return (
        f"replace(coalesce({signs}), '$', {dollar})"
        if len(amounts) > 1
        else f"replace({signs}, '$', {dollar})"
    )


def weigh(
    draft: Draft,
    staged: str,
    reading: Reading,
    said: Take | None,
    amounts: Sequence[Take],
    moment: Take | None,
    to: str,
) -> list[tuple[str, str]]:
    """Make table `worth` (`row_no`, `currency`, `rate`) by table `rates`; what (currency, month) lack one."""
    text = Text(replace(reading, zone="UTC"))
    currency = _currency(said, amounts, to, text)
    month = "NULL::VARCHAR"
    if moment is not None:
        read = read_cell(Column(moment.to, "timestamp"), text.cell(moment), moment.format, text)
        month = f"strftime({read}, '%Y-%m')"
    draft.drop("rated")
    draft.execute(
        f"CREATE TABLE rated AS SELECT row_no, {currency} AS currency, {month} AS month"
        f" FROM ({text.filled(staged)})",
        text.values,
    )
    draft.script(WEIGH, target=to)
    return [(str(row.currency), str(row.month)) for row in draft.query(MISSING).itertuples()]


def convert_column(draft: Draft, staged: str, reading: Reading, take: Take, to: str) -> list[Conversion]:
    """Write the amounts of a column in currency `to`, by table `worth`; what was converted, by currency."""
    text = Text(reading)
    cell = text.cell(take)
    value = read_cell(Column(take.to, "money"), cell, take.format, text)
    draft.drop("valued")
    draft.execute(
        f"CREATE TABLE valued AS SELECT v.row_no, w.currency, w.rate, v.amount AS before,"
        f" (v.amount * w.rate)::DECIMAL(18,2) AS after FROM (SELECT row_no, {value} AS amount"
        f" FROM ({text.filled(staged)})) v JOIN worth w ON w.row_no = v.row_no WHERE v.amount IS NOT NULL",
        text.values,
    )
    cells, at = identifier(cells_of(staged)), text.staged(str(take.column))
    draft.execute(
        f"UPDATE {cells} SET {at} = v.after::VARCHAR FROM valued v WHERE v.row_no = {cells}.rowid + 1"
    )
    forget_words(draft, staged)
    found = draft.query(CONVERSIONS, target=to)
    return [
        Conversion(
            str(one.currency),
            int(one.n),
            Decimal(one.before),
            Decimal(one.after),
            str(one.low),
            str(one.high),
        )
        for one in found.itertuples()
    ]
