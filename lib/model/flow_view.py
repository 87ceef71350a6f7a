"""What a flow shows: its columns and rows, where it begins and ends, what a step is, what is left out."""

from dataclasses import dataclass, fields
from typing import TypedDict, cast

from lib.model.errors import QuestionError

LEVELS: tuple[str, ...] = ("touchpoint", "stage", "channel")
#: What a column in front of the path may show of the event at which the path begins.
FRONTS: tuple[str, ...] = ("channel", "stage")
#: Which of several anchors in one journey counts; with `every`, a flow counts passages, not customers.
OCCURRENCES: tuple[str, ...] = ("first", "last", "every")
STEPS = (2, 20)
ROWS = (1, 20)
#: The targets that are no touchpoint: no later event, the rest of a column, the end that was asked for.
LEFT = "(left)"
OTHER = "(other)"
END = "(end)"
#: What stands ahead of a path that begins between the first column and the anchor.
BEGAN = "(began)"
#: Steps that a packed path holds.
PACKED_STEPS = 8


class Settings(TypedDict, total=False):
    """The settings of a flow by name, as an analysis, the command line and an address take them."""

    steps: int
    rows: int
    start: str | None
    end: str | None
    before: int
    occurrence: str | None
    level: str
    collapse: bool
    front: str | None
    pause: int | None
    within: int | None
    hide: str
    only: str
    group: str


