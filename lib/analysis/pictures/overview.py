"""The overview: the few numbers that matter, and three findings written from the data."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from lib.analysis.changes import changes
from lib.analysis.effect import effect
from lib.analysis.flow import flow
from lib.analysis.pictures.kpis import Card, cards, latest, trend_title, verdict_words
from lib.analysis.pictures.satisfaction import weakest
from lib.model.errors import ThroughlineError
from lib.model.figures import count, share
from lib.model.filters import Filters
from lib.model.flow_view import LEFT, OTHER
from lib.model.metrics import ENOUGH
from lib.store.store import Store

#: What an executive looks at first, in this order; the first four that the data hold are shown.
FIRST = ("conversion", "net_revenue", "csat", "repeat_rate", "aov", "nps", "orders")
#: Findings on the page.
MOST = 3


@dataclass(frozen=True, slots=True)
class Finding:
    """One sentence that the data say, what it rests on, and the page that shows it."""

    title: str
    basis: str
    page: str


@dataclass(frozen=True)
class OverviewPicture:
    """`filters` are those in force: the last 90 days where the reader named no period."""

    cards: list[Card]
    findings: list[Finding]
    filters: Filters


def picture(store: Store, filters: Filters) -> OverviewPicture:
    """Gather the overview of the period shown."""
    shown = latest(store, filters)
    found = {card.metric.id: card for card in cards(store, shown, grain="week")}
    first = [found[name] for name in FIRST if name in found][:4]
    return OverviewPicture(first, findings(store, filters, list(found.values())), shown)


def findings(store: Store, filters: Filters, known: list[Card]) -> list[Finding]:
    """Up to three findings: what a change did, where satisfaction is lowest, where most leave, what moved."""
    said: list[Finding] = []
    for write in (_of_the_change, _of_satisfaction, _of_the_flow):
        said += _tried(write, store, filters)
    said += list(_of_the_cards(known, store.currency))
    return said[:MOST]


def _tried(
    write: Callable[[Store, Filters], Iterator[Finding]], store: Store, filters: Filters
) -> list[Finding]:
    """A finding that the data cannot carry is left out, not an error of the page."""
    try:
        return list(write(store, filters))
    except ThroughlineError:
        return []


def _of_the_change(store: Store, filters: Filters) -> Iterator[Finding]:
    row = effect(store, replace(filters, since=None, until=None)).iloc[0]
    if row["verdict"] in ("cannot tell", "no detectable effect"):
        return
    name = changes(store, filters)["name"].iloc[0]
    size, low, high = (
        share(abs(row[one]) if one == "relative" else row[one])
        for one in ("relative", "relative_low", "relative_high")
    )
    yield Finding(
        f"{name} {row['verdict']} conversion by {size}",
        f"95 % interval {low} to {high}, against a control; n = {count(row['n_after'])} sessions afterwards",
        "roi",
    )


def _of_satisfaction(store: Store, filters: Filters) -> Iterator[Finding]:
    cell = weakest(store, filters)
    if cell is None:
        return
    yield Finding(
        f"Customers are least satisfied with {cell.row}: {share(cell.value, 0)} are content, "
        f"against {share(cell.overall, 0)} everywhere",
        f"95 % interval {share(cell.low, 0)} to {share(cell.high, 0)}; n = {count(cell.n)} answers",
        "satisfaction",
    )


def _of_the_flow(store: Store, filters: Filters) -> Iterator[Finding]:
    frame = flow(store, filters)
    gone = frame[(frame["target"] == LEFT) & (frame["source"] != OTHER)]
    if gone.empty:
        return
    worst = gone.sort_values(["customers", "step"], ascending=[False, True]).iloc[0]
    there = worst["customers"] / worst["share"]
    if there < ENOUGH:
        return
    gone_share = share(worst["share"], 0)
    yield Finding(
        f"Most journeys end at {worst['source']}, step {worst['step']}: {gone_share} go no further",
        f"{count(worst['customers'])} of {count(there)} customers there, followed to the end of the data",
        "flow",
    )


def _of_the_cards(known: list[Card], currency: str) -> Iterator[Finding]:
    """What moved most against its own interval."""
    moved = [card for card in known if card.delta and card.low is not None and card.high is not None]
    clear = [card for card in moved if not card.low <= (card.previous or 0) <= card.high]  # type: ignore[operator]
    for card in clear:
        basis = f"{verdict_words(card)}; 95 % interval of the period shown leaves the earlier value outside"
        yield Finding(trend_title(card, currency), basis, "kpis")
