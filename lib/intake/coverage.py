"""How much of a dataset has a stage, and which names have none: mapped + unmapped = all events."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from lib.model import figures
from lib.model.naming import Naming
from lib.store.draft import Draft

SQL = Path(__file__).with_name("sql")
#: Names that are listed of those without a stage, and of those that one rule catches.
LISTED = 200
#: Names that a sentence shows.
SHOWN = 8


def coverage(draft: Draft, naming: Naming, names: Mapping[str, int]) -> dict[str, Any]:
    """The part of the report about touchpoints; `names` are those of the files and topics, with their events.

    `names` (touchpoints in the dataset), `events`, `mapped_events` (with a stage), `coverage` (their share,
    None without events), `unmapped` (name and events, the most first), `unmapped_names` and
    `unmapped_events` (all of them), `rules` (match, touchpoint, names, events).
    """
    found = draft.query(SQL / "coverage.sql")
    events, mapped = int(found["events"].sum()), int(found["mapped"].sum())
    lost = found[found["mapped"] < found["events"]]
    return {
        "names": len(found),
        "events": events,
        "mapped_events": mapped,
        "coverage": mapped / events if events else None,
        "unmapped": [
            {"name": str(row.name), "events": int(row.events - row.mapped)}
            for row in lost.head(LISTED).itertuples(name="Row", index=False)
        ],
        "unmapped_names": len(lost),
        "unmapped_events": events - mapped,
        "rules": [
            {
                "match": rule.match,
                "touchpoint": rule.touchpoint,
                "names": len(caught),
                "events": sum(caught.values()),
            }
            for rule, caught in zip(naming.rules, naming.catches(names), strict=True)
        ],
    }


def unnamed(found: Mapping[str, Any]) -> Iterator[str]:
    """What should be known: names without a stage, and rules that catch nothing."""
    if found["unmapped_names"]:
        names = ", ".join(repr(one["name"]) for one in found["unmapped"][:SHOWN])
        rest = found["unmapped_names"] - SHOWN
        more = f" and {figures.count(rest)} more" if rest > 0 else ""
        yield (
            f"{found['unmapped_events']:,} events have names without a stage ({names}{more}):"
            " give them one in the mapping, name by name or by a rule"
        )
    for rule in found["rules"]:
        if not rule["names"]:
            yield (
                f"the rule {rule['match']!r} catches no name: compare it with the names in the files,"
                " or put it above the rule that catches them first"
            )


def words(found: Mapping[str, Any]) -> list[str]:
    """The lines about touchpoints in the report on the command line; none without events."""
    if not found["events"]:
        return []
    lines = [
        f"{figures.share(found['coverage'])} of {figures.count(found['events'])} events have a stage,"
        f" under {figures.count(found['names'])} touchpoints"
    ]
    lines += [
        f"  rule {rule['match']!r} -> {rule['touchpoint']}: {figures.count(rule['names'])} names,"
        f" {figures.count(rule['events'])} events"
        for rule in found["rules"]
    ]
    lines += [
        f"  without a stage: {one['name']!r} ({figures.count(one['events'])} events)"
        for one in found["unmapped"][:SHOWN]
    ]
    return [f"  {line}" for line in lines]
