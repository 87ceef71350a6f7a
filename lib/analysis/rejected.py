"""Which rows of the files were not taken in, and why?"""

from pathlib import Path

import pandas as pd

from lib.model.filters import Filters
from lib.store.store import Store

SQL = Path(__file__).with_suffix(".sql")


def rejected(store: Store, filters: Filters) -> pd.DataFrame:
    """List the rejected rows as they stood in their files.

    One row is a rejected row: file, row_no (its place in the file), kind (the table it was meant for, None
    where the file was not understood), reason, cells (the row as JSON). `filters` are not applied.
    """
    del filters
    return store.query(SQL)
