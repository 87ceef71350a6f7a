"""Make the sample shop: ordinary export files, and the truth that was planted in them."""

from pathlib import Path
from typing import Any

import numpy as np

from sample_data import dirt, spend, tables, tally, truth
from sample_data.clock import Clock
from sample_data.events import table
from sample_data.example import journey
from sample_data.plan import CHANGE_EFFECT, DAYS, Plan
from sample_data.rows import Array
from sample_data.shop import Shop, make
from sample_data.visits import ENTRIES
from sample_data.write import Files

FIRST_ORDER = 100_000


def generate(
    out: Path,
    *,
    customers: int | None = None,
    events: int | None = None,
    seed: int = 7,
    change_effect: float = CHANGE_EFFECT,
    days: int = DAYS,
) -> Path:
    """Write a shop's files and truth.json into `out` and return it; README.md describes every column.

    `customers` invented people (60,000 if nothing is said), or as many as make about `events` web events.
    `change_effect` is the relative effect of the checkout change on mobile conversion. From 5 million events
    on these are one Parquet file, made in parts that fit into memory. QuestionError if the shop is too small.
    """
    plan = Plan.of(customers, events, seed, change_effect, days)
    clock, total = Clock(plan), _Totals()
    example: dict[str, Any] = {}
    brought = np.zeros((plan.days, len(ENTRIES)), int)
    with Files(Path(out), plan) as files:
        for part in plan.parts():
            shop = make(plan, part, clock, FIRST_ORDER + total.next("orders"))
            example = example or journey(shop)
            brought += spend.brought(plan, shop.visits)
            total.add(_write(files, shop, total) | tally.sums(shop))
        _finish(files, plan, clock, brought, shop)
        files.truth(truth.figures(total.sums, plan, clock, files.rows, example))
    return Path(out)


class _Totals:
    """Sums over the parts; they also number what comes in later parts."""

    def __init__(self) -> None:
        self.sums: tables.Counts = {}

    def add(self, counts: tables.Counts) -> None:
        for name, value in counts.items():
            self.sums[name] = self.sums.get(name, 0) + value

    def next(self, name: str) -> int:
        """The number of the first row that comes now, counting from 1."""
        return 1 + int(self.sums.get(f"shop.{name}", 0))


def _write(files: Files, shop: Shop, before: _Totals) -> tables.Counts:
    """Append one part to the files; returns what dirt is in it."""
    files.add_events(table(shop, before.next("events"), before.next("sessions")))
    order_rows, counts = tables.orders_frame(shop)
    tickets, more = tables.tickets_frame(shop, before.next("tickets"))
    surveys, yet_more = tables.surveys_frame(shop, before.next("answers"))
    files.add("orders", order_rows)
    files.add("returns", tables.returns_frame(shop, before.next("returned_orders")))
    files.add("tickets", tickets)
    files.add("surveys", surveys)
    files.add("identities", tables.identities_frame(shop))
    return counts | more | yet_more | dirt.count_events(shop.dirt, len(shop.steps.at))


def _finish(files: Files, plan: Plan, clock: Clock, brought: Array, shop: Shop) -> None:
    """The two files that are about the whole shop."""
    files.add("ad_spend", spend.frame(plan, clock, brought))
    files.add("changes", tables.changes_frame(plan, shop))
