"""The result table of a test: who saw which version, and what became of them."""

from pathlib import Path

from lib.intake.recognise import plain
from lib.intake.recognisers.words import CUSTOMER, ORDER, VISITOR, WORDS
from lib.model.mapping import Output, SheetMapping, Take
from lib.model.sheets import Sheet

EXPORTS = {"results of a test (user, version, outcomes)": "test arms; outcomes as attributes of customers"}
VARIANTS = ("variant", "variation", "version", "test_group", "ab_group", "arm", "treatment")
OUTCOMES = ("retention", "converted", "conversion", "clicked", "purchased", "outcome", "revenue", "rounds")
WIDEST = 12
#: Columns of orders, their lines, events and answers, which may have a variant (of a product) or a version
#: (of an app) as well.
OTHERS = frozenset((
    *ORDER, *WORDS["events"]["touchpoint"], *WORDS["events"]["session_id"],
    *WORDS["order_items"]["product_id"], *WORDS["feedback"]["feedback_id"][:-2],
    "product", "product_name", "quantity", "score", "experiment", "experiment_id", "experiment_name",
))  # fmt: skip


def recognise(sheet: Sheet) -> SheetMapping | None:
    """An id, a version with few values and outcomes; no column names the test, so the file's name does."""
    named = {plain(column): column for column in reversed(sheet.columns)}
    who = next((named[name] for name in (*CUSTOMER, *VISITOR) if name in named), None)
    arm = next((named[name] for name in VARIANTS if name in named), None)
    outcomes = [c for name, c in named.items() if any(word in name for word in OUTCOMES)]
    if who is None or arm is None or not outcomes or len(named) > WIDEST or not _few(sheet, arm):
        return None
    if OTHERS & set(named) or not _distinct(sheet, who):
        return None
    test = Path(sheet.name).stem.split(".")[0]
    arms = Output(
        "assignments", (Take("experiment", value=test), Take("customer_id", who), Take("variant", arm))
    )
    people = Output("customers", (Take("customer_id", who), *(Take(plain(c), c) for c in outcomes)))
    return SheetMapping(
        "test results",
        (arms, people),
        confidence=0.8,
        reason=f"who ({who!r}), which version ({arm!r}) and {len(outcomes)} outcomes",
        notes=(f"the test is called {test!r} after the file; say another name in the mapping",),
    )


def _few(sheet: Sheet, column: str) -> bool:
    at = sheet.columns.index(column)
    return 1 < len({row[at] for row in sheet.sample if row[at]}) <= 8


def _distinct(sheet: Sheet, column: str) -> bool:
    """One row each: a table of results has nobody twice."""
    at = sheet.columns.index(column)
    cells = [row[at] for row in sheet.sample]
    return len(set(cells)) == len(cells)
