"""Stage order on ten customers whose moves are counted by hand."""

from datetime import date, datetime, timedelta

import numpy as np
import pandas as pd
import pytest

from lib.analysis.conformance import conformance
from lib.analysis.ideal import ideal
from lib.analysis.move_members import move_members
from lib.analysis.order import order, reached
from lib.intake.importing import import_files
from lib.model.errors import DataError, QuestionError
from lib.model.filters import Filters
from lib.model.stages import stage_of
from lib.store import catalog
from tests.journeys import START, journeys, shop

#: a awareness, c consideration, p purchase, r retention, v advocacy, x without a stage.
NAMES = {
    "a": "paid search", "c": "product page", "p": "cart", "r": "delivered", "v": "review given",
    "x": "spin the wheel",
}  # fmt: skip
#: Ten customers.
TEN = {
    "c0": "acprv",  # in order, all of it
    "c1": "acp",  # in order
    "c2": "aaaccp",  # in order, repeats are one visit
    "c3": "axxcxp",  # in order, what has no stage is left out
    "c4": "ap",  # skips consideration
    "c5": "acr",  # skips purchase
    "c6": "acacp",  # back to awareness, then again consideration: two returns
    "c7": "apcp",  # skips, goes back, returns to purchase
    "c8": "c",  # one stage: nothing to judge
    "c9": "x",  # no stage at all
}


def steps(code):
    return " > ".join(NAMES[letter] for letter in code)


def ten():
    return journeys(**{who: steps(code) for who, code in TEN.items()})


def rows(frame, kind):
    found = frame[frame["kind"].eq(kind) & frame["source"].ne("(all)")]
    return {
        (one.source[0], one.target[0]): (one.customers, one.moves, one.at_source)
        for one in found.itertuples()
    }


def test_the_stages_of_the_names_are_as_written():
    assert [stage_of(name) for name in NAMES.values()] == [
        "awareness", "consideration", "purchase", "retention", "advocacy", None,
    ]  # fmt: skip


def test_next_skip_and_back_are_as_counted_by_hand():
    frame = order(ten(), Filters())
    # reached: awareness c0-c7; consideration c0-c3, c5-c8; purchase c0-c4, c6, c7; retention c0, c5
    assert rows(frame, "next") == {
        ("a", "c"): (6, 7, 8),
        ("c", "p"): (6, 6, 8),
        ("p", "r"): (1, 1, 7),
        ("r", "a"): (1, 1, 2),
    }
    assert rows(frame, "skip") == {("a", "p"): (2, 2, 8), ("c", "r"): (1, 1, 8)}
    assert rows(frame, "back") == {("c", "a"): (1, 1, 8), ("p", "c"): (1, 1, 7)}


def test_the_sums_of_each_kind_count_customers_once_over_all_customers():
    frame = order(ten(), Filters()).set_index("kind")
    sums = frame[frame["source"] == "(all)"]
    assert sums["customers"].to_dict() == {"next": 7, "skip": 3, "back": 2, "rework": 2}
    assert sums["moves"].to_dict() == {"next": 15, "skip": 3, "back": 2, "rework": 3}
    assert set(sums["at_source"]) == {10}
    assert sums["share"].to_dict() == pytest.approx({"next": 0.7, "skip": 0.3, "back": 0.2, "rework": 0.2})
    assert (sums["low"] < sums["share"]).all()
    assert (sums["share"] < sums["high"]).all()


def test_rework_is_coming_back_to_a_stage_left_before():
    frame = order(ten(), Filters())
    again = frame[frame["rework"].gt(0) & frame["source"].ne("(all)")]
    found = {(one.source[0], one.target[0]): one.rework for one in again.itertuples()}
    # c6: c > a, then a > c; c7: c > p
    assert found == {("c", "a"): 1, ("a", "c"): 1, ("c", "p"): 1}


def test_reached_counts_each_stage_in_the_order():
    assert reached(ten(), Filters())["customers"].tolist() == [8, 8, 7, 2, 1]


def test_classes_are_told_apart_and_nobody_is_lost():
    frame = conformance(ten(), Filters()).set_index("class")
    assert frame["customers"].to_dict() == {
        "conforming": 4, "skipped": 2, "went back": 1, "both": 1, "no move": 2, "(all)": 10,
    }  # fmt: skip
    assert frame.loc["conforming", "share"] == pytest.approx(0.4)
    assert frame["followed"].to_dict()["(all)"] == 1
    assert frame["n"].sum() == 0
    assert frame["mean"].isna().all()


