"""Which values can the shared filters name?"""

from pathlib import Path

import pandas as pd

from lib.model.filters import Filters
from lib.store.store import Store

SQL = Path(__file__).with_suffix(".sql")


def choices(store: Store, filters: Filters) -> pd.DataFrame:
    """List the channels, devices and countries of the dataset, the most frequent first.

    One row is a value: column_name, choice (`(unknown)` where it is missing), events.
    """
    del filters
    return store.query(SQL)
