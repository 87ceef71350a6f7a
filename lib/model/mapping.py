"""How the columns of one sheet become canonical columns; what an analyst sees, corrects and saves.

A sheet may feed several tables (an order export with a line per product feeds order_items and orders);
the first output is the one whose rows are accounted for.
"""

from dataclasses import dataclass, field

from lib.model.identity import Strictness
from lib.model.naming import Naming, TouchpointRule

#: Stands for the number of the row where a file has no id of its own.
ROW = "#row"
#: Stands for the last order of the customer, where a return does not say of which order it is.
LAST_ORDER = "#last"


@dataclass(frozen=True, slots=True)
class Take:
    """Where one canonical column comes from: a `column` of the sheet, or a constant `value`.

    With both, the value stands in front of the cell with `-` (an id for each question of one answer).
    `also` names further columns that are put behind the first with `-`, for ids of several parts; for a
    time it names the column with the clock. `path` reaches into JSON text in the cell (`$.pathname`;
    `$[key=name]` is the value of a key in a list of keys with values).
    `format` says how the text is read: for times `iso`, `iso_basic`, `epoch_s`, `epoch_ms`, `epoch_us`,
    `epoch_ns`, `excel`, `named` (months in words), `named_yy` (the same with years of two digits),
    `ms_since` (milliseconds since the epoch seconds in `also`), `hours_after` (also `minutes_`, `days_`: how
    long after the first time of the row) or strptime patterns, several joined by `|`; for amounts `dot`,
    `comma`, `cents` or `micros`; a price `line_total` is divided by the quantity, an amount `times` is
    multiplied by the number in `also` and has no sign, a score `reversed` is counted from the other end of
    its scale; an id that is `positive` is unknown below zero. Empty: decided by the whole column.
    """

    to: str
    column: str | None = None
    value: str | None = None
    path: str | None = None
    format: str = ""
    note: str = ""
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Output:
    """One canonical table that a sheet feeds.

    Several takes `to` one column: the first filled cell wins. `only` keeps the rows whose `column` holds
    one of the values, and answers for what becomes of them; `unless` passes over the rows whose column
    holds one of its values. A value that ends in `*` is a beginning, '' an empty cell. `per` makes one row
    of all rows that share the key: the first filled cell of each column wins, and the columns in `sums` are
    added up.
    """

    kind: str
    takes: tuple[Take, ...]
    only: tuple[str, tuple[str, ...]] | None = None
    per: str | None = None
    sums: tuple[str, ...] = ()
    unless: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def take(self, to: str) -> Take | None:
        """The first source of canonical column `to`, or None."""
        return next((take for take in self.takes if take.to == to), None)

    def sources(self, to: str) -> tuple[Take, ...]:
        """Every source of canonical column `to`, in the order in which they are asked."""
        return tuple(take for take in self.takes if take.to == to)


@dataclass(frozen=True, slots=True)
class SetAside:
    """Rows that count nowhere, as the export itself says: those whose `column` holds one of the values.

    A value that ends in `*` is a beginning, '' an empty cell.
    """

    column: str
    values: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Unnest:
    """A `column` with lists of objects: the sheet is read as one row for each element of its list.

    Where a table has a group of columns for each element instead, `groups` names them in the order of the
    keys ('' for none), and `column` is only what they are called together.

    Each of the `keys` of an element (`time`, or deeper `page.pagePath`) is then a column of its own, called
    `column.key`; the others are those of the row around the list. A row without elements stays one row.
    """

    column: str
    keys: tuple[str, ...]
    groups: tuple[tuple[str, ...], ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that come from the elements.

        >>> Unnest("hits", ("time", "page.pagePath")).columns
        ('hits.time', 'hits.page.pagePath')
        """
        return tuple(f"{self.column}.{key}" for key in self.keys)


@dataclass(frozen=True, slots=True)
class SheetMapping:
    """What one sheet is and how it is read. No outputs: the sheet is set aside, `reason` says why."""

    recognised: str
    outputs: tuple[Output, ...] = ()
    confidence: float = 0.0
    reason: str = ""
    #: What must be decided before the sheet can be read; each is a sentence with the lines that decide it.
    questions: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    #: What the analyst decided: column of the sheet -> format. Stands over the formats of the takes.
    formats: dict[str, str] = field(default_factory=dict)
    #: What the analyst decided, over the takes of the first output.
    decided: tuple[Take, ...] = ()
    #: Columns that name or reach people and are kept as they are, because the analyst wants that.
    keep: tuple[str, ...] = ()
    #: The kind that the analyst gave, where the proposal was another.
    given_kind: str = ""
    #: The kinds between which nothing decides.
    could_be: tuple[str, ...] = ()
    #: The currency of its amounts, where the export says it outside of its rows.
    currency: str = ""
    #: The zone of its times without an offset, where the export says another than the drop's.
    time_zone: str = ""
    #: Rows that are rejected with their reason before anything else is done.
    asides: tuple[SetAside, ...] = ()
    #: The list whose elements are the rows, where a row of the file holds many.
    unnest: Unnest | None = None

    @property
    def kind(self) -> str | None:
        return self.outputs[0].kind if self.outputs else None


@dataclass(frozen=True, slots=True)
class Mapping:
    """The mapping of a whole drop: by sheet name, with what holds for the dataset."""

    time_zone: str = "UTC"
    currency: str = "EUR"
    sheets: dict[str, SheetMapping] = field(default_factory=dict)
    #: The analyst's own touchpoints: event name made plain -> (touchpoint, stage).
    touchpoints: dict[str, tuple[str, str | None]] = field(default_factory=dict)
    #: Groups of names by wildcards, for names that are not in `touchpoints`; the first that matches wins.
    rules: tuple[TouchpointRule, ...] = ()
    #: How much is joined on one customer (lib/model/identity.py).
    strictness: Strictness = "default"
    #: Rules that the analyst switched, by name; they stand over the strictness.
    links: dict[str, bool] = field(default_factory=dict)
    #: Ids that are no customer, such as the pseudonym of the shop's own address.
    nobody: tuple[str, ...] = ()
    #: Spellings that the analyst made one: column -> what is written -> what it becomes.
    categories: dict[str, dict[str, str]] = field(default_factory=dict)
    #: (month as 2026-03, or "" for all; currency) -> what one unit is worth in the currency of the dataset.
    rates: dict[tuple[str, str], str] = field(default_factory=dict)

    @property
    def naming(self) -> Naming:
        """The words and rules by which names become touchpoints."""
        return Naming(self.touchpoints, self.rules)
