"""What is asked of a dataset before its figures are believed: each check, its limits, and what to do."""

import math
from dataclasses import dataclass
from typing import Literal

Level = Literal["ok", "look", "bad"]
LEVELS: tuple[Level, ...] = ("ok", "look", "bad")
#: The subject of a check that is about the whole dataset.
WHOLE = "(all)"


@dataclass(frozen=True, slots=True)
class Check:
    """One check. From `look` on its value deserves a look, from `bad` on figures are wrong or thin."""

    title: str
    definition: str
    mend: str
    unit: str
    look: float
    bad: float

    def level(self, value: float | None) -> Level:
        """How serious a value is; nothing to measure is nothing to mend.

        >>> CHECKS["unmapped"].level(0.1), CHECKS["unmapped"].level(None)
        ('look', 'ok')
        """
        if value is None or value < self.look:
            return "ok"
        return "bad" if value >= self.bad else "look"


#: A customer with more events than this within any 60 minutes is a machine.
MOST_AN_HOUR = 300
#: What a `device` column says of machines.
MACHINES = ("bot", "crawler", "spider", "robot")
#: Two clocks that differ by no more than so many minutes agree.
CLOCK_MINUTES = 5
#: A table whose usual day has fewer rows than this may well have empty days.
BUSY = 10.0
#: Events per customer below which a file of events is a sample, from so many customers on.
SPARSE, ENOUGH_CUSTOMERS = 1.5, 100

CHECKS: dict[str, Check] = {
    "age": Check(
        "Age of the data",
        "Days from the newest row of the dataset to its import. Rows later than the import do not count.",
        "Import newer exports, or let the command refresh do it every night (docs/living.md).",
        "days",
        8,
        math.inf,
    ),
    "freshness": Check(
        "Freshness",
        "Days from the last row of a table to the newest row of the whole dataset. Rows later than the import"
        " do not count. Files are listed where several feed one table.",
        "Import a newer export of that table; until then its figures end earlier than the others.",
        "days",
        4,
        15,
    ),
    "gaps": Check(
        "Days without rows",
        "Days in business time between the first and the last row of a table on which it has none."
        f" Judged where the median day that has rows has {BUSY:.0f} of them or more.",
        "Export the missing days again and add them; rows that are there already are merged.",
        "days",
        1,
        4,
    ),
    "volume": Check(
        "Sudden changes in volume",
        "Days that lie 4 robust spreads or more from the median of the same weekday in the 8 weeks before"
        " (at least 4 of them), on the scale of logarithms; the spread is 1.4826 times the median absolute"
        " deviation, and never less than chance gives. The first and the last day are left out.",
        "See whether a campaign, an outage or a changed tracker explains them, and import what you changed.",
        "days",
        1,
        math.inf,
    ),
    "unmapped": Check(
        "Events without a stage",
        "Share of the events from files whose touchpoint is in no stage: neither the shipped dictionary nor"
        " your own mapping knows the name.",
        "Give the names a stage on the Data page or under [touchpoints] in the mapping file.",
        "share",
        0.05,
        0.3,
    ),
    "merged": Check(
        "Rows merged",
        "Share of the rows read by the last import that were there already, in the same file or before.",
        "Overlapping exports are merged on purpose; if yours do not overlap, see which system sends twice.",
        "share",
        0.2,
        math.inf,
    ),
    "future": Check(
        "Events after the import",
        "Events and orders from files whose time lies after the moment of their import.",
        "Decide the time zone or the order of day and month of that file in the mapping; import it again.",
        "rows",
        1,
        100,
    ),
    "clocks": Check(
        "Clocks of orders",
        "Of the orders that both an order file and the events tell, the share whose two times lie more than"
        f" {CLOCK_MINUTES} minutes apart.",
        "If they differ by whole hours, one file is in another time zone: name it in the mapping.",
        "share",
        0.05,
        0.5,
    ),
    "bots": Check(
        "Machines among the customers",
        f"Events of customers who have more than {MOST_AN_HOUR} events within some 60 minutes, or whose"
        " device says bot, crawler, spider or robot, as a share of the events from files.",
        "Filter them out in the system that exports, or leave these visitors out of the file.",
        "share",
        0.001,
        0.05,
    ),
    "nameless": Check(
        "Rows without a customer",
        "Share of the rows of a table whose customer is not known: they count in totals, not in journeys.",
        "Import a file that links their ids to customers, or export the customer's id with them.",
        "share",
        0.2,
        0.6,
    ),
    "sampled": Check(
        "Events per customer",
        f"Customers for each event from files. With fewer than {SPARSE} events per customer (from"
        f" {ENOUGH_CUSTOMERS} customers on) the events look sampled.",
        "Export the events unsampled: paths and funnels of single events mean nothing.",
        "share",
        1 / SPARSE,
        1 / SPARSE,
    ),
}
