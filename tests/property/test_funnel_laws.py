"""Laws of funnels: the statement equals a plain reading of the rules, and the list is the count."""

import os
from datetime import date, datetime, timedelta

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.analysis.funnel import AT, SQL, funnel, labels, table
from lib.analysis.funnel_members import members
from lib.model.errors import DataError, QuestionError
from lib.model.filters import UNKNOWN, Filters
from lib.model.funnel_view import ENTRIES, HOLDS, ORDERS, FunnelView, Step, parse
from tests.journeys import shop
from tests.property.shops import NAMES, events

few = settings(max_examples=int(os.environ.get("THROUGHLINE_EXAMPLES", "12")))
_EPOCH = datetime(1970, 1, 1)
#: The pauses of the random shops, so that windows end exactly at an event.
WINDOWS = [1, 29, 30, 31, 9 * 60, 40 * 24 * 60, 90 * 24 * 60]


@st.composite
def asked(draw: st.DrawFn) -> FunnelView:
    """A funnel over the random shops' touchpoints; what cannot be meant is drawn again."""
    some = st.lists(st.sampled_from(NAMES[:5]), min_size=1, max_size=2, unique=True)
    number = draw(st.integers(2, 5))
    order = draw(st.sampled_from(ORDERS))
    steps = [
        Step(
            tuple(draw(some)),
            0 < place < number - 1 and draw(st.booleans()),
            tuple(draw(some)) if place and order != "any" and draw(st.integers(0, 3)) == 0 else (),
        )
        for place in range(number)
    ]
    try:
        return FunnelView(
            tuple(steps),
            order,
            draw(st.sampled_from(WINDOWS)),
            draw(st.sampled_from([(), (), ("blog",), ("spin the wheel", "delivered")])),
            draw(st.sampled_from([None, None, *HOLDS])),
            draw(st.sampled_from(ENTRIES)),
        )
    except QuestionError:
        return FunnelView(parse("home > ?cart > order placed"), order)


@st.composite
def shops(draw: st.DrawFn) -> list[dict[str, object]]:
    """Random events of few touchpoints, some with a session and an order."""
    rows = draw(events(10))
    for row in rows:
        row["touchpoint"] = draw(st.sampled_from(NAMES[:5])) if draw(st.integers(0, 3)) else row["touchpoint"]
        row["session_id"] = draw(st.sampled_from(["s1", "s2", None]))
        row["order_id"] = draw(st.sampled_from(["o1", "o2", None]))
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


def answered(rows, view, chosen):
    """The store, and what the statement says of everybody who entered."""
    store = shop(events=rows)
    found = store.query(SQL, **view.values(), **chosen.values("UTC"))
    return store, found.astype(dict.fromkeys(AT, "float64"))


@few
@given(shops(), asked(), filters)
def test_the_statement_equals_a_plain_reading_of_the_rules(rows, view, chosen):
    _, found = answered(rows, view, chosen)
    moments = {
        row["customer_id"]: [
            None if pd.isna(row[at]) else _EPOCH + timedelta(microseconds=row[at])
            for at in AT[: len(view.steps)]
        ]
        for row in found.to_dict("records")
    }
    assert moments == expected(rows, view, chosen)


@few
@given(shops(), asked(), filters)
def test_a_funnel_never_grows_and_lists_whom_it_counts(rows, view, chosen):
    store, found = answered(rows, view, chosen)
    if found.empty or not set(view.names) <= set(labels(store, view.level)):
        return
    frame = table(store, found, view)
    must = frame.loc[~frame["optional"], "customers"]
    assert must.is_monotonic_decreasing
    for row in frame.itertuples():
        listed = members(store, chosen, view=view, step=row.step)
        assert len(listed) == listed["customer_id"].nunique() == row.customers
        if row.step > 1 and not row.optional:
            left = members(store, chosen, view=view, step=view.before(row.step), dropped=True)
            assert len(left) == row.dropped
        assert (
            row.optional
            or row.step == 1
            or row.dropped == frame["customers"][view.before(row.step) - 1] - row.customers
        )


@few
@given(
    shops(),
    st.sampled_from(["home > ?cart > checkout", "home > ?blog > ?cart > checkout > order placed"]),
    filters,
)
def test_an_optional_step_loses_nobody(rows, text, chosen):
    store = shop(events=rows)
    bare = " > ".join(step.name for step in parse(text) if not step.optional)
    try:
        with_it, without = (funnel(store, chosen, steps=one) for one in (text, bare))
    except (DataError, QuestionError):
        return
    must = with_it[~with_it["optional"]]
    assert must["customers"].tolist() == without["customers"].tolist()
    assert must["dropped"].tolist() == without["dropped"].tolist()


@few
@given(shops(), asked())
def test_the_order_of_the_rows_in_the_file_changes_nothing(rows, view):
    _, one = answered(rows, view, Filters())
    _, other = answered(sorted(rows, key=lambda row: row["event_id"]), view, Filters())
    pd.testing.assert_frame_equal(one, other)
