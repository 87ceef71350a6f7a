"""How the amounts of a column are written: decimal point or comma, decided on all of its cells or asked.

Most cells say themselves which sign marks their decimals (`1.234,50`, `12.5`); only three digits behind a
single sign (`1.234`) leave it open, and are read as the others of the column, or of the file, are.
"""

from dataclasses import replace
from pathlib import Path
from typing import Any

from lib.intake.decision import Decision
from lib.model.tables import Type
from lib.store.cells import OF_HUNDRED
from lib.store.draft import Draft

AMOUNTS = Path(__file__).with_name("sql") / "amounts.sql"


def decide(draft: Draft, column: str, sheet: str, to: str, type_: Type = "money") -> Decision:
    """The format of the amounts in view `cells`, which become canonical column `to` of this type.

    `column` and `sheet` are named in questions.
    """
    if "micros" in column.lower():
        return Decision("micros", note="millionths, by the column's name")
    if column.lower().endswith(("_cents", "_minor")):
        return Decision("cents", note="hundredths, by the column's name")
    seen: dict[str, Any] = draft.query(AMOUNTS).iloc[0].to_dict()
    found = _decimals(seen, column, sheet, whole=type_ == "integer")
    if type_ == "number" and seen["percent"]:
        return replace(found, note="; ".join(filter(None, (found.note, _percent(seen, to)))))
    return found


def _decimals(seen: dict[str, Any], column: str, sheet: str, whole: bool) -> Decision:
    comma, dot, is_open = seen["comma"], seen["dot"], seen["open_comma"] + seen["open_dot"]
    if (
        whole
        and (seen["broken_dot"] or seen["broken_comma"])
        and not (seen["broken_dot"] and seen["broken_comma"])
    ):
        # 1.234 pieces do not exist: it is a thousand and more
        return Decision("comma" if seen["broken_dot"] else "dot")
    if comma and dot and not is_open:
        return Decision(
            "dot",
            note=f"{int(comma):,} cells are written with a decimal comma, {int(dot):,} with a decimal point:"
            " each is read by its own sign",
        )
    if is_open and bool(comma) == bool(dot):
        return _open(seen, column, sheet)
    if comma:
        return Decision("comma", note="written with a decimal comma")
    return Decision("dot", settled=bool(dot))


def _open(seen: dict[str, Any], column: str, sheet: str) -> Decision:
    """Thousands or thousandths, and nothing in the column tells."""
    example = str(seen["example"])
    point, thousands = ("comma", "dot") if "." in example else ("dot", "comma")
    return Decision(
        question=f"{column!r} could be thousands or decimals ({example}): no value settles it."
        " Decide it in the mapping:\n"
        f'[sheets."{sheet}".formats]\n"{column}" = "{point}"   # {example} is more than a thousand\n'
        f'or "{column}" = "{thousands}"   # it is a number with decimals'
    )


def _percent(seen: dict[str, Any], to: str) -> str:
    read = "as it stands, of 100" if to in OF_HUNDRED else "as a share of 1"
    return f"{int(seen['percent']):,} cells are percentages ({seen['percent_example']}): read {read}"
