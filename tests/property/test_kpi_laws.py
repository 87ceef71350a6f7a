"""Laws of KPIs, satisfaction and the twins that no other law covers."""

import os
from datetime import date, datetime, timedelta
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.analysis import kpis as kpis_module
from lib.analysis import members as members_module
from lib.analysis import open_journeys as open_module
from lib.analysis.kpis import ALL, GRAINS, kpis
from lib.analysis.pictures import flow as picture_module
from lib.analysis.satisfaction import satisfaction
from lib.analysis.terms.paths import LABELS, LABELS_FAST, bound
from lib.model.errors import DataError, QuestionError
from lib.model.filters import COLUMNS, UNKNOWN, Filters
from lib.model.flow_view import FlowView, Pick
from lib.model.tables import FEEDBACK_METRICS
from lib.store.store import Store
from tests.journeys import shop
from tests.property.shops import NAMES, START, events

#: Each example publishes a dataset.
few = settings(max_examples=int(os.environ.get("THROUGHLINE_EXAMPLES", "8")))
HERE = kpis_module.HERE
PLACES: dict[str, list[str | None]] = {
    "channel": ["web", "app", None],
    "device": ["mobile", "desktop", None],
    "country": ["DE", None],
}
#: The days around a change of the clocks and the end of a month.
DAYS = [None, date(2026, 3, 28), date(2026, 3, 29), date(2026, 4, 1), date(2026, 5, 8)]


@st.composite
def filters(draw: st.DrawFn) -> Filters:
    """A period and values of each column, unknown among them."""
    since, until = draw(st.sampled_from(DAYS)), draw(st.sampled_from(DAYS))
    if since and until and since > until:
        since, until = until, since
    chosen = {
        name: tuple(draw(st.sets(st.sampled_from([one or UNKNOWN for one in values]), max_size=2)))
        for name, values in PLACES.items()
    }
    return Filters(since=since, until=until, **chosen)


@st.composite
def answers(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Up to twenty answers on two scales, some of nobody known and about nothing in particular."""
    rows: list[dict[str, Any]] = []
    for number in range(draw(st.integers(1, 20))):
        metric = draw(st.sampled_from(sorted(FEEDBACK_METRICS)))
        least, most = draw(st.sampled_from([FEEDBACK_METRICS[metric], (0, 10)]))
        rows.append(
            {
                "feedback_id": f"f{number}",
                "customer_id": draw(st.sampled_from(["customer 0", "customer 1", None])),
                "given_at": START + timedelta(hours=draw(st.integers(0, 2000))),
                "metric": metric,
                "score": draw(st.integers(int(least), int(most))),
                "scale_min": least,
                "scale_max": most,
                "touchpoint": draw(st.sampled_from([*NAMES, None])),
                "stage": draw(st.sampled_from(["purchase", None])),
                "channel": draw(st.sampled_from(PLACES["channel"])),
            }
        )
    return rows


def rows_of(frame: pd.DataFrame) -> list[list[Any]]:
    plain = frame.astype(object).where(frame.notna(), None)
    return plain.sort_values(list(frame), key=lambda column: column.astype(str)).to_numpy().tolist()


def same(store: Store, definition, twin, values: dict[str, Any]) -> None:
    left, right = store.query(definition, **values), store.query(twin, **values)
    assert sorted(left) == sorted(right)
    assert rows_of(left) == rows_of(right[list(left)])


#: So that there is a KPI at all.
BOUGHT = {
    "event_id": "bought",
    "customer_id": "buyer",
    "ts": datetime(2026, 4, 1),
    "touchpoint": "order placed",
}


@few
@given(events(), filters(), st.sampled_from(["UTC", "Europe/Berlin", "America/New_York"]))
def test_sums_per_day_equal_the_sessions_themselves(rows, chosen, zone):
    store = shop(zone=zone, events=rows)
    for grain in (*GRAINS, "all"):
        days = {"first_day": chosen.since, "last_day": chosen.until}
        values = {**chosen.values(zone), **days, "grain": grain}
        same(store, HERE / "kpis_sessions.sql", HERE / "kpis_sessions.fast.sql", values)


@few
@given(
    events(),
    answers(),
    filters(),
    st.builds(FlowView, steps=st.integers(2, 8), start=st.sampled_from([None, *NAMES])),
    st.builds(
        Pick,
        st.integers(1, 7),
        st.tuples(st.sampled_from(NAMES)),
        st.sampled_from([None, ("(left)", "cart")]),
    ),
)
def test_the_other_twins_of_flows_equal_their_definitions(rows, said, chosen, view, pick):
    store = shop(events=rows, feedback=said)
    try:
        values = {**bound(store, chosen, view), **pick.values(), "metric": "csat", "most": 100}
    except QuestionError:
        return
    values["lately"] = datetime(2026, 4, 1)
    same(store, *picture_module.ANSWERS, values)
    same(store, members_module.SQL, members_module.FAST, values)
    same(store, open_module.SQL, open_module.FAST, values)
    for level in ("touchpoint", "stage"):
        same(store, LABELS, LABELS_FAST, {"level": level})


@few
@given(events(), answers(), st.sampled_from(COLUMNS))
def test_every_value_of_a_filter_chosen_is_none_chosen(rows, said, column):
    store = shop(events=[*rows, BOUGHT], feedback=said)
    chosen = Filters(**{column: tuple(one or UNKNOWN for one in PLACES[column])})
    pd.testing.assert_frame_equal(kpis(store, Filters()), kpis(store, chosen))
    pd.testing.assert_frame_equal(satisfaction(store, Filters()), satisfaction(store, chosen))


@few
@given(answers(), st.sampled_from(["touchpoint", "stage"]), st.sampled_from(["channel", "month", "device"]))
def test_the_answers_of_all_cells_are_the_answers_there_are(said, rows, columns):
    frame = satisfaction(shop(feedback=said), Filters(), rows=rows, columns=columns)
    for _, cells in frame.groupby(["metric", "scale_min", "scale_max"]):
        by_row, by_column = cells["row"] == ALL, cells["column"] == ALL
        whole = cells.loc[by_row & by_column, "n"].sum()
        assert cells.loc[~by_row & ~by_column, "n"].sum() == whole
        assert cells.loc[~by_row & by_column, "n"].sum() == whole
        assert cells.loc[by_row & ~by_column, "n"].sum() == whole
    assert frame.loc[(frame["row"] == ALL) & (frame["column"] == ALL), "n"].sum() == len(said)


@few
@given(events(), answers(), filters(), st.sampled_from(GRAINS))
def test_periods_sum_to_the_whole_and_every_figure_lies_within_its_interval(rows, said, chosen, grain):
    try:
        frame = kpis(shop(events=rows, feedback=said), chosen, grain=grain)
    except DataError:
        return
    for _, figures in frame.groupby("metric"):
        parts, whole = figures[figures["period"] != ALL], figures[figures["period"] == ALL]
        for column in ("numerator", "denominator"):
            assert parts[column].sum() == pytest.approx(whole[column].sum())
    known = frame.dropna(subset=["low", "high"])
    assert (known["low"] <= known["value"] + 1e-9).all()
    assert (known["value"] <= known["high"] + 1e-9).all()
    shares = known[known["metric"] != "nps"]
    assert shares["low"].ge(0).all()
    assert shares["high"].le(1).all()
