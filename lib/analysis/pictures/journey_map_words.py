"""What stands around the journey map: subtitle, small print, and the findings written from its data."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd

from lib.analysis.comments import comments
from lib.analysis.journey_map import ALL
from lib.analysis.lanes.measured import DAYS
from lib.analysis.map_changes import compared
from lib.analysis.moments_of_truth import moments_of_truth
from lib.analysis.nonresponse import nonresponse
from lib.analysis.pains import pains
from lib.analysis.pictures import nonresponse_words
from lib.analysis.pictures.journey_map import JourneyMapPicture
from lib.analysis.pictures.satisfaction import NAMES, spoken, value_said
from lib.analysis.satisfaction import asked, question
from lib.analysis.terms.finding import Finding
from lib.analysis.touchpoints import touchpoints
from lib.model import rivals
from lib.model.errors import ThroughlineError
from lib.model.figures import MISSING, count, duration, points, share
from lib.model.filters import Filters
from lib.model.map_lanes import EVIDENCE, LANES
from lib.store.store import Store

#: The trait of those who do not answer that says most about the curve.
LATE = "orders late"


@dataclass(frozen=True)
class Changes:
    """What differs between two maps: `found` as `map_changes` gives it, `written` in words."""

    found: pd.DataFrame
    written: pd.DataFrame


@dataclass(frozen=True)
class Closer:
    """One touchpoint: its pains with what they rest on, and the answers about it."""

    hurts: pd.DataFrame
    answers: pd.DataFrame


def settings(store: Store, filters: Filters) -> tuple[dict[str, str], list[str]]:
    """What may be chosen: the questions by their names, the most answered first, and the touchpoints."""
    metrics = asked(store, filters)["metric"].drop_duplicates()
    return {NAMES[metric]: str(metric) for metric in metrics}, touchpoints(store, filters)["label"].tolist()


def closer(store: Store, filters: Filters, *, touchpoint: str, metric: str | None = None) -> Closer:
    """Look at one touchpoint: why it hurts, and what was answered about it."""
    name = str(question(store, metric)["metric"] or "csat")
    hurts = pains(store, filters, metric=metric)
    mine = hurts[hurts["touchpoint"] == touchpoint].reset_index(drop=True)
    return Closer(mine, comments(store, filters, metric=name, row=touchpoint))


def subtitle(shown: JourneyMapPicture) -> str:
    """What the curve shows, of what, and how each cell is known."""
    low, high = shown.scale
    what = {
        "share": f"share of answers in the top 40% of the scale {low:g} to {high:g}",
        "nps": "promoters (9, 10) less detractors (0 to 6), in points",
        "score": f"mean agreement that it was easy, {low:g} to {high:g}",
    }[shown.unit]
    beside = f". Dashed line, hollow dots: {theirs(shown)}" if shown.other else ""
    return f"{shown.measure}: {what}, with its 95% interval; {count(shown.n)} answers{beside}"


def theirs(shown: JourneyMapPicture) -> str:
    """The journeys that are compared, as a sentence calls them."""
    return rivals.said(shown.against)


def heads(shown: JourneyMapPicture) -> dict[str, str]:
    """Title and subtitle of the picture."""
    return {"title": shown.title, "subtitle": subtitle(shown)}


def alt(shown: JourneyMapPicture) -> str:
    """The picture in one sentence for those who do not see it."""
    return f"Journey map of {len(shown.touchpoints)} touchpoints. {shown.title}."


def caption(filters: Filters) -> str:
    """Who counts, what the signs mean, and what the picture cannot say."""
    kinds = "; ".join(f"{sign} {kind}: {means}" for kind, (sign, means) in EVIDENCE.items())
    return (
        "Counted: customers with an event at the touchpoint, and answers given, in the period; device and "
        f"country are those of the customer's first event; {filters.words()}. {kinds}. The dots are the "
        "data, the line between them is a reading aid; colour is satisfaction against the target. Intervals "
        f"are clustered by customer; an order counts as following within {DAYS} days. Pain points are "
        "adjusted for how many were compared; money is an association, not a cause."
    )


def findings(store: Store, filters: Filters, *, metric: str | None = None) -> list[Finding]:
    """What stands out, each told from chance: ways that let down, moments of truth, who is silent."""
    said: list[Finding] = []
    for write in (_pains, _moments, _silent):
        try:
            said += list(write(store, filters, metric))
        except ThroughlineError:
            continue  # a finding that the data cannot carry is left out, not an error of the page
    return said


def _pains(store: Store, filters: Filters, metric: str | None) -> Iterator[Finding]:
    """Broken promises, and ways on which a touchpoint lets down."""
    found = pains(store, filters, metric=metric)
    for row in found[found["kind"] == "promise"].itertuples():
        yield Finding(
            f"{spoken(str(row.touchpoint))} breaks its promise: {row.says}", f"{row.basis}.", "promise"
        )
    for row in found[found["kind"] == "led up"].itertuples():
        title = f"{spoken(str(row.touchpoint))} lets down on one way: {row.says}"
        yield Finding(title, f"{row.basis}. Told from chance after adjusting for all of them.", "routes")


def _silent(store: Store, filters: Filters, metric: str | None) -> Iterator[Finding]:
    """How those who answer differ from those who do not: what the curve cannot say."""
    del metric  # whoever answered any question was heard
    told = nonresponse(store, filters)
    late = told[(told["trait"] == LATE) & told["differs"]]
    found = late if len(late) else told[told["differs"]]
    if len(found):
        answered, silent = int(found["answered_n"].max()), int(found["silent_n"].max())
        basis = f"{count(answered)} customers with an order who ever answered, {count(silent)} who never did."
        if len(late) and float(late["difference"].iloc[0]) < 0:
            basis += " The silent had more late parcels: about delivery the curve is likely too kind."
        yield Finding(nonresponse_words.title(found, store.currency), basis, "satisfaction")


def _moments(store: Store, filters: Filters, metric: str | None) -> Iterator[Finding]:
    found = moments_of_truth(store, filters, metric=metric)
    compared = int(found["p"].notna().sum())
    for row in found[found["differs"]].itertuples():
        gap = points(row.difference)
        title = (
            f"{spoken(str(row.touchpoint))} is a moment of truth: {share(row.unsatisfied_share)} of the "
            f"unsatisfied order again within 90 days, {share(row.satisfied_share)} of the satisfied ({gap})"
        )
        basis = (
            f"{count(row.unsatisfied)} unsatisfied and {count(row.satisfied)} satisfied customers, weighed "
            "to one mix of first and repeat customers; 95% interval "
            f"{points(row.low)} to {points(row.high)}; {compared} touchpoints were compared. "
            "An association, not a cause."
        )
        yield Finding(title, basis, "satisfaction")


def table(shown: JourneyMapPicture) -> pd.DataFrame:
    """The map as a table: one row a touchpoint, one column a lane, in words."""
    cells = shown.cells[shown.cells["touchpoint"] != ALL]
    rows = cells.drop_duplicates("touchpoint").sort_values("place")[["stage", "touchpoint"]]
    frame = rows.reset_index(drop=True)
    for lane in LANES:
        texts = cells[cells["lane"] == lane].set_index("touchpoint")["said"]
        if texts.notna().any():
            frame[LANES[lane].title] = frame["touchpoint"].map(texts).fillna("no data")
    return frame.rename(columns={"stage": "Stage", "touchpoint": "Touchpoint"})


def changes(now: JourneyMapPicture, then: pd.DataFrame) -> Changes:
    """What differs from the cells of another map."""
    found = compared(now.cells, then)
    rows = [_changed(now, row) for row in found.itertuples()]
    titles = ["Touchpoint", "Lane", "Now", "Then", "Difference", "95%", "n", "n then", "Says"]
    return Changes(found, pd.DataFrame(rows, columns=titles))


def _changed(now: JourneyMapPicture, row: Any) -> tuple[str, ...]:  # noqa: ANN401
    write = _writer(now, str(row.lane))
    gap, low, high = (_signed(one, write) for one in (row.difference, row.low, row.high))
    between = f"{low} to {high}" if row.low == row.low else MISSING
    values = (write(one) if one == one else "no data" for one in (row.value, row.other_value))
    return (
        row.touchpoint,
        LANES[row.lane].title,
        *values,
        gap,
        between,
        count(row.n),
        count(row.other_n),
        row.says,
    )


def _signed(value: float, write: Callable[[float], str]) -> str:
    """A difference with its sign; a dash where there is none."""
    if value != value:
        return MISSING
    return f"{_sign(value)}{write(abs(value))}"


def _sign(value: float) -> str:
    return "+" if value > 0 else "−" if value < 0 else ""


def _writer(shown: JourneyMapPicture, lane: str) -> Callable[[float], str]:
    """How a value of that lane is written."""
    writers: dict[str, Callable[[float], str]] = {
        "satisfaction": lambda value: value_said(shown.metric, value),
        "share": share,
        "seconds": duration,
        "count": count,
    }
    return writers[LANES[lane].unit]


def behind(shown: JourneyMapPicture, touchpoint: str) -> list[tuple[str, str, str]]:
    """Everything that the map knows of one touchpoint: lane, what it says, and how it is known."""
    cells = shown.cells[shown.cells["touchpoint"] == touchpoint].set_index("lane")
    known = cells.loc[[lane for lane in LANES if lane in cells.index]].itertuples()
    return [(LANES[row.Index].title, _whole(row), row.evidence) for row in known]


def _whole(row: Any) -> str:  # noqa: ANN401
    """A cell with what it rests on, where the picture has no room for it."""
    if not isinstance(row.said, str):
        return "no data"
    if LANES[row.Index].unit == "share" and row.low == row.low:
        return f"{row.said} ({share(row.low)} to {share(row.high)}), n {count(row.n)}"
    return f"{row.said}, n {count(row.n)}" if LANES[row.Index].unit == "seconds" else row.said


def proposal(shown: JourneyMapPicture) -> str:
    """A first proposal for the title of a version that is kept."""
    return f"{NAMES[shown.metric]} {value_said(shown.metric, shown.overall)} in all"
