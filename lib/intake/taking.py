"""All sheets of a drop, one after the other: what is there already, and whether anything is left."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from lib.intake.check import Account, take_in
from lib.intake.currencies import Rates
from lib.intake.pseudonym import keys
from lib.model.errors import IntakeError
from lib.model.manifest import Manifest
from lib.model.mapping import Mapping, SheetMapping
from lib.model.sheets import Sheet
from lib.store.draft import Draft, Stopped
from lib.store.staging import let_go, load

Progress = Callable[[str, float], None]
#: A file that could not be read: its name and both sentences of the error.
Refused = tuple[str, str]


SAME_NAME = (
    "a file of this name was imported before: what it tells anew stands, and rows that only the earlier one"
    " has stay; to take rows away, import all files again without adding"
)


def quiet(_step: str, _share: float) -> None:
    """Tell nobody how far an import is."""


@dataclass(slots=True)
class Session:
    """What holds during one import."""

    draft: Draft
    mapping: Mapping
    progress: Progress
    stop: threading.Event | None
    served: Manifest | None = None
    accounts: list[Account] = field(default_factory=list)

    def step(self, name: str, share: float) -> None:
        """Say what is done now; raises Stopped where the reader wants no more."""
        if self.stop is not None and self.stop.is_set():
            raise Stopped
        self.progress(name, share)


def take_all(session: Session, sheets: Sequence[Sheet], first: int) -> None:
    known = _known_files(session.served)
    names = {source.split(" ", 1)[-1] for source in session.served.sources} if session.served else set()
    halves = keys()
    currency = session.served.currency if session.served else None
    rates = Rates(session.mapping.currency, session.mapping.rates)
    if rates.worth:
        currency = rates.currency
    for at, sheet in enumerate(sheets):
        session.step(f"reading {sheet.name}", 0.5 * at / len(sheets))
        said = session.mapping.sheets.get(sheet.name) or SheetMapping(
            "not recognised", reason="not in the mapping"
        )
        if sheet.sha256 in known:
            session.accounts.append(_twin(session.draft, sheet, said, first + at, known[sheet.sha256]))
            continue
        if sheet.name in names:
            said = replace(said, notes=(*said.notes, SAME_NAME))
        account = take_in(session.draft, sheet, said, first + at, session.mapping.time_zone, halves, rates)
        session.accounts.append(account)
        if account.accepted:
            known[sheet.sha256] = f"{sheet.name} in this drop"
        currency = _agree_on(session, account, currency)
    if currency:
        session.mapping = replace(session.mapping, currency=currency)
    session.mapping = replace(
        session.mapping, sheets={one.sheet.name: one.mapping for one in session.accounts}
    )


def _known_files(served: Manifest | None) -> dict[str, str]:
    """Files that a dataset holds already, by their hash."""
    sources = [source.split(" ", 1) for source in served.sources] if served else []
    return {sha: f"{name}, which the dataset holds already" for sha, name in sources}


def _twin(draft: Draft, sheet: Sheet, said: SheetMapping, number: int, of: str) -> Account:
    """A file that is here already: every row is merged with its own."""
    account = Account(sheet, said, number, notes=[f"the same file as {of}: nothing in it is new"])
    rows = sheet.rows if sheet.rows >= 0 else _counted(draft, sheet)
    account.read = account.merged = rows + len(sheet.unreadable)
    return account


def _counted(draft: Draft, sheet: Sheet) -> int:
    staged = load(draft, sheet)
    let_go(draft, staged)
    return staged.rows


def _agree_on(session: Session, account: Account, currency: str | None) -> str | None:
    """The currency of the dataset: that of the first file that says one."""
    if account.currency and currency and account.currency != currency:
        raise IntakeError(
            f"{account.sheet.name} is in {account.currency}, but the other files are in {currency}.",
            "Amounts of several currencies are never added up: import each currency as a dataset of its own,"
            f' or say in the mapping what it is worth:\ncurrency = "{currency}"\n[rates]\n'
            f"{account.currency} = <what 1 {account.currency} is in {currency}>",
        )
    return currency or account.currency


class NothingNewError(IntakeError):
    """Every row of a drop was there already, and none changed anything."""


def must_have_something(accounts: Sequence[Account], refused: Sequence[Refused]) -> None:
    """Raise where nothing was accepted or corrected, saying for every file why and what to do."""
    if any(account.accepted or account.changed for account in accounts):
        return
    said = [f"{account.sheet.name}: {_why(account)}" for account in accounts]
    said += [f"{file}: {why}" if file not in why else why for file, why in refused]
    if any(account.merged for account in accounts):
        raise NothingNewError(
            "Nothing in these files is new. " + " ".join(said),
            "Choose files with rows that are not there yet.",
        )
    raise IntakeError(
        "Nothing could be taken in. " + " | ".join(said or ["there was no file"]),
        "Mend what is said of each file, or decide it in a mapping file, and import again."
        " The published data are as they were.",
    )


def _why(account: Account) -> str:
    if account.questions:
        return account.questions[0]
    if account.rejected:
        reason, rows = max(account.rejected.items(), key=lambda one: one[1])
        return f"{rows:,} of {account.read:,} rows: {reason}"
    return account.notes[-1] if account.notes else "no rows"
