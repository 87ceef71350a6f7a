"""What a list of routes shows: between which ends, of which steps, in which order."""

from dataclasses import asdict, dataclass

from lib.model.errors import QuestionError
from lib.model.flow_view import LEVELS
from lib.model.stages import ORDER_PLACED, stage_of

#: Routes of more steps are counted together as `(longer)`.
LONGEST = 20
LONGER = "(longer)"
#: By what routes can be ranked.
SORTS: tuple[str, ...] = ("customers", "worst", "best", "time", "value")
#: How many routes are listed at most.
MOST = 1000
ARROW = " > "


@dataclass(frozen=True, slots=True)
class RouteView:
    """The settings of a list of routes; what lies outside the limits is refused.

    >>> RouteView(sort="luck")
    Traceback (most recent call last):
    ...
    lib.model.errors.QuestionError: There is no order of routes called 'luck'. Choose one of: ...
    """

    start: str | None = None
    end: str = ORDER_PLACED
    level: str = "touchpoint"
    collapse: bool = True
    most: int = 20
    sort: str = "customers"

    def __post_init__(self) -> None:
        if self.level not in LEVELS:
            raise QuestionError.unknown("level", self.level, LEVELS)
        if self.sort not in SORTS:
            raise QuestionError.unknown("order of routes", self.sort, SORTS)
        if not 1 <= self.most <= MOST:
            raise QuestionError(f"{self.most} routes cannot be listed.", f"Choose between 1 and {MOST}.")

    def values(self) -> dict[str, object]:
        """What the `.sql` files of routes bind."""
        kept = ("start", "level", "collapse")
        values = {name: value for name, value in asdict(self).items() if name in kept}
        return values | {"end": self.goal, "longest": LONGEST}

    @property
    def goal(self) -> str:
        """Where routes end: of stages, an order placed is the stage that it belongs to.

        >>> RouteView(level="stage").goal
        'purchase'
        """
        stage = stage_of(self.end) if self.level == "stage" and self.end == ORDER_PLACED else None
        return stage or self.end
