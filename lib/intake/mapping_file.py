"""A mapping as TOML: what the analyst saves with a dataset, edits, and gives to the next import.

A whole sheet lists its tables and columns. A short entry decides only what was asked:

    [sheets."orders.csv".formats]
    "Order date" = "%d/%m/%Y"
"""

import tomllib
from collections.abc import Iterable
from dataclasses import replace
from fnmatch import fnmatch
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import tomli_w

from lib.intake import mapping_values
from lib.intake.formats import MEANINGS
from lib.model.errors import IntakeError
from lib.model.identity import RULES, STRICTNESS, Strictness
from lib.model.mapping import Mapping, Output, SetAside, SheetMapping, Take, Unnest
from lib.model.naming import TouchpointRule, checked
from lib.model.stages import plain
from lib.model.tables import LOOKUPS, TABLES
from lib.store.convert import is_name, table_of

TOP = (
    "time_zone",
    "currency",
    "rates",
    "strictness",
    "nobody",
    "links",
    "categories",
    "touchpoints",
    "touchpoint_rules",
    "sheets",
)
SHEET = (
    "recognised",
    "kind",
    "reason",
    "currency",
    "time_zone",
    "keep",
    "formats",
    "columns",
    "tables",
    "set_aside",
    "asides",
    "unnest",
)
TABLE = ("table", "columns", "only", "unless", "per", "sums")
RULE = ("match", "touchpoint", "stage")
ASIDE = ("column", "values", "reason")
_ALL = sorted({column.name for table in TABLES.values() for column in table.columns})
TAKE = ("column", "value", "path", "format", "also")


def to_toml(mapping: Mapping) -> str:
    """The text that makes the same mapping again."""
    return tomli_w.dumps(
        {
            "time_zone": mapping.time_zone,
            "currency": mapping.currency,
            "strictness": mapping.strictness,
            **({"nobody": list(mapping.nobody)} if mapping.nobody else {}),
            **({"links": dict(mapping.links)} if mapping.links else {}),
            **mapping_values.to_tables(mapping),
            "touchpoints": {
                name: {"touchpoint": touchpoint, **({"stage": stage} if stage else {})}
                for name, (touchpoint, stage) in sorted(mapping.touchpoints.items())
            },
            **({"touchpoint_rules": [_rule_to(rule) for rule in mapping.rules]} if mapping.rules else {}),
            "sheets": {name: _sheet_to(sheet) for name, sheet in mapping.sheets.items()},
        },
        multiline_strings=False,
    )


def from_toml(text: str, file: str = "mapping.toml") -> Mapping:
    """Read a mapping. Raises IntakeError that names the line or the key, and the valid choices."""
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise IntakeError(
            f"{file} is no valid TOML: {error}.", "Mend that line; `#` begins a comment."
        ) from error
    _known(found, TOP, f"{file}")
    return Mapping(
        time_zone=_zone(found.get("time_zone", "UTC")),
        currency=_text(found.get("currency", "EUR"), "currency"),
        sheets={
            name: _sheet_from(sheet, f"sheets.{name!r}") for name, sheet in _table(found, "sheets").items()
        },
        touchpoints={
            plain(name): _touchpoint(value, f"touchpoints.{name!r}")
            for name, value in _table(found, "touchpoints").items()
        },
        rules=tuple(
            _rule(one, f"touchpoint_rules {number}")
            for number, one in enumerate(_list(found, "touchpoint_rules"), start=1)
        ),
        strictness=_strictness(found.get("strictness", "default")),
        links={name: _switch(name, on) for name, on in _table(found, "links").items()},
        nobody=tuple(_text(one, "nobody") for one in _list(found, "nobody")),
        categories=mapping_values.categories(_table(found, "categories")),
        rates=mapping_values.rates(_table(found, "rates")),
    )


def sheet_for(mapping: Mapping | None, name: str) -> SheetMapping | None:
    """What a mapping says of the sheet `name`: by that name, or by a pattern such as `orders_*.csv`."""
    if mapping is None:
        return None
    if name in mapping.sheets:
        return mapping.sheets[name]
    return next((sheet for pattern, sheet in mapping.sheets.items() if fnmatch(name, pattern)), None)


def _sheet_to(sheet: SheetMapping) -> dict[str, Any]:
    said: dict[str, Any] = {"recognised": sheet.recognised}
    if sheet.reason:
        said["reason"] = sheet.reason
    if sheet.currency:
        said["currency"] = sheet.currency
    if sheet.time_zone:
        said["time_zone"] = sheet.time_zone
    if sheet.keep:
        said["keep"] = list(sheet.keep)
    if not sheet.outputs:
        said["set_aside"] = True
    if sheet.formats:
        said["formats"] = dict(sheet.formats)
    if sheet.asides:
        said["asides"] = [
            {"column": one.column, "values": list(one.values), "reason": one.reason} for one in sheet.asides
        ]
    if sheet.unnest:
        said["unnest"] = _unnest_to(sheet.unnest)
    if sheet.outputs:
        said["tables"] = [_output_to(output) for output in sheet.outputs]
    return said


