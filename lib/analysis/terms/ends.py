"""When do the data end? What lies later is not known, rather than not happened."""

from pathlib import Path

import pandas as pd

from lib.store.store import Store

SQL = Path(__file__).with_suffix(".sql")
PROMISED = Path(__file__).with_name("ends_promised.sql")


def ends(store: Store) -> tuple[pd.Timestamp, pd.Timestamp]:
    """The last moment at which anything is known to have happened (UTC), and its day in business time.

    Both are NaT in an empty dataset.
    """
    asked = [SQL, *([PROMISED] if store.has("promises") else [])]
    found = pd.concat([store.query(sql, zone=store.zone) for sql in asked])
    moment, day = (pd.to_datetime(found[name]).max() for name in ("last_moment", "last_day"))
    return pd.Timestamp(moment), pd.Timestamp(day)
