"""What rows and columns of the satisfaction heatmap can be, and the index that mixes questions."""

from lib.model.errors import QuestionError
from lib.model.tables import FEEDBACK_METRICS

ROWS: tuple[str, ...] = ("touchpoint", "stage")
#: `segment`: what the customer was when answering; `group`: categories of what the order held.
BY: tuple[str, ...] = ("channel", "month", "device", "country", "segment", "group")
#: Any attribute of customers: `trait:loyalty_tier`.
TRAIT = "trait"
#: The segments of a customer by orders counted up to the answer: none, one, more.
SEGMENTS: tuple[str, ...] = ("no order yet", "first-time customer", "repeat customer")
#: All questions on one scale from 0 to 100, to colour only.
INDEX = "index"
#: How rows can be sorted.
SORTS: tuple[str, ...] = ("journey", "worst", "answers")
#: What a mark can be against.
AGAINST: tuple[str, ...] = ("target", "period")


def check(metric: str | None, rows: str, columns: str) -> None:
    """Refuse a metric, rows or columns that there are not, naming those that there are."""
    known = (*FEEDBACK_METRICS, INDEX)
    if metric is not None and metric not in known:
        raise QuestionError.unknown("satisfaction metric", metric, known)
    if rows not in ROWS:
        raise QuestionError.unknown("kind of rows", rows, ROWS)
    if columns not in BY and not trait(columns):
        raise QuestionError.unknown("kind of columns", columns, (*BY, f"{TRAIT}:<attribute of customers>"))


def trait(columns: str) -> str | None:
    """The attribute that columns are cut by.

    >>> trait("trait:loyalty_tier"), trait("channel")
    ('loyalty_tier', None)
    """
    kind, _, name = columns.partition(":")
    return name if kind == TRAIT and name else None


def bound(columns: str) -> dict[str, object]:
    """What the `.sql` files of the heatmap bind for its columns."""
    name = trait(columns)
    none_yet, first_time, repeat = SEGMENTS
    return {
        "columns": TRAIT if name else columns,
        "trait": name,
        "none_yet": none_yet,
        "first_time": first_time,
        "repeat": repeat,
    }


def title(columns: str) -> str:
    """Columns as a reader would call them.

    >>> title("trait:loyalty_tier"), title("group"), title("segment")
    ('Loyalty tier', 'Product group', 'Customer')
    """
    if name := trait(columns):
        return name.replace("_", " ").capitalize()
    return {"group": "Product group", "segment": "Customer"}.get(columns, columns.capitalize())
