"""One customer over all files: links between ids are followed to their end, for the time before them too."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd

from lib.intake.graph import Link, Resolved, follow
from lib.model.identity import MANY_ORDERS, MANY_SHARE, RULES, STRICTNESS, Strictness, precedence, rules_on
from lib.model.mapping import Mapping
from lib.model.naming import page
from lib.model.stages import ORDER_PLACED, plain, touchpoint_of
from lib.model.statuses import NOT_COUNTED
from lib.store.draft import Draft

SQL = Path(__file__).with_name("sql")
#: Ids without a match that the report shows of each file.
SHOWN = 5


@dataclass(frozen=True, slots=True)
class FileMatch:
    """How far the customers of one file are known from others; `by_rule` counts ids that a rule led on."""

    ids: int = 0
    customers: int = 0
    matched: int = 0
    by_rule: tuple[tuple[str, int], ...] = ()
    #: Rows without any id that the number of their order gave a customer.
    rows_by_order: int = 0
    #: A few ids that nothing else knows: (id, table, rows, first row of the file).
    unmatched: tuple[tuple[str, str, int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Joined:
    """What the join found; `matched_share` is None where there is nothing to match."""

    strictness: Strictness
    links: int
    matched_share: float | None
    shared_devices: int
    #: Links and ids led on, by the name of the rule.
    by_rule: dict[str, tuple[int, int]]
    on: frozenset[str]
    files: dict[int, FileMatch]
    #: Headline figures under each strictness.
    compared: tuple[dict[str, Any], ...]
    #: Addresses with too many customers to be anybody's.
    crowds: tuple[str, ...] = ()
    #: Addresses that may be the shop's own: (id, orders, share of all orders).
    own_addresses: tuple[tuple[str, int, float], ...] = ()
    #: Ids that the customer with the most of them has.
    largest: int = 0


def join(draft: Draft, mapping: Mapping) -> Joined:
    """Give every row the customer its id leads to, as strictly as `mapping` says.

    `matched_share` counts distinct ids: of those in events that are no customer's own (no order, profile,
    return, case, answer or link leads from it), the share that a link leads to a customer.
    """
    on = rules_on(mapping.strictness, mapping.links)
    by_order = _complete(draft) if "order number" in on else {}
    draft.script(SQL / "bearers.sql", not_counted=sorted(NOT_COUNTED), purchases=_purchases(draft, mapping))
    frame = draft.query(SQL / "links.sql", nobody=list(mapping.nobody))
    columns = (frame[name].tolist() for name in ("one", "other", "rule", "strange"))
    links = [Link(*row) for row in zip(*columns, strict=True)]
    levels = _levels(mapping, links)
    compared = _compare(draft, mapping, levels)
    found, held = levels[mapping.strictness], _held(frame, on)
    draft.frame("links", held)
    joined = Joined(
        strictness=mapping.strictness,
        links=len(held),
        matched_share=compared[mapping.strictness]["matched_share"] if len(held) else None,
        shared_devices=len(found.shared),
        by_rule=_by_rule(links, found, on),
        on=on,
        files=_files(draft, by_order),
        compared=tuple({"strictness": level, **compared[level]} for level in STRICTNESS),
        crowds=tuple(sorted(found.crowds)),
        own_addresses=_own_addresses(draft),
        largest=_largest(found),
    )
    if len(held) or found.crowds or mapping.nobody:
        draft.script(SQL / "resolve.sql")
    return joined


def _held(frame: pd.DataFrame, on: Collection[str]) -> pd.DataFrame:
    """The links of the rules that hold; of two rules that give the same link the better one has it."""
    held = frame[frame["rule"].isin(on)].astype({"one": object, "other": object, "rule": object})
    best = held.assign(place=held["rule"].map(precedence)).sort_values("place", kind="stable")
    return best.drop_duplicates(["one", "other"]).drop(columns="place")


def _complete(draft: Draft) -> dict[int, int]:
    """Answers and returns without a customer get that of their order; how many rows of each file."""
    rows = draft.query(SQL / "by_order.sql")
    draft.script(SQL / "complete_customers.sql")
    return {int(row.file_no): int(row.n) for row in rows.itertuples() if row.file_no == row.file_no}


def _purchases(draft: Draft, mapping: Mapping) -> list[str]:
    """The names under which events tell of orders, where no file brought orders."""
    if draft.count("orders"):
        return []
    names = [str(name) for name in draft.query(SQL / "said.sql")["name"]]
    own = {name: touchpoint for name, (touchpoint, _) in mapping.touchpoints.items()}
    return [name for name in names if own.get(plain(name), touchpoint_of(page(name))) == ORDER_PLACED]


def _lay_down(draft: Draft, found: Resolved, nobody: Collection[str]) -> None:
    """Where ids lead, as tables for the statements that follow."""
    rules = [found.rules.get(one, "") for one in found.ends]
    led = {"id": list(found.ends), "customer_id": list(found.ends.values()), "rule": rules}
    draft.frame("resolved", pd.DataFrame(led, dtype="str"))
    out = sorted({*found.crowds, *nobody})
    draft.frame("nobody", pd.DataFrame({"id": out}, dtype="str"))


def _levels(mapping: Mapping, links: Sequence[Link]) -> dict[Strictness, Resolved]:
    """Where ids lead under every strictness; levels that hold the same links share what they found."""
    done: dict[frozenset[str], Resolved] = {}
    levels: dict[Strictness, Resolved] = {}
    given = {link.rule for link in links}
    for strictness in STRICTNESS:
        on = rules_on(strictness, mapping.links)
        if any(found.shared for found in done.values()):
            given.add("shared device")
        if on & given not in done:
            done[on & given] = follow(links, on)
        levels[strictness] = done[on & given]
    return levels


def _compare(
    draft: Draft, mapping: Mapping, levels: dict[Strictness, Resolved]
) -> dict[Strictness, dict[str, Any]]:
    """The headline figures under every strictness; that of the mapping comes last and stays laid down."""
    figures: dict[int, dict[str, Any]] = {}
    for strictness in sorted(levels, key=mapping.strictness.__eq__):
        found = levels[strictness]
        if id(found) not in figures or strictness == mapping.strictness:
            _lay_down(draft, found, mapping.nobody)
            figures[id(found)] = _figures(draft)
    return {strictness: figures[id(found)] for strictness, found in levels.items()}


def _figures(draft: Draft) -> dict[str, Any]:
    """The headline figures that follow from the ids laid down; None where there is nothing to divide by."""
    row = draft.query(SQL / "compared.sql").iloc[0]
    customers, buyers = int(row["customers"]), int(row["customers_with_order"])
    return {
        "customers": customers,
        "customers_with_order": buyers,
        "repeat_rate": _share(int(row["repeating"]), buyers),
        "conversion": _share(buyers, customers),
        "matched_share": _share(int(row["matched"]), int(row["anonymous"])),
    }


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _by_rule(links: list[Link], found: Resolved, on: Collection[str]) -> dict[str, tuple[int, int]]:
    ids = [found.rules.get(one, "") for one in found.ends]
    given = [link.rule for link in links]
    links_of = {name: given.count(name) for name in on}
    return {rule.name: (links_of.get(rule.name, 0), ids.count(rule.name)) for rule in RULES}


def _files(draft: Draft, by_order: dict[int, int]) -> dict[int, FileMatch]:
    """How each file of the draft joins the others."""
    files = {
        int(row.file_no): FileMatch(int(row.ids), int(row.customers), int(row.matched))
        for row in draft.query(SQL / "match_files.sql").itertuples()
    }
    for number, rows in draft.query(SQL / "match_rules.sql").groupby("file_no"):
        rules = tuple((str(row.rule), int(row.ids)) for row in rows.itertuples())
        files[int(number)] = replace(files.get(int(number), FileMatch()), by_rule=rules)
    for number, rows in draft.query(SQL / "unmatched.sql", shown=SHOWN).groupby("file_no"):
        lonely = tuple((str(row.id), str(row.kind), int(row.n), int(row.row_no)) for row in rows.itertuples())
        files[int(number)] = replace(files.get(int(number), FileMatch()), unmatched=lonely)
    for number, rows in by_order.items():
        files[number] = replace(files.get(number, FileMatch()), rows_by_order=rows)
    return files


def _own_addresses(draft: Draft) -> tuple[tuple[str, int, float], ...]:
    rows = draft.query(SQL / "own_addresses.sql", many=MANY_ORDERS, share=MANY_SHARE)
    return tuple((str(row.id), int(row.n), float(row.share)) for row in rows.itertuples())


def _largest(found: Resolved) -> int:
    """How many ids the customer with the most of them has, its own included."""
    ends = pd.Series(list(found.ends.values()), dtype="str")
    return int(ends.value_counts().iloc[0]) + 1 if len(ends) else 0
