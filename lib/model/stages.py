"""The stages of a journey in their order, and the shipped dictionary of touchpoints.

An event name from a file is first made plain (lower case, blanks for `_`, `-` and `.`), then looked
up in `touchpoints.toml`; what is found nowhere stays visible under its own name, without a stage.
"""

import re
import tomllib
from pathlib import Path

STAGES: tuple[str, ...] = ("awareness", "consideration", "purchase", "retention", "advocacy")

_SHIPPED = tomllib.loads(Path(__file__).with_name("touchpoints.toml").read_text(encoding="utf-8"))
#: Each shipped touchpoint, by the stage it belongs to.
TOUCHPOINTS: dict[str, tuple[str, ...]] = {stage: tuple(_SHIPPED["stages"][stage]) for stage in STAGES}
#: Names that other systems and languages use, made plain, for a shipped touchpoint.
SYNONYMS: dict[str, str] = {
    name: touchpoint for touchpoint, names in _SHIPPED["names"].items() for name in names
}
#: The first folder, or the whole path, of a page's address for a shipped touchpoint.
PAGES: dict[str, str] = {
    path: touchpoint for touchpoint, paths in _SHIPPED["pages"].items() for path in paths
}

_STAGE_OF = {touchpoint: stage for stage, names in TOUCHPOINTS.items() for touchpoint in names}
#: The same names without blanks, as some systems write them: `addToCart`.
_JOINED = {name.replace(" ", ""): touchpoint for name, touchpoint in SYNONYMS.items()} | {
    touchpoint.replace(" ", ""): touchpoint for touchpoint in _STAGE_OF
}

#: Touchpoints that say that a basket or an order happened, whatever their stage is called.
CART = "cart"
CHECKOUT = "checkout"
ORDER_PLACED = "order placed"
ORDER_CONFIRMATION = "order confirmation"
#: What a customer does not do: these do not begin or prolong a session.
PASSIVE: frozenset[str] = frozenset(
    {
        "delivered",
        "delivery delayed",
        "delivery failed",
        "order shipped",
        "shipping update",
        "campaign received",
        "subscription renewed",
    }
)


def plain(name: str) -> str:
    """An event name as people would say it.

    >>> plain(" Add_To-Cart ")
    'add to cart'
    """
    return re.sub(r"[\s_.\-]+", " ", name.strip().lower()).strip() or name.strip()


def touchpoint_of(name: str) -> str:
    """The shipped touchpoint for an event name, or the name made plain if none is known.

    >>> touchpoint_of("purchase"), touchpoint_of("AddToCart"), touchpoint_of("Spin_The_Wheel")
    ('order placed', 'cart', 'spin the wheel')
    """
    said = plain(name)
    if said in _STAGE_OF:
        return said
    known = SYNONYMS.get(said) or PAGES.get(name.strip().lower())
    return known or _JOINED.get(said.replace(" ", ""), said)


def stage_of(touchpoint: str) -> str | None:
    """The stage of a shipped touchpoint; None where the dictionary does not know it.

    >>> stage_of("checkout"), stage_of("spin the wheel")
    ('purchase', None)
    """
    return _STAGE_OF.get(touchpoint)


#: Touchpoints that say that something went wrong, and where it happened.
FAILURES: dict[str, str] = {
    "payment failed": "payment",
    "delivery delayed": "delivered",
    "delivery failed": "delivered",
}
#: Written by the answers themselves: what they say stands at the touchpoint that they are about.
SURVEY_ANSWERED = "survey answered"
