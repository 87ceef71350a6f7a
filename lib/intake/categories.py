"""Words that are one: spellings folded over all files, misspellings proposed and never merged unasked."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from lib.intake.check import Account
from lib.model.mapping import Mapping
from lib.model.statuses import RULE, is_counted
from lib.store.draft import Draft

SQL = Path(__file__).with_name("sql")
#: Statuses named in a note.
SHOWN = 12


@dataclass(frozen=True, slots=True)
class Folded:
    """What was merged (column, from, to, rows, why), and sentences on it and on what might be merged."""

    merged: tuple[dict[str, Any], ...]
    said: tuple[str, ...]


def fold(draft: Draft, mapping: Mapping) -> Folded:
    """Make one word of spellings that differ in case, blanks, hyphens and underscores, in all tables.

    The most frequent spelling stands, of equally frequent ones the first in the alphabet. What the mapping
    says of a word stands over that.
    """
    words = draft.query(SQL / "categories.sql")
    merged = [
        one for category, of in words.groupby("category") for one in _merges(str(category), of, mapping)
    ]
    if merged:
        becomes = pd.DataFrame(
            [(one["column"], one["from"], one["to"]) for one in merged],
            columns=["category", "word", "becomes"],
            dtype="str",
        )
        draft.frame("becomes", becomes)
        draft.script(SQL / "merge_categories.sql")
        words = draft.query(SQL / "categories.sql")
    return Folded(tuple(merged), (*_told(merged), *_proposals(draft, words)))


def _merges(category: str, words: pd.DataFrame, mapping: Mapping) -> list[dict[str, Any]]:
    """Every word of a category that becomes another."""
    own = {_squeezed(word): to for word, to in mapping.categories.get(category, {}).items()}
    rows = [(str(row.word), int(row.n)) for row in words.itertuples()]
    wanted = {word: own.get(_squeezed(word), word) for word, _ in rows}
    counts: dict[str, int] = {}
    for word, n in rows:
        counts[wanted[word]] = counts.get(wanted[word], 0) + n
    best: dict[str, str] = {}
    for word in sorted(counts, key=lambda one: (-counts[one], one)):
        best.setdefault(_squeezed(word), word)
    chosen = {_squeezed(to): to for to in own.values()}
    found = []
    for word, n in rows:
        key = _squeezed(wanted[word])
        to = chosen.get(key, best[key])
        if to != word:
            why = (
                "as the mapping says"
                if _squeezed(word) in own
                else "the same but for case, blanks or hyphens"
            )
            found.append({"column": category, "from": word, "to": to, "rows": n, "why": why})
    return found


def _squeezed(word: str) -> str:
    return re.sub(r"[\s_-]+", "", word.casefold()) or word


def _told(merged: Sequence[dict[str, Any]]) -> list[str]:
    """One sentence for each word that others became."""
    groups: dict[tuple[str, str, str], list[str]] = {}
    for one in merged:
        groups.setdefault((one["column"], one["to"], one["why"]), []).append(
            f"{one['from']!r} ({one['rows']:,})"
        )
    return [
        f"{column}: {', '.join(words)} became {to!r}, {why}" for (column, to, why), words in groups.items()
    ]


def _proposals(draft: Draft, words: pd.DataFrame) -> list[str]:
    """Rare words that look like a frequent one, with the lines of a mapping that merge them."""
    if words.empty:
        return []
    draft.frame("words", words.astype({"category": object, "word": object}))
    return [
        f"{row.category}: {row.word!r} ({row.n:,} rows) looks like {row.becomes!r} ({row.often_n:,} rows)."
        f" It was kept apart; if they are one, say so in the mapping:\n[categories.{row.category}]\n"
        f'"{row.word}" = "{row.becomes}"'
        for row in draft.query(SQL / "misspelt.sql").itertuples()
    ]


def note_statuses(draft: Draft, accounts: Sequence[Account]) -> None:
    """Say of each file which statuses of its orders count and which do not, with the rule."""
    by_file = {account.file_no: account for account in accounts}
    for number, found in draft.query(SQL / "statuses.sql").groupby("file_no"):
        account = by_file.get(int(str(number)))
        if account is not None:
            account.notes.append(_statuses([(str(row.status), int(row.n)) for row in found.itertuples()]))


def _statuses(found: Sequence[tuple[str, int]]) -> str:
    counted = [one for one in found if is_counted(one[0])]
    rest = [one for one in found if not is_counted(one[0])]
    said = [f"{_listed(counted)} count as orders"] if counted else []
    said += [f"{_listed(rest)} do not"] if rest else []
    return (
        f"status: {'; '.join(said)} ({RULE}). To count one otherwise, say in the mapping what it means,"
        ' such as [categories.status] "on hold" = "unpaid"'
    )


def _listed(found: Sequence[tuple[str, int]]) -> str:
    more = sum(n for _, n in found[SHOWN:])
    words = [f"{status} {n:,}" for status, n in found[:SHOWN]]
    return ", ".join([*words, *([f"others {more:,}"] if more else [])])
