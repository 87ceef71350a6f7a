"""Did a change do anything, by how much, and how sure is that?"""

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd

from lib.analysis.changes import changes
from lib.analysis.choices import choices
from lib.model.errors import DataError, QuestionError
from lib.model.filters import Filters
from lib.model.segments import NOBODY, rest, within
from lib.stats.daily import Daily, Kind, around
from lib.stats.effects import Reading, readings
from lib.stats.verdicts import Verdict, cannot_tell, verdict
from lib.store.store import Store

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Measure:
    """How a metric is summed by day: query, what counts, over what."""

    sql: str
    amount: str
    over: str
    kind: Kind = "count"


#: What an effect can be read on. Revenue is per session.
MEASURES: dict[str, Measure] = {
    "conversion": Measure("effect_sessions", "converted", "sessions"),
    "revenue": Measure("effect_orders", "turnover", "sessions", "money"),
    "abandonment": Measure("effect_sessions", "abandoned", "carts"),
    "csat": Measure("effect_feedback", "tops", "answers"),
}


@dataclass(frozen=True)
class Setup:
    """One question about one change, with everything it assumes."""

    name: str
    live: pd.Timestamp
    metric: str
    treated: str
    control: str | None
    days: Daily
    dates: pd.DatetimeIndex


def effect(
    store: Store,
    filters: Filters,
    *,
    change: str | None = None,
    metric: str = "conversion",
    treated: str | None = None,
    control: str | None = None,
    baseline_weeks: int = 26,
    ramp_days: int = 7,
) -> pd.DataFrame:
    """Read one change (by default the latest) on one metric, before against after, against a control.

    One row is a method: metric, method (`default`, `if_parallel`, `own_trend`, `naive`), effect, low, high
    (95 %, per visitor in the metric's unit), relative, relative_low, relative_high, verdict (of the default;
    the others are for comparison), low80, high80, p_positive, n_before, n_after, grade (1-4). `treated` and
    `control` are segments (`device=mobile`); the control is everybody else unless given, `none` for none.
    Where the data cannot answer there is one row, `default`, with the verdict `cannot tell` and no number.
    """
    asked = setup(store, filters, change, metric, treated, control, baseline_weeks, ramp_days)
    try:
        found = readings(asked.days)
    except DataError as error:
        return pd.DataFrame([_unknown(metric, cannot_tell(error))])
    said = verdict(found[0])
    return pd.DataFrame([_row(metric, one, said) for one in found])


def setup(
    store: Store,
    filters: Filters,
    change: str | None,
    metric: str,
    treated: str | None,
    control: str | None,
    baseline_weeks: int,
    ramp_days: int,
) -> Setup:
    """Choose the change, the segments and the days; DataError or QuestionError naming what there is."""
    if metric not in MEASURES:
        raise QuestionError.unknown("metric for an effect", metric, MEASURES)
    row = _change(store, filters, change)
    treated = treated or (None if pd.isna(row["segment"]) else str(row["segment"]))
    control = _control(store, filters, treated, control)
    frame = _days(store, filters, MEASURES[metric], treated, control)
    live = pd.Timestamp(row["day"])
    cut = around(live.toordinal(), _daily(frame, MEASURES[metric], control), ramp_days, baseline_weeks)
    dates = pd.DatetimeIndex([pd.Timestamp.fromordinal(int(day)) for day in cut.day])
    return Setup(str(row["name"]), live, metric, treated or "everybody", control, cut, dates)


def _change(store: Store, filters: Filters, name: str | None) -> pd.Series:
    known = changes(store, filters)
    if known.empty:
        raise DataError(
            "No change is recorded in this dataset.",
            "Import a table of changes (name, live_at, segment, cost_once, cost_monthly) on the Data page.",
        )
    if name is None:
        return known.iloc[0]
    if name not in set(known["name"]):
        raise QuestionError.unknown("change", name, known["name"])
    return known[known["name"] == name].iloc[0]


def _control(store: Store, filters: Filters, treated: str | None, control: str | None) -> str | None:
    if control == NOBODY or treated is None:
        return None
    if control:
        return control
    known = choices(store, filters)
    by_column = {name: rows["choice"].tolist() for name, rows in known.groupby("column_name")}
    return rest(treated, by_column)


def _days(
    store: Store, filters: Filters, measure: Measure, treated: str | None, control: str | None
) -> pd.DataFrame:
    """Every day of the data, treated and control side by side; a day without anything is 0."""
    sides = [segment_days(store, filters, measure, treated).add_prefix("treated_")]
    if control:
        sides.append(segment_days(store, filters, measure, control).add_prefix("control_"))
    frame = pd.concat(sides, axis=1)
    if frame.empty:
        raise DataError("Nothing was counted in this segment.", "Choose another segment or metric.")
    return frame.reindex(pd.date_range(frame.index.min(), frame.index.max(), freq="D")).fillna(0.0)


def segment_days(store: Store, filters: Filters, measure: Measure, text: str | None) -> pd.DataFrame:
    """Daily `amount` and `over` of one segment, by day."""
    values = whose(filters, text).values(store.zone)
    frame = store.query(HERE / f"{measure.sql}.sql", **values).set_index("day")
    if measure.over not in frame:
        sessions = store.query(HERE / "effect_sessions.sql", **values).set_index("day")
        frame = sessions[[measure.over]].join(frame, how="left")
    frame.index = pd.to_datetime(frame.index)
    return frame[[measure.amount, measure.over]].astype(float).set_axis(["amount", "over"], axis=1)


def whose(filters: Filters, text: str | None) -> Filters:
    """The shared filters narrowed to a segment, if there is one; the change itself chooses the days."""
    return within(filters, text) if text else replace(filters, since=None, until=None)


def _daily(frame: pd.DataFrame, measure: Measure, control: str | None) -> Daily:
    return Daily(
        day=np.array([day.toordinal() for day in frame.index]),
        post=np.zeros(len(frame), bool),
        amount=frame["treated_amount"].to_numpy(),
        visitors=frame["treated_over"].to_numpy(),
        control_amount=frame["control_amount"].to_numpy() if control else None,
        control_visitors=frame["control_over"].to_numpy() if control else None,
        kind=measure.kind,
    )


def _row(metric: str, reading: Reading, said: Verdict) -> dict[str, object]:
    own = reading.method == "default"
    return {
        "metric": metric,
        "method": reading.method,
        "effect": reading.effect,
        "low": reading.low,
        "high": reading.high,
        "relative": reading.relative,
        "relative_low": reading.relative_low,
        "relative_high": reading.relative_high,
        "verdict": said.word if own else COMPARED[reading.method],
        "low80": reading.low80,
        "high80": reading.high80,
        "p_positive": reading.p_positive,
        "n_before": reading.n_before,
        "n_after": reading.n_after,
        "grade": said.grade,
    }


#: What the other readings are, in place of a verdict: they never are the effect.
COMPARED = {
    "if_parallel": "if trends are truly parallel",
    "own_trend": "if the gap has a trend of its own",
    "naive": "misleading, for comparison",
}


def _unknown(metric: str, said: Verdict) -> dict[str, object]:
    numbers = dict.fromkeys(
        (
            "effect",
            "low",
            "high",
            "relative",
            "relative_low",
            "relative_high",
            "low80",
            "high80",
            "p_positive",
        ),
        None,
    )
    return {
        "metric": metric,
        "method": "default",
        **numbers,
        "verdict": said.word,
        "n_before": 0,
        "n_after": 0,
        "grade": said.grade,
        "reason": said.sentence,
    }
