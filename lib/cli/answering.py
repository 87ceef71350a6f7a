"""`throughline answer`: ask one analysis, with its options as texts."""

import argparse
import inspect
import sys
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, NamedTuple, get_args, get_type_hints

import pandas as pd

from lib.analysis import analyses
from lib.analysis.segment import listed, within
from lib.export.text import csv_text, json_text, records
from lib.model.errors import QuestionError
from lib.model.filters import Filters
from lib.model.flow_view import FlowView, Settings
from lib.model.kept_segments import Definition
from lib.store import catalog, segments
from lib.store.recording import Recording

Analysis = Callable[..., pd.DataFrame]


class Option(NamedTuple):
    """What an option is when nobody sets it, and of which type it is."""

    default: Any
    type: Any


def add(commands: Any) -> None:
    """Add the command to those of the parser."""
    ask = commands.add_parser("answer", help="ask one analysis")
    ask.add_argument("analysis", nargs="?")
    ask.add_argument("--list", action="store_true", help="print every analysis with its options")
    ask.add_argument("--dataset", metavar="NAME")
    ask.add_argument("--since", metavar="D", help="first day, YYYY-MM-DD")
    ask.add_argument("--until", metavar="D", help="last day, included")
    ask.add_argument(
        "--where", action="append", default=[], metavar="column=value", help="segment=NAME as well"
    )
    ask.add_argument("--keep", metavar="NAME", help="keep the customers that are listed as a segment")
    ask.add_argument("--set", action="append", default=[], metavar="option=value", dest="options")
    ask.add_argument("--format", choices=["table", "csv", "json"], default="table")
    ask.add_argument("--explain", action="store_true", help="print the SQL with its values as well")
    ask.set_defaults(run=answer)


def answer(given: argparse.Namespace) -> None:
    """Print what the analysis answers, or the list of analyses."""
    known = analyses()
    if given.list:
        print("\n".join(_described(name, ask) for name, ask in known.items()))
        return
    if given.analysis not in known:
        raise QuestionError.unknown("analysis", given.analysis, known)
    if given.dataset is None:
        raise QuestionError(
            "No dataset is named.", f"Add --dataset with one of: {', '.join(catalog.names())}."
        )
    ask = known[given.analysis]
    filters = Filters.where(given.where, day(given.since), day(given.until))
    store = Recording(within(catalog.open_store(given.dataset), filters.segment))
    options = _options(given.analysis, ask, given.options)
    frame = ask(store, filters, **options)
    if given.keep is not None:
        _keep(given, filters, options, frame)
    print(_formatted(frame, given.format))
    if given.explain:
        print(store.explained(), file=sys.stdout if given.format == "table" else sys.stderr)


def _keep(given: argparse.Namespace, filters: Filters, options: dict[str, Any], frame: pd.DataFrame) -> None:
    """Keep the question as a segment, where it lists customers."""
    who = sorted(set(listed(frame, given.analysis)))
    definition = Definition.of(given.analysis, filters, " ".join([given.analysis, *given.options]), **options)
    kept = segments.keep(given.dataset, given.keep, definition, by="local")
    print(f"segment {kept.name}: {len(who):,} customers now", file=sys.stderr)


def _described(name: str, ask: Analysis) -> str:
    first = (inspect.getdoc(ask) or "").splitlines()[0]
    options = [f"{key}={one.default}" for key, one in options_of(ask).items()]
    return f"{name}: {first}" + (f" [{', '.join(options)}]" if options else "")


def options_of(ask: Analysis) -> dict[str, Option]:
    """What may be set of an analysis: its keyword parameters, and a flow's settings where it takes them."""
    hints = get_type_hints(ask)
    found: dict[str, Option] = {}
    for key, one in inspect.signature(ask).parameters.items():
        if one.kind is inspect.Parameter.KEYWORD_ONLY:
            found[key] = Option(one.default, hints[key])
        elif one.kind is inspect.Parameter.VAR_KEYWORD:
            defaults = FlowView().described
            found |= {name: Option(defaults[name], hint) for name, hint in get_type_hints(Settings).items()}
    return found


def _options(name: str, ask: Analysis, given: Sequence[str]) -> dict[str, Any]:
    """Read `option=value` texts as the types that the analysis declares."""
    known = options_of(ask)
    options: dict[str, Any] = {}
    for text in given:
        key, sign, value = text.partition("=")
        if not sign or key not in known:
            raise QuestionError.unknown(f"option of {name}", key, known)
        options[key] = _typed(key, value, known[key].type)
    return options


def _typed(key: str, value: str, hint: Any) -> Any:
    kinds = [one for one in (get_args(hint) or (hint,)) if one is not type(None)]
    if bool in kinds:
        if value.lower() not in ("true", "false", "yes", "no", "1", "0"):
            raise QuestionError(f"{key}={value!r} is neither true nor false.", "Write true or false.")
        return value.lower() in ("true", "yes", "1")
    for kind in (int, float):
        if kind in kinds:
            try:
                return kind(value)
            except ValueError as error:
                raise QuestionError(f"{key}={value!r} is no number.", "Write a number.") from error
    return value


def day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise QuestionError(
            f"{text!r} is no day.", "Write it as YYYY-MM-DD, for example 2026-03-31."
        ) from error


def _formatted(frame: pd.DataFrame, form: str) -> str:
    if form == "json":
        return json_text(records(frame))
    return csv_text(frame).rstrip("\n") if form == "csv" else frame.to_string(index=False)
