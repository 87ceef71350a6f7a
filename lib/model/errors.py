"""What can go wrong in a way that the reader can mend.

ThroughlineError
├── DataError       the data cannot answer the question
├── QuestionError   the settings ask something impossible
├── IntakeError     a file cannot be taken in
├── StoreError      a dataset cannot be opened, published or removed
└── AccessError     this reader may not do that

Every error says what happened and how to mend it. Pages and the command line show both; anything
else that is raised is a bug and stays loud.
"""

from collections.abc import Iterable
from typing import Self


class ThroughlineError(Exception):
    """Something the reader can mend.

    >>> error = DataError("No orders fall in March.", "Widen the dates.")
    >>> str(error)
    'No orders fall in March. Widen the dates.'
    """

    def __init__(self, what: str, mend: str) -> None:
        super().__init__(f"{what} {mend}")
        self.what = what
        self.mend = mend

    @classmethod
    def unknown(cls, role: str, name: object, valid: Iterable[object]) -> Self:
        """Say that `name` is not one of the `valid` names of this `role`.

        >>> QuestionError.unknown("metric", "aov2", ["aov", "revenue"]).mend
        'Choose one of: aov, revenue.'
        """
        names = ", ".join(str(one) for one in valid) or "(there are none)"
        return cls(f"There is no {role} called {name!r}.", f"Choose one of: {names}.")


class DataError(ThroughlineError):
    """The data cannot answer the question."""


class QuestionError(ThroughlineError):
    """The settings ask something impossible."""


class IntakeError(ThroughlineError):
    """A file cannot be taken in."""


class StoreError(ThroughlineError):
    """A dataset cannot be opened, published or removed."""


class AccessError(ThroughlineError):
    """This reader may not do that."""
