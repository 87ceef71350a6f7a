"""Every order (or ticket, refund, price, stock) with its promise, what came of it, and what followed.

Nothing here is an estimate: `facts` gives one row per promise, which all analyses of promises group.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from lib.analysis.satisfaction import check
from lib.analysis.terms.ends import ends
from lib.model.errors import DataError, QuestionError
from lib.model.filters import UNKNOWN, Filters
from lib.model.promises import (
    AGAIN_DAYS,
    ALL,
    AMOUNTS,
    BUCKETS,
    EDGES,
    HELP_DAYS,
    NO_PROMISE,
    NOT_FULFILLED,
    NOT_YET_DUE,
    ONE_SIDED,
    PAIRS,
    REPLY_HOURS,
    SMALL,
    Pair,
    Rule,
    buckets_of,
    pair_of,
    rule_of,
)
from lib.model.stages import STAGES
from lib.model.tables import FEEDBACK_METRICS
from lib.stats.intervals import Interval, PairSums, clustered_mean_score, clustered_share
from lib.store.store import Store

HOME = Path(__file__).parent.parent
#: What all analyses of promises ask, by pair.
STATEMENTS: dict[str, Path] = {
    "delivery": HOME / "promise.sql",
    "reply": HOME / "promise_reply.sql",
    **{pair.id: HOME / "promise_pair.sql" for pair in PAIRS.values() if pair.own},
}
#: Answers about what happened before the order say nothing of its delivery.
BEFORE = {"stages_before": list(STAGES[: STAGES.index("purchase") + 1])}
#: What no sum needs.
_WORDS = ("id", "customer_id", "channel", "country", "region", "device", "carrier", "topic", "month")
_LABELS = ("channel", "country", "region", "device", "carrier", "topic")
_COUNTS = ("tickets", "help_cost", "answers", "scores", "tops", "place", "revenue", "margin", "refund")


@dataclass(frozen=True)
class Facts:
    """`rows` by promise: id, customer_id, unit (a customer; who is not known is one of their own), began_at,
    day, month, promised_at, kept_at, channel, country, region, device, carrier or topic; bucket, gap (days;
    whole ones by day; of amounts a share of what was promised, missing where that was nothing), whole (days,
    rounded up; missing of amounts), difference (of amounts alone: the one less the other), both
    (promise and reality are known), due (so that it can be late), late (worse than promised);
    answers, scores, tops; helped, returned, again, each with what it is known of in `..._known`; place (0:
    not known), revenue, margin, refund, help_cost.

    `metric` is the question (None: nothing was asked), on `scale`.
    """

    rows: pd.DataFrame
    pair: Pair
    rule: Rule
    metric: str | None
    scale: tuple[float, float]

    @property
    def buckets(self) -> list[str]:
        """All buckets in their order, then what has one side only."""
        return [*buckets_of(self.pair, self.rule), *ONE_SIDED]


def facts(
    store: Store,
    filters: Filters,
    *,
    pair: str = "delivery",
    by: str = "day",
    metric: str | None = None,
    reply_hours: float = REPLY_HOURS,
) -> Facts:
    """Gather the promises inside the filters. Raises DataError where there is none."""
    chosen, rule = pair_of(pair), rule_of(by)
    if reply_hours <= 0:
        raise QuestionError(f"A reply within {reply_hours} hours is no promise.", "Name more than 0 hours.")
    check(metric, "touchpoint", "channel")
    if chosen.own:
        rows, asked = _promises(store, filters, chosen, metric)
    elif chosen.id == "delivery":
        rows, asked = _orders(store, filters, metric)
    else:
        rows, asked = _tickets(store, filters, reply_hours)
    if rows["promised" if chosen.amounts else "promised_at"].isna().all():
        raise DataError(f"No {chosen.one} inside these filters has a promise.", _MENDS[chosen.needs])
    rows = _dressed(rows, store, rule, chosen)
    return Facts(rows, chosen, rule, asked[0], asked[1:])


def held(store: Store, filters: Filters) -> list[str]:
    """The pairs that the dataset has rows for; the same whatever the filters."""
    del filters
    found = set(store.query(HOME / "promise_pairs.sql")["pair"]) if store.has("promises") else set()
    if store.has("orders") and store.query(HOME / "promise_dated.sql")["n"].iloc[0]:
        found.add("delivery")
    if store.has("tickets"):
        found.add("reply")
    return [pair for pair in PAIRS if pair in found]


#: What to do where nothing was promised, by what is needed.
_MENDS = {
    "orders": "Widen the dates, or import orders with a promised delivery date.",
    "tickets": "Widen the dates, or import support tickets.",
    "promises": "Widen the dates, or import a file of promises with this pair.",
}
Question = tuple[str | None, float, float]


def question(store: Store, metric: str | None = None, pair: str = "delivery") -> Question:
    """The question asked most about orders, and its scale; (None, 0, 1) where nothing was asked."""
    check(metric, "touchpoint", "channel")
    found = _questions(store, metric, pair)
    if found.empty:
        return None, 0.0, 1.0
    first = found.iloc[0]
    return str(first["metric"]), float(first["scale_min"]), float(first["scale_max"])


def asked(store: Store, filters: Filters, *, pair: str = "delivery") -> list[str]:
    """The questions asked about orders, the most answered first; the same whatever the filters."""
    del filters
    return list(dict.fromkeys(_questions(store, None, pair)["metric"]))


def _questions(store: Store, metric: str | None, pair: str) -> pd.DataFrame:
    if pair_of(pair).own:
        return store.query(HOME / "promise_pair_asked.sql", metric=metric, pair=pair)
    return store.query(HOME / "promise_asked.sql", metric=metric, **BEFORE)


def _orders(store: Store, filters: Filters, metric: str | None) -> tuple[pd.DataFrame, Question]:
    chosen = question(store, metric)
    values = dict(zip(("metric", "scale_min", "scale_max"), chosen, strict=True))
    bound = {**values, **BEFORE, **filters.values(store.zone), "zone": store.zone}
    rows = store.query(HOME / "promise.sql", **bound)
    known = rows["customer_id"].notna()
    return rows.assign(
        help_known=known & store.has("tickets"), returns_known=store.has("returns"), again_known=known
    ), chosen


def _promises(
    store: Store, filters: Filters, pair: Pair, metric: str | None
) -> tuple[pd.DataFrame, Question]:
    """Promises of the table of promises; of amounts nothing is known after an order that is not named."""
    if pair.id not in held(store, filters):
        raise DataError(f"The dataset holds no {pair.many}.", _MENDS["promises"])
    chosen = question(store, metric, pair.id)
    values = dict(zip(("metric", "scale_min", "scale_max"), chosen, strict=True))
    bound = {**values, **filters.values(store.zone), "zone": store.zone, "pair": pair.id}
    rows = store.query(HOME / "promise_pair.sql", **bound)
    known, placed = rows["customer_id"].notna(), rows["ordered_at"].notna()
    rows = rows.assign(
        returned=rows["returned"].astype("boolean").fillna(False),
        help_known=known & store.has("tickets"),
        returns_known=placed & store.has("returns"),
        again_known=known & placed if pair.amounts else known,
    )
    return rows if pair.amounts else rows.drop(columns=["promised", "actual"]), chosen


def _tickets(store: Store, filters: Filters, hours: float) -> tuple[pd.DataFrame, Question]:
    rows = store.query(HOME / "promise_reply.sql", **filters.values(store.zone))
    low, high = FEEDBACK_METRICS["csat"]
    # a help desk that rates good or bad, or in percent, says nothing on a scale of five
    scored = rows["csat"].notna() & bool(rows["csat"].dropna().between(low, high).all())
    promised = rows["began_at"] + pd.Timedelta(hours=hours)
    rows = rows.assign(
        promised_at=promised,
        promised_day=_days(promised, store.zone),
        kept_day=_days(rows["kept_at"], store.zone),
        answers=scored.astype(int),
        scores=rows["csat"].where(scored, 0.0),
        tops=(scored & (rows["csat"] >= high - 1)).astype(int),
        next_at=pd.NaT,
        returned=False,
        help_known=False,
        returns_known=False,
        again_known=False,
    )
    return rows, ("csat" if scored.any() else None, low, high)


def _days(moments: pd.Series, zone: str) -> pd.Series:
    local = pd.to_datetime(moments).dt.tz_localize("UTC").dt.tz_convert(zone)
    return local.dt.tz_localize(None).dt.normalize()


def _dressed(rows: pd.DataFrame, store: Store, rule: Rule, pair: Pair) -> pd.DataFrame:
    """Adds what follows from the two sides and the end of the data."""
    last, last_day = ends(store)
    for name in ("began_at", "day", "promised_at", "kept_at", "promised_day", "kept_day", "next_at"):
        rows[name] = pd.to_datetime(rows[name])
    if "ordered_at" in rows:
        rows["ordered_at"] = pd.to_datetime(rows["ordered_at"])
    for name in set(_COUNTS) & set(rows.columns):
        rows[name] = rows[name].astype(float)
    for name in ("tickets", "help_cost", "answers", "scores", "tops", "place"):
        rows[name] = rows[name].fillna(0.0) if name in rows else 0.0
    for name in _LABELS:
        if name in rows:
            rows[name] = rows[name].astype(object).fillna(UNKNOWN)
    rows["month"] = rows["day"].dt.strftime("%Y-%m-01")
    rows["unit"] = pd.factorize(rows["customer_id"].fillna("(" + rows["id"].astype(str) + ")"))[0]
    past = rows["promised_day"] < last_day if rule == "day" else rows["promised_at"] < last
    rows = _measured(rows, pair, past) if pair.amounts else _gapped(rows, rule, past)
    base, due = rows["kept_at"].fillna(rows["promised_at"]), rows["promised_at"].fillna(rows["kept_at"])
    if pair.own:
        base, due = base.fillna(rows["ordered_at"]).fillna(rows["began_at"]), due.fillna(rows["began_at"])
    again = pd.Timedelta(days=AGAIN_DAYS)
    watched = due + pd.Timedelta(days=HELP_DAYS) <= last
    rows["again_known"] &= base + again <= last
    rows["again"] = rows["again_known"] & (rows["next_at"] <= base + again)
    rows["help_known"] &= watched
    rows["helped"] = rows["help_known"] & (rows["tickets"] > 0)
    rows["returned"] = rows["returned"].astype(bool)
    return rows


def _gapped(rows: pd.DataFrame, rule: Rule, past: pd.Series) -> pd.DataFrame:
    """Adds gap, whole, bucket, both, due and late; `past` says whose promise is past due."""
    if rule == "day":
        gap = (rows["kept_day"] - rows["promised_day"]).dt.days.astype(float)
    else:
        gap = (rows["kept_at"] - rows["promised_at"]) / pd.Timedelta(days=1)
    whole = np.ceil(gap)
    named = np.array(BUCKETS[rule], dtype=object)[np.searchsorted(EDGES, whole.fillna(0))]
    both, promised = gap.notna(), rows["promised_at"].notna()
    alone = np.select([~promised, past], [NO_PROMISE, NOT_FULFILLED], NOT_YET_DUE)
    due = both | (promised & past & rows["kept_at"].isna())
    return rows.assign(
        gap=gap,
        whole=whole,
        bucket=np.where(both, named, alone),
        both=both,
        due=due,
        late=(gap > 0) | (due & ~both),
    )


def _measured(rows: pd.DataFrame, pair: Pair, past: pd.Series) -> pd.DataFrame:
    """The same of two amounts. What did not happen is due only where the promise names a moment."""
    difference = rows["actual"] - rows["promised"]
    # two amounts that are written alike are alike; their shares are rounded, so that 1.10 for 1.00 is 10 %
    gap = (difference / rows["promised"].abs().replace(0.0, np.nan)).round(9)
    side = np.sign(gap.fillna(difference)).fillna(0)
    steps = side + side * (gap.abs().fillna(np.inf) > SMALL)
    both = difference.notna()
    alone = np.select([rows["promised"].isna(), past], [NO_PROMISE, NOT_FULFILLED], NOT_YET_DUE)
    due = both | (rows["promised"].notna() & past & ~both)
    return rows.assign(
        gap=gap,
        whole=np.nan,
        difference=difference,
        bucket=np.where(both, np.array(AMOUNTS, dtype=object)[(steps + 2).astype(int)], alone),
        both=both,
        due=due,
        late=(side * pair.worse > 0) | (due & ~both),
    )


def with_all(rows: pd.DataFrame, column: str = "bucket") -> pd.DataFrame:
    """The rows twice: as they are, and all together as `(all)`."""
    kept = [name for name in rows if name not in _WORDS or name == column]
    return pd.concat([rows[kept], rows[kept].assign(**{column: ALL})], ignore_index=True)


def sums(rows: pd.DataFrame, column: str, x: pd.Series, y: pd.Series, order: Sequence[object]) -> PairSums:
    """The sums over customers of `y` over `x`, one entry for each label of `order`; x and y go by row."""
    codes = pd.Index(order).get_indexer(rows[column])
    below, above = x.to_numpy(float), y.to_numpy(float)
    here = (below > 0) & (codes >= 0)
    width = int(rows["unit"].max()) + 1 if len(rows) else 1
    key = codes[here].astype(np.int64) * width + rows["unit"].to_numpy()[here]
    each, place = np.unique(key, return_inverse=True)
    own_x, own_y = (np.bincount(place, one[here], len(each)) for one in (below, above))
    label = each // width

    def by_label(values: np.ndarray | None = None) -> np.ndarray:
        return np.bincount(label, values, len(order)).astype(float)

    return PairSums(
        by_label(),
        by_label(own_x),
        by_label(own_y),
        by_label(own_x**2),
        by_label(own_y**2),
        by_label(own_x * own_y),
    )


def shared(
    rows: pd.DataFrame, column: str, known: str, yes: str, order: Sequence[object]
) -> tuple[PairSums, Interval]:
    """The share of `yes` among what is `known`, clustered by customer: the sums, and value with limits."""
    found = sums(rows, column, rows[known].astype(float), (rows[yes] & rows[known]).astype(float), order)
    return found, clustered_share(found)


def scored(
    facts: Facts, rows: pd.DataFrame, column: str, order: Sequence[object], level: float = 0.95
) -> tuple[PairSums, Interval, Interval]:
    """Answers about the rows: the sums, the mean score, and the share of top answers."""
    means = sums(rows, column, rows["answers"], rows["scores"], order)
    tops = sums(rows, column, rows["answers"], rows["tops"], order)
    return means, clustered_mean_score(means, *facts.scale, level=level), clustered_share(tops, level)
