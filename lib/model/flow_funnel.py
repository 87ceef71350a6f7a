"""The funnel that counts the customers of one element of a flow, where there is one."""

from dataclasses import dataclass

from lib.model.filters import Filters
from lib.model.flow_view import BEGAN, END, LEFT, FlowView, Pick
from lib.model.funnel_view import ANY, STEPS, WINDOWS, FunnelView, Step


@dataclass(frozen=True, slots=True)
class Exact:
    """A funnel whose `step` counts the element; with `dropped`, those who go no further do."""

    view: FunnelView
    step: int
    dropped: bool = False


def funnel_of(view: FlowView, pick: Pick, filters: Filters) -> Exact | str:
    """The funnel of a node, ribbon or drop-off, or the sentence why there is none.

    A path that begins at an anchor is a funnel of direct steps: whatever lies between is a step of anything.

    >>> found = funnel_of(FlowView(start="cart"), Pick(2, ("checkout",)), Filters())
    >>> found.view.text, found.step
    ('cart > checkout', 2)
    """
    if reason := _why_not(view, pick, filters):
        return f"No funnel counts exactly these customers: {reason}."
    first = Step((view.start or ANY,))
    between = [Step((ANY,)) for _ in range(2, pick.step)]
    here = [Step(pick.sources)] if pick.step > 1 else []
    steps = [first, *between, *here]
    if pick.targets == (LEFT,):
        return Exact(_direct([*steps, Step((ANY,))], view), pick.step, dropped=True)
    if pick.targets is not None:
        return Exact(_direct([*steps, Step(pick.targets)], view), pick.step + 1)
    return Exact(_direct(steps if len(steps) > 1 else [*steps, Step((ANY,))], view), pick.step)


def _direct(steps: list[Step], view: FlowView) -> FunnelView:
    return FunnelView(tuple(steps), "strict", WINDOWS[1], entry=view.which, level=view.level)


def _why_not(view: FlowView, pick: Pick, filters: Filters) -> str:
    """What of a flow a funnel cannot say."""
    if view.which == "every":
        return "every passage counts, and a funnel counts a customer once"
    if view.columns_before or view.end is not None:
        return "a funnel begins at its first step and knows nothing of what comes before it or ends it"
    if not view.whole or view.front:
        return "touchpoints are left out, grouped or cut into visits"
    if not view.collapse:
        return "repeats are steps of their own here"
    if view.start is None and not (filters.is_empty and view.which == "first"):
        return "with filters a funnel begins at the first event that they keep, not at the journey's start"
    if view.start is None and pick.step == 1:
        return "where a journey begins is no step that others may not pass later"
    if pick.targets and len(pick.targets) > 1 and LEFT in pick.targets:
        return "some of them left and others went on"
    if {BEGAN, END} & {*pick.sources, *(pick.targets or ())}:
        return "it is no touchpoint"
    if pick.step + (pick.targets is not None) > STEPS[1]:
        return f"it lies beyond the {STEPS[1]} steps of a funnel"
    return ""
