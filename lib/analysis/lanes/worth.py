"""What a pain goes along with losing: money a year, at touchpoints whose satisfaction parts later buying."""

from pathlib import Path
from typing import NamedTuple

import pandas as pd

from lib.analysis.moments_of_truth import moments_of_truth
from lib.model.errors import DataError
from lib.model.figures import points
from lib.model.filters import Filters
from lib.store.store import Store

SQL = Path(__file__).with_suffix(".sql")
#: Not all of a gap can be closed: the part that is counted unless said otherwise.
RECOVERABLE = 0.4
_GROUPS = ["satisfied", "unsatisfied"]
_YEAR = 365.25


class Earned(NamedTuple):
    """The mean of a counted order, whether it is margin or revenue, and the years that were looked at."""

    per_order: float
    of: str
    years: float


def known_moments(store: Store, filters: Filters, metric: str) -> pd.DataFrame:
    """The moments of truth; no row where no answer is old enough."""
    try:
        return moments_of_truth(store, filters, metric=metric)
    except DataError:
        return pd.DataFrame(columns=["touchpoint", "differs", "difference", "low", "high", "p", *_GROUPS])


def moment(moments: pd.DataFrame) -> pd.DataFrame:
    """What was compared: touchpoint, value (difference), low, high, n, text; beyond chance with a star."""
    found = moments[moments["p"].notna()]
    text = [_starred(*row) for row in found[["difference", "low", "high", "differs"]].itertuples(index=False)]
    names = {"difference": "value"}
    frame = found.rename(columns=names)[["touchpoint", "value", "low", "high"]]
    return frame.assign(n=found[_GROUPS].sum(axis=1), text=text).reset_index(drop=True)


def _starred(difference: float, low: float, high: float, differs: bool) -> str:
    """A difference beyond chance, short enough for a cell.

    >>> _starred(0.038, 0.011, 0.063, True), _starred(0.01, -0.02, 0.04, False)
    ('★ +3.8 pt (+1.1 to +6.3)', 'not told apart')
    """
    if not differs:
        return "not told apart"
    return f"★ {points(difference)} ({points(low).removesuffix(' pt')} to {points(high)})".replace(
        " pt)", ")"
    )


def worth(
    moments: pd.DataFrame, met: pd.DataFrame, money: Earned, recoverable: float = RECOVERABLE
) -> pd.DataFrame:
    """The yearly money behind the moments of truth: touchpoint, value, low, high, n, text.

    Customers here x share of the unsatisfied among those who answered x (satisfied less unsatisfied who order
    within 90 days, weighed to one mix) x mean margin of an order x `recoverable`, per year; the limits are
    those of the difference. Only where the difference is told apart from chance, adjusted for the touchpoints
    compared. An association; it takes those who did not answer to be as those who did.
    """
    real = moments[moments["differs"].astype(bool) & (moments["difference"] > 0)].set_index("touchpoint")
    people = met.set_index("label")["customers"].reindex(real.index)
    n = real[_GROUPS].sum(axis=1)
    factor = people * real["unsatisfied"] / n * money.per_order * recoverable / money.years
    ends = {"value": "difference", "low": "low", "high": "high"}
    parts = {name: real[of].astype(float) * factor.astype(float) for name, of in ends.items()}
    said = [f"{money.of} a year, {recoverable:.0%} of the gap" for _ in real.index]
    return pd.DataFrame({**parts, "n": n, "text": said}).rename_axis("touchpoint").reset_index()


def earned(store: Store, filters: Filters) -> Earned:
    """What the mean counted order of the period earned: margin where every order has one, else revenue."""
    row = store.query(SQL, **filters.values(store.zone)).iloc[0]
    of, total = ("margin", "margins") if row["margins_known"] == row["orders"] else ("revenue", "turnover")
    span = pd.Timestamp(row["last_day"]) - pd.Timestamp(row["first_day"])
    return Earned(float(row[total] / max(row["orders"], 1)), of, (span.days + 1) / _YEAR)
