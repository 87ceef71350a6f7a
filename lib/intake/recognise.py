"""Which export is this? Known by its columns, with a stated confidence; never guessed silently."""

import re
from collections.abc import Iterable, Sequence
from importlib import import_module

from lib.model.mapping import Output, SheetMapping, Take
from lib.model.sheets import Sheet

#: Asked in this order, one file of `recognisers` each: exports with columns of their own first, then
#: what is only alike. Each file also says in `EXPORTS` what it knows and what that becomes.
RECOGNISERS = (
    "shopify",
    "olist",
    "complete_journey",
    "cdnow",
    "rees46",
    "tinybird",
    "aggregated",
    "generic",
)


def exports() -> dict[str, str]:
    """Every export that is known, with what it becomes, in the order in which they are asked."""
    found: dict[str, str] = {}
    for name in RECOGNISERS:
        found |= import_module(f"lib.intake.recognisers.{name}").EXPORTS
    return found


def recognise(sheet: Sheet) -> SheetMapping:
    """What `sheet` is and how its columns become canonical ones; no outputs where nothing fits."""
    for name in RECOGNISERS:
        found: SheetMapping | None = import_module(f"lib.intake.recognisers.{name}").recognise(sheet)
        if found is not None:
            return found
    raise AssertionError("the generic recogniser answers for every sheet")


def plain(name: str) -> str:
    """The name of a column as it is compared: lower case, words joined by `_`.

    >>> plain(" Order-Number "), plain("userID"), plain("ga:date")
    ('order_number', 'user_id', 'ga_date')
    """
    split = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name.strip())
    return re.sub(r"[^0-9a-zäöüß]+", "_", split.lower()).strip("_")


def shares(sheet: Sheet, columns: Iterable[str]) -> float:
    """The share of `columns` that the sheet has."""
    wanted = {plain(column) for column in columns}
    return len(wanted & {plain(column) for column in sheet.columns}) / len(wanted)


def known(
    sheet: Sheet,
    name: str,
    export: str,
    columns: Sequence[str],
    outputs: Sequence[Output] = (),
    *,
    reason: str = "",
) -> SheetMapping:
    """The mapping of an export whose columns are known; takes of columns that are not there are left out."""
    have = {plain(column) for column in sheet.columns}
    found = sum(plain(column) in have for column in columns)
    said = f"{found} of {len(columns)} columns of {export}"
    return SheetMapping(
        recognised=name,
        outputs=tuple(_present(sheet, output) for output in outputs),
        confidence=round(found / len(columns), 2),
        reason=f"{said}: {reason}" if reason else said,
    )


def _present(sheet: Sheet, output: Output) -> Output:
    takes = tuple(
        take for take in output.takes if take.column in (None, *sheet.columns) or take.column == "#row"
    )
    return Output(output.kind, takes, output.only, output.per, output.sums)


def output(
    kind: str, *, per: str | None = None, sums: tuple[str, ...] = (), **takes: str | Take | None
) -> Output:
    """An output whose takes are given as `canonical column = column of the file` (or a Take).

    >>> output("orders", order_id="Name").take("order_id").column
    'Name'
    """
    made = [
        Take(to, column=source) if isinstance(source, str) else _named(source, to)
        for to, source in takes.items()
        if source is not None
    ]
    return Output(kind, tuple(made), per=per, sums=sums)


def always(value: str) -> Take:
    """The same value in every row."""
    return Take("", value=value)


def _named(take: Take, to: str) -> Take:
    return Take(to, take.column, take.value, take.path, take.format, take.note, take.also)
