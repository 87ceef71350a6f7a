"""The health of a dataset: tiny datasets with one illness each, and a healthy one beside them."""

from datetime import datetime, timedelta

import pytest

from lib.analysis.health import COLUMNS, health
from lib.model.filters import Filters
from lib.model.health import CHECKS, LEVELS
from lib.store import catalog
from lib.ui.words import escaped
from tests.journeys import shop
from tests.open_pages import open_page
from tests.shops import imported

FIRST = datetime(2026, 3, 2, 10)


def event(number, at=FIRST, who=None, **more):
    touchpoint = {"touchpoint": "home", **more}
    return {"event_id": f"e{number:05d}", "customer_id": who or f"c{number}", "ts": at, **touchpoint}


def checked(store, check, subject="events"):
    """level, value and words of one check."""
    found = health(store, Filters())
    [row] = found[(found["check"] == check) & (found["subject"] == subject)].to_dict("records")
    return row["level"], row["value"], row["words"]


def daily(counts, **more):
    """A store of so many events on each day from 2 March 2026, a Monday."""
    return shop(
        events=[
            event(1000 * day + n, FIRST + timedelta(days=day, minutes=n), **more)
            for day, many in enumerate(counts)
            for n in range(many)
        ]
    )


def test_a_row_is_a_check_with_its_level_and_what_to_do():
    found = health(daily([12, 0, 12]), Filters())
    assert list(found.columns) == COLUMNS
    assert set(found["check"]) <= set(CHECKS)
    assert set(found["level"]) <= set(LEVELS)
    assert (found["mend"] == "").equals(found["level"] == "ok")


def test_an_empty_dataset_has_nothing_to_check():
    assert health(shop(), Filters()).empty


def test_days_without_events_are_counted_and_the_first_is_named():
    level, value, words = checked(daily([12, 0, 12, 0, 0, 0, 12]), "gaps")
    assert (level, value) == ("bad", 4)
    assert words == "events have no rows on 4 of 7 days, first on 2026-03-03."
    assert checked(daily([12, 12, 12]), "gaps")[:2] == ("ok", 0)


def test_a_small_shop_may_have_quiet_days():
    level, value, words = checked(daily([2, 0, 2]), "gaps")
    assert level == "ok"
    assert value != value
    assert "with 2 rows on a usual day that may be chance" in words


def test_a_table_that_ends_early_lags_behind_the_newest_row():
    # the tiny shop was imported on 2026-01-01
    store = shop(
        events=[event(1, datetime(2025, 12, 22))],
        tickets=[{"ticket_id": "t1", "customer_id": "c1", "opened_at": datetime(2025, 12, 2)}],
    )
    assert checked(store, "freshness", "tickets") == ("bad", 20, "tickets end on 2025-12-02.")
    assert checked(store, "freshness", "events")[:2] == ("ok", 0)
    whole = checked(store, "age", "(all)")
    assert whole == ("look", 10, "The newest row is of 2025-12-22, 10 days before the import.")


def test_files_of_one_table_say_how_far_each_reaches(tmp_path):
    head = "event_id,user_id,timestamp,event\n"
    imported(
        tmp_path,
        january=head + "1,ann,2026-01-05 10:00:00,view_item\n2,ann,2026-01-31 10:00:00,view_item\n",
        february=head + "3,ann,2026-02-10 10:00:00,view_item\n",
    )
    _, _, words = checked(catalog.open_store("shop"), "freshness", "events: january.csv")
    assert words == "january.csv reaches from 2026-01-05 to 2026-01-31, 10 days before the newest of events."


def test_names_of_files_stay_known_when_others_are_added(tmp_path):
    head = "event_id,user_id,timestamp,event\n"
    imported(tmp_path / "1", january=head + "1,ann,2026-01-05 10:00:00,view_item\n")
    imported(
        tmp_path / "2", settings={"append": True}, february=head + "3,ann,2026-02-10 10:00:00,view_item\n"
    )
    found = health(catalog.open_store("shop"), Filters())
    assert {"events: january.csv", "events: february.csv"} <= set(found["subject"])


def test_a_sudden_day_is_found_and_its_usual_number_said():
    counts = [20] * 42
    counts[35] = 90
    level, value, words = checked(daily(counts), "volume")
    assert (level, value) == ("look", 1)
    assert words.endswith("most of all 2026-04-06 with 90 instead of about 20.")


def test_the_last_day_is_not_over_yet():
    assert checked(daily([20] * 41 + [1]), "volume")[:2] == ("ok", 0)


