"""The CDNOW purchase log: customer, day, CDs and value, with or without a header. It has no order ids.

Summaries (a row per customer with frequency, recency and age) are refused: no row says what was bought when.
"""

import re

from lib.intake.recognise import known, output, shares
from lib.model.mapping import ROW, Output, SheetMapping
from lib.model.sheets import Sheet

EXPORTS = {
    "CDNOW purchase logs (no header)": "orders, every line one",
    "summaries of purchases per customer (frequency, recency, T)": "refused with the reason",
}

COLUMNS = ("customer_id", "date", "number_of_cds", "dollar_value")
#: Both spellings of a summary per customer.
SUMMARIES = (("ID", "frequency", "recency", "T"), ("ID", "x", "t_x", "T"))
ADDED_UP = (
    "what each customer bought is already added up (how often, how long between): no row says when. Import"
    " the purchases themselves; recency and frequency follow from them"
)
SHAPES = (r"\d{1,6}", r"(19|20)\d{6}", r"\d{1,3}", r"\d+\.\d\d")


def recognise(sheet: Sheet) -> SheetMapping | None:
    """By its header, or by the shape of its four (or, with a sample id, five) columns."""
    if shares(sheet, COLUMNS) == 1:
        return known(sheet, "cdnow", "the CDNOW log", COLUMNS, [_orders(*COLUMNS)])
    for summary in SUMMARIES:
        if shares(sheet, summary) == 1 and len(sheet.columns) <= len(summary) + 2:
            return known(sheet, "a summary per customer", "such a summary", summary, reason=ADDED_UP)
    if sheet.has_header or len(sheet.columns) not in (4, 5):
        return None
    at = (0, 1, 2, 3) if len(sheet.columns) == 4 else (0, 2, 3, 4)
    rows = [[row[i] or "" for i in at] for row in sheet.sample]
    if not rows or not all(_alike(row) for row in rows):
        return None
    columns = [sheet.columns[i] for i in at]
    return SheetMapping(
        "cdnow",
        (_orders(*columns),),
        confidence=0.9,
        reason="no header, and every row is customer, day as yyyymmdd, CDs and value as in the CDNOW log",
    )


def _alike(row: list[str]) -> bool:
    return all(re.fullmatch(shape, cell.strip()) for shape, cell in zip(SHAPES, row, strict=True))


def _orders(customer: str, date: str, _units: str, value: str) -> Output:
    return output("orders", order_id=ROW, customer_id=customer, ordered_at=date, revenue=value)
