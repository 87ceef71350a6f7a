"""Which export is this? Known by its columns, with a stated confidence; never guessed silently."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from importlib import import_module

from lib.model.mapping import ROW, Output, SetAside, SheetMapping, Take
from lib.model.sheets import Sheet
from lib.model.tables import LOOKUPS, TABLES

#: Asked in this order, one file of `recognisers` each: exports with columns of their own first, then
#: what is only alike. Each file also says in `EXPORTS` what it knows and what that becomes.
RECOGNISERS = (
    "shopify",
    "shopify_tables",
    "woocommerce",
    "amazon",
    "stripe",
    "recharge",
    "klaviyo",
    "iterable",
    "olist",
    "complete_journey",
    "cdnow",
    "online_retail",
    "ga4_bigquery",
    "universal_analytics",
    "matomo",
    "snowplow",
    "segment",
    "mixpanel",
    "amplitude",
    "posthog",
    "rees46",
    "tinybird",
    "online_shoppers",
    "google_analytics_reports",
    "google_ads",
    "meta_ads",
    "wide_spend",
    "ab_tests",
    "help_desks",
    "survey_tools",
    "questionnaires",
    "related",
    "aggregated",
    "generic",
)

#: How a sheet is called that is known by the names of its columns alone.
BY_NAMES = "by column names"
#: How a sheet is called that the analyst mapped column by column.
BY_HAND = "by hand"

#: How an amount of nothing is written, where only some rows have one.
NOTHING = ("", "0", "0.0", "0.00", "0,00", "0.0000", "$0.00", "€0.00", "0,00 €")
#: How yes is written.
YES = ("true", "t", "1", "yes", "y")


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
    notes: Sequence[str] = (),
    asides: Sequence[SetAside] = (),
) -> SheetMapping:
    """The mapping of an export whose columns are known; takes of columns that are not there are left out.

    Columns are found whatever their case and signs. An output falls away where the column of its `only` or
    `per`, or every column for something that its rows must have, is not there.
    """
    named = {plain(column): column for column in reversed(sheet.columns)}
    found = sum(plain(column) in named for column in columns)
    said = f"{found} of {len(columns)} columns of {export}"
    return SheetMapping(
        recognised=name,
        outputs=tuple(made for output in outputs if (made := _present(named, output))),
        confidence=round(found / len(columns), 2),
        reason=f"{said}: {reason}" if reason else said,
        notes=tuple(notes),
        asides=tuple(
            replace(one, column=named[plain(one.column)]) for one in asides if plain(one.column) in named
        ),
    )


def _present(named: Mapping[str, str], output: Output) -> Output | None:
    """The output with the columns as the sheet spells them; None where what it stands on is not there."""
    rows = [output.per or "", output.only[0] if output.only else ""]
    takes = tuple(_spelt(named, take) for take in output.takes if _is_there(named, take))
    wanted = {take.to for take in output.takes} & set((TABLES | LOOKUPS)[output.kind].required)
    if not all(plain(column) in named for column in rows if column) or wanted - {take.to for take in takes}:
        return None
    return replace(
        output,
        takes=takes,
        per=named[plain(output.per)] if output.per else None,
        only=(named[plain(output.only[0])], output.only[1]) if output.only else None,
        unless=tuple((named[plain(c)], values) for c, values in output.unless if plain(c) in named),
    )


def _is_there(named: Mapping[str, str], take: Take) -> bool:
    return take.column in (None, ROW) or all(plain(c) in named for c in (str(take.column), *take.also))


def _spelt(named: Mapping[str, str], take: Take) -> Take:
    if take.column in (None, ROW):
        return take
    return replace(
        take, column=named[plain(str(take.column))], also=tuple(named[plain(c)] for c in take.also)
    )


def output(
    kind: str,
    *,
    per: str | None = None,
    sums: tuple[str, ...] = (),
    only: tuple[str, tuple[str, ...]] | None = None,
    unless: Sequence[tuple[str, tuple[str, ...]]] = (),
    **takes: str | Take | Sequence[str | Take] | None,
) -> Output:
    """An output whose takes are given as `canonical column = column of the file` (or a Take, or several).

    >>> output("orders", order_id="Name").take("order_id").column
    'Name'
    """
    made = [
        Take(to, column=source) if isinstance(source, str) else replace(source, to=to)
        for to, sources in takes.items()
        for source in ([sources] if isinstance(sources, str | Take) else sources or ())
    ]
    return Output(kind, tuple(made), only=only, per=per, sums=sums, unless=tuple(unless))


def always(value: str) -> Take:
    """The same value in every row."""
    return Take("", value=value)
