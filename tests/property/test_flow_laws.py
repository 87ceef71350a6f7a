"""Laws of flows: twin and definition agree, nobody is lost, the picture and the list are one number."""

import os
import shutil
from dataclasses import replace
from datetime import date, datetime

import duckdb
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.analysis import flow as flow_module
from lib.analysis import open_journeys
from lib.analysis.flow import flow, grouped, moves
from lib.analysis.members import behind
from lib.analysis.pictures import flow as picture_module
from lib.analysis.terms.paths import bound
from lib.model.errors import DataError, QuestionError
from lib.model.filters import UNKNOWN, Filters
from lib.model.flow_view import BEGAN, END, LEFT, LEVELS, NO_PICK, FlowView, Pick
from lib.model.stages import STAGES, stage_of
from lib.store import catalog
from lib.store.store import Store
from tests.conftest import ROOT
from tests.journeys import shop
from tests.property import path_oracle
from tests.property.shops import NAMES, events

#: Each example publishes a dataset.
few = settings(max_examples=int(os.environ.get("THROUGHLINE_EXAMPLES", "12")))
#: Views of whole journeys, which the packed layout answers.
views = st.one_of(
    st.builds(
        FlowView,
        steps=st.integers(2, 8),
        rows=st.integers(1, 5),
        start=st.sampled_from([None, *NAMES]),
        end=st.sampled_from([None, None, *NAMES]),
        occurrence=st.sampled_from([None, "first", "last"]),
    ),
    st.builds(
        FlowView,
        steps=st.integers(5, 8),
        start=st.sampled_from(NAMES),
        before=st.integers(1, 4),
        occurrence=st.sampled_from([None, "first", "last"]),
    ),
)
#: Views that change the sequences, or count every passage.
rare = st.builds(
    FlowView,
    steps=st.just(20),
    start=st.sampled_from([None, *NAMES]),
    end=st.sampled_from([None, *NAMES]),
    occurrence=st.sampled_from([None, "first", "last", "every"]),
    collapse=st.booleans(),
    pause=st.sampled_from([None, 30, 600]),
    within=st.sampled_from([None, 1, 240]),
    hide=st.sampled_from(["", "cart | home"]),
    only=st.sampled_from(["", "*"]),
    group=st.sampled_from(["", "shop = home | c*"]),
)
filters = st.builds(
    Filters,
    since=st.sampled_from([None, date(2026, 3, 29), date(2026, 4, 1)]),
    until=st.sampled_from([None, date(2026, 5, 8)]),
    channel=st.sampled_from([(), ("web",), ("app", "(unknown)")]),
    device=st.sampled_from([(), ("mobile",)]),
    country=st.sampled_from([(), ("DE",)]),
)


def same(store: Store, definition, twin, values) -> None:
    left, right = store.query(definition, **values), store.query(twin, **values)
    columns = list(left.columns)
    left, right = (
        frame.astype(object).where(frame.notna(), None).sort_values(columns, key=lambda c: c.astype(str))
        for frame in (left, right[columns])
    )
    assert left.to_numpy().tolist() == right.to_numpy().tolist()


@few
@given(
    events(), views, filters, st.integers(1, 7), st.sampled_from(NAMES), st.sampled_from([None, LEFT, *NAMES])
)
def test_every_twin_equals_its_definition(rows, view, chosen, step, source, target):
    store = shop(events=rows)
    try:
        values = bound(store, chosen, view)
    except QuestionError:
        return
    pick = Pick(step, (source,), None if target is None else (target,)).values()
    same(store, flow_module.SQL, flow_module.FAST, {**values, **NO_PICK})
    same(store, flow_module.SQL, flow_module.FAST, {**values, **pick})
    same(store, picture_module.ROUTES[0], picture_module.ROUTES[1], {**values, "most": 100})
    if chosen.since is None and chosen.until is None and not chosen.country and view.anchor is None:
        same(store, flow_module.SQL, flow_module.CUBE, {**values, **NO_PICK})


#: The same for stages and channels, which are packed beside touchpoints.
COARSE = (*STAGES, "web", "app", UNKNOWN)
_levels = st.sampled_from(["stage", "channel"])
_which = st.sampled_from([None, "first", "last"])
coarse = st.one_of(
    st.builds(
        FlowView, level=_levels, steps=st.integers(2, 8), start=st.sampled_from([None, *COARSE]),
        end=st.sampled_from([None, None, *COARSE]), occurrence=_which,
    ),
    st.builds(
        FlowView, level=_levels, steps=st.integers(5, 8), start=st.sampled_from(COARSE),
        before=st.integers(1, 4), occurrence=_which,
    ),
)  # fmt: skip


