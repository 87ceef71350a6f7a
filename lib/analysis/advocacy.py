"""Do those who say that they would recommend the shop do so?"""

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd

from lib.analysis.satisfaction import ALL
from lib.model.errors import DataError
from lib.model.filters import Filters
from lib.model.metrics import TOO_FEW
from lib.stats.intervals import wilson
from lib.store.store import Store

SQL = Path(__file__).with_suffix(".sql")
#: By what a customer answered: 9 and 10, 7 and 8, 0 to 6.
GROUPS: tuple[str, ...] = ("promoters", "passives", "detractors")
#: How long after the answer an action counts.
DAYS = 90
STAGE = "advocacy"


def advocacy(store: Store, filters: Filters) -> pd.DataFrame:
    """Count who referred, shared or reviewed within 90 days of answering the recommendation question.

    One row is a group and an action: group (promoters, passives, detractors), action (`(all)` for any event
    of the stage advocacy, then each of its touchpoints that somebody did), customers (with a first answer
    inside the filters that has 90 full days of data behind it), acted (of them), share, low, high (95 %,
    Wilson; no values under 10 customers). Association, not cause. Raises DataError where no answer is old
    enough.
    """
    values = filters.values(store.zone) | {"latest": _latest(store), "advocacy": STAGE}
    parts = store.query(SQL, **values)
    whole = parts[parts["part"] == 1].set_index("kind")["found"]
    if whole.empty:
        raise DataError(
            f"No answer to the recommendation question has {DAYS} days of data behind it.",
            "Choose an earlier period, or import more recent events.",
        )
    acted = parts[parts["part"] == 2].set_index(["kind", "label"])["found"]
    labels = [ALL, *sorted(set(acted.index.get_level_values("label")) - {ALL})]
    rows = [(kind, label) for kind in range(1, 4) for label in labels]
    frame = pd.DataFrame(
        {
            "group": [GROUPS[kind - 1] for kind, _ in rows],
            "action": [label for _, label in rows],
            "customers": [int(whole.get(kind, 0)) for kind, _ in rows],
            "acted": [int(acted.get(row, 0)) for row in rows],
        }
    )
    found = wilson(frame["acted"], frame["customers"])
    few = frame["customers"] < TOO_FEW
    values_of = {"share": found.value, "low": found.low, "high": found.high}
    return frame.assign(**{name: np.where(few, np.nan, value) for name, value in values_of.items()})


def _latest(store: Store) -> object:
    """The instant before which an answer has its 90 full days: they end with the last day of the data."""
    end = store.manifest.period[1]
    last = date.fromisoformat(end[:10]) if end else date.max - timedelta(days=2)
    return Filters(until=last - timedelta(days=DAYS)).values(store.zone)["until"]
