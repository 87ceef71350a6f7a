"""Are those who answer like those who do not?"""

from pathlib import Path

import numpy as np
import pandas as pd

from lib.model.errors import DataError
from lib.model.filters import Filters
from lib.model.metrics import ENOUGH, TOO_FEW
from lib.stats import differences
from lib.stats.intervals import PairSums, benjamini_hochberg
from lib.store.store import Store

SQL = Path(__file__).with_suffix(".sql")
#: What customers are compared on, with its unit, by its number in `nonresponse.sql`.
TRAITS: dict[int, tuple[str, str]] = {
    1: ("order value", "money"),
    2: ("orders returned", "share"),
    3: ("orders late", "share"),
    4: ("customers with a ticket", "share"),
    5: ("customers who ordered again", "share"),
}
#: The table that each trait needs beside orders.
_NEEDS = {2: "returns", 4: "tickets"}
#: Marks are made at this false discovery rate.
_RATE = 0.05


def nonresponse(store: Store, filters: Filters) -> pd.DataFrame:
    """Compare customers who ever answered a survey with all others who ordered inside the filters.

    One row is a trait: trait, unit (money or share), answered_n, answered, silent_n, silent (customers and
    value of each side), difference (answered less silent), low, high (95 %, clustered by customer; Newcombe
    for shares, Welch for money), p_adjusted (Benjamini-Hochberg over the traits with 30 customers on each
    side, nan for others), differs (p_adjusted at or below 5 %). Order value, returns and lateness (delivered
    on a later business day than promised) are those of orders inside the filters, tickets are of any time,
    and an order counts as again where it is not the customer's first. Values of fewer than 10 customers are
    nan. Raises DataError where nobody who is known ordered or nobody answered.
    """
    sums = store.query(SQL, zone=store.zone, **filters.values(store.zone))
    absent = [trait for trait, table in _NEEDS.items() if not store.has(table)]
    sums = sums[~sums["trait"].isin(absent)]
    if set(sums["answered"]) != {0, 1}:
        raise DataError(
            "Among the customers who ordered inside these filters, there are not both some who answered a "
            "survey and some who did not.",
            "Widen the dates, or import orders and survey answers that share their customers.",
        )
    sides = [sums[sums["answered"] == side].set_index("trait") for side in (1, 0)]
    traits = sides[0].index.intersection(sides[1].index)
    return _compared([side.loc[traits] for side in sides])


def _compared(sides: list[pd.DataFrame]) -> pd.DataFrame:
    answered, silent = sides
    rows = [_row(int(trait), answered.loc[trait], silent.loc[trait]) for trait in answered.index]
    frame = pd.DataFrame(rows)
    sure = (frame["answered_n"] >= ENOUGH) & (frame["silent_n"] >= ENOUGH)
    adjusted = benjamini_hochberg(frame.pop("p").where(sure))
    return frame.assign(p_adjusted=adjusted, differs=adjusted <= _RATE)


def _row(trait: int, answered: pd.Series, silent: pd.Series) -> dict[str, object]:
    ours, theirs = _pairs(answered), _pairs(silent)
    name, unit = TRAITS[trait]
    compare = differences.of_ratios if unit == "money" else differences.of_shares
    few = min(int(answered["units"]), int(silent["units"])) < TOO_FEW
    found = [np.nan] * 4 if few else [float(part) for part in compare(ours, theirs)]
    return {
        "trait": name,
        "unit": unit,
        "answered_n": int(answered["units"]),
        "answered": _value(answered),
        "silent_n": int(silent["units"]),
        "silent": _value(silent),
        "difference": found[0],
        "low": found[1],
        "high": found[2],
        "p": found[3],
    }


def _value(side: pd.Series) -> float:
    return float(side["sy"] / side["sx"]) if side["units"] >= TOO_FEW else float("nan")


def _pairs(side: pd.Series) -> PairSums:
    return PairSums(*(float(side[name]) for name in ("units", "sx", "sy", "sxx", "syy", "sxy")))
