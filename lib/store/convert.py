"""Staged text becomes typed canonical columns, with a reason for every row that cannot be one."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from lib.model.errors import IntakeError
from lib.model.mapping import ROW, Output, Take
from lib.model.tables import LOOKUPS, TABLES, Column, Table
from lib.store.draft import Draft, identifier

#: Columns that are compared with each other: one spelling for all.
FOLDED = frozenset({"channel", "device", "source", "metric"})
#: Free text in which people may have left how they can be reached.
MASKED = frozenset({"comment", "question", "reason", "topic"})
#: Who: an address or a number that reaches a person becomes a pseudonym.
PEOPLE = frozenset({"customer_id", "anonymous_id"})
TIMES = ("iso", "epoch_s", "epoch_ms", "epoch_us", "excel")
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
    )
}
SAID = {
    "timestamp": "a time", "date": "a day", "money": "an amount", "number": "a number", "integer": "a whole number",
    "id": "an id", "text": "text", "boolean": "yes or no",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reading:
    """What holds for a whole sheet while its cells are read.

    `stem` begins the ids that are made where the file has none; `keys` are the padded halves of the
    installation's key for pseudonyms.
    """

    columns: tuple[str, ...]
    stem: str
    zone: str = "UTC"
    keys: tuple[bytes, bytes] = (b"", b"")


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


@dataclass(slots=True)
class Text:
    """Composed text with the values that it binds and the cells that it reads."""

    reading: Reading
    values: dict[str, object] = field(default_factory=dict)
    #: Expression of a filled cell -> the name it has in the layers above.
    cells: dict[str, str] = field(default_factory=dict)

    def bind(self, value: object) -> str:
        """The $name under which `value` is bound."""
        known = next(
            (name for name, one in self.values.items() if type(one) is type(value) and one == value), None
        )
        name = known or f"v{len(self.values)}"
        self.values[name] = value
        return f"${name}"

    def staged(self, column: str) -> str:
        """The staged column that holds `column` of the file."""
        return f"c{self.reading.columns.index(column)}"

    def cell(self, take: Take) -> str:
        """The name of what a take reads, NULL where it is not filled; every cell is filled once.

        In free text even '-' is what somebody wrote.
        """
        if take.column is None:
            return f"{self.bind(take.value)}::VARCHAR"
        if take.column == ROW:
            return f"({self.bind(self.reading.stem)} || '-' || row_no)"
        made = f"written({self._text(take)})" if take.to == "comment" else f"filled({self._text(take)})"
        return self.cells.setdefault(made, f"s{len(self.cells)}")

    def _text(self, take: Take) -> str:
        if take.also:
            return " || '-' || ".join(
                f"trim({self.staged(column)})" for column in (str(take.column), *take.also)
            )
        cell = self.staged(str(take.column))
        if take.path is None:
            return cell
        # paths are looked at by the whitelist of `is_path`, so that equal cells have equal text
        return f"CASE WHEN json_valid({cell}) THEN json_extract_string({cell}, {path_text(take.path)}) END"

    def filled(self, staged: str) -> str:
        """The innermost layer: every cell that is read, filled or NULL."""
        chosen = "".join(f", {made} AS {name}" for made, name in self.cells.items())
        return f"SELECT row_no{chosen} FROM {identifier(staged)}"


def path_text(path: str) -> str:
    """A JSON path as it stands in text, refused if it could be anything else."""
    if not re.fullmatch(r"\$(\.[A-Za-z_][A-Za-z0-9_]*|\[[0-9]+\])+", path):
        raise IntakeError(f"{path!r} is no path into JSON.", "Write it as $.name or $.name.name.")
    return f"'{path}'"


def table_of(kind: str) -> Table:
    """The canonical table or lookup called `kind`."""
    return TABLES[kind] if kind in TABLES else LOOKUPS[kind]


def convert(draft: Draft, staged: str, output: Output, reading: Reading, first: bool = True) -> Converted:
    """Type every column of `output`; `why` is the first failing rule in words, NULL for a good row.

    The `first` output of a sheet answers for every row; others skip rows that lack what they need.
    """
    taken, text = _taken(output), Text(reading)
    name = draft.next_name("converted")
    draft.execute(
        f"CREATE TABLE {identifier(name)} AS {_select(staged, output, taken, text, first)}", text.values
    )
    columns = tuple(column.name for column in taken)
    keyed = _brings_key(output)
    return Converted(name, output.kind, columns, keyed, _unreadable(draft, name, taken), output.per)


def _select(staged: str, output: Output, taken: Sequence[Column], text: Text, first: bool) -> str:
    """Three layers: cells filled or NULL, typed columns, and what they say together."""
    typed = ", ".join(f"{_typed(column, output, text)} AS {identifier(column.name)}" for column in taken)
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


def _brings_key(output: Output) -> bool:
    key = table_of(output.kind).key
    return bool(key) and all((take := output.take(name)) and take.column != ROW for name in key)


def _typed(column: Column, output: Output, text: Text) -> str:
    """The value of a column: that of the first of its sources which has one."""
    sources = output.sources(column.name)
    values = [
        text.cell(take) if take.column == ROW else _read(column, text.cell(take), take.format, text)
        for take in sources
    ]
    return values[0] if len(values) == 1 else f"coalesce({', '.join(values)})"


def _read(column: Column, cell: str, format_: str, text: Text) -> str:
    """A cell read as its column's type, by a macro of the whitelist."""
    way = format_.split()[0] if format_ else ""
    if column.type == "timestamp":
        return _instant(cell, format_, text)
    if column.type == "date":
        return _day(cell, format_, text)
    if column.type == "money":
        return f"money_{way if way in ('comma', 'cents', 'micros') else 'dot'}({cell})"
    if column.type in ("number", "integer"):
        number = f"number_{'comma' if way == 'comma' else 'dot'}({cell})"
        return number if column.type == "number" else f"whole({number})"
    if column.name in PEOPLE:
        inner, outer = (text.bind(key) for key in text.reading.keys)
        return f"to_person({cell}, {inner}::BLOB, {outer}::BLOB)"
    return _words(column, cell)