def test_an_ideal_path_of_ones_own_changes_what_is_in_order():
    store = ten()
    path = "awareness > consideration > purchase"
    frame = conformance(store, Filters(), ideal=path).set_index("class")
    # retention and advocacy lie beside the path: c5 is awareness, consideration and no more
    assert frame["customers"].to_dict() == {
        "conforming": 5, "skipped": 1, "went back": 1, "both": 1, "no move": 2, "(all)": 10,
    }  # fmt: skip
    # c0, c1, c2, c3: c6 went back before its first purchase, c5 never bought
    assert frame.loc["(all)", "followed"] == 4
    assert frame.loc["(all)", "followed_share"] == pytest.approx(0.4)
    missed = ideal(store, Filters(), ideal=path)
    # c4 and c7 pass consideration over; c7 comes to it later
    assert missed["customers"].tolist() == [8, 8, 7]
    assert missed["passed_over"].tolist() == [0, 2, 0]
    assert missed["never"].tolist() == [0, 1, 0]
    assert missed["share"].tolist() == pytest.approx([0, 2 / 9, 0])


def test_an_ideal_path_of_touchpoints():
    frame = order(ten(), Filters(), ideal="cart > product page", level="touchpoint")
    assert rows(frame, "next") == {("c", "p"): (1, 1, 7)}
    assert rows(frame, "back") == {("p", "c"): (6, 6, 8)}


def test_who_made_a_move_is_as_many_as_counted():
    store = ten()
    frame = order(store, Filters())
    for one in frame[frame["source"] != "(all)"].itertuples():
        assert len(move_members(store, Filters(), source=one.source, target=one.target)) == one.customers
    skipped = move_members(store, Filters(), source="awareness", target="purchase")
    assert set(skipped["customer_id"]) == {"c4", "c7"}


def test_the_first_event_decides_who_counts_and_the_whole_journey_is_counted():
    store = journeys(ann=f"{steps('a')}[channel=app] > {steps('p')}", bob=steps("ac"))
    frame = order(store, Filters(channel=("app",)))
    assert rows(frame, "skip") == {("a", "p"): (1, 1, 1)}
    assert rows(frame, "next") == {}


def test_deviating_customers_are_compared_on_money_and_answers():
    events, orders, feedback = [], [], []
    for number in range(40):
        code = "acp" if number < 20 else "ap"
        for step, letter in enumerate(code):
            events.append(event(f"k{number}", NAMES[letter], number * 100 + step))
        if number % 2:
            bought = {
                "order_id": f"o{number}",
                "customer_id": f"k{number}",
                "revenue": 30 if number < 20 else 10,
            }
            orders.append({**bought, "margin": 5, "ordered_at": START})
            events.append({**event(f"k{number}", "order placed", number * 100 + 9), "order_id": f"o{number}"})
        feedback.append(
            {
                "feedback_id": f"f{number}", "customer_id": f"k{number}", "given_at": START, "metric": "csat",
                "score": 5 if number < 20 else 2, "scale_min": 1, "scale_max": 5, "touchpoint": "cart",
            }
        )  # fmt: skip
    frame = conformance(shop(events=events, orders=orders, feedback=feedback), Filters()).set_index("class")
    kept, skipped = frame.loc["conforming"], frame.loc["skipped"]
    assert (kept["revenue"], skipped["revenue"]) == (15, 5)
    assert (kept["margin"], kept["conversion"], kept["orders"]) == (2.5, 0.5, 10)
    assert (kept["n"], kept["mean"], kept["top_two"]) == (20, 5, 1)
    assert (skipped["n"], skipped["mean"], skipped["top_two"]) == (20, 2, 0)
    assert kept["top_low"] > skipped["top_high"]
    assert kept["conversion_low"] < 0.5 < kept["conversion_high"]
    assert frame.loc["(all)", "revenue"] == 10


def test_an_unknown_margin_is_not_made_up():
    placed = {**event("ann", "order placed", 1), "order_id": "o"}
    events = [placed, event("ann", "delivered", 2)]
    orders = [{"order_id": "o", "customer_id": "ann", "revenue": 9, "ordered_at": START}]
    frame = conformance(shop(events=events, orders=orders), Filters()).set_index("class")
    assert frame.loc["conforming", "revenue"] == 9
    assert np.isnan(frame.loc["conforming", "margin"])


