"""When do the data end? What lies later is not known, rather than not happened."""

from pathlib import Path

import pandas as pd

from lib.store.store import Store

SQL = Path(__file__).with_suffix(".sql")


def ends(store: Store) -> tuple[pd.Timestamp, pd.Timestamp]:
    """The last moment at which anything is known to have happened (UTC), and its day in business time.

    Both are NaT in an empty dataset.
    """
    found = store.query(SQL, zone=store.zone).iloc[0]
    return pd.Timestamp(found["last_moment"]), pd.Timestamp(found["last_day"])
