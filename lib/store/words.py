"""The different cells of a column, each once with its rows: what is found of them holds for every row."""

import re
from dataclasses import dataclass

from lib.store.draft import Draft, identifier

#: Smaller sheets are looked at row by row.
SMALL = 50_000
#: By so many rows it is told whether the cells of a column repeat: at most half of them are different.
LOOKED_AT = 100_000
#: So many cells that become something else are named one by one.
MOST = 8


def look_at_words(draft: Draft, staged: str, column: str) -> None:
    """Make a staged column known to `.sql` files as `cells`: a `cell` with the number `n` of its rows.

    A cell may be listed several times, where hardly any comes twice.
    """
    words = words_of(draft, staged, column)
    if words is None:
        source = f"SELECT {identifier(column)} AS cell, 1 AS n FROM {identifier(staged)}"
    else:
        source = f"SELECT cell, n FROM {identifier(words)}"
    draft.execute(f"CREATE OR REPLACE TEMP VIEW cells AS {source}")


def words_of(draft: Draft, staged: str, column: str) -> str | None:
    """The table (`cell`, `n`) of the different cells of a column; None where there are too many of them."""
    known = draft.words.get(staged)
    if known is None:
        known = draft.words[staged] = {}
        known.update(dict.fromkeys(_repeating(draft, staged), ""))
    if known.get(column) == "":
        known[column] = draft.next_name("words")
        draft.execute(
            f"CREATE TABLE {identifier(known[column])} AS SELECT {identifier(column)} AS cell, count(*) AS n"
            f" FROM {identifier(staged)} GROUP BY 1"
        )
    return known.get(column)


def _repeating(draft: Draft, staged: str) -> list[str]:
    """The columns of a sheet whose cells repeat, by its first rows."""
    if draft.count(staged) < SMALL:
        return []
    named = [str(row[0]) for row in draft.execute(f"DESCRIBE {identifier(staged)}")]
    columns = [name for name in named if name != "row_no"]
    counts = ", ".join(f"count(DISTINCT {identifier(name)})" for name in columns)
    head = f"SELECT * FROM {identifier(staged)} LIMIT {LOOKED_AT}"
    found = draft.execute(f"SELECT {counts} FROM ({head})")[0]
    return [name for name, different in zip(columns, found, strict=True) if different * 2 <= LOOKED_AT]


def forget_words(draft: Draft, staged: str) -> None:
    """Let go of what is known of a sheet, as its rows or cells change or as it is done with."""
    draft.drop(*(table for table in draft.words.pop(staged, {}).values() if table))


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a staged sheet, by which composed text over one of its columns becomes shorter."""

    draft: Draft
    staged: str

    def shorter(self, column: str, cell: str, inner: str, text: str, values: dict[str, object]) -> str | None:
        """`text`, composed over `cell` (made as `inner` of a column), where it leaves (nearly) all as it is.

        Only cells that become another are named; None where there are too many of them to say so.
        """
        words = words_of(self.draft, self.staged, column)
        if words is None:
            return None
        source = f"SELECT {inner} AS {cell} FROM (SELECT cell AS {column} FROM {identifier(words)})"
        composed = (
            f"SELECT DISTINCT {cell}, {text} AS became FROM ({source})"
            f" WHERE became IS DISTINCT FROM {cell} LIMIT {MOST + 1}"
        )
        found = self.draft.execute(composed, used(composed, values))
        if len(found) > MOST or any(was is None or "\0" in f"{was}{now}" for was, now in found):
            return None
        return _but_for(cell, found, values)


def _but_for(cell: str, found: list[tuple[str, str | None]], values: dict[str, object]) -> str:
    """The cell as it is, but for those that became another."""
    if not found:
        return cell
    cases = ""
    for pair in sorted(found, key=lambda pair: pair[0]):
        names = []
        for value in pair:
            names.append(f"w{len(values)}")
            values[names[-1]] = value
        cases += f" WHEN ${names[0]}::VARCHAR THEN ${names[1]}::VARCHAR"
    return f"CASE {cell}{cases} ELSE {cell} END"


def used(text: str, values: dict[str, object]) -> dict[str, object]:
    """The values that a composed text binds."""
    names = set(re.findall(r"\$(\w+)", text))
    return {name: value for name, value in values.items() if name in names}
