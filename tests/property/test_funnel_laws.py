"""Laws of funnels: the statement equals a plain reading of the rules, and the list is the count."""

import os
from datetime import date, datetime, timedelta
from random import Random

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.analysis.funnel import AT, SQL, funnel, table
from lib.analysis.funnel_members import members
from lib.analysis.terms.paths import labels_of
from lib.model.errors import DataError, QuestionError
from lib.model.filters import UNKNOWN, Filters
from lib.model.funnel_view import ENTRIES, HOLDS, ORDERS, FunnelView, Step, parse
from tests.journeys import shop
from tests.property.shops import PAUSES

few = settings(max_examples=int(os.environ.get("THROUGHLINE_EXAMPLES", "6")))
_EPOCH = datetime(1970, 1, 1)
#: The pauses of the random shops, so that windows end exactly at an event.
WINDOWS = [1, 29, 30, 31, 9 * 60, 40 * 24 * 60, 90 * 24 * 60]


#: Few touchpoints, so that most funnels are entered and many are completed.
LABELS = ["home", "cart", "checkout", "order placed"]
#: Drawn evenly: a strategy leans to small cases, in which hardly anybody gets further than the entry.
dice = st.integers(0, 2**32).map(Random)


def asked(chance: Random) -> FunnelView:
    """A funnel over the random shops' touchpoints; what cannot be meant is drawn again."""
    while True:
        number, order = chance.randint(2, 5), chance.choice(ORDERS)
        steps = tuple(_step(chance, place, number, order) for place in range(number))
        never = chance.choice([(), (), (), ("blog",), ("checkout", "cart")])
        window, hold = chance.choice(WINDOWS), chance.choice([None, None, None, *HOLDS])
        try:
            return FunnelView(steps, order, window, never, hold, chance.choice(ENTRIES))
        except QuestionError:
            continue


def _step(chance: Random, place: int, number: int, order: str) -> Step:
    inner = 0 < place < number - 1
    excluded = place > 0 and order != "any" and chance.random() < 0.25
    return Step(
        tuple(chance.sample(LABELS, chance.choice([1, 1, 2]))),
        inner and chance.random() < 0.35,
        (chance.choice([*LABELS, "blog"]),) if excluded else (),
    )


def events(chance: Random) -> list[dict[str, object]]:
    """Journeys of few touchpoints with ties and with pauses as long as windows, in no order."""
    rows = []
    for customer in range(12):
        at = _EPOCH.replace(year=2026, month=3, day=28, hour=22)
        for _ in range(chance.randint(1, 14)):
            at += timedelta(seconds=chance.choice(PAUSES))
            rows.append(
                {
                    "event_id": f"e{chance.randint(0, 9)}-{len(rows)}",
                    "customer_id": f"customer {customer}",
                    "ts": at,
                    "touchpoint": chance.choice(LABELS if chance.random() < 0.9 else ["blog"]),
                    "channel": chance.choice(["web", "app", None]),
                    "device": chance.choice(["mobile", "desktop", None]),
                    "session_id": chance.choice(["s1", "s1", None]),
                    "order_id": chance.choice(["o1", "o1", None]),
                }
            )
    chance.shuffle(rows)
    return rows


filters = st.builds(
    Filters,
    since=st.sampled_from([None, date(2026, 3, 29)]),
    channel=st.sampled_from([(), ("web",), ("app", UNKNOWN)]),
    device=st.sampled_from([(), ("mobile",)]),
)


def kept(row: dict[str, object], chosen: Filters) -> bool:
    def among(name: str, values: tuple[str, ...]) -> bool:
        return not values or (row[name] or UNKNOWN) in values

    day = row["ts"].date()
    return (
        (chosen.since is None or day >= chosen.since)
        and among("channel", chosen.channel)
        and among("device", chosen.device)
    )


def label(row: dict[str, object], level: str) -> str:
    return str(row[level] or UNKNOWN) if level == "channel" else str(row["touchpoint"])


def expected(rows, view: FunnelView, chosen: Filters) -> dict[str, list[datetime | None]]:
    """When each customer who entered did each step, read off the rules one by one."""
    found = {}
    for customer in sorted({row["customer_id"] for row in rows}):
        mine = sorted(
            (row for row in rows if row["customer_id"] == customer),
            key=lambda row: (row["ts"], row["event_id"]),
        )
        if (best := chosen_way(mine, view, chosen)) is not None:
            found[customer] = best
    return found


def chosen_way(mine, view, chosen):
    ways = []
    for place, row in enumerate(mine):
        held = row[view.hold] if view.hold else "all"
        if held is None or label(row, view.level) not in view.steps[0].labels or not kept(row, chosen):
            continue
        thread = [one for one in mine if view.hold is None or one[view.hold] == held]
        at = next(n for n, one in enumerate(thread) if one is row)
        if view.order == "strict":
            if at and label(thread[at - 1], view.level) == label(row, view.level):
                continue  # a repeat
            thread = [
                one
                for n, one in enumerate(thread)
                if n == 0 or label(thread[n - 1], view.level) != label(one, view.level)
            ]
            at = next(n for n, one in enumerate(thread) if one is row)
        ways.append((way(thread, at, view), place))
    if not ways:
        return None
    if view.entry == "first":
        return ways[0][0]
    if view.entry == "last":
        return ways[-1][0]
    return max(ways, key=lambda one: (progress(one[0], view), -one[1]))[0]


