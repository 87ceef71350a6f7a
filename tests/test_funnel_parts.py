"""What is counted beside a funnel: times, trend, breakdown, what came next, and what separates."""

from datetime import timedelta

import pytest

from lib.analysis.funnel_breakdown import funnel_breakdown
from lib.analysis.funnel_drivers import funnel_drivers
from lib.analysis.funnel_next import funnel_next
from lib.analysis.funnel_times import BUCKETS, funnel_times
from lib.analysis.funnel_trend import funnel_trend
from lib.model.errors import QuestionError
from lib.model.filters import Filters
from tests.journeys import START, journeys, shop
from tests.open_pages import publish

EVERYBODY = Filters()
WAY = {"steps": "home > order placed"}


def events(customer, *steps):
    """Events given as touchpoint, minutes after the start, and attributes."""
    return [
        {
            "event_id": f"{customer}-{number}",
            "customer_id": customer,
            "ts": START + timedelta(minutes=minutes),
            "touchpoint": name,
            "channel": "web",
            **more,
        }
        for number, (name, minutes, more) in enumerate(steps)
    ]


def test_times_fall_into_the_bucket_that_begins_with_them():
    waits = {"ann": 0.5, "bob": 1, "cid": 4, "dan": 30, "eve": 3 * 1440}
    rows = [
        row for who, wait in waits.items() for row in events(who, ("home", 0, {}), ("order placed", wait, {}))
    ]
    frame = funnel_times(shop(events=rows), EVERYBODY, **WAY)
    found = {row.bucket: row.customers for row in frame.itertuples() if row.customers}
    assert found == {"under 1 minute": 1, "1 to 5 minutes": 2, "30 minutes to 2 hours": 1, "3 to 7 days": 1}
    assert frame["share"].sum() == pytest.approx(1)
    assert frame["so_far"].tolist()[:2] == pytest.approx([0.2, 0.6])


def test_no_bucket_lies_behind_the_window():
    frame = funnel_times(journeys(ann="home > order placed"), EVERYBODY, window_minutes=5, **WAY)
    assert frame["bucket"].tolist() == list(BUCKETS)[:2]
    assert frame["customers"].sum() == 1
    nobody = funnel_times(journeys(ann="home", bob="order placed"), EVERYBODY, **WAY)
    assert nobody["customers"].sum() == 0
    assert nobody["share"].tolist() == [0.0] * len(nobody)


def test_the_trend_goes_by_the_week_of_entering_and_says_which_is_unfinished():
    day = 24 * 60
    rows = events("ann", ("home", 0, {}), ("order placed", 8 * day, {}))
    rows += events("bob", ("home", 6 * day, {}))
    rows += events("cid", ("home", 7 * day, {}))
    rows += events("dan", ("home", 170 * day, {}))
    store = publish(events=rows)  # to 30 June 2026; 5 January is a Monday
    frame = funnel_trend(store, EVERYBODY, **WAY)
    assert [str(one) for one in frame["period"]] == ["2026-01-05", "2026-01-12", "2026-06-22"]
    assert frame[["entered", "customers"]].to_numpy().tolist() == [[2, 1], [1, 0], [1, 0]]
    assert frame["rate"].tolist() == [0.5, 0.0, 0.0]
    assert frame["open"].tolist() == [False, False, True]
    months = funnel_trend(store, EVERYBODY, grain="month", **WAY)
    assert [str(one) for one in months["period"]] == ["2026-01-01", "2026-06-01"]
    with pytest.raises(QuestionError, match="Choose one of: week, month"):
        funnel_trend(store, EVERYBODY, grain="day", **WAY)


def test_weeks_are_cut_in_business_time():
    rows = events("ann", ("home", 6 * 24 * 60 + 13 * 60 + 30, {}), ("order placed", 30_000, {}))
    periods = [
        str(funnel_trend(shop(zone=zone, name=zone[:3].lower(), events=rows), EVERYBODY, **WAY)["period"][0])
        for zone in ("UTC", "Europe/Berlin")
    ]
    assert periods == ["2026-01-05", "2026-01-12"]  # 23:30 on Sunday in UTC


