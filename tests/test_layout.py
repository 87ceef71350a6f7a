"""Do sessions, journeys, runs and cubes hold exactly what the events say?"""

from datetime import datetime, timedelta
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from lib.analysis.flow import flow
from lib.analysis.terms.paths import bound
from lib.model.filters import Filters
from lib.model.flow_view import NO_PICK, FlowView
from lib.model.tables import TABLES
from lib.store import layout
from lib.store.draft import Draft
from lib.store.store import Store
from tests.journeys import fill, journeys, shop

DAY = datetime(2026, 1, 5, 10)
EVERYBODY = Filters()


def event(customer: str, minute: float, touchpoint: str = "home", **more: object) -> dict[str, object]:
    """An event so many minutes after ten o'clock; ids rise in the order of the calls."""
    event.number += 1  # type: ignore[attr-defined]
    ts = DAY + timedelta(minutes=minute)
    return {
        "event_id": f"e{event.number:05d}",  # type: ignore[attr-defined]
        "customer_id": customer,
        "ts": ts,
        "touchpoint": touchpoint,
        **more,
    }


event.number = 0  # type: ignore[attr-defined]


@pytest.fixture
def ask(tmp_path: Path):
    """Rows of a query over the layout, as tuples."""

    def rows(store: Store, text: str) -> list[tuple]:
        path = tmp_path / f"{abs(hash(text))}.sql"
        path.write_text(text)
        return [tuple(row) for row in store.query(path).itertuples(index=False)]

    return rows


ORDER = {"touchpoint": "order placed", "origin": "orders"}
A, B, SHARED = {"session_id": "A"}, {"session_id": "B"}, {"session_id": "shared"}
#: What a customer does, as (minute, attributes), and the sessions it makes, as places in that list.
SESSIONS: dict[str, tuple[list[tuple[float, dict[str, object]]], list[list[int]]]] = {
    "thirty minutes are within a session and a second more is not": (
        [(0, {}), (30, {}), (60 + 1 / 60, {})],
        [[0, 1], [2]],
    ),
    "a session goes on across midnight": ([(13 * 60 + 45, {}), (14 * 60 + 10, {})], [[0, 1]]),
    "session ids of the file are kept however long the pause": (
        [(0, A), (200, A), (201, B)],
        [[0, 1], [2]],
    ),
    "own sessions that interleave stay apart": ([(0, A), (1, B), (2, A), (3, B)], [[0, 2], [1, 3]]),
    "an event without an id belongs to what it follows and never glues two": (
        [(0, A), (5, {}), (6, B)],
        [[0, 1], [2]],
    ),
    "after a pause an event without an id belongs to what follows it": (
        [(0, A), (120, {}), (130, B)],
        [[0], [1, 2]],
    ),
    "an event without an id follows its session through an interleaving": (
        [(0, A), (1, B), (2, A), (3, {})],
        [[0, 2, 3], [1]],
    ),
    "a session id that two customers share is not trusted": ([(0, SHARED), (120, SHARED)], [[0], [1]]),
    "two customers never share a session": ([(0, SHARED)], [[0]]),
    # the parcel after 20 minutes does not bridge the 40 minutes between the visits
    "what nobody does prolongs no session": (
        [(0, {}), (20, {"touchpoint": "delivered"}), (40, {})],
        [[0], [2]],
    ),
    "what nobody does begins no session": ([(0, {"touchpoint": "order shipped"})], []),
    "an order of the shop system joins the visit thirty minutes before it": (
        [(0, {}), (30, ORDER)],
        [[0, 1]],
    ),
    "an order of the shop system joins no visit further back": ([(0, {}), (31, ORDER)], [[0]]),
    "an order of the shop system alone is no session": ([(0, ORDER)], []),
    "an order joins the visit that its own tab was in": ([(0, A), (1, B), (2, ORDER)], [[0], [1, 2]]),
    # the clicks lie 40 minutes apart, whatever was ordered between them
    "an order does not prolong the visit it joins": ([(0, {}), (20, ORDER), (40, {})], [[0, 1], [2]]),
}


@pytest.fixture(scope="module")
def found(tmp_path_factory) -> dict[str, list[list[int]]]:
    """The sessions of every case, all in one shop, a customer each."""
    rows = [
        event(case, minute, **_own(case, more)) | {"order_id": str(place)}
        for case, (events, _) in SESSIONS.items()
        for place, (minute, more) in enumerate(events)
    ]
    text = """SELECT c.customer_id, s.sess, CAST(e.order_id AS INTEGER) AS place
    FROM steps s JOIN dim_customer c ON c.cust = s.cust
    JOIN (SELECT *, row_number() OVER (PARTITION BY customer_id ORDER BY ts, event_id) AS step FROM events) e
        ON e.customer_id = c.customer_id AND e.step = s.step
    WHERE s.sess IS NOT NULL ORDER BY s.sess, place"""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("THROUGHLINE_HOME", str(tmp_path_factory.mktemp("home")))
        store = shop(events=rows)
    path = tmp_path_factory.mktemp("sql") / "sessions.sql"
    path.write_text(text)
    frame = store.query(path)
    path = path.with_name("facts.sql")
    path.write_text("SELECT session FROM session_facts")
    assert len(store.query(path)) == frame["sess"].nunique()
    by_customer: dict[str, list[list[int]]] = {case: [] for case in SESSIONS}
    for (case, _), rows_ in frame.groupby(["customer_id", "sess"], sort=False):
        by_customer[case].append(rows_["place"].tolist())
    return by_customer


