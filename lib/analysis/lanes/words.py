"""What customers said in their own words: of each touchpoint one comment typical of the unhappy."""

import pandas as pd

from lib.analysis.quotes import quotes
from lib.model.filters import Filters
from lib.store.store import Store


def words(store: Store, filters: Filters) -> pd.DataFrame:
    """One comment a touchpoint, masked, with its score: touchpoint, value (the score), n (1), text."""
    found = quotes(store, filters, mood="unhappy", most=1)
    texts = [f"“{row.text}” ({row.score:g} of {row.scale_max:g})" for row in found.itertuples()]
    return pd.DataFrame(
        {"touchpoint": found["touchpoint"], "value": found["score"].astype(float), "n": 1, "text": texts}
    )
