"""Which touchpoints are moments of truth: where does satisfaction split what customers do later?"""

from pathlib import Path

import numpy as np
import pandas as pd

from lib.analysis.lanes.measured import watched_until
from lib.analysis.satisfaction import question
from lib.model.errors import DataError, QuestionError
from lib.model.filters import Filters
from lib.model.metrics import ENOUGH, TOO_FEW
from lib.stats.intervals import Interval, benjamini_hochberg, wilson
from lib.stats.standardised import Gap, gap, standardised_share
from lib.store.store import Store

SQL = Path(__file__).with_suffix(".sql")
#: The share of marked touchpoints that may be chance.
LEVEL = 0.05
_NOTHING = Gap(np.nan, np.nan, np.nan, np.nan)


def moments_of_truth(
    store: Store, filters: Filters, *, metric: str | None = None, days: int = 90
) -> pd.DataFrame:
    """Rank touchpoints by how far the satisfied and the unsatisfied part ways in the `days` after answering.

    One row is a touchpoint asked about: rank, touchpoint, stage, satisfied and unsatisfied (customers by
    their first answer, top 40 % of the scale or below), satisfied_buyers and unsatisfied_buyers (placed a
    counted order within `days` after it), satisfied_share (weighed to the unsatisfied's mix of first and
    repeat customers, direct standardisation), unsatisfied_share, difference, low, high (95 %), p (adjusted
    for the touchpoints compared, Benjamini and Hochberg 1995), differs (p below 5 %). Under 30 customers on
    either side nothing is compared, under 10 there is no share. Answers younger than `days` at the data's
    end are left out. An association: who is satisfied may differ in what is not recorded. Raises DataError
    where no answer is old enough.
    """
    if not 1 <= days <= 730:
        raise QuestionError(f"A window of {days} days is not possible.", "Choose 1 to 730 days.")
    found = store.query(SQL, **_values(store, filters, metric, days))
    if found.empty:
        raise DataError(
            f"No answer inside these filters has {days} days behind it.",
            "Widen the dates, or choose a shorter window.",
        )
    frame = pd.DataFrame([_row(str(label), part) for label, part in found.groupby("label", sort=True)])
    frame["p"] = benjamini_hochberg(frame["p"])
    frame["differs"] = frame["p"] < LEVEL
    order = frame.assign(size=frame["difference"].abs()).sort_values(
        ["differs", "size", "touchpoint"], ascending=[False, False, True], na_position="last"
    )
    ranked = order.drop(columns="size").reset_index(drop=True)
    ranked.insert(0, "rank", range(1, len(ranked) + 1))
    return ranked


def _values(store: Store, filters: Filters, metric: str | None, days: int) -> dict[str, object]:
    return {
        **filters.values(store.zone),
        **question(store, metric),
        "complete": watched_until(store, days),
        "window_us": days * 86_400_000_000,
    }


def _row(label: str, part: pd.DataFrame) -> dict[str, object]:
    """One touchpoint: both groups, and how far they part."""
    good, bad = (_strata(part[part["satisfied"] == side]) for side in (True, False))
    n, other = int(good["customers"].sum()), int(bad["customers"].sum())
    there = wilson(bad["buyers"].sum(), other)
    here = standardised_share(good["buyers"], good["customers"], bad["customers"])
    apart = gap(here, there) if min(n, other) >= ENOUGH and _known(here) else _NOTHING
    return {
        "touchpoint": label,
        "stage": part["asked_in"].iloc[0],
        "satisfied": n,
        "satisfied_buyers": int(good["buyers"].sum()),
        "satisfied_share": float(here.value) if n >= TOO_FEW else np.nan,
        "unsatisfied": other,
        "unsatisfied_buyers": int(bad["buyers"].sum()),
        "unsatisfied_share": float(there.value) if other >= TOO_FEW else np.nan,
        "difference": apart.value,
        "low": apart.low,
        "high": apart.high,
        "p": apart.p,
    }


def _strata(part: pd.DataFrame) -> pd.DataFrame:
    """Customers and buyers among first and repeat customers, nobody where there are none."""
    return part.set_index("repeat")[["customers", "buyers"]].reindex([0, 1], fill_value=0)


def _known(share: Interval) -> bool:
    return bool(np.isfinite(share.value))
