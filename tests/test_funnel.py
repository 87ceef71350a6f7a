"""Every rule of the funnel on journeys that can be counted by hand."""

from datetime import date, timedelta

import pandas as pd
import pytest

from lib.analysis.funnel import funnel
from lib.analysis.funnel_members import funnel_members
from lib.model.errors import DataError, QuestionError
from lib.model.filters import Filters
from tests.journeys import START, journeys, shop

EVERYBODY = Filters()


def counts(store, steps, filters=EVERYBODY, **options):
    return funnel(store, filters, steps=steps, **options)["customers"].tolist()


def at(customer, touchpoint, minutes, **more):
    """An event so many minutes after the start."""
    return {
        "event_id": f"{customer}-{minutes:09.3f}-{touchpoint}",
        "customer_id": customer,
        "ts": START + timedelta(minutes=minutes),
        "touchpoint": touchpoint,
        **more,
    }


def test_both_rates_are_named_and_the_dropped_are_those_between_two_steps():
    store = journeys(
        ann="home > cart > order placed",
        bob="home > cart",
        cid="home > cart > blog",
        dan="home > blog",
        eve="blog",
    )
    frame = funnel(store, EVERYBODY, steps="home > cart > order placed")
    assert frame["label"].tolist() == ["home", "cart", "order placed"]
    assert frame["customers"].tolist() == [4, 3, 1]
    assert frame["rate_overall"].tolist() == [1.0, 0.75, 0.25]
    assert frame["rate_step"].tolist() == [1.0, 0.75, pytest.approx(1 / 3)]
    assert frame["dropped"].tolist() == [0, 1, 2]
    assert frame["median_seconds"].tolist()[1:] == [60.0, 60.0]
    # Wilson at 3 of 4
    assert frame.loc[1, ["low", "high"]].tolist() == pytest.approx([0.3006, 0.9544], abs=1e-4)


def test_ordered_lets_anything_lie_between_and_strict_nothing_but_repeats():
    store = journeys(
        ann="home > blog > cart",
        bob="home > cart",
        cid="home > home > cart",
        dan="cart > home",
    )
    assert counts(store, "home > cart") == [4, 3]
    assert counts(store, "home > cart", order="strict") == [4, 2]


def test_any_order_wants_the_steps_after_the_entry_in_whichever_order():
    store = journeys(
        ann="home > order placed > cart",
        bob="home > cart > order placed",
        cid="home > order placed",
        dan="cart > home > order placed",
    )
    steps = "home > cart > order placed"
    assert counts(store, steps) == [4, 2, 1]
    assert counts(store, steps, order="any") == [4, 2, 2]
    waits = funnel(store, EVERYBODY, steps=steps, order="any")["median_seconds"].tolist()
    # ann: cart after 2 minutes, by when the order was done; bob: 1 minute, then another
    assert waits[1:] == [90.0, 30.0]


def test_a_step_may_be_one_of_several():
    store = journeys(ann="home > wishlist", bob="home > cart", cid="home > blog")
    assert counts(store, "home > cart | wishlist") == [3, 2]
    assert funnel(store, EVERYBODY, steps="home > cart|wishlist")["label"].tolist()[1] == "cart or wishlist"


def test_an_optional_step_is_counted_and_loses_nobody():
    store = journeys(
        ann="home > cart > order placed",
        bob="home > order placed",
        cid="home > order placed > cart",
        dan="home > cart",
    )
    frame = funnel(store, EVERYBODY, steps="home > ?cart > order placed")
    # cid had the cart too late: behind the order
    assert frame["customers"].tolist() == [4, 2, 3]
    assert frame["dropped"].tolist() == [0, 0, 1]
    assert frame["rate_step"].tolist() == [1.0, 0.5, 0.75]
    # ann 1 minute after the cart, bob and cid 1 minute after home
    assert frame["median_seconds"].tolist()[2] == 60.0


def test_a_strict_funnel_may_skip_what_is_optional():
    store = journeys(
        ann="home > cart > checkout",
        bob="home > checkout",
        cid="home > blog > checkout",
        dan="home > cart > blog",
    )
    assert counts(store, "home > ?cart > checkout", order="strict") == [4, 2, 2]


def test_what_must_not_happen_ends_the_way_where_it_happens():
    store = journeys(
        ann="home > cart > ticket opened > order placed",
        bob="home > ticket opened > cart > order placed",
        cid="home > cart > order placed > ticket opened",
        dan="ticket opened > home > cart > order placed",
    )
    assert counts(store, "home > cart > order placed") == [4, 4, 4]
    assert counts(store, "home > cart > !ticket opened > order placed") == [4, 4, 3]
    assert counts(store, "home > cart > order placed", never="ticket opened") == [4, 3, 2]


