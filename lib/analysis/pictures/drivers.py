"""Drivers as a field of importance against performance, with a finding that claims no more than it can."""

from dataclasses import dataclass

import pandas as pd

from lib.analysis.drivers import BETWEEN, CHURN, COMPLETE, DAYS, REPURCHASE, drivers
from lib.analysis.pictures.satisfaction import NAMES
from lib.analysis.satisfaction import ALL, asked, satisfaction
from lib.model.figures import count, share
from lib.model.filters import UNKNOWN, Filters
from lib.model.tables import FEEDBACK_METRICS
from lib.store.store import Store

#: What each outcome is called in a sentence.
OUTCOMES = {
    **NAMES,
    REPURCHASE: f"buying again within {DAYS} days",
    CHURN: f"staying away for {DAYS} days",
}


@dataclass(frozen=True)
class DriversPicture:
    """`table` has the rows of `drivers`; `used` are those in the model."""

    table: pd.DataFrame
    outcome: str
    by: str
    metric: str

    @property
    def used(self) -> pd.DataFrame:
        return self.table[self.table["used"]].reset_index(drop=True)

    @property
    def complete(self) -> int:
        """The customers that the shares rest on."""
        return int(self.table["complete"].iloc[0])

    @property
    def split(self) -> tuple[float, float]:
        """Where fields part: the share of top answers of all, and an equal share of R squared."""
        used = self.used
        performance = float((used["performance"] * used["n"]).sum() / used["n"].sum())
        return performance, float(used["r2"].iloc[0]) / len(used)

    @property
    def measure(self) -> str:
        return f"Top answers ({NAMES[self.metric]})"


def picture(
    store: Store,
    filters: Filters,
    *,
    outcome: str = "nps",
    by: str = "stage",
    metric: str | None = None,
    among: str | None = None,
) -> DriversPicture:
    """Gather the picture of `drivers`."""
    table = drivers(store, filters, outcome=outcome, by=by, metric=metric, among=among)
    known = asked(store, Filters())
    said = metric or str(known.loc[known["metric"] != outcome, "metric"].iloc[0])
    return DriversPicture(table, outcome, by, said)


def possible(store: Store, filters: Filters) -> list[str]:
    """The outcomes that the data can show: NPS and the other questions asked, then what followed."""
    del filters
    metrics = list(dict.fromkeys(asked(store, Filters())["metric"]))
    metrics = [one for one in metrics if one in FEEDBACK_METRICS]
    likely = sorted(metrics, key=lambda one: one != "nps")
    return [*likely, REPURCHASE, CHURN] if store.has("orders") else [*likely, CHURN]


def labels(store: Store, filters: Filters, *, by: str) -> list[str]:
    """The stages or touchpoints that were asked about, the most answered first."""
    rows = satisfaction(store, filters, rows=by)
    rows = rows[(rows["column"] == ALL) & ~rows["row"].isin([ALL, UNKNOWN])]
    found = rows.groupby("row")["n"].sum().sort_values(ascending=False, kind="stable")
    return [str(one) for one in found.index]


def title(shown: DriversPicture) -> str:
    """Which drivers go with the outcome, with R squared and n."""
    ground = f"(R² {share(_r2(shown))}, n = {count(shown.complete)})"
    name, used = OUTCOMES[shown.outcome], shown.used
    sure = used[~used["greyed"]]
    if sure.empty:
        return f"No {shown.by} is told apart as a driver of {name} {ground}"
    first = sure.iloc[0]
    rest = used[used["driver"] != first["driver"]]
    with_it = f"Satisfaction with {first['driver']} goes"
    if rest.empty:
        return f"{with_it} with {name} {ground}"
    if first["low"] > rest["high"].max():
        return f"{with_it} with {name} more than any other {shown.by} {ground}"
    if len(sure) == 1:
        return f"Only {first['driver']} is told apart as a driver of {name} {ground}"
    names = _listed(sure["driver"].tolist())
    return f"Satisfaction with {names} goes with {name}; which more is not told apart {ground}"


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _r2(shown: DriversPicture) -> float:
    return float(shown.table["r2"].iloc[0])


def subtitle(shown: DriversPicture) -> str:
    """What up and right mean."""
    return (
        f"Up: importance, its part of R² for {OUTCOMES[shown.outcome]}. Right: {shown.measure[0].lower()}"
        f"{shown.measure[1:]} of all who answered. Crosses: 95% intervals. Hollow: may be chance"
    )


def alt(shown: DriversPicture) -> str:
    """The picture in one sentence for those who do not see it."""
    return f"Importance against performance of {len(shown.used)} drivers. {title(shown)}."


def caption(shown: DriversPicture, filters: Filters) -> str:
    """Who counts, what is left out and why, and what this cannot say."""
    row = shown.table.iloc[0]
    parts = [
        f"Importance rests on the {count(shown.complete)} customers who answered about every {shown.by} "
        f"shown and whose outcome is known ({filters.words()}); who never met a {shown.by} has no score "
        "for it, and none is made up.",
        f"R² {share(row['r2'])} (95% interval {share(row['r2_low'])} to {share(row['r2_high'])}): the part "
        f"of the differences in {OUTCOMES[shown.outcome]} that these scores tell together.",
    ]
    parts += [_left_out(shown), _against(shown)]
    parts.append("An association: it does not say what a better score would do.")
    return " ".join(part for part in parts if part)


def _left_out(shown: DriversPicture) -> str:
    """Which drivers are not in it, and who would count with them."""
    rows = shown.table[~shown.table["used"]]
    if rows.empty:
        return ""
    enough = rows[rows["otherwise"] >= COMPLETE].sort_values("otherwise", ascending=False)
    said = f"Left out, unnamed or with too few answers about all: {', '.join(rows['driver'])}."
    if enough.empty:
        return said
    first = enough.iloc[0]
    return f"{said} With {first['driver']} too, {count(first['otherwise'])} customers would count."


def _against(shown: DriversPicture) -> str:
    """Drivers that go against what is wished; of churn, those that go with it."""
    wrong = 1 if shown.outcome == CHURN else -1
    found = shown.used[(shown.used["sign"] == wrong) & ~shown.used["greyed"]]
    if found.empty:
        return ""
    names = _listed(found["driver"].tolist())
    how = "more" if shown.outcome == CHURN else "less"
    return f"The more content with {names}, the {how} {OUTCOMES[shown.outcome]}."


def among(names: list[str]) -> str | None:
    """Chosen drivers as the analysis is asked with them."""
    return BETWEEN.join(names) or None
