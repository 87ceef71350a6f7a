"""Frames as files that people open in a spreadsheet."""

import pandas as pd

#: A cell that begins with one of these may be taken for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_bytes(frame: pd.DataFrame) -> bytes:
    """The rows as UTF-8 CSV; texts that a spreadsheet would run as a formula get a quote before them.

    >>> csv_bytes(pd.DataFrame({"name": ["=1+1", "cart"], "change": [-2, 3]})).decode("utf-8-sig").split()
    ['name,change', "'=1+1,-2", 'cart,3']
    """
    safe = frame.copy()
    for column in safe.columns:
        if not pd.api.types.is_numeric_dtype(safe[column]):
            safe[column] = [_harmless(cell) for cell in safe[column]]
    safe.columns = [_harmless(name) for name in safe.columns]
    text: str = safe.to_csv(index=False, lineterminator="\n")
    return text.encode("utf-8-sig")  # the mark makes Excel read UTF-8


def _harmless(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
