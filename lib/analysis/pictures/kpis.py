"""KPIs as cards and trends: the period shown, the one before it, and what the difference is."""

import math
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
import pandas as pd

from lib.analysis.changes import changes
from lib.analysis.kpis import ALL, COLUMNS, conversion_base, kpis
from lib.model.errors import DataError
from lib.model.figures import change, figure, short_money
from lib.model.filters import Filters
from lib.model.metrics import METRICS, TOO_FEW, Metric
from lib.store.store import Store

#: The period shown where the reader names none, in days.
USUAL_DAYS = 90
#: From this amount on a card has no room for all digits.
MILLIONS = 999_500
#: What the n of each KPI counts; conversion counts sessions where the data has them.
COUNTED = {
    "conversion": "sessions",
    "abandonment": "sessions with a cart",
    "repeat_rate": "customers",
    "csat": "answers",
    "nps": "answers",
}


@dataclass(frozen=True)
class Card:
    """One KPI of a period.

    `value` is None below the minimum; `n` things called `counted` stand behind it. `previous` is the equally
    long stretch of `days` just before, `gap` the difference to it with its 95 % limits (None where unknown).
    `trend` has period, value, low, high, open (still running), numerator, denominator, n; `earlier` is the
    stretch before, its k-th whole period moved onto the k-th one shown: period, value, was (its own day).
    """

    metric: Metric
    value: float | None
    low: float | None
    high: float | None
    n: int
    counted: str
    days: int
    previous: float | None
    gap: tuple[float, float, float] | None
    trend: pd.DataFrame
    earlier: pd.DataFrame

    @property
    def delta(self) -> float | None:
        return None if self.gap is None else self.gap[0]

    @property
    def clear(self) -> bool:
        """Whether the difference to the stretch before is more than chance may bring (95 %)."""
        return self.gap is not None and not self.gap[1] <= 0 <= self.gap[2]

    @property
    def better(self) -> bool | None:
        """Whether the KPI moved to its good side; None where it did not clearly move."""
        return (self.gap[0] > 0) == (self.metric.better == "up") if self.clear and self.gap else None

    @property
    def verdict(self) -> str:
        """Whether the difference to the stretch before is good, in words; colour never stands alone."""
        if self.gap is None:
            return "no earlier period to compare with"
        if self.better is None:
            return "no clear change from before"
        return f"{'better' if self.better else 'worse'} than the {self.days} days before"

    def said(self, currency: str) -> str:
        """The value as the card writes it; amounts of millions in short."""
        if self.value is None:
            return "too few"
        if self.metric.unit == "money" and abs(self.value) >= MILLIONS:
            return short_money(self.value, currency)
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


def latest(store: Store, filters: Filters, days: int = USUAL_DAYS) -> Filters:
    """The filters; where they name no period, the last `days` of the data."""
    if filters.since or filters.until:
        return filters
    _, until = period(store, filters)
    return replace(filters, since=until - timedelta(days=days - 1), until=until)


@dataclass(frozen=True)
class KpiPicture:
    """Everything the KPI page shows: `marks` are the changes (day, name), `filters` those in force."""

    cards: list[Card]
    marks: pd.DataFrame
    filters: Filters

    def card(self, title: str) -> Card:
        """The card of a KPI by its title."""
        return {card.metric.title: card for card in self.cards}[title]


def picture(store: Store, filters: Filters, *, grain: str = "week") -> KpiPicture:
    """Gather the KPI page for the period shown: the last 90 days where the reader named none."""
    shown = latest(store, filters)
    return KpiPicture(cards(store, shown, grain=grain), changes(store, shown)[["day", "name"]], shown)


def cards(store: Store, filters: Filters, *, grain: str = "week") -> list[Card]:
    """One card for every KPI that the data hold."""
    now, then = _based(kpis(store, filters, grain=grain)), _earlier(store, filters, grain)
    counted = {**COUNTED, "conversion": conversion_base(store)}
    spans = period(store, filters), period(store, before(store, filters))
    return [
        _card(METRICS[name], rows, then[then["metric"] == name], spans, grain, counted.get(name, "orders"))
        for name, rows in now.groupby("metric", sort=False)
    ]


def _earlier(store: Store, filters: Filters, grain: str) -> pd.DataFrame:
    """The KPIs of the stretch before; nothing where the data do not reach back over the whole of it."""
    first = store.manifest.period[0]
    asked = before(store, filters)
    nothing = pd.DataFrame(columns=[*COLUMNS, "n"])
    if first is None or asked.since is None or date.fromisoformat(first) > asked.since:
        return nothing
    try:
        return _based(kpis(store, asked, grain=grain))
    except DataError:
        return nothing


