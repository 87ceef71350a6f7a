"""What the return on a change is asked for: the question, and everything that people assume."""

from dataclasses import asdict, dataclass

#: What an effect is read on, as pages name it.
TITLES: dict[str, str] = {
    "conversion": "Conversion",
    "revenue": "Revenue per session",
    "abandonment": "Cart abandonment",
    "csat": "CSAT",
}


@dataclass(frozen=True, slots=True)
class Question:
    """Which change, on which metric, for whom and against whom; empty parts are chosen from the data."""

    change: str | None = None
    metric: str = "conversion"
    treated: str | None = None
    control: str | None = None
    baseline_weeks: int = 26
    ramp_days: int = 7

    def options(self) -> dict[str, object]:
        """The same as options of the analysis `effect`.

        >>> Question("New cart").options()["change"]
        'New cart'
        """
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Assumptions:
    """What people type: costs, how long the benefit lasts, and the margin where the data has none.

    half_life and horizon are months, discount (a year) and margin_rate fractions.
    """

    cost_once: float = 0.0
    cost_monthly: float = 0.0
    half_life: float = 12.0
    horizon: int = 24
    discount: float = 0.10
    margin_rate: float = 0.30