def _output_to(output: Output) -> dict[str, Any]:
    columns: dict[str, Any] = {}
    for to in dict.fromkeys(take.to for take in output.takes):
        takes = [_take_to(take) for take in output.sources(to)]
        columns[to] = takes[0] if len(takes) == 1 else takes
    said: dict[str, Any] = {"table": output.kind}
    if output.per:
        said["per"] = output.per
    if output.sums:
        said["sums"] = list(output.sums)
    if output.only:
        said["only"] = {"column": output.only[0], "values": list(output.only[1])}
    if output.unless:
        said["unless"] = [{"column": column, "values": list(values)} for column, values in output.unless]
    return {**said, "columns": columns}


def _take_to(take: Take) -> Any:  # noqa: ANN401 (a name, or a table of settings)
    said = {
        "column": take.column,
        "value": take.value,
        "path": take.path,
        "format": take.format or None,
        "also": list(take.also) or None,
    }
    filled = {key: value for key, value in said.items() if value is not None}
    return take.column if list(filled) == ["column"] else filled


def _sheet_from(said: Any, where: str) -> SheetMapping:  # noqa: ANN401
    _must(isinstance(said, dict), where, "a table")
    _known(said, SHEET, where)
    outputs = tuple(_output_from(one, f"{where}.tables") for one in said.get("tables", []))
    if "kind" in said and said["kind"] not in TABLES:
        raise IntakeError.unknown(f"kind in {where}", said["kind"], TABLES)
    formats = {str(column): _text(way, f"{where}.formats") for column, way in _table(said, "formats").items()}
    aside = bool(said.get("set_aside"))
    return SheetMapping(
        recognised=_text(said.get("recognised", ""), f"{where}.recognised"),
        outputs=outputs,
        confidence=1.0 if outputs or aside else 0.0,
        reason=_text(said.get("reason", ""), f"{where}.reason"),
        currency=_text(said.get("currency", ""), f"{where}.currency"),
        time_zone=_zone(said["time_zone"]) if "time_zone" in said else "",
        formats=formats,
        decided=_decided(said, where),
        keep=tuple(_text(one, f"{where}.keep") for one in _list(said, "keep")),
        given_kind=said.get("kind", ""),
        asides=tuple(_aside_from(one, f"{where}.asides") for one in said.get("asides", [])),
        unnest=_unnest_from(said["unnest"], f"{where}.unnest") if "unnest" in said else None,
    )


def _unnest_to(unnest: Unnest) -> dict[str, Any]:
    groups = {"groups": [list(group) for group in unnest.groups]} if unnest.groups else {}
    return {"column": unnest.column, "keys": list(unnest.keys), **groups}


def _unnest_from(said: Any, where: str) -> Unnest:  # noqa: ANN401
    _must(isinstance(said, dict) and {"column", "keys"} <= set(said), where, "`column` and `keys`")
    _known(said, ("column", "keys", "groups"), where)
    groups = tuple(tuple(map(str, group)) for group in said.get("groups", ()))
    width = len(said["keys"])
    _must(all(len(group) == width for group in groups), f"{where}.groups", "lists as long as `keys`")
    return Unnest(_text(said["column"], f"{where}.column"), tuple(map(str, said["keys"])), groups)


def _aside_from(said: Any, where: str) -> SetAside:  # noqa: ANN401
    column, values = _rows_from(said, where, ASIDE)
    return SetAside(column, values, _text(said.get("reason", "set aside"), f"{where}.reason"))


def _rows_from(said: Any, where: str, valid: Iterable[str] = ASIDE[:2]) -> tuple[str, tuple[str, ...]]:  # noqa: ANN401
    """Which rows are meant: a column and the values that it holds."""
    _must(isinstance(said, dict) and {"column", "values"} <= set(said), where, "`column` and `values`")
    _known(said, valid, where)
    return _text(said["column"], f"{where}.column"), tuple(map(str, said["values"]))


def _decided(said: dict[str, Any], where: str) -> tuple[Take, ...]:
    """Single columns of a short entry; which table they are of is known once the sheet is recognised."""
    found = _table(said, "columns").items()
    return tuple(
        take for to, source in found for take in _takes_from("", to, source, f"{where}.columns.{to}")
    )


