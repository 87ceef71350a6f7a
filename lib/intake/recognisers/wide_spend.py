"""A table of spend with a column for each channel: every such column is spend of its own."""

import re

from lib.intake.recognise import plain
from lib.model.mapping import Output, SheetMapping, Take
from lib.model.sheets import Sheet

EXPORTS = {
    "spend with a column for each channel (`tv_spend`, `search_spend`)": "ad spend, one row for each channel"
}
SPEND = re.compile(r"(?P<channel>.+?)_(?:spend|cost|costs|ausgaben|kosten)")
DAYS = ("day", "date", "week", "month", "time", "datum", "woche", "monat", "week_start", "period")


def recognise(sheet: Sheet) -> SheetMapping | None:
    """Two or more columns of spend beside a day; impressions and clicks by the same beginning."""
    named = {plain(column): column for column in reversed(sheet.columns)}
    spent = {found["channel"]: name for name in named if (found := SPEND.fullmatch(name))}
    day = next((named[name] for name in DAYS if name in named), None)
    if len(spent) < 2 or day is None or "campaign" in named:
        return None
    outputs = tuple(_output(named, day, channel, name) for channel, name in spent.items())
    left = [
        column for column in sheet.columns if not any(column == t.column for o in outputs for t in o.takes)
    ]
    return SheetMapping(
        "wide spend",
        outputs,
        confidence=0.9,
        reason=f"{len(spent)} columns of spend, one for each channel, beside {day!r}",
        notes=(f"not taken over, as it is no spend: {', '.join(left[:8])}",) if left else (),
    )


def _output(named: dict[str, str], day: str, channel: str, name: str) -> Output:
    said = channel.replace("_", " ")
    takes = [
        Take("day", day), Take("source", value=said), Take("channel", value=said), Take("cost", named[name]),
    ]  # fmt: skip
    for to, ends in (("impressions", ("impressions", "impression", "impr")), ("clicks", ("clicks", "click"))):
        takes += [Take(to, named[f"{channel}_{end}"]) for end in ends if f"{channel}_{end}" in named][:1]
    return Output("spend", tuple(takes))
