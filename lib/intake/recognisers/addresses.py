"""Columns by which people can be reached, beside their id: what links the files of several systems."""

from lib.intake.recognisers.columns import by_name
from lib.intake.recognisers.words import EMAIL, PHONE
from lib.model.mapping import Output, Take
from lib.model.sheets import Sheet

#: Of each kind of table, when its row happened.
WHEN = {
    "events": "ts",
    "orders": "ordered_at",
    "returns": "returned_at",
    "feedback": "given_at",
    "tickets": "opened_at",
    "customers": "first_seen_at",
}


def addresses(sheet: Sheet, main: Output) -> tuple[Output, ...]:
    """Links from the e-mail address and the phone number of a row to the customer of `main`."""
    customer = main.take("customer_id")
    if main.kind not in WHEN or customer is None or customer.column is None:
        return ()
    when = tuple(Take("linked_at", take.column, format=take.format) for take in main.sources(WHEN[main.kind]))
    return tuple(
        Output("identities", (Take("anonymous_id", column, format=form), customer, *when))
        for form, names in (("email", EMAIL), ("phone", PHONE))
        if (column := _column(sheet, names)) and column != customer.column
    )


def _column(sheet: Sheet, names: tuple[str, ...]) -> str | None:
    known = by_name(sheet)
    return next((known[name] for name in names if name in known), None)
