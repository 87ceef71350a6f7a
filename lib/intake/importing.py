"""Files -> a published dataset: read, recognise, take in, join, derive, report, publish. All or nothing."""

import hashlib
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from lib.intake.categories import fold, note_statuses
from lib.intake.check import reject_late
from lib.intake.coverage import coverage
from lib.intake.derive import complete, derive, name_touchpoints
from lib.intake.join import join
from lib.intake.learned import remember_all
from lib.intake.mapping_file import from_toml, to_toml
from lib.intake.overlap import settle
from lib.intake.propose import propose
from lib.intake.read import read
from lib.intake.report import report
from lib.intake.steps import steps
from lib.intake.taking import Progress, Refused, Session, must_have_something, quiet, take_all
from lib.model.errors import IntakeError, StoreError
from lib.model.manifest import LAYOUT, Manifest
from lib.model.mapping import Mapping
from lib.model.naming import after
from lib.model.sheets import Sheet
from lib.store import catalog
from lib.store.draft import Draft
from lib.store.merging import take_over
from lib.store.publish import publish


def import_files(
    paths: Sequence[Path],
    name: str,
    *,
    names: Sequence[str] | None = None,
    append: bool = False,
    kind: str | None = None,
    mapping: Mapping | None = None,
    progress: Progress = quiet,
    stop: threading.Event | None = None,
    created_by: str = "local",
    sample: bool = False,
) -> Manifest:
    """Import files as dataset `name` and publish it in one step.

    `names` are what the files are called, where the paths are temporary. `append` adds to the version served.
    `kind` makes every file that canonical table. The manifest's `report` says what became of every row, its
    `mapping` is the TOML text that reproduces the import.

    Raises IntakeError, and publishes nothing, when no row of any file was accepted or when `stop` is set.
    """
    catalog.folder(name)
    with tempfile.TemporaryDirectory(prefix="throughline-") as scratch:
        progress("reading", 0.0)
        sheets, refused = survey(paths, names, Path(scratch))
        proposed = propose(sheets, kind, mapping)
        return import_sheets(
            sheets, refused, proposed, name,
            append=append, progress=progress, stop=stop, created_by=created_by, sample=sample,
        )  # fmt: skip


def survey(
    paths: Sequence[Path], names: Sequence[str] | None, scratch: Path
) -> tuple[list[Sheet], list[Refused]]:
    """The sheets of all files, each with a name of its own, and the files that hold none."""
    sheets: list[Sheet] = []
    refused: list[Refused] = []
    for path, label in zip(paths, names or [path.name for path in paths], strict=True):
        try:
            sheets += read(Path(path), scratch, name=label)
        except IntakeError as error:
            refused.append((label, str(error)))
    return _told_apart(sheets), refused


def _told_apart(sheets: Sequence[Sheet]) -> list[Sheet]:
    """Files of one name from several folders get a number."""
    seen: dict[str, int] = {}
    named = []
    for sheet in sheets:
        seen[sheet.name] = seen.get(sheet.name, 0) + 1
        again = seen[sheet.name]
        named.append(sheet if again == 1 else replace(sheet, name=f"{sheet.name} ({again})"))
    return named


def import_sheets(
    sheets: Sequence[Sheet],
    refused: Sequence[Refused],
    mapping: Mapping,
    name: str,
    *,
    append: bool = False,
    progress: Progress = quiet,
    stop: threading.Event | None = None,
    created_by: str = "local",
    sample: bool = False,
) -> Manifest:
    """Take in sheets as `mapping` says and publish them as dataset `name`; see `import_files`."""
    served = catalog.current(name) if append else None
    with Draft() as draft, _stoppable(draft, stop):
        session = Session(draft, _same_terms(mapping, served), progress, stop, served)
        first = take_over(draft, catalog.sealed(catalog.folder(name), served)) if served else 0
        take_all(session, sheets, first)
        must_have_something(session.accounts, refused)
        told = _understand(session, name, refused)
        manifest = _manifest(session, name, told, created_by, sample)
        session.step("publishing", 0.7)
        before = None if sample else _mapping_of(name)
        published = publish(draft, manifest)
        if not sample:
            taken = [account.sheet.name for account in session.accounts if account.accepted]
            remember_all([sheet for sheet in sheets if sheet.name in taken], mapping, before)
        progress("done", 1.0)
        return published


def name_anew(
    name: str,
    mapping: Mapping,
    *,
    progress: Progress = quiet,
    stop: threading.Event | None = None,
    created_by: str = "local",
) -> Manifest:
    """Publish a version of dataset `name` whose touchpoints follow the words and rules of `mapping`.

    No file is read again: names without a touchpoint of their own are in the dataset as themselves. What an
    earlier word or rule renamed keeps that name until a word or rule renames it again.
    """
    served = catalog.current(name)
    before = from_toml(served.mapping) if served.mapping else Mapping()
    named = replace(
        before,
        time_zone=served.time_zone,
        currency=served.currency,
        touchpoints=mapping.touchpoints,
        rules=mapping.rules,
    )
    with Draft() as draft, _stoppable(draft, stop):
        session = Session(draft, named, progress, stop, served)
        take_over(draft, catalog.sealed(catalog.folder(name), served))
        told = {**_understand(session, name, ()), "files": served.report.get("files", [])}
        told["next"] = steps(told)
        manifest = _manifest(session, name, told, created_by, served.sample)
        session.step("publishing", 0.7)
        published = publish(draft, manifest)
        progress("done", 1.0)
        return published


