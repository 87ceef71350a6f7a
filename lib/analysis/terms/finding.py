"""One sentence that the data say, as several pages show it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One sentence that the data say, what it rests on, and the page that shows it.

    `settings` are those of that page (parameter, value) which show just this.
    """

    title: str
    basis: str
    page: str
    settings: tuple[tuple[str, str], ...] = ()