def _output_from(said: Any, where: str) -> Output:  # noqa: ANN401
    _must(isinstance(said, dict), where, "a table")
    _known(said, TABLE, where)
    kind = said.get("table")
    if kind not in TABLES and kind not in LOOKUPS:
        raise IntakeError.unknown(f"table in {where}", kind, [*TABLES, *LOOKUPS])
    takes = tuple(
        take
        for to, source in _table(said, "columns").items()
        for take in _takes_from(str(kind), to, source, f"{where}.columns.{to}")
    )
    only = said.get("only")
    return Output(
        str(kind),
        takes,
        only=_rows_from(only, f"{where}.only") if only else None,
        per=said.get("per"),
        sums=tuple(said.get("sums", ())),
        unless=tuple(_rows_from(one, f"{where}.unless") for one in said.get("unless", [])),
    )


def _takes_from(kind: str, to: str, source: Any, where: str) -> Iterable[Take]:  # noqa: ANN401
    names = [column.name for column in table_of(kind).columns] if kind else _ALL
    if to not in names and not (kind == "customers" and is_name(to)):
        raise IntakeError.unknown(f"column in {where}", to, names)
    for one in source if isinstance(source, list) else [source]:
        if isinstance(one, str):
            yield Take(to, one)
            continue
        _must(isinstance(one, dict), where, "a column's name or a table")
        _known(one, TAKE, where)
        _must("column" in one or "value" in one, where, "a table with `column` or `value`")
        yield Take(to, **{**one, "also": tuple(one.get("also", ()))})


def with_formats(sheet: SheetMapping) -> SheetMapping:
    """The sheet with the analyst's formats put into its takes; words that say what a value means stay."""
    return replace(
        sheet,
        outputs=tuple(
            replace(output, takes=tuple(_formatted(take, sheet.formats) for take in output.takes))
            for output in sheet.outputs
        ),
    )


def _formatted(take: Take, formats: dict[str, str]) -> Take:
    way = formats.get(take.column or "")
    if way is None:
        return take
    meant = [word for word in take.format.split() if word in MEANINGS and not set(way.split()) & MEANINGS]
    return replace(take, format=" ".join([way, *meant]))


def _zone(name: Any) -> str:  # noqa: ANN401
    try:
        ZoneInfo(str(name))
    except (ZoneInfoNotFoundError, ValueError):
        raise IntakeError(
            f"There is no time zone called {name!r}.",
            "Use a name such as UTC, Europe/Berlin or America/New_York.",
        ) from None
    return str(name)


def _strictness(said: Any) -> Strictness:  # noqa: ANN401
    if said not in STRICTNESS:
        raise IntakeError.unknown("strictness", said, STRICTNESS)
    return said  # type: ignore[no-any-return]


def _switch(name: str, on: Any) -> bool:  # noqa: ANN401
    names = [rule.name for rule in RULES]
    if name not in names:
        raise IntakeError.unknown("rule in links", name, names)
    _must(isinstance(on, bool), f"links.{name!r}", "true or false")
    return bool(on)


def _list(said: dict[str, Any], key: str) -> list[Any]:
    value = said.get(key, [])
    _must(isinstance(value, list), key, "a list in square brackets")
    return list(value)


def _touchpoint(said: Any, where: str) -> tuple[str, str | None]:  # noqa: ANN401
    if isinstance(said, str):
        return said, None
    _must(
        isinstance(said, dict) and "touchpoint" in said,
        where,
        "a name or a table with `touchpoint` and `stage`",
    )
    _known(said, ("touchpoint", "stage"), where)
    return _text(said["touchpoint"], where), said.get("stage")


def _rule_to(rule: TouchpointRule) -> dict[str, str]:
    stage = {"stage": rule.stage} if rule.stage else {}
    return {"match": rule.match, "touchpoint": rule.touchpoint, **stage}


def _rule(said: Any, where: str) -> TouchpointRule:  # noqa: ANN401
    _must(isinstance(said, dict) and {"match", "touchpoint"} <= set(said), where, "`match` and `touchpoint`")
    _known(said, RULE, where)
    match, touchpoint, *stage = (_text(said[key], f"{where}.{key}") for key in RULE if key in said)
    return checked(TouchpointRule(match, touchpoint.strip(), stage[0].strip().lower() if stage else None))


def _table(said: dict[str, Any], key: str) -> dict[str, Any]:
    value = said.get(key, {})
    _must(isinstance(value, dict), key, "a table")
    return dict(value)


def _text(value: Any, where: str) -> str:  # noqa: ANN401
    _must(isinstance(value, str), where, "text in quotes")
    return str(value)


def _known(said: dict[str, Any], valid: Iterable[str], where: str) -> None:
    for key in said:
        if key not in valid:
            raise IntakeError.unknown(f"setting in {where}", key, valid)


def _must(right: bool, where: str, what: str) -> None:
    if not right:
        raise IntakeError(f"{where} must be {what}.", "Correct it in the mapping file.")
