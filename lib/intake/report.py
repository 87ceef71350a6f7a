"""The report of an import: what became of every file, what was counted, what should be known."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from lib.intake.check import Account
from lib.intake.coverage import unnamed
from lib.intake.join import Joined
from lib.intake.matches import identity, unsure
from lib.model.figures import count, share
from lib.model.mapping import ROW, Output
from lib.model.sheets import Sheet
from lib.model.tables import TABLES
from lib.store.draft import Draft

SQL = Path(__file__).with_name("sql")
#: Fewer events than this per customer, and the events are a sample: they make no journeys.
SPARSE = 1.5
#: From this many customers on that is no accident.
ENOUGH_CUSTOMERS = 100
#: Exports are cut at such counts.
ROUND_CUTS = frozenset({10_000, 50_000, 65_535, 65_536, 100_000, 250_000, 500_000, 1_048_575, 1_048_576})


def report(
    draft: Draft,
    name: str,
    zone: str,
    accounts: Sequence[Account],
    refused: Sequence[tuple[str, str]],
    joined: Joined,
    touched: dict[str, Any],
) -> dict[str, Any]:
    """The report object of an import, but for the version and fingerprint that publishing adds.

    `touched` is the part about touchpoints (lib/intake/coverage.py).
    """
    summary = draft.query(SQL / "summary.sql", zone=zone).iloc[0]
    _note_matches(joined, accounts)
    files = [of_file(account) for account in accounts] + [_unread(file, why) for file, why in refused]
    return {
        "dataset": name,
        "version": 0,
        "fingerprint": "",
        "files": files,
        "tables": {table: draft.count(table) for table in TABLES},
        "customers": int(summary["customers"]),
        "identity": identity(joined, accounts),
        "touchpoints": touched,
        "period": {"since": _text(summary["since"]), "until": _text(summary["until"])},
        "warnings": _warnings(accounts, joined, touched, summary.to_dict()),
    }


def _note_matches(joined: Joined, accounts: Sequence[Account]) -> None:
    """Say of each file how many of its customers another file knows."""
    if len([match for match in joined.files.values() if match.customers]) < 2:
        return
    for account in accounts:
        match = joined.files.get(account.file_no)
        if match and match.customers:
            known = share(match.matched / match.customers)
            account.notes.append(
                f"{known} of its {count(match.customers)} customers are known from other files"
            )


def of_file(account: Account) -> dict[str, Any]:
    """One file of the report."""
    mapping = account.mapping
    return {
        "name": account.sheet.name,
        "kind": account.kind,
        "recognised": mapping.recognised,
        "rows": {
            "read": account.read,
            "accepted": account.accepted,
            "merged": account.merged,
            "rejected": sum(account.rejected.values()),
        },
        "rejected_by": [{"reason": reason, "rows": rows} for reason, rows in account.rejected.items()],
        "mapping": _columns(account.sheet, mapping.outputs),
        "notes": [
            *([f"recognised by {mapping.reason}"] if mapping.outputs else []),
            *dict.fromkeys(account.notes),
            *_asides(account.sheet),
        ],
    }


def _columns(sheet: Sheet, outputs: Sequence[Output]) -> list[dict[str, str | None]]:
    """Every column of the file with what it became; `to` is None for those that were left where they are."""
    rows: list[dict[str, str | None]] = []
    for column in sheet.columns:
        rows += _uses(column, outputs) or [{"column": column, "to": None, "note": "not taken over"}]
    for output in outputs:
        for take in output.takes:
            if take.column in (None, ROW):
                note = f"always {take.value!r}" if take.column is None else "the row's place in the file"
                rows.append({"column": "", "to": f"{output.kind}.{take.to}", "note": note})
    return rows


def _uses(column: str, outputs: Sequence[Output]) -> list[dict[str, str | None]]:
    return [
        {"column": column, "to": f"{output.kind}.{take.to}", "note": take.format or take.note}
        for output in outputs
        for take in output.takes
        if column in (take.column, *take.also)
    ]


def _asides(sheet: Sheet) -> list[str]:
    return [
        f"line {aside.line} was set aside ({aside.reason}): {aside.text[:80]}" for aside in sheet.asides[:20]
    ]


def _unread(file: str, why: str) -> dict[str, Any]:
    """A file that could not be read at all."""
    rows = {"read": 0, "accepted": 0, "merged": 0, "rejected": 0}
    return {
        "name": file,
        "kind": None,
        "recognised": "not readable",
        "rows": rows,
        "rejected_by": [],
        "mapping": [],
        "notes": [why],
    }


def _warnings(
    accounts: Sequence[Account], joined: Joined, touched: dict[str, Any], summary: dict[str, Any]
) -> list[str]:
    """What a reader should know before believing a number."""
    said = [f"{account.sheet.name}: {question}" for account in accounts for question in account.questions]
    said += [
        f"{account.sheet.name} has exactly {account.read:,} rows: the export may have been cut there"
        for account in accounts
        if account.read in ROUND_CUTS
    ]
    said += unsure(joined)
    return [*said, *unnamed(touched), *_odd(summary)]


def _odd(summary: dict[str, Any]) -> Iterator[str]:
    customers, orders = int(summary["event_customers"]), int(summary["nameless_orders"])
    if customers >= ENOUGH_CUSTOMERS and summary["events"] / customers < SPARSE:
        per = f"{summary['events'] / customers:.2f}"
        yield f"there are only {per} events per customer: they look sampled, so paths and funnels mean little"
    if orders:
        yield f"{orders:,} orders have no customer: they count in revenue, not in journeys"


def _text(value: Any) -> str | None:  # noqa: ANN401 (a frame's cell)
    return str(value) if isinstance(value, str) else None
