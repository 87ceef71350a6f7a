"""By which attributes of customers can answers be cut?"""

from pathlib import Path

import pandas as pd

from lib.model.filters import Filters
from lib.store.store import Store

SQL = Path(__file__).with_suffix(".sql")


def traits(store: Store, filters: Filters) -> pd.DataFrame:
    """List the attributes of customers that the dataset brings, of those with at most 50 different values.

    One row is an attribute: trait, choices (different values), customers (with one). As columns of
    `satisfaction` it is written `trait:<attribute>`.
    """
    del filters
    return store.query(SQL)