def test_an_exclusion_beside_an_optional_step_holds_for_the_whole_gap():
    store = journeys(ann="home > blog > cart > order placed", bob="home > cart > order placed")
    for steps in ("home > !blog > ?cart > order placed", "home > ?cart > !blog > order placed"):
        assert counts(store, steps) == [2, 1, 1]


def test_the_window_holds_its_last_instant():
    rows = [at("ann", "home", 0), at("ann", "cart", 60), at("bob", "home", 0), at("bob", "cart", 60.001)]
    store = shop(events=rows)
    assert counts(store, "home > cart", window_hours=1) == [2, 1]
    assert counts(store, "home > cart", window_minutes=59) == [2, 0]
    assert counts(store, "home > cart", window_hours=1, window_minutes=1) == [2, 2]


def test_the_window_is_thirty_days_from_entering_not_from_step_to_step():
    day = 24 * 60
    rows = [at("ann", "home", 0), at("ann", "cart", 20 * day), at("ann", "order placed", 31 * day)]
    assert counts(shop(events=rows), "home > cart > order placed") == [1, 1, 0]


def test_events_of_one_instant_follow_each_other_by_their_id():
    rows = [
        {**at("ann", "home", 0), "event_id": "1"},
        {**at("ann", "cart", 0), "event_id": "2"},
        {**at("bob", "home", 0), "event_id": "4"},
        {**at("bob", "cart", 0), "event_id": "3"},
    ]
    assert counts(shop(events=rows), "home > cart") == [2, 1]


def test_where_counting_begins():
    rows = [
        *(at("ann", name, n) for n, name in enumerate(["home", "home", "cart", "home"])),
        *(at("bob", name, n) for n, name in enumerate(["home", "blog", "home", "cart"])),
    ]
    store = shop(events=rows)
    never = {"never": "blog"}
    assert counts(store, "home > cart", **never) == [2, 1]  # bob's first home met the blog
    assert counts(store, "home > cart", entry="last", **never) == [2, 1]  # ann's last home comes to nothing
    assert counts(store, "home > cart", entry="best", **never) == [2, 2]


def test_of_equal_entries_the_earliest_is_the_best():
    rows = [at("ann", "home", 0), at("ann", "home", 5), at("ann", "cart", 9)]
    frame = funnel(shop(events=rows), EVERYBODY, steps="home > cart", entry="best")
    assert frame["median_seconds"].tolist()[1] == 9 * 60


def test_a_property_is_held_all_the_way():
    rows = [
        at("ann", "home", 0, session_id="1", channel="web"),
        at("ann", "cart", 1, session_id="2", channel="web"),
        at("bob", "home", 0, session_id="3", channel="web"),
        at("bob", "cart", 1, session_id="3", channel="app"),
        at("cid", "home", 0, channel="web"),
        at("cid", "cart", 1, channel="web"),
    ]
    store = shop(events=rows)
    assert counts(store, "home > cart") == [3, 3]
    assert counts(store, "home > cart", hold="session_id") == [2, 1]
    assert counts(store, "home > cart", hold="channel") == [3, 2]


def test_filters_say_who_enters_and_the_rest_counts_whole():
    store = journeys(ann="home > cart[channel=app]", bob="home[channel=app] > home > cart[channel=app]")
    web = Filters(channel=("web",))
    assert counts(store, "home > cart", web) == [2, 2]
    assert counts(store, "home > cart", Filters(channel=("app",))) == [1, 1]
    with pytest.raises(DataError) as caught:
        counts(store, "home > cart", Filters(until=date(2025, 1, 1)))
    assert caught.value.what == "Nobody enters at home inside these filters."
    assert "Widen the dates" in caught.value.mend


def test_repeats_of_a_step_are_one_customer():
    store = journeys(ann="home > home > cart > cart > home > cart")
    assert counts(store, "home > cart") == [1, 1]
    assert counts(store, "home > home") == [1, 1]


def test_stages_and_channels_are_steps_as_well():
    store = journeys(ann="home > cart[channel=app]", bob="home > blog")
    assert counts(store, "consideration > purchase", level="stage") == [2, 1]
    assert counts(store, "web > app", level="channel") == [2, 1]


def bought():
    """Twelve who order for 50, ten who only come; one order lies behind the window, one before entering."""
    events, orders = [], []
    for n in range(22):
        events.append(at(f"c{n:02}", "home", 10))
        if n < 12:
            events.append(at(f"c{n:02}", "order placed", 20, order_id=f"o{n}"))
            orders.append(order(f"o{n}", f"c{n:02}", 20, 50))
    orders += [order("late", "c00", 40 * 24 * 60, 999), order("early", "c01", 5, 999)]
    return shop(events=events, orders=orders)


