"""The dictionary of KPIs: what each counts, over what, in which unit, and which way is better."""

from dataclasses import dataclass
from typing import Literal

from lib.model.errors import QuestionError

Unit = Literal["share", "money", "count", "nps", "ratio"]


@dataclass(frozen=True, slots=True)
class Metric:
    """One KPI. `numerator` and `denominator` say in words what is divided; money sums have no denominator."""

    id: str
    title: str
    unit: Unit
    numerator: str
    denominator: str
    better: Literal["up", "down"] = "up"
    #: The period counts what happened at this moment.
    anchor: str = "order"
    #: What the metric needs, as canonical tables.
    needs: tuple[str, ...] = ("orders",)
    target: float | None = None

    @property
    def definition(self) -> str:
        if not self.denominator:
            return f"{self.numerator[0].upper()}{self.numerator[1:]}."
        return f"{self.numerator[0].upper()}{self.numerator[1:]}, divided by {self.denominator}."


_ALL = (
    Metric(
        "conversion",
        "Conversion",
        "share",
        "sessions with an order",
        "sessions (customers, where the data has no sessions)",
        anchor="session start",
        needs=("events", "orders"),
    ),
    Metric("revenue", "Revenue", "money", "revenue of counted orders, refunds not subtracted", ""),
    Metric("net_revenue", "Net revenue", "money", "revenue of counted orders less their refunds so far", ""),
    Metric("orders", "Orders", "count", "counted orders (cancelled and test orders left out)", ""),
    Metric("aov", "Average order value", "money", "revenue of counted orders", "counted orders"),
    Metric(
        "abandonment",
        "Cart abandonment",
        "share",
        "sessions with a cart and no order",
        "sessions with a cart",
        better="down",
        anchor="session start",
        needs=("events", "orders"),
    ),
    Metric(
        "repeat_rate",
        "Repeat rate",
        "share",
        "customers whose order in the period is not their first",
        "customers with an order in the period",
    ),
    Metric(
        "csat",
        "CSAT",
        "share",
        "answers in the top 40 % of the scale (4 and 5 of 5)",
        "answers to satisfaction questions",
        anchor="answer",
        needs=("feedback",),
    ),
    Metric(
        "nps",
        "NPS",
        "nps",
        "promoters (9-10) less detractors (0-6)",
        "answers to the recommendation question",
        anchor="answer",
        needs=("feedback",),
    ),
    Metric(
        "return_rate",
        "Return rate",
        "share",
        "counted orders of the period returned so far",
        "counted orders of the period",
        better="down",
        needs=("orders", "returns"),
    ),
    Metric(
        "contacts_per_order",
        "Contacts per order",
        "ratio",
        "support tickets opened in the period",
        "counted orders of the period",
        better="down",
        needs=("orders", "tickets"),
    ),
)

#: Every KPI by its id, in the order in which they are shown.
METRICS: dict[str, Metric] = {metric.id: metric for metric in _ALL}
#: Fewer answers than this and no number is shown at all.
TOO_FEW = 10
#: From this many on a number is shown without reserve.
ENOUGH = 30


def metric(name: str) -> Metric:
    """The KPI called `name`; QuestionError naming the valid ones otherwise."""
    if name not in METRICS:
        raise QuestionError.unknown("metric", name, METRICS)
    return METRICS[name]