def event(who, touchpoint, minute):
    return {
        "event_id": f"{who}-{minute:05d}", "customer_id": who, "ts": START + timedelta(minutes=minute),
        "touchpoint": touchpoint, "channel": "web",
    }  # fmt: skip


def test_planted_rates_of_skips_and_backtracks_lie_inside_the_intervals():
    """Of 2,000 customers, 20 % skip consideration and, independently, 10 % come back to it from purchase."""
    missed = 0
    for seed in range(5):
        rng = np.random.default_rng(seed)
        rows = []
        for number, (skips, backs) in enumerate(
            zip(rng.random(2000) < 0.2, rng.random(2000) < 0.1, strict=True)
        ):
            code = ("ap" if skips else "acp") + ("cp" if backs else "")
            rows += [event(f"k{number}", NAMES[letter], number + step) for step, letter in enumerate(code)]
        frame = order(shop(name=f"s{seed}", events=rows), Filters())
        found = frame[frame["source"] == "(all)"].set_index("kind")
        for kind, planted in (("skip", 0.2), ("back", 0.1), ("rework", None)):
            if planted is not None:
                missed += not found.loc[kind, "low"] <= planted <= found.loc[kind, "high"]
    assert missed <= 1  # of ten intervals at 95 %


@pytest.mark.parametrize(
    ("options", "mend"),
    [
        ({"ideal": "awareness"}, "Choose between 2 and 12"),
        ({"ideal": "awareness > awareness"}, "Name each step once."),
        ({"ideal": "awareness > nowhere"}, "awareness, consideration"),
        ({"ideal": "cart > checkoot", "level": "touchpoint"}, "cart, delivered"),
        ({"level": "touchpoint"}, "Write at least two of them"),
        ({"level": "galaxy"}, "touchpoint, stage"),
    ],
)
def test_what_cannot_be_asked_is_said_with_what_can(options, mend):
    for ask in (order, ideal, conformance):
        with pytest.raises(QuestionError) as error:
            ask(ten(), Filters(), **options)
        assert mend in error.value.mend


def test_a_move_between_steps_that_are_not_in_the_order_names_those_that_are():
    with pytest.raises(QuestionError, match="awareness, consideration, purchase"):
        move_members(ten(), Filters(), source="awareness", target="cart")


def test_nobody_inside_the_filters_says_what_to_do():
    for ask in (order, ideal, conformance):
        with pytest.raises(DataError, match="Widen the dates"):
            ask(ten(), Filters(since=date(2030, 1, 1)))


def test_ties_in_time_are_broken_by_event_id():
    at = datetime(2026, 1, 5)
    events = [
        {"event_id": f"e{n}", "customer_id": "ann", "ts": at, "touchpoint": NAMES[letter], "channel": "web"}
        for n, letter in enumerate("acp")
    ]
    one, other = (
        order(shop(name=name, events=rows), Filters())
        for name, rows in (("one", events), ("two", events[::-1]))
    )
    pd.testing.assert_frame_equal(one, other)
    assert rows(one, "next") == {("a", "c"): (1, 1, 1), ("c", "p"): (1, 1, 1)}


def test_real_events_give_what_a_plain_window_gives(shared_data, tmp_path):
    import_files(sorted(shared_data("rees46_1k").glob("*.csv")), "shop")
    store = catalog.open_store("shop")
    plain = tmp_path / "plain.sql"
    plain.write_text(
        """
        WITH a AS (SELECT customer_id, ts, event_id, stage AS s,
                lag(stage) OVER (PARTITION BY customer_id ORDER BY ts, event_id) AS b
                FROM events WHERE stage IS NOT NULL)
        SELECT b AS source, s AS target, count(DISTINCT customer_id) AS customers, count(*) AS moves
        FROM a WHERE b <> s GROUP BY ALL
        """
    )
    expected = {
        (one.source, one.target): (one.customers, one.moves) for one in store.query(plain).itertuples()
    }
    frame = order(store, Filters())
    single = frame[frame["source"] != "(all)"]
    found = {(one.source, one.target): (one.customers, one.moves) for one in single.itertuples()}
    assert found == expected != {}
    assert set(frame["at_source"].head(1)) == {330}