def order(number, customer, minutes, revenue):
    return {
        "order_id": number,
        "customer_id": customer,
        "ordered_at": START + timedelta(minutes=minutes),
        "revenue": revenue,
    }


def test_what_was_lost_is_worth_as_much_as_what_came():
    frame = funnel(bought(), EVERYBODY, steps="home > order placed")
    assert frame["revenue"].tolist() == [600.0, 600.0]
    assert frame["lost"].tolist() == [0.0, 500.0]


def test_too_few_converters_put_no_price_on_the_lost():
    frame = funnel(journeys(ann="home > cart"), EVERYBODY, steps="home > cart")
    assert frame["lost"].isna().all()
    assert frame["revenue"].isna().all()


def test_the_list_is_the_count():
    store = journeys(ann="home > cart > order placed", bob="home > cart", cid="home")
    options = {"steps": "home > cart > order placed"}
    listed = [funnel_members(store, EVERYBODY, step=step, **options) for step in (1, 2, 3)]
    assert [one["customer_id"].tolist() for one in listed] == [["ann", "bob", "cid"], ["ann", "bob"], ["ann"]]
    left = funnel_members(store, EVERYBODY, step=1, dropped=True, **options)
    assert left["customer_id"].tolist() == ["cid"]
    assert left.columns.tolist() == [
        "customer_id",
        "first_seen",
        "last_seen",
        "events",
        "orders",
        "spent",
        "channel",
        "device",
        "country",
    ]
    with pytest.raises(QuestionError) as caught:
        funnel_members(store, EVERYBODY, step=4, **options)
    assert caught.value.mend == "Choose one from 1 to 3."
    with pytest.raises(QuestionError, match="Nobody drops out after the last step"):
        funnel_members(store, EVERYBODY, step=3, dropped=True, **options)


def test_without_steps_it_is_the_way_to_an_order():
    store = journeys(ann="blog > product page > order placed", bob="product page > cart")
    assert funnel(store, EVERYBODY)["label"].tolist() == ["product page", "cart", "order placed"]
    assert funnel(store, EVERYBODY, level="stage")["label"].tolist() == ["consideration", "purchase"]
    store = journeys(ann="blog > quiz", bob="quiz")
    assert funnel(store, EVERYBODY)["label"].tolist() == ["quiz", "blog"]
    with pytest.raises(DataError, match="Everything that happens is one touchpoint: quiz"):
        funnel(journeys(ann="quiz"), EVERYBODY)


def test_a_name_that_never_happens_is_refused_with_the_nearest():
    with pytest.raises(QuestionError) as caught:
        counts(journeys(ann="home > checkout"), "home > chekout")
    assert caught.value.what == "There is no touchpoint called 'chekout'."
    assert caught.value.mend.startswith("Did you mean checkout? Choose one of: checkout, home")


def test_a_funnel_of_real_clicks_equals_plain_window_sql(shared_data, tmp_path):
    source = next(shared_data("rees46_1k").glob("*.csv"))
    rows = pd.read_csv(source, dtype=str)
    names = {"view": "product page", "cart": "cart", "purchase": "order placed"}
    events = [
        {
            "event_id": f"{n:06d}",
            "customer_id": row.user_id,
            "ts": pd.Timestamp(row.event_time.removesuffix(" UTC")).to_pydatetime(),
            "touchpoint": names[row.event_type],
        }
        for n, row in enumerate(rows.itertuples())
    ]
    store = shop(events=events)
    plain = tmp_path / "plain.sql"
    plain.write_text(
        """
        WITH e AS (
            SELECT customer_id, touchpoint,
                row_number() OVER (PARTITION BY customer_id ORDER BY ts, event_id) n
            FROM events
        ),
        a AS (SELECT customer_id, min(n) n FROM e WHERE touchpoint = 'product page' GROUP BY ALL),
        b AS (SELECT customer_id, min(e.n) n FROM e JOIN a USING (customer_id)
              WHERE touchpoint = 'cart' AND e.n > a.n GROUP BY ALL),
        c AS (SELECT customer_id FROM e JOIN b USING (customer_id)
              WHERE touchpoint = 'order placed' AND e.n > b.n GROUP BY ALL)
        SELECT (SELECT count(*) FROM a) a, (SELECT count(*) FROM b) b, (SELECT count(*) FROM c) c
        """
    )
    counted = store.query(plain).iloc[0].tolist()
    assert counts(store, "product page > cart > order placed") == counted
    assert counted[0] > counted[1] > 0
