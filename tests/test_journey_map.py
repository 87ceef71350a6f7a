"""The journey map: which touchpoints, which cells, what is known of each and how."""

from datetime import datetime, timedelta

import numpy as np
import pytest

from lib.analysis.blind_spots import blind_spots
from lib.analysis.journey_map import ALL, COLUMNS, journey_map
from lib.analysis.map_changes import compared, map_changes
from lib.analysis.pains import pains
from lib.model.errors import DataError, QuestionError
from lib.model.filters import Filters
from lib.model.map_lanes import LANES
from tests.journeys import journeys, shop

START = datetime(2026, 1, 5, 10)
EVERYBODY = Filters()


def events(*paths, first="c", **more):
    """Customers c0, c1 ... who each walk one of the paths, a step a minute."""
    return [
        {
            "event_id": f"{first}{who}-{place:02}", "customer_id": f"{first}{who}",
            "touchpoint": step.strip(),
            "ts": START + timedelta(minutes=place), "channel": "web", "device": "desktop",
        } | more
        for who, path in enumerate(paths)
        for place, step in enumerate(path.split(">"))
    ]  # fmt: skip


def told(touchpoint, stage, *scores, metric="csat", scale=(1, 5), first="c"):
    """One answer of each customer, in their order."""
    return [
        {
            "feedback_id": f"{touchpoint}-{metric}-{first}{who}", "customer_id": f"{first}{who}",
            "score": score,
            "given_at": START + timedelta(hours=1), "metric": metric, "scale_min": scale[0],
            "scale_max": scale[1], "touchpoint": touchpoint, "stage": stage,
        }
        for who, score in enumerate(scores)
    ]  # fmt: skip


def cell(frame, touchpoint, lane):
    [row] = frame[(frame["touchpoint"] == touchpoint) & (frame["lane"] == lane)].to_dict("records")
    return row


SMALL = ("paid search > product page > cart > order placed", "product page > cart", "product page")


def test_touchpoints_stand_in_the_order_of_the_journey_with_every_lane():
    frame = journey_map(journeys(ann=SMALL[0], bob=SMALL[1], cid=SMALL[2]), EVERYBODY)
    assert list(frame) == COLUMNS
    touchpoints = frame[frame["touchpoint"] != ALL].drop_duplicates("touchpoint")
    assert touchpoints["touchpoint"].tolist() == ["paid search", "product page", "cart", "order placed"]
    assert touchpoints["stage"].tolist() == ["awareness", "consideration", "purchase", "purchase"]
    lanes = frame.groupby("touchpoint")["lane"].nunique()
    assert lanes.drop(ALL, errors="ignore").nunique() == 1


def test_customers_orders_and_time_are_counted_by_hand():
    frame = journey_map(journeys(ann=SMALL[0], bob=SMALL[1], cid=SMALL[2]), EVERYBODY)
    assert cell(frame, "product page", "customers")["value"] == 3
    # too few to give a share of two
    assert cell(frame, "cart", "bought")["evidence"] == "no data"
    many = events(*[SMALL[0]] * 12, *[SMALL[1]] * 12)
    frame = journey_map(shop(events=many), EVERYBODY)
    bought = cell(frame, "cart", "bought")
    assert (bought["value"], bought["n"], bought["evidence"]) == (0.5, 24, "measured")
    assert bought["low"] < 0.5 < bought["high"]
    # all went on from the product page a minute later
    assert (cell(frame, "product page", "time")["value"], cell(frame, "product page", "time")["n"]) == (
        60,
        24,
    )
    assert cell(frame, "order placed", "bought")["value"] == 0


def test_an_order_follows_only_within_thirty_days():
    late = [
        {"event_id": f"o{who}", "customer_id": f"c{who}", "touchpoint": "order placed",
         "ts": START + timedelta(days=days)}
        for who, days in enumerate([1, 29, 31, 40] * 3)
    ]  # fmt: skip
    frame = journey_map(shop(events=events(*["cart"] * 12) + late), EVERYBODY)
    assert cell(frame, "cart", "bought")["value"] == 0.5


def test_channels_are_named_by_their_share():
    mixed = events(*["cart"] * 9) + events(*["cart"] * 3, first="a", channel="app")
    assert cell(journey_map(shop(events=mixed), EVERYBODY), "cart", "channels")["text"] == "web 75%, app 25%"


