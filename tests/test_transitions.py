"""What comes next, worked by hand and against a plain window."""

from datetime import date

import pytest

from lib.analysis.transitions import transitions
from lib.intake.importing import import_files
from lib.model.errors import DataError, QuestionError
from lib.model.filters import Filters
from lib.store import catalog
from tests.journeys import journeys


def counted(frame):
    return {(one.source, one.target): (one.customers, one.moves) for one in frame.itertuples()}


def small():
    return journeys(
        ann="home > cart > home > cart > order placed",
        bob="home > home > cart",
        eve="cart",
    )


def test_moves_and_customers_are_as_counted_by_hand():
    frame = transitions(small(), Filters())
    assert counted(frame) == {
        ("home", "cart"): (2, 3),
        ("cart", "(left)"): (2, 2),
        ("cart", "home"): (1, 1),
        ("cart", "order placed"): (1, 1),
        ("order placed", "(left)"): (1, 1),
    }
    cart = frame[frame["source"] == "cart"]
    assert set(cart["from_source"]) == {4}
    assert set(cart["at_source"]) == {3}
    assert cart["share"].tolist() == [0.5, 0.25, 0.25]
    assert (cart["low"] < cart["share"]).all()
    assert (cart["share"] < cart["high"]).all()


def test_without_joining_repeats_a_touchpoint_may_follow_itself():
    found = counted(transitions(small(), Filters(), collapse=False))
    assert found["home", "home"] == (1, 1)
    assert found["home", "cart"] == (2, 3)


def test_stages_are_another_level():
    found = counted(transitions(small(), Filters(), level="stage"))
    assert found == {
        ("consideration", "purchase"): (2, 3),
        ("purchase", "consideration"): (1, 1),
        ("purchase", "(left)"): (3, 3),
    }


def test_a_change_of_channel_is_a_move_too():
    store = journeys(ann="home[channel=web] > cart[channel=app] > order placed[channel=app]", bob="home")
    assert counted(transitions(store, Filters(), level="channel")) == {
        ("web", "app"): (1, 1),
        ("app", "(left)"): (1, 1),
        ("web", "(left)"): (1, 1),
    }


def test_the_shares_of_one_source_add_up():
    sums = transitions(small(), Filters()).groupby("source")["share"].sum()
    assert sums.tolist() == pytest.approx([1.0] * len(sums))


def test_what_cannot_be_asked_is_said_with_what_can():
    with pytest.raises(QuestionError, match="touchpoint, stage"):
        transitions(small(), Filters(), level="galaxy")
    with pytest.raises(DataError, match="Widen the dates"):
        transitions(small(), Filters(since=date(2030, 1, 1)))


@pytest.mark.parametrize("collapse", [True, False])
def test_real_events_give_what_a_plain_window_gives(shared_data, tmp_path, collapse):
    import_files(sorted(shared_data("rees46_1k").glob("*.csv")), "shop")
    store = catalog.open_store("shop")
    plain = tmp_path / "plain.sql"
    plain.write_text(
        """
        WITH a AS (SELECT customer_id, ts, event_id, touchpoint AS t,
                lag(touchpoint) OVER (PARTITION BY customer_id ORDER BY ts, event_id) AS b FROM events),
        k AS (SELECT customer_id, t, lead(t) OVER (PARTITION BY customer_id ORDER BY ts, event_id) AS n
              FROM a WHERE NOT $collapse OR b IS DISTINCT FROM t)
        SELECT t AS source, coalesce(n, '(left)') AS target, count(DISTINCT customer_id) AS customers,
               count(*) AS moves FROM k GROUP BY ALL
        """
    )
    expected = store.query(plain, collapse=collapse)
    assert counted(transitions(store, Filters(), collapse=collapse)) == counted(expected)
    assert len(expected) > 5