@few
@given(
    events(), coarse, filters, st.integers(1, 7), st.sampled_from(COARSE), st.sampled_from([None, *COARSE])
)
def test_stages_and_channels_have_the_same_twins(rows, view, chosen, step, source, target):
    asked = [answer(number, row) for number, row in enumerate(rows[::3])]
    store = shop(events=rows, feedback=asked)
    try:
        values = bound(store, chosen, view)
    except QuestionError:
        return
    pick = Pick(step, (source,), None if target is None else (target,)).values()
    assert view.packed
    same(store, flow_module.SQL, flow_module.FAST, {**values, **NO_PICK})
    same(store, flow_module.SQL, flow_module.FAST, {**values, **pick})
    same(store, picture_module.ROUTES[0], picture_module.ROUTES[1], {**values, "most": 100})
    same(store, picture_module.ANSWERS[0], picture_module.ANSWERS[1], {**values, "metric": "csat"})
    late = {**values, "lately": datetime(2026, 4, 1)}
    same(store, open_journeys.SQL, open_journeys.FAST, late)


def answer(number, row):
    """What the customer of an event said about its touchpoint."""
    about = {name: row.get(name) for name in ("customer_id", "touchpoint", "channel")}
    scores = {"metric": "csat", "score": 1 + number % 5, "scale_min": 1, "scale_max": 5}
    return about | scores | {
        "feedback_id": f"f{number}", "given_at": row["ts"], "stage": stage_of(row["touchpoint"]),
    }  # fmt: skip


def plain(store: Store) -> Store:
    """The same dataset with the portable definition of its paths in place of the coded one."""
    place = catalog.folder(store.manifest.name)
    copy = place / f"plain-{store.manifest.version}.duckdb"
    shutil.copy(catalog.sealed(place, store.manifest), copy)
    with duckdb.connect(str(copy)) as connection:
        connection.execute((ROOT / "lib" / "store" / "paths.sql").read_text(encoding="utf-8"))
    return Store(copy, store.manifest)


levels = st.sampled_from(LEVELS)


@few
@given(events(), rare, levels, st.sampled_from([None, "channel"]), filters)
def test_paths_are_those_that_a_person_would_find(rows, view, level, front, chosen):
    """Both the portable definition and the coded one that stands in its place on this machine."""
    store = shop(events=rows)
    try:
        view = replace(view, front=front) if not view.leads_up else view
        view = replace(view, level=level) if view.start is None and view.end is None else view
        values = {**bound(store, chosen, view), **NO_PICK}
    except QuestionError:
        return
    expected = path_oracle.moves(rows, view, chosen)
    for one in (store, plain(store)):
        found = one.query(flow_module.SQL, **values)
        targets = found["target"].astype(object).where(found["target"].notna(), LEFT)
        made = zip(found["step"], found["source"], targets, found["customers"], strict=True)
        assert {tuple(place): customers for *place, customers in made} == expected


@few
@given(events(), views, filters)
def test_flow_is_conserved_at_every_node(rows, view, chosen):
    try:
        frame = flow(shop(events=rows), chosen, **view.settings)
    except (DataError, QuestionError):
        return
    for step in range(2, view.steps):
        came = frame[(frame["step"] == step - 1) & ~frame["target"].isin([LEFT, END])]
        went = frame[(frame["step"] == step) & (frame["source"] != BEGAN)]
        arrived = came.groupby("target")["customers"].sum()
        departed = went.groupby("source")["customers"].sum()
        pd.testing.assert_series_equal(
            arrived.sort_index(), departed.sort_index(), check_names=False, check_index_type=False
        )


@few
@given(events(), views, filters)
def test_the_list_behind_a_ribbon_has_as_many_customers_as_the_ribbon(rows, view, chosen):
    store = shop(events=rows)
    try:
        ribbons = moves(store, chosen, view)
    except (DataError, QuestionError):
        return
    for row in ribbons.head(4).itertuples():
        listed = behind(store, chosen, view, Pick(row.step, (row.source,), (row.target,)))
        assert len(listed) == listed["customer_id"].nunique() == row.customers


@few
@given(events(), st.integers(1, 4))
def test_grouping_into_other_loses_nobody(rows, most):
    store = shop(events=rows)
    ribbons = moves(store, Filters(), FlowView())
    assert grouped(ribbons, most)["customers"].sum() == ribbons["customers"].sum()


@few
@given(events())
def test_the_order_of_the_rows_in_the_file_changes_nothing(rows):
    one = flow(shop(name="one", events=rows), Filters())
    other = flow(shop(name="other", events=sorted(rows, key=lambda row: row["event_id"])), Filters())
    pd.testing.assert_frame_equal(one, other)
