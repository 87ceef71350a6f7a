"""Times that the clocks of a zone make doubtful: hours that never were, and hours that came twice."""

from dataclasses import dataclass, replace
from pathlib import Path

from lib.model.mapping import Take
from lib.model.tables import Column
from lib.store.cells import Reading, Text, read_cell
from lib.store.draft import Draft

DOUBTFUL = Path(__file__).with_name("doubtful.sql")


@dataclass(frozen=True, slots=True)
class Doubtful:
    """How many naive times of a column lie in a skipped hour and in a doubled one, each with an example."""

    skipped: int
    skipped_example: str
    doubled: int
    doubled_example: str


def doubtful(draft: Draft, staged: str, take: Take, reading: Reading) -> Doubtful:
    """Look at the times of `take` as clocks of the reading's zone showed them."""
    text, name = Text(replace(reading, zone="UTC")), draft.next_name("shown")
    cell = text.cell(take)
    moment = read_cell(Column(take.to, "timestamp"), cell, take.format, text)
    draft.execute(
        # only in the small hours are clocks changed
        f"CREATE TABLE {name} AS SELECT moment FROM (SELECT {cell} AS cell, {moment} AS moment"
        f" FROM ({text.filled(staged)})) WHERE NOT has_offset(cell) AND hour(moment) < 4",
        text.values,
    )
    draft.look_at(name, "shown", moment="moment")
    found = draft.query(DOUBTFUL, zone=reading.zone).iloc[0]
    draft.drop(name)
    return Doubtful(
        int(found["skipped"]),
        str(found["skipped_example"]),
        int(found["doubled"]),
        str(found["doubled_example"]),
    )
