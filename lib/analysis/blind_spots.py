"""Which touchpoints are missing, hardly used, or met by many and asked about by nobody?"""

from collections.abc import Iterator

import pandas as pd

from lib.analysis.journey_map import ALL
from lib.analysis.lanes import measured, surveyed
from lib.analysis.satisfaction import question
from lib.model.figures import count, share
from lib.model.filters import Filters
from lib.model.metrics import TOO_FEW
from lib.model.stages import STAGES, SURVEY_ANSWERED, stage_of
from lib.store.store import Store

#: Touchpoints that every shop has; where the data know none, nobody sees how customers fare there.
EXPECTED: tuple[str, ...] = (
    "cart", "checkout", "payment", "order placed", "order confirmation", "order shipped", "delivered",
    "ticket opened", "ticket solved", "returned", "refund", "review given", "referral sent",
)  # fmt: skip
#: From this share of all customers on a touchpoint is met by many; a stage below the other hardly works.
MANY, HARDLY = 0.10, 0.05


def blind_spots(store: Store, filters: Filters, *, metric: str | None = None) -> pd.DataFrame:
    """List what the journey map cannot show, by how many customers it is about.

    One row is a blind spot: kind (no stage: a stage without any event; not recorded: a touchpoint that shops
    usually have; not asked: met by 10 % of the customers or more and under 10 answers about it; hardly
    reached: a stage that under 5 % of the customers come to), stage, touchpoint (None for a stage),
    customers, share (of all customers in the period), says.
    """
    found = measured.met(store, filters).set_index("label")
    everybody = int(found["customers"].get(ALL, 0))
    met = found.drop(index=[ALL, SURVEY_ANSWERED], errors="ignore")
    asked = surveyed.answers(store, filters, "touchpoint", question(store, metric))
    spots = [*_stages(met, everybody), *_not_asked(met, asked, everybody), *_not_recorded(met)]
    columns = ["kind", "stage", "touchpoint", "customers", "share", "says"]
    return pd.DataFrame(spots, columns=columns).sort_values("share", ascending=False, ignore_index=True)


def _stages(met: pd.DataFrame, everybody: int) -> Iterator[tuple[object, ...]]:
    """Stages that nobody, or hardly anybody, comes to: the most met touchpoint is at least that many."""
    most = met.groupby("met_in")["customers"].max()
    for stage in STAGES:
        n = int(most.get(stage, 0))
        if n == 0:
            yield "no stage", stage, None, 0, 0.0, f"No event of the stage {stage} is in the data."
        elif n < HARDLY * everybody:
            part = n / everybody
            says = f"Few customers come to {stage}: its most met touchpoint has {count(n)}, {share(part)}."
            yield "hardly reached", stage, None, n, part, says


def _not_asked(met: pd.DataFrame, asked: pd.DataFrame, everybody: int) -> Iterator[tuple[object, ...]]:
    """Touchpoints that many meet and that nobody is asked about."""
    answers = asked.set_index("touchpoint")["n"]
    for label, row in met.iterrows():
        n = int(row["customers"])
        if n >= MANY * everybody and answers.get(label, 0) < TOO_FEW:
            part = n / everybody
            says = f"{share(part, 0)} of the customers meet {label}, and nobody is asked about it."
            yield "not asked", row["met_in"], label, n, part, says


def _not_recorded(met: pd.DataFrame) -> Iterator[tuple[object, ...]]:
    for name in EXPECTED:
        if name not in met.index:
            says = f"No event is called {name}: it is not recorded, or has another name."
            yield "not recorded", stage_of(name), name, 0, 0.0, says
