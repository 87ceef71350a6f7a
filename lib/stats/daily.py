"""The days around a change, before they are read: rules they must meet, weeks, and the signal per day."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lib.model.errors import DataError

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

Kind = Literal["count", "money", "score"]

#: Whole weeks that an effect needs at least on either side of the change.
WEEKS_BEFORE, WEEKS_AFTER = 8, 4
#: The baseline is at most this many weeks long; days further back say little about the present.
BASELINE_WEEKS = 26
#: Days after the change that are left out while it reaches people.
RAMP_DAYS = 7


@dataclass(frozen=True, slots=True, eq=False)
class Daily:
    """One row a day, in time order: what was counted, over how many, treated and (if there is one) control.

    `day` numbers days by distance (for example `date.toordinal()`); days left out leave a gap. `post` marks
    the days after the change. kind "count": `amount` = orders, `visitors` = customers or sessions; "money":
    `amount` = margin or revenue; "score": `amount` = sum of scores, `visitors` = answers, and `span` is the
    width of the scale (4 for 1 to 5). ValueError if the columns differ in length or days do not rise.
    """

    day: Ints
    post: Bools
    amount: Floats
    visitors: Floats
    control_amount: Floats | None = None
    control_visitors: Floats | None = None
    kind: Kind = "count"
    span: float = 1.0
    step: Literal["day", "week"] = "day"

    def __post_init__(self) -> None:
        object.__setattr__(self, "day", np.asarray(self.day, dtype=np.int64))
        object.__setattr__(self, "post", np.asarray(self.post, dtype=np.bool_))
        for name in ("amount", "visitors", "control_amount", "control_visitors"):
            if (given := getattr(self, name)) is not None:
                object.__setattr__(self, name, np.asarray(given, dtype=np.float64))
        columns = [self.post, self.amount, self.visitors, self.control_amount, self.control_visitors]
        if any(one is not None and one.shape != self.day.shape for one in columns):
            raise ValueError("every column of Daily needs one entry a day")
        if (self.control_amount is None) != (self.control_visitors is None):
            raise ValueError("a control needs both control_amount and control_visitors")
        if (np.diff(self.day) <= 0).any() or (np.diff(self.post.astype(int)) < 0).any():
            raise ValueError("the days must rise, those after the change last")

    @property
    def has_control(self) -> bool:
        return self.control_amount is not None

    @property
    def after_rate(self) -> float:
        """The metric per visitor over the days after the change, as it was."""
        return float(self.amount[self.post].sum() / self.visitors[self.post].sum())

    def picked(self, rows: Bools) -> "Daily":
        """Only some of the rows."""
        return self._turned(self.day[rows], self.post[rows], lambda column: column[rows])

    def weekly(self) -> "Daily":
        """Sums of whole weeks, counted back from the last day before the change and on from the first after.

        A week with a day left out is left out itself; the distance in days is kept.
        """
        since = self._since_change()
        block = np.where(self.post, since // 7, -(-since // 7) - 1)
        starts = np.flatnonzero(np.diff(block, prepend=block[:1] - 1))
        whole = np.diff(starts, append=block.size) == 7
        first = starts[whole]
        turned = self._turned(
            self.day[first], self.post[first], lambda column: np.add.reduceat(column, starts)[whole]
        )
        return replace(turned, step="week")

    def _since_change(self) -> Ints:
        """Days since the first day after the change; before it, days since the last one before it."""
        before, after = self.day[~self.post], self.day[self.post]
        origin = np.where(self.post, after[0] if after.size else 0, before[-1] if before.size else 0)
        return np.asarray(self.day - origin)

    def _turned(self, day: Ints, post: Bools, change: Callable[[Floats], Floats]) -> "Daily":
        """The same days with every column but `day` and `post` turned by `change`."""
        return replace(
            self,
            day=day,
            post=post,
            amount=change(self.amount),
            visitors=change(self.visitors),
            control_amount=None if self.control_amount is None else change(self.control_amount),
            control_visitors=None if self.control_visitors is None else change(self.control_visitors),
        )


def around(
    live_day: int,
    days: Daily,
    ramp_days: int = RAMP_DAYS,
    baseline_weeks: int = BASELINE_WEEKS,
    left_out: ArrayLike = (),
) -> Daily:
    """The whole weeks before and after a change on `live_day`, without its ramp and the days `left_out`.

    The `post` of `days` is not read. Before: as many whole weeks as there are, at most `baseline_weeks`.

    >>> days = np.arange(200)
    >>> cut = around(100, Daily(days, days >= 100, days, days))
    >>> int(cut.day[0]), int((~cut.post).sum()), int(cut.day[cut.post][0]), int(cut.post.sum())
    (2, 98, 107, 91)
    """
    if days.day.size == 0:
        raise DataError("There are no days to read.", "Widen the period or the segment.")
    start = live_day + ramp_days
    weeks_before = min((live_day - int(days.day[0])) // 7, baseline_weeks)
    weeks_after = (int(days.day[-1]) - start + 1) // 7
    before = (days.day >= live_day - 7 * weeks_before) & (days.day < live_day)
    after = (days.day >= start) & (days.day < start + 7 * weeks_after)
    kept = (before | after) & ~np.isin(days.day, np.asarray(left_out, dtype=np.int64))
    return replace(days, post=days.day >= live_day).picked(kept)


def ready(days: Daily) -> Daily:
    """The days as an estimator needs them; DataError with what to change where they cannot answer.

    Days without visitors are missing, not zero. Money becomes weeks where a day's sum is not positive.
    """
    kept = days.picked(visited(days))
    if kept.kind == "money" and not positive(kept):
        kept = kept.weekly()
    _check_length(kept)
    _check_amounts(kept)
    if np.ptp(signal(kept)) < 1e-12:
        raise DataError(
            "The metric never moves" + (" against the control." if kept.has_control else "."),
            "Choose another metric, or a control segment that is not the treated one.",
        )
    return kept


def visited(days: Daily) -> Bools:
    """The days with visitors, in the control as well."""
    treated = days.visitors > 0
    return treated if days.control_visitors is None else treated & (days.control_visitors > 0)


def signal(days: Daily) -> Floats:
    """What the estimators read per row: the log rate, less that of the control; for scores the mean."""
    treated = _level(days.kind, days.amount, days.visitors)
    if days.control_amount is None or days.control_visitors is None:
        return treated
    return treated - _level(days.kind, days.control_amount, days.control_visitors)


def _level(kind: Kind, amount: Floats, visitors: Floats) -> Floats:
    if kind == "score":
        return amount / visitors
    if kind == "money":
        return np.log(amount / visitors)
    return np.log((amount + 0.5) / (visitors + 1))


def positive(days: Daily) -> bool:
    """Whether every amount, treated and control, is above 0."""
    least = [one.min(initial=np.inf) for one in (days.amount, days.control_amount) if one is not None]
    return bool(min(least) > 0)


def _check_length(days: Daily) -> None:
    weight = 7 if days.step == "week" else 1
    found = {"before": int((~days.post).sum()) * weight, "after": int(days.post.sum()) * weight}
    for side, least in (("before", WEEKS_BEFORE), ("after", WEEKS_AFTER)):
        if found[side] < 7 * least:
            raise DataError(
                f"Only {found[side]} usable days lie {side} the change; {least} whole weeks are needed.",
                "Choose data that begin earlier, a later change, or a larger segment."
                if side == "before"
                else "Wait until they have passed, or choose an earlier change or a larger segment.",
            )


def _check_amounts(days: Daily) -> None:
    if days.kind == "money" and not positive(days):
        raise DataError(
            "In some weeks the money per visitor is zero or negative, so its relative change has no meaning.",
            "Read orders per visitor and order value apart, or choose a larger segment.",
        )
    if days.kind == "count" and not (days.amount[days.post].any() and days.amount[~days.post].any()):
        raise DataError(
            "One side of the change has nothing to count.",
            "Choose a larger segment or a longer period, so that there are orders before and after.",
        )
