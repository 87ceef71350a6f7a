"""Paths as a person would find them, customer by customer: what the definition is held against."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, date, timedelta
from itertools import groupby
from typing import Any, NamedTuple

from lib.model.filters import Filters
from lib.model.flow_view import BEGAN, END, LEFT, FlowView
from lib.model.stages import stage_of


class Step(NamedTuple):
    label: str
    at: Any
    kept: bool
    visit: int
    channel: str


def moves(rows: Sequence[dict[str, Any]], view: FlowView, chosen: Filters) -> Counter[tuple[int, str, str]]:
    """How many paths make each move: (step, source, target)."""
    found: Counter[tuple[int, str, str]] = Counter()
    for path in all_paths(rows, view, chosen):
        steps = dict(path)
        for step, label in path:
            if 1 <= step < view.steps and label != END:
                found[step, label, steps.get(step + 1, LEFT)] += 1
    return found


def all_paths(
    rows: Sequence[dict[str, Any]], view: FlowView, chosen: Filters
) -> Iterator[list[tuple[int, str]]]:
    """Every path as its numbered labels; behind the end that was asked for stands `(end)`."""
    order = sorted(rows, key=lambda row: (row["customer_id"], row["ts"], row["event_id"]))
    for _, theirs in groupby(order, key=lambda row: row["customer_id"]):
        steps = _collapsed(_visits([row for row in theirs if _counts(row, view)], view, chosen), view)
        ends = {at: _end(steps, at, view) for at in _anchors(steps, view, chosen)}
        if view.start is not None and view.end is not None:
            ends = {at: end for at, end in ends.items() if end is not None}
        for at in _which(list(ends), view):
            yield _path(steps, at, ends[at], view)


def _counts(row: dict[str, Any], view: FlowView) -> bool:
    hidden = {part.strip() for part in view.hide.split("|")}
    return row["touchpoint"] not in hidden


def _visits(rows: list[dict[str, Any]], view: FlowView, chosen: Filters) -> list[Step]:
    steps: list[Step] = []
    visit = 0
    for row in rows:
        if steps and view.pause and row["ts"] - steps[-1].at > timedelta(minutes=view.pause):
            visit += 1
        steps.append(
            Step(_label(row, view), row["ts"], _kept(row, chosen), visit, row["channel"] or "(unknown)")
        )
    return steps


def _label(row: dict[str, Any], view: FlowView) -> str:
    if view.level == "stage":
        return stage_of(row["touchpoint"]) or "(unknown)"
    if view.level == "channel":
        return row["channel"] or "(unknown)"
    grouped = row["touchpoint"] == "home" or row["touchpoint"].startswith("c")
    return "shop" if view.group and grouped else row["touchpoint"]


def _kept(row: dict[str, Any], chosen: Filters) -> bool:
    day: date = row["ts"].replace(tzinfo=UTC).date()
    inside = (chosen.since is None or day >= chosen.since) and (chosen.until is None or day <= chosen.until)
    said = {"channel": chosen.channel, "device": chosen.device, "country": chosen.country}
    return inside and all(not names or (row[key] or "(unknown)") in names for key, names in said.items())


def _collapsed(steps: list[Step], view: FlowView) -> list[Step]:
    if not view.collapse:
        return steps
    pairs = zip([None, *steps], steps, strict=False)
    return [two for one, two in pairs if one is None or one.visit != two.visit or one.label != two.label]


def _anchors(steps: list[Step], view: FlowView, chosen: Filters) -> list[int]:
    opening = [at for at, step in enumerate(steps) if at == 0 or steps[at - 1].visit != step.visit]
    here = opening if view.anchor is None else [at for at, s in enumerate(steps) if s.label == view.anchor]
    return [at for at in here if steps[at].kept]


def _end(steps: list[Step], at: int, view: FlowView) -> int | None:
    if view.start is None or view.end is None:
        return None
    later = [
        place for place in range(at + 1, len(steps))
        if steps[place].label == view.end and _near(steps, at, place, view)
    ]  # fmt: skip
    return later[0] if later else None


def _near(steps: list[Step], at: int, place: int, view: FlowView) -> bool:
    window = timedelta(hours=view.within) if view.within else timedelta.max
    return steps[place].visit == steps[at].visit and abs(steps[place].at - steps[at].at) <= window


def _which(anchors: list[int], view: FlowView) -> list[int]:
    return {"first": anchors[:1], "last": anchors[-1:], "every": anchors}[view.which]


def _path(steps: list[Step], at: int, end: int | None, view: FlowView) -> list[tuple[int, str]]:
    shift = 1 + view.columns_before + (view.front is not None)
    last = len(steps) - 1 if end is None else end
    places = list(range(max(at - view.columns_before, 0), last + 1))
    path = [(place - at + shift, steps[place].label) for place in places if _near(steps, at, place, view)]
    if view.front == "channel":
        path = [(1, steps[at].channel), *path]
    if path[0][0] > 1:
        path = [(path[0][0] - 1, BEGAN), *path]
    return [*path, (path[-1][0] + 1, END)] if end is not None else path