def _based(rows: pd.DataFrame) -> pd.DataFrame:
    """With `n`, what each figure rests on: its denominator, or for sums the orders of that period."""
    orders = rows[rows["metric"] == "orders"].set_index("period")["value"]
    return rows.assign(n=rows["denominator"].fillna(rows["period"].map(orders)).fillna(0).astype(int))


def _card(
    metric: Metric,
    rows: pd.DataFrame,
    then: pd.DataFrame,
    spans: tuple[tuple[date, date], tuple[date, date]],
    grain: str,
    counted: str,
) -> Card:
    whole, past = rows[rows["period"] == ALL].iloc[0], then[then["period"] == ALL]
    few = whole["n"] < TOO_FEW
    value, low, high = (None if few else float(whole[one]) for one in ("value", "low", "high"))
    compared = not few and not past.empty and past["n"].iloc[0] >= TOO_FEW
    trend = trend_of(metric, rows, spans[0], grain)
    return Card(
        metric=metric,
        value=value,
        low=low,
        high=high,
        n=int(whole["n"]),
        counted=counted,
        days=(spans[0][1] - spans[0][0]).days + 1,
        previous=float(past["value"].iloc[0]) if compared else None,
        gap=_gap(whole, past.iloc[0]) if compared else None,
        trend=trend,
        earlier=_moved(trend_of(metric, then, spans[1], grain), trend),
    )


def _moved(then: pd.DataFrame, shown: pd.DataFrame) -> pd.DataFrame:
    """The whole periods of the stretch before, put under those shown one by one."""
    rows = then[~then["open"].astype(bool)].head(len(shown)).rename(columns={"period": "was"})
    return rows.assign(period=shown["period"].to_numpy()[: len(rows)])[["period", "value", "was"]]


def _gap(now: pd.Series, then: pd.Series) -> tuple[float, float, float]:
    """The difference of two independent figures with its limits, recovered from their own (Newcombe).

    The lower limit is d - sqrt((now - low)^2 + (high' - then)^2), the upper one its mirror.
    """
    delta = float(now["value"] - then["value"])
    down = math.hypot(now["value"] - now["low"], then["high"] - then["value"])
    up = math.hypot(now["high"] - now["value"], then["value"] - then["low"])
    return delta, delta - down, delta + up


def trend_of(metric: Metric, rows: pd.DataFrame, days: tuple[date, date], grain: str) -> pd.DataFrame:
    """The periods of one metric: period (timestamp), value, low, high, open, numerator, denominator, n.

    A first period that the days cut off is left out, unless it is the only one; a last one is `open`.
    """
    frame = rows[rows["period"] != ALL].copy()
    frame["period"] = pd.to_datetime(frame["period"])
    frame.loc[frame["n"] < TOO_FEW, ["value", "low", "high"]] = np.nan
    since, until = pd.Timestamp(days[0]), pd.Timestamp(days[1])
    if len(frame) > 1:
        frame = frame[frame["period"] >= since]
    frame["open"] = _ends(frame["period"], grain) > until
    columns = ["period", "value", "low", "high", "open", "numerator", "denominator", "n"]
    return frame[columns].reset_index(drop=True)


def _ends(begins: pd.Series, grain: str) -> pd.Series:
    """The last day of each period."""
    if grain == "month":
        return begins + pd.offsets.MonthEnd(0)
    return begins + pd.Timedelta(days=6 if grain == "week" else 0)


def trend_title(card: Card, currency: str) -> str:
    """The finding of one trend, read off the card."""
    name = card.metric.title
    if card.value is None:
        return f"{name}: too few {card.counted} to tell (n = {card.n:,})"
    if card.gap is None or card.previous is None:
        return f"{name} is {card.said(currency)}"
    was = figure(card.previous, card.metric.unit, currency)
    if not card.clear:
        return f"{name} is {card.said(currency)}, not told apart from {was} in the {card.days} days before"
    way = "up" if card.gap[0] > 0 else "down"
    return f"{name} is {way} to {card.said(currency)}, from {was} in the {card.days} days before"


def trend_subtitle(card: Card, grain: str, compared: bool) -> str:
    """What the trend shows, over what, and what is dashed."""
    counted = card.metric.numerator
    if card.counted == "customers" and counted.startswith("sessions"):
        counted = counted.replace("sessions", "customers", 1)
    over = f"{counted}, divided by {card.counted}" if card.metric.denominator else counted
    dashed = f"; dashed: the {card.days} days before" if compared else ""
    return f"{over[:1].upper()}{over[1:]}; by {grain}, shaded: 95% interval{dashed}"


def period_words(filters: Filters, asked: Filters, days: int) -> str:
    """Which days are shown, and why these."""
    if asked.since or asked.until:
        return f"Counted: {filters.words()}."
    return f"No period is chosen, so this is the last {days} days of the data: {filters.words()}."