def twenty():
    """Ten who enter on the web, half of them convert at once; ten in the app, of whom one does, by e-mail."""
    rows = []
    for n in range(10):
        rows += events(f"w{n}", ("home", 0, {}), *([("order placed", 1, {})] if n < 5 else []))
        rows += events(f"a{n}", ("home", 0, {"channel": "app"}), ("blog", 1, {"channel": "email"}))
    rows += [{**row, "event_id": "last"} for row in events("a0", ("order placed", 2, {"channel": "web"}))]
    return shop(events=rows)


def test_the_first_touch_is_the_entry_the_last_the_one_before_the_outcome():
    store = twenty()
    columns = ["value", "n", "customers"]
    first = funnel_breakdown(store, EVERYBODY, **WAY)
    assert first[columns].to_numpy().tolist() == [["(all)", 20, 6], ["app", 10, 1], ["web", 10, 5]]
    assert first["rate"].tolist() == [0.3, 0.1, 0.5]
    last = funnel_breakdown(store, EVERYBODY, touch="last", **WAY)
    assert last[columns].to_numpy().tolist() == [["(all)", 20, 6], ["email", 10, 1], ["web", 10, 5]]


def test_under_ten_who_entered_there_is_no_rate():
    frame = funnel_breakdown(journeys(ann="home > order placed"), EVERYBODY, by="device", **WAY)
    assert frame["said"].tolist() == ["too few answers"] * 2
    assert frame[["rate", "low", "high"]].isna().all(axis=None)
    for wrong in ({"by": "region"}, {"touch": "middle"}):
        with pytest.raises(QuestionError, match="Choose one of"):
            funnel_breakdown(journeys(ann="home > order placed"), EVERYBODY, **wrong, **WAY)


def test_the_next_thing_of_those_who_dropped_out_is_of_another_kind():
    store = journeys(
        ann="home > home > blog > cart",
        bob="home > blog",
        cid="home",
        dan="home > order placed",
        eve="blog > home > cart",
    )
    frame = funnel_next(store, EVERYBODY, step=1, **WAY)
    assert frame[["label", "customers"]].to_numpy().tolist() == [["blog", 2], ["(left)", 1], ["cart", 1]]
    assert frame["share"].tolist() == [0.5, 0.25, 0.25]


def test_an_outcome_behind_the_window_is_what_came_next():
    rows = events("ann", ("home", 0, {}), ("order placed", 90, {}))
    frame = funnel_next(shop(events=rows), EVERYBODY, window_hours=1, **WAY)
    assert frame["label"].tolist() == ["order placed"]


def test_nobody_dropped_out():
    assert funnel_next(journeys(ann="home > order placed"), EVERYBODY, **WAY).empty


def test_what_separates_is_told_with_its_interval_and_adjusted():
    rows = []
    for n in range(80):
        middle = [("blog", 1, {})] if n < 40 else []
        made = [("order placed", 2, {})] if n < 30 or n >= 75 else []
        behind = [("quiz", 3, {})]
        rows += events(f"c{n:02}", ("home", 0, {}), *middle, *made, *behind)
    frame = funnel_drivers(shop(events=rows), EVERYBODY, **WAY)
    blog = frame[frame["value"] == "blog"].iloc[0]
    assert (blog.property, blog.n_with, blog.customers_with, blog.n_without, blog.customers_without) == (
        "touched",
        40,
        30,
        40,
        5,
    )
    assert blog.rate_with - blog.rate_without == pytest.approx(blog.difference) == pytest.approx(0.625)
    assert blog.low < 0.625 < blog.high
    assert blog.said == "converts more often"
    # behind the outcome nothing counts: only those who did not convert were quizzed on the way
    quiz = frame[frame["value"] == "quiz"].iloc[0]
    assert (quiz.n_with, quiz.customers_with, quiz.said) == (45, 0, "converts less often")
    assert "home" not in frame["value"].tolist()
    assert "web" not in frame["value"].tolist()  # everybody's


def test_small_groups_are_not_compared():
    frame = funnel_drivers(journeys(ann="home > blog > order placed", bob="home"), EVERYBODY, **WAY)
    assert set(frame["said"]) == {"too few answers"}
    assert frame["difference"].isna().all()
