"""The fence: refuses in a definition whatever was not proven to mean the same on every engine.

A definition is the text of a `.sql` file of an analysis, or the body of the macro in `paths.sql`. DuckDB
runs it untouched; other engines get it rendered. So every kind of node of its tree stands in `PROVEN`, and
what was proven in one form only has a rule of its own below. Kinds are called as sqlglot, the parser, calls
them; it is needed in development alone and imported where it is used.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from lib.model.filters import COLUMNS, UNKNOWN
from lib.model.flow_view import BEGAN, END, FRONTS, LEFT, LEVELS, OCCURRENCES, OTHER
from lib.model.funnel_view import ENTRIES, HOLDS, ORDERS
from lib.model.heatmap_view import BY, INDEX, TRAIT
from lib.model.tables import FEEDBACK_METRICS, SQL_TYPES, TABLES
from lib.store.relations import BESIDE, KEPT, LOCAL, LOCAL_COLUMNS, columns

Node = Any
Found = Iterator[tuple[Node, str]]
Rule = Callable[[Node], Found]

_PROVEN = """
Identifier Literal Boolean Null Placeholder Var Column Star
Select From Join Where Group Having Order Ordered Limit Table TableAlias Alias With CTE Subquery Union
Distinct And Or Not Is In EQ NEQ GT GTE LT LTE Paren Add Sub Mul Div IntDiv Neg Abs Floor Ceil Sqrt
Count Sum Avg Min Max StddevSamp Variance Median PercentileCont Window Lag Lead RowNumber Rank DenseRank
Case If Coalesce Nullif Cast DataType DataTypeParam Interval TimestampTrunc DateTrunc DateDiff AtTimeZone
"""
#: The kinds of nodes that were compared engine by engine, or that carry no meaning of their own.
PROVEN = frozenset(_PROVEN.split())
#: What to write instead of some others.
INSTEAD: dict[str, str] = {
    "Qualify": ": filter a CTE by its window column",
    "Filter": ": write SUM(CASE WHEN ... THEN 1 ELSE 0 END)",
    "WithinGroup": ": write QUANTILE_CONT(x, p)",
    "Like": ": compare whole words, normalised at intake",
    "Lower": ": normalise at intake",
    "Upper": ": normalise at intake",
    "TryCast": ": refuse at intake what cannot be cast",
    "Round": ": round in the chart",
    "Mod": ": its percent sign is a placeholder on Postgres",
    "Array": ": bind a list and write x IN CAST($list AS VARCHAR[])",
}
#: What a CAST may aim at; a list stands only inside IN.
CASTS = frozenset({"BIGINT", "DOUBLE", "DATE", "BOOLEAN", "TIMESTAMP", "TIMESTAMPNTZ", "TEXT", "ARRAY"})
WHOLE = frozenset({"TINYINT", "SMALLINT", "INT", "BIGINT", "UTINYINT", "USMALLINT", "UINT", "UBIGINT"})
UNITS = frozenset({"DAY", "WEEK", "MONTH", "QUARTER", "YEAR"})
#: Words that a text may spell out; every other value is bound.
WORDS = frozenset(
    (
        *COLUMNS,
        *LEVELS,
        *FRONTS,
        *OCCURRENCES,
        *ORDERS,
        *ENTRIES,
        *HOLDS,
        *FEEDBACK_METRICS,
        *BY,
        INDEX,
        TRAIT,
        "day",
        "week",
        "month",
        "(all)",
        UNKNOWN,
        LEFT,
        BEGAN,
        OTHER,
        END,
        "UTC",
    )  # fmt: skip
)
#: Smaller numbers are thresholds that belong to a definition (promoters from 9 on).
SOMEBODYS_CHOICE = 100


class Violation(NamedTuple):
    """A part of a definition that may mean something else elsewhere, and what to do about it."""

    part: str
    why: str


def check(text: str) -> list[Violation]:
    """What in a definition is not portable; nothing where it may be rendered for any engine.

    >>> check("SELECT touchpoint, COUNT(*) AS happened FROM events GROUP BY touchpoint")
    []
    >>> [one.why for one in check("SELECT ROUND(value) AS cost FROM events")]
    ['not proven to mean the same everywhere: round in the chart']
    """
    import sqlglot

    try:
        trees = [tree for tree in sqlglot.parse(text, read="duckdb") if tree is not None]
        if len(trees) != 1:
            return [Violation(text, "one definition is one statement")]
        typed = _typed(trees[0].copy())
    except sqlglot.errors.SqlglotError as error:
        return [Violation(text, f"cannot be read: {str(error).splitlines()[0]}")]
    found = [(node, why) for rule in RULES for node, why in rule(trees[0])]
    found += [(node, why) for rule in TYPED_RULES for node, why in rule(typed)]
    return [Violation(node.sql("duckdb", comments=False), why) for node, why in found]


def macro_body(text: str) -> str:
    """The query of the one table macro in `text`, with its parameters as $names.

    >>> macro_body("CREATE MACRO kept(since) AS TABLE SELECT a FROM t WHERE ts > since;")
    'SELECT a FROM t WHERE ts > $since'
    """
    head, _, body = text.partition(" AS TABLE")
    names = "|".join(re.findall(r"\w+", head.rpartition("(")[2]))
    return re.sub(rf"(?<![\w.$'])({names})(?![\w'])", r"$\1", body.strip().rstrip(";"))


def _every(tree: Node, *kinds: str) -> list[Node]:
    return [node for node in tree.walk() if type(node).__name__ in kinds]


def _is(node: Node, *kinds: str) -> bool:
    return type(node).__name__ in kinds


def _only_proven(tree: Node) -> Found:
    for node in tree.walk():
        kind = type(node).__name__
        if kind not in PROVEN and not (kind == "Anonymous" and _is(node.parent, "Table")):
            yield node, f"not proven to mean the same everywhere{INSTEAD.get(kind, '')}"


def _known_relations(tree: Node) -> Found:
    made = {cte.alias for cte in _every(tree, "CTE")}
    for table in _every(tree, "Table"):
        known = set(KEPT) if _is(table.this, "Anonymous") else {*TABLES, *LOCAL, *BESIDE, *made}
        if table.this.name.lower() not in known:
            yield table, "read canonical tables, CTEs and kept_ relations: a warehouse has nothing else"
    for cte in _every(tree, "CTE"):
        if cte.alias in TABLES or cte.alias in KEPT:
            yield cte, "a CTE is not called like a table"


def _named_columns(tree: Node) -> Found:
    for star in _every(tree, "Star"):
        if not _is(star.parent, "Count"):
            yield star, "name the columns"
    for shown in (one for select in _every(tree, "Select") for one in select.expressions):
        bare = _is(shown, "Column") and not shown.table
        if not bare and not _is(shown, "Alias", "Star"):
            yield shown, "name the output column: ... AS x"


def _own_names(tree: Node) -> Found:
    for select in _every(tree, "Select"):
        read = {column.name for column in _read(select)}
        for shown in select.expressions:
            if _is(shown, "Alias") and not _is(shown.this, "Column") and shown.alias in read:
                yield shown, "an expression is not called like a column that is read beside it"


def _read(select: Node) -> list[Node]:
    """The columns that a select reads itself; ORDER BY may name what the select puts out."""
    parts = [*select.expressions, *(select.args.get(part) for part in ("where", "having"))]
    return [column for part in parts if part is not None for column in _every(part, "Column")]


def _spelled_out(tree: Node) -> Found:
    for clause in _every(tree, "Group", "Order"):
        keys = [key.this if _is(key, "Ordered") else key for key in clause.expressions]
        if not keys or any(_is(key, "Literal") or key.name.upper() == "ALL" for key in keys):
            yield clause, "group and order by expressions, one by one"
    for distinct in _every(tree, "Distinct"):
        if distinct.args.get("on"):
            yield distinct, "take one row of many by ROW_NUMBER"
    for join in _every(tree, "Join"):
        if join.args.get("method") or not join.args.get("on"):
            yield join, "join ... ON"


def _null_safe(tree: Node) -> Found:
    for no in _every(tree, "Not"):
        if _is(no.this.unnest(), "In"):
            yield no, "NOT IN means something else beside NULL: use <> or an anti-join"
    for one in _every(tree, "In"):
        if any(_is(value, "Null") for value in one.expressions):
            yield one, "no NULL inside IN"


def _ties_broken(tree: Node) -> Found:
    for window in _every(tree, "Window"):
        order = window.args.get("order")
        names = [key.this.name for key in order.expressions] if order else []
        if "ts" in names and names[-1] != "event_id":
            yield window, "break ties: ORDER BY ts, event_id"


def _values_bound(tree: Node) -> Found:
    for value in _every(tree, "Literal"):
        if _is(value.parent, "Interval", "DataTypeParam"):
            continue
        if value.name not in WORDS if value.is_string else float(value.name) >= SOMEBODYS_CHOICE:
            yield value, "a value is bound as $name"
    for mark in _every(tree, "Placeholder"):
        if not mark.this or mark.name.isdigit():
            yield mark, "a value is bound as $name"


def _lists_bound(tree: Node) -> Found:
    """A list is bound, and only looked into or asked for."""
    say = "a list is written x IN CAST($list AS VARCHAR[])"
    for cast in _every(tree, "Cast"):
        if cast.to.this.name == "ARRAY" and not (
            _is(cast.this, "Placeholder") and _is(cast.parent, "In", "Is")
        ):
            yield cast, say
    for one in _every(tree, "In"):
        if one.args.get("field") is not None and not _is(one.args["field"], "Cast"):
            yield one, say


def _business_days(tree: Node) -> Found:
    for zone in _every(tree, "AtTimeZone"):
        outer = zone.parent.parent if _is(zone.parent, "Paren") else zone.parent
        if not _is(outer, "AtTimeZone") and not (_is(outer, "Cast") and outer.to.this.name == "DATE"):
            yield zone, "put out the DATE, not the shifted time: its type differs"


def _typed(tree: Node) -> Node:
    """The tree with the type of every column that can be known."""
    from sqlglot import exp
    from sqlglot.optimizer.annotate_types import annotate_types
    from sqlglot.optimizer.qualify import qualify

    for table in _every(tree, "Table"):
        if _is(table.this, "Anonymous"):
            table.set("this", exp.to_identifier(table.this.name.lower()))
    schema: dict[str, object] = {name: columns(name) for name in (*KEPT, *BESIDE)}
    for name, table in TABLES.items():
        schema[name] = {**{one.name: SQL_TYPES[one.type] for one in table.columns}, **LOCAL_COLUMNS}
    # what a wrong text cannot resolve stays without a type, and other rules name it
    found = qualify(tree, schema=schema, dialect="duckdb", validate_qualify_columns=False)
    return annotate_types(found, schema=schema, dialect="duckdb")


def _type(node: Node) -> str:
    return str(node.type.this.name) if node.type else "UNKNOWN"


def _divides_doubles(tree: Node) -> Found:
    for division in _every(tree, "Div", "IntDiv"):
        by = division.expression.unnest()
        if not _is(by, "Nullif", "Literal"):
            yield division, "divide by NULLIF(x, 0)"
        if _is(division, "Div") and _type(division.this) != "DOUBLE":
            yield division, "divide a DOUBLE: CAST(x AS DOUBLE) / ..."


def _averages_doubles(tree: Node) -> Found:
    for mean in _every(tree, "Avg", "StddevSamp", "Variance", "Median", "PercentileCont"):
        if _type(mean.this) != "DOUBLE":
            yield mean, "average a DOUBLE"
    for spread in _every(tree, "StddevSamp", "Variance"):
        if not any(_every(branch.this, "Count") for branch in _around(spread, "If")):
            yield spread, "one value has no deviation: CASE WHEN COUNT(x) > 1 THEN ... END"


def _around(node: Node, kind: str) -> Iterator[Node]:
    while (node := node.parent) is not None:
        if _is(node, kind):
            yield node


def _casts(tree: Node) -> Found:
    for cast in _every(tree, "Cast"):
        to, what = cast.to.this.name, cast.this.unnest()
        bound = _is(what, "Placeholder", "Null")
        if to not in CASTS:
            yield cast, "cast to BIGINT, DOUBLE, DATE, BOOLEAN, TIMESTAMP or VARCHAR"
        elif to in WHOLE and not bound and not _is(what, "Sum", "Floor", "Ceil") and _type(what) not in WHOLE:
            yield cast, "a fraction becomes whole by FLOOR or //: casts round differently"
        elif to == "TEXT" and not bound and _type(what) not in {"VARCHAR", "TEXT", "DATE"}:
            yield cast, "only texts and dates are written alike everywhere"


def _whole_sums(tree: Node) -> Found:
    for total in _every(tree, "Sum"):
        if _type(total.this) in WHOLE and not _is(total.parent, "Cast"):
            yield total, "CAST(SUM(whole numbers) AS BIGINT)"


def _calendar(tree: Node) -> Found:
    for cut in _every(tree, "TimestampTrunc", "DateTrunc"):
        if cut.text("unit").upper() not in UNITS:
            yield cut, "cut into days, weeks, months, quarters or years"
    for gap in _every(tree, "DateDiff"):
        if gap.text("unit").upper() != "DAY" or {_type(gap.this), _type(gap.expression)} != {"DATE"}:
            yield gap, "DATE_DIFF('day', DATE, DATE) only"


RULES: tuple[Rule, ...] = (
    _only_proven,
    _known_relations,
    _named_columns,
    _own_names,
    _spelled_out,
    _null_safe,
    _ties_broken,
    _values_bound,
    _lists_bound,
    _business_days,
)
TYPED_RULES: tuple[Rule, ...] = (_divides_doubles, _averages_doubles, _casts, _whole_sums, _calendar)
