"""What should be known of the cells of a sheet: damaged ids, words for nothing, averages left out."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from lib.intake.recognise import plain
from lib.model.mapping import Output
from lib.model.sheets import Sheet
from lib.store.convert import table_of
from lib.store.draft import Draft
from lib.store.words import look_at_words

SQL = Path(__file__).with_name("sql")
#: Fewer long numbers than this may all end in zeros by chance.
LEAST_CUT = 5
#: Words for nothing that a note names of one column.
SHOWN = 4
#: Columns that hold an average or a rate, by their (plain) name.
_RATIO = re.compile(
    r"(avg|average|mean|median)(_.*)?|.*_(avg|average|rate|ratio|percent|pct|share)|ctr|cvr|cpc|cpm|cpa|cpv|roas|aov|acos"
    r"|.*_(ctr|cpc|cpm|cpa|roas|aov)|(ctr|cpc|cpm|cpa|roas|aov)_.*|conversion_rate.*|bounce_rate.*"
)
#: Rates that are no averages: they belong to one row.
_OWN = re.compile(
    r".*(tax|vat|exchange|commission|discount|shipping|interest|currency|heart)_?(rate|percent|pct).*"
)


def notes(draft: Draft, staged: str, sheet: Sheet, outputs: Sequence[Output]) -> list[str]:
    """Sentences on the columns that are taken over, and on averages that are not."""
    found: list[str] = []
    for column, kinds in _taken(sheet, outputs).items():
        look_at_words(draft, staged, f"c{sheet.columns.index(column)}")
        found += _empties(draft, column)
        if "id" in kinds:
            found += _damaged(draft, column)
    return [*found, *_averages(sheet, outputs)]


def _taken(sheet: Sheet, outputs: Sequence[Output]) -> dict[str, set[str]]:
    """The columns of the sheet that are taken over, and the types that they become."""
    found: dict[str, set[str]] = {}
    for output in outputs:
        types = {column.name: column.type for column in table_of(output.kind).columns}
        for take in output.takes:
            if take.column in sheet.columns and not take.path:
                found.setdefault(str(take.column), set()).add(types.get(take.to, "text"))
    return found


def _empties(draft: Draft, column: str) -> Iterator[str]:
    words = [(str(row.word), int(row.n)) for row in draft.query(SQL / "empties.sql").itertuples()]
    if words:
        more = sum(n for _, n in words[SHOWN:])
        told = ", ".join(
            [f"{word!r} {n:,}" for word, n in words[:SHOWN]] + ([f"others {more:,}"] if more else [])
        )
        yield f"{column}: {sum(n for _, n in words):,} cells say nothing ({told}) and count as unknown"


def _damaged(draft: Draft, column: str) -> Iterator[str]:
    seen = draft.query(SQL / "damaged_ids.sql").iloc[0]
    lost = "the lost digits cannot be brought back, different ids may have become one. Export the file again"
    if seen["powers"]:
        yield (
            f"{column}: {int(seen['powers']):,} ids were turned into powers of ten by a spreadsheet"
            f" ({seen['power']}); {lost}"
        )
    if seen["cut"] >= LEAST_CUT and seen["cut"] == seen["long"]:
        yield (
            f"{column}: {int(seen['cut']):,} ids were cut to 15 digits by a spreadsheet"
            f" ({seen['cut_example']}); {lost}"
        )
    if seen["pointed"]:
        yield f"{column}: {int(seen['pointed']):,} ids lost the '.0' that a spreadsheet put behind them"


def _averages(sheet: Sheet, outputs: Sequence[Output]) -> Iterator[str]:
    """Averages of rows are never averaged again."""
    taken = _taken(sheet, outputs)
    ratios = [column for column in sheet.columns if column not in taken and is_ratio(column)]
    if ratios:
        yield (
            f"{', '.join(ratios)}: averages and rates are not taken over, as they may not be added up or"
            " averaged; they are counted anew from their counts where those are there"
        )


def is_ratio(column: str) -> bool:
    """Whether a column of this name holds an average or a rate of many.

    >>> is_ratio("Avg. CPC"), is_ratio("Open rate"), is_ratio("Tax rate"), is_ratio("Average order value")
    (True, True, False, True)
    """
    name = plain(column)
    return bool(_RATIO.fullmatch(name)) and not _OWN.fullmatch(name)
