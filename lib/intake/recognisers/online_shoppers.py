"""The online shoppers' intention table: one row a session, its pages and minutes already added up."""

from lib.intake.recognise import known, shares
from lib.model.mapping import SheetMapping
from lib.model.sheets import Sheet

EXPORTS = {
    "Online shoppers' intention (sessions with a revenue flag)": (
        "refused with the reason: sessions without visitor, date and order"
    ),
}

COLUMNS = (
    "Administrative", "Administrative_Duration", "Informational", "Informational_Duration", "ProductRelated",
    "ProductRelated_Duration", "BounceRates", "ExitRates", "PageValues", "SpecialDay", "Month",
    "OperatingSystems", "Browser", "Region", "TrafficType", "VisitorType", "Weekend", "Revenue",
)  # fmt: skip
REASON = (
    "a row is a session whose pages are already added up, in a month without a year; nothing says whose it"
    " was or what was ordered. Export the single events or orders instead"
)


def recognise(sheet: Sheet) -> SheetMapping | None:
    """Known by all its columns."""
    if shares(sheet, COLUMNS) < 1:
        return None
    return known(sheet, "online shoppers' sessions", "the table of online shoppers", COLUMNS, reason=REASON)
