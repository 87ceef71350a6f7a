"""Laws of order, transitions and routes: plain windows agree, nobody is lost, lists are as long as counts."""

from itertools import pairwise

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from lib.analysis.conformance import conformance
from lib.analysis.move_members import move_members
from lib.analysis.order import KINDS, order
from lib.analysis.route_members import route_members
from lib.analysis.routes import routes
from lib.analysis.transitions import transitions
from lib.model.errors import DataError, QuestionError
from lib.model.filters import Filters
from lib.model.flow_view import LEFT, LEVELS, OTHER
from lib.model.stages import STAGES
from tests.journeys import shop
from tests.property.shops import NAMES, events
from tests.property.test_flow_laws import few, filters


def paths(store, rows_kept, level, collapse):
    """Every journey whose first event is kept, as a list of labels; written without SQL."""
    found = {}
    ordered = sorted(rows_kept, key=lambda row: (row["ts"], row["event_id"]))
    for row in ordered:
        label = row[level] or "(unknown)"
        path = found.setdefault(row["customer_id"], [])
        if not (collapse and path and path[-1] == label):
            path.append(label)
    return found


def kept(store, tmp, chosen):
    """The events of the customers whose first event passes the filters."""
    sql = tmp / "kept.sql"
    sql.write_text(
        """
        WITH first AS (
            SELECT customer_id, kept,
                row_number() OVER (PARTITION BY customer_id ORDER BY ts, event_id) AS place
            FROM kept_events($since, $until, $channels, $devices, $countries)
        )
        SELECT e.customer_id, e.event_id, e.ts, e.touchpoint, e.stage, e.channel
        FROM events e WHERE e.customer_id IN (SELECT customer_id FROM first WHERE place = 1 AND kept)
        """
    )
    frame = store.query(sql, **chosen.values("UTC"))
    return frame.astype(object).where(frame.notna(), None).to_dict("records")


@few
@given(events(), filters, st.sampled_from(LEVELS), st.booleans())
def test_transitions_equal_counting_by_hand(tmp_path, rows, chosen, level, collapse):
    store = shop(events=rows)
    journeys = paths(store, kept(store, tmp_path, chosen), level, collapse)
    moves, customers = {}, {}
    for who, path in journeys.items():
        for pair in pairwise([*path, LEFT]):
            moves[pair] = moves.get(pair, 0) + 1
            customers.setdefault(pair, set()).add(who)
    try:
        frame = transitions(store, chosen, level=level, collapse=collapse)
    except DataError:
        assert not journeys
        return
    found = {(one.source, one.target): (one.customers, one.moves) for one in frame.itertuples()}
    assert found == {pair: (len(customers[pair]), times) for pair, times in moves.items()}


@few
@given(events(), filters)
def test_order_equals_counting_by_hand_and_its_parts_add_up(tmp_path, rows, chosen):
    store = shop(events=rows)
    known = [row for row in kept(store, tmp_path, chosen) if row["stage"] in STAGES]
    moves, customers = {}, {}
    for who, path in paths(store, known, "stage", True).items():
        for pair in pairwise(path):
            moves[pair] = moves.get(pair, 0) + 1
            customers.setdefault(pair, set()).add(who)
    try:
        frame = order(store, chosen)
    except DataError:
        assert not known
        return
    single, sums = frame[frame["source"] != "(all)"], frame[frame["source"] == "(all)"].set_index("kind")
    found = {(one.source, one.target): (one.customers, one.moves) for one in single.itertuples()}
    assert found == {pair: (len(customers[pair]), times) for pair, times in moves.items()}
    for kind in KINDS[:3]:
        assert single.loc[single["kind"] == kind, "moves"].sum() == sums.loc[kind, "moves"]
    assert single["rework"].sum() == sums.loc["rework", "moves"]
    for one in single.head(3).itertuples():
        assert len(move_members(store, chosen, source=one.source, target=one.target)) == one.customers
    classes = conformance(store, chosen).set_index("class")
    whole = classes.loc["(all)"]
    assert classes["customers"].drop("(all)").sum() == whole["customers"] == sums["at_source"].iloc[0]
    for column in ("orders", "followed", "n"):
        assert classes[column].drop("(all)").sum() == whole[column]
    assert classes.loc[["skipped", "both"], "customers"].sum() == sums.loc["skip", "customers"]
    assert classes.loc[["went back", "both"], "customers"].sum() == sums.loc["back", "customers"]


@few
@given(
    events(),
    filters,
    st.sampled_from([None, *NAMES]),
    st.sampled_from(NAMES),
    st.booleans(),
    st.integers(1, 4),
)
def test_routes_lose_nobody_and_the_list_is_as_long_as_the_count(rows, chosen, start, end, collapse, most):
    store = shop(events=rows)
    options = {"start": start, "end": end, "collapse": collapse}
    try:
        short, whole = (routes(store, chosen, most=n, **options) for n in (most, 1000))
    except (DataError, QuestionError):
        return
    assert short["customers"].sum() == whole["customers"].sum()
    assert abs(whole["share"].sum() - 1) < 1e-9
    listed = []
    for one in whole.itertuples():
        behind = route_members(store, chosen, route=one.route, **options)
        assert len(behind) == one.customers
        listed.append(behind["customer_id"])
    assert pd.concat(listed).is_unique
    assert OTHER not in set(whole["route"])


@few
@given(events())
def test_from_the_start_everybody_who_reached_the_end_has_a_route(rows):
    store = shop(events=rows)
    for end in sorted({row["touchpoint"] for row in rows}):
        arrived = {row["customer_id"] for row in rows if row["touchpoint"] == end}
        assert routes(store, Filters(), end=end)["customers"].sum() == len(arrived)