def progress(way, view):
    return sum(1 for at, step in zip(way, view.steps, strict=True) if at is not None and not step.optional)


def way(thread, at, view):
    """When each step was done, entering at that place of the thread."""
    reading = {"strict": strictly, "any": in_any_order, "ordered": in_order}[view.order]
    ends = thread[at]["ts"] + timedelta(minutes=view.window)
    rest = [(row["ts"], label(row, view.level)) for row in thread[at + 1 :] if row["ts"] <= ends]
    return [thread[at]["ts"], *reading(rest, view)]


def strictly(rest, view):
    done, alive = [], True
    for step in view.steps[1:]:
        hit = alive and bool(rest) and rest[0][1] in step.labels
        done.append(rest[0][0] if hit else None)
        if hit:
            rest = rest[1:]
        elif not step.optional:
            alive = False
    return done


def in_any_order(rest, view):
    stop = next((n for n, (_, name) in enumerate(rest) if name in view.never), len(rest))
    done, alive = [], True
    for step in view.steps[1:]:
        at = next((when for when, name in rest[:stop] if name in step.labels), None) if alive else None
        done.append(at)
        alive = alive and (at is not None or step.optional)
    return done


def in_order(rest, view):
    done = [None] * (len(view.steps) - 1)
    since = 0
    must = [place for place in view.mandatory if place > 1]
    before = 1
    for place in must:
        out = {name for step in view.steps[before:place] for name in step.without} | set(view.never)
        hit = next((n for n in range(since, len(rest)) if rest[n][1] in view.steps[place - 1].labels), None)
        stop = next((n for n in range(since, len(rest)) if rest[n][1] in out), None)
        if hit is not None and stop is not None and stop < hit:
            hit = None
        until = min(one for one in (hit, stop, len(rest)) if one is not None)
        for optional in range(before + 1, place):
            names = view.steps[optional - 1].labels
            done[optional - 2] = next((when for when, name in rest[since:until] if name in names), None)
        if hit is None:
            break
        done[place - 2] = rest[hit][0]
        since, before = hit + 1, place
    return done


def asking(store, view, chosen):
    """What the statement says of everybody who entered."""
    found = store.query(SQL, **view.values(), **chosen.values("UTC"))
    return found.astype(dict.fromkeys(AT, "float64"))


@few
@given(dice, filters)
def test_the_statement_equals_a_plain_reading_of_the_rules(chance, chosen):
    rows = events(chance)
    store = shop(events=rows)
    for view in (asked(chance) for _ in range(8)):
        assert moments(asking(store, view, chosen), view) == expected(rows, view, chosen)


def moments(found: pd.DataFrame, view: FunnelView) -> dict[str, list[datetime | None]]:
    return {
        row["customer_id"]: [
            None if pd.isna(row[at]) else _EPOCH + timedelta(microseconds=row[at])
            for at in AT[: len(view.steps)]
        ]
        for row in found.to_dict("records")
    }


@few
@given(dice, filters)
def test_a_funnel_never_grows_and_lists_whom_it_counts(chance, chosen):
    store = shop(events=events(chance))
    view = asked(chance)
    found = asking(store, view, chosen)
    if found.empty or not set(view.names) <= set(labels_of(store, view.level)):
        return
    frame = table(store, found, view)
    assert frame.loc[~frame["optional"], "customers"].is_monotonic_decreasing
    for row in frame.itertuples():
        listed = members(store, chosen, view=view, step=row.step)
        assert len(listed) == listed["customer_id"].nunique() == row.customers
        if row.step > 1 and not row.optional:
            left = members(store, chosen, view=view, step=view.before(row.step), dropped=True)
            assert len(left) == left["customer_id"].nunique() == row.dropped


@few
@given(
    dice,
    st.sampled_from(["home > ?cart > checkout", "home > ?blog > ?cart > checkout > order placed"]),
    filters,
)
def test_an_optional_step_loses_nobody(chance, text, chosen):
    store = shop(events=events(chance))
    bare = " > ".join(step.name for step in parse(text) if not step.optional)
    try:
        with_it, without = (funnel(store, chosen, steps=one) for one in (text, bare))
    except (DataError, QuestionError):
        return
    must = with_it[~with_it["optional"]]
    assert must["customers"].tolist() == without["customers"].tolist()
    assert must["dropped"].tolist() == without["dropped"].tolist()


@few
@given(dice)
def test_the_order_of_the_rows_in_the_file_changes_nothing(chance):
    rows, view = events(chance), asked(chance)
    by_id = sorted(rows, key=lambda row: row["event_id"])
    one, other = (
        asking(shop(name=name, events=of), view, Filters()) for name, of in (("one", rows), ("two", by_id))
    )
    pd.testing.assert_frame_equal(one, other)
