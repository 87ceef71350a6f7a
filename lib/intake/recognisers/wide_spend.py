"""A table of spend with a column for each channel: every such column is spend of its own."""

import re

from lib.intake.recognise import plain
from lib.intake.recognisers.words import CUSTOMER, ORDER, VISITOR, WORDS
from lib.model.mapping import Output, SheetMapping, Take
from lib.model.sheets import Sheet

EXPORTS = {
    "spend with a column for each channel (`tv_spend`, `search_spend`)": "ad spend, one row for each channel"
}
SPEND = re.compile(r"(?P<channel>.+?)_(?:spend|cost|costs|ausgaben|kosten)")
#: What costs a shop money without being a channel, and sums of the channels beside them.
NO_CHANNEL = frozenset({
    "shipping", "product", "products", "goods", "unit", "item", "handling", "packaging", "delivery", "return",
    "returns", "storage", "labour", "labor", "payment", "transaction", "order", "fulfilment", "fulfillment",
})  # fmt: skip
SUMS = frozenset({"total", "overall", "sum", "all", "gesamt", "grand_total", "total_ad", "total_media"})
#: A row that is about one of these is no row of spend.
IDS = frozenset((*CUSTOMER, *VISITOR, *ORDER, *WORDS["tickets"]["ticket_id"][:6]))
DAYS = ("day", "date", "week", "month", "time", "datum", "woche", "monat", "week_start", "period")


def recognise(sheet: Sheet) -> SheetMapping | None:
    """Two or more columns of spend beside a day; impressions and clicks by the same beginning."""
    named = {plain(column): column for column in reversed(sheet.columns)}
    all_spent = {found["channel"]: name for name in named if (found := SPEND.fullmatch(name))}
    spent = {channel: name for channel, name in all_spent.items() if channel not in SUMS | NO_CHANNEL}
    day = next((named[name] for name in DAYS if name in named), None)
    if len(spent) < 2 or day is None or "campaign" in named or IDS & set(named):
        return None
    outputs = tuple(_output(named, day, channel, name) for channel, name in spent.items())
    return SheetMapping(
        "wide spend",
        outputs,
        confidence=0.9,
        reason=f"{len(spent)} columns of spend, one for each channel, beside {day!r}",
        notes=_notes(sheet, outputs, [named[name] for channel, name in all_spent.items() if channel in SUMS]),
    )


def _notes(sheet: Sheet, outputs: tuple[Output, ...], sums: list[str]) -> tuple[str, ...]:
    """What was not taken over, and why."""
    taken = {take.column for output in outputs for take in output.takes}
    left = [column for column in sheet.columns if column not in taken and column not in sums]
    notes = [f"{column!r} was left out: taken too, its channels would count twice" for column in sums]
    if left:
        notes.append(f"not taken over, as it is no spend of a channel: {', '.join(left[:8])}")
    return tuple(notes)


def _output(named: dict[str, str], day: str, channel: str, name: str) -> Output:
    said = channel.replace("_", " ")
    takes = [
        Take("day", day), Take("source", value=said), Take("channel", value=said), Take("cost", named[name]),
    ]  # fmt: skip
    for to, ends in (("impressions", ("impressions", "impression", "impr")), ("clicks", ("clicks", "click"))):
        takes += [Take(to, named[f"{channel}_{end}"]) for end in ends if f"{channel}_{end}" in named][:1]
    return Output("spend", tuple(takes))
