"""Advertising spend: one row per day and campaign, from the visits that it brought."""

import numpy as np
import pandas as pd

from sample_data.clock import Clock
from sample_data.plan import Plan
from sample_data.rows import Array
from sample_data.visits import ENTRIES, SHOP, Visits

KINDS = {
    "paid_search": "paid search",
    "social_ad": "social ad",
    "affiliate": "affiliate",
    "email_click": "email",
}


def brought(plan: Plan, visits: Visits) -> Array:
    """Shopping visits per day and way in, shape (days, ways in)."""
    rows = visits.why == SHOP
    cell = visits.day[rows] * len(ENTRIES) + visits.entry[rows]
    return np.bincount(cell, minlength=plan.days * len(ENTRIES)).reshape(plan.days, len(ENTRIES))


def frame(plan: Plan, clock: Clock, visits_by_entry: Array) -> pd.DataFrame:
    """The export of the ad accounts, with the totals row that such reports end with."""
    rng = plan.rng("spend")
    parts = [
        _campaign(clock, entry, visits_by_entry[:, entry], rng)
        for entry, about in enumerate(ENTRIES)
        if about.click
    ]
    found = pd.concat(parts).sort_values(["day", "source", "campaign"], kind="stable")
    total = {"day": "Total", "cost": round(float(found["cost"].sum()), 2)}
    total |= {name: int(found[name].sum()) for name in ("impressions", "clicks")}
    return pd.concat([found, pd.DataFrame([total])]).fillna({"source": "", "channel": "", "campaign": ""})


def _campaign(clock: Clock, entry: int, visits: Array, rng: np.random.Generator) -> pd.DataFrame:
    """One campaign: somewhat more clicks than visits, at a price that wanders."""
    about = ENTRIES[entry]
    clicks = visits + rng.poisson(0.1 * visits)
    impressions = np.round(clicks / about.ctr * rng.lognormal(0, 0.2, len(clicks))).astype(int)
    cost = np.round(clicks * about.click * rng.lognormal(0, 0.12, len(clicks)), 2)
    said = {"source": about.source, "channel": KINDS[about.event], "campaign": about.campaign}
    days = clock.date_text(np.arange(len(visits)))
    rows = pd.DataFrame({"day": days, **said, "cost": cost, "impressions": impressions, "clicks": clicks})
    return rows[rows["impressions"] > 0]