def _words(column: Column, cell: str) -> str:
    if column.type == "boolean":
        return f"to_flag({cell})"
    if column.type == "id":
        return f"to_id({cell})"
    if column.name in FOLDED:
        return f"lower({cell})"
    return f"masked({cell})" if column.name in MASKED else cell


def _instant(cell: str, format_: str, text: Text) -> str:
    """A time as UTC; naive times are of the reading's zone."""
    if "%" not in format_:
        return f"instant_{format_ if format_ in TIMES else 'iso'}({cell}, {text.bind(text.reading.zone)})"
    parsed = f"try_strptime({cell}, {text.bind(format_.split('|'))}::VARCHAR[])"
    if "%z" in format_:
        return f"({parsed} AT TIME ZONE 'UTC')"
    return f"naive({parsed}, {text.bind(text.reading.zone)})"


def _day(cell: str, format_: str, text: Text) -> str:
    """A calendar day as it is written, whatever its zone."""
    if "%" in format_:
        return f"CAST(try_strptime({cell}, {text.bind(format_.split('|'))}::VARCHAR[]) AS DATE)"
    if format_ in TIMES[1:]:
        return f"CAST(instant_{format_}({cell}, 'UTC') AS DATE)"
    return f"try_cast(left({cell}, 10) AS DATE)"


def _finished(column: Column, output: Output) -> str:
    """What a column becomes once the others of its row are known."""
    name, take = identifier(column.name), output.take(column.name)
    words = take.format.split() if take else []
    if output.kind == "feedback" and column.name == "feedback_id" and output.take("metric"):
        # two surveys of one tool both count their answers from 1
        return f"metric || '-' || {name} AS {name}"
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


def _only(output: Output, text: Text) -> list[str]:
    if output.only is None:
        return []
    column, wanted = output.only
    folded = [value.strip().lower() for value in wanted]
    return [f"list_contains({text.bind(folded)}::VARCHAR[], lower({text.cell(Take('', column))}))"]


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