def test_satisfaction_is_that_of_one_question_and_says_where_nobody_was_asked():
    store = shop(
        events=events(*["cart > order placed"] * 12),
        feedback=told("cart", "purchase", *[5] * 9, *[1] * 3)
        + told("order placed", "purchase", *[7] * 12, metric="ces", scale=(1, 7)),
    )
    frame = journey_map(store, EVERYBODY, metric="csat")
    cart = cell(frame, "cart", "satisfaction")
    assert (cart["value"], cart["n"], cart["evidence"]) == (0.75, 12, "surveyed")
    assert cell(frame, "order placed", "satisfaction")["evidence"] == "no data"
    whole = frame[(frame["touchpoint"] == ALL) & frame["stage"].isna()].iloc[0]
    assert whole["value"] == 0.75
    assert cell(journey_map(store, EVERYBODY, metric="ces"), "order placed", "satisfaction")["value"] == 7


def test_under_ten_answers_there_is_a_number_of_answers_and_no_value():
    store = shop(events=events(*["cart"] * 12), feedback=told("cart", "purchase", *[5] * 9))
    cart = cell(journey_map(store, EVERYBODY), "cart", "satisfaction")
    assert np.isnan(cart["value"])
    assert (cart["n"], cart["evidence"]) == (9, "no data")


def test_what_is_asked_about_stands_on_the_map_without_an_event_of_its_own():
    answers = told("ticket solved", "retention", *[5] * 30)
    frame = journey_map(shop(events=events(*["home > cart"] * 30), feedback=answers), EVERYBODY)
    assert cell(frame, "ticket solved", "satisfaction")["value"] == 1
    assert cell(frame, "ticket solved", "customers")["evidence"] == "no data"


def test_named_touchpoints_are_shown_also_where_nothing_happens():
    store = journeys(ann=SMALL[0], bob="home[device=mobile]")
    frame = journey_map(store, Filters(device=("mobile",)), show="cart,home")
    assert cell(frame, "cart", "customers")["evidence"] == "no data"
    assert cell(frame, "home", "customers")["value"] == 1
    # what the dictionary knows may be named although nobody does it
    assert cell(journey_map(store, EVERYBODY, show="refund"), "refund", "customers")["evidence"] == "no data"
    with pytest.raises(QuestionError, match="Choose one of: cart, home"):
        journey_map(store, EVERYBODY, show="basket")


def test_the_map_holds_every_stage_before_it_is_filled():
    paths = ["paid search > home > site search > product page > cart > delivered > review given"] * 3
    frame = journey_map(shop(events=events(*paths)), EVERYBODY, most=5)
    assert frame[frame["touchpoint"] != ALL]["stage"].drop_duplicates().tolist() == [
        "awareness", "consideration", "purchase", "retention", "advocacy",
    ]  # fmt: skip


def test_a_map_that_cannot_be_drawn_says_what_to_do():
    store = journeys(ann=SMALL[0])
    with pytest.raises(QuestionError, match="2 to 16"):
        journey_map(store, EVERYBODY, most=1)
    with pytest.raises(DataError, match="Widen the dates"):
        journey_map(store, Filters(channel=("fax",)))


def hurting():
    """Forty customers satisfied with the cart, forty let down by site search; ten of them fail to pay."""
    ways = ["site search > cart > checkout > payment > payment failed"] * 10
    ways += ["site search > cart > checkout > payment > order placed"] * 30
    return shop(
        events=events(*ways),
        feedback=told("cart", "purchase", *[5] * 36, *[1] * 4)
        + told("site search", "consideration", *[5] * 12, *[1] * 28),
    )


def test_pains_say_what_they_rest_on():
    found = pains(hurting(), EVERYBODY).set_index(["touchpoint", "kind"])
    low = found.loc[("site search", "rated low")]
    assert (low["value"], low["n"], low["other"], low["evidence"]) == (0.3, 40, 0.9, "surveyed")
    assert low["says"] == "60 pt below the rest"
    failed = found.loc[("payment", "failed")]
    assert (failed["value"], failed["n"], failed["evidence"]) == (0.25, 40, "measured")
    assert failed["basis"] == "10 of 40 customers at payment"
    # ten of forty carts are not followed by an order
    assert found.loc[("cart", "abandoned"), "value"] == 0.25
    assert ("cart", "rated low") not in found.index


