"""What a funnel asks: its steps, their order, how long a customer may take, and where counting begins."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lib.model.errors import QuestionError

LEVELS: tuple[str, ...] = ("touchpoint", "stage", "channel")
ORDERS: tuple[str, ...] = ("ordered", "strict", "any")
ENTRIES: tuple[str, ...] = ("first", "last", "best")
HOLDS: tuple[str, ...] = ("session_id", "order_id", "channel")
#: The fewest and the most steps.
STEPS = (2, 8)
UNITS: dict[str, int] = {"days": 24 * 60, "hours": 60, "minutes": 1}
#: The shortest and the longest window, in minutes (three years).
WINDOWS = (1, 1096 * UNITS["days"])
USUAL_WINDOW = 30 * UNITS["days"]
#: A step of any label whatever.
ANY = "*"
_EXAMPLE = "product page > cart | wishlist > ?checkout > order placed"
_SIGNS = re.compile(r"[>|?!]")


class MisreadError(QuestionError):
    """A text that is no funnel: `said` is what is wrong, `pointed` the text with a mark under the place.

    >>> print(MisreadError("Step 2 is empty.", "home > > cart", 7, "Name a touchpoint.").pointed)
    home > > cart
           ^
    """

    def __init__(self, said: str, text: str, at: int, mend: str) -> None:
        self.said = said
        self.pointed = f"{text}\n{' ' * at}^"
        super().__init__(f"{said}\n{self.pointed}", mend)


@dataclass(frozen=True, slots=True)
class Step:
    """One step: any of `labels`; `without` must not happen between the step before and this one.

    >>> Step(("cart", "wishlist"), optional=True).name
    'cart or wishlist'
    """

    labels: tuple[str, ...]
    optional: bool = False
    without: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The step as a reader would say it."""
        return "anything" if ANY in self.labels else " or ".join(self.labels)


@dataclass(frozen=True, slots=True)
class FunnelView:
    """The settings of a funnel; what cannot be meant is refused, never clamped.

    `window` is in minutes, counted from entering. `never` must happen nowhere on the way.

    >>> FunnelView(parse("home > order placed"), window=0)
    Traceback (most recent call last):
    ...
    lib.model.errors.QuestionError: A funnel cannot last 0 minutes. Choose between 1 minute and 1096 days.
    """

    steps: tuple[Step, ...]
    order: str = "ordered"
    window: int = USUAL_WINDOW
    never: tuple[str, ...] = field(default=())
    hold: str | None = None
    entry: str = "first"
    level: str = "touchpoint"

    def __post_init__(self) -> None:
        known = (("order", ORDERS), ("entry", ENTRIES), ("level", LEVELS))
        for name, valid in known:
            if getattr(self, name) not in valid:
                raise QuestionError.unknown(name, getattr(self, name), valid)
        if self.hold is not None and self.hold not in HOLDS:
            raise QuestionError.unknown("property to hold", self.hold, HOLDS)
        if not WINDOWS[0] <= self.window <= WINDOWS[1]:
            raise QuestionError(
                f"A funnel cannot last {self.window} minutes.", "Choose between 1 minute and 1096 days."
            )
        _check_steps(self.steps)
        _check_exclusions(self)
        if self.order == "any":
            _check_any(self.steps)

    @property
    def names(self) -> tuple[str, ...]:
        """Every label that the funnel names, each once; `*` names none."""
        steps = [label for step in self.steps for label in (*step.labels, *step.without)]
        return tuple(name for name in dict.fromkeys([*steps, *self.never]) if name != ANY)

    @property
    def open(self) -> bool:
        """Whether a step may be anything."""
        return any(ANY in step.labels for step in self.steps)

    @property
    def mandatory(self) -> tuple[int, ...]:
        """The places, from 1, of the steps that nobody may skip."""
        return tuple(place for place, step in enumerate(self.steps, start=1) if not step.optional)

    def before(self, place: int) -> int:
        """The last mandatory step before this one: against it the step is measured."""
        return max(one for one in self.mandatory if one < place)

    def without(self, place: int) -> tuple[str, ...]:
        """What ends the way to this step: all that its gap between mandatory steps excludes, and `never`."""
        first = self.before(place)
        last = next(one for one in self.mandatory if one >= place)
        gap = [label for step in self.steps[first:last] for label in step.without]
        return tuple(dict.fromkeys([*gap, *self.never]))

    @property
    def text(self) -> str:
        """The steps as they are typed; `parse` reads them again."""
        return " > ".join(_typed(self.steps))

    @property
    def window_words(self) -> str:
        """The window as it is said.

        >>> FunnelView(parse("home > cart"), window=120).window_words
        '2 hours'
        """
        unit, size = next((unit, size) for unit, size in UNITS.items() if self.window % size == 0)
        number = self.window // size
        return f"{number:,} {unit if number != 1 else unit[:-1]}"

    def values(self, known: Sequence[str] = ()) -> dict[str, object]:
        """What `funnel.sql` binds; steps that there are not are NULL, a step of anything is all `known`."""
        values: dict[str, object] = {
            "order": self.order,
            "entry": self.entry,
            "level": self.level,
            "hold": self.hold,
            "window_us": self.window * 60_000_000,
            "labels": list(known if self.open else self.names),
        }
        for place in range(1, STEPS[1] + 1):
            there = place <= len(self.steps)
            values[f"step_{place}"] = _meant(self.steps[place - 1], known) if there else None
            if place > 1:
                values[f"optional_{place}"] = not there or self.steps[place - 1].optional
                values[f"without_{place}"] = (list(self.without(place)) or None) if there else None
        return values


def _meant(step: Step, known: Sequence[str]) -> list[str]:
    return list(known if ANY in step.labels else step.labels)


