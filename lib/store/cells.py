"""One cell in composed text: what it is called, what it reads, and the macro that makes it a value."""

import re
from dataclasses import dataclass, field

from lib.model.answers import ANSWERS
from lib.model.errors import IntakeError
from lib.model.mapping import ROW, Take
from lib.model.tables import LOOKUPS, TABLES, Column
from lib.store.draft import identifier
from lib.store.words import Words

#: Columns that are compared with each other: one spelling for all.
FOLDED = frozenset({"channel", "device", "source", "metric", "pair"})
#: Free text in which people may have left how they can be reached.
MASKED = frozenset({"comment", "question", "reason", "topic"})
#: Who: an address or a number that reaches a person becomes a pseudonym.
PEOPLE = frozenset({"customer_id", "anonymous_id"})
#: How a column that names or reaches people is read, by the format of its take; a kept one is as it was.
PERSONS = {"email": "to_address", "phone": "to_phone", "personal": "to_named_person"}
KEPT = "kept"
#: Names of things in which people were found.
MASK = "masked"
#: Numbers of a scale: `85 %` is 85 of 100, elsewhere it is a share of 1.
OF_HUNDRED = frozenset({"score", "csat"})
#: Columns that hold a time, whatever their table.
MOMENTS = frozenset(
    column.name
    for table in (*TABLES.values(), *LOOKUPS.values())
    for column in table.columns
    if column.type in ("timestamp", "date")
)
#: An id below zero stands for none, as that of events outside of any session.
POSITIVE = "positive"
#: Milliseconds since the epoch seconds in another column.
SINCE = "ms_since"
#: Formats of a time that is written as how long after another one it was, in seconds.
AFTER = {"minutes_after": 60, "hours_after": 3600, "days_after": 86400}
#: How a score is read that people chose as words.
IN_WORDS = "in_words"
#: Ways to write a time that are no strptime pattern.
TIMES = (
    "iso", "iso_basic", "epoch_s", "epoch_ms", "epoch_us", "epoch_ns", "excel", "named", "named_yy", SINCE,
)  # fmt: skip
#: A step of a path into JSON: a name, a name in quotes or a place.
STEP = re.compile(r'\.([A-Za-z_$][A-Za-z0-9_$ -]*)|(\."[A-Za-z0-9_$ .()\[\]-]+"|\[[0-9]+\])')
#: A path: steps, and at the end the key of a list of keys with their values.
PATH = re.compile(rf"\$(?=.)(?P<steps>(?:{STEP.pattern})*)(\[key=(?P<key>[A-Za-z_$][A-Za-z0-9_$ -]*)\])?")


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


@dataclass(slots=True)
class Text:
    """Composed text with the values that it binds and the cells that it reads."""

    reading: Reading
    values: dict[str, object] = field(default_factory=dict)
    #: Expression of a filled cell -> the name it has in the layers above.
    cells: dict[str, str] = field(default_factory=dict)
    #: The words of the sheet, where what is composed should be as short as they allow.
    words: Words | None = None
    #: Name of a cell that one staged column alone makes -> that column.
    alone: dict[str, str] = field(default_factory=dict)

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
        if take.value is not None:
            made = f"{self.bind(take.value)}::VARCHAR || '-' || {made}"
        name = self.cells.setdefault(made, f"s{len(self.cells)}")
        if take.value is None and not take.also and take.path is None:
            self.alone[name] = self.staged(take.column)
        return name

    def _text(self, take: Take) -> str:
        cell = reached(self.staged(str(take.column)), take.path)
        if take.format == POSITIVE:
            cell = f"CASE WHEN NOT starts_with({cell}, '-') THEN {cell} END"
        others = [self.staged(column) for column in take.also]
        if others and take.format == SINCE:
            return f"ms_since({others[0]}, {cell})"
        if others and take.to in MOMENTS:
            return f"day_and_clock({cell}, {others[0]})"
        return " || '-' || ".join(f"trim({one})" for one in (cell, *others)) if others else cell

    def filled(self, staged: str) -> str:
        """The innermost layer: every cell that is read, filled or NULL."""
        chosen = "".join(f", {self._filled(made, name)} AS {name}" for made, name in self.cells.items())
        return f"SELECT row_no{chosen} FROM {identifier(staged)}"

    def _filled(self, made: str, name: str) -> str:
        column = self.alone.get(name)
        if self.words is None or column is None:
            return made
        return self.words.shorter(column, column, column, made, self.values) or made

    def shorter(self, cell: str, read: str) -> str:
        """What is `read` of a cell as text, said as shortly as the words of its column allow."""
        column = self.alone.get(cell)
        if self.words is None or column is None or read == cell:
            return read
        made = next(made for made, name in self.cells.items() if name == cell)
        return self.words.shorter(column, cell, made, read, self.values) or read