def test_the_map_shows_the_first_pain_and_how_many_more():
    frame = journey_map(hurting(), EVERYBODY)
    assert cell(frame, "site search", "pain")["text"] == "60 pt below the rest"
    assert cell(frame, "payment", "pain")["evidence"] == "measured"
    assert cell(frame, "order placed", "pain")["evidence"] == "no data"


def test_asked_and_nothing_found_is_said():
    store = shop(events=events(*["home > blog"] * 40), feedback=told("home", "consideration", *[5, 1] * 20))
    assert cell(journey_map(store, EVERYBODY), "home", "pain")["text"] == "none found"
    assert cell(journey_map(store, EVERYBODY), "blog", "pain")["evidence"] == "no data"


def test_changes_are_told_from_chance_and_missing_data_is_said():
    good = events(*["cart > order placed"] * 30, *["cart"] * 10, device="mobile")
    poor = events(*["cart > order placed"] * 10, *["cart"] * 30, first="d")
    store = shop(events=good + poor)
    found = map_changes(store, Filters(device=("mobile",)), against="device=desktop")
    found = found.set_index(["touchpoint", "lane"])
    cart = found.loc[("cart", "bought")]
    assert (cart["value"], cart["other_value"], cart["difference"]) == (0.75, 0.25, 0.5)
    assert (cart["says"], bool(cart["real"])) == ("rose", True)
    assert found.loc[("cart", "customers"), "says"] == "not compared"
    assert found.loc[("cart", "satisfaction"), "says"] == "no data"


def test_a_cell_without_data_now_does_not_show_the_old_value():
    then = journey_map(
        shop(events=events(*["cart"] * 12), feedback=told("cart", "purchase", *[5] * 12)), EVERYBODY
    )
    now = journey_map(shop(events=events(*["cart"] * 12)), EVERYBODY)
    row = compared(now, then).set_index(["touchpoint", "lane"]).loc[("cart", "satisfaction")]
    assert np.isnan(row["value"])
    assert (row["other_value"], row["says"]) == (1, "no data now")


def test_a_map_does_not_differ_from_itself():
    frame = journey_map(hurting(), EVERYBODY)
    found = compared(frame, frame)
    assert not found["real"].any()
    assert set(found["difference"].dropna()) == {0}


def test_blind_spots_say_what_the_map_cannot_show():
    ways = ["paid search > product page > cart > order placed"] * 12
    store = shop(events=events(*ways), feedback=told("cart", "purchase", *[5] * 12))
    found = blind_spots(store, EVERYBODY)
    kinds = found.groupby("kind")
    assert set(kinds.get_group("no stage")["stage"]) == {"retention", "advocacy"}
    asked = set(kinds.get_group("not asked")["touchpoint"])
    assert asked == {"paid search", "product page", "order placed"}
    assert "delivered" in set(kinds.get_group("not recorded")["touchpoint"])


def test_a_moment_of_truth_stands_on_the_map_with_its_interval():
    answers = told("delivered", "retention", *[5] * 40, *[1] * 40)
    orders = [
        {
            "order_id": f"o{who}",
            "customer_id": f"c{who}",
            "ordered_at": START + timedelta(days=3),
            "revenue": 10,
        }
        for who in [*range(30), *range(40, 45)]
    ]
    store = shop(events=events(*["cart > delivered"] * 80), feedback=answers, orders=orders)
    moment = cell(journey_map(store, EVERYBODY), "delivered", "moment")
    # 30 of 40 satisfied and 5 of 40 unsatisfied ordered again
    assert (moment["value"], moment["n"], moment["evidence"]) == (0.625, 80, "surveyed")
    assert moment["text"].startswith("★ +62.5 pt (")
    assert cell(journey_map(store, EVERYBODY), "cart", "moment")["evidence"] == "no data"


def test_every_lane_has_a_title_and_says_what_a_cell_is():
    assert all(lane.title and lane.about.endswith(".") for lane in LANES.values())


def test_another_dataset_stands_beside_the_map_with_what_it_knows():
    store = shop(events=events(*["cart > order placed"] * 12, *["cart"] * 12))
    shop(name="older", events=events(*["cart > order placed"] * 12))
    found = map_changes(store, EVERYBODY, against="dataset:older").set_index(["touchpoint", "lane"])
    assert found.loc[("cart", "bought"), ["value", "other_value"]].tolist() == [0.5, 1]
