"""The invented people: where they live, what they hold in the hand, how often they come."""

from dataclasses import dataclass

import numpy as np

from sample_data.plan import Plan
from sample_data.rows import Array, pick

COUNTRIES = ("DE", "AT", "CH", "NL")
COUNTRY_WEIGHTS = (0.62, 0.13, 0.11, 0.14)
DEVICES = ("mobile", "desktop", "tablet")
MOBILE, DESKTOP, TABLET = range(3)
DEVICE_WEIGHTS = (0.56, 0.36, 0.08)
#: Visits follow a power law (Lomax) with a long tail, cut here.
TAIL = 1.75
SCALE = 5.2
MOST_VISITS = 160


@dataclass(slots=True)
class People:
    """One row per person of a part; `number` is unique over all parts."""

    number: Array
    country: Array
    device: Array  # the one used most
    app: Array  # has the app
    account: Array  # opens an account even without an order
    guest: Array  # always checks out as a guest
    appetite: Array  # factor on the chance of a cart, mean 1
    mood: Array  # how generous the answers are, standard deviation 1
    visits: Array
    since: Array  # presence, as shares of all visits of the period
    until: Array
    renewed: Array  # day on which the browser forgets its visitor id


def draw(plan: Plan, part: range) -> People:
    """The people of one part."""
    rng, count = plan.rng("people", part.start), len(part)
    device = pick(rng, DEVICE_WEIGHTS, count)
    since, until = _presence(rng, count)
    return People(
        number=np.arange(part.start, part.stop),
        country=pick(rng, COUNTRY_WEIGHTS, count),
        device=device,
        app=(device == MOBILE) & (rng.random(count) < 0.2),
        account=rng.random(count) < 0.3,
        guest=rng.random(count) < 0.22,
        appetite=rng.lognormal(-0.125, 0.5, count),
        mood=rng.normal(0, 1, count),
        visits=_visits(rng, count),
        since=since,
        until=until,
        renewed=rng.integers(0, plan.days * 3, count),
    )


def _visits(rng: np.random.Generator, count: int) -> Array:
    """Visits per person, spread evenly over the power law: their sum hardly depends on the seed."""
    rarer = (rng.permutation(count) + 0.5) / count
    visits: Array = np.minimum(1 + SCALE * (rarer ** (-1 / TAIL) - 1), MOST_VISITS).astype(int)
    return visits


def _presence(rng: np.random.Generator, count: int) -> tuple[Array, Array]:
    """A third are there all the time; the others come one day and stay for a while."""
    always = rng.random(count) < 0.35
    since = np.where(always, 0.0, rng.uniform(-0.2, 1.0, count))
    until = np.where(always, 1.0, since + 0.03 + rng.exponential(0.3, count))
    return np.maximum(since, 0.0), np.clip(until, 0.03, 1.0)


def customer_text(number: Array) -> Array:
    """Customer ids as the shop writes them.

    >>> customer_text(np.array([0, 41])).tolist()
    ['C100001', 'C100042']
    """
    return np.array([f"C{100_001 + one}" for one in number.tolist()], dtype=object)
