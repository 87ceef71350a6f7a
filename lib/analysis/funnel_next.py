"""What do those do next who drop out of a funnel?"""

import pandas as pd

from lib.analysis.funnel import after, check_step, dropped_after, touches, view_of, ways
from lib.model.filters import Filters
from lib.model.flow_view import LEFT
from lib.model.funnel_view import FunnelView
from lib.store.store import Store


def funnel_next(
    store: Store,
    filters: Filters,
    *,
    step: int = 1,
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
    """Count what comes next after `step` for those who reached it and not the next mandatory one.

    One row is what they did next, the most frequent first: label, customers, share (of all who dropped
    out there). It is the next event of another kind, whenever it comes: also behind the window or in another
    session. `(left)`: nothing came. The other options are those of `funnel`.
    """
    window = (window_days, window_hours, window_minutes)
    view = view_of(store, steps, order, window, never, hold, entry, level)
    return following(store, filters, view=view, step=step)


def following(store: Store, filters: Filters, *, view: FunnelView, step: int) -> pd.DataFrame:
    """The same for a funnel that is at hand."""
    check_step(view, step)
    found = ways(store, filters, view)
    gone = found[dropped_after(found, view, step)]
    events = touches(store, gone, view.level).merge(
        gone[["customer_id", "done_us", "done_id"]], on="customer_id"
    )
    here = events[(events["when"] == events["done_us"]) & (events["event_id"] == events["done_id"])]
    later = events[after(events, "done_us", "done_id")]
    other = later[later["label"] != later["customer_id"].map(here.set_index("customer_id")["label"])]
    first = other.drop_duplicates("customer_id").set_index("customer_id")["label"]
    label = gone["customer_id"].map(first).fillna(LEFT)
    frame = label.value_counts().rename_axis("label").reset_index(name="customers")
    frame["share"] = frame["customers"] / max(len(gone), 1)
    return frame.sort_values(["customers", "label"], ascending=[False, True], ignore_index=True)
