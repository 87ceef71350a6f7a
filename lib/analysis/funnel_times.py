"""How long do customers take from entering a funnel to its last step?"""

import numpy as np
import pandas as pd

from lib.analysis.funnel import AT, converted, view_of, ways
from lib.model.filters import Filters
from lib.model.funnel_view import FunnelView
from lib.store.store import Store

#: Where buckets begin, in seconds, by what the bucket is called.
BUCKETS: dict[str, int] = {
    "under 1 minute": 0,
    "1 to 5 minutes": 60,
    "5 to 30 minutes": 300,
    "30 minutes to 2 hours": 1_800,
    "2 to 24 hours": 7_200,
    "1 to 3 days": 86_400,
    "3 to 7 days": 3 * 86_400,
    "7 to 14 days": 7 * 86_400,
    "14 to 30 days": 14 * 86_400,
    "30 to 90 days": 30 * 86_400,
    "90 days and more": 90 * 86_400,
}


def funnel_times(
    store: Store,
    filters: Filters,
    *,
    steps: str = "",
    order: str = "ordered",
    window_days: int | None = None,
    window_hours: int | None = None,
    window_minutes: int | None = None,
    never: str = "",
    hold: str | None = None,
    entry: str = "first",
    level: str = "touchpoint",
) -> pd.DataFrame:
    """Spread those who reached the last step over the time that they took.

    One row is a bucket that the window reaches: bucket, from_seconds (included), customers, share (of those
    who converted), so_far (share that needed less than the bucket's end; the last bucket ends with the
    window, included). The options are those of `funnel`.
    """
    window = (window_days, window_hours, window_minutes)
    view = view_of(store, steps, order, window, never, hold, entry, level)
    return times(ways(store, filters, view), view)


def times(found: pd.DataFrame, view: FunnelView) -> pd.DataFrame:
    """The same from the rows of `ways`."""
    seconds = taken(found, view)
    begins = np.array(list(BUCKETS.values()))
    reach = begins[begins < view.window * 60]
    counts = np.bincount(np.searchsorted(reach, seconds, side="right") - 1, minlength=reach.size)
    frame = pd.DataFrame(
        {"bucket": list(BUCKETS)[: reach.size], "from_seconds": reach, "customers": counts.astype(int)}
    )
    share = frame["customers"] / max(int(counts.sum()), 1)
    return frame.assign(share=share, so_far=share.cumsum())


def taken(found: pd.DataFrame, view: FunnelView) -> np.ndarray:
    """Seconds from entering to the last step, of those who reached it."""
    ways_through = found.loc[converted(found, view), list(AT[: len(view.steps)])]
    whole: np.ndarray = ((ways_through.max(axis=1) - ways_through["at_1"]) / 1_000_000).to_numpy(float)
    return whole