def _mapping_of(name: str) -> Mapping | None:
    """The mapping with which the dataset was imported last."""
    try:
        kept = catalog.current(name).mapping
    except StoreError:
        return None  # there is none yet, or it is damaged and this import mends it
    return from_toml(kept) if kept else None


def _same_terms(mapping: Mapping, served: Manifest | None) -> Mapping:
    """What is added to a dataset is in its time zone and currency, joined as strictly and named alike."""
    if served is None:
        return mapping
    before = from_toml(served.mapping) if served.mapping else mapping
    return replace(
        mapping,
        time_zone=served.time_zone,
        currency=served.currency,
        strictness=before.strictness,
        links=before.links | mapping.links,
        nobody=tuple(dict.fromkeys((*before.nobody, *mapping.nobody))),
        categories={
            column: before.categories.get(column, {}) | mapping.categories.get(column, {})
            for column in {**before.categories, **mapping.categories}
        },
        rates=before.rates | mapping.rates,
        touchpoints=before.touchpoints | mapping.touchpoints,
        rules=after(mapping.rules, before.rules),
    )


@contextmanager
def _stoppable(draft: Draft, stop: threading.Event | None) -> Iterator[None]:
    """Interrupt the draft's long statements once `stop` is set."""
    if stop is None:
        yield
        return
    done = threading.Event()

    def watch() -> None:
        while not done.wait(0.05):
            if stop.is_set():
                draft.interrupt()

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        done.set()
        watcher.join()


def _understand(session: Session, name: str, refused: Sequence[Refused]) -> dict[str, Any]:
    """Complete, join, name and derive; the report of it all."""
    draft = session.draft
    session.step("completing", 0.5)
    complete(draft)
    for account in session.accounts:
        reject_late(draft, account)
    _must_still_have(session, refused)
    folded = fold(draft, session.mapping)
    note_statuses(draft, session.accounts)
    session.step("joining customers", 0.55)
    joined = join(draft, session.mapping)
    session.step("finding touchpoints", 0.6)
    has_orders = draft.count("orders") > 0
    naming = session.mapping.naming
    names = name_touchpoints(draft, naming)
    settle(draft, session.accounts)
    _must_still_have(session, refused)
    names |= derive(draft, has_orders, naming)
    touched = coverage(draft, naming, names)
    told = report(draft, name, session.mapping.time_zone, session.accounts, refused, joined, touched)
    told["categories"] = list(folded.merged)
    told["warnings"] += folded.said
    if not has_orders and told["tables"]["orders"]:
        told["warnings"].append(
            "no file brought orders: purchases in the events were taken for them, revenue is their value"
        )
    told["next"] = steps(told)
    return told


def _must_still_have(session: Session, refused: Sequence[Refused]) -> None:
    """Raise where files came and nothing of them is left; without files the dataset itself is there."""
    if session.accounts or refused:
        must_have_something(session.accounts, refused)


def _manifest(session: Session, name: str, told: dict[str, Any], created_by: str, sample: bool) -> Manifest:
    """The manifest that publishing completes."""
    text = to_toml(session.mapping)
    sources = (session.served.sources if session.served else ()) + tuple(
        f"{account.sheet.sha256} {account.sheet.name}"
        for account in session.accounts
        if account.accepted or account.changed
    )
    told["version"] = catalog.next_version(name)
    told["fingerprint"] = fingerprint(sources, text, session.served)
    period = told["period"]
    return Manifest(
        name=name,
        version=0,
        fingerprint=told["fingerprint"],
        created_at=datetime.now(UTC).isoformat(timespec="seconds"),
        created_by=created_by,
        time_zone=session.mapping.time_zone,
        currency=session.mapping.currency,
        sample=sample,
        sources=sources,
        files=_files(session),
        period=(period["since"], period["until"]),
        report=told,
        mapping=text,
    )


def _files(session: Session) -> dict[str, str]:
    """What the files of a dataset are called, by the number that their rows carry."""
    earlier = session.served.files if session.served else {}
    return {**earlier, **{str(account.file_no): account.sheet.name for account in session.accounts}}


def fingerprint(sources: Sequence[str], mapping: str, served: Manifest | None = None) -> str:
    """What a version is made of, as 16 hex digits: the same files read the same way have the same one."""
    parts = [str(LAYOUT), *sorted(source.split(" ")[0] for source in sources), mapping]
    if served:
        parts.append(served.fingerprint)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]
