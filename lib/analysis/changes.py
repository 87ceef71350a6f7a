"""What did the shop change, when, and for whom?"""

from pathlib import Path

import pandas as pd

from lib.model.filters import Filters
from lib.store.store import Store

SQL = Path(__file__).with_suffix(".sql")


def changes(store: Store, filters: Filters) -> pd.DataFrame:
    """List the changes of the dataset, the latest first; filters are not applied.

    One row is a change: name, live_at (UTC), day (in business time), touchpoint, segment (`device=mobile`),
    cost_once, cost_monthly, owner.
    """
    del filters
    return store.query(SQL, zone=store.zone)
