"""The dirt of real exports, counted while it is thrown: a right import reports the same counts."""

from dataclasses import dataclass

import numpy as np

from sample_data.plan import Plan
from sample_data.rows import Array
from sample_data.steps import CODE, Steps

#: Spellings of the channel in the events; the first two are right.
CHANNEL_SPELLINGS = ("web", "app", "Web", "web ", "APP")
UNREADABLE = ("0000-00-00 00:00:00", "not available", "2026-02-30T10:00:00Z")
MISSING = "-"
DUPLICATES = 0.003
MISSPELT = 0.015
DASHED = 0.004


@dataclass(slots=True)
class EventDirt:
    """What is wrong with the events of a part; `rows` are those written, copies next to their originals."""

    rows: Array  # positions in the steps
    channel: Array  # a position in CHANNEL_SPELLINGS, per written row
    dashed: Array  # no country, per written row
    unreadable: Array  # written rows
    nameless: Array  # written rows without any id

    @property
    def rejected(self) -> Array:
        return np.concatenate([self.unreadable, self.nameless])


def of_events(plan: Plan, part: range, steps: Steps, app: Array) -> EventDirt:
    """Choose the dirt of the events; `app` says per step whether it happened in the app."""
    rng, size = plan.rng("event dirt", part.start), len(steps.at)
    few = max(4, size // 20_000)
    harmless = np.flatnonzero(
        ~steps.known & np.isin(steps.event, (CODE["view_item"], CODE["view_item_list"]))
    )
    bad = rng.permutation(harmless)[: 2 * few]
    copied = np.setdiff1d(rng.choice(size, max(5, round(size * DUPLICATES)), replace=False), bad)
    rows = np.sort(np.concatenate([np.arange(size), copied]))
    channel = _misspelt(app, rng)[rows]
    return EventDirt(
        rows=rows,
        channel=channel,
        dashed=(rng.random(size) < DASHED)[rows],
        unreadable=np.flatnonzero(np.isin(rows, bad[: 0 if plan.many else few])),
        nameless=np.flatnonzero(np.isin(rows, bad[few:])),
    )


def _misspelt(app: Array, rng: np.random.Generator) -> Array:
    """The channel of each event as a position in CHANNEL_SPELLINGS, some of them odd."""
    odd = rng.random(len(app)) < MISSPELT
    web = np.where(odd, rng.integers(2, 4, len(app)), 0)
    return np.where(app, np.where(odd, 4, 1), web)


def count_events(dirt: EventDirt, size: int) -> dict[str, float]:
    """How much of it there is in the file of events, `size` true events."""
    return {
        "web_events.duplicates": len(dirt.rows) - size,
        "web_events.unreadable_timestamps": len(dirt.unreadable),
        "web_events.missing_ids": len(dirt.nameless),
        "web_events.misspelt_channels": int((dirt.channel > 1).sum()),
        "web_events.dash_countries": int(dirt.dashed.sum()),
    }


def status_text(status: Array, names: tuple[str, ...], rng: np.random.Generator) -> Array:
    """Order statuses, a few of them in other capitals."""
    said = np.array(names, dtype=object)[status]
    odd = rng.random(len(status)) < 0.02
    said[odd] = [
        one.title() if chance < 0.5 else one.upper()
        for one, chance in zip(said[odd], rng.random(odd.sum()), strict=True)
    ]
    return said


def soil_comments(comments: Array, rng: np.random.Generator) -> dict[str, float]:
    """Break lines in some comments and leave an e-mail address or a phone number in a few; counts both."""
    written = np.flatnonzero(comments != "")
    broken = written[rng.random(len(written)) < 0.04]
    comments[broken] = [
        one.replace(". ", ".\n", 1) if ". " in one else f"{one}\n" for one in comments[broken]
    ]
    personal = rng.permutation(written)[: max(4, len(written) // 400)]
    half = len(personal) // 2
    numbers = rng.integers(100, 999, len(personal)).tolist()
    for row, number in zip(personal[:half].tolist(), numbers[:half], strict=True):
        comments[row] = f"{comments[row]} Please write to me at mail{number}@example.com."
    for row, number in zip(personal[half:].tolist(), numbers[half:], strict=True):
        comments[row] = f"{comments[row]} Call me on +49 30 23125 {number}."
    return {
        "surveys.comments": len(written),
        "surveys.comments_with_line_break": len(broken),
        "surveys.comments_with_email": half,
        "surveys.comments_with_phone": len(personal) - half,
    }


def decimal_comma(amounts: Array) -> list[str]:
    """Amounts as a German help desk writes them.

    >>> decimal_comma(np.array([5.1]))
    ['5,10']
    """
    return [f"{one:.2f}".replace(".", ",") for one in amounts.tolist()]