def test_events_without_a_stage_are_a_share():
    events = [event(n, touchpoint="home" if n < 3 else "spin the wheel") for n in range(4)]
    level, value, words = checked(shop(events=events), "unmapped")
    assert (level, value) == ("look", 0.25)
    assert words == "25.0% of 4 events have no stage."


def test_rows_without_a_customer_are_a_share():
    answers = [
        {"feedback_id": f"f{n}", "customer_id": "c1" if n else None, "given_at": FIRST, "metric": "csat"}
        | {"score": 4, "scale_min": 1, "scale_max": 5}
        for n in range(4)
    ]
    assert checked(shop(feedback=answers), "nameless", "feedback")[:2] == ("look", 0.25)


def test_one_event_per_customer_is_a_sample_from_a_hundred_customers_on():
    assert checked(shop(events=[event(n) for n in range(120)]), "sampled")[:2] == ("bad", 1)
    assert checked(shop(events=[event(n) for n in range(20)]), "sampled")[0] == "ok"
    twice = [event(n, who=f"c{n % 60}") for n in range(120)]
    assert checked(shop(events=twice), "sampled")[0] == "ok"


@pytest.mark.parametrize(("many", "seconds", "level"), [(301, 10, "bad"), (300, 10, "ok"), (301, 13, "ok")])
def test_more_than_300_events_within_an_hour_are_a_machine(many, seconds, level):
    # 301 events are 300 steps: of 10 seconds they take 50 minutes, of 13 seconds 65
    events = [event(n, FIRST + timedelta(seconds=seconds * n), who="ann") for n in range(many)]
    assert checked(shop(events=[*events, event(9999, who="bob")]), "bots")[0] == level


def test_what_calls_itself_a_bot_is_one():
    events = [event(1, device="bot"), event(2, device="mobile")]
    assert checked(shop(events=events), "bots") == (
        "bad",
        0.5,
        "1 customers act like machines; theirs are 1 events.",
    )


def test_events_after_the_import_are_counted():
    # the tiny shop was imported on 2026-01-01
    level, value, _ = checked(shop(events=[event(1), event(2, datetime(2025, 12, 31))]), "future")
    assert (level, value) == ("look", 1)


def test_two_clocks_of_the_same_orders_are_compared(tmp_path):
    visits = "user_id,timestamp,event,order_id\n"
    orders = "order_id,customer_id,created_at,total\n"
    for n in range(4):
        # order file an hour ahead, but for the last order
        visits += f"ann,2026-01-0{n + 1} 10:00:30,purchase,{n}\n"
        orders += f"{n},ann,2026-01-0{n + 1} {'11' if n < 3 else '10'}:00:00,10.00\n"
    imported(tmp_path, visits=visits, orders=orders)
    level, value, words = checked(catalog.open_store("shop"), "clocks", "(all)")
    assert (level, value) == ("bad", 0.75)
    # the median of three times -59.5 minutes and once 0.5 minutes
    assert words.endswith("the median event is 60 minutes before the order.")


def test_merged_rows_of_the_last_import_are_a_share(tmp_path):
    rows = "event_id,user_id,timestamp,event\n" + "1,ann,2026-01-05 10:00:00,view_item\n" * 2
    imported(tmp_path, visits=rows)
    level, value, words = checked(catalog.open_store("shop"), "merged", "(all)")
    assert (level, value) == ("look", 0.5)
    assert words == "1 of 2 rows of the last import were there already."


@pytest.mark.parametrize("name", CHECKS)
def test_every_check_says_what_it_means_and_what_to_do(name):
    check = CHECKS[name]
    assert check.look <= check.bad
    assert check.definition.endswith(".")
    assert check.mend.endswith(".")


def test_the_data_page_shows_the_gravest_doubt_first_with_its_mend(monkeypatch):
    monkeypatch.setenv("THROUGHLINE_AUTH", "proxy")
    daily([12, 0, 12, 0, 0, 0, 12], touchpoint="spin the wheel")
    at = open_page("data")
    assert not at.exception
    assert "Health" in [one.value for one in at.subheader]
    said = [one.value for one in at.markdown if one.value.startswith((":red", ":orange"))]
    assert len(said) > 1
    assert said == sorted(said, key=lambda line: not line.startswith(":red"))
    gaps = next(line for line in said if "Days without rows" in line)
    assert escaped(CHECKS["gaps"].mend) in gaps


def test_the_card_says_so_where_there_is_nothing_to_check(monkeypatch):
    monkeypatch.setenv("THROUGHLINE_AUTH", "proxy")
    shop()
    at = open_page("data")
    assert not at.exception
    assert "There is nothing to check yet." in [one.value for one in at.caption]
