"""What the definitions of paths bind: a view and the filters as values, with every name checked."""

from collections.abc import Sequence
from pathlib import Path

from lib.model import touchpoint_lists
from lib.model.errors import QuestionError
from lib.model.filters import Filters
from lib.model.flow_view import FlowView
from lib.store.store import Store

LABELS = Path(__file__).parents[1].joinpath("labels.sql")
LABELS_FAST = Path(__file__).parents[1].joinpath("labels.fast.sql")


def bound(store: Store, filters: Filters, view: FlowView) -> dict[str, object]:
    """Everything that a definition or twin of paths binds. Raises QuestionError for unknown names."""
    values = {**view.values(), **filters.values(store.zone), **_lists(store, view)}
    for label, purpose in ((view.start, "start from"), (view.end, "end at")):
        if label is not None:
            check_shown(store, view, label, purpose)
    return values


def check_shown(store: Store, view: FlowView, name: str, purpose: str) -> None:
    """Refuse a label that never happens in this view, naming those that do."""
    _refuse_unknown(labels(store, view), view.level, name, purpose)


def check_label(store: Store, level: str, name: str, purpose: str) -> None:
    """Refuse a touchpoint, stage or channel that never happens, naming those that do."""
    _refuse_unknown(labels_of(store, level), level, name, purpose)


def _refuse_unknown(known: Sequence[str], level: str, name: str, purpose: str) -> None:
    if name not in known:
        raise QuestionError.unknown(f"{level} to {purpose}", name, known[:40])


def labels(store: Store, view: FlowView) -> list[str]:
    """The labels that a view can show, in the order of the alphabet."""
    happened = labels_of(store, view.level)
    if view.level != "touchpoint" or view.whole:
        return happened
    groups = touchpoint_lists.groups(view.group, happened)
    renamed = {name for _, members in groups for name in members}
    left = set(_kept(view, happened))
    named = {name for name, members in groups if left & set(members)}
    return sorted(named | (left - renamed))


def labels_of(store: Store, level: str) -> list[str]:
    """The touchpoints, stages or channels that happen in the whole dataset."""
    sql = LABELS if level == "channel" else LABELS_FAST
    found: list[str] = store.query(sql, level=level)["label"].tolist()
    return found


def _kept(view: FlowView, known: Sequence[str]) -> list[str]:
    """The touchpoints that the view neither hides nor leaves out."""
    only = touchpoint_lists.chosen(view.only, known) or known
    hidden = touchpoint_lists.chosen(view.hide, known)
    return [name for name in known if name in only and name not in hidden]


def _lists(store: Store, view: FlowView) -> dict[str, object]:
    """The touchpoints that a view leaves out, keeps or gives one name."""
    known = labels_of(store, "touchpoint") if view.hide or view.only or view.group else []
    found: dict[str, object] = {
        "hide": list(touchpoint_lists.chosen(view.hide, known)) or None,
        "only": list(touchpoint_lists.chosen(view.only, known)) or None,
    }
    groups = touchpoint_lists.groups(view.group, known)
    for number in range(1, touchpoint_lists.MOST_GROUPS + 1):
        name, members = groups[number - 1] if number <= len(groups) else (None, ())
        found |= {f"name{number}": name, f"group{number}": list(members) or None}
    return found
