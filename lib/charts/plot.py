"""Time across, values up: the scales that the layers of a line chart share."""

from dataclasses import dataclass
from datetime import date

import altair as alt
import pandas as pd

from lib.charts import axes
from lib.charts.theme import Tokens
from lib.model import figures


@dataclass(frozen=True, slots=True)
class Plot:
    """The scales of one chart and how a value is written.

    `lane` pixels on top are left for names, `side` pixels at the right for labels.
    """

    tokens: Tokens
    unit: str
    currency: str
    values: tuple[float, float]
    days: tuple[date, date]
    lane: int
    side: int
    height: int
    narrow: bool

    def x(self, field: str = "period", *, axis: bool = False) -> alt.X:
        """The day in `field`. One layer brings the axis, which goes for all."""
        days = [axes.moment(day) for day in self.days]
        scale = alt.Scale(domain=days, range=[0, alt.ExprRef(self.right)], nice=False)
        if not axis:
            return alt.X(f"{field}:T", title=None, scale=scale)
        return alt.X(f"{field}:T", scale=scale, axis=axes.time_axis(*self.days, 4 if self.narrow else 9))

    def y(self, field: str = "value", *, axis: bool = False) -> alt.Y:
        """The value in `field`. One layer brings the axis, which goes for all."""
        lanes = [self.height, self.lane]
        scale = alt.Scale(domain=list(self.values), range=lanes, zero=False, nice=False)
        if not axis:
            return alt.Y(f"{field}:Q", title=None, scale=scale)
        written = axes.value_axis(axes.ticks(*self.values), self.unit, self.currency)
        return alt.Y(f"{field}:Q", scale=scale, axis=written)

    @property
    def right(self) -> str:
        """The pixel of the last day."""
        return f"width-{self.side}"

    def say(self, value: float | None) -> str:
        """A value as it stands in a label."""
        return figures.figure(value, self.unit, self.currency)

    def pixels_apart(self, one: float, other: float) -> float:
        """How far above `one` the value `other` is drawn, in pixels."""
        low, high = self.values
        return (other - one) / (high - low) * (self.height - self.lane)


def days_of(frame: pd.DataFrame, column: str) -> pd.DataFrame:
    """The frame in the order of time, its `column` as timestamps."""
    return frame.assign(**{column: pd.to_datetime(frame[column])}).sort_values(column, ignore_index=True)


def known(*columns: pd.Series) -> list[float]:
    """All values that are there, from several columns."""
    return [float(value) for column in columns for value in column.dropna()]


def side_for(words: list[str], size: float = 12.5) -> int:
    """The pixels that the longest of these labels needs right of the last point."""
    return int(max((len(one) for one in words), default=0) * size * 0.58) + 14
