"""Do customers write more about a theme than they did?"""

import numpy as np
import pandas as pd

from lib.analysis.terms.texts import about, check_theme, exploded, texts
from lib.model.filters import Filters
from lib.model.metrics import TOO_FEW
from lib.stats.intervals import PairSums, clustered_share
from lib.store.store import Store


def voice_trend(
    store: Store,
    filters: Filters,
    *,
    theme: str | None = None,
    touchpoint: str | None = None,
    source: str = "all",
    words: str | None = None,
) -> pd.DataFrame:
    """Follow the share of texts with a theme by month.

    One row is a theme in a month (in business time), months in order: theme, period (first day), n (texts
    with the theme), texts (all of the month), customers (who wrote in it), share, low, high (95 %, clustered
    by customer; none in months with under 10 texts), open (the month still runs at the end of the data or of
    the filters). Themes that no text has are left out. Raises DataError where nobody wrote anything.
    """
    check_theme(store, theme, words)
    found = texts(store, filters, source=source, touchpoint=touchpoint, words=words)
    months = pd.to_datetime(found["day"]).dt.to_period("M")
    labels = exploded(found, "theme")
    asked = [theme] if theme is not None else sorted(labels.unique())
    ends = [filters.until, store.manifest.period[1]]
    last = min((pd.Timestamp(one) for one in ends if one is not None), default=None)
    rows = []
    for name in asked:
        held = pd.Series(found.index.isin(about(found, name).index), index=found.index)
        for month, part in found.groupby(months, sort=True):
            row = {"theme": name, "period": month.start_time.date().isoformat()}
            row |= _counted(part["unit"], held[part.index])
            rows.append(row | {"open": bool(last is not None and month.end_time.normalize() > last)})
    return pd.DataFrame(rows)


def _counted(units: pd.Series, held: pd.Series) -> dict[str, object]:
    codes, names = pd.factorize(units)
    n = len(units)
    share = clustered_share(PairSums.of(np.bincount(codes), np.bincount(codes, weights=held)))
    value, low, high = share.floats() if n >= TOO_FEW else (np.nan,) * 3
    counts = {"n": int(held.sum()), "texts": n, "customers": len(names)}
    return counts | {"share": value, "low": low, "high": high}
