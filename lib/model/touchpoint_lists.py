"""Lists of touchpoints as people write them: `help* | chat`, and groups: `support = help* | chat`."""

from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase

from lib.model.errors import QuestionError

#: As many groups as a definition binds.
MOST_GROUPS = 4


def chosen(text: str, known: Sequence[str]) -> tuple[str, ...]:
    """The known touchpoints that a list names; `*` stands for any text.

    Raises QuestionError, naming the known ones, for a name that fits none.

    >>> chosen("help* | cart", ["cart", "help page", "help search", "home"])
    ('help page', 'help search', 'cart')
    """
    found: dict[str, None] = {}
    for part in filter(None, (part.strip() for part in text.split("|"))):
        fitting = [name for name in known if name == part or fnmatchcase(name, _pattern(part))]
        if not fitting:
            raise QuestionError.unknown("touchpoint", part, list(known)[:40])
        found |= dict.fromkeys(fitting)
    return tuple(found)


def groups(text: str, known: Sequence[str]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The groups that a text gives a name, with their touchpoints; of two groups the first one has it.

    >>> groups("support = help* | chat; ads = *ad", ["chat", "display ad", "help page"])
    (('support', ('help page', 'chat')), ('ads', ('display ad',)))
    """
    parts = [part.strip() for part in text.split(";") if part.strip()]
    if len(parts) > MOST_GROUPS:
        raise QuestionError(
            f"{len(parts)} groups are more than a flow can have.",
            f"Write at most {MOST_GROUPS}, or group the others as touchpoints on the Data page.",
        )
    return tuple(_group(part, known) for part in parts)


def _group(part: str, known: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    name, sign, members = part.partition("=")
    if not sign or not name.strip() or not members.strip():
        raise QuestionError(
            f"The group {part!r} is not complete.", "Write a name, = and touchpoints: support = help* | chat."
        )
    return name.strip(), chosen(members, known)


def joined(names: Iterable[str]) -> str:
    """Names as the text that `chosen` reads.

    >>> joined(["cart", "help page"])
    'cart | help page'
    """
    return " | ".join(names)


def _pattern(part: str) -> str:
    """Only `*` is a sign; brackets and question marks are letters."""
    return "".join(f"[{sign}]" if sign in "[?" else sign for sign in part)
