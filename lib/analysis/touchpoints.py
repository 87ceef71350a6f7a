"""Which touchpoints or stages happen, and to how many customers?"""

from pathlib import Path

import pandas as pd

from lib.model.filters import Filters
from lib.store.store import Store

SQL = Path(__file__).with_suffix(".sql")


def touchpoints(store: Store, filters: Filters, *, level: str = "touchpoint") -> pd.DataFrame:
    """List what happens in the whole dataset, most customers first.

    Columns: label, stage (None where the dictionary knows none), events, customers. `filters` are not
    applied: the list serves to choose a start from.
    """
    del filters
    return store.query(SQL, level=level)
