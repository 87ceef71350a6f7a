"""What the events say of each touchpoint: who met it, who ordered later, how long it took, which channels."""

from datetime import datetime, timedelta
from pathlib import Path

import pandas as pd

from lib.model.figures import share
from lib.model.filters import Filters
from lib.model.metrics import TOO_FEW
from lib.model.stages import ORDER_PLACED
from lib.stats.intervals import wilson
from lib.store.store import Store

MET = Path(__file__).parents[1] / "journey_map.sql"
CHANNELS = Path(__file__).with_name("channels.sql")
#: Days in which an order counts as one that followed.
DAYS = 30
#: Channels that are named in a cell.
NAMED = 3


def met(store: Store, filters: Filters) -> pd.DataFrame:
    """Touchpoints that customers met: label, met_in (stage), events, customers, buyers, median_us, timed.

    `watched` are the customers with at least `DAYS` between being here and the data's end, `buyers` those of
    them who placed an order in that time. The row `(all)` stands for all touchpoints together.
    """
    return store.query(MET, **watching(store), **filters.values(store.zone))


def watching(store: Store) -> dict[str, object]:
    """What binds how long customers are watched: order_placed, complete, window_us."""
    complete = watched_until(store, DAYS)
    return {"order_placed": ORDER_PLACED, "complete": complete, "window_us": DAYS * 86_400_000_000}


def watched_until(store: Store, days: int) -> datetime | None:
    """The instant before which everything has `days` behind it; None where the data's end is not known."""
    end = store.manifest.period[1]
    return datetime.fromisoformat(end) + timedelta(days=1 - days) if end else None


def customers(found: pd.DataFrame) -> pd.DataFrame:
    """Unique customers; a count of everybody has no interval."""
    return pd.DataFrame(
        {"touchpoint": found["label"], "value": found["customers"].astype(float), "n": found["customers"]}
    )


def bought(found: pd.DataFrame) -> pd.DataFrame:
    """The share of customers who placed an order within `DAYS` after being here (Wilson); n are watched."""
    later = wilson(found["buyers"], found["watched"])
    enough = found["watched"] >= TOO_FEW
    return pd.DataFrame(
        {
            "touchpoint": found["label"],
            "value": pd.Series(later.value).where(enough),
            "low": pd.Series(later.low).where(enough),
            "high": pd.Series(later.high).where(enough),
            "n": found["watched"],
        }
    )


def time(found: pd.DataFrame) -> pd.DataFrame:
    """The median seconds until the next event of the same customer; n are the events that one followed."""
    enough = found["timed"] >= TOO_FEW
    return pd.DataFrame(
        {"touchpoint": found["label"], "value": (found["median_us"] / 1e6).where(enough), "n": found["timed"]}
    )


def channels(store: Store, filters: Filters) -> pd.DataFrame:
    """The most used channels of each touchpoint, in one text, with their shares.

    The shares are of customers by channel: who uses two channels counts in both, and they add up to 100 %.
    """
    found = store.query(CHANNELS, **filters.values(store.zone))
    return pd.DataFrame(
        [_channels(str(label), part) for label, part in found.groupby("label", sort=True)],
        columns=["touchpoint", "value", "n", "text"],
    )


def _channels(label: str, part: pd.DataFrame) -> tuple[str, float, int, str]:
    total = int(part["customers"].sum())
    named = [
        f"{row.medium.strip('()')} {share(row.customers / total, 0)}" for row in part.head(NAMED).itertuples()
    ]
    return label, float(part["customers"].iloc[0] / total), total, ", ".join(named)
