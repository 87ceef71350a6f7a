"""What cannot all be right about the cases of a help desk: they are kept, and the report says how many."""

from collections.abc import Iterator
from pathlib import Path

from lib.intake.recognise import plain
from lib.model.sheets import Sheet
from lib.store.draft import Draft

SQL = Path(__file__).with_name("sql")
STATUS = ("status", "ticket_status", "case_status", "state")
#: What systems call a case that is not over.
OPEN = (
    "new", "open", "pending", "in progress", "on hold", "on-hold", "hold", "waiting", "waiting on customer",
    "waiting on third party", "reopened", "assigned", "offen", "neu", "in bearbeitung", "wartend",
)  # fmt: skip


def notes(draft: Draft, staged: str, sheet: Sheet, file_no: int) -> Iterator[str]:
    """Cases of file `file_no` whose times contradict each other, or the status beside them."""
    column = next((column for column in sheet.columns if plain(column) in STATUS), None)
    at = None if column is None else f"c{sheet.columns.index(column)}"
    draft.look_at(staged, "said", row_no="row_no", cell=at)
    seen = draft.query(SQL / "odd_cases.sql", file_no=file_no, open=list(OPEN)).iloc[0]
    if seen["unsolved"]:
        yield (
            f"{seen['unsolved']:,} cases are not over by their {column!r}, but have a time at which they were"
            " solved: the time was kept"
        )
    if seen["unanswered"]:
        yield f"{seen['unanswered']:,} cases were solved before their first reply: both times were kept"
    if seen["early"]:
        yield f"{seen['early']:,} cases were answered or solved before they were opened: all times were kept"
