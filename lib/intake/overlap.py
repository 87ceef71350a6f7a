"""Files without ids that overlap: what earlier files brought is merged, newer days of spend stand."""

from collections.abc import Sequence

from lib.intake.check import Account
from lib.model.figures import count
from lib.model.mapping import ROW, Output
from lib.model.tables import TABLES
from lib.store.convert import brings_key
from lib.store.draft import Draft
from lib.store.overlap import merge_again, replace_days


def settle(draft: Draft, accounts: Sequence[Account]) -> None:
    """Settle, file after file, the rows of every table to which it brought no ids."""
    first = min((account.file_no for account in accounts), default=0)
    for account in accounts:
        for kind, made in _without_ids(account).items():
            if kind == "spend":
                _replace(draft, account, first)
            else:
                _merge(draft, account, kind, made)


def _without_ids(account: Account) -> dict[str, set[str]]:
    """The tables that a sheet feeds with rows without ids, and the columns that were made for them."""
    if account.staged is None or account.questions:
        return {}
    return {one.kind: _made(one) for one in account.mapping.outputs if not _has_ids(one)}


def _made(output: Output) -> set[str]:
    """The columns whose cells are the place of the row."""
    return {take.to for take in output.takes if take.column == ROW}


def _has_ids(output: Output) -> bool:
    """Whether rows come together by an id of the file, or by what they are put together from."""
    if output.kind not in TABLES or output.per or output.kind == "identities":
        return True
    return brings_key(output)


def _merge(draft: Draft, account: Account, kind: str, made: set[str]) -> None:
    rows = merge_again(draft, kind, made, account.file_no)
    if not rows:
        return
    account.notes.append(f"{count(rows)} rows of {kind} stood with the same cells in earlier files")
    if kind == account.mapping.kind:
        account.merged += rows


def _replace(draft: Draft, account: Account, first: int) -> None:
    """Days of campaigns that came before; what the newer file says of them stands."""
    found = replace_days(draft, account.file_no, first)
    if account.mapping.kind == "spend":
        account.merged += found.merged
    account.changed += found.older
    if found.older:
        account.notes.append(
            f"{count(found.older)} earlier rows of spend gave way: this file tells the same days of the same"
            " source and campaign anew"
        )
    if found.doubtful:
        account.notes.append(
            f"{count(found.doubtful)} days of campaigns are told differently by another file of this import:"
            " both count; leave one of the files out if they are the same spend"
        )
