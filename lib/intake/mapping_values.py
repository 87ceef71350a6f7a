"""What a mapping says of values: spellings that are one, and what currencies are worth.

[categories.channel]
"emial" = "email"

[rates]
USD = 0.92
[rates."2026-03"]
USD = 0.93
"""

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from lib.model.errors import IntakeError
from lib.model.mapping import Mapping

#: Columns whose values are few words.
CATEGORIES = ("channel", "device", "source", "country", "status")


def to_tables(mapping: Mapping) -> dict[str, Any]:
    """The tables of a mapping file that say the same again; without those that would be empty."""
    rates: dict[str, Any] = {}
    for (month, currency), worth in sorted(mapping.rates.items()):
        of = rates.setdefault(month, {}) if month else rates
        of[currency] = worth
    found = {"categories": mapping.categories, "rates": rates}
    return {name: table for name, table in found.items() if table}


def categories(said: dict[str, Any]) -> dict[str, dict[str, str]]:
    """Column -> spelling -> what it becomes. Raises IntakeError for columns that are no categories."""
    for column, words in said.items():
        if column not in CATEGORIES:
            raise IntakeError.unknown("column with categories", column, CATEGORIES)
        if not isinstance(words, dict) or not all(isinstance(word, str) for word in words.values()):
            raise IntakeError(
                f"categories.{column} must say what each spelling becomes.",
                f'Write it as [categories.{column}] and below it "emial" = "email".',
            )
    return {column: dict(words) for column, words in said.items()}


def rates(said: dict[str, Any]) -> dict[tuple[str, str], str]:
    """(month or "", currency) -> its worth as decimal digits. Raises IntakeError for what is no rate."""
    found: dict[tuple[str, str], str] = {}
    for name, worth in said.items():
        if isinstance(worth, dict):
            if not re.fullmatch(r"[0-9]{4}-(0[1-9]|1[0-2])", name):
                raise IntakeError(f"rates.{name!r} is no month.", 'Write it as [rates."2026-03"].')
            found |= {(name, currency.upper()): _rate(currency, one) for currency, one in worth.items()}
        else:
            found["", name.upper()] = _rate(name, worth)
    return found


def _rate(currency: str, worth: Any) -> str:  # noqa: ANN401 (TOML is anything)
    try:
        value = Decimal(str(worth))
    except InvalidOperation:
        value = Decimal(0)
    if not value.is_finite() or value <= 0 or isinstance(worth, bool):
        raise IntakeError(
            f"{worth!r} is no rate for {currency}.",
            f"Write what one {currency} is worth in the currency of the dataset, such as {currency} = 0.92.",
        )
    return str(value)
