"""How the amounts of a column are written: decimal point or comma, decided on all of its cells or asked."""

from pathlib import Path
from typing import Any

from lib.intake.decision import Decision
from lib.store.draft import Draft

AMOUNTS = Path(__file__).with_name("sql") / "amounts.sql"


def decide(draft: Draft, column: str, sheet: str) -> Decision:
    """The format of the amounts in view `cells`; `column` and `sheet` are named in questions."""
    if "micros" in column.lower():
        return Decision("micros", note="millionths, by the column's name")
    if column.lower().endswith(("_cents", "_minor")):
        return Decision("cents", note="hundredths, by the column's name")
    seen: dict[str, Any] = draft.query(AMOUNTS).iloc[0].to_dict()
    comma, dot = seen["comma"] + seen["comma_thousands"], seen["dot"] + seen["dot_thousands"]
    if comma and dot:
        said = "decimal comma" if comma > dot else "decimal point"
        return Decision("comma" if comma > dot else "dot", note=f"mostly written with a {said}")
    if comma:
        return Decision("comma", note="written with a decimal comma")
    if dot or not seen["signed"]:
        return Decision("dot")
    return _only_threes(seen, column, sheet)


def decide_count(draft: Draft, column: str, sheet: str) -> Decision:
    """The same for counts: they have no decimals, so three digits behind a sign are thousands."""
    found = decide(draft, column, sheet)
    if not found.question:
        return found
    seen: dict[str, Any] = draft.query(AMOUNTS).iloc[0].to_dict()
    note = f"{seen['example']} is more than a thousand, as counts have no decimals"
    return Decision("comma" if seen["three_after_dot"] else "dot", note=note)


def _only_threes(seen: dict[str, Any], column: str, sheet: str) -> Decision:
    """`1.234` in every cell with a sign: thousands or thousandths, and nothing in the column tells."""
    example = seen["example"]
    if seen["three_after_dot"] == seen["signed"] or seen["three_after_comma"] == seen["signed"]:
        point, thousands = ("comma", "dot") if seen["three_after_dot"] else ("dot", "comma")
        return Decision(
            question=f"{column!r} could be thousands or decimals ({example}): no value settles it."
            " Decide it in the mapping:\n"
            f'[sheets."{sheet}".formats]\n"{column}" = "{point}"   # {example} is more than a thousand\n'
            f'or "{column}" = "{thousands}"   # it is a number with decimals'
        )
    return Decision("dot")
