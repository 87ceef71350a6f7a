"""Column names from header cells: trimmed, present, each once."""

from collections import Counter


def unique(cells: list[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Column names without blanks around them, each once whatever its case, and notes on what changed.

    >>> unique([" Date", "v", "V"])
    (('Date', 'v', 'V_2'), ("column 3 is a further 'V', called V_2",))
    >>> unique(["day", ""])
    (('day', 'column2'), ('column 2 has no name, called column2',))
    """
    names: list[str] = []
    notes: list[str] = []
    wanted = [" ".join(cell.replace("\ufeff", "").split()) for cell in cells]
    taken = Counter(one.casefold() for one in wanted)
    used: set[str] = set()
    for at, name in enumerate(wanted, 1):
        base, count = name or f"column{at}", 1
        own = base
        while own.casefold() in used or (own != name and own.casefold() in taken):
            count += 1
            own = f"{base}_{count}"
        if not name:
            notes.append(f"column {at} has no name, called {own}")
        elif own != name:
            notes.append(f"column {at} is a further {name!r}, called {own}")
        used.add(own.casefold())
        names.append(own)
    return tuple(names), tuple(notes)
