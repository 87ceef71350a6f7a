"""Staged text becomes typed canonical columns, with a reason for every row that cannot be one."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from lib.model.mapping import ROW, Output, Take
from lib.model.tables import LOOKUPS, PROMISED, TABLES, Column, Table
from lib.store.cells import AFTER, Reading, Text, read_cell
from lib.store.draft import Draft, identifier
from lib.store.words import Words, used

#: What a table demands of its rows as a whole: the columns it takes, the condition that fails, and the words.
RULES: dict[str, tuple[tuple[frozenset[str], str, str], ...]] = {
    "feedback": (
        (
            frozenset({"metric"}),
            "metric NOT IN ('csat', 'nps', 'ces', 'rating')",
            "metric is none of csat, nps, ces, rating",
        ),
        (
            frozenset({"score", "scale_min", "scale_max"}),
            "score NOT BETWEEN scale_min AND scale_max",
            "score lies outside its scale",
        ),
    ),
    "promises": (
        (
            frozenset({"pair"}),
            "pair NOT IN ('refund', 'price', 'stock')",
            f"pair is none of {', '.join(PROMISED)}",
        ),
    ),
}
#: The time from which the durations of a table are counted.
BEGINS = {"tickets": "opened_at", "orders": "ordered_at"}
SAID = {
    "timestamp": "a time",
    "date": "a day",
    "money": "an amount",
    "number": "a number",
    "integer": "a whole number",
    "id": "an id",
    "text": "text",
    "boolean": "yes or no",
}


@dataclass(frozen=True, slots=True)
class Converted:
    """A staged sheet as rows of one canonical table: `row_no`, the columns, and `why` a row cannot be taken.

    Where many rows make one, `key` is what they share.
    """

    table: str
    kind: str
    columns: tuple[str, ...]
    #: Whether the file itself says which rows are the same row.
    keyed: bool
    #: (column, unreadable cells) of columns that a row may lack.
    unreadable: tuple[tuple[str, int], ...]
    per: str | None = None


def table_of(kind: str) -> Table:
    """The canonical table or lookup called `kind`."""
    return TABLES[kind] if kind in TABLES else LOOKUPS[kind]


def convert(draft: Draft, staged: str, output: Output, reading: Reading, first: bool = True) -> Converted:
    """Type every column of `output`; `why` is the first failing rule in words, NULL for a good row.

    The `first` output of a sheet answers for every row; others skip rows that lack what they need.
    """
    taken, text = _taken(output), Text(reading, words=Words(draft, staged))
    name = draft.next_name("converted")
    composed = f"CREATE TABLE {identifier(name)} AS {_select(staged, output, taken, text, first)}"
    draft.execute(composed, used(composed, text.values))
    columns = tuple(column.name for column in taken)
    keyed = brings_key(output)
    return Converted(name, output.kind, columns, keyed, _unreadable(draft, name, taken), output.per)


def _select(staged: str, output: Output, taken: Sequence[Column], text: Text, first: bool) -> str:
    """Three layers: cells filled or NULL, typed columns, and what they say together."""
    if output.kind == "identities" and not first:
        return _links(staged, output, taken, text)
    typed = _typed_columns(output, taken, text)
    only, chosen = _only(output, text), ", ".join(_finished(column, output) for column in taken)
    key = text.cell(Take("", output.per)) if output.per else None
    why = _why_of_group(taken, text) if key else _why(taken, output, text)
    faults = "0" if key else _faults(taken, output, text)
    needed = (
        [] if first else [f"{_raw(column, output, text)} IS NOT NULL" for column in taken if column.required]
    )
    where = " AND ".join([*only, *needed, *([f"{key} IS NOT NULL"] if key else [])])
    inner = f"SELECT *, {typed} FROM ({text.filled(staged)}){' WHERE ' + where if where else ''}"
    if key:
        inner, chosen = _grouped(inner, taken, output, key), f"key, {chosen}"
    return f"SELECT row_no, {chosen}, {why} AS why, {faults} AS faults FROM ({inner})"


def _taken(output: Output) -> tuple[Column, ...]:
    """The columns that `output` fills; customers may have further attributes of their own."""
    table = table_of(output.kind)
    known = tuple(column for column in table.columns if output.take(column.name))
    names = {column.name for column in table.columns}
    further = dict.fromkeys(take.to for take in output.takes if take.to not in names)
    return known + tuple(Column(name) for name in further)


def brings_key(output: Output) -> bool:
    """Whether the file itself says which rows are the same row."""
    key = table_of(output.kind).key
    return bool(key) and all((take := output.take(name)) and take.column != ROW for name in key)


def _typed(column: Column, output: Output, text: Text) -> str:
    """The value of a column: that of the first of its sources which has one."""
    sources = output.sources(column.name)
    values = [text.cell(take) if take.column == ROW else _value(column, take, text) for take in sources]
    return values[0] if len(values) == 1 else f"coalesce({', '.join(values)})"


def _value(column: Column, take: Take, text: Text) -> str:
    """What one source says; `times` multiplies an amount by a number, as a line is its price by its count."""
    if "times" not in take.format.split():
        cell = text.cell(take)
        read = read_cell(column, cell, take.format, text)
        return text.shorter(cell, read) if column.type in ("id", "text") else read
    amount = read_cell(column, text.cell(replace(take, also=())), take.format, text)
    counted = text.cell(Take(take.to, take.also[0]))
    number = read_cell(Column(column.name, "number"), counted, take.format, text)
    return f"abs({amount} * {number})::DECIMAL(18,2)"


def _finished(column: Column, output: Output) -> str:
    """What a column becomes once the others of its row are known."""
    name, take = identifier(column.name), output.take(column.name)
    words = take.format.split() if take else []
    if output.kind == "feedback" and column.name == "feedback_id" and output.take("metric"):
        # two surveys of one tool both count their answers from 1
        return f"metric || '-' || {name} AS {name}"
    if words and words[0] in AFTER:
        begins = identifier(BEGINS[output.kind])
        return f"{begins} + to_microseconds(({name} * {AFTER[words[0]]} * 1000000)::BIGINT) AS {name}"
    if "reversed" in words and not output.per:
        return f"scale_max + scale_min - {name} AS {name}"
    if "line_total" in words and output.take("quantity"):
        return f"CASE WHEN quantity <> 0 THEN ({name} / quantity)::DECIMAL(18,2) ELSE {name} END AS {name}"
    return name


def _raw(column: Column, output: Output, text: Text) -> str:
    """What any source of the column holds."""
    cells = [text.cell(take) for take in output.sources(column.name)]
    return f"coalesce({', '.join(cells)})" if len(cells) > 1 else cells[0]


def _why(taken: Sequence[Column], output: Output, text: Text) -> str:
    """The first failing rule of a row: a required column empty or unreadable, or a rule of the table."""
    rules = []
    for column in (one for one in taken if one.required):
        take = output.take(column.name)
        of = f" (column {take.column!r})" if take and take.column not in (None, ROW) else ""
        empty = text.bind(f"{column.name} is empty{of}")
        unread = text.bind(f"{column.name} cannot be read as {SAID[column.type]}{of}")
        rules.append(
            f"WHEN {column.name} IS NULL THEN CASE WHEN {_raw(column, output, text)} IS NULL"
            f" THEN {empty}::VARCHAR ELSE {unread}::VARCHAR END"
        )
    named = {column.name for column in taken}
    for needs, fails, words in RULES.get(output.kind, ()):
        if needs <= named:
            rules.append(f"WHEN {fails} THEN {text.bind(words)}::VARCHAR")
    return f"CASE {' '.join(rules)} END" if rules else "NULL::VARCHAR"


def _why_of_group(taken: Sequence[Column], text: Text) -> str:
    required = [column.name for column in taken if column.required]
    rules = [
        f"WHEN {name} IS NULL THEN {text.bind(f'{name} is empty or unreadable')}::VARCHAR"
        for name in required
    ]
    return f"CASE {' '.join(rules)} END" if rules else "NULL::VARCHAR"


def _grouped(inner: str, taken: Sequence[Column], output: Output, key: str) -> str:
    """One row of all rows that share the key: first filled cells, and sums where they are asked for."""
    values = ", ".join(
        f"{'sum(' if column.name in output.sums else 'arg_min('}{identifier(column.name)}"
        f"{')' if column.name in output.sums else ', row_no)'} AS {identifier(column.name)}"
        for column in taken
    )
    return f"SELECT min(row_no) AS row_no, {key} AS key, {values} FROM ({inner}) GROUP BY {key}"


def _typed_columns(output: Output, taken: Sequence[Column], text: Text) -> str:
    return ", ".join(f"{_typed(column, output, text)} AS {identifier(column.name)}" for column in taken)


def _links(staged: str, output: Output, taken: Sequence[Column], text: Text) -> str:
    """Every pair of ids once, with the first time at which it was seen: a log says the same link all day."""
    typed, only = _typed_columns(output, taken, text), _only(output, text)
    where = f" WHERE {' AND '.join(only)}" if only else ""
    inner = f"SELECT *, {typed} FROM ({text.filled(staged)}){where}"
    ids = [identifier(column.name) for column in taken if column.required]
    times = [identifier(column.name) for column in taken if not column.required]
    chosen = ", ".join([*ids, *(f"min({name}) AS {name}" for name in times)])
    known = " AND ".join(f"{name} IS NOT NULL" for name in ids)
    return (
        f"SELECT min(row_no) AS row_no, {chosen}, NULL::VARCHAR AS why, 0 AS faults"
        f" FROM ({inner}) WHERE {known} GROUP BY {', '.join(ids)}"
    )


def _only(output: Output, text: Text) -> list[str]:
    """The conditions on the rows that an output takes."""
    wanted = [_holds(*output.only, text)] if output.only else []
    return wanted + [f"NOT {_holds(column, values, text)}" for column, values in output.unless]


def _holds(column: str, values: Sequence[str], text: Text) -> str:
    """Whether a column holds one of the values; those that end in `*` are beginnings."""
    cell = f"lower(coalesce({text.cell(Take('', column))}, ''))"
    folded = [value.strip().lower() for value in values]
    whole = [value for value in folded if not value.endswith("*")]
    found = [f"list_contains({text.bind(whole)}::VARCHAR[], {cell})"] if whole else []
    found += [f"starts_with({cell}, {text.bind(value[:-1])})" for value in folded if value.endswith("*")]
    return f"({' OR '.join(found)})"


def _faults(taken: Sequence[Column], output: Output, text: Text) -> str:
    """One bit for each column that a row may lack and that holds something unreadable."""
    bits = [
        f"CASE WHEN {identifier(column.name)} IS NULL AND {_raw(column, output, text)} IS NOT NULL"
        f" THEN {1 << i}::BIGINT ELSE 0 END"
        for i, column in enumerate(taken)
        if not column.required and not _always(column, output)
    ]
    return " + ".join(bits) or "0"


def _always(column: Column, output: Output) -> bool:
    """Whether the column can neither be empty nor unreadable: text of any kind, or an id made of the row."""
    return column.type == "text" or any(take.column == ROW for take in output.sources(column.name))


def _unreadable(draft: Draft, name: str, taken: Sequence[Column]) -> tuple[tuple[str, int], ...]:
    bits = draft.execute(
        f"SELECT faults, count(*) FROM {identifier(name)} WHERE faults > 0 AND why IS NULL GROUP BY faults"
    )
    counts = {column.name: sum(n for mask, n in bits if mask >> i & 1) for i, column in enumerate(taken)}
    return tuple((column, n) for column, n in counts.items() if n)


def is_name(text: str) -> bool:
    """Whether `text` can be the name of a further attribute of customers."""
    return bool(re.fullmatch(r"[a-z][a-z0-9_]{0,39}", text))
