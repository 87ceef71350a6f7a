"""A funnel as a picture: its steps, what it says, and what is counted beside it."""

from dataclasses import dataclass

import pandas as pd

from lib.analysis.funnel import table, ways
from lib.analysis.funnel_breakdown import breakdown
from lib.analysis.funnel_drivers import drivers
from lib.analysis.funnel_times import taken, times
from lib.analysis.funnel_trend import trend, waiting
from lib.model.errors import DataError
from lib.model.figures import count, duration, share
from lib.model.filters import Filters
from lib.model.funnel_view import FunnelView
from lib.model.metrics import TOO_FEW
from lib.store.store import Store

_ORDER = {
    "ordered": "in this order, anything may lie between",
    "strict": "directly one after the other, repeats being one",
    "any": "after entering, in whichever order",
}
_HOLD = {"session_id": "in one session", "order_id": "for one order", "channel": "on one channel"}


@dataclass(frozen=True)
class FunnelPicture:
    """`steps` has the columns of `funnel`; `waiting` may still convert, the data end inside their window."""

    view: FunnelView
    steps: pd.DataFrame
    waiting: int

    @property
    def entered(self) -> int:
        return int(self.steps["customers"].iloc[0])

    @property
    def title(self) -> str:
        """Where most are lost, or that nobody is."""
        worst = self.steps.loc[self.steps["dropped"].idxmax()]
        if not worst["dropped"]:
            return f"All {count(self.entered)} customers who entered went through"
        before = worst["dropped"] + worst["customers"]
        lost = f"{count(worst['dropped'])} of {count(before)} customers"
        return f"Most are lost before {worst['label']}: {lost} ({share(worst['dropped'] / before, 0)})"

    @property
    def subtitle(self) -> str:
        """What a bar is, in which order and how long."""
        view = self.view
        parts = [
            f"Customers who did the steps {_ORDER[view.order]}",
            f"within {view.window_words} of entering",
        ]
        if view.hold:
            parts.append(_HOLD[view.hold])
        if view.never:
            parts.append(f"without {' or '.join(view.never)}")
        return ", ".join(parts)

    @property
    def alt(self) -> str:
        """The picture in one sentence for those who do not see it."""
        last = self.steps.iloc[-1]
        return (
            f"Funnel of {len(self.steps)} steps. {self.title}. {count(last['customers'])} of "
            f"{count(self.entered)} ({share(last['rate_overall'])}) reached {last['label']}."
        )

    def caption(self, filters: Filters) -> str:
        """Who counts, from when, and what the money means."""
        said = [
            f"Counted: {count(self.entered)} customers by their {self.view.entry} entry; {filters.words()}."
        ]
        if self.waiting:
            said.append(
                f"{count(self.waiting)} of those not converted entered less than {self.view.window_words} "
                "before the data end: they may still come."
            )
        if self.steps["lost"].notna().any():
            said.append(
                "Money is an estimate: as if those lost had spent, on average, what those who converted did."
            )
        return " ".join(said)

    def picks(self) -> dict[str, tuple[int, bool]]:
        """The groups that can be listed, by their words: step and whether they dropped out after it."""
        groups: dict[str, tuple[int, bool]] = {}
        for row in self.steps.itertuples():
            groups[f"reached {row.step}. {row.label}"] = (int(row.step), False)
            if row.dropped:
                groups[f"dropped out before {row.step}. {row.label}"] = (
                    self.view.before(int(row.step)),
                    True,
                )
        return groups


def picture(store: Store, filters: Filters, *, view: FunnelView) -> FunnelPicture:
    """Count a funnel and say where most are lost."""
    found = ways(store, filters, view)
    return FunnelPicture(view, table(store, found, view), int(waiting(store, found, view).sum()))


def split(store: Store, filters: Filters, *, view: FunnelView, by: str, touch: str) -> pd.DataFrame:
    """The rows of `funnel_breakdown`."""
    return breakdown(store, ways(store, filters, view), view, by, touch)


def followed(store: Store, filters: Filters, *, view: FunnelView, grain: str) -> pd.DataFrame:
    """The rows of `funnel_trend`, the rate as `value`, without one where fewer than ten entered."""
    frame = trend(store, ways(store, filters, view), view, grain).rename(columns={"rate": "value"})
    shown = ["value", "low", "high"]
    frame[shown] = frame[shown].where(frame["entered"] >= TOO_FEW)
    if frame["value"].isna().all():
        raise DataError(
            f"In no {grain} did {TOO_FEW} customers enter: too few answers.",
            "Choose months, or take a filter off.",
        )
    return frame


def trend_title(frame: pd.DataFrame, grain: str) -> str:
    """The last finished period against all finished ones."""
    done = frame[~frame["open"] & frame["value"].notna()]
    if done.empty:
        return f"No {grain} is finished yet: all who entered are still inside the window"
    last, whole = done.iloc[-1], done["customers"].sum() / done["entered"].sum()
    return f"{share(last['value'])} of those who entered in the last finished {grain}, {share(whole)} in all"


def spread(store: Store, filters: Filters, *, view: FunnelView) -> tuple[str, pd.DataFrame]:
    """How long it took in one sentence, and the rows of `funnel_times`."""
    found = ways(store, filters, view)
    seconds = pd.Series(taken(found, view), dtype="float64")
    if seconds.empty:
        return "Nobody reached the last step.", times(found, view)
    middle, most = duration(seconds.median()), duration(seconds.quantile(0.9))
    return f"Half took at most {middle}, nine in ten at most {most}.", times(found, view)


def separating(store: Store, filters: Filters, *, view: FunnelView) -> pd.DataFrame:
    """The rows of `funnel_drivers`."""
    return drivers(store, ways(store, filters, view), view)
