"""KPIs as cards and trends: the period shown, the one before it, and what the difference is."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
import pandas as pd

from lib.analysis.kpis import ALL, kpis
from lib.model.errors import DataError
from lib.model.figures import change, figure
from lib.model.filters import Filters
from lib.model.metrics import METRICS, TOO_FEW, Metric
from lib.store.store import Store


@dataclass(frozen=True)
class Card:
    """One KPI of a period. `value` is None below the minimum; `trend` has period, value, low, high, open."""

    metric: Metric
    value: float | None
    low: float | None
    high: float | None
    n: int
    previous: float | None
    trend: pd.DataFrame

    @property
    def delta(self) -> float | None:
        if self.value is None or self.previous is None:
            return None
        return self.value - self.previous

    def said(self, currency: str) -> str:
        """The value as the card writes it."""
        if self.value is None:
            return f"too few (n = {self.n})"
        return figure(self.value, self.metric.unit, currency)

    def delta_said(self, currency: str) -> str | None:
        return None if self.delta is None else change(self.delta, self.metric.unit, currency)


def period(store: Store, filters: Filters) -> tuple[date, date]:
    """The days that the filters or, where they leave it open, the data span (in business time)."""
    since, until = store.manifest.period
    if since is None or until is None:
        raise DataError(
            "The dataset holds no dated rows.", "Import events, orders or answers on the Data page."
        )
    return filters.since or date.fromisoformat(since), filters.until or date.fromisoformat(until)


def before(store: Store, filters: Filters) -> Filters:
    """The same filters over the equally long stretch just before."""
    since, until = period(store, filters)
    length = (until - since).days + 1
    return replace(filters, since=since - timedelta(days=length), until=since - timedelta(days=1))


def latest(store: Store, filters: Filters, days: int = 90) -> Filters:
    """The filters; where they name no period, the last `days` of the data."""
    if filters.since or filters.until:
        return filters
    _, until = period(store, filters)
    return replace(filters, since=until - timedelta(days=days - 1), until=until)


def cards(store: Store, filters: Filters, *, grain: str = "week") -> list[Card]:
    """One card for every KPI that the data hold."""
    now = kpis(store, filters, grain=grain)
    try:
        then = kpis(store, before(store, filters), grain="month")
    except DataError:
        then = now.iloc[:0]
    previous = then[then["period"] == ALL].set_index("metric")["value"]
    known = _covered(store, filters)
    return [
        _card(METRICS[name], rows, previous.get(name) if known else None, period(store, filters), grain)
        for name, rows in now.groupby("metric", sort=False)
    ]


def _covered(store: Store, filters: Filters) -> bool:
    """Whether the data reach back over the whole stretch before."""
    first = store.manifest.period[0]
    since = before(store, filters).since
    return first is not None and since is not None and date.fromisoformat(first) <= since


def _card(
    metric: Metric, rows: pd.DataFrame, previous: float | None, days: tuple[date, date], grain: str
) -> Card:
    whole = rows[rows["period"] == ALL].iloc[0]
    n = _n(metric, whole)
    few = n < TOO_FEW
    return Card(
        metric,
        None if few else float(whole["value"]),
        None if few else float(whole["low"]),
        None if few else float(whole["high"]),
        n,
        None if previous is None or few else float(previous),
        trend_of(metric, rows, days, grain),
    )


def _n(metric: Metric, row: pd.Series) -> int:
    """What the figure rests on: its denominator, or the orders themselves."""
    if not np.isnan(row["denominator"]):
        return int(row["denominator"])
    return int(row["numerator"]) if metric.unit == "count" else TOO_FEW


def trend_of(metric: Metric, rows: pd.DataFrame, days: tuple[date, date], grain: str) -> pd.DataFrame:
    """The periods of one metric: period (timestamp), value, low, high, open (cut by the end of the days)."""
    frame = rows[rows["period"] != ALL].copy()
    frame["period"] = pd.to_datetime(frame["period"])
    few = frame.apply(lambda row: _n(metric, row) < TOO_FEW, axis=1).to_numpy(bool) if len(frame) else []
    frame.loc[few, ["value", "low", "high"]] = np.nan
    length = {"day": 1, "week": 7, "month": 31}[grain]
    ends = frame["period"] + pd.Timedelta(days=length - 1)
    if grain == "month":
        ends = frame["period"] + pd.offsets.MonthEnd(0)
    since, until = pd.Timestamp(days[0]), pd.Timestamp(days[1])
    frame["open"] = (ends > until) | (frame["period"] < since)
    return frame[["period", "value", "low", "high", "open", "numerator", "denominator"]].reset_index(
        drop=True
    )


def verdict_words(card: Card) -> str:
    """Whether the difference to the stretch before is good, in words; colour never stands alone."""
    if card.delta is None or card.previous is None:
        return "no earlier period to compare with"
    if card.delta == 0:
        return "unchanged"
    better = (card.delta > 0) == (card.metric.better == "up")
    return "better than the period before" if better else "worse than the period before"


def trend_title(card: Card, currency: str) -> str:
    """The finding of one trend, read off the card."""
    if card.value is None:
        return f"{card.metric.title}: too few to tell (n = {card.n:,})"
    if card.delta is None or card.previous is None:
        return f"{card.metric.title} is {card.said(currency)}"
    if card.delta == 0:
        return f"{card.metric.title} is unchanged at {card.said(currency)}"
    way = "up" if card.delta > 0 else "down"
    was = figure(card.previous, card.metric.unit, currency)
    return f"{card.metric.title} is {way} to {card.said(currency)}, from {was} in the period before"
