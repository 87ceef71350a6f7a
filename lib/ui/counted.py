"""How a figure is counted: the definition in words, the statement with its values, and what it ran on."""

import inspect
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import streamlit as st

from lib.model import figures
from lib.model.filters import Filters
from lib.store.store import Store, parameters, read
from lib.ui.words import day, escaped


def popover(
    analysis: Callable[..., Any], store: Store, filters: Filters, *, key: str, **options: object
) -> None:
    """Draw the button and, behind it, everything needed to count the figure again."""
    with st.popover("How is this counted?", icon=":material/function:", key=f"{key}_counted", wrap=False):
        st.markdown(definition(analysis))
        st.markdown(f"**Who counts:** {escaped(filters.words())}.")
        st.markdown(f"**Counted on:** {ground(store)}")
        for sql in statements(analysis, options):
            st.code(
                statement(sql, {**filters.values(store.zone), **options}), language="sql", wrap_lines=True
            )


def definition(analysis: Callable[..., Any]) -> str:
    """What the analysis says of itself to a reader: its question, and what one row is."""
    question = (inspect.getdoc(inspect.getmodule(analysis)) or "").splitlines()[:1]
    said = re.split(r"\s*\bRaises ", inspect.getdoc(analysis) or "")[0]
    return "\n\n".join([*(f"**{line}**" for line in question), said])


def statements(analysis: Callable[..., Any], options: Mapping[str, object]) -> list[Path]:
    """The definitions of an analysis: that of the pair in its `STATEMENTS`, or what begins with its name."""
    home = Path(inspect.getfile(analysis))
    if named := getattr(inspect.getmodule(analysis), "STATEMENTS", {}):
        return [named[options["pair"]]]
    beside = sorted(home.parent.glob(f"{home.stem}.sql")) + sorted(home.parent.glob(f"{home.stem}_*.sql"))
    return [sql for sql in beside if not sql.name.endswith(".fast.sql")]


def statement(sql: Path, values: dict[str, object]) -> str:
    """The text of a statement with the values of its $names above it."""
    text = read(sql)
    named = [f"-- ${name} = {_said(values.get(name))}" for name in sorted(parameters(text))]
    return "\n".join([*named, text])


def ground(store: Store) -> str:
    """Which data a figure rests on, and how fresh they are."""
    manifest = store.manifest
    first, last = manifest.period
    rows = ", ".join(f"{figures.count(n)} {table}" for table, n in manifest.tables.items() if n)
    return (
        f"dataset {escaped(manifest.name)}, version {manifest.version} ({manifest.fingerprint}), imported "
        f"{day(manifest.created_at)}; {day(first)} to {day(last)}, days cut in {manifest.time_zone}; {rows}."
    )


def _said(value: object) -> str:
    return "NULL" if value is None else str(value)
