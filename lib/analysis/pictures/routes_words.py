"""What the list of routes says in words: the finding above it, and the small print below."""

import pandas as pd

from lib.analysis.pictures.satisfaction import NAMES, value_said
from lib.model.figures import count, duration, share
from lib.model.filters import Filters
from lib.model.flow_view import OTHER
from lib.model.metrics import TOO_FEW
from lib.model.route_view import LONGER, LONGEST, RouteView


def finding(found: pd.DataFrame, view: RouteView, metric: str | None) -> str:
    """The first route of the list, in a sentence; what is not told apart is not claimed."""
    exact = found[~found["route"].isin([OTHER, LONGER])]
    if exact.empty:
        return f"All routes have more than {LONGEST} steps"
    first = exact.iloc[0]
    who = f"{first['route']} ({count(first['customers'])} customers)"
    if view.sort in ("worst", "best") and metric:
        return _rated(exact, who, view.sort, metric)
    if view.sort == "time":
        return f"The slowest: {who}, {duration(first['median_seconds'])} in the median"
    if view.sort == "value":
        return f"The highest revenue per customer: {who}"
    return f"The most travelled: {who}, {share(first['share'], 0)} of all"


def _rated(exact: pd.DataFrame, who: str, sort: str, metric: str) -> str:
    """Worst or best, if its interval leaves the value of all other rated routes out."""
    first, others = exact.iloc[0], exact.iloc[1:]
    if pd.isna(first["value"]):
        return f"No route has {TOO_FEW} answers afterwards: too few to rank"
    said = f"{NAMES[metric]} {value_said(metric, first['value'])}"
    known = others[others["value"].notna()]
    if known.empty:
        return f"The only route with {TOO_FEW} answers or more: {who}, {said}"
    middle = float((known["value"] * known["n"]).sum() / known["n"].sum())
    apart = first["high"] < middle if sort == "worst" else first["low"] > middle
    rest = f"against {value_said(metric, middle)} after the other listed routes"
    if apart:
        return f"Customers are {'least' if sort == 'worst' else 'most'} content after {who}: {said}, {rest}"
    return f"No route is told apart; first stands {who}: {said}, {rest}"


def caption(found: pd.DataFrame, filters: Filters, view: RouteView, metric: str | None) -> str:
    """Who counts, what is counted together, and how the ranking guards against few answers."""
    begin = f"the last {view.start} before it" if view.start else "the journey's start"
    parts = [
        f"Counted: {count(found['customers'].sum())} customers who came to {view.goal}, each once with "
        f"the first route from {begin}. The filters look at its first step: {filters.words()}."
    ]
    for label, what in ((OTHER, "routes beyond the list"), (LONGER, f"routes of more than {LONGEST} steps")):
        here = found.loc[found["route"] == label, "share"]
        if len(here):
            parts.append(f"{share(here.iloc[0])} took {what}.")
    if metric:
        parts.append(
            f"{NAMES[metric]} afterwards: answers after the route's end and before the customer's next "
            f"{view.goal}; under {TOO_FEW} answers no value. Worst ranks by the upper limit of the interval, "
            "best by the lower, so few answers never lead; of many routes, one stands first by chance too."
        )
    return " ".join(parts)


def matrix_caption(filters: Filters) -> str:
    """What the matrix counts."""
    return (
        f"Counted: all moves of journeys that begin in the period; {filters.words()}. Each row adds up to "
        "100%; Left: nothing came after it. Rarer next steps are together as Other; the table has them all."
    )
