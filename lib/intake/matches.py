"""What the join found, as the report holds it and as a person reads it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from lib.intake.check import Account
from lib.intake.join import FileMatch, Joined
from lib.model.figures import count, share
from lib.model.identity import MOST_AT_ADDRESS, MOST_SHARED, RULES, STRICTNESS


def identity(joined: Joined, accounts: Sequence[Account]) -> dict[str, Any]:
    """The part of the report about identity.

    `links`, `matched_share`, `strictness`; `rules` with what each gave; `files` with ids, customers, how many
    of those another file knows and a few that none does; `compared`, the headline figures under each
    strictness (`repeat_rate`: with two or more orders / with an order, `conversion`: with an order / all).
    """
    return {
        "links": joined.links,
        "matched_share": joined.matched_share,
        "strictness": joined.strictness,
        "rules": [
            {"rule": rule.name, "on": rule.name in joined.on, "links": links, "ids": ids}
            for rule in RULES
            for links, ids in [joined.by_rule[rule.name]]
        ],
        "files": [
            _file(account.sheet.name, joined.files[account.file_no])
            for account in accounts
            if account.file_no in joined.files
        ],
        "compared": list(joined.compared),
        "shared_devices": joined.shared_devices,
        "nobody": list(joined.crowds),
        "largest": joined.largest,
    }


def _file(name: str, match: FileMatch) -> dict[str, Any]:
    return {
        "name": name,
        "ids": match.ids,
        "customers": match.customers,
        "matched": match.matched,
        "matched_share": match.matched / match.customers if match.customers else None,
        "by_rule": [{"rule": rule, "ids": ids} for rule, ids in match.by_rule],
        "rows_by_order": match.rows_by_order,
        "unmatched": [
            {"id": one, "table": table, "rows": rows, "first_row": row}
            for one, table, rows, row in match.unmatched
        ],
    }


def unsure(joined: Joined) -> Iterator[str]:
    """What the join left apart, and what somebody should look at."""
    if joined.shared_devices:
        fate = (
            "what was done on them before a login was given to who was linked first"
            if "shared device" in joined.on
            else "what was done on them before a login was given to nobody"
        )
        yield (
            f"{count(joined.shared_devices)} anonymous ids lead to more than {MOST_SHARED} customers each"
            f" (shared devices): {fate}"
        )
    if joined.crowds:
        yield (
            f"{count(len(joined.crowds))} addresses or numbers lead to more than {MOST_AT_ADDRESS} customers"
            " each (or, by other rules, to more than"
            f" {MOST_SHARED}): they are the shop's own or placeholders, so what only they name is nobody's"
        )
    for one, orders, part in joined.own_addresses:
        yield (
            f"{one} stands behind {count(orders)} orders ({share(part)} of all): if that is the shop's own"
            f' address, say so in the mapping: nobody = ["{one}"]'
        )


def words(found: Mapping[str, Any]) -> list[str]:
    """The lines about identity in the report on the command line; none where there was nothing to join."""
    if not found["links"] and len(found["files"]) < 2:
        return []
    lines = [
        f"joined {found['strictness']} ({STRICTNESS[found['strictness']]}), {count(found['links'])} links"
    ]
    lines += [_rule(rule) for rule in found["rules"] if rule["links"] or rule["ids"]]
    for file in found["files"]:
        lines += _of_file(file)
    if any(_same(one) != _same(found["compared"][0]) for one in found["compared"]):
        lines += ["joined more or less strictly:", *(_level(one) for one in found["compared"])]
    else:
        lines.append("joined more or less strictly, the figures would be the same")
    return [f"  {line}" for line in lines]


def _rule(rule: Mapping[str, Any]) -> str:
    return (
        f"  by {rule['rule']}: {count(rule['links'])} links, {count(rule['ids'])} ids led to their customer"
    )


def _of_file(file: Mapping[str, Any]) -> Iterator[str]:
    if not file["customers"]:
        return
    rules = ", ".join(f"{count(one['ids'])} by {one['rule']}" for one in file["by_rule"])
    yield (
        f"  {file['name']}: {share(file['matched_share'])} of {count(file['customers'])} customers are known"
        f" from other files{f' (ids led on: {rules})' if rules else ''}"
    )
    if file["rows_by_order"]:
        yield f"    {count(file['rows_by_order'])} rows without a customer have that of their order"
    if file["unmatched"]:
        some = ", ".join(f"{one['id']} (row {one['first_row']})" for one in file["unmatched"])
        yield f"    unmatched, for example: {some}"


def _level(one: Mapping[str, Any]) -> str:
    return (
        f"  {one['strictness']}: {count(one['customers'])} customers,"
        f" {count(one['customers_with_order'])} with an order ({share(one['conversion'])}),"
        f" repeat rate {share(one['repeat_rate'])},"
        f" {share(one['matched_share'])} of visitors matched"
    )


def _same(one: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in one.items() if key != "strictness"}
