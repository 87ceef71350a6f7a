"""How do the shop's key figures stand, period by period?"""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

from lib.model.errors import DataError, QuestionError
from lib.model.filters import Filters
from lib.model.metrics import METRICS, metric
from lib.stats.intervals import Interval, PairSums, clustered_nps, clustered_share, money_total, ratio, wilson
from lib.stats.intervals import count as count_interval
from lib.store.store import Store

HERE = Path(__file__).parent
GRAINS: tuple[str, ...] = ("day", "week", "month")
#: The label of the row over all periods.
ALL = "(all)"
COLUMNS = ["metric", "period", "value", "numerator", "denominator", "low", "high"]


def kpis(store: Store, filters: Filters, *, metric: str | None = None, grain: str = "month") -> pd.DataFrame:
    """Compute one KPI, or every KPI that the data hold, per `grain` (day, week, month) and in all.

    One row is a metric in a period: metric, period (ISO day of its beginning, `(all)` for all of them
    together), value, numerator, denominator (nan for sums), low, high (95 %). Shares are fractions, NPS is
    -100 to 100. Definitions: `lib.model.metrics`. Raises DataError where the data hold nothing of `metric`.
    """
    if grain not in GRAINS:
        raise QuestionError.unknown("grain", grain, GRAINS)
    wanted = list(METRICS) if metric is None else [_known(metric)]
    parts = [one for name in wanted if (one := _one(store, filters, name, grain)) is not None]
    if not parts:
        raise DataError(*_nothing(store, metric, filters))
    return pd.concat(parts, ignore_index=True)[COLUMNS]


def conversion_base(store: Store) -> str:
    """What conversion is counted over here: sessions, or customers where the data has no sessions."""
    return "sessions" if not store.query(HERE / "has_sessions.sql").empty else "customers"


def _known(name: str) -> str:
    return metric(name).id


def _nothing(store: Store, name: str | None, filters: Filters) -> tuple[str, str]:
    """Whether it is the data that lack something, or the filters that keep nothing."""
    if not filters.is_empty and (store.has("feedback") or _knows_orders(store)):
        return "Nothing falls inside these filters.", "Widen the dates or take a filter off."
    if name is None:
        return (
            "The data hold nothing that a KPI is counted from.",
            "Import orders or answers on the Data page.",
        )
    needs = " and ".join(METRICS[name].needs)
    return (
        f"The data hold nothing to count {METRICS[name].title} from.",
        f"Import {needs} on the Data page.",
    )


def _one(store: Store, filters: Filters, name: str, grain: str) -> pd.DataFrame | None:
    """Both the periods and the whole of one metric; None where there is nothing to count."""
    read = READERS[name]
    frames = [one for each in (grain, "all") if not (one := read(store, filters, name, each)).empty]
    if not frames:
        return None
    frame = pd.concat(frames, ignore_index=True)
    days = pd.to_datetime(frame["period"]).dt.strftime("%Y-%m-%d")
    return frame.assign(metric=name, period=days.where(days.notna(), ALL))


def _ask(store: Store, filters: Filters, sql: str, grain: str) -> pd.DataFrame:
    values = {
        **filters.values(store.zone),
        "grain": grain,
        "first_day": filters.since,
        "last_day": filters.until,
    }
    return store.query(HERE / f"{sql}.sql", **values)


def _tidy(frame: pd.DataFrame, top: str, bottom: str | None, found: Interval) -> pd.DataFrame:
    """The columns of the answer: what was counted over what, and its interval."""
    denominator = frame[bottom].astype(float) if bottom else np.nan
    value, low, high = (np.atleast_1d(one) for one in found)
    return pd.DataFrame(
        {
            "period": frame["period"],
            "value": value,
            "numerator": frame[top].astype(float),
            "denominator": denominator,
            "low": low,
            "high": high,
        }
    )


def _share(top: str, bottom: str, sql: str) -> Callable[[Store, Filters, str, str], pd.DataFrame]:
    """A reader of a share of two counts."""

    def read(store: Store, filters: Filters, name: str, grain: str) -> pd.DataFrame:
        del name
        frame = _ask(store, filters, sql, grain)
        frame = frame[frame[bottom] > 0]
        return _tidy(frame, top, bottom, wilson(frame[top], frame[bottom]))

    return read


