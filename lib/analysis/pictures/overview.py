"""The overview: the few numbers that matter, and three findings written from the data."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lib.analysis.changes import changes
from lib.analysis.effect import MEASURES, effect
from lib.analysis.flow import flow
from lib.analysis.pictures import roi_words
from lib.analysis.pictures.kpis import Card, cards, latest, trend_title
from lib.analysis.pictures.satisfaction import weakest
from lib.analysis.terms.finding import Finding
from lib.model.errors import DataError, ThroughlineError
from lib.model.figures import change, count, share
from lib.model.filters import Filters
from lib.model.flow_view import LEFT, OTHER
from lib.model.metrics import ENOUGH
from lib.store.store import Store

#: What an executive looks at first, in this order; the first four that the data hold are shown.
FIRST = ("conversion", "net_revenue", "csat", "repeat_rate", "aov", "nps", "orders")
#: Findings on the page.
MOST = 3


@dataclass(frozen=True)
class OverviewPicture:
    """`filters` are those in force: the last 90 days where the reader named no period."""

    cards: list[Card]
    findings: list[Finding]
    filters: Filters


def picture(store: Store, filters: Filters) -> OverviewPicture:
    """Gather the overview of the period shown; findings count in the same period as the cards.

    Data without any KPI (events alone) still have findings; DataError where they have neither.
    """
    shown = latest(store, filters)
    try:
        found = {card.metric.id: card for card in cards(store, shown, grain="week")}
    except DataError:
        if said := findings(store, shown, []):
            return OverviewPicture([], said, shown)
        raise
    first = [found[name] for name in FIRST if name in found][:4]
    return OverviewPicture(first, findings(store, shown, list(found.values())), shown)


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
    """The latest change on conversion, as the ROI page opens on it; the period does not matter there."""
    row = effect(store, filters).iloc[0]
    if row["verdict"] in ("cannot tell", "no detectable effect"):
        return
    name = str(changes(store, filters)["name"].iloc[0])
    against = "against everybody else" if row["grade"] < 4 else "without a control"
    before, after = (f"{count(row[n])} {MEASURES['conversion'].over}" for n in ("n_before", "n_after"))
    yield Finding(
        roi_words.title(name, "conversion", row), f"{before} before and {after} after, {against}", "roi"
    )


def _of_satisfaction(store: Store, filters: Filters) -> Iterator[Finding]:
    cell = weakest(store, filters)
    if cell is None:
        return
    yield Finding(
        f"Satisfaction at “{cell.row}” lies clearly below the rest: {share(cell.value, 0)} are content, "
        f"against {share(cell.overall, 0)} in all",
        f"95% interval {share(cell.low, 0)} to {share(cell.high, 0)}; {count(cell.n)} answers",
        "satisfaction",
        (("sat_cell", f"{cell.row}, (all)"),),
    )


def _of_the_flow(store: Store, filters: Filters) -> Iterator[Finding]:
    """Where most journeys end, among the steps that the flow page draws."""
    frame = flow(store, filters)
    gone = frame[(frame["target"] == LEFT) & (frame["source"] != OTHER)]
    if gone.empty:
        return
    worst = gone.sort_values(["customers", "step"], ascending=[False, True]).iloc[0]
    there = worst["customers"] / worst["share"]
    if there < ENOUGH:
        return
    yield Finding(
        f"More journeys end at “{worst['source']}”, step {worst['step']}, than anywhere else: "
        f"{share(worst['share'], 0)} of the customers there go no further",
        f"{count(worst['customers'])} of {count(there)} customers, followed to the end of the data; "
        "some may still come back",
        "flow",
    )


def _of_the_cards(known: list[Card], currency: str) -> Iterator[Finding]:
    """What moved more than chance brings, the clearest first."""
    clear = [card for card in known if card.clear]
    for card in sorted(clear, key=_strength, reverse=True):
        _, low, high = card.gap or (0.0, 0.0, 0.0)
        between = " to ".join(change(one, card.metric.unit, currency) for one in (low, high))
        yield Finding(
            trend_title(card, currency),
            f"{card.verdict}: difference {between} (95% interval); {count(card.n)} {card.counted}",
            "kpis",
            (("kpis_metric", card.metric.title),),
        )


def _strength(card: Card) -> float:
    """How many times its own uncertainty a difference is."""
    delta, low, high = card.gap or (0.0, 0.0, 1.0)
    return abs(delta) / ((high - low) or 1.0)
