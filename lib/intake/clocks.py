"""What the change of the clocks does to times that do not say their offset."""

from collections.abc import Iterator, Sequence

from lib.model.mapping import Output, Take
from lib.store.cells import Reading
from lib.store.convert import table_of
from lib.store.draft import Draft
from lib.store.moments import doubtful


def notes(draft: Draft, staged: str, outputs: Sequence[Output], reading: Reading) -> list[str]:
    """For each column of times: how many lie in an hour that the clocks skipped, or that came twice."""
    if reading.zone == "UTC":
        return []
    return [said for take in naive(outputs) for said in _of(draft, staged, take, reading)]


def naive(outputs: Sequence[Output]) -> list[Take]:
    """Columns whose times may lack an offset, each once."""
    found: dict[str, Take] = {}
    for output in outputs:
        times = {column.name for column in table_of(output.kind).columns if column.type == "timestamp"}
        for take in output.takes:
            if take.to in times and take.column and "epoch" not in take.format:
                found.setdefault(take.column, take)
    return list(found.values())


def _of(draft: Draft, staged: str, take: Take, reading: Reading) -> Iterator[str]:
    found = doubtful(draft, staged, take, reading)
    if found.skipped:
        yield (
            f"{take.column}: {found.skipped:,} times lie in an hour that the clocks of {reading.zone} skipped"
            f" ({found.skipped_example}); they were read as one hour later. Check the time_zone"
        )
    if found.doubled:
        yield (
            f"{take.column}: {found.doubled:,} times lie in an hour that came twice in {reading.zone}"
            f" ({found.doubled_example}); which of the two is unknown, so they may be an hour off"
        )