def _knows_orders(store: Store) -> bool:
    """Whether anybody ordered at all: without orders nobody can say who converted or left a cart."""
    return store.has("orders") or not store.query(HERE / "has_orders.sql").empty


def _conversion(store: Store, filters: Filters, name: str, grain: str) -> pd.DataFrame:
    if not _knows_orders(store):
        return pd.DataFrame()
    if conversion_base(store) == "sessions":
        return _share("converted", "sessions", "kpis_sessions.fast")(store, filters, name, grain)
    return _share("converted", "customers", "kpis_customers")(store, filters, name, grain)


def _abandonment(store: Store, filters: Filters, name: str, grain: str) -> pd.DataFrame:
    if not _knows_orders(store):
        return pd.DataFrame()
    return _share("abandoned", "carts", "kpis_sessions.fast")(store, filters, name, grain)


def _money(store: Store, filters: Filters, name: str, grain: str) -> pd.DataFrame:
    """Revenue and net revenue: sums over orders."""
    frame = _ask(store, filters, "kpis_orders", grain)
    possible = (0.0, np.inf) if name == "revenue" else (-np.inf, np.inf)
    total, squares = (
        ("turnover", "turnover_squares") if name == "revenue" else ("net_turnover", "net_squares")
    )
    return _tidy(
        frame, total, None, money_total(frame["orders"], frame[total], frame[squares], possible=possible)
    )


def _orders(store: Store, filters: Filters, name: str, grain: str) -> pd.DataFrame:
    del name
    frame = _ask(store, filters, "kpis_orders", grain)
    return _tidy(frame, "orders", None, count_interval(frame["orders"]))


def _aov(store: Store, filters: Filters, name: str, grain: str) -> pd.DataFrame:
    del name
    frame = _ask(store, filters, "kpis_orders", grain)
    n, total, squares = (frame[one].astype(float) for one in ("orders", "turnover", "turnover_squares"))
    found = ratio(PairSums(n, n, total, n, squares, total), possible=(0.0, np.inf))
    return _tidy(frame, "turnover", "orders", found)


def _answers(store: Store, filters: Filters, name: str, grain: str) -> pd.DataFrame:
    """CSAT and NPS, clustered by customer; star ratings stand in for CSAT where nobody asked for it."""
    frame = _ask(store, filters, "kpis_feedback", grain)
    source = "rating" if name == "csat" and not _asked(store, name) else name
    frame = frame[frame["metric"] == source]
    sums = PairSums(*(frame[one].astype(float) for one in ("units", "x", "y", "xx", "yy", "xy")))
    found = clustered_nps(sums) if name == "nps" else clustered_share(sums)
    return _tidy(frame, "y", "x", found)


def _asked(store: Store, name: str) -> bool:
    """Whether anybody was ever asked this, whatever the filters leave over of it."""
    return name in set(_ask(store, Filters(), "kpis_feedback", "all")["metric"])


def _contacts(store: Store, filters: Filters, name: str, grain: str) -> pd.DataFrame:
    """Tickets are taken as random in number over the orders there were."""
    del name
    if not store.has("tickets"):
        return pd.DataFrame()
    tickets = _ask(store, filters, "kpis_tickets", grain)
    orders = _ask(store, filters, "kpis_orders", grain)
    frame = orders.merge(tickets, on="period", how="left").fillna({"tickets": 0})
    found = count_interval(frame["tickets"])
    return _tidy(frame, "tickets", "orders", Interval(*(one / frame["orders"] for one in found)))


def _returns(store: Store, filters: Filters, name: str, grain: str) -> pd.DataFrame:
    if not store.has("returns"):
        return pd.DataFrame()
    return _share("returned_orders", "orders", "kpis_orders")(store, filters, name, grain)


READERS: dict[str, Callable[[Store, Filters, str, str], pd.DataFrame]] = {
    "conversion": _conversion,
    "revenue": _money,
    "net_revenue": _money,
    "orders": _orders,
    "aov": _aov,
    "abandonment": _abandonment,
    "repeat_rate": _share("returning_customers", "customers", "kpis_orders"),
    "csat": _answers,
    "nps": _answers,
    "return_rate": _returns,
    "contacts_per_order": _contacts,
}
