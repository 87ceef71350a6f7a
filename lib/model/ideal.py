"""The ideal path: the order in which a journey should pass stages, or touchpoints of one's choice."""

from dataclasses import dataclass
from typing import Self

from lib.model.errors import QuestionError
from lib.model.flow_view import LEVELS
from lib.model.stages import STAGES

#: How many steps an ideal path has at least and at most.
LENGTHS = (2, 12)
#: What stands between the steps where a path is written as text.
ARROW = " > "


@dataclass(frozen=True, slots=True)
class Ideal:
    """Steps in their order, all of one level; what a journey does beside them is passed over.

    >>> Ideal(("cart", "cart"), "touchpoint")
    Traceback (most recent call last):
    ...
    lib.model.errors.QuestionError: The ideal path names 'cart' twice. Name each step once.
    """

    labels: tuple[str, ...] = STAGES
    level: str = "stage"

    def __post_init__(self) -> None:
        if self.level not in LEVELS:
            raise QuestionError.unknown("level", self.level, LEVELS)
        twice = [label for place, label in enumerate(self.labels) if label in self.labels[:place]]
        if twice:
            raise QuestionError(f"The ideal path names {twice[0]!r} twice.", "Name each step once.")
        low, high = LENGTHS
        if not low <= len(self.labels) <= high:
            raise QuestionError(
                f"An ideal path cannot have {len(self.labels)} steps.",
                f"Choose between {low} and {high}, written as first{ARROW}second{ARROW}third.",
            )

    @classmethod
    def read(cls, text: str | None, level: str = "stage") -> Self:
        """A path as it is written; None: all stages in their order.

        >>> Ideal.read("cart > checkout > order placed", "touchpoint").labels
        ('cart', 'checkout', 'order placed')
        """
        if text is None and level == "stage":
            return cls()
        parts = (part.strip() for part in (text or "").split(ARROW.strip()))
        return cls(tuple(part for part in parts if part), level)

    def __str__(self) -> str:
        return ARROW.join(self.labels)

    def values(self) -> dict[str, object]:
        """What the `.sql` files of the order bind: level, length, ideal_1 ... ideal_12 (None beyond)."""
        places = range(1, LENGTHS[1] + 1)
        named = dict(zip(places, self.labels, strict=False))
        steps = {f"ideal_{place}": named.get(place) for place in places}
        return {"level": self.level, "length": len(self.labels), **steps}
