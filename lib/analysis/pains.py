"""Where does it hurt, and how do we know?"""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from lib.analysis.lanes import promises
from lib.analysis.lanes.measured import DAYS, met
from lib.analysis.lead_ups import lead_ups
from lib.analysis.satisfaction import question
from lib.analysis.terms.answers import against_rest
from lib.model.errors import DataError
from lib.model.figures import count, points, score, share
from lib.model.filters import Filters
from lib.model.metrics import TOO_FEW
from lib.model.route_view import ARROW
from lib.model.stages import CART, CHECKOUT, FAILURES
from lib.stats.intervals import benjamini_hochberg, wilson
from lib.store.store import Store

SQL = Path(__file__).with_suffix(".sql")
#: The share of touchpoints called low that may be so by chance.
LEVEL = 0.05


class Pain(NamedTuple):
    """One pain point; `says` is short enough for a card, `basis` is what it rests on."""

    touchpoint: str
    kind: str
    says: str
    evidence: str
    value: float
    low: float
    high: float
    n: int
    other: float
    basis: str


def pains(store: Store, filters: Filters, *, metric: str | None = None) -> pd.DataFrame:
    """List the pain points that the data show, at each touchpoint the most telling first.

    One row is a pain: touchpoint, kind (promise: late goes along with lower answers; led up: answers after
    one way are lower; failed: customers met a failure; rated low: answers lie below those about all else;
    abandoned: no order followed), says, evidence (measured or surveyed), value, low, high (95 %), n, other
    (what it is compared with, None where nothing), basis. Ratings and ways are adjusted for their number
    (Benjamini and Hochberg 1995).
    """
    return listed(store, filters, met(store, filters), metric=metric)


def listed(store: Store, filters: Filters, found: pd.DataFrame, *, metric: str | None = None) -> pd.DataFrame:
    """The same where it is known who met which touchpoint (`lanes.measured.met`)."""
    counts = found.set_index("label")
    hurts = [*_broken(store, filters, metric), *_led_up(store, filters, metric), *_failed(counts)]
    hurts += [*_low(store, filters, metric), *_abandoned(counts)]
    return pd.DataFrame(hurts, columns=list(Pain._fields))


def _broken(store: Store, filters: Filters, metric: str | None) -> Iterator[Pain]:
    """Promises whose breaking goes along with lower answers."""
    for one in promises.broken(store, filters, metric=metric):
        part = one.value, one.low, one.high
        yield Pain(one.touchpoint, "promise", one.says, "measured", *part, one.n, one.in_time, one.basis)


def _led_up(store: Store, filters: Filters, metric: str | None) -> Iterator[Pain]:
    """Of the ways before low answers, the surest about each touchpoint."""
    try:
        ways = lead_ups(store, filters, metric=metric, most=200)
    except DataError:
        return
    asked = str(question(store, metric)["metric"])
    lower = ways[ways["differs"] & (ways["difference"] < 0)]
    for about, part in lower.groupby("about", sort=False):
        row = _middle(part[part["route"] == part["route"].iloc[0]])
        here, there = said(asked, row["value"]), said(asked, row["other_value"], bare=True)
        basis = f"{row['route']}: {count(row['n'])} answers about {about} within a day, against "
        basis += f"{count(row['other_n'])} others; {count(row['compared'])} ways were compared"
        yield Pain(
            str(about), "led up", f"{here} after {row['run']}, else {there}", "surveyed",
            row["value"], row["low"], row["high"], int(row["n"]), row["other_value"], basis,
        )  # fmt: skip


def _middle(way: pd.DataFrame) -> pd.Series:
    """Of the runs that make up one way, the one in its middle; of two, the later."""
    steps = way["route"].iloc[0].count(ARROW) - 1
    places = [
        route[: route.rindex(run)].count(ARROW) for route, run in zip(way["route"], way["run"], strict=True)
    ]
    off = [abs(2 * place - (steps - 1)) for place in places]
    return way.assign(off=off, place=places).sort_values(["off", "place"], ascending=[True, False]).iloc[0]


def _failed(counts: pd.DataFrame) -> Iterator[Pain]:
    """Failures that are events of their own, as a share of the customers where they happen."""
    for failure, where in FAILURES.items():
        if failure not in counts.index or where not in counts.index:
            continue
        n, of = int(counts.loc[failure, "customers"]), int(counts.loc[where, "customers"])
        if n < TOO_FEW or of < n:
            continue
        part = wilson(n, of).floats()
        basis = f"{count(n)} of {count(of)} customers at {where}"
        yield Pain(
            where, "failed", f"{share(part[0])} meet: {failure}", "measured", *part, of, float("nan"), basis
        )


def _low(store: Store, filters: Filters, metric: str | None) -> Iterator[Pain]:
    """Touchpoints that are rated below all others together."""
    binding = question(store, metric)
    if binding["metric"] is None:
        return
    asked = str(binding["metric"])
    sums = store.query(SQL, **filters.values(store.zone), **binding)
    sums = sums.assign(**{end: binding[end] for end in ("scale_min", "scale_max")})
    cells, whole = sums[sums["about"].notna()], sums[sums["about"].isna()]
    if cells.empty:
        return
    rows = cells["about"].tolist()
    found = against_rest(cells, whole.loc[whole.index.repeat(len(cells))], asked).assign(row=rows)
    found["p"] = benjamini_hochberg(found["p"])
    lower = found[(found["p"] < LEVEL) & (found["difference"] < 0)]
    for row in lower.sort_values("difference").itertuples():
        gap = points(row.difference, 0) if asked in ("csat", "rating") else score(row.difference)
        says = f"{gap.replace('−', '')} below the rest"
        basis = f"{said(asked, row.value)} in {count(row.n)} answers, "
        basis += f"{said(asked, row.other_value, bare=True)} in {count(row.other_n)} about other touchpoints"
        yield Pain(
            row.row,
            "rated low",
            says,
            "surveyed",
            row.value,
            row.low,
            row.high,
            row.n,
            row.other_value,
            basis,
        )


def _abandoned(counts: pd.DataFrame) -> Iterator[Pain]:
    """Carts and checkouts that no order followed in time."""
    for where in (CART, CHECKOUT):
        if where in counts.index and counts.loc[where, "watched"] >= TOO_FEW:
            n = int(counts.loc[where, "watched"])
            part = wilson(n - int(counts.loc[where, "buyers"]), n).floats()
            basis = (
                f"{count(n)} customers with {DAYS} days behind them, no order in that time after any visit"
            )
            yield Pain(
                where,
                "abandoned",
                f"{share(part[0], 0)} do not order in {DAYS} days",
                "measured",
                *part,
                n,
                float("nan"),
                basis,
            )


def said(metric: str, value: float, *, bare: bool = False) -> str:
    """A value of a question as a pain says it, the second one without the name of what it is.

    >>> said("csat", 0.33), said("ces", 4.2), said("nps", -12), said("csat", 0.77, bare=True)
    ('33% satisfied', 'CES 4.2', 'NPS −12', '77%')
    """
    if metric in ("csat", "rating"):
        return share(value, 0) if bare else f"{share(value, 0)} satisfied"
    number = score(value, 0 if metric == "nps" else 1)
    return number if bare else f"{metric.upper()} {number}"
