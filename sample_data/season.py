"""How busy the shop is and how ready to buy its visitors are, day by day; the same for every device."""

from datetime import date, timedelta

import numpy as np

from sample_data.plan import Plan
from sample_data.rows import Array

VISITS_BY_WEEKDAY = (1.04, 1.0, 0.98, 0.97, 0.93, 0.98, 1.1)
#: (month, day, width in days, log height) of each yearly wave.
VISIT_WAVES = ((11, 28, 5, 0.7), (12, 10, 9, 0.5), (1, 4, 6, 0.18), (2, 20, 14, -0.1), (8, 1, 20, -0.18))
BUYING_BY_WEEKDAY = (0.0, 0.01, 0.01, 0.0, -0.03, -0.02, 0.03)
BUYING_WAVES = ((11, 28, 4, 0.28), (12, 11, 8, 0.15), (1, 20, 12, -0.08), (7, 25, 18, -0.06))
GROWTH = 0.0003  # log change of visits per day
DRIFT = 0.0003  # log change of conversion per day, shared by treated and control


def visits_by_day(plan: Plan) -> Array:
    """Relative number of visits per day."""
    noise = _wander(plan.rng("visits by day"), plan.days, 0.5, 0.07)
    level = GROWTH * np.arange(plan.days) + _waves(plan, VISIT_WAVES) + noise
    visits: Array = np.exp(level) * _by_weekday(plan, VISITS_BY_WEEKDAY)
    return visits


def buying_by_day(plan: Plan) -> Array:
    """Factor on conversion per day, about 1 on average."""
    noise = _wander(plan.rng("buying by day"), plan.days, 0.6, 0.04)
    level = DRIFT * (np.arange(plan.days) - plan.days / 2) + _waves(plan, BUYING_WAVES) + noise
    factor: Array = np.exp(level + _by_weekday(plan, BUYING_BY_WEEKDAY))
    return factor


def _waves(plan: Plan, waves: tuple[tuple[int, int, int, float], ...]) -> Array:
    total = np.zeros(plan.days)
    days = np.arange(plan.days)
    years = range(plan.first_day.year - 1, plan.first_day.year + 2 + plan.days // 365)
    for month, day, width, height in waves:
        for year in years:
            centre = (date(year, month, day) - plan.first_day).days
            total += height * np.exp(-0.5 * ((days - centre) / width) ** 2)
    return total


def _by_weekday(plan: Plan, values: tuple[float, ...]) -> Array:
    weekdays = [(plan.first_day + timedelta(days=one)).weekday() for one in range(plan.days)]
    return np.array(values)[weekdays]


def _wander(rng: np.random.Generator, days: int, stay: float, spread: float) -> Array:
    """An AR(1) series with standard deviation `spread`."""
    steps = rng.normal(0, spread * np.sqrt(1 - stay**2), days)
    level = np.empty(days)
    level[0] = rng.normal(0, spread)
    for one in range(1, days):
        level[one] = stay * level[one - 1] + steps[one]
    return level
