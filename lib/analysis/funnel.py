"""How far do customers get on the way to an outcome, and where do they drop out?"""

from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path

import numpy as np
import pandas as pd

from lib.analysis.choices import choices
from lib.analysis.terms.paths import labels_of
from lib.analysis.touchpoints import touchpoints
from lib.model.errors import DataError, QuestionError
from lib.model.filters import Filters
from lib.model.funnel_view import STEPS, FunnelView, Step, alternatives, parse, window_of
from lib.model.metrics import TOO_FEW
from lib.stats.intervals import wilson
from lib.store.store import Store

SQL = Path(__file__).with_suffix(".sql")
ORDERS = Path(__file__).with_name("funnel_orders.sql")
TOUCHES = Path(__file__).with_name("funnel_touches.sql")
#: The way to an order, of which a dataset is asked for what it has.
USUAL = ("product page", "cart", "checkout", "order placed")
USUAL_STAGES = ("awareness", "consideration", "purchase")
#: When each step was done.
AT: tuple[str, ...] = tuple(f"at_{place}" for place in range(1, STEPS[1] + 1))


def funnel(
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
    """Count the customers who reached each step, and those who dropped out before it.

    One row is a step: step (from 1), label, optional, customers (unique, who reached it), rate_overall (of
    those who entered), rate_step (of those who reached the mandatory step before it), low, high (95 %, of
    rate_step), dropped (reached that one and not this; nobody at an optional step), median_seconds,
    p90_seconds (since the last step reached), revenue (counted orders of those who reached it, placed within
    the window), lost (an estimate: dropped times the mean revenue of those who reached the last step).

    - Steps are written `a > b | c > ?d > e`: b or c, then perhaps d, then e. Without steps: the way to an
      order.
    - A customer enters with the first event of step 1 that the filters keep (`entry` last: with the last one;
      best: with the one that gets furthest, the earliest of equals). The rest of the journey counts whole.
    - order: `ordered` takes the first event of each step after the one of the step before, whatever lies
      between; `strict` lets nothing lie between, repeats of one touchpoint being one; `any` wants the steps
      after the first in whichever order; a step is reached when it and the mandatory ones before it are done.
    - An optional step is counted if it is done before the next mandatory one; who skips it loses nothing.
    - `a > !x > b`: x between a and b ends the way at a. `never` ends it wherever it happens after entering.
    - The window runs from entering, its last instant included; without one it is 30 days.
    - hold: only events with the same session, order or channel as the entry are looked at.
    Raises DataError where nobody enters.
    """
    window = (window_days, window_hours, window_minutes)
    view = view_of(store, steps, order, window, never, hold, entry, level)
    return table(store, ways(store, filters, view), view)


def view_of(
    store: Store,
    steps: str,
    order: str,
    window: tuple[int | None, int | None, int | None],
    never: str,
    hold: str | None,
    entry: str,
    level: str,
) -> FunnelView:
    """The settings that plain options name."""
    told = parse(steps) if steps.strip() else suggested(store, level)
    return FunnelView(told, order, window_of(*window), alternatives(never), hold, entry, level)


def suggested(store: Store, level: str = "touchpoint") -> tuple[Step, ...]:
    """The way to an order as far as the dataset has it, else its two most frequent labels."""
    known = labels_of(store, level)
    found = [label for label in (USUAL_STAGES if level == "stage" else USUAL) if label in known]
    if len(found) < STEPS[0]:
        found = names(store, Filters(), level=level)[: STEPS[0]]
    if len(found) < STEPS[0]:
        raise DataError(
            f"Everything that happens is one {level}: {', '.join(known) or 'nothing'}.",
            "A funnel needs two; import more events.",
        )
    return tuple(Step((label,)) for label in found)


def usual(store: Store, filters: Filters, *, level: str) -> str:
    """The steps of `suggested` as text."""
    del filters
    return FunnelView(suggested(store, level), level=level).text


def names(store: Store, filters: Filters, *, level: str) -> list[str]:
    """What happens in the whole dataset at a level, the most frequent first."""
    del filters
    if level == "channel":
        found = choices(store, Filters())
        return [str(one) for one in found.loc[found["column_name"] == "channel", "choice"]]
    return [str(one) for one in touchpoints(store, Filters(), level=level)["label"]]


def ways(store: Store, filters: Filters, view: FunnelView) -> pd.DataFrame:
    """Who reached what; everything that is said of a funnel is counted from these rows.

    One row is a customer who entered: customer_id, channel, device, country (of the entry), entry_id, at_1 to
    at_8 (microseconds since 1970 UTC, missing where the step was not reached), done_id, done_us (the event
    of the last mandatory step reached). DataError where nobody entered.
    """
    check_labels(store, view)
    known = labels_of(store, view.level) if view.open else ()
    found = store.query(SQL, **view.values(known), **filters.values(store.zone))
    if found.empty:
        raise DataError(_nobody(view, filters), "Widen the dates, take a filter off or begin elsewhere.")
    return found.astype(dict.fromkeys(AT, "float64"))


def check_labels(store: Store, view: FunnelView) -> None:
    """Refuse a name that never happens, with the nearest that does."""
    known = labels_of(store, view.level)
    for name in view.names:
        if name not in known:
            near = get_close_matches(name, known, 1)
            error = QuestionError.unknown(view.level, name, known[:40])
            raise QuestionError(error.what, f"Did you mean {near[0]}? {error.mend}" if near else error.mend)


def table(store: Store, found: pd.DataFrame, view: FunnelView) -> pd.DataFrame:
    """The rows of `funnel` out of those of `ways`."""
    there = found[list(AT[: len(view.steps)])].notna().to_numpy()
    customers = there.sum(axis=0)
    base = np.array([customers[0], *(customers[view.before(n) - 1] for n in range(2, customers.size + 1))])
    optional = np.array([step.optional for step in view.steps])
    rate = wilson(customers, base)
    first = np.arange(customers.size) == 0
    frame = pd.DataFrame(
        {
            "step": np.arange(1, customers.size + 1),
            "label": [step.name for step in view.steps],
            "optional": optional,
            "customers": customers,
            "rate_overall": customers / customers[0],
            "rate_step": rate.value,
            "low": np.where(first, np.nan, rate.low),
            "high": np.where(first, np.nan, rate.high),
            "dropped": np.where(optional, 0, base - customers),
        }
    )
    passed = since_before(found, view)
    frame["median_seconds"] = passed.median().to_numpy()
    frame["p90_seconds"] = passed.quantile(0.9).to_numpy()
    frame["revenue"] = _revenue(store, found, view)
    return frame.assign(lost=_lost(frame))


def since_before(found: pd.DataFrame, view: FunnelView) -> pd.DataFrame:
    """Seconds between each step and the last one reached before it; missing where it was not reached."""
    at = found[list(AT[: len(view.steps)])]
    done = at.cummax(axis=1).ffill(axis=1)
    return ((done - done.shift(axis=1)) / 1_000_000).where(at.notna())


def reached(found: pd.DataFrame, step: int) -> pd.Series:
    """Whether each customer reached a step."""
    return found[AT[step - 1]].notna()


def dropped_after(found: pd.DataFrame, view: FunnelView, step: int) -> pd.Series:
    """Whether each customer reached a step and not the next mandatory one."""
    after = next((one for one in view.mandatory if one > step), None)
    if after is None:
        raise QuestionError(
            "Nobody drops out after the last step.", f"Choose a step before {len(view.steps)}."
        )
    return reached(found, step) & ~reached(found, after)


def check_step(view: FunnelView, step: int) -> None:
    """Refuse a step that the funnel does not have."""
    if not 1 <= step <= len(view.steps):
        raise QuestionError(f"There is no step {step}.", f"Choose one from 1 to {len(view.steps)}.")


def converted(found: pd.DataFrame, view: FunnelView) -> pd.Series:
    """Whether each customer reached the last step."""
    return reached(found, len(view.steps))


def spent(store: Store, found: pd.DataFrame, view: FunnelView) -> pd.Series:
    """What each customer spent from entering to the end of the window, in the dataset's currency."""
    orders = store.query(ORDERS)
    when = orders["ordered_at"].astype("datetime64[us]").astype("int64")
    near = orders.assign(when=when).merge(found[["customer_id", "at_1"]], on="customer_id")
    since = near["when"] - near["at_1"]
    near = near[(since >= 0) & (since <= view.window * 60_000_000)]
    return found["customer_id"].map(near.groupby("customer_id")["amount"].sum()).fillna(0.0)


def touches(store: Store, found: pd.DataFrame, level: str) -> pd.DataFrame:
    """All events of these customers in order: customer_id, when (microseconds), event_id, label and more."""
    events = store.query(TOUCHES, level=level, customers=found["customer_id"].tolist())
    return events.assign(when=events["ts"].astype("datetime64[us]").astype("int64"))


def after(events: pd.DataFrame, when: str, which: str) -> pd.Series:
    """Whether each event comes after the one at that moment and of that id, both columns beside it."""
    tied = events["when"] == events[when]
    return (events["when"] > events[when]) | (tied & (events["event_id"] > events[which]))


def on_the_way(
    store: Store, found: pd.DataFrame, view: FunnelView, *, with_entry: bool = False
) -> pd.DataFrame:
    """What customers did between entering and the event that completed the funnel, or the window's end.

    One row is an event with the columns of `touches`; both ends are left out, but for the entry on request.
    """
    ends = found[["customer_id", "entry_id", "at_1", "done_id", "done_us"]].assign(
        complete=converted(found, view)
    )
    events = touches(store, found, view.level).merge(ends, on="customer_id")
    begun = after(events, "at_1", "entry_id")
    if with_entry:
        begun |= (events["when"] == events["at_1"]) & (events["event_id"] == events["entry_id"])
    at_end = (events["when"] == events["done_us"]) & (events["event_id"] == events["done_id"])
    ended = after(events, "done_us", "done_id") | at_end
    late = events["when"] - events["at_1"] > view.window * 60_000_000
    return events[begun & ~(ended & events["complete"]) & ~late]


def _revenue(store: Store, found: pd.DataFrame, view: FunnelView) -> Sequence[float] | float:
    if not store.has("orders"):
        return np.nan
    amounts = spent(store, found, view)
    return [float(amounts[reached(found, step)].sum()) for step in range(1, len(view.steps) + 1)]


def _lost(frame: pd.DataFrame) -> pd.Series:
    """Dropped times the mean revenue of those who converted; missing where too few did."""
    last = frame.iloc[-1]
    if last["customers"] < TOO_FEW:
        return pd.Series(np.nan, frame.index)
    lost: pd.Series = frame["dropped"] * (last["revenue"] / last["customers"])
    return lost


def _nobody(view: FunnelView, filters: Filters) -> str:
    within = "" if filters.is_empty else " inside these filters"
    held = f" with a known {view.hold}" if view.hold else ""
    return f"Nobody enters at {view.steps[0].name}{held}{within}."
