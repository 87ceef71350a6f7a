"""Dates of three numbers: which is the day, which the month, by evidence in the column or asked."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from lib.intake.decision import Decision, ask
from lib.store.draft import Draft

SQL = Path(__file__).with_name("sql")
#: Rows must step from day to day this often, always the same way, before their order is evidence.
LEAST_STEPS = 8
#: What may stand behind a date, digits as 9: hours, minutes, seconds, a fraction, AM or PM, an offset.
_CLOCK = re.compile(
    r"(?P<sign>,? ?|,?T)(?P<hour>9{1,2}):99(?P<second>:99)?(?P<fraction>[.]9{1,9})?"
    r"(?P<half> ?[AP]M)?(?P<zone> ?(?:UTC|GMT|[+-]99:?99))?",
    re.IGNORECASE,
)


def three_numbers(draft: Draft, seen: dict[str, Any], column: str, sheet: str) -> Decision:
    """Dates that end in the year: day and month need evidence, years of two digits an answer."""
    shapes = seen["shapes"]
    if seen["short_years"]:
        said = f"has years of two digits ({seen['example']})"
        return ask(column, sheet, said, [patterns(shapes, order) for order in _short_orders(seen)])
    day, month = seen["first"] > 12, seen["second"] > 12
    if day and month:
        return Decision(question=_contradiction(column, seen["day_first"], seen["month_first"]))
    if day or {sign for sign, *_ in shapes} <= {".", ". "}:
        return Decision(patterns(shapes, "dmY"), note=f"day before month, as {seen['day_first']} shows")
    if month:
        return Decision(patterns(shapes, "mdY"), note=f"month before day, as {seen['month_first']} shows")
    if order := _by_the_rows(draft):
        first = "day before month" if order == "dmY" else "month before day"
        return Decision(
            patterns(shapes, order), note=f"{first}: only so are the rows of the file in the order of time"
        )
    said = f"could be day-month or month-day: both parts are below 13 in every row ({seen['example']})"
    return ask(column, sheet, said, [patterns(shapes, "dmY"), patterns(shapes, "mdY")])


def year_first(seen: dict[str, Any], column: str) -> Decision:
    """Dates that begin with the year: the month follows, unless it would have more than 12."""
    if seen["year_second"] <= 12:
        return Decision(patterns(seen["year_shapes"], "Ymd"))
    if seen["iso_day"] > 12:
        return Decision(question=_contradiction(column, seen["year_example"], "others, months before days"))
    note = f"the day stands before the month, as {seen['year_example']} shows"
    return Decision(patterns(seen["year_shapes"], "Ydm"), note=note)


def _contradiction(column: str, day_first: str, month_first: str) -> str:
    return (
        f"{column!r} holds days before months ({day_first}) and months before days ({month_first})."
        " Export it with one order of day and month"
    )


def _short_orders(seen: dict[str, Any]) -> list[str]:
    """The orders of day, month and year of two digits that no cell speaks against."""
    limits = {"d": 31, "m": 12, "y": 99}
    parts = (seen["first"], seen["second"], seen["third"])
    possible = [
        order
        for order in ("dmy", "mdy", "ymd")
        if all(part <= limits[one] for part, one in zip(parts, order, strict=True))
    ]
    return possible or ["dmy", "mdy"]


def _by_the_rows(draft: Draft) -> str | None:
    """The order in which the rows run through time, where the other order would make them jump.

    Rows that are sorted as text prove nothing: text puts the first number first, whatever it is.
    """
    steps: dict[str, int] = draft.query(SQL / "order_of_days.sql").iloc[0].to_dict()
    if min(steps["text_up"], steps["text_down"]) == 0:
        return None
    day, month = (_runs(steps[f"{one}_up"], steps[f"{one}_down"]) for one in ("day", "month"))
    if day == month:
        return None
    return "dmY" if day else "mdY"


def _runs(up: int, down: int) -> bool:
    return max(up, down) >= LEAST_STEPS and min(up, down) == 0


def patterns(shapes: Iterable[Iterable[str]], order: str) -> str:
    """Patterns for every shape (two separators, what ends the date, a clock) that a column shows, by `|`.

    >>> patterns([["/", "/", "", " 99:99"], ["/", "/", "", ""]], "dmY")
    '%d/%m/%Y %H:%M|%d/%m/%Y'
    """
    first, second, third = list(order)
    made = (
        f"%{first}{sign}%{second}{sign2}%{third}{tail}{clock}"
        for sign, sign2, tail, rest in shapes
        if (clock := clock_pattern(rest or "")) is not None
    )
    return "|".join(dict.fromkeys(made))


def clock_pattern(rest: str) -> str | None:
    """The pattern of what stands behind a date (digits as 9); None for what no clock looks like.

    >>> clock_pattern(" 9:99 PM"), clock_pattern("T99:99:99.999+99:99"), clock_pattern(" or so")
    (' %I:%M %p', 'T%H:%M:%S.%f%z', None)
    """
    found = _CLOCK.fullmatch(rest.rstrip())
    if found is None:
        return None if rest.strip() else ""
    half, zone = found["half"], found["zone"]
    return "".join(
        (
            found["sign"].upper(),
            "%I:%M" if half else "%H:%M",
            ":%S" if found["second"] else "",
            ".%f" if found["fraction"] else "",
            half.upper().replace("AM", "%p").replace("PM", "%p") if half else "",
            f"{zone[: len(zone) - len(zone.lstrip())]}{'%z' if '9' in zone else '%Z'}" if zone else "",
        )
    )