def _own(case: str, more: dict[str, object]) -> dict[str, object]:
    """The ids of one case are not those of another, but for the one that is shared."""
    if more in (A, B):
        return {"session_id": f"{more['session_id']} {case}"}
    return more


@pytest.mark.parametrize("case", SESSIONS)
def test_sessions(case, found):
    assert sorted(found[case]) == SESSIONS[case][1]


def test_sessions_go_on_across_midnight_and_count_on_the_day_they_began(ask):
    # 10:00 + 825 minutes = 23:45; 25 minutes later it is the next day
    store = shop(events=[event("ann", 825), event("ann", 850)])
    assert ask(store, "SELECT day, events FROM session_facts") == [(pd.Timestamp("2026-01-05"), 2)]


def test_days_are_cut_in_business_time(ask):
    # 23:45 UTC is 00:45 of the next day in Berlin
    store = shop(zone="Europe/Berlin", events=[event("ann", 825)])
    assert ask(store, "SELECT day FROM session_facts") == [(pd.Timestamp("2026-01-06"),)]
    assert ask(store, "SELECT first_day FROM journeys") == [(pd.Timestamp("2026-01-06"),)]


def test_the_place_of_a_session_or_journey_is_that_of_its_first_event_even_where_unknown(ask):
    store = shop(events=[event("ann", 0), event("ann", 1, channel="app", device="mobile", country="DE")])
    first = "SELECT channel, device, country FROM"
    assert [pd.isna(one) for one in ask(store, f"{first} session_facts")[0]] == [True, True, True]
    assert [pd.isna(one) for one in ask(store, f"{first} journeys")[0]] == [True, True, True]


def test_ties_in_time_are_broken_by_the_event_id(ask):
    late, early = event("ann", 0, "cart"), event("ann", 0, "home")
    late["event_id"], early["event_id"] = "e2", "e1"
    store = shop(events=[late, early])
    assert flow(store, EVERYBODY, steps=2)[["source", "target"]].to_numpy().tolist() == [["home", "cart"]]


def test_cancelled_and_test_orders_are_no_orders_of_a_session(ask):
    placed = [event("ann", i, "order placed", order_id=f"o{i}") for i in range(4)]
    amounts = {"customer_id": "ann", "ordered_at": DAY, "revenue": 10}
    orders = [
        {"order_id": "o0", **amounts},
        {"order_id": "o1", **amounts, "status": "Cancelled"},
        {"order_id": "o2", **amounts, "cancelled_at": DAY},
    ]
    # o0 counts with its 10, o3 is unknown to the shop system and counts with what the event says
    placed[3]["value"] = 7
    store = shop(events=placed, orders=orders)
    assert ask(store, "SELECT orders, revenue FROM session_facts") == [(2, 17.0)]


def test_a_cart_is_a_cart_or_a_checkout(ask):
    store = journeys(ann="home > cart", bob="home > checkout", cid="home")
    assert ask(store, "SELECT cart FROM session_facts ORDER BY session") == [(True,), (True,), (False,)]


def test_the_top_of_a_scale_is_its_best_two_fifths_and_at_least_its_best(ask):
    # the classes times 0.4, rounded down: 2 of 5, 4.4 of 11, 2.8 of 7, 1.2 of 3; 0.8 of 2 would be none
    scales = {(1, 5): [4, 5], (0, 10): [7, 8, 9, 10], (1, 7): [6, 7], (1, 3): [3], (0, 1): [1]}
    answers = [
        {"feedback_id": f"{most} {score}", "given_at": DAY, "metric": "csat", "score": score}
        | {"scale_min": least, "scale_max": most}
        for least, most in scales
        for score in range(least, most + 1)
    ]
    found = ask(shop(feedback=answers), "SELECT scale_max, score FROM feedback_facts WHERE top ORDER BY ALL")
    assert sorted(found) == sorted((most, score) for (_, most), top in scales.items() for score in top)


