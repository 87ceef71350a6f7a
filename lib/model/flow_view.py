"""What a flow shows: how many columns, how many rows in each, where it begins, what a step is."""

from dataclasses import asdict, dataclass

from lib.model.errors import QuestionError

LEVELS: tuple[str, ...] = ("touchpoint", "stage")
STEPS = (2, 20)
ROWS = (1, 20)
#: The targets that are no touchpoint.
LEFT = "(left)"
OTHER = "(other)"


@dataclass(frozen=True, slots=True)
class FlowView:
    """The settings of a flow; what lies outside the limits is refused, never clamped.

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

    def __post_init__(self) -> None:
        for name, value, (low, high) in (("steps", self.steps, STEPS), ("rows", self.rows, ROWS)):
            if not low <= value <= high:
                raise QuestionError(
                    f"A flow cannot have {value} {name}.", f"Choose between {low} and {high}."
                )
        if self.level not in LEVELS:
            raise QuestionError.unknown("level", self.level, LEVELS)

    @property
    def packed(self) -> bool:
        """Whether the packed layout holds the answer: touchpoints, repeats collapsed, at most eight steps."""
        return self.level == "touchpoint" and self.collapse and self.steps <= 8

    def values(self) -> dict[str, object]:
        """What the `.sql` files of flows bind."""
        return {key: value for key, value in asdict(self).items() if key != "rows"}


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
