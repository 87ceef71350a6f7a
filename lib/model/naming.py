"""What the names in the files stand for: the analyst's words first, then rules, then the shipped dictionary.

A rule groups names by wildcards: `/product/*` is every page of that folder, `checkout_step_*` every such
event, `ticket: delivery*` every case of such a topic. `*` stands for any text, `?` for one sign; capitals,
`_`, `-` and `.` make no difference. The first rule that matches wins.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from lib.model.errors import IntakeError
from lib.model.stages import PAGES, plain, stage_of, touchpoint_of

#: What a case is called where rules look at its topic: `ticket: late delivery`.
TICKET = "ticket: "
#: What a pattern may not hold, as it comes from regular expressions; names do hold brackets and bars.
_FOREIGN = re.compile(r"^\^|\$$|\\")

#: A language, with or without a country, in front of a path.
_LANGUAGE = re.compile(
    r"^/(?:cs|da|de|el|en|es|et|fi|fr|hr|hu|it|ja|ko|lt|lv|nb|nl|no|pl|pt|ro|sk|sl|sv|zh)"
    r"(?:[-_][a-z]{2})?(?=/|$)"
)


@dataclass(frozen=True, slots=True)
class TouchpointRule:
    """All names that `match` become `touchpoint`, of `stage`; None: the stage that the dictionary knows."""

    match: str
    touchpoint: str
    stage: str | None = None


@dataclass(frozen=True)
class Naming:
    """The words and rules of one dataset, ready to name many names."""

    words: Mapping[str, tuple[str, str | None]] = field(default_factory=dict)
    rules: Sequence[TouchpointRule] = ()

    def name(self, said: str, stage: object = None) -> tuple[str, str | None]:
        """The touchpoint of a name as it was said, and its stage; `stage` is what the file says of it.

        >>> Naming(rules=[TouchpointRule("spin*", "lucky wheel", "consideration")]).name("Spin_The_Wheel")
        ('lucky wheel', 'consideration')
        """
        touchpoint = self.own(said) or touchpoint_of(page(said))
        return touchpoint, self.stage(touchpoint) or (stage.lower() if isinstance(stage, str) else None)

    def own(self, said: str) -> str | None:
        """The touchpoint that the analyst gave a name, by a word or else by a rule."""
        if word := self.words.get(plain(said)) or self.words.get(plain(path(said) or said)):
            return word[0]
        rule = self.rule_for(said)
        return rule.touchpoint if rule else None

    def rule_for(self, said: str) -> TouchpointRule | None:
        """The first rule that matches a name, or None."""
        name = compared(said)
        return next((rule for rule, pattern in self._patterns if pattern.fullmatch(name)), None)

    def stage(self, touchpoint: str) -> str | None:
        """The one stage of a touchpoint, whichever names became it."""
        return self._stages.get(touchpoint) or stage_of(touchpoint)

    def catches(self, names: Mapping[str, int]) -> list[dict[str, int]]:
        """For each rule the names that it decides, with their events, the most events first."""
        caught: dict[int, dict[str, int]] = {id(rule): {} for rule in self.rules}
        for said, events in sorted(names.items(), key=lambda one: (-one[1], one[0])):
            if plain(said) not in self.words and (rule := self.rule_for(said)):
                caught[id(rule)][said] = events
        return [caught[id(rule)] for rule in self.rules]

    @cached_property
    def _patterns(self) -> list[tuple[TouchpointRule, re.Pattern[str]]]:
        return [(rule, wildcards(rule.match)) for rule in self.rules]

    @cached_property
    def _stages(self) -> dict[str, str]:
        """The stages that the analyst gave; of several for one touchpoint, the first stands."""
        said = [*self.words.values(), *((rule.touchpoint, rule.stage) for rule in self.rules)]
        return {touchpoint: stage for touchpoint, stage in reversed(said) if stage}


def checked(rule: TouchpointRule) -> TouchpointRule:
    """The rule, if it can be used. Raises IntakeError that says how to mend it.

    >>> checked(TouchpointRule("/product/*", "product page")).match
    '/product/*'
    """
    where = f"The rule {rule.match!r}"
    if not rule.touchpoint.strip():
        raise IntakeError(f"{where} has no touchpoint.", "Say what the names that it matches become.")
    if not rule.match.strip("*?/ _-."):
        raise IntakeError(
            f"{where} would match every name.",
            "Write a part of the names that you mean, such as /product/* or checkout_step_*.",
        )
    if found := _FOREIGN.search(rule.match):
        raise IntakeError(
            f"{where} holds {found.group()!r}, which is no wildcard.",
            "Only * (any text) and ? (one sign) are wildcards, as in /product/* or checkout_step_*;"
            " write one rule for each alternative.",
        )
    return rule


def wildcards(match: str) -> re.Pattern[str]:
    """The pattern for names made comparable. `/help/*` is the folder itself and everything below it.

    >>> bool(wildcards("/help/*").fullmatch("/help")), bool(wildcards("/help/*").fullmatch("/helper"))
    (True, False)
    """
    text = _made_plain(match)
    folder = text.endswith("/*") and len(text) > len("/*")
    first, *rest = (_literal(part) for part in (text.removesuffix("/*") if folder else text).split("*"))
    # what a star swallowed is never given back: long names cost no more than short ones
    middle = "".join(f"(?>.*?{part})" for part in rest[:-1])
    last = f".*{rest[-1]}" if rest else ""
    return re.compile(first + middle + last + ("(?:/.*)?" if folder else ""), re.DOTALL)


def _literal(part: str) -> str:
    return re.escape(part).replace(r"\?", ".")


def _made_plain(match: str) -> str:
    """A pattern made comparable as names are; its `?` begins no query."""
    said = match.strip()
    if "://" in said[:9]:
        said = "/" + said.split("://", 1)[1].partition("/")[2]
    return said.lower().rstrip("/") if said.startswith("/") else plain(said)


def compared(said: str) -> str:
    """A name as it is compared with rules: the path of a page's address, any other name made plain.

    >>> compared("https://shop.example/Product/12?ref=mail"), compared("Checkout_Step-2")
    ('/product/12', 'checkout step 2')
    """
    return path(said) or plain(said)


def path(said: str) -> str | None:
    """The path of a page's address, without host, query and anchor; None for a name that is no address.

    >>> path("/Product/123?ref=mail"), path("https://shop.example/cart/"), path("add_to_cart")
    ('/product/123', '/cart', None)
    """
    address = said.strip()
    if "://" in address[:9]:
        address = "/" + address.split("://", 1)[1].partition("/")[2]
    if not address.startswith("/"):
        return None
    return re.split(r"[?#]", address)[0].rstrip("/").lower() or "/"


def page(said: str) -> str:
    """The part of a page's address that says what kind of page it is; other names as they are.

    >>> page("/Product/123?ref=mail"), page("https://shop.example/de/cart/"), page("/x"), page("go_on")
    ('/product', '/cart', '/x', 'go_on')
    """
    whole = path(said)
    if whole is None:
        return said
    inside = _LANGUAGE.sub("", whole) or "/"
    first = "/" + inside.split("/")[1]
    return inside if inside in PAGES else first if first in PAGES else whole


def after(first: Iterable[TouchpointRule], second: Iterable[TouchpointRule]) -> tuple[TouchpointRule, ...]:
    """The rules of `first`, then those of `second`; of one pattern, the rule that comes first stands."""
    rules: dict[str, TouchpointRule] = {}
    for rule in (*first, *second):
        rules.setdefault(_made_plain(rule.match), rule)
    return tuple(rules.values())
