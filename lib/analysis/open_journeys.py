"""How many of those who left a flow may only not have come back yet?"""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Unpack

import pandas as pd

from lib.analysis.terms.paths import bound
from lib.model.filters import Filters
from lib.model.flow_view import FlowView, Settings
from lib.store.store import Store

SQL = Path(__file__).with_suffix(".sql")
FAST = Path(__file__).with_suffix(".fast.sql")
#: A journey with an event in the last so many days of the data is called open.
LATELY_DAYS = 30


def open_journeys(store: Store, filters: Filters, **settings: Unpack[Settings]) -> pd.DataFrame:
    """Count the drop-offs of a flow, and those among them whose last event lies near the data's end.

    One row: gone (customers counted as `(left)` in the flow), still_open (of them, those with an event in
    the last 30 days of the data).
    """
    view = FlowView(**settings)
    sql = FAST if store.manifest.packed and view.packed else SQL
    values = {**bound(store, filters, view), "lately": lately(store)}
    return store.query(sql, **values).fillna(0).astype(int)


def lately(store: Store) -> datetime | None:
    """The instant from which an event is recent; None where the dataset does not know its end."""
    end = store.manifest.period[1]
    return datetime.fromisoformat(end) - timedelta(days=LATELY_DAYS) if end else None
