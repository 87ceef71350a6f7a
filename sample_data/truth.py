"""truth.json: what was planted in the shop, and what came of it."""

from typing import Any

import numpy as np

from sample_data import people, plan
from sample_data.clock import Clock
from sample_data.plan import Plan
from sample_data.tables import Counts
from sample_data.tally import windows

PARAMETERS = ("customers", "seed", "change_effect", "days")


def figures(
    total: Counts, planned: Plan, clock: Clock, files: dict[str, int], example: dict[str, Any]
) -> dict[str, Any]:
    """truth.json: the parameters, and the figures that they led to."""
    return {
        "about": "Invented people. What was planted in the sample shop and what came of it.",
        "parameters": {name: getattr(planned, name) for name in PARAMETERS},
        "period": {
            "first_day": planned.first_day.isoformat(), "last_day": plan.LAST_DAY.isoformat(),
            "time_zone": plan.ZONE, "currency": plan.CURRENCY,
        },
        "files": files,
        "shop": _say_shop(_part(total, "shop")),
        "change": _say_change(_part(total, "change"), planned, clock),
        "bad_route": _say_bad_route(_part(total, "bad_route")),
        "late": _say_late(_part(total, "late")) | _say_repurchase(_part(total, "repurchase")),
        "payment_incident": _say_incident(_part(total, "incident"), planned, clock),
        "survey_bias": _say_bias(_part(total, "bias")),
        "identity": _whole(_part(total, "identity")) | {"example": example},
        "dirt": {name: _whole(found) for name in ("web_events", *files) if (found := _part(total, name))},
    }  # fmt: skip


def _part(total: Counts, group: str) -> Counts:
    return {name.split(".", 1)[1]: value for name, value in total.items() if name.startswith(f"{group}.")}


def _whole(found: Counts) -> dict[str, Any]:
    return {name: int(value) for name, value in found.items()}


def _ratio(above: float, below: float) -> float | None:
    return round(above / below, 6) if below else None


def _say_shop(found: Counts) -> dict[str, Any]:
    said = _whole(found) | {name: round(found[name], 2) for name in ("revenue", "refunds")}
    return said | {
        "conversion": _ratio(found["sessions_with_order"], found["sessions"]),
        "cart_abandonment": _ratio(found["sessions_with_cart_and_no_order"], found["sessions_with_cart"]),
        "aov": _ratio(found["revenue"], found["orders_counted"]),
        "return_rate": _ratio(found["returned_orders"], found["orders_counted"]),
        "contacts_per_order": _ratio(found["tickets"], found["orders_counted"]),
    }


def _say_change(found: Counts, planned: Plan, clock: Clock) -> dict[str, Any]:
    before, after = windows(planned)
    rates = {
        f"{who}_conversion_{when}": _ratio(found[f"{who}_orders_{when}"], found[f"{who}_sessions_{when}"])
        for who in ("treated", "control")
        for when in ("before", "after")
    }
    grew = [
        (rates[f"{who}_conversion_after"] or 0) / (rates[f"{who}_conversion_before"] or 1)
        for who in ("treated", "control")
    ]
    return {
        "name": plan.CHANGE_NAME,
        "live_day": _days(clock, range(planned.live_day, planned.live_day + 1))[0],
        "treated": "device=mobile",
        "control": "device=desktop or tablet",
        "metric": "conversion (sessions with an order / sessions)",
        "planted_relative_effect": planned.change_effect,
        "planted_effect_on_control": 0.0,
        "before": _days(clock, before),
        "after": _days(clock, after),
        **_whole(found),
        **rates,
        "ratio_of_ratios_less_one": round(grew[0] / grew[1] - 1, 6) if grew[1] else None,
    }


