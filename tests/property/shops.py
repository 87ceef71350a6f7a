"""Random shops for laws: journeys with ties, repeats, unknown values and pauses that cross midnight."""

from datetime import datetime, timedelta
from typing import Any

from hypothesis import strategies as st

NAMES = ["home", "cart", "checkout", "order placed", "blog", "delivered", "spin the wheel"]
START = datetime(2026, 3, 28, 22, 15)
#: Ties, the exact session gap, a night, a month.
PAUSES = [0, 0, 1, 29 * 60, 30 * 60, 30 * 60 + 1, 9 * 3600, 40 * 86400]


@st.composite
def events(draw: st.DrawFn, most_customers: int = 14) -> list[dict[str, Any]]:
    """Canonical event rows of up to `most_customers` customers with one to eleven events each."""
    rows: list[dict[str, Any]] = []
    for number in range(draw(st.integers(1, most_customers))):
        at = START
        for _ in range(draw(st.integers(1, 11))):
            at += timedelta(seconds=draw(st.sampled_from(PAUSES)))
            rows.append(
                {
                    "event_id": f"e{draw(st.integers(0, 9))}-{len(rows)}",
                    "customer_id": f"customer {number}",
                    "ts": at,
                    "touchpoint": draw(st.sampled_from(NAMES)),
                    "channel": draw(st.sampled_from(["web", "app", None])),
                    "device": draw(st.sampled_from(["mobile", "desktop", None])),
                    "country": draw(st.sampled_from(["DE", None])),
                }
            )
    return draw(st.permutations(rows))
