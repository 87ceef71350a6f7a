"""How the times of a column are written, decided on all of its cells or asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lib.store.draft import Draft

TIMES = Path(__file__).with_name("sql") / "times.sql"
ISO = Path(__file__).with_name("sql") / "iso_times.sql"
NAMED = Path(__file__).with_name("sql") / "named_times.sql"
#: Clock parts behind a date, by the shape they leave (`9` for a digit).
CLOCKS = {
    "": "",
    " 9:99": " %H:%M",
    " 9:99:99": " %H:%M:%S",
    " 9:99:99.999": " %H:%M:%S.%g",
    " 9:99 A": " %I:%M %p",
    " 9:99:99 A": " %I:%M:%S %p",
}
#: Dates whose months have names: nothing about them is ambiguous.
NAMED_DATES = (
    "%d %B %Y",
    "%d %b %Y",
    "%B %d, %Y",
    "%b %d, %Y",
    "%B %d %Y",
    "%b %d %Y",
    "%d-%b-%Y",
    "%d. %B %Y",
)
NAMED_CLOCKS = ("", " %H:%M", " %H:%M:%S", " %I:%M %p")
#: Families of plain numbers and the format of each.
NUMBERS = {
    "compact": "%Y%m%d",
    "compact_time": "%Y%m%d%H%M%S",
    "epoch_s": "epoch_s",
    "epoch_ms": "epoch_ms",
    "epoch_us": "epoch_us",
    "excel": "excel",
}
#: A family must hold this share of the cells; fewer, and the column is no time.
MOST = 0.5


@dataclass(frozen=True, slots=True)
class Decision:
    """How a column is read: a format, or a question that must be answered first."""

    format: str = ""
    question: str = ""
    note: str = ""


def decide(draft: Draft, column: str, sheet: str) -> Decision:
    """The format of the times in view `cells`; `column` and `sheet` are named in questions."""
    iso = draft.query(ISO).iloc[0]
    if iso["iso"] >= MOST * iso["n"]:
        return Decision("iso")
    seen: dict[str, Any] = draft.query(TIMES).iloc[0].to_dict()
    for family, format_ in NUMBERS.items():
        if seen[family] >= MOST * seen["n"]:
            return Decision(format_, note=f"read as {format_}: {seen['lowest']} to {seen['highest']}")
    if seen["split"] >= MOST * seen["n"]:
        return _split(seen, column, sheet)
    return _named(draft, seen)


def _split(seen: dict[str, Any], column: str, sheet: str) -> Decision:
    """Dates of three numbers: the order of day and month needs evidence, years of two digits an answer."""
    if seen["short_years"]:
        return _ask(
            column, sheet, f"has years of two digits ({seen['example']})", _formats(seen, ("d", "m"), "y")
        )
    if seen["first"] > 12 and seen["second"] > 12:
        return Decision(
            question=f"{column!r} holds days before months ({seen['day_first']}) and months before days"
            f" ({seen['month_first']}). Export it with one order of day and month"
        )
    if seen["first"] > 12 or list(seen["signs"]) == ["."]:
        return Decision(_format(seen, "d", "Y"), note=f"day before month, as {seen['day_first']} shows")
    if seen["second"] > 12:
        return Decision(_format(seen, "m", "Y"), note=f"month before day, as {seen['month_first']} shows")
    said = f"could be day-month or month-day: both parts are below 13 in every row ({seen['example']})"
    return _ask(column, sheet, said, _formats(seen, ("d", "m"), "Y"))


def _ask(column: str, sheet: str, said: str, formats: Sequence[str]) -> Decision:
    lines = "\nor ".join(f'[sheets."{sheet}".formats]\n"{column}" = "{one}"' for one in formats)
    return Decision(question=f"{column!r} {said}. Decide it in the mapping:\n{lines}")


def _formats(seen: dict[str, Any], firsts: Sequence[str], year: str) -> list[str]:
    return [_format(seen, first, year) for first in firsts]


def _format(seen: dict[str, Any], first: str, year: str) -> str:
    """Patterns for every separator and clock that the column shows, joined by `|`."""
    second = "m" if first == "d" else "d"
    clocks = dict.fromkeys(_clock(rest) for rest in seen["rests"])
    return "|".join(
        f"%{first}{sign}%{second}{sign}%{year}{clock}"
        for sign in seen["signs"]
        for clock in clocks
        if clock is not None
    )


def _clock(rest: str | None) -> str | None:
    """The pattern of what stands behind a date; None for what no clock looks like."""
    text = (rest or "").rstrip().upper().replace("PM", "A").replace("AM", "A")
    comma, text = text.startswith(","), text.lstrip(",")
    shape = text.replace("T", " ", 1).replace(" 99:", " 9:").replace("99A", "99 A")
    if shape not in CLOCKS:
        return None
    pattern = CLOCKS[shape].replace(" %I:%M%p", " %I:%M %p")
    if text.startswith("T"):
        pattern = pattern.replace(" ", "T", 1)
    return ("," if comma else "") + pattern


def _named(draft: Draft, seen: dict[str, Any]) -> Decision:
    """Months in words; where even those do not fit, the column is read as ISO and every cell will say so."""
    patterns = [f"{date}{clock}" for date in NAMED_DATES for clock in NAMED_CLOCKS]
    found = draft.query(NAMED, patterns=patterns).iloc[0]
    if found["readable"] >= MOST * seen["n"]:
        return Decision("|".join(patterns), note="months in words")
    return Decision("iso", note="hardly any cell looks like a time")