@dataclass(frozen=True, slots=True)
class FlowView:
    """The settings of a flow; what lies outside the limits is refused, never clamped.

    A path begins at the journey's start, or at `start`; with `end` alone it is what led there, with both
    it is what lies between. `before` shows so many columns ahead of `start` in the same picture.
    `occurrence` says which of several anchors of a journey counts (of starts the first, of ends the last,
    unless it is said). `pause` cuts journeys into visits: more minutes than that without an event begin a
    new one. `within` keeps what happens in so many hours around the anchor. `hide` and `only` are
    touchpoints left out or kept (`a | b*`), `group` gives some one name (`support = help* | chat`); they
    change the sequences. `front` is a column ahead of the path: the channel or stage where it begins.

    >>> FlowView(steps=30)
    Traceback (most recent call last):
    ...
    lib.model.errors.QuestionError: A flow cannot have 30 steps. Choose between 2 and 20.
    """

    steps: int = 7
    rows: int = 8
    start: str | None = None
    level: str = "touchpoint"
    collapse: bool = True
    end: str | None = None
    before: int = 0
    occurrence: str | None = None
    front: str | None = None
    pause: int | None = None
    within: int | None = None
    hide: str = ""
    only: str = ""
    group: str = ""

    def __post_init__(self) -> None:
        for name, value, (low, high) in (("steps", self.steps, STEPS), ("rows", self.rows, ROWS)):
            if not low <= value <= high:
                raise QuestionError(
                    f"A flow cannot have {value} {name}.", f"Choose between {low} and {high}."
                )
        for name, chosen, known in (
            ("level", self.level, LEVELS),
            ("column in front", self.front, (None, *FRONTS)),
            ("occurrence", self.occurrence, (None, *OCCURRENCES)),
        ):
            if chosen not in known:
                raise QuestionError.unknown(name, str(chosen), [one for one in known if one])
        for name, length, unit in (("pause", self.pause, "minutes"), ("window", self.within, "hours")):
            if length is not None and length < 1:
                raise QuestionError(f"A {name} of {length} {unit} holds nothing.", "Choose 1 or more.")
        self._check_before()

    def _check_before(self) -> None:
        if self.before and (self.start is None or self.end is not None or self.front):
            raise QuestionError(
                "Columns before an anchor need a `start` alone.",
                "Choose the touchpoint in the middle as the start, no end and no column in front.",
            )
        if not 0 <= self.before < self.steps:
            raise QuestionError(
                f"{self.before} of {self.steps} columns cannot lie before the anchor.",
                f"Choose between 0 and {self.steps - 1}.",
            )
        if self.front and self.leads_up:
            raise QuestionError(
                "What leads up to an end has no column in front.", "Choose a start, or take the column away."
            )

    @property
    def leads_up(self) -> bool:
        """Whether the picture shows what came before its end."""
        return self.end is not None and self.start is None

    @property
    def anchor(self) -> str | None:
        """The label at which a path is held; None is the journey's start."""
        return self.start if self.start is not None else self.end

    @property
    def which(self) -> str:
        """Which anchor of several in a journey counts."""
        return self.occurrence or ("last" if self.leads_up else "first")

    @property
    def columns_before(self) -> int:
        """The columns ahead of the anchor."""
        return self.steps - 1 if self.leads_up else self.before

    @property
    def unit(self) -> str:
        """What a flow counts: customers, or every passage of one through the anchor."""
        return "passages" if self.which == "every" else "customers"

    @property
    def whole(self) -> bool:
        """Whether paths are whole journeys: no touchpoint left out or renamed, no visit, no window."""
        return not (self.hide or self.only or self.group or self.pause or self.within)

    @property
    def packed(self) -> bool:
        """Whether the packed layout holds the answer: whole journeys without repeats, at most eight steps."""
        return (
            self.collapse
            and self.steps <= PACKED_STEPS
            and self.whole
            and self.front is None
            and self.which != "every"
        )

    def headers(self) -> list[str]:
        """What stands over each column.

        >>> FlowView(steps=4, start="cart", before=1).headers()
        ['1 before', 'cart', '1 after', '2 after']
        """
        if self.anchor is None or self.end is not None and self.start is not None:
            columns = [f"Step {step}" for step in range(1, self.steps + 1)]
        else:
            places = range(-self.columns_before, self.steps - self.columns_before)
            columns = [_place(place, self.anchor) for place in places]
        return [self.front.capitalize(), *columns][: self.steps] if self.front else columns

    def words(self) -> str:
        """Where paths begin and end, and what they leave out, as a reader would say it.

        >>> FlowView(start="cart", end="order placed", pause=30).words()
        'from the first cart to the next order placed, inside one visit (a pause over 30 minutes ends it)'
        """
        parts = [self._span()]
        if self.pause:
            parts.append(f"inside one visit (a pause over {self.pause} minutes ends it)")
        if self.within:
            parts.append(f"within {self.within} hours of it")
        parts += [f"without {self.hide}"] if self.hide else []
        parts += [f"of {self.only} alone"] if self.only else []
        parts += [f"with {self.group}"] if self.group else []
        return ", ".join(parts)

    def _span(self) -> str:
        which = "every" if self.which == "every" else f"the {self.which}"
        if self.anchor is None:
            return f"from {which} visit's start" if self.pause else "from the journey's start"
        if self.leads_up:
            return f"what led to {which} {self.end}"
        if self.end is not None:
            return f"from {which} {self.start} to the next {self.end}"
        return f"around {which} {self.start}" if self.before else f"from {which} {self.start}"

    @property
    def described(self) -> dict[str, object]:
        """Every setting by name."""
        return {one.name: getattr(self, one.name) for one in fields(self)}

    @property
    def settings(self) -> Settings:
        """The settings that differ from the default, by name."""
        plain = {one.name: one.default for one in fields(self)}
        said = {key: value for key, value in self.described.items() if value != plain[key]}
        return cast(Settings, said)

    def values(self) -> dict[str, object]:
        """What the `.sql` files of flows bind, but for the lists of touchpoints."""
        return {
            "steps": self.steps,
            "level": self.level,
            "collapse": self.collapse,
            "start": self.anchor,
            "finish": self.end if self.start is not None else None,
            "occurrence": self.which,
            "ahead": self.columns_before,
            "pause_us": None if self.pause is None else self.pause * 60_000_000,
            "within_us": None if self.within is None else self.within * 3_600_000_000,
            "front": self.front,
        }


def _place(place: int, anchor: str) -> str:
    if place == 0:
        return anchor
    return f"{abs(place)} {'before' if place < 0 else 'after'}"


@dataclass(frozen=True, slots=True)
class Pick:
    """One element of a flow, by the labels it stands for; `targets` None means a node, whoever goes where."""

    step: int
    sources: tuple[str, ...]
    targets: tuple[str, ...] | None = None

    def values(self) -> dict[str, object]:
        return {
            "pick_step": self.step,
            "pick_sources": list(self.sources),
            "pick_targets": None if self.targets is None else list(self.targets),
        }


#: Binds the same names where nothing is picked.
NO_PICK: dict[str, object] = {"pick_step": None, "pick_sources": None, "pick_targets": None}