def parse(text: str) -> tuple[Step, ...]:
    """Read steps: `>` next, `|` or, a leading `?` optional, a leading `!` must not happen in between.

    >>> parse("cart | wishlist > !support chat > ?checkout > order placed")[1]
    Step(labels=('checkout',), optional=True, without=('support chat',))
    """
    steps: list[Step] = []
    without: list[str] = []
    at = 0
    for part, at in _parts(text):
        sign, labels = _labels(part, at, text, len(steps) + 1)
        if sign == "!":
            if not steps:
                raise MisreadError(
                    "Nothing lies before the first step.", text, at, "Put an exclusion between two steps."
                )
            without += labels
        else:
            steps.append(Step(labels, sign == "?", tuple(dict.fromkeys(without))))
            without = []
    if without:
        raise MisreadError(
            "Nothing lies behind the last step.", text, at, "Put an exclusion between two steps."
        )
    return tuple(steps)


def window_of(days: int | None, hours: int | None, minutes: int | None) -> int:
    """A window in minutes; where several are given they add up, where none is it lasts 30 days.

    >>> window_of(None, 1, 30)
    90
    """
    given = [(days, UNITS["days"]), (hours, UNITS["hours"]), (minutes, UNITS["minutes"])]
    told = [number * size for number, size in given if number is not None]
    return sum(told) if told else USUAL_WINDOW


def alternatives(text: str) -> tuple[str, ...]:
    """Read `a | b`, as in what must never happen.

    >>> alternatives(" support chat|ticket opened ")
    ('support chat', 'ticket opened')
    """
    return tuple(dict.fromkeys(one.strip() for one in text.split("|") if one.strip()))


def added(text: str, label: str, how: str) -> str:
    """The steps with one more: behind the last (`next`), as its alternative (`or`), or before it.

    >>> added("cart > order placed", "checkout", "optional"), added("cart", "wishlist", "or")
    ('cart > ?checkout > order placed', 'cart | wishlist')
    >>> added("cart > order placed", "ticket opened", "never"), added("cart", "order placed", "next")
    ('cart > !ticket opened > order placed', 'cart > order placed')
    """
    parts = [part.strip() for part in text.split(">") if part.strip()]
    if how == "or" and parts:
        parts[-1] += f" | {label}"
    elif how in ("optional", "never") and parts:
        parts.insert(len(parts) - 1, f"{'?' if how == 'optional' else '!'}{label}")
    else:
        parts.append(label)
    return " > ".join(parts)


def shortened(text: str) -> str:
    """The steps without the last.

    >>> shortened("cart > ?checkout > order placed")
    'cart > ?checkout'
    """
    return text.rpartition(">")[0].strip()


def _parts(text: str) -> Iterator[tuple[str, int]]:
    """Each piece between two `>` and where what it says begins."""
    at = 0
    for part in text.split(">"):
        yield part.strip(), at + len(part) - len(part.lstrip())
        at += len(part) + 1


def _labels(part: str, at: int, text: str, place: int) -> tuple[str, tuple[str, ...]]:
    """The sign of a piece and the labels that it names."""
    sign = part[:1] if part[:1] in ("?", "!") else ""
    labels: list[str] = []
    at += len(sign)
    for one in part[len(sign) :].split("|"):
        label, begins = one.strip(), at + len(one) - len(one.lstrip())
        if not label:
            what = "An exclusion" if sign == "!" else f"Step {place}"
            raise MisreadError(f"{what} names nothing here.", text, begins, f"Write it like: {_EXAMPLE}.")
        if found := _SIGNS.search(label):
            raise MisreadError(
                f"{found.group()} does not belong inside a name.",
                text,
                begins + found.start(),
                "Write ? or ! once, before the first name of a step.",
            )
        labels.append(label)
        at += len(one) + 1
    return sign, tuple(dict.fromkeys(labels))


def _typed(steps: Sequence[Step]) -> Iterator[str]:
    for step in steps:
        if step.without:
            yield f"!{' | '.join(step.without)}"
        yield f"{'?' if step.optional else ''}{' | '.join(step.labels)}"


def _check_steps(steps: Sequence[Step]) -> None:
    if not STEPS[0] <= len(steps) <= STEPS[1]:
        raise QuestionError(
            f"A funnel cannot have {len(steps)} step{'' if len(steps) == 1 else 's'}.",
            f"Name between {STEPS[0]} and {STEPS[1]}, like: {_EXAMPLE}.",
        )
    for place, which in ((0, "first"), (-1, "last")):
        if steps[place].optional:
            raise QuestionError(
                f"The {which} step, {steps[place].name}, cannot be optional.",
                "Take its ? away: a funnel needs an entry and an outcome.",
            )
    for place, step in enumerate(steps[:-1]):
        after = next(one for one in steps[place + 1 :] if not one.optional)
        if step.optional and (both := set(step.labels) & set(after.labels)):
            raise QuestionError(
                f"{sorted(both)[0]} is an optional step and the step after it.",
                "Name it in one of the two.",
            )


def _check_exclusions(view: FunnelView) -> None:
    for place, step in enumerate(view.steps[1:], start=2):
        if both := set(step.labels) & set(view.without(place)):
            raise QuestionError(
                f"{sorted(both)[0]} is step {place} and must not happen before it.",
                "Name it as a step or as an exclusion.",
            )


def _check_any(steps: Sequence[Step]) -> None:
    if any(step.without for step in steps):
        raise QuestionError(
            "In any order nothing lies between two steps.",
            "Exclude it on the whole way, or choose the order ordered.",
        )
    seen: set[str] = set()
    for step in steps[1:]:
        if both := seen & set(step.labels):
            raise QuestionError(
                f"In any order {sorted(both)[0]} cannot be two steps.",
                "Name it once, or choose the order ordered.",
            )
        seen |= set(step.labels)
