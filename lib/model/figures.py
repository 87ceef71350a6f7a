"""Numbers as people read them: one formatter for pages, charts and sentences.

Money carries the dataset's currency, differences of shares are points ("pt"), the minus sign is the
true one (U+2212), and a missing number is an en dash.
"""

import math

MINUS = "\N{MINUS SIGN}"
MISSING = "\N{EN DASH}"
SYMBOLS = {"EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥", "BRL": "R$"}


def count(value: float | None) -> str:
    """Whole things: people, orders, answers.

    >>> count(13596), count(None)
    ('13,596', '–')
    """
    if value is None or math.isnan(value):
        return MISSING
    return f"{value:,.0f}".replace("-", MINUS)


def short(value: float | None) -> str:
    """A count where there is little room.

    >>> short(950), short(4830), short(20_000), short(1_260_000)
    ('950', '4.8k', '20k', '1.3M')
    """
    if value is None or math.isnan(value):
        return MISSING
    sign = MINUS if value < 0 else ""
    size = abs(value)
    for limit, unit in ((999_950, "M"), (999.5, "k")):
        if size >= limit:
            scaled = size / (1_000_000 if unit == "M" else 1_000)
            return f"{sign}{scaled:.1f}".removesuffix(".0") + unit
    return f"{sign}{size:.0f}"


def duration(seconds: float | None) -> str:
    """A time that something took, in the unit that suits it.

    >>> duration(45), duration(166), duration(9000), duration(23_880_101)
    ('45 s', '2.8 min', '2.5 h', '276 days')
    """
    if seconds is None or math.isnan(seconds):
        return MISSING
    for limit, unit, name in ((60, 1, "s"), (3600, 60, "min"), (86_400, 3600, "h")):
        if seconds < limit:
            return f"{seconds / unit:.1f}".removesuffix(".0") + f" {name}"
    days = seconds / 86_400
    return f"{days:.0f} days" if days >= 10 else f"{days:.1f}".removesuffix(".0") + " days"


def share(value: float | None, digits: int = 1) -> str:
    """A fraction as a percentage.

    >>> share(0.0285, 2), share(-0.051)
    ('2.85%', '−5.1%')
    """
    if value is None or math.isnan(value):
        return MISSING
    return f"{value * 100:.{digits}f}%".replace("-", MINUS)


def points(value: float | None, digits: int = 1) -> str:
    """A difference of two fractions, in percentage points, with its sign.

    >>> points(0.0024, 2), points(-0.023)
    ('+0.24 pt', '−2.3 pt')
    """
    if value is None or math.isnan(value):
        return MISSING
    return f"{value * 100:+.{digits}f} pt".replace("-", MINUS)


def money(value: float | None, currency: str = "EUR", digits: int | None = None) -> str:
    """An amount in full; cents where the amount is small.

    >>> money(67.4), money(1428602.81), money(-92000, "USD")
    ('€67.40', '€1,428,603', '−$92,000')
    """
    if value is None or math.isnan(value):
        return MISSING
    places = digits if digits is not None else (2 if abs(value) < 1000 else 0)
    return f"{MINUS if value < 0 else ''}{_unit(currency)}{abs(value):,.{places}f}"


def short_money(value: float | None, currency: str = "EUR") -> str:
    """An amount where there is little room.

    >>> short_money(147_210), short_money(-92_000), short_money(0)
    ('€147k', '−€92k', '€0')
    """
    if value is None or math.isnan(value):
        return MISSING
    size = abs(value)
    if size >= 999_500:
        said = f"{size / 1_000_000:.2f}".rstrip("0").rstrip(".") + "M"
    elif size >= 10_000:
        said = f"{size / 1000:.0f}k"
    elif size >= 1000:
        said = f"{size / 1000:.1f}".removesuffix(".0") + "k"
    else:
        said = f"{size:.0f}"
    return f"{MINUS if value < 0 and said != '0' else ''}{_unit(currency)}{said}"


def score(value: float | None, digits: int = 1) -> str:
    """A mean score or an NPS.

    >>> score(3.2716, 2), score(-40.3)
    ('3.27', '−40.3')
    """
    if value is None or math.isnan(value):
        return MISSING
    return f"{value:.{digits}f}".replace("-", MINUS)


def figure(value: float | None, unit: str, currency: str = "EUR") -> str:
    """A KPI in its own unit (see `lib.model.metrics.Unit`).

    >>> figure(0.0285, "share"), figure(67.4, "money"), figure(15, "nps")
    ('2.85%', '€67.40', '15.0')
    """
    if unit == "share":
        return share(value, 2 if value is not None and abs(value) < 0.1 else 1)
    if unit == "money":
        return money(value, currency)
    if unit == "count":
        return count(value)
    return score(value, 3 if unit == "ratio" else 1)


def change(value: float | None, unit: str, currency: str = "EUR") -> str:
    """A difference of two KPIs in the KPI's own unit, always with a sign.

    >>> change(0.0024, "share"), change(-1.1, "money"), change(120, "count")
    ('+0.24 pt', '−€1.10', '+120')
    """
    if value is None or math.isnan(value):
        return MISSING
    if unit == "share":
        return points(value, 2 if abs(value) < 0.01 else 1)
    said = figure(abs(value), unit, currency)
    return f"{MINUS if value < 0 else '+'}{said}"


def _unit(currency: str) -> str:
    return SYMBOLS.get(currency, f"{currency} ")