def reached(cell: str, path: str | None) -> str:
    """What `path` finds in the JSON text of a cell; the cell itself where there is no path.

    Paths go through a whitelist, so that they can stand in the text and equal cells have equal text.
    """
    if path is None:
        return cell
    if not (found := PATH.fullmatch(path)):
        raise IntakeError(
            f"{path!r} is no path into JSON.",
            'Write it as $.name, $."a name".name or $.name[0]; $[key=name] is the value of a key in a list.',
        )
    steps = STEP.sub(lambda step: f'."{step[1]}"' if step[1] else step[2], found["steps"])
    if found["key"]:
        # said without CASE, so that all keys of one list share its reading
        inner = (
            f"json_extract(try_cast({cell} AS JSON), '${steps}')" if steps else f"try_cast({cell} AS JSON)"
        )
        return f"value_of_key({inner}, '{found['key']}')"
    return f"CASE WHEN json_valid({cell}) THEN json_extract_string({cell}, '${steps}') END"


def read_cell(column: Column, cell: str, format_: str, text: Text) -> str:
    """A cell read as its column's type, by a macro of the whitelist."""
    way = format_.split()[0] if format_ else ""
    if way in AFTER:
        return f"lasting({cell}, {AFTER[way]})"
    if column.type == "timestamp":
        return _instant(cell, format_, text)
    if column.type == "date":
        return _day(cell, format_, text)
    if column.type == "money":
        return f"money_{way if way in ('comma', 'cents', 'micros') else 'dot'}({cell})"
    if way == IN_WORDS:
        words, values = text.bind(list(ANSWERS)), text.bind(list(ANSWERS.values()))
        at = f"list_position({words}::VARCHAR[], lower({cell}))"
        return f"list_extract({values}::INTEGER[], {at})::DOUBLE"
    if column.type in ("number", "integer"):
        cell = f"rtrim({cell}, ' %')" if column.name in OF_HUNDRED else cell
        number = f"number_{'comma' if way == 'comma' else 'dot'}({cell})"
        return number if column.type == "number" else f"whole({number})"
    if column.type == "boolean":
        return f"to_flag({cell})"
    if column.name in PEOPLE or column.type == "id":
        return _id(column, cell, way, text)
    if way == MASK:
        return f"lower(masked({cell}))" if column.name in FOLDED else f"masked({cell})"
    return cell if way == KEPT else _words(column, cell)


def _id(column: Column, cell: str, way: str, text: Text) -> str:
    inner, outer = (text.bind(key) for key in text.reading.keys)
    macro = PERSONS.get(way, "to_person") if column.name in PEOPLE else "to_own_id"
    return f"{macro}({cell}, {inner}::BLOB, {outer}::BLOB)"


def _words(column: Column, cell: str) -> str:
    if column.name in FOLDED:
        return f"lower(without_address({cell}))"
    return f"masked({cell})" if column.name in MASKED else f"without_address({cell})"


def _instant(cell: str, format_: str, text: Text) -> str:
    """A time as UTC; naive times are of the reading's zone. Of several ways the first that fits is taken."""
    zone, ways = text.reading.zone, format_.split("|") if format_ else ["iso"]
    found = [f"instant_{_way(way)}({cell}, {text.bind(zone)})" for way in ways if "%" not in way]
    patterns = [way for way in ways if "%" in way]
    zoned = [way for way in patterns if way.lower().endswith("%z")]
    if zoned:
        found.append(f"({_parsed(cell, zoned, text)} AT TIME ZONE 'UTC')")
    if naive := [way for way in patterns if way not in zoned]:
        found.append(f"naive({_parsed(cell, naive, text)}, {text.bind(zone)})")
    return found[0] if len(found) == 1 else f"coalesce({', '.join(found)})"


def _parsed(cell: str, patterns: list[str], text: Text) -> str:
    return f"try_strptime({cell}, {text.bind(patterns)}::VARCHAR[])"


def _way(way: str) -> str:
    if way not in TIMES:
        raise IntakeError.unknown("format of times", way, (*TIMES, "a pattern such as %d/%m/%Y"))
    return way


def _day(cell: str, format_: str, text: Text) -> str:
    """A calendar day as it is written, whatever its zone."""
    if format_ in ("", "iso"):
        return f"try_cast(left({cell}, 10) AS DATE)"
    patterns = [way for way in format_.split("|") if "%" in way]
    others = [way for way in format_.split("|") if "%" not in way and way != "iso"]
    found = [f"CAST(instant_{_way(way)}({cell}, 'UTC') AS DATE)" for way in others]
    if patterns:
        found.append(f"CAST({_parsed(cell, patterns, text)} AS DATE)")
    if "iso" in format_.split("|"):
        found.insert(0, f"try_cast(left({cell}, 10) AS DATE)")
    return f"coalesce({', '.join(found)})"
