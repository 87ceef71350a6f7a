"""Which keys make the ids of several files one customer: the rules, the most trusted first."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Strictness = Literal["strict", "default", "loose"]
#: How much is joined, the least first, in words.
STRICTNESS: dict[Strictness, str] = {
    "strict": "only what a file says outright: tables of links and logins",
    "default": "also the same e-mail address and the same order number",
    "loose": "also the same phone number, and a shared device goes to who used it first",
}

#: A device that leads to more customers than this is shared by many people: it leads nowhere.
MOST_SHARED = 3
#: An address or number with more customers than this is the shop's own or a placeholder: it is nobody's.
MOST_AT_ADDRESS = 20
#: An address with at least this many orders, and this share of all, may be the shop's own: that is said.
MANY_ORDERS, MANY_SHARE = 20, 0.05


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of key that links ids. `of` is the least strictness under which it holds.

    A `hub` makes all ids that share the key one customer; the others lead from one id to one customer.
    """

    name: str
    said: str
    of: Strictness
    hub: bool = False


#: Where an id leads to several customers, the rule that stands first here wins, then the earliest link.
RULES = (
    Rule("link table", "two ids side by side in a file of links or of customers", "strict"),
    Rule("login", "a visitor's id and a customer's in one event", "strict"),
    Rule("e-mail", "the same address, whatever its capitals", "default", hub=True),
    Rule("order number", "a visit, an answer or a return about the order of a customer", "default"),
    Rule("phone", "the same number, whatever its blanks", "loose", hub=True),
    Rule("shared device", "a device of many people goes to who was linked to it first", "loose"),
)


def rules_on(strictness: Strictness, switches: Mapping[str, bool] | None = None) -> frozenset[str]:
    """The names of the rules that hold; what the analyst switched stands over the strictness.

    >>> sorted(rules_on("strict", {"phone": True}))
    ['link table', 'login', 'phone']
    """
    order = list(STRICTNESS)
    level = order.index(strictness)
    on = {rule.name: order.index(rule.of) <= level for rule in RULES} | dict(switches or {})
    return frozenset(name for name, is_on in on.items() if is_on)


def precedence(rule: str) -> int:
    """The place of a rule among all; the least is believed first.

    >>> precedence("link table") < precedence("order number")
    True
    """
    return [one.name for one in RULES].index(rule)
