"""Links between ids, followed to the customer they lead to. Pure: the result depends on the links alone."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from lib.model.identity import MOST_AT_ADDRESS, MOST_SHARED, RULES, precedence

HUBS = frozenset(rule.name for rule in RULES if rule.hub)


@dataclass(frozen=True, slots=True)
class Link:
    """One id that leads to another by a rule; `strange`: neither orders nor customers know the second."""

    one: str
    other: str
    rule: str
    strange: bool = False


@dataclass(slots=True)
class Resolved:
    """Where every id leads (`ends`) and by which rule it left; ids that lead nowhere are in no map."""

    ends: dict[str, str] = field(default_factory=dict)
    rules: dict[str, str] = field(default_factory=dict)
    #: Devices that lead to more than MOST_SHARED customers.
    shared: set[str] = field(default_factory=set)
    #: Addresses and numbers that lead to too many customers to be anybody's.
    crowds: set[str] = field(default_factory=set)


def is_address(one: str) -> bool:
    """Whether an id is the pseudonym of an e-mail address or a phone number."""
    return len(one) == 22 and one.startswith(("p_", "t_"))


def follow(links: Iterable[Link], on: Collection[str]) -> Resolved:
    """Where every id leads under the rules that are `on`; links come with the earliest first.

    First all ids that share an address become one person, then devices, visits and answers lead to persons.
    Customers are never made one because they used one device or were named at one order.

    >>> links = [Link("visitor", "ann", "login"), Link("ann", "person 7", "link table")]
    >>> follow(links, {"login", "link table"}).ends
    {'ann': 'person 7', 'visitor': 'person 7'}
    """
    held = [link for link in links if link.rule in on]
    found = Resolved()
    persons = _persons([link for link in held if link.rule in HUBS], found)
    ahead = sorted((link for link in held if link.rule not in HUBS), key=lambda link: precedence(link.rule))
    step = _steps(ahead, persons, found, "shared device" in on)
    ends: dict[str, str] = {}
    for one in step:
        _walk(one, step, ends)
    for one, person in persons.items():
        ends[one] = ends.get(person, person)
    found.ends = {one: end for one, end in ends.items() if one != end}
    return found


def _persons(links: Sequence[Link], found: Resolved) -> dict[str, str]:
    """Every id that shares an address with another -> the id that stands for the person."""
    crowds = {one for one, ids in _by_address(links).items() if len(ids) > MOST_AT_ADDRESS}
    found.crowds |= crowds
    kept = [link for link in links if link.one not in crowds]
    parent: dict[str, str] = {}
    better = _preference(kept)
    for link in kept:
        one, other = _root(link.one, parent), _root(link.other, parent)
        if one != other:
            first, last = sorted((one, other), key=better.__getitem__)
            parent[last] = first
    for link in kept:
        for one in (link.one, link.other):
            if _root(one, parent) != one:
                found.rules.setdefault(one, link.rule)
    return {one: _root(one, parent) for one in better}


def _by_address(links: Iterable[Link]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for link in links:
        found.setdefault(link.one, set()).add(link.other)
    return found


def _preference(links: Iterable[Link]) -> dict[str, tuple[bool, bool, int, str]]:
    """What stands for a person: an id before an address, one that orders or customers know, the earliest."""
    found: dict[str, tuple[bool, bool, int, str]] = {}
    for place, link in enumerate(links):
        found.setdefault(link.other, (is_address(link.other), link.strange, place, link.other))
        found.setdefault(link.one, (True, True, place, link.one))
    return found


def _root(one: str, parent: dict[str, str]) -> str:
    """The end of the tree in which `one` hangs; the way there is made short."""
    top = one
    while top in parent:
        top = parent[top]
    while one in parent:
        parent[one], one = top, parent[one]
    return top


def _steps(
    links: Iterable[Link], persons: dict[str, str], found: Resolved, shared_too: bool
) -> dict[str, str]:
    """The one step that each id takes, by the first link that holds; what many share takes none."""
    ahead: dict[str, list[tuple[str, str]]] = {}
    for link in links:
        one, other = persons.get(link.one, link.one), persons.get(link.other, link.other)
        # an order number tells who a stranger was, it makes no two people one
        if one == other or (link.rule == "order number" and one != link.one and not is_address(one)):
            continue
        onward = ahead.setdefault(one, [])
        if all(other != known for known, _ in onward):
            onward.append((other, link.rule))
    many = {one for one, onward in ahead.items() if len(onward) > MOST_SHARED}
    found.crowds |= {one for one in many if is_address(one)}
    found.shared = many - found.crowds
    out = many if not shared_too else found.crowds
    step = {one: onward[0] for one, onward in ahead.items() if one not in out}
    for one, (_, rule) in step.items():
        found.rules.setdefault(one, "shared device" if one in found.shared else rule)
    return {one: other for one, (other, _) in step.items()}


def _walk(start: str, step: dict[str, str], ends: dict[str, str]) -> None:
    """Walk from `start` to its end, the end of every id on the way; a circle ends in its least id."""
    path: list[str] = []
    seen: dict[str, int] = {}
    at = start
    while at in step and at not in ends and at not in seen:
        seen[at] = len(path)
        path.append(at)
        at = step[at]
    end = min(path[seen[at] :]) if at in seen else ends.get(at, at)
    ends.update(dict.fromkeys(path, end))
