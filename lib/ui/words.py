"""Texts of the frame: words from files shown as they are, days as people write them."""

import re
from datetime import date, datetime

_MARKS = re.compile(r"([\\`*_{}\[\]()#+!|<>~$:-])")


def escaped(text: str) -> str:
    r"""Words that came from a file or an address, so that nothing in them is read as Markdown.

    >>> escaped("[x](http://y) :material/home:")
    '\\[x\\]\\(http\\://y\\) \\:material/home\\:'
    """
    return _MARKS.sub(r"\\\1", text)


def day(value: date | datetime | str | None) -> str:
    """A day as people write it; ISO texts are read first.

    >>> day("2026-01-05T10:00:00")
    '5 Jan 2026'
    """
    if value is None:
        return "unknown"
    when = datetime.fromisoformat(value) if isinstance(value, str) else value
    return f"{when.day} {when:%b %Y}"