def _say_bad_route(found: Counts) -> dict[str, Any]:
    return {
        "route": list(plan.BAD_ROUTE),
        "planted_csat_shift_latent": plan.BAD_ROUTE_CSAT,
        "planted_conversion_factor": plan.BAD_ROUTE_CONVERSION,
        "sessions": int(found["sessions"]),
        "orders": int(found["orders"]),
        "cart_conversion": _ratio(found["orders"], found["sessions"]),
        "cart_conversion_otherwise": _ratio(found["other_orders"], found["other_carts"]),
        "checkout_csat": _means(found, "csat", "on_route", "otherwise"),
    }


def _say_late(found: Counts) -> dict[str, Any]:
    late = {name: _ratio(found[f"late_{name}"], found[f"delivered_{name}"]) for name in people.COUNTRIES}
    all_late, all_here = (
        sum(found[f"{word}_{name}"] for name in people.COUNTRIES) for word in ("late", "delivered")
    )
    return {
        "planted_share_by_country": plan.LATE_SHARE,
        "planted_csat_shift_latent": {"at_once": plan.LATE_CSAT[0], "per_day_to_4": plan.LATE_CSAT[1]},
        "planted_nps_shift_latent": plan.LATE_NPS,
        "delivered": int(all_here),
        "late": int(all_late),
        "share": _ratio(all_late, all_here),
        "share_by_country": late,
        "delivery_csat": _means(found, "csat", "late", "on_time"),
        "nps_score": _means(found, "nps", "late", "on_time"),
    }


def _say_repurchase(found: Counts) -> dict[str, Any]:
    return {
        "planted_share_of_orders_lost_90_days": plan.LATE_REPURCHASE,
        "repurchase_90_days": {
            name: _ratio(found[f"{name}_again"], found[f"{name}_orders"]) for name in ("late", "on_time")
        },
        "repurchase_orders": {name: int(found[f"{name}_orders"]) for name in ("late", "on_time")},
    }


def _say_incident(found: Counts, planned: Plan, clock: Clock) -> dict[str, Any]:
    said: dict[str, Any] = {
        "days": _days(clock, planned.incident_days),
        "planted_share_of_orders_lost": plan.INCIDENT_FAILS,
    }
    for name, title in (("during", "during"), ("near", "two_weeks_around")):
        said[title] = {
            "conversion": _ratio(found[f"{name}_orders"], found[f"{name}_sessions"]),
            "payments": int(found[f"{name}_payments"]),
            "failed_share": _ratio(found[f"{name}_failed"], found[f"{name}_payments"]),
        }
    return said


def _say_bias(found: Counts) -> dict[str, Any]:
    asked, came = ([found[f"{word}_{score}"] for score in range(1, 6)] for word in ("asked", "answered"))
    true, seen = (
        sum(score * n for score, n in enumerate(counts, 1)) / max(sum(counts), 1) for counts in (asked, came)
    )
    return {
        "question": "csat after delivery",
        "true_mean": round(true, 6),
        "answered_mean": round(seen, 6),
        "true_top_two": _ratio(sum(asked[3:]), sum(asked)),
        "answered_top_two": _ratio(sum(came[3:]), sum(came)),
        "answered_share_by_score": {
            str(score): _ratio(came[score - 1], asked[score - 1]) for score in range(1, 6)
        },
        "asked": int(sum(asked)),
        "answered": int(sum(came)),
    }


def _means(found: Counts, name: str, hit: str, other: str) -> dict[str, Any]:
    """True and answered means of two groups, their numbers and the difference."""
    said: dict[str, Any] = {}
    for who in ("true", "answered"):
        pair: dict[str, float | None] = {}
        for title, group in ((hit, "hit"), (other, "other")):
            pair[f"{title}_n"] = int(found[f"{name}_{group}_{who}_n"])
            pair[title] = _ratio(found[f"{name}_{group}_{who}_sum"], found[f"{name}_{group}_{who}_n"])
        said[who] = pair
    return said


def _days(clock: Clock, days: range) -> list[str]:
    """First and last day as ISO dates."""
    return [str(one) for one in clock.date_text(np.array([days.start, days.stop - 1]))]