@pytest.fixture(scope="module")
def random_shop(tmp_path_factory) -> Store:
    """400 customers on a walk without any order to it: repeats, ties, unknown places."""
    rows, seed = [], 7
    names = ["home", "cart", "blog", "order placed", "delivered"]
    for number in range(3000):
        seed = (seed * 1103515245 + 12345) % 2**31
        pick = seed >> 8
        place = {"channel": ["web", "app", None][pick % 3], "device": ["mobile", None][pick // 3 % 2]}
        rows.append(event(f"c{pick % 400}", number // 3, names[pick // 7 % 5], **place))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("THROUGHLINE_HOME", str(tmp_path_factory.mktemp("home")))
        return shop(events=rows)


def test_first_runs_are_the_customers_of_each_touchpoint(random_shop, ask):
    pairs = "SELECT count(*) FROM (SELECT DISTINCT customer_id, touchpoint FROM events)"
    assert ask(random_shop, "SELECT count(*) FROM runs WHERE f_j") == ask(random_shop, pairs)
    assert ask(random_shop, "SELECT count(*) FROM runs WHERE l_j") == ask(random_shop, pairs)


def test_the_first_step_of_the_cube_counts_every_journey_once(random_shop, ask):
    everybody = ask(random_shop, "SELECT count(DISTINCT customer_id) FROM events")
    assert ask(random_shop, "SELECT CAST(sum(n) AS BIGINT) FROM cube WHERE step = 1") == everybody
    assert ask(random_shop, "SELECT count(*) FROM journeys") == everybody


def test_the_cube_is_conserved_from_step_to_step(random_shop, ask):
    text = """SELECT CAST(sum(CASE WHEN step = {0} AND b <> 0 THEN n ELSE 0 END) AS BIGINT) AS came,
    CAST(sum(CASE WHEN step = {1} THEN n ELSE 0 END) AS BIGINT) AS went FROM cube"""
    for step in range(1, 7):
        ((came, went),) = ask(random_shop, text.format(step, step + 1))
        assert came == went > 0


def test_session_days_sum_to_the_sessions(random_shop, ask):
    days = "SELECT CAST(sum(sessions) AS BIGINT), CAST(sum(converted) AS BIGINT) FROM session_days"
    facts = "SELECT count(*), count_if(orders > 0) FROM session_facts"
    assert ask(random_shop, days) == ask(random_shop, facts)


def test_every_event_has_its_step_and_every_active_one_its_session(random_shop, ask):
    assert ask(random_shop, "SELECT count(*) FROM steps") == [(3000,)]
    assert ask(random_shop, "SELECT count(*) FROM steps WHERE active AND sess IS NULL") == [(0,)]
    assert ask(random_shop, "SELECT CAST(sum(events) AS BIGINT) FROM session_facts") == ask(
        random_shop, "SELECT count(*) FROM steps WHERE sess IS NOT NULL"
    )


@pytest.mark.parametrize(("touchpoints", "packed"), [(254, True), (255, False)])
def test_more_touchpoints_than_fit_a_byte_are_answered_by_the_definition(touchpoints, packed):
    names = [f"page {i:03d}" for i in range(touchpoints)]
    rows = [event("ann", i, name) for i, name in enumerate(names)]
    # the last eight pages in a row, so that the largest codes stand in the packed path
    rows += [event("bob", i, name) for i, name in enumerate(names[-8:])]
    store = shop(events=rows)
    assert store.manifest.packed is packed
    values = {**bound(store, EVERYBODY, FlowView(steps=8, start=names[-8])), **NO_PICK}
    ribbons = flow(store, EVERYBODY, steps=8, rows=20, start=names[-8])
    expected = store.query(Path(flow.__globals__["SQL"]), **values)
    assert len(ribbons) == len(expected) == 7
    assert ribbons["customers"].tolist() == expected["customers"].tolist() == [2] * 7


def test_a_dataset_without_events_can_be_published_and_read(ask):
    answer = {"feedback_id": "f1", "given_at": DAY, "metric": "csat", "score": 5}
    store = shop(feedback=[answer | {"scale_min": 1, "scale_max": 5}])
    assert ask(store, "SELECT count(*) FROM kept_journeys(NULL, NULL, NULL, NULL, NULL)") == [(0,)]
    assert ask(store, "SELECT count(*) FROM kept_feedback(NULL, NULL, NULL, NULL, NULL)") == [(1,)]


class Watched:
    """A connection that keeps the plan of every statement with a window."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.connection, self.plans = connection, {}

    def execute(self, statement, values=None):
        text = getattr(statement, "query", statement)
        if " OVER (" in text:
            self.plans[text] = self.connection.execute(f"EXPLAIN {text}", values).fetchall()[0][1]
        return self.connection.execute(statement, values)


def test_the_build_streams_over_the_one_sort_instead_of_sorting_for_every_window(tmp_path):
    with Draft() as draft:
        for table in TABLES:
            fill(draft, table, [event("ann", i) for i in range(3)] if table == "events" else ())
        with draft.building(tmp_path / "built.duckdb") as connection:
            watched = Watched(connection)
            layout.build(watched, "UTC")
    streamed = [plan for text, plan in watched.plans.items() if "OVER ()" in text or "OVER (ROWS" in text]
    assert len(streamed) == 6, (
        "the passes over places, visits, packed runs, stages, channels and their packing"
    )
    for plan in streamed:
        assert "Streaming Window" in plan
        assert "─ Window ─" not in plan
