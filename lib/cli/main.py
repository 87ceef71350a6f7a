"""`throughline`: everything that the pages do, without a browser."""

import argparse
import os
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pandas as pd

from lib.cli import answering
from lib.export.text import json_text
from lib.model.errors import QuestionError, ThroughlineError
from lib.model.tables import TABLES
from lib.store import catalog
from lib.store.parquet import export

ROOT = Path(__file__).resolve().parents[2]


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; 0 for success, 2 where nothing was done and the user can mend it."""
    given = _parser().parse_args(argv)
    try:
        given.run(given)
    except ThroughlineError as error:
        print(f"{error.what}\n{error.mend}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        sys.stderr.close()
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("throughline", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for add in (_add_serve, _add_import, _add_living, _add_datasets, answering.add, _add_sample, _add_rest):
        add(commands)
    return parser


def _add_serve(commands: Any) -> None:
    serve = commands.add_parser("serve", help="open the app")
    serve.add_argument("--port", type=int, default=8501)
    serve.add_argument("--address", default="127.0.0.1")
    serve.set_defaults(run=_serve)


def _add_import(commands: Any) -> None:
    take = commands.add_parser("import", help="files become a dataset")
    take.add_argument(
        "sources",
        nargs="+",
        metavar="FILE",
        help="a file, a folder, a pattern; where allowed, an https address or postgresql:NAME/schema.table",
    )
    take.add_argument("--dataset", required=True, metavar="NAME")
    take.add_argument("--append", action="store_true", help="add to the dataset instead of replacing it")
    take.add_argument("--kind", choices=list(TABLES), help="what every file is, if you know better")
    take.add_argument("--mapping", type=Path, metavar="FILE.toml")
    take.add_argument("--remember", action="store_true", help="let `refresh` read the same sources again")
    take.add_argument("--json", action="store_true", help="print the report as JSON")
    take.set_defaults(run=_import)


def _add_living(commands: Any) -> None:
    again = commands.add_parser("refresh", help="read the remembered sources of a dataset again")
    again.add_argument("name")
    again.add_argument("--json", action="store_true", help="print the report as JSON")
    again.set_defaults(run=_refresh)
    watch = commands.add_parser("watch", help="add what is put into a folder, until stopped")
    watch.add_argument("folder", type=Path, metavar="DIR")
    watch.add_argument("--dataset", required=True, metavar="NAME")
    watch.add_argument("--every", type=float, default=30.0, metavar="SECONDS")
    watch.add_argument("--once", action="store_true", help="end when all that lies there is taken")
    watch.add_argument("--mapping", type=Path, metavar="FILE.toml")
    watch.set_defaults(run=_watch)


def _add_datasets(commands: Any) -> None:
    listing = commands.add_parser("datasets", help="list the datasets")
    listing.add_argument("--json", action="store_true")
    listing.set_defaults(run=_datasets)
    mappings = commands.add_parser("mappings", help="list the mappings that were remembered, or forget one")
    mappings.add_argument("--forget", metavar="SHAPE")
    mappings.set_defaults(run=_mappings)
    shelf = commands.add_parser("segments", help="list the kept segments of a dataset, or take one away")
    shelf.add_argument("name")
    shelf.add_argument("--remove", metavar="SEGMENT")
    shelf.add_argument("--restore", metavar="SEGMENT", help="bring a removed one back")
    shelf.set_defaults(run=_segments)
    remove = commands.add_parser("remove", help="take a dataset away")
    remove.add_argument("name")
    remove.set_defaults(run=lambda given: catalog.remove(given.name))
    out = commands.add_parser("export", help="canonical tables as Parquet")
    out.add_argument("name")
    out.add_argument("--out", required=True, type=Path, metavar="DIR")
    out.set_defaults(run=_export)


def _add_sample(commands: Any) -> None:
    sample = commands.add_parser("sample", help="write the files of the sample shop")
    sample.add_argument("folder", type=Path, metavar="DIR")
    size = sample.add_mutually_exclusive_group()
    size.add_argument("--customers", type=int)
    size.add_argument("--events", type=int)
    sample.add_argument("--seed", type=int)
    sample.add_argument("--change-effect", type=float, metavar="X")
    sample.add_argument("--days", type=int)
    sample.set_defaults(run=_sample)


def _add_rest(commands: Any) -> None:
    report = commands.add_parser("report", help="slides or a page to send (arrives in a later version)")
    report.add_argument("--dataset", required=True, metavar="NAME")
    report.add_argument("--out", required=True, type=Path, metavar="FILE.(pptx|html)")
    report.set_defaults(run=_report)
    bench = commands.add_parser("bench", help="time import and questions on this machine")
    bench.add_argument("--events", type=int, default=1_000_000)
    bench.set_defaults(run=_bench)


def _serve(given: argparse.Namespace) -> None:
    app = ROOT / "app.py"
    if not app.exists():
        raise QuestionError(f"{app.name} is not beside the package.", "Run the app from its repository.")
    flags = [f"--server.port={given.port}", f"--server.address={given.address}"]
    os.chdir(ROOT)
    os.execv(sys.executable, [sys.executable, "-m", "streamlit", "run", str(app), *flags])  # noqa: S606


def _import(given: argparse.Namespace) -> None:
    from lib.intake.allowed import Allowed
    from lib.intake.refresh import import_sources

    manifest = import_sources(
        given.sources,
        given.dataset,
        Allowed.read(),
        append=given.append,
        kind=given.kind or "",
        mapping=_mapping_text(given.mapping),
        remember=given.remember,
        progress=_progress,
    )
    print(json_text(manifest.report) if given.json else _report_words(manifest.report))


def _mapping_text(path: Path | None) -> str:
    if path is None:
        return ""
    if not path.is_file():
        raise QuestionError(f"There is no file {path}.", "Check the path.")
    from lib.intake.mapping_file import from_toml

    text = path.read_text(encoding="utf-8", errors="replace")
    from_toml(text, path.name)  # its errors name the file
    return text


def _refresh(given: argparse.Namespace) -> None:
    from lib.intake.allowed import Allowed
    from lib.intake.refresh import refresh

    manifest = refresh(given.name, Allowed.read(), _progress)
    if manifest is None:
        print("null" if given.json else f"{given.name}: nothing new")
    else:
        print(json_text(manifest.report) if given.json else _report_words(manifest.report))


def _watch(given: argparse.Namespace) -> None:
    from lib.intake.mapping_file import from_toml
    from lib.intake.watch import Watch, watch

    if given.every <= 0:
        raise QuestionError("--every must be more than 0 seconds.", "Write for example --every 30.")
    text = _mapping_text(given.mapping)
    catalog.folder(given.dataset)
    watched = Watch(given.folder, given.dataset, from_toml(text) if text else None)
    with _stopped_by_signals() as stop:
        watch(watched, given.every, _tell, stop, once=given.once)


@contextmanager
def _stopped_by_signals() -> Iterator[threading.Event]:
    """An event that is set when the system, or the reader at the keyboard, asks to end."""
    stop = threading.Event()
    ends = (signal.SIGINT, signal.SIGTERM)
    before = [signal.signal(one, lambda *_: stop.set()) for one in ends]
    try:
        yield stop
    finally:
        for one, handler in zip(ends, before, strict=True):
            signal.signal(one, handler)


def _tell(outcome: Any, paths: Sequence[Path]) -> None:
    """Say what became of a drop of a watched folder."""
    named = ", ".join(path.name for path in paths)
    if outcome is None:
        print(f"{named}: nothing new", flush=True)
    elif isinstance(outcome, ThroughlineError):
        print(f"{named}: {outcome.what}\n{outcome.mend}", file=sys.stderr, flush=True)
    else:
        print(_report_words(outcome.report), flush=True)


def _progress(what: str, share: float) -> None:
    if sys.stderr.isatty():
        print(f"\r\033[K{share:4.0%} {what}", end="" if share < 1 else "\n", file=sys.stderr, flush=True)


def _report_words(report: dict[str, Any]) -> str:
    """The import report as a person reads it."""
    from lib.intake.coverage import words as touchpoints
    from lib.intake.matches import words

    lines = [f"{report['dataset']}, version {report['version']}: {report['customers']:,} customers"]
    for file in report["files"]:
        rows = file["rows"]
        counts = ", ".join(f"{rows[key]:,} {key}" for key in ("read", "accepted", "merged", "rejected"))
        lines.append(f"  {file['name']}: {file['recognised'] or 'not understood'}: {counts}")
        lines += [f"    rejected {one['rows']:,}: {one['reason']}" for one in file["rejected_by"]]
        lines += [f"    {note}" for note in file["notes"]]
    lines += [*words(report["identity"]), *touchpoints(report["touchpoints"])]
    lines += [f"  {warning}" for warning in report["warnings"]]
    todo = [f"  {place}. {one['do']}: {one['why']}" for place, one in enumerate(report["next"], start=1)]
    return "\n".join([*lines, "next:", *todo] if todo else lines)


def _datasets(given: argparse.Namespace) -> None:
    found = [catalog.current(name) for name in catalog.names()]
    rows = [
        {
            "name": one.name,
            "version": one.version,
            "fingerprint": one.fingerprint,
            "created_at": one.created_at,
            "since": one.period[0],
            "until": one.period[1],
            "events": one.tables.get("events", 0),
            "orders": one.tables.get("orders", 0),
        }
        for one in found
    ]
    print(
        json_text(rows)
        if given.json
        else pd.DataFrame(rows).to_string(index=False)
        if rows
        else "no datasets"
    )


def _mappings(given: argparse.Namespace) -> None:
    from lib.intake.learned import forget, learned

    if given.forget:
        forget(given.forget)
    rows = [f"{one.shape}  {one.mapping.recognised}, as for {one.file} on {one.on}" for one in learned()]
    print("\n".join(rows) or "no mapping was remembered")


def _segments(given: argparse.Namespace) -> None:
    from lib.store import segments

    catalog.current(given.name)
    if given.remove:
        segments.remove(given.name, given.remove)
    if given.restore:
        segments.restore(given.name, given.restore)
    rows = [f"{one.name}: {one.definition.words()}" for one in segments.segments(given.name).values()]
    print("\n".join(rows) or "no segment was kept")


def _export(given: argparse.Namespace) -> None:
    for path in export(given.name, given.out):
        print(path)


def _sample(given: argparse.Namespace) -> None:
    from sample_data.generate import generate

    chosen = {
        key: getattr(given, key)
        for key in ("customers", "events", "seed", "change_effect", "days")
        if getattr(given, key) is not None
    }
    print(generate(given.folder, **chosen))


def _report(given: argparse.Namespace) -> None:
    catalog.current(given.dataset)
    raise QuestionError(
        "Reports arrive in a later version.",
        "Until then share the address of a page, or print it from the browser.",
    )


def _bench(given: argparse.Namespace) -> None:
    from bench.run import run

    run(given.events)
