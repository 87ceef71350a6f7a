"""Frames as CSV or JSON text: nothing that a spreadsheet would run, nothing that JSON cannot say."""

import json
from typing import Any

import pandas as pd

#: A cell that begins with one of these is a formula to a spreadsheet.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def safe(cell: Any) -> Any:
    """A text cell that a spreadsheet shows and never runs.

    >>> safe("=HYPERLINK(1)"), safe(-3), safe("cart")
    ("'=HYPERLINK(1)", -3, 'cart')
    """
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_SIGNS) else cell


def csv_text(frame: pd.DataFrame) -> str:
    """A frame as CSV with a header; missing cells are empty, header and text cells are safe to open."""
    text = frame.select_dtypes(["object", "str", "category"]).columns
    plain = frame.assign(**{name: frame[name].map(safe) for name in text})
    return str(plain.rename(columns=safe).to_csv(index=False, lineterminator="\n"))


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """A frame as records of JSON values: None for what is missing, ISO for times, numbers unrounded."""
    plain = frame.astype(object).where(frame.notna(), None)
    return [{key: _plain(value) for key, value in row.items()} for row in plain.to_dict("records")]


def json_text(value: object) -> str:
    """A value as JSON on several lines."""
    return json.dumps(value, indent=1, ensure_ascii=False, default=_plain)


def _plain(value: Any) -> Any:
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return value.item() if hasattr(value, "item") else value
